"""A source's rhythm in words and numbers, for people."""

from __future__ import annotations

from datetime import datetime, timedelta

from headwater.model.habit import HOURS_OF_WEEK
from headwater.model.web import Source
from headwater.pipeline.forecast import Forecast

_DAY_HOURS = 24
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_WEEKDAYS_OFF = ((5, 6), (4, 5), (6,), (5,), (4,))  # weekends of the world, the most usual first
QUIET_SHARE = 1 / 3  # a day off has at most this share of what the other days have
ONE_DAY_SHARE = 0.6
MOST_ITEMS_SHARE = 0.9
LONGEST_WINDOW_HOURS = 16
LEAST_ITEMS_A_WEEK = 2.0  # below, hours and days would be read from a handful of items
UNUSUAL = 3.0

Week = tuple[tuple[float, ...], ...]


def week(source: Source, now: datetime | None = None) -> Week:
    """Items expected per hour in usual times: seven days from Monday, 24 hours each, UTC.

    As of `now`, by default as of the last items; all zeros where nothing was learned.
    """
    at = now or source.habit.updated_at
    if at is None or not source.habit.counts:
        return ((0.0,) * _DAY_HOURS,) * 7
    forecast = Forecast(source.habit, at)
    rates = [forecast.usual(hour) for hour in range(HOURS_OF_WEEK)]
    return tuple(tuple(rates[start : start + _DAY_HOURS]) for start in range(0, HOURS_OF_WEEK, _DAY_HOURS))


def explain(source: Source, now: datetime) -> str:
    """What a source's rhythm is and when it is asked next, in one or two sentences."""
    if source.is_paused:
        return f"{_publishes(source, now)}; paused: it is not asked."
    parts = [_publishes(source, now) + _today(source, now), _asked(source, now), _wishes(source)]
    return "; ".join(part for part in parts if part) + "."


def _publishes(source: Source, now: datetime) -> str:
    if source.habit.since is None:
        return "Nothing is known of its rhythm yet"
    rates = week(source, now)
    total = sum(map(sum, rates))
    if total < 0.1:
        return "Hardly publishes anything"
    if total < LEAST_ITEMS_A_WEEK:
        return f"Publishes about {_rounded(total * 52 / 12)} a month"
    amount = f"{_rounded(total / 7)} a day" if total >= 10 else f"{_rounded(total)} a week"
    when = ", ".join(words for words in (_days(rates), _hours(rates)) if words)
    return f"Publishes about {amount}" + (f", mostly {when}" if when else "")


def _rounded(number: float) -> str:
    """Two digits are enough."""
    rounded = int(float(f"{max(1.0, number):.2g}"))
    return "1 item" if rounded == 1 else f"{rounded:,} items"


def _days(rates: Week) -> str:
    sums = [sum(day) for day in rates]
    most = max(range(7), key=sums.__getitem__)
    if sums[most] >= ONE_DAY_SHARE * sum(sums):
        return f"on {_WEEKDAYS[most]}"
    for off in _WEEKDAYS_OFF:
        on = [day for day in range(7) if day not in off]
        usual = sum(sums[day] for day in on) / len(on)
        if all(sums[day] <= QUIET_SHARE * usual for day in off):
            return "on weekdays" if off == (5, 6) else f"not on {' and '.join(_WEEKDAYS[day] for day in off)}"
    return ""


def _hours(rates: Week) -> str:
    """The shortest window of the day that holds most items."""
    by_hour = [sum(column) for column in zip(*rates, strict=True)]
    wanted = MOST_ITEMS_SHARE * sum(by_hour)
    for length in range(1, LONGEST_WINDOW_HOURS + 1):
        sums = [sum(by_hour[(start + step) % _DAY_HOURS] for step in range(length)) for start in range(_DAY_HOURS)]
        start = max(range(_DAY_HOURS), key=sums.__getitem__)
        if sums[start] >= wanted:
            return f"from {start:02}:00 to {(start + length) % _DAY_HOURS:02}:00 UTC"
    return ""


def _today(source: Source, now: datetime) -> str:
    if not source.habit.counts:
        return ""
    level = Forecast(source.habit, now).level
    if level >= UNUSUAL:
        return ", more than usual just now"
    return ", less than usual just now" if level <= 1 / UNUSUAL else ""


def _asked(source: Source, now: datetime) -> str:
    at = source.next_check_at
    if at is None:
        return "not asked yet" if source.last_check_at is None else "not asked again"
    when = f"asked again in {duration(at - now)}" if at > now else "asked as soon as it is its turn"
    if source.failure_count == 0:
        return when
    times = "time" if source.failure_count == 1 else "times in a row"
    return f"{when}, after it failed {source.failure_count} {times}"


def _wishes(source: Source) -> str:
    habit = source.habit
    if habit.fresh_for:
        return f"its server asks for at least {duration(habit.fresh_for)} between two requests"
    if not habit.update_interval:
        return ""
    return f"it says that it changes every {duration(habit.update_interval).removeprefix('1 ')}"


def duration(span: timedelta) -> str:
    """A time span in the unit that people would use: `40 seconds`, `6 minutes`, `3 hours`, `2 days`."""
    seconds = max(1.0, span.total_seconds())
    if seconds < 60:
        return _counted(seconds, "second")
    if seconds < 5400 and seconds != 3600:
        return _counted(seconds / 60, "minute")
    return _counted(seconds / 3600, "hour") if seconds < 129_600 else _counted(seconds / 86_400, "day")


def _counted(number: float, unit: str) -> str:
    count = max(1, round(number))
    return f"1 {unit}" if count == 1 else f"{count} {unit}s"
