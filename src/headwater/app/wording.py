"""Numbers, times and kinds as people say them, for the commands."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from headwater.model.web import SourceKind

_KINDS = {
    SourceKind.RSS: "RSS",
    SourceKind.ATOM: "Atom",
    SourceKind.JSONFEED: "JSON Feed",
    SourceKind.OPML: "OPML",
    SourceKind.WARC: "WARC",
}
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def counted(count: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 entry", "2 entries"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def next_run(data: Path | None) -> str:
    """The command that reads what was added, with the folder that was named."""
    return "headwater run" if data is None else f"headwater run --data {data}"


def kind_word(kind: SourceKind | None) -> str:
    """A source's kind: "RSS", "news sitemap"."""
    return "" if kind is None else _KINDS.get(kind, kind.value.replace("_", " "))


def span(length: timedelta) -> str:
    """A length of time in the unit that fits: "40 seconds", "5 minutes", "3 hours", "12 days"."""
    if length < 2 * _MINUTE:
        return counted(round(length.total_seconds()), "second")
    if length < 2 * _HOUR:
        return counted(round(length / _MINUTE), "minute")
    return counted(round(length / _HOUR), "hour") if length < 2 * _DAY else counted(round(length / _DAY), "day")


def ago(at: datetime, now: datetime) -> str:
    """A moment as seen from now: "3 hours ago", "in 5 minutes", "now"."""
    if abs(at - now) < timedelta(seconds=1):
        return "now"
    return f"{span(now - at)} ago" if at < now else f"in {span(at - now)}"
