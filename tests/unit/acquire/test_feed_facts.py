"""What a feed says of itself: address, hub, older pages, rhythm, rights, deletions; and sitemaps of all sorts."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from headwater.acquire import detect, read
from headwater.acquire._feed_head import MAX_UPDATE_INTERVAL, MIN_UPDATE_INTERVAL
from headwater.acquire._sitemap_index import MAX_CHILDREN, Child, chosen_children
from headwater.model.web import Capture, Feed, SourceKind

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:cc="http://creativecommons.org/ns#" '
    'xmlns:rsl="https://rslstandard.org/rsl"'
)


def capture(body: bytes | str, link: str = "", content_type: str = "application/xml") -> Capture:
    url = "https://paper.example/feeds/all"
    headers = {"content-type": content_type} | ({"link": link} if link else {})
    return Capture(
        id="c1", requested_url=url, final_url=url, status=200, headers=headers,
        body=body.encode() if isinstance(body, str) else body, captured_at=NOW,
    )  # fmt: skip


def feed_of(body: bytes | str, link: str = "", content_type: str = "application/xml") -> Feed:
    found = read(capture(body, link, content_type))
    assert isinstance(found, Feed), found
    return found


def channel(inner: str) -> Feed:
    return feed_of(f'<rss version="2.0" {SPACES}><channel><title>T</title>{inner}</channel></rss>')


def test_hub_and_self_are_read_letter_by_letter() -> None:
    feed = channel(
        '<atom:link rel="hub" href="https://Hub.example/"/><atom:link rel="self" href="https://paper.example/A?utm_source=x"/>'
    )
    assert (feed.hub_url, feed.self_url) == ("https://Hub.example/", "https://paper.example/A?utm_source=x")


def test_the_header_has_the_first_word_on_hub_and_self() -> None:
    link = '<https://hub.example/>; rel="hub", <https://paper.example/real>; rel=self, </older>; rel="prev-archive"'
    feed = feed_of(f'<feed {ATOM}><link rel="self" href="/wrong"/></feed>', link)
    assert (feed.hub_url, feed.self_url) == ("https://hub.example/", "https://paper.example/real")
    assert feed.previous_url == "https://paper.example/older"


def test_an_archive_document_wins_over_the_next_page() -> None:
    feed = channel('<atom:link rel="next" href="?page=2"/><atom:link rel="prev-archive" href="/2026/10"/>')
    assert feed.previous_url == "https://paper.example/2026/10"
    assert channel('<atom:link rel="next" href="?page=2"/>').previous_url == "https://paper.example/feeds/all?page=2"
    assert channel('<atom:link rel="previous" href="?page=1"/>').previous_url == ""


def test_a_json_feed_tells_its_address_its_next_page_and_its_websub_hub() -> None:
    body = """{"version": "https://jsonfeed.org/version/1.1", "items": [], "feed_url": "/feeds/All.json",
      "next_url": "?page=2", "hubs": [{"type": "rssCloud", "url": "https://cloud.example/"},
      {"type": "WebSub", "url": "https://hub.example/"}]}"""
    feed = feed_of(body, content_type="application/feed+json")
    assert feed.self_url == "https://paper.example/feeds/All.json"
    assert feed.previous_url == "https://paper.example/feeds/all?page=2"
    assert feed.hub_url == "https://hub.example/"


@pytest.mark.parametrize(
    ("inner", "interval"),
    [
        ("", None),
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 60 </ttl><sy:updatePeriod>daily</sy:updatePeriod>", timedelta(hours=1)),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>999999999</ttl>", MAX_UPDATE_INTERVAL),
        ("<ttl>9999999999999</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updateFrequency>2</sy:updateFrequency>", timedelta(hours=12)),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>100000</sy:updateFrequency>",
            MIN_UPDATE_INTERVAL,
        ),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", MAX_UPDATE_INTERVAL),
    ],
)  # fmt: skip
def test_a_feeds_own_rhythm_is_read_within_bounds(inner: str, interval: timedelta | None) -> None:
    assert channel(inner).update_interval == interval


def test_a_complete_feed_says_so() -> None:
    assert channel("<fh:complete/>").is_complete
    assert not channel("").is_complete


def test_deleted_entries_are_named_once() -> None:
    body = (
        f'<feed {ATOM} xmlns:at="http://purl.org/atompub/tombstones/1.0"><at:deleted-entry ref="urn:1" when="x"/>'
        '<at:deleted-entry ref=" urn:2 "/><at:deleted-entry ref="urn:1"/><at:deleted-entry/></feed>'
    )
    assert feed_of(body).deleted == ("urn:1", "urn:2")


def test_a_licence_is_not_hidden_by_a_copyright_line() -> None:
    feed = channel(
        "<copyright>The Paper</copyright><cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>"
    )
    assert feed.rights == "The Paper · https://creativecommons.org/licenses/by/4.0/"


def test_terms_of_rsl_are_kept_in_words() -> None:
    terms = '<rsl:permits type="usage">search</rsl:permits><rsl:prohibits type="usage">ai-train</rsl:prohibits>'
    feed = channel(f'<rsl:content url="/" server="javascript:x"><rsl:license>{terms}</rsl:license></rsl:content>')
    assert feed.rights == "RSL permits usage search; prohibits usage ai-train"


# -- sitemaps


def children(*stated: tuple[str, str]) -> tuple[str, ...]:
    lines = [
        Child(
            url=f"https://paper.example/{name}",
            modified_at=datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None,
        )
        for name, at in stated
    ]
    return tuple(url.removeprefix("https://paper.example/") for url in chosen_children(lines, NOW))


def test_the_news_sitemap_comes_first_then_the_newest() -> None:
    found = children(
        ("a.xml", "2026-11-20"), ("b.xml", "2026-11-23"), ("news-sitemap.xml", ""), ("c.xml", "2026-11-22")
    )
    assert found == ("news-sitemap.xml", "b.xml", "c.xml", "a.xml")


def test_old_sitemaps_are_left_out_while_enough_are_new() -> None:
    fresh = [(f"new{number}.xml", "2026-11-20") for number in range(3)]
    assert set(children(*fresh, ("old.xml", "2019-01-01"))) == {name for name, _ in fresh}
    old = [("x.xml", "2018-01-01"), ("y.xml", "2019-01-01"), ("z.xml", "2017-01-01"), ("w.xml", "2016-01-01")]
    assert children(*old) == ("y.xml", "x.xml", "z.xml")


def test_a_date_in_the_address_counts_where_no_other_is_given() -> None:
    found = children(*((f"sitemap-{year}-{month:02d}.xml", "") for year in (2024, 2025, 2026) for month in (9, 10, 11)))
    assert found[:2] == ("sitemap-2026-11.xml", "sitemap-2026-10.xml")
    assert "sitemap-2024-09.xml" not in found


def test_lists_of_tags_and_authors_are_no_sitemaps_of_articles() -> None:
    assert children(("post-sitemap.xml", ""), ("author-sitemap.xml", ""), ("post_tag-sitemap.xml", "")) == (
        "post-sitemap.xml",
    )
    assert children(("author-sitemap.xml", "")) == ("author-sitemap.xml",)


def test_an_index_gives_a_bounded_number_of_children() -> None:
    assert len(children(*((f"s{number}.xml", "") for number in range(500)))) == MAX_CHILDREN


def test_entries_of_a_sitemap_come_newest_first_and_undated_last() -> None:
    blocks = "".join(
        f"<url><loc>https://paper.example/{name}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</url>"
        for name, at in (("a", ""), ("b", "2026-11-01"), ("c", "2026-11-23"), ("d", ""))
    )
    assert [entry.url[-1] for entry in feed_of(f"<urlset>{blocks}</urlset>").entries] == ["c", "b", "a", "d"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_text_sitemap_is_a_list_of_addresses(pack) -> None:
    body = pack(
        b"\xef\xbb\xbfhttps://paper.example/a\r\nhttps://paper.example/b\r\n\r\nftp://x.example/\r\nhttps://paper.example/a\r\n"
    )
    feed = feed_of(body, content_type="text/plain")
    assert feed.kind is SourceKind.SITEMAP
    assert [entry.url for entry in feed.entries] == ["https://paper.example/a", "https://paper.example/b"]
    assert detect(capture(body)) is SourceKind.SITEMAP


def test_a_text_of_some_other_kind_is_no_sitemap() -> None:
    assert detect(capture("https://paper.example/a is where\nthe story stands", content_type="text/plain")) is None
    assert detect(capture("https://paper.example/a\n<rss/>")) is SourceKind.RSS
