"""Documents of whole hosts: kept under host and address, forgotten when nobody needs them."""

from dataclasses import replace

from headwater.store import site_documents
from headwater.store.site_documents import SiteDocument


def test_a_document_is_known_by_its_host_and_address(store, kit):
    name = "https://morning.example/trust.txt"
    first = SiteDocument(host="morning.example", name=name, body=b"member=x", status=200, expires_at=kit.at(5))
    missing = SiteDocument(host="evening.example", name=name, status=404, expires_at=kit.at(9))
    with store.write() as tx:
        for document in (first, replace(first, body=b"", status=204), missing):
            site_documents.save_site_document(tx, document)
    with store.read() as tx:
        assert site_documents.get_site_documents(tx, "morning.example") == (replace(first, body=b"", status=204),)
        assert site_documents.get_site_documents(tx, "nowhere.example") == ()
        found = site_documents.documents_of_hosts(tx, ["morning.example", "evening.example", "nowhere.example"])
    assert found["evening.example"] == {name: missing}


def test_documents_are_forgotten_one_by_one_and_by_age(store, kit):
    early = SiteDocument(host="a.example", name="https://a.example/ai.txt", expires_at=kit.at(1))
    late = replace(early, name="https://a.example/trust.txt", expires_at=kit.at(60))
    with store.write() as tx:
        for document in (early, late, replace(late, name="https://a.example/x")):
            site_documents.save_site_document(tx, document)
        site_documents.drop_site_document(tx, "a.example", "https://a.example/x")
        assert site_documents.drop_site_documents_before(tx, kit.at(30)) == 1
        assert site_documents.get_site_documents(tx, "a.example") == (late,)
