"""When a source is read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from headwater.model.web import FetchOutcome, Source

# (source, outcome, how many entries were new, now) → when to poll next, or None for never again.
NextCheck = Callable[[Source, FetchOutcome, int, datetime], "datetime | None"]


MAX_DOUBLINGS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """Bounds of the polling interval. A source that brings news is read more often, a silent one less often.

    A failed poll is tried again after `first_retry`, doubling up to the source's own interval, never earlier than the
    server asked for.
    """

    first_retry: timedelta = timedelta(seconds=30)
    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=24)

    def next_check(self, source: Source, outcome: FetchOutcome, new_count: int, now: datetime) -> datetime | None:
        """Half the interval after news, one and a half times after none; Retry-After and max-age (RFC 9111) are
        honoured as lower bounds."""
        interval = self.next_interval(source, outcome, new_count)
        asked = max(outcome.retry_after or timedelta(), outcome.max_age or timedelta())
        return now + max(interval, min(asked, self.longest))

    def next_interval(self, source: Source, outcome: FetchOutcome, new_count: int) -> timedelta:
        """The source's new interval, within the bounds."""
        if outcome.rejection is not None:
            doublings = min(source.failure_count, MAX_DOUBLINGS)
            doubled: timedelta = self.first_retry * 2**doublings
            return min(doubled, max(source.interval, self.shortest), self.longest)
        factor = 0.5 if new_count else 1.5
        return min(max(source.interval * factor, self.shortest), self.longest)
