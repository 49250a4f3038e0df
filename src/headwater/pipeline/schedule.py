"""When a source is asked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome, Source
from headwater.pipeline.forecast import Forecast
from headwater.pipeline.politeness import is_transient

# (source with what it was just learned of it, outcome, how many entries were new, now) → when to ask next, or None.
NextCheck = Callable[[Source, FetchOutcome, int, datetime], "datetime | None"]

MAX_DOUBLINGS = 20
_BUSY_STATUSES = frozenset({429, 503})
_NOTHING = timedelta()
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """When each source is asked again: as often as it publishes.

    `patience`: one request is worth that its source's entries together wait so long. `shortest`, `longest`: bounds of
    the interval. `first_retry` doubles with each failure up to `longest_retry` where the network failed, up to
    `longest` from `first_refusal` on where the server answered that it has nothing for us (404, robots.txt, no feed).
    `stated_share` of the interval that a document states for itself is waited at least, at most `longest_stated`.
    `jitter`: at most so much of an interval is added, always the same for one source, so that sources that were added
    together do not stay together.
    """

    patience: timedelta = timedelta(minutes=3)
    shortest: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=24)
    first_retry: timedelta = timedelta(seconds=30)
    longest_retry: timedelta = timedelta(hours=6)
    first_refusal: timedelta = timedelta(minutes=15)
    stated_share: float = 1 / 6
    longest_stated: timedelta = timedelta(hours=1)
    jitter: float = 0.05

    def next_check(self, source: Source, outcome: FetchOutcome, new_count: int, now: datetime) -> datetime | None:
        """The next time; None where the source has ended (410, RFC 9110 §15.5.11).

        Never earlier than `Retry-After` (RFC 9110 §10.2.3) or than the response stays fresh (RFC 9111 §4.2), within
        `longest`.
        """
        if outcome.rejection is not None and outcome.rejection.reason is Reason.GONE:
            return None
        interval = self.next_interval(source, outcome, new_count, now)
        asked = max(outcome.retry_after or _NOTHING, outcome.max_age or _NOTHING)
        pause = max(interval, asked)
        return now + min(pause * (1.0 + self.jitter * _place(source.id)), self.longest)

    def next_interval(self, source: Source, outcome: FetchOutcome, new_count: int, now: datetime) -> timedelta:
        """The pause that we would choose ourselves, before the server's wishes."""
        if outcome.rejection is not None:
            return self._after_failure(source, outcome.rejection, outcome)
        if source.habit.since is None:  # nothing was learned: halve after news, go slower after none
            wanted = source.interval * (0.5 if new_count else 1.5)
        else:
            wanted = self._expected_interval(source, now)
        return min(max(wanted, self.shortest, self._stated(source)), self.longest)

    def _expected_interval(self, source: Source, now: datetime) -> timedelta:
        """The time T in which the entries expected will together have waited as long as one request is worth.

        Waiting entries cost ∫₀ᵀ r(t)·(T − t) dt, a request costs `patience`; the next request is due when the two
        are equal. For a steady rate r this is T = √(2·patience/r), the interval of least total cost
        patience/T + r·T/2 (the square-root law of lot sizes: Harris 1913; of crawling: Cho and Garcia-Molina 2003,
        "Effective page refresh policies for web crawlers"). For a changing rate it is part-period balancing
        (DeMatteis 1968), never worse than twice the best plan (Bitran, Magnanti and Yanasse 1984).
        """
        hours = Forecast(source.habit, now).wait(self.patience / _HOUR, self.longest / _HOUR)
        return timedelta(hours=hours)

    def _stated(self, source: Source) -> timedelta:
        """Most documents state an interval that nobody chose (an hour is the default of a common publishing system):
        six times in it is often enough to hear of news soon, and still heeds who asks for less. The binding words are
        HTTP's own: Retry-After and max-age."""
        stated = source.habit.update_interval
        return _NOTHING if stated is None else min(stated * self.stated_share, self.longest_stated)

    def _after_failure(self, source: Source, rejection: Rejection, outcome: FetchOutcome) -> timedelta:
        """A busy server that says when to come again (Retry-After) is believed; one that says nothing gets its rest."""
        doublings = min(source.failure_count, MAX_DOUBLINGS)
        status = outcome.status
        if status in _BUSY_STATUSES and outcome.retry_after is None:
            first, most = max(self.first_retry, source.interval), self.longest
        elif is_transient(rejection.reason, status):
            first, most = self.first_retry, max(self.longest_retry, source.interval)
        else:
            first, most = max(self.first_refusal, source.interval), self.longest
        pause: timedelta = first * 2**doublings
        return min(pause, most, self.longest)


def _place(source_id: str) -> float:
    """A number in 0…1 that is always the same for one source."""
    return crc32(source_id.encode("utf-8", "surrogatepass")) / 0xFFFFFFFF
