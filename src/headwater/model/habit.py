"""When a source publishes: what is learned of its week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

HOURS_OF_WEEK = 168


@dataclass(frozen=True, kw_only=True, slots=True)
class Habit:
    """Entries seen per hour of the week.

    `counts` has one number for each of the 168 hours from Monday 00:00 UTC, older weeks counting less; it is empty
    where nothing was learned. `since` is when watching began, `updated_at` the time that the counts are as of.
    """

    counts: tuple[float, ...] = ()
    since: datetime | None = None
    updated_at: datetime | None = None
