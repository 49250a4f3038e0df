import gzip
from datetime import UTC, datetime

import pytest

from headwater.acquire import detect, discover, read
from headwater.acquire.opml import render_opml
from headwater.model.article import Publisher
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Feed, Source, SourceKind


def capture(
    body: bytes | str, content_type: str = "application/xml", url: str = "https://paper.example/feed", status: int = 200
) -> Capture:
    return Capture(
        id="c1",
        requested_url=url,
        final_url=url,
        status=status,
        headers={"content-type": content_type},
        body=body.encode() if isinstance(body, str) else body,
        captured_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def feed_of(body: bytes | str, content_type: str = "application/xml") -> Feed:
    found = read(capture(body, content_type))
    assert isinstance(found, Feed), found
    return found


def item(inner: str) -> str:
    return f'<rss version="2.0"><channel><title>T</title><item>{inner}</item></channel></rss>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.NOT_A_FEED),
        (b"\x00\x00", Reason.NOT_A_FEED),
        (b"just words", Reason.NOT_A_FEED),
        (b"\x1f\x8b broken", Reason.NOT_A_FEED),
        (b"{not json", Reason.NOT_A_FEED),
        (b'{"a": 1}', Reason.NOT_A_FEED),
        (b"[" * 100_000, Reason.NOT_A_FEED),
        (b'{"items":' + b"[" * 100_000, Reason.NOT_A_FEED),
        (b"<note><to>x</to></note>", Reason.NOT_A_FEED),
        (b"<!doctype html><title>Hello</title><p>Hi", Reason.NOT_A_FEED),
        (b"<html><form><input type=password></form></html>", Reason.LOGIN_PAGE),
    ],
)
def test_what_is_no_feed_is_rejected_with_a_reason(body: bytes, reason: Reason) -> None:
    found = read(capture(body))
    assert isinstance(found, Rejection)
    assert found.reason is reason
    assert found.stage == "acquire"
    assert found.detail


def test_an_error_status_is_no_feed_whatever_its_body() -> None:
    found = read(capture("<rss/>", status=503))
    assert isinstance(found, Rejection)
    assert found.reason is Reason.HTTP_STATUS


def test_an_empty_rss_is_a_feed_without_entries() -> None:
    assert feed_of("<rss/>") == Feed(kind=SourceKind.RSS)


def test_a_lying_charset_does_not_garble_titles() -> None:
    body = '<?xml version="1.0" encoding="iso-8859-1"?>' + item(
        "<title>Žluťoučký kůň</title><link>https://a.example/1</link>"
    )
    assert feed_of(body.encode()).entries[0].title == "Žluťoučký kůň"


def test_a_legacy_charset_is_read() -> None:
    body = '<?xml version="1.0" encoding="windows-1251"?>' + item("<title>Река поднялась</title>")
    assert feed_of(body.encode("windows-1251")).entries[0].title == "Река поднялась"


def test_an_unknown_dialect_is_read_the_slow_way() -> None:
    feed = feed_of("<daily><item><title>Tide</title><link>https://a.example/1</link></item></daily>")
    assert [(entry.title, entry.url) for entry in feed.entries] == [("Tide", "https://a.example/1")]
    assert feed.repaired == ("slow_path",)


def test_bare_ampersands_in_addresses_are_kept() -> None:
    (entry,) = feed_of(item("<link>https://a.example/?a=1&b=2&copy=3</link>")).entries
    assert entry.url == "https://a.example/?a=1&b=2&copy=3"


def test_entities_that_a_document_declares_cannot_blow_up() -> None:
    bomb = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{bomb}]>' + item("<title>a &l9; b</title>")
    assert len(feed_of(body).entries[0].title) < 100


def test_external_entities_are_not_read() -> None:
    body = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + item("<title>a &x; b</title>")
    assert feed_of(body).entries[0].title == "a &x; b"


def test_a_hundred_thousand_attributes_are_dropped() -> None:
    attributes = " ".join(f'a{i}="1"' for i in range(100_000))
    feed = feed_of(item(f"<title {attributes}>Heavy</title>"))
    assert feed.entries[0].title == "Heavy"
    assert feed.repaired == ("attributes_dropped",)


def test_endless_depth_ends_in_a_value() -> None:
    found = read(capture(item("<description>" + "<b>" * 100_000 + "x" + "</b>" * 100_000 + "</description>")))
    assert isinstance(found, (Feed, Rejection))


def test_a_gzip_bomb_is_read_up_to_the_limit() -> None:
    body = gzip.compress(b"<rss><channel><item><title>x</title></item>" + b" " * 60_000_000)
    feed = feed_of(body)
    assert feed.repaired == ("too_large", "truncated")


def test_too_many_items_are_cut_and_counted() -> None:
    body = "<rss><channel>" + "<item><title>x</title></item>" * 5_100 + "</channel></rss>"
    feed = feed_of(body)
    assert len(feed.entries) == 5_000
    assert feed.repaired == ("too_many_entries",)


def test_the_html_alternate_wins_over_other_links() -> None:
    links = (
        '<link rel="self" href="/self"/><link rel="alternate" type="application/json" href="/json"/>'
        '<link rel="alternate" type="text/html" href="/html"/>'
    )
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>t</title>{links}</entry></feed>'
    assert feed_of(body).entries[0].url == "https://paper.example/html"


def test_only_updated_leaves_published_unknown() -> None:
    body = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><updated>2026-11-23T10:00:00Z</updated></entry></feed>'
    (entry,) = feed_of(body).entries
    assert entry.published_at is None
    assert entry.updated_at is not None


def test_links_that_are_no_web_addresses_are_dropped() -> None:
    body = item(
        "<title>x</title><link>javascript:alert(1)</link><guid>tag:x</guid><enclosure url='file:///etc/passwd'/>"
    )
    (entry,) = feed_of(body).entries
    assert entry.url == ""
    assert entry.media == ()


def test_mail_addresses_are_not_authors() -> None:
    assert feed_of(item("<author>a@b.example (Ida Lund)</author>")).entries[0].authors == ("Ida Lund",)
    assert feed_of(item("<title>x</title><author>a@b.example</author>")).entries[0].authors == ()


def test_a_gzip_sitemap_is_unfolded() -> None:
    body = gzip.compress(b"<urlset><url><loc>https://a.example/1</loc><lastmod>2026-11-23</lastmod></url></urlset>")
    feed = feed_of(body, "application/gzip")
    assert feed.kind is SourceKind.SITEMAP
    assert [entry.url for entry in feed.entries] == ["https://a.example/1"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<rss/>", SourceKind.RSS),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', SourceKind.ATOM),
        ("<urlset/>", SourceKind.SITEMAP),
        ("<sitemapindex/>", SourceKind.SITEMAP_INDEX),
        ("<opml/>", SourceKind.OPML),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', SourceKind.JSONFEED),
        ("<!doctype html><p>x", SourceKind.PAGE),
        ("words", None),
        ("<note/>", None),
    ],
)
def test_kinds_are_told_from_the_bytes(body: str, kind: SourceKind | None) -> None:
    assert detect(capture(body, "text/plain")) is kind


PAGE = """<!doctype html><html lang="el"><head><title>Front</title><base href="/gr/">
<link rel="alternate" type="application/rss+xml" href="feed.xml"><link rel="sitemap" href="/map.xml"></head><body>
<nav><a href="/2026/11/23/in-the-menu-here-now">A long text in the menu, no article</a></nav>
<main><article><a href="2026/11/23/river-rises-again"><img></a><h2><a href="2026/11/23/river-rises-again?utm_source=x">
River rises again after a long night of rain</a></h2></article>
<h3><a href="/sport/cup-final">Cup final</a></h3>
<a href="/tag/rivers">Everything about the rivers of our country</a>
<a href="https://other.example/2026/11/23/far-away-story-here">A story that stands on another site</a>
<a href="/login">Log in to read everything we have written</a><a href="/news/rss">RSS</a></main></body></html>"""


def test_a_front_page_gives_its_articles_once_each() -> None:
    feed = read(capture(PAGE, "text/html", "https://paper.example/"), kind=SourceKind.PAGE)
    assert isinstance(feed, Feed)
    assert [(entry.url, entry.title) for entry in feed.entries] == [
        ("https://paper.example/gr/2026/11/23/river-rises-again", "River rises again after a long night of rain"),
        ("https://paper.example/sport/cup-final", "Cup final"),
    ]
    assert feed.language == "el"


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ('<a href="/?p=4711">River rises after the rain</a>', "River rises after the rain"),
        ('<a href="/node/47">River rises after the rain</a>', "River rises after the rain"),
        ('<a href="/show.php?newsid=4711">River rises after the rain</a>', "River rises after the rain"),
        ('<li><a href="/content_84151623.html">河水上涨大桥关闭学校停课</a></li>', "河水上涨大桥关闭学校停课"),
        (
            '<a href="/2026/11/23/river"><h3>River rises</h3><p>A long teaser of a whole sentence.</p></a>',
            "River rises",
        ),
    ],
)
def test_links_to_articles_are_told_by_structure(link: str, title: str) -> None:
    feed = read(capture(f"<html><body><main>{link}</main>", "text/html"), kind=SourceKind.PAGE)
    assert isinstance(feed, Feed)
    assert [entry.title for entry in feed.entries] == [title]


@pytest.mark.parametrize(
    "link", ['<a href="/?page_id=4711">About the people of this paper</a>', '<a href="/c/river">Short</a>']
)
def test_other_links_are_no_articles(link: str) -> None:
    found = read(capture(f"<html><body><main>{link}</main>", "text/html"), kind=SourceKind.PAGE)
    assert isinstance(found, Rejection)


def test_patterns_name_a_picture_link_by_the_picture() -> None:
    page = (
        '<html><body><main><a href="/c/river"><img alt="The river" src="/x.jpg"></a><nav><a href="/c/menu">M</a></nav>'
    )
    found = read(capture(page, "text/html"), kind=SourceKind.PAGE, patterns=("/c/{word} +30 -0",))
    assert isinstance(found, Feed)
    assert [(entry.url, entry.title) for entry in found.entries] == [("https://paper.example/c/river", "The river")]


def test_a_page_tells_its_feeds_the_declared_ones_first() -> None:
    assert discover(capture(PAGE, "text/html", "https://paper.example/")) == (
        "https://paper.example/gr/feed.xml",
        "https://paper.example/map.xml",
        "https://paper.example/news/rss",
    )


def test_a_robots_file_tells_its_sitemaps() -> None:
    body = "User-agent: *\nDisallow:\nSitemap: https://paper.example/s.xml\nsitemap: /relative.xml\n"
    found = discover(capture(body, "text/plain", "https://paper.example/robots.txt"))
    assert found == ("https://paper.example/s.xml", "https://paper.example/relative.xml")


def test_a_page_without_articles_is_rejected() -> None:
    found = read(capture("<html><a href='/about'>About</a></html>", "text/html"), kind=SourceKind.PAGE)
    assert isinstance(found, Rejection)
    assert found.reason is Reason.EMPTY_FEED


def test_sources_go_out_as_opml_and_come_back() -> None:
    sources = [
        Source(id="1", url="https://a.example/f?x=1&y=2", kind=SourceKind.RSS, title='A "quoted" <paper>',
               publisher=Publisher(country="NO"), language="nb"),
        Source(id="2", url="https://b.example/f", kind=SourceKind.ATOM),
    ]  # fmt: skip
    feed = feed_of(render_opml(sources, title="All & more"))
    assert feed.title == "All & more"
    assert set(feed.children) == {source.url for source in sources}
    assert next(entry for entry in feed.entries if entry.language == "nb").title == 'A "quoted" <paper>'
