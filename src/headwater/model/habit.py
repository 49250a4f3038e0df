"""When a source publishes: what is learned of its week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

HOURS_OF_WEEK = 168
_QUIET_WEEK = (0.0,) * HOURS_OF_WEEK


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """Entries seen per hour of the week.

    `counts` has one number for each of the 168 hours from Monday 00:00 UTC, older weeks counting less; it is empty
    where nothing was learned. `since` is when watching began, `updated_at` the time that the counts are as of.
    `recent_count` is how many entries came lately, each counting less by the hour, `recent_expected` how many the
    counts led to expect in the same time; both as of `updated_at`. `fresh_for` is how long its server said that its
    last document stays fresh (RFC 9111), `update_interval` how often that document said that it changes (RSS `ttl`,
    `sy:updatePeriod`).
    """

    counts: tuple[float, ...] = ()
    since: datetime | None = None
    updated_at: datetime | None = None
    recent_count: float = 0.0
    recent_expected: float = 0.0
    fresh_for: timedelta | None = None
    update_interval: timedelta | None = None


def habit_to_json(habit: Habit) -> dict[str, Any] | None:
    """What `habit_from_json` reads back; None for a habit of which nothing is known.

    The form that `model.codec` writes too, without asking each of 168 numbers for its type (a habit is read at every
    poll), and without the counts of a source that was only watched so far.
    """
    written: dict[str, Any] = {}
    if any(habit.counts):
        written["counts"] = list(habit.counts)
    for name, at in (("since", habit.since), ("updated_at", habit.updated_at)):
        if at is not None:
            written[name] = at.isoformat()
    for name, number in (("recent_count", habit.recent_count), ("recent_expected", habit.recent_expected)):
        if number:
            written[name] = number
    for name, span in (("fresh_for", habit.fresh_for), ("update_interval", habit.update_interval)):
        if span is not None:
            written[name] = span.total_seconds()
    return written or None


def habit_from_json(written: Mapping[str, Any] | None) -> Habit:
    """The habit that `habit_to_json` (or `model.codec`) wrote."""
    if not written:
        return Habit()
    unwritten = _QUIET_WEEK if "since" in written else ()
    return Habit(
        counts=tuple(written.get("counts", unwritten)),
        since=_time(written.get("since")),
        updated_at=_time(written.get("updated_at")),
        recent_count=written.get("recent_count", 0.0),
        recent_expected=written.get("recent_expected", 0.0),
        fresh_for=_span(written.get("fresh_for")),
        update_interval=_span(written.get("update_interval")),
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
