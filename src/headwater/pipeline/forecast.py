"""How many entries a source will publish in the hours to come, from what was learned of its week.

The model is a Gamma-Poisson one. Entries come at a rate that is the product of three learned factors: a level (entries
per hour), a profile of the 24 hours and one of the seven weekdays (few numbers, so few data suffice), pulled towards
the single hour of the week as weeks go by. Each factor is a posterior mean (prior entries + seen entries) / (prior
entries + expected entries), so a factor without data is 1. Over it stands a quick factor for what happens today:
bursts and unusual silences, after the discounted Gamma-Poisson filter (Smith and Miller 1986, "A non-Gaussian state
space model", J. R. Stat. Soc. B 48).

Everything is evaluated when asked, from sums over 168 numbers: a poll that brings nothing has nothing to write.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp, log, sqrt

from headwater.model.habit import HOURS_OF_WEEK, Habit

HALF_LIFE = timedelta(weeks=4)
"""Entries of four weeks ago count half: a season's change is followed within it, one odd week is not."""

BURST_HALF_LIFE_HOURS = 1.5
BURST_PRIOR = 1.5
"""So many entries more than expected, and the expectation doubles for the next hour or two."""

HOUR_PRIOR = 3.0
WEEKDAY_PRIOR = 5.0
CELL_PRIOR_WEEKS = 4.0
NEWCOMER_ENTRIES = 3.0
NEWCOMER_HOURS = 3.0
"""Of a source that nothing is known of: one entry an hour, as if three had been seen. It also keeps the rate of a
silent source above nothing: three entries in all the time that is remembered, so it is asked every six hours or so."""

SHORTEST_STATED_HOURS, LONGEST_STATED_HOURS = 0.25, 24.0

_DECAY_PER_HOUR = log(2) / (HALF_LIFE / timedelta(hours=1))
_BURST_DECAY = log(2) / BURST_HALF_LIFE_HOURS
_HOUR = timedelta(hours=1)
_DAY_HOURS = 24


def hour_of_week(at: datetime) -> int:
    """0 for Monday 00:00–01:00 UTC to 167; `at` is aware UTC."""
    return at.weekday() * _DAY_HOURS + at.hour


def faded(hours: float) -> float:
    """What an entry of so many hours ago still counts, in 0…1."""
    return exp(-_DECAY_PER_HOUR * hours)


def faded_quickly(hours: float) -> float:
    """What an entry of so many hours ago still counts for today's level, in 0…1."""
    return exp(-_BURST_DECAY * hours)


def hours_between(begin: datetime, end: datetime) -> float:
    """Hours from `begin` to `end`, at least 0."""
    return max(0.0, (end - begin).total_seconds() / 3600)


class Forecast:
    """What is expected of one source from `now` on; made anew for each question, cheap to make."""

    __slots__ = ("_cells", "_days", "_floor", "_hours", "_level", "_now", "_scale", "_weeks", "level")

    def __init__(self, habit: Habit, now: datetime) -> None:
        watched = 0.0 if habit.since is None else hours_between(habit.since, now)
        exposure = (1.0 - faded(watched)) / _DECAY_PER_HOUR
        newcomer_hours = _newcomer_hours(habit)
        self._now = now
        self._floor = NEWCOMER_ENTRIES / (exposure + newcomer_hours)
        self._cells = habit.counts
        self._weeks = exposure / HOURS_OF_WEEK if watched >= HOURS_OF_WEEK else 0.0
        silent = 0.0 if habit.updated_at is None else hours_between(habit.updated_at, now)
        self._scale = faded(silent)
        self._days: list[float] = []
        self._hours: list[float] = []
        total = sum(habit.counts) * self._scale
        self._level = total / (exposure + newcomer_hours)
        if total > 0.0:
            self._learn_profiles(total, watched)
        self.level = self._today(habit, silent)

    def _learn_profiles(self, total: float, watched: float) -> None:
        """Of the first day nothing is said about hours, of the first week nothing about weekdays: each was seen once
        at most, and today's level follows anyway."""
        cells, scale = self._cells, self._scale
        self._hours, self._days = [1.0] * _DAY_HOURS, [1.0] * 7
        if watched < _DAY_HOURS:
            return
        days = [cells[start : start + _DAY_HOURS] for start in range(0, HOURS_OF_WEEK, _DAY_HOURS)]
        by_hour = list(map(sum, zip(*days, strict=True)))
        own, beside, usual = 0.5 * scale, 0.25 * scale, HOUR_PRIOR + total / _DAY_HOURS
        self._hours = [
            (HOUR_PRIOR + own * by_hour[hour] + beside * (by_hour[hour - 1] + by_hour[hour + 1 - _DAY_HOURS])) / usual
            for hour in range(_DAY_HOURS)
        ]
        if watched >= HOURS_OF_WEEK:
            usual = WEEKDAY_PRIOR + total / 7
            self._days = [(WEEKDAY_PRIOR + scale * sum(day)) / usual for day in days]

    def _today(self, habit: Habit, silent: float) -> float:
        """How much more (or less) than usual comes now: Gamma posterior mean over what came lately."""
        if not habit.counts:
            return 1.0
        quick = faded_quickly(silent)
        expected = self.usual_between(silent) if silent > 0 else 0.0
        came = BURST_PRIOR + quick * habit.recent_count
        return came / (BURST_PRIOR + quick * habit.recent_expected + expected)

    def usual(self, index: int) -> float:
        """Entries expected in an hour of the week (0…167) in usual times."""
        hours = self._hours
        if not hours:
            return self._level
        product = self._level * hours[index % _DAY_HOURS] * self._days[index // _DAY_HOURS]
        if not self._weeks:
            return product
        cells = self._cells
        seen = 0.5 * cells[index] + 0.25 * (cells[index - 1] + cells[index + 1 - HOURS_OF_WEEK])
        return (CELL_PRIOR_WEEKS * product + self._scale * seen) / (CELL_PRIOR_WEEKS + self._weeks)

    def usual_between(self, hours: float) -> float:
        """Entries that were usual in the last so many hours."""
        if not self._hours:
            return self._level * hours
        if hours <= 3.0:
            return self.usual(hour_of_week(self._now - timedelta(hours=hours / 2))) * hours
        weeks, rest = divmod(hours, HOURS_OF_WEEK)
        end = hour_of_week(self._now)
        begin = end - int(rest)
        cells = self._cells
        seen = sum(cells[begin:end]) if begin >= 0 else sum(cells[:end]) + sum(cells[begin:])
        share = self._weeks / (self._weeks + CELL_PRIOR_WEEKS)
        by_cells = self._scale * (seen + weeks * sum(cells)) / self._weeks if self._weeks else 0.0
        return share * by_cells + (1.0 - share) * self._level * hours

    def rate(self, hours_ahead: int) -> float:
        """Entries per hour expected in the clock hour that is `hours_ahead` after the present one."""
        index = (hour_of_week(self._now) + hours_ahead) % HOURS_OF_WEEK
        level = self.level
        if level > 1.0 and hours_ahead:  # a burst ends by itself; a silence ends with an entry
            level = 1.0 + (level - 1.0) * faded_quickly(hours_ahead)
        return level * self.usual(index) + self._floor

    def wait(self, patience: float, longest: float) -> float:
        """Hours until the entries expected meanwhile will have waited `patience` entry-hours in all; ≤ `longest`.

        With the rate r(t), the T with ∫₀ᵀ r(t)·(T − t) dt = patience.
        """
        now = self._now
        piece = 1.0 - (now.minute * 60 + now.second) / 3600
        passed = came = waited = 0.0
        ahead = 0
        while passed < longest:
            rate = self.rate(ahead)
            missing = patience - waited
            after = (sqrt(came * came + 2.0 * rate * missing) - came) / rate
            if after <= piece:
                return min(passed + after, longest)
            waited += came * piece + rate * piece * piece / 2
            came += rate * piece
            passed += piece
            ahead, piece = ahead + 1, 1.0
        return longest


def _newcomer_hours(habit: Habit) -> float:
    """What a source says of itself is believed until it is seen: one entry in each interval that it states."""
    if habit.update_interval is None:
        return NEWCOMER_HOURS
    stated = habit.update_interval / _HOUR
    return NEWCOMER_ENTRIES * min(max(stated, SHORTEST_STATED_HOURS), LONGEST_STATED_HOURS)
