"""RSS 0.9–2.0, RDF and Atom 0.3/1.0, with Dublin Core, Media RSS, content, iTunes and FeedBurner elements.

One tree, one pass over each item. What the tree cannot give (an unknown root that is a feed nevertheless) is tried
with feedparser, which knows the oddities of twenty years (`_fallback.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from headwater.acquire._elements import Names
from headwater.acquire._fallback import read_slowly
from headwater.acquire._feed_entry import EntryReader
from headwater.acquire._feed_head import feed_of
from headwater.acquire._xml import Document, name_of, parse_xml, rejected
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry, Feed, SourceKind

MAX_ENTRIES = 5_000
"""Items read of one feed; the largest real ones have about a thousand."""

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ITEMS = frozenset({"item", "atom:entry", "entry"})
_CHANNELS = frozenset({"channel", "atom:channel"})
_ROOTS = frozenset({"rss", "rdf:rdf", "rdf", "atom:feed", "feed", "other:feed", "other:rss", "channel"})


def detect(document: Document) -> SourceKind | None:
    """RSS (with RDF) or Atom by the root element, None for other XML."""
    root = name_of(document.root.tag)
    if root not in _ROOTS:
        return None
    return SourceKind.ATOM if root.endswith("feed") else SourceKind.RSS


def read(capture: Capture) -> Feed | Rejection:
    """The feed in a capture, or why there is none."""
    document = parse_xml(capture)
    return document if isinstance(document, Rejection) else read_document(capture, document)


def read_document(capture: Capture, document: Document) -> Feed | Rejection:
    """The feed in a parsed document; entries keep their order."""
    kind = detect(document)
    if kind is None:
        return read_slowly(capture, document) or rejected(
            capture, Reason.NOT_A_FEED, f"XML with the root <{name_of(document.root.tag)}>, which is no feed"
        )
    names = Names(is_atom=kind is SourceKind.ATOM)
    head, items = _parts(document.root, names)
    if not items and _has_lost_items(document):
        slow = read_slowly(capture, document)
        if slow is not None and slow.entries:
            return slow
    reader = EntryReader(names=names, url=capture.final_url, has_bases="xml:base" in document.text)
    entries = [entry for item in items[:MAX_ENTRIES] if _says_something(entry := reader.entry(item))]
    if "truncated" in document.repaired and entries and not entries[-1].url:
        entries.pop()  # torn before its address was told
    repaired = document.repaired + (("too_many_entries",) if len(items) > MAX_ENTRIES else ())
    feed = replace(feed_of(reader, kind, document.root, head, tuple(entries)), repaired=repaired)
    header = capture.headers.get("content-language", "").strip()
    return feed if feed.language or not _LANGUAGE_TAG.fullmatch(header) else replace(feed, language=header)


def _parts(root: etree._Element, names: Names) -> tuple[list[etree._Element], list[etree._Element]]:
    """The elements that describe the feed, and its items, wherever the dialect puts them."""
    head: list[etree._Element] = []
    items: list[etree._Element] = []
    containers: list[etree._Element] = [root]
    for container in containers:
        for child in container:
            name = names.of(child)
            if name in _ITEMS:
                items.append(child)
            elif name in _CHANNELS and container is root:
                containers.append(child)
            else:
                head.append(child)
    if not items:
        items = [element for element in root.iter() if names.of(element) in _ITEMS]
    return head, items


def _has_lost_items(document: Document) -> bool:
    """Whether the text names items that the tree does not hold."""
    return bool(document.repaired) and ("<item" in document.text or "<entry" in document.text)


def _says_something(entry: Entry) -> bool:
    return bool(entry.url or entry.title or entry.guid or entry.summary or _any(entry))


def _any(entry: Entry) -> Iterable[object]:
    return entry.authors or entry.categories or entry.media or filter(None, (entry.published_at, entry.updated_at))
