"""Learning when a source publishes, from the entries that were new at each poll."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from headwater.model.habit import HOURS_OF_WEEK, Habit
from headwater.model.time import Precision
from headwater.model.web import Entry, Feed, FetchOutcome, Source
from headwater.pipeline.forecast import (
    BURST_HALF_LIFE_HOURS,
    HALF_LIFE,
    Forecast,
    faded,
    faded_quickly,
    hour_of_week,
    hours_between,
)

HORIZON = 2 * HALF_LIFE  # what a first document says of earlier times is not asked
OLDEST_SHARE = 0.1  # of a first document: pinned and forgotten entries
LEAST_DISTINCT = 0.25  # fewer different minutes than this share of the entries: one stamp for all
SURPRISE_ENTRIES = 20.0
SURPRISE_FACTOR = 5.0
"""One hour teaches at most so many entries, or so many times what was expected of it, whichever is more: a site that
gives 2,000 old articles new addresses is no agency."""

MAX_LEARNED_ENTRIES = 2_000
_BURST_MEMORY_HOURS = int(4 * BURST_HALF_LIFE_HOURS)
_DIGITS = 6
_LEAST_COUNT = 0.001


def taught(source: Source, feed: Feed, new: Sequence[Entry], outcome: FetchOutcome, now: datetime) -> Source:
    """`source` with what one poll taught of its rhythm: to be kept, and to be handed to `Rhythm.next_check`.

    `feed` is the document that the poll brought, `new` those of its entries that are new to us. A poll that found the
    document unchanged (304) teaches nothing: time that passed is counted by itself.
    """
    is_pushed = outcome.request_count == 0  # a hub says nothing of how often the publisher's server may be asked
    fresh_for = source.habit.fresh_for if is_pushed else outcome.max_age
    habit = hear(source.habit, fresh_for=fresh_for, update_interval=feed.update_interval)
    is_known_before = habit.since is None and source.last_success_at is not None  # by a version that did not learn
    previous = None if habit.since is None else source.last_success_at
    times = times_of(feed.entries if is_known_before else new, previous=previous, now=now)
    return replace(source, habit=learn(habit, times, now=now))


def times_of(entries: Iterable[Entry], *, previous: datetime | None, now: datetime) -> list[datetime]:
    """When entries that are new at a poll appeared, to be handed to `learn`.

    `previous` is the last poll that brought the document or found it unchanged, None at the first one. After it, an
    entry has appeared between the two polls whatever it states: a stated time in between is believed, the others
    (none, a bare date, another day, the future) are spread evenly over the gap. At the first poll stated times in the
    past are believed; entries without one get `now`, which teaches nothing.
    """
    times: list[datetime] = []
    unknown = 0
    for entry in entries:
        stated = entry.published_at or entry.updated_at
        is_exact = stated is not None and stated.precision is not Precision.DAY
        if stated is not None and is_exact and stated.at <= now and (previous is None or stated.at > previous):
            times.append(stated.at)
        else:
            unknown += 1
    return times + _spread(unknown, previous or now, now)


def _spread(count: int, begin: datetime, end: datetime) -> list[datetime]:
    gap = end - begin
    return [begin + gap * ((place + 0.5) / count) for place in range(count)]


def learn(habit: Habit, times: Sequence[datetime], *, now: datetime) -> Habit:
    """`habit` with the times at which entries appeared that were new to us; the same one where there are none.

    The first call begins the watch: times before `now` then tell of the span that they cover, times of `now` itself
    teach nothing. Later ones are taken as they are, those after `now` as `now`. Times are aware UTC.
    """
    if habit.since is None:
        return _begun(habit, sorted(times)[-MAX_LEARNED_ENTRIES:], now)
    if not times:
        return habit
    believed = [min(at, now) for at in sorted(times)[-MAX_LEARNED_ENTRIES:] if at > now - HORIZON]
    before = Forecast(habit, now)
    added = _tempered(_by_hour(believed, now), before)
    scale = faded(hours_between(habit.updated_at or now, now))
    counts = habit.counts or (0.0,) * HOURS_OF_WEEK
    return replace(
        habit,
        counts=tuple(_rounded(count * scale + added.get(hour, 0.0)) for hour, count in enumerate(counts)),
        updated_at=now,
        recent_count=_rounded(_recent_count(habit, believed, sum(added.values()), now)),
        recent_expected=_rounded(_recent_expected(habit, before, now)),
    )


def hear(habit: Habit, *, fresh_for: timedelta | None, update_interval: timedelta | None) -> Habit:
    """`habit` with what the last document and its server said of its rhythm; the same one if they said it before."""
    if (habit.fresh_for, habit.update_interval) == (fresh_for, update_interval):
        return habit
    return replace(habit, fresh_for=fresh_for, update_interval=update_interval)


def _begun(habit: Habit, times: Sequence[datetime], now: datetime) -> Habit:
    """A first document teaches over the span that it covers, without its oldest entries.

    The span begins at an entry that is not counted itself: so the rate has no bias, as in sampling until the k-th
    event.
    """
    known = [at for at in times if at < now]
    is_one_stamp = len({int(at.timestamp()) // 60 for at in known}) < LEAST_DISTINCT * len(known)
    if is_one_stamp:
        known = []
    dropped = max(1, int(len(known) * OLDEST_SHARE)) if known else 0
    begin = max(known[dropped - 1], now - HORIZON) if known else now
    added = _by_hour([at for at in known[dropped:] if at >= begin], now)
    counts = tuple(_rounded(added.get(hour, 0.0)) for hour in range(HOURS_OF_WEEK))
    return replace(habit, counts=counts, since=begin, updated_at=now)


def _by_hour(times: Iterable[datetime], now: datetime) -> dict[int, float]:
    counts: dict[int, float] = {}
    for at in times:
        hour = hour_of_week(at)
        counts[hour] = counts.get(hour, 0.0) + faded(hours_between(at, now))
    return counts


def _tempered(counts: dict[int, float], before: Forecast) -> dict[int, float]:
    return {
        hour: min(count, max(SURPRISE_ENTRIES, SURPRISE_FACTOR * before.usual(hour))) for hour, count in counts.items()
    }


def _recent_count(habit: Habit, times: Sequence[datetime], most: float, now: datetime) -> float:
    came = sum(faded_quickly(hours_between(at, now)) for at in times)
    return faded_quickly(hours_between(habit.updated_at or now, now)) * habit.recent_count + min(came, most)


def _recent_expected(habit: Habit, before: Forecast, now: datetime) -> float:
    """What was usual since the last update, each hour counting less the longer it is ago."""
    gap = hours_between(habit.updated_at or now, now)
    expected = faded_quickly(gap) * habit.recent_expected
    for hour in range(_BURST_MEMORY_HOURS):
        length = min(1.0, gap - hour)
        if length <= 0:
            break
        middle = now - timedelta(hours=hour + length / 2)
        expected += before.usual(hour_of_week(middle)) * length * faded_quickly(hour + length / 2)
    return expected


def _rounded(count: float) -> float:
    """A plain 0 for next to nothing, and no digits that say nothing: 168 numbers stand in each source's row.

    Fewer digits would stop the forgetting of a source that is learned of every minute: each step takes a 1/50,000.
    """
    return 0 if count < _LEAST_COUNT else round(count, _DIGITS)
