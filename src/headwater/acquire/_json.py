"""The shape of the filter `headwater feed` (docs/filters.md)."""

from __future__ import annotations

from headwater.model.time import Precision, StatedTime, utc_text
from headwater.model.web import Entry, Feed, FeedMedia


def feed_line(feed: Feed) -> dict[str, object]:
    """A feed as the filter writes it: `feed`, `entries`, `repaired`; absent is null."""
    return {
        "feed": {
            "kind": feed.kind.value,
            "title": feed.title or None,
            "home_url": feed.home_url or None,
            "language": feed.language or None,
            "hub_url": feed.hub_url or None,
            "updated_at": _time(feed.updated_at),
            "rights": feed.rights or None,
            "children": list(feed.children),
            "self_url": feed.self_url or None,
            "previous_url": feed.previous_url or None,
            "is_complete": feed.is_complete,
            "update_interval_seconds": feed.update_interval.total_seconds() if feed.update_interval else None,
            "deleted": list(feed.deleted),
        },
        "entries": [_entry(entry) for entry in feed.entries],
        "repaired": list(feed.repaired),
    }


def _entry(entry: Entry) -> dict[str, object]:
    line: dict[str, object] = {
        "guid": entry.guid or None,
        "url": entry.url or None,
        "title": entry.title or None,
        "summary": entry.summary or None,
        "authors": list(entry.authors),
        "published_at": _time(entry.published_at),
        "updated_at": _time(entry.updated_at),
        "categories": list(entry.categories),
        "media": [_medium(medium) for medium in entry.media],
        "rights": entry.rights or None,
        "language": entry.language or None,
    }
    if entry.origin is not None:
        line["source"] = {"title": entry.origin.title or None, "url": entry.origin.url or None}
    return line


def _medium(medium: FeedMedia) -> dict[str, object]:
    return {
        "url": medium.url,
        "type": medium.media_type or None,
        "caption": medium.caption or None,
        "credit": medium.credit or None,
    }


def _time(stated: StatedTime | None) -> str | None:
    if stated is None:
        return None
    # Feeds must state a zone (RFC 822 §5, RFC 3339); one that does not is read as UTC, as every feed reader does.
    is_bare_clock = stated.offset_minutes is None and stated.precision is not Precision.DAY
    return utc_text(stated.at) if is_bare_clock else stated.text()
