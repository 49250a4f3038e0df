"""The slow way, for documents whose tree says nothing: feedparser, behind one function.

It is right where others are silently wrong, and slow (17 feeds a second; depth 100,000 takes 25 s): so only small
documents without deep nesting reach it, and the pipeline runs this stage in a child that can be killed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from headwater.acquire._plain import plain_text
from headwater.model.time import StatedTime
from headwater.model.web import Capture, Entry, Feed, SourceKind
from headwater.text.dates import parse_stated
from headwater.text.urls import canonical_url

if TYPE_CHECKING:
    from headwater.acquire._xml import Document

MAX_SLOW_CHARS = 1_000_000
MAX_SLOW_TAGS = 20_000
"""Nesting makes it slow, and there is no more nesting than tags."""

MAX_SLOW_ENTRIES = 1_000
_MARKS = ("<item", "<entry", "<channel", "<rss", "<feed", "<rdf")


def read_slowly(capture: Capture, document: Document) -> Feed | None:
    """What feedparser finds in a document that looks like a feed, else None."""
    text = document.text
    if len(text) > MAX_SLOW_CHARS or text.count("<") > MAX_SLOW_TAGS:
        return None
    if not any(mark in text[:100_000].lower() for mark in _MARKS):
        return None
    import feedparser  # slow to import, seldom needed

    try:
        # As a stream: a string might be taken for a file name or an address.
        found = feedparser.parse(io.BytesIO(text.encode()), response_headers={"content-location": capture.final_url})
    except Exception:  # a foreign parser over foreign bytes: whatever it stumbles over, there is no feed
        return None
    if not found.get("version") and not found.get("entries"):
        return None
    return _feed(found, capture, document)


def _feed(found: Any, capture: Capture, document: Document) -> Feed:
    head = found.get("feed", {})
    kind = SourceKind.ATOM if str(found.get("version", "")).startswith("atom") else SourceKind.RSS
    return Feed(
        kind=kind,
        entries=tuple(_entry(item, capture.final_url) for item in found["entries"][:MAX_SLOW_ENTRIES]),
        title=plain_text(str(head.get("title", ""))),
        home_url=_address(head.get("link"), capture.final_url),
        language=str(head.get("language", "")),
        rights=plain_text(str(head.get("rights", ""))),
        updated_at=_time(head.get("updated")),
        repaired=(*document.repaired, "slow_path"),
    )


def _entry(item: Any, base: str) -> Entry:
    people = [str(person.get("name", "")) for person in item.get("authors", ())]
    return Entry(
        url=_address(item.get("link"), base),
        guid=str(item.get("id", "")),
        title=plain_text(str(item.get("title", ""))),
        summary=plain_text(str(item.get("summary", ""))),
        authors=tuple(filter(None, people)),
        published_at=_time(item.get("published")),
        updated_at=_time(item.get("updated")),
        categories=tuple(str(tag.get("term") or "") for tag in item.get("tags", ()) if tag.get("term")),
    )


def _address(value: object, base: str) -> str:
    return canonical_url(str(value), base) if value else ""


def _time(value: object) -> StatedTime | None:
    return parse_stated(str(value), origin="feed") if value else None
