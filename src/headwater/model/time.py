"""Times as publishers state them: an instant, how precise it is, and where it was read.

Pure values; nothing here reads a clock. The text form is RFC 3339 (`docs/filters.md`).
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

    `at` is aware UTC. `offset_minutes` is the publisher's own offset from UTC, None where it gave none.
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
        """Read the RFC 3339 text form back, a bare date as precision day; ValueError if it is neither."""
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
        """The RFC 3339 form in the publisher's offset; a bare date for precision day."""
        local = self.local
        if self.precision is Precision.DAY:
            return local.date().isoformat()
        return local.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def utc_text(at: datetime) -> str:
    """RFC 3339 in UTC with seconds: `2026-11-23T14:05:00Z`."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
