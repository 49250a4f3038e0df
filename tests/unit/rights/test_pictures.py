"""One picture: what its file says, and whether it may be shown."""

import io

import pytest
from PIL import Image

from headwater.model.article import Article, Picture
from headwater.model.rights import Rulings, Signal, Use
from headwater.rights import (
    PictureFacts,
    clear,
    is_credited,
    picture_facts,
    picture_signals,
    rule,
    rule_picture,
    signals_from_headers,
    signals_from_html,
    with_facts,
)

URL = "https://paper.example/news/1"
IMAGE = "https://img.example/bridge.jpg"
BY = "https://creativecommons.org/licenses/by/4.0/"
OPEN = rule(URL, signals_from_html(f'<link rel="license" href="{BY}">', URL))
SILENT = rule(URL, ())
REFUSED = rule(
    URL, signals_from_html(f'<link rel="license" href="{BY}"><meta name="robots" content="noimageindex">', URL)
)
PLAIN = Picture(url=IMAGE, caption="The bridge.", credit="Ann Lee")


def jpeg(**more):
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "JPEG", **more)
    return out.getvalue()


def iim(*datasets, number=0x0404, name=b"\x00\x00"):
    """A JPEG with an IPTC block as Photoshop writes it: APP13, image resource, datasets."""
    block = b"".join(
        b"\x1c" + bytes([record, tag]) + len(text).to_bytes(2, "big") + text for record, tag, text in datasets
    )
    resource = (
        b"8BIM" + number.to_bytes(2, "big") + name + len(block).to_bytes(4, "big") + block + b"\x00" * (len(block) % 2)
    )
    other = b"8BIM\x04\x25\x04name\x00" + (3).to_bytes(4, "big") + b"abc\x00"
    payload = b"Photoshop 3.0\x00" + other + resource
    plain = jpeg()
    return plain[:2] + b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload + plain[2:]


def xmp(inner, attributes=""):
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" {attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def test_iim_fields_are_read_in_their_character_set():
    body = iim(
        (1, 90, b"\x1b%G"), (2, 80, "Aïcha Lund".encode()), (2, 80, b"B. Roe"), (2, 110, b"Harbour Press"),
        (2, 116, "© 2026 Harbour Press".encode()), (2, 120, "Die Brücke.".encode()), (2, 25, b"keyword"),
    )  # fmt: skip
    facts = picture_facts(body)
    assert (facts.by_line, facts.credit) == ("Aïcha Lund, B. Roe", "Harbour Press")
    assert (facts.copyright, facts.caption) == ("© 2026 Harbour Press", "Die Brücke.")
    assert picture_facts(iim((2, 80, "Jörg".encode("latin-1")))).by_line == "Jörg"


def test_xmp_beats_iim_and_that_beats_exif():
    creators = "<dc:creator><rdf:Seq><rdf:li>Ann Lee</rdf:li><rdf:li>Bo Tarn</rdf:li></rdf:Seq></dc:creator>"
    body = jpeg(xmp=xmp(creators)) + iim((2, 80, b"Iim"), (2, 110, b"Iim Credit"))
    facts = picture_facts(body, exif_artist="Exif", exif_copyright="Exif rights")
    assert (facts.by_line, facts.credit, facts.copyright) == ("Ann Lee, Bo Tarn", "Iim Credit", "Exif rights")


def test_of_several_languages_the_first_counts():
    rights = "<dc:rights><rdf:Alt><rdf:li>one</rdf:li><rdf:li>two</rdf:li></rdf:Alt></dc:rights>"
    assert picture_facts(xmp(rights)).copyright == "one"


@pytest.mark.parametrize(
    "body",
    [b"", b"Photoshop 3.0\x00", b"Photoshop 3.0\x008BIM\x04\x04", b"<x:xmpmeta", xmp("<dc:rights>")[:-30],
     b"<x:xmpmeta><!DOCTYPE a [<!ENTITY b 'c'>]>&b;</x:xmpmeta>", b"<x:xmpmeta>" * 9, iim((2, 80, b"x"))[:40]],
)  # fmt: skip
def test_broken_metadata_says_nothing(body):
    assert picture_facts(body) == PictureFacts()


def test_a_picture_is_shown_under_the_page_s_open_licence():
    assert rule_picture(PLAIN, OPEN).allowed
    assert rule_picture(PLAIN, OPEN).because[0].text == BY
    assert not rule_picture(PLAIN, SILENT).allowed
    assert not rule_picture(PLAIN, REFUSED).allowed


@pytest.mark.parametrize("name", ["Getty Images", "AFP / Bo Tarn", "Reuters", "Фото: ТАСС", "Alamy Stock Photo"])
def test_a_page_s_licence_does_not_cover_an_agency_s_picture(name):
    ruling = rule_picture(Picture(url=IMAGE, credit=name), OPEN)
    assert not ruling.allowed
    assert ruling.because[0].text == name


def test_a_person_is_no_agency():
    for name in ("Magnus Lund", "Lina Belgard", "Dpan Roy", "Anpal"):
        assert rule_picture(Picture(url=IMAGE, credit=name), OPEN).allowed, name


def test_a_picture_s_own_licence_counts_before_the_page_s():
    nc = "https://creativecommons.org/licenses/by-nc/4.0/"
    assert rule_picture(Picture(url=IMAGE, credit="Ann Lee", licence=BY), SILENT).allowed
    assert rule_picture(Picture(url=IMAGE, credit="AFP", licence=BY), SILENT).allowed
    assert not rule_picture(Picture(url=IMAGE, credit="Ann Lee", licence=nc), OPEN).allowed
    assert not rule_picture(Picture(url=IMAGE, credit="Ann Lee", licence="All rights reserved"), OPEN).allowed
    assert rule_picture(Picture(url=IMAGE, credit="Ann Lee / CC BY-SA 4.0"), SILENT).allowed
    assert not rule_picture(Picture(url=IMAGE, credit="Ann Lee / CC BY-NC 4.0"), OPEN).allowed


@pytest.mark.parametrize("value", ["noimageindex", "noindex", "none", "noimageai"])
def test_a_picture_s_own_response_may_refuse(value):
    said = signals_from_headers({"X-Robots-Tag": value}, IMAGE)
    assert not rule_picture(PLAIN, OPEN, said).allowed


def test_terms_in_the_file_that_are_no_licence_refuse():
    said = picture_signals(PictureFacts(web_statement="https://agency.example/terms"), IMAGE)
    ruling = rule_picture(PLAIN, OPEN, said)
    assert (ruling.allowed, ruling.because[0].text) == (False, "WebStatement: https://agency.example/terms")
    assert rule_picture(PLAIN, SILENT, picture_signals(PictureFacts(licence=BY), IMAGE)).allowed
    assert rule_picture(PLAIN, OPEN, picture_signals(PictureFacts(copyright="© Ann Lee"), IMAGE)).allowed


def test_reservations_of_mining_do_not_forbid_to_show():
    facts = PictureFacts(data_mining="DMI-PROHIBITED", claims=(("ai_training", "notAllowed"),))
    assert rule_picture(PLAIN, OPEN, picture_signals(facts, IMAGE)).allowed


def test_an_operator_s_grant_shows_what_signals_refuse():
    grant = Signal(kind="grant", uses=(Use.IMAGE,), allows=True, text="contract", url="g1")
    granted = rule(URL, (*REFUSED.rulings[4].because, grant))
    ruling = rule_picture(
        Picture(url=IMAGE, credit="AFP"), granted, signals_from_headers({"x-robots-tag": "noindex"}, IMAGE)
    )
    assert (ruling.allowed, ruling.because) == (True, (grant,))


def test_the_file_names_the_author_only_where_the_page_does_not():
    facts = PictureFacts(by_line="Bo Tarn", credit="Harbour Press", caption="From the file.")
    bare = with_facts(Picture(url=IMAGE), facts)
    assert (bare.creator, bare.credit, bare.caption) == ("Bo Tarn", "Harbour Press", "From the file.")
    told = with_facts(PLAIN, facts)
    assert (told.creator, told.credit, told.caption) == ("", "Ann Lee", "The bridge.")


def test_no_picture_is_shown_without_a_credit():
    nameless = Picture(url=IMAGE, caption="The bridge.")
    assert not is_credited(nameless)
    article = Article(id="a", url=URL, headline="h", paragraphs=("One.",), pictures=(nameless, PLAIN))
    assert [one.is_shown for one in clear(article, OPEN).pictures] == [False, True]
    assert [one.is_shown for one in clear(article, Rulings(subject=URL, rulings=())).pictures] == [False, False]
