"""When a source publishes: what is learned of its week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS_OF_WEEK = 168


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
