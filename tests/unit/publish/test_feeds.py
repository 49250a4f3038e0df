"""Feeds as their readers read them."""

from __future__ import annotations

from xml.etree import ElementTree

import feedparser

from headwater.model.time import utc_text
from headwater.publish import feeds
from headwater.publish.site import Frame, SiteSettings
from unit.publish.invented_press import HOSTILE, NOW, InventedReader

SETTINGS = SiteSettings(url="https://news.test")
FRAME = Frame(path="/", as_of=NOW, atom_path="/feed.atom", json_path="/feed.json")
READER = InventedReader()
ENTRIES = [feeds.story_entry(story, FRAME, SETTINGS) for story in READER.stories]
NAMES = {"a": feeds.ATOM, "at": feeds.TOMBSTONES}


def document() -> str:
    return feeds.atom("headwater", ENTRIES, FRAME, SETTINGS, gone=READER.tombstones(10))


def test_atom_is_read_whole_by_a_feed_reader() -> None:
    read = feedparser.parse(document())
    assert not read.bozo
    assert [entry.title_detail.value for entry in read.entries[:2]] == [story.title for story in READER.stories[:2]]
    assert read.entries[0].link.startswith("https://news.test/story/01STORY-glacier")
    assert read.entries[0].author == "Ingrid Solheim"
    assert read.entries[0].rights == "Ingrid Solheim / Vinterdal Avis"
    assert read.entries[0].source.title == "Vinterdal Avis"
    assert len(read.entries) == len(READER.stories)


def test_atom_has_what_rfc_4287_asks_of_every_entry() -> None:
    root = ElementTree.fromstring(document())
    for parent in [root, *root.findall("a:entry", NAMES)]:
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"a:{name}", NAMES)) == 1
    ids = [entry.findtext("a:id", "", NAMES) for entry in root.findall("a:entry", NAMES)]
    assert len(set(ids)) == len(ids)
    assert all(entry.find("a:author/a:name", NAMES) is not None for entry in root.findall("a:entry", NAMES))


def test_entry_carries_the_link_to_its_primary_source_twice() -> None:
    entry = ElementTree.fromstring(document()).findall("a:entry", NAMES)[0]
    primary = READER.stories[0].primary.url
    via = [link.get("href") for link in entry.findall("a:link", NAMES) if link.get("rel") == "via"]
    assert via == [primary]
    assert f'<a href="{primary}">Vinterdal Avis</a>' in entry.findtext("a:content", "", NAMES)


def test_removed_items_are_tombstones_and_tell_nothing_else() -> None:
    deleted = ElementTree.fromstring(document()).findall("at:deleted-entry", NAMES)
    assert [(one.get("ref"), one.get("when")) for one in deleted] == [
        ("https://news.test/a/05ERASED", utc_text(NOW)),
        ("https://news.test/a/05HELD", utc_text(NOW)),
    ]


def test_tombstone_names_an_entry_as_the_river_feed_does() -> None:
    article = next(iter(READER.articles.values()))
    assert feeds.article_entry(article, SETTINGS).id == f"https://news.test/a/{article.id}"


def test_hostile_words_stay_words_in_atom() -> None:
    entry = feedparser.parse(document()).entries[-1]
    assert "script" not in [tag for tag in entry.content[0].value.split("<")[1:] if tag.startswith("script")]
    raw = ElementTree.fromstring(document()).findall("a:entry", NAMES)[-1]
    assert raw.findtext("a:title", "", NAMES) == HOSTILE
    assert "<script" not in raw.findtext("a:content", "", NAMES)
    assert "javascript:" not in document()


def test_characters_that_xml_cannot_carry_are_left_out() -> None:
    bad = feeds.FeedEntry(
        id="https://news.test/x", url="https://news.test/x", title="a\x00b\x0bc\ud800d\ufffee", language="en",
        published_at=None, updated_at=NOW, primary=READER.stories[0].primary, authors=("x\x01",), rights="",
    )  # fmt: skip
    root = ElementTree.fromstring(feeds.atom("t", [bad], FRAME, SETTINGS).encode())
    assert root.findtext("a:entry/a:title", "", NAMES) == "abcde"


def test_feed_without_entries_is_still_a_feed() -> None:
    root = ElementTree.fromstring(feeds.atom("t", [], FRAME, SETTINGS))
    assert root.findtext("a:updated", "", NAMES) == utc_text(NOW)


def test_json_feed_says_what_atom_says() -> None:
    told = feeds.json_feed("headwater", ENTRIES, FRAME, SETTINGS)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in told["items"]] == [entry.id for entry in ENTRIES]
    first = told["items"][0]
    assert first["external_url"] == READER.stories[0].primary.url
    assert first["authors"] == [{"name": "Ingrid Solheim"}]
    assert first["_headwater"]["primary_source"]["url_kind"] == "origin"
    assert told["items"][-1]["external_url"] == "#no-usable-address"
