"""Archived captures answer as they did, at every moment of a clock."""

from datetime import UTC, datetime, timedelta

from fakeweb import FakeWeb
from fakeweb.fixtures import Fetch
from headwater.loopback import ArchiveSite, LoopbackWeb, WebRequest
from headwater.loopback.archive import archive_key
from headwater.loopback.shelf import Shelf
from headwater.model.web import Capture, Validators

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
FEED = "https://gazette.example/feed"


def _capture(url: str, body: bytes = b"text", hour: int = 0, **more) -> Capture:
    headers = {"content-type": "text/html", **more.pop("headers", {})}
    fields = {"requested_url": url, "final_url": url, "status": 200, "headers": headers, "body": body} | more
    return Capture(id=f"{url}{hour}", captured_at=START + timedelta(hours=hour), **fields)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


def _site(*captures: Capture, clock: Clock | None = None, **options) -> ArchiveSite:
    return ArchiveSite(captures, now=clock or Clock(), **options)


def _get(site: ArchiveSite, url: str, **headers: str):
    asked = {name.replace("_", "-"): text for name, text in headers.items()}
    return site.answer(WebRequest(method="GET", url=url, headers=asked))


def test_latest_capture_at_or_before_the_clock_is_served():
    clock = Clock()
    site = _site(_capture(FEED, b"three", 3), _capture(FEED, b"one", 1), _capture(FEED, b"two", 2), clock=clock)
    served = []
    for hour in (0, 1, 1.5, 2, 9):
        clock.now = START + timedelta(hours=hour)
        answer = _get(site, FEED)
        served.append((answer.status, answer.body if answer.status == 200 else b""))
    assert served == [(404, b""), (200, b"one"), (200, b"one"), (200, b"two"), (200, b"three")]


def test_only_capture_of_an_address_is_there_from_the_beginning():
    assert _get(_site(_capture(FEED, b"one", 5)), FEED).body == b"one"


def test_what_was_not_captured_is_404_robots_included():
    site = _site(_capture(FEED))
    assert _get(site, "https://gazette.example/robots.txt").status == 404
    assert _get(site, FEED + "?page=2").status == 404
    assert site.answer(WebRequest(method="POST", url=FEED)).status == 405


def test_status_and_headers_are_the_original_ones_without_the_connections():
    headers = {"content-type": "text/plain", "content-encoding": "gzip", "content-length": "7", "etag": '"1"'}
    headers |= {"transfer-encoding": "chunked", "alt-svc": 'h3=":443"', "x-robots-tag": "noarchive"}
    answer = _get(_site(_capture(FEED, b"gone", status=410, headers=headers)), FEED)
    assert (answer.status, answer.body) == (410, b"gone")
    assert answer.headers == {"content-type": "text/plain", "etag": '"1"', "x-robots-tag": "noarchive"}


def test_stored_validators_give_304():
    modified = {"etag": 'W/"a,b"', "last-modified": "Mon, 05 Jan 2026 07:00:00 GMT"}
    site = _site(_capture(FEED, headers=modified))
    assert _get(site, FEED, if_none_match='W/"a,b"').status == 304
    assert _get(site, FEED, if_none_match='"x", "y"').status == 200
    assert _get(site, FEED, if_modified_since="Mon, 05 Jan 2026 07:00:00 GMT").status == 304
    assert _get(site, FEED, if_modified_since="Sun, 04 Jan 2026 07:00:00 GMT").status == 200
    assert _get(site, FEED, if_none_match='"x"', if_modified_since="Mon, 05 Jan 2026 07:00:00 GMT").status == 200
    assert _get(site, FEED, if_modified_since="yesterday").status == 200
    assert _get(_site(_capture(FEED)), FEED, if_none_match='"x"').status == 200


def test_scheme_case_port_and_encoding_do_not_hide_a_capture():
    site = _site(_capture("http://Gazette.example:80/caf\u00e9?q=%7e%c3%a9 x"), _capture("http://gazette.example"))
    for url in (
        "http://gazette.example/caf%C3%A9?q=~%C3%A9%20x",
        "https://GAZETTE.example:443/caf%c3%a9?q=~%c3%a9%20x",
        "http://gazette.example/#top",
    ):
        assert _get(site, url).status == 200, url
    assert _get(site, "http://gazette.example:8080/").status == 404
    assert _get(site, "http://gazette.example/Caf%C3%A9?q=~%C3%A9%20x").status == 404


def test_own_scheme_is_served_before_the_other():
    site = _site(_capture("http://gazette.example/", b"plain"), _capture("https://gazette.example/", b"safe"))
    assert _get(site, "http://gazette.example/").body == b"plain"
    assert _get(site, "https://gazette.example/").body == b"safe"


def test_address_that_was_redirected_redirects_again():
    site = _site(_capture("http://old.example/", b"new", final_url="https://new.example/"))
    answer = _get(site, "http://old.example/")
    assert (answer.status, answer.headers["location"]) == (302, "https://new.example/")
    assert _get(site, "https://new.example/").body == b"new"
    assert site.hosts == ("new.example", "old.example")


def test_hosts_times_and_addresses_are_told():
    captures = [_capture(FEED, b"1", 1), _capture(FEED, b"2", 2), _capture("http://b.example/", b"3", 2)]
    site = _site(*captures, _capture("http://c.example/", status=304), _capture("mailto:a@b.example"))
    assert site.hosts == ("b.example", "gazette.example")
    assert site.times == (START + timedelta(hours=1), START + timedelta(hours=2))
    assert list(site.urls(START)) == ["http://b.example/"]
    assert set(site.urls(START + timedelta(hours=1))) == {FEED, "http://b.example/"}


def test_hosts_in_foreign_letters_are_told_as_they_are_asked_for(fakeweb: FakeWeb, fetch: Fetch):
    site = _site(_capture("https://b\u00fccher.example/", b"Buch"))
    assert site.hosts == ("xn--bcher-kva.example",)
    fakeweb.add(site.hosts[0], site)
    assert fetch("https://b\u00fccher.example/").capture.body == b"Buch"


def test_bodies_beyond_memory_come_back_whole():
    shelf = Shelf(max_memory_bytes=10)
    bodies = [b"small", b"x" * 100_000, b"", b"y" * 9, b"small"]
    numbers = [shelf.put(body) for body in bodies]
    assert [shelf.get(number) for number in numbers] == bodies
    assert numbers[0] == numbers[-1]


def test_any_address_has_a_key_or_none():
    assert archive_key("http://[::1") == archive_key("http:///") == archive_key("urn:x") == ""
    assert archive_key("http://b\u00fccher.example/") == "http://xn--bcher-kva.example/"
    assert archive_key("http://" + "\u00e9" * 90 + ".example/").startswith("http://%C3%A9")


def test_archive_is_read_over_real_http_with_its_clock(fakeweb: FakeWeb, fetch: Fetch):
    clock = Clock()
    versions = [_capture(FEED, f"v{hour}".encode(), hour, headers={"etag": f'"{hour}"'}) for hour in (0, 1)]
    site = _site(*versions, clock=clock, max_memory_bytes=1)
    for host in site.hosts:
        fakeweb.add(host, site)
    first = fetch(FEED)
    assert (first.capture.body, first.capture.final_url) == (b"v0", FEED)
    same = fetch(FEED, validators=Validators(etag='"0"'))
    assert same.capture.status == 304
    clock.now += timedelta(hours=2)
    assert fetch(FEED, validators=Validators(etag='"0"')).capture.body == b"v1"
    assert fetch("https://gazette.example/robots.txt").status == 404


def test_loopback_web_takes_an_archive_as_its_sites():
    site = _site(_capture(FEED))
    with LoopbackWeb(dict.fromkeys(site.hosts, site)) as web:
        assert web.hosts == ("gazette.example",)
