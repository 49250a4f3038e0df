import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.acquire import detect, discover, feed_line, read
from headwater.model.rejection import Rejection
from headwater.model.web import Capture, Feed, SourceKind

PIECES = [
    b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<entry>", b"</entry>", b"<link>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<link href='/a'/>", b"</link>", b"&", b"&amp;", b"&#0;", b"&nbsp;",
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [", b"]>", b"<?xml version='1.0' encoding='utf-16'?>", b"\x00",
    b"\xff", b"text", b"<html>", b"<a href='/2026/11/23/x'>", b"{\"items\":[", b"{}", b"]}", b"<urlset>", b"<url><loc>",
    b"https://a.example/", b"<pubDate>Mon, 23 Nov 2026 25:00:00 GMT</pubDate>", b"<opml>", b"<outline xmlUrl='x'>",
    b"\x1f\x8b", b"]]]]", b"\xef\xbb\xbf",
]  # fmt: skip
BODIES = st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(b"".join))
TYPES = st.sampled_from(["", "text/html", "application/xml; charset=utf-16", "application/json", "text/xml; charset=x"])
GOOD = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
    + b"<item><title>One &amp; two</title><link>https://a.example/1</link><description><![CDATA[<p>x</p>]]></description></item>"
    * 4
    + b"</channel></rss>"
)


def capture(body: bytes, content_type: str) -> Capture:
    url = "https://paper.example/feed"
    return Capture(
        id="c",
        requested_url=url,
        final_url=url,
        status=200,
        headers={"content-type": content_type},
        body=body,
        captured_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


@given(BODIES, TYPES, st.sampled_from([None, SourceKind.RSS, SourceKind.PAGE, SourceKind.WARC]))
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_a_feed_or_a_rejection(body: bytes, content_type: str, kind: SourceKind | None) -> None:
    given_capture = capture(body, content_type)
    found = read(given_capture, kind=kind)
    assert isinstance(found, (Feed, Rejection))
    if isinstance(found, Feed):
        assert feed_line(found)["entries"] is not None
    detect(given_capture)
    discover(given_capture)


@given(st.integers(min_value=0, max_value=len(GOOD)))
@settings(max_examples=100, deadline=None)
def test_a_feed_cut_anywhere_tells_no_half_address(end: int) -> None:
    found = read(capture(GOOD[:end], "application/xml"))
    if isinstance(found, Feed):
        assert {entry.url for entry in found.entries} <= {"https://a.example/1", ""}


@given(st.integers())
@settings(max_examples=100, deadline=None)
def test_a_feed_with_flipped_bytes_is_still_answered(seed: int) -> None:
    chance = random.Random(seed)
    body = bytearray(GOOD)
    for _ in range(5):
        body[chance.randrange(len(body))] = chance.randrange(256)
    assert isinstance(read(capture(bytes(body), "")), (Feed, Rejection))
