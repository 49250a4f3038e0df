"""What a feed says of itself: names, addresses, older pages, hub, rhythm, rights, and what it took back."""

from __future__ import annotations

import re
from datetime import timedelta

from lxml import etree

from headwater.acquire._elements import ElementReader, Group, attribute
from headwater.model.web import Entry, Feed, SourceKind
from headwater.text.urls import MAX_URL_CHARS

MAX_DELETED = 5_000
"""Deleted entries read of one feed (RFC 6721)."""

MIN_UPDATE_INTERVAL = timedelta(minutes=1)
MAX_UPDATE_INTERVAL = timedelta(days=7)
"""What a feed may say of its own rhythm; less or more counts as these."""

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_UPDATED_NAMES = (
    "lastbuilddate", "updated", "atom:updated", "modified", "dcterms:modified", "dc:date", "pubdate"
)  # fmt: skip
_NUMBER = re.compile(r"\s*(\d{1,9})\s*")


def feed_of(
    reader: ElementReader, kind: SourceKind, root: etree._Element, head: list[etree._Element],
    entries: tuple[Entry, ...],
) -> Feed:  # fmt: skip
    """The feed with its entries, from the elements that describe it."""
    group: Group = {}
    for child in head:
        group.setdefault(reader.names.of(child), []).append(child)
    return Feed(
        kind=kind,
        entries=entries,
        title=reader.text(group, "title", "atom:title", "dc:title"),
        home_url=_home(reader, group) or reader.absolute(attribute(root, "href"), root),
        language=reader.language(root, group),
        hub_url=reader.link(group, "hub"),
        rights=reader.rights(group),
        updated_at=reader.time(group, *_UPDATED_NAMES) or reader.stated(attribute(root, "lastmod")),
        self_url=reader.link(group, "self"),
        # RFC 5005 §4 before §3: an archive document never changes, a page of a paged feed moves on.
        previous_url=reader.link(group, "prev-archive") or reader.link(group, "next"),
        is_complete="fh:complete" in group,
        update_interval=_update_interval(reader, group),
        deleted=_deleted(group),
    )


def _home(reader: ElementReader, group: Group) -> str:
    for element in group.get("link", ()):
        if found := reader.absolute(element.text, element):
            return found
    return reader.link(group, "alternate")


def _update_interval(reader: ElementReader, group: Group) -> timedelta | None:
    """How often a feed says that it changes: RSS 2.0 `ttl` (minutes), else the syndication module of RSS 1.0."""
    minutes = _number(reader.text(group, "ttl"))
    if minutes:
        return _bounded(timedelta(minutes=min(minutes, 1_000_000)))
    period = _PERIODS.get(reader.text(group, "sy:updateperiod").lower())
    frequency = _number(reader.text(group, "sy:updatefrequency"))
    if period is None and not frequency:
        return None
    return _bounded((period or _PERIODS["daily"]) / max(1, frequency))


def _number(text: str) -> int:
    match = _NUMBER.fullmatch(text)
    return int(match.group(1)) if match else 0


def _bounded(interval: timedelta) -> timedelta:
    return min(max(interval, MIN_UPDATE_INTERVAL), MAX_UPDATE_INTERVAL)


def _deleted(group: Group) -> tuple[str, ...]:
    """The ids of entries that the feed took back (RFC 6721 `at:deleted-entry`, §3: `ref` is the entry's atom:id)."""
    stated = (
        element.get("ref", "").strip()[:MAX_URL_CHARS] for element in group.get("at:deleted-entry", ())[:MAX_DELETED]
    )
    return tuple(dict.fromkeys(filter(None, stated)))
