"""Times as publishers state them: an instant, how precise it is, and where it was read.

Pure values; nothing here reads a clock. The text form is RFC 3339 where the publisher gave an offset; without one it
is the publisher's clock alone (ISO 8601 local time), so that no time claims a zone that nobody stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum


class Precision(StrEnum):
    """How much of a stated time was really stated."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedTime:
    """A time stated by a publisher.

    `at` is aware UTC. `offset_minutes` is the publisher's own offset from UTC, None where it gave none: then `at` is
    the stated clock read as UTC, up to 14 hours beside the true instant.
    For `Precision.DAY`, `at` is midnight of the publisher's day in its offset (UTC without one).
    `origin` says where it was read: "json-ld", "opengraph", "time-element", "feed", "url", "visible text"…
    """

    at: datetime
    precision: Precision = Precision.SECOND
    offset_minutes: int | None = None
    origin: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("StatedTime.at must be aware")

    @classmethod
    def parse(cls, text: str, *, origin: str = "") -> StatedTime:
        """Read `text()` back: a bare date is of precision day, one without offset has none; ValueError for others."""
        if len(text) == 10:
            return cls(at=datetime.fromisoformat(text).replace(tzinfo=UTC), precision=Precision.DAY, origin=origin)
        at = datetime.fromisoformat(text)
        offset = at.utcoffset()
        minutes = None if offset is None else int(offset.total_seconds() // 60)
        utc = at.replace(tzinfo=UTC) if offset is None else at.astimezone(UTC)
        return cls(at=utc, offset_minutes=minutes, origin=origin)

    @property
    def local(self) -> datetime:
        """The same instant on the publisher's own clock (UTC where no offset was given)."""
        return self.at.astimezone(timezone(timedelta(minutes=self.offset_minutes or 0)))

    def text(self) -> str:
        """RFC 3339 in the publisher's offset, a local time without offset where none was given, a bare date for a day.

        "2026-11-23T14:05:00+01:00", "2026-11-23T14:05:00Z", "2026-11-23T14:05:00" (zone unknown), "2026-11-23".
        """
        local = self.local
        if self.precision is Precision.DAY:
            return local.date().isoformat()
        if self.offset_minutes is None:
            return local.replace(microsecond=0, tzinfo=None).isoformat()
        return local.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def utc_text(at: datetime) -> str:
    """RFC 3339 in UTC with seconds: `2026-11-23T14:05:00Z`."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
