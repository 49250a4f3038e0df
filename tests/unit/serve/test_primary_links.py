"""Rule one of the site: every item on every page carries a plain link to its primary source, in the HTML as served."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.publish.addresses import article_path, story_path, web_address
from unit.publish.invented_press import LEAD_URL, InventedReader
from unit.serve.asking_client import Client

READER = InventedReader()
PRIMARY_URLS = {one.id: web_address(one.primary.url) for one in READER.articles.values()}
STORY_URLS = {story_path(one): web_address(one.primary.url) for one in READER.stories}
GOOD = [story for story in READER.stories if story.id != "04STORY"]
PAGES = [
    "/",
    "/?lang=kk",
    f"/?before={READER.stories[20].id}",
    "/river",
    "/search?q=Bres",
    "/search?q=a",
    "/source/dalatany.example",
    "/source/almaraya.example",
    *[story_path(story) for story in GOOD[:14]],
    *[article_path(article) for article in GOOD[0].articles],
    "/a/03NOADDRESS",
    "/nothing",
    "/story/09NEVER-bresj",
]


def origins(node: LexborNode) -> list[str]:
    return [link.attributes.get("href") or "" for link in node.css("a.origin")]


def expected(node: LexborNode) -> str | None:
    """The primary address of the item, by where its headline leads; None where it has no headline of ours."""
    for link in node.css("a"):
        href = link.attributes.get("href") or ""
        if href.startswith("/a/"):
            return PRIMARY_URLS[href.removeprefix("/a/")]
        if href.startswith("/story/"):
            return STORY_URLS[href]
    return None


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(READER)


@pytest.mark.parametrize("path", PAGES)
def test_every_item_links_to_its_primary_source(client: Client, path: str) -> None:
    tree = client.get(path).tree
    for item in tree.css(".item"):
        assert origins(item), item.html
        wanted = expected(item)
        assert wanted is None or wanted in origins(item), item.html


@pytest.mark.parametrize("path", PAGES)
def test_every_headline_of_ours_stands_in_an_item(client: Client, path: str) -> None:
    tree = client.get(path).tree
    for link in tree.css("main a"):
        href = link.attributes.get("href") or ""
        if href.startswith(("/a/", "/story/")) and not href.endswith(".atom"):
            above: LexborNode | None = link
            while above is not None and "item" not in (above.attributes.get("class") or "").split():
                above = above.parent
            assert above is not None, link.html


@pytest.mark.parametrize("path", PAGES)
def test_links_to_sources_are_plain(client: Client, path: str) -> None:
    for link in client.get(path).tree.css("a"):
        assert "nofollow" not in (link.attributes.get("rel") or "")
        assert "/redirect" not in (link.attributes.get("href") or "")


def test_pages_with_items_do_show_items(client: Client) -> None:
    assert len(client.get("/").tree.css(".item")) > 48
    assert len(client.get("/river").tree.css(".item")) == 100
    assert len(client.get(story_path(READER.stories[0])).tree.css(".cover .item")) == 23


def test_biggest_link_of_an_article_page_leads_to_the_primary_source(client: Client) -> None:
    for article in READER.stories[0].articles:
        big = client.get(article_path(article)).tree.css("a.go.big")
        assert [link.attributes["href"] for link in big] == [article.primary.url]
        assert big[0].text().startswith("Read the whole article at ")


def test_copy_shows_the_page_read_beside_the_primary_source(client: Client) -> None:
    tree = client.get("/a/01TRANS").tree
    links = {link.attributes.get("href") for link in tree.css("main a")}
    assert LEAD_URL in links
    assert READER.articles["01TRANS"].url in links


def test_origin_without_address_says_that_the_link_leads_to_the_copy(client: Client) -> None:
    text = client.get("/a/03NOADDRESS").text
    assert "first published by Lusopress" in text
    assert "leads to the copy that we read" in text
    assert "Read the whole article at The Skerry Post" in text


def test_feeds_carry_the_primary_source_of_every_entry(client: Client) -> None:
    tree = LexborHTMLParser(client.get("/river.atom").text)
    entries = tree.css("entry")
    assert len(entries) == 50
    assert all(entry.css('link[rel="via"]') for entry in entries)
    for item in client.get("/feed.json").json["items"]:
        assert item["external_url"]
        assert item["_headwater"]["primary_source"]["url"]
