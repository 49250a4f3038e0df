import random
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.acquire import detect, discover, feed_line, read
from headwater.acquire.patterns import MAX_PATTERNS, Shapes, learn
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
@settings(max_examples=200, deadline=None)
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


SEGMENTS = st.sampled_from(
    ["news", "sport", "2026", "11", "river-rises-after-rain", "4711", "a{b}", "%D1%80", "x y", "河水上涨", ""]
)
ADDRESSES = st.lists(
    st.one_of(
        st.lists(SEGMENTS, max_size=5).map(lambda parts: "https://paper.example/" + "/".join(parts)),
        st.integers(0, 10**6).map(lambda number: f"https://sport.paper.example/?id={number}&x=y"),
        st.text(max_size=40),
    ),
    max_size=30,
)


@given(ADDRESSES, ADDRESSES, st.lists(st.text(max_size=60), max_size=5))
@settings(max_examples=150, deadline=None)
def test_any_addresses_teach_patterns_that_hold_for_them(
    articles: list[str], others: list[str], known: list[str]
) -> None:
    patterns = learn(known, articles, others)
    assert len(patterns) <= MAX_PATTERNS
    assert learn(patterns, articles, others) == patterns
    shapes = Shapes(patterns)
    assert all(shapes.score(url) is None or 0 < shapes.score(url) < 1 for url in articles + others)


@given(st.text(max_size=200), st.binary(max_size=50))
@settings(max_examples=150, deadline=None)
def test_any_link_header_and_any_patterns_give_a_feed_or_a_rejection(header: str, body: bytes) -> None:
    given_capture = replace(capture(GOOD + body, ""), headers={"link": header})
    assert isinstance(read(given_capture), (Feed, Rejection))
    page = replace(capture(b"<html><h2><a href='/2026/11/23/x'>A headline</a></h2>" + body, "text/html"))
    assert isinstance(
        read(page, kind=SourceKind.PAGE, patterns=(header, "/{year}/{nn}/{nn}/x +9 -0")), (Feed, Rejection)
    )
