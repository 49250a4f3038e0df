"""A day and a time of day to a stated time, with all that can be wrong about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from headwater.model.time import Precision, StatedTime
from headwater.text.zones import offset_minutes


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as it was written; `second` is None where none was, `zone` its name or offset."""

    hour: int = 0
    minute: int = 0
    second: int | None = None
    zone: str = ""


def stated_time(day: date | None, clock: Clock | None, origin: str) -> StatedTime | None:
    """The stated time (a bare day without `clock`), or None where the numbers are none (31 February, 25 o'clock)."""
    if day is None:
        return None
    if clock is None:
        return StatedTime(at=datetime(day.year, day.month, day.day, tzinfo=UTC), precision=Precision.DAY, origin=origin)
    minutes = offset_minutes(clock.zone, day) if clock.zone else None
    zone = timezone(timedelta(minutes=minutes or 0))
    try:
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        at = (midnight + _elapsed(clock)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    precision = Precision.MINUTE if clock.second is None else Precision.SECOND
    return StatedTime(at=at, precision=precision, offset_minutes=minutes, origin=origin)


def _elapsed(clock: Clock) -> timedelta:
    """Time since midnight; 24:00 and leap seconds are allowed (ISO 8601), other overflows are a ValueError."""
    second = clock.second or 0
    if clock.hour > 24 or clock.minute > 59 or second > 60 or (clock.hour == 24 and clock.minute + second):
        raise ValueError("no time of day")
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=second)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
