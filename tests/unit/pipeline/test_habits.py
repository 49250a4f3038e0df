from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.habit import HOURS_OF_WEEK, Habit
from headwater.model.time import Precision, StatedTime
from headwater.model.web import Entry, Feed, FetchOutcome, Source, SourceKind
from headwater.pipeline.forecast import HALF_LIFE, Forecast, hour_of_week
from headwater.pipeline.habits import hear, learn, taught, times_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SOURCE = Source(id="s", url="https://a.example/feed", kind=SourceKind.RSS)


def entry(at: datetime | None, *, precision: Precision = Precision.SECOND) -> Entry:
    stated = None if at is None else StatedTime(at=at, precision=precision)
    return Entry(url="https://a.example/1", published_at=stated)


def a_day(habit: Habit, now: datetime = NOW) -> float:
    """Entries expected on a usual day."""
    forecast = Forecast(habit, now)
    return sum(forecast.usual(hour) for hour in range(HOURS_OF_WEEK)) / 7


def test_fifty_old_entries_on_the_first_day_are_not_fifty_in_this_hour():
    habit = learn(Habit(), [NOW - place * 6 * HOUR for place in range(1, 51)], now=NOW)
    assert a_day(habit) == pytest.approx(4, rel=0.2)


@pytest.mark.parametrize("pause", [5 * MINUTE, HOUR, 8 * HOUR, 3 * DAY])
def test_a_first_document_teaches_the_rate_over_the_span_that_it_covers(pause: timedelta):
    habit = learn(Habit(), [NOW - place * pause for place in range(1, 31)], now=NOW)
    assert 0.4 < a_day(habit) / (DAY / pause) < 1.5


def test_a_pinned_entry_of_three_years_ago_does_not_stretch_the_span():
    fresh = [NOW - place * HOUR for place in range(1, 50)]
    pinned = [*fresh, NOW - 1000 * DAY]
    assert a_day(learn(Habit(), pinned, now=NOW)) == pytest.approx(a_day(learn(Habit(), fresh, now=NOW)), rel=0.2)


def test_a_first_document_without_dates_only_begins_the_watch():
    habit = learn(Habit(), times_of([entry(None)] * 50, previous=None, now=NOW), now=NOW)
    assert (sum(habit.counts), habit.since, habit.updated_at) == (0, NOW, NOW)


def test_a_first_document_with_one_stamp_for_all_teaches_no_rate():
    assert sum(learn(Habit(), [NOW - MINUTE] * 50, now=NOW).counts) == 0


def test_a_document_of_last_year_is_a_source_that_rarely_publishes():
    habit = learn(Habit(), [NOW - 400 * DAY - place * DAY for place in range(20)], now=NOW)
    assert a_day(habit) == 0


def test_learning_nothing_changes_nothing():
    habit = learn(Habit(), [NOW - HOUR], now=NOW)
    assert learn(habit, [], now=NOW + DAY) is habit


def test_hours_and_weekdays_are_learned():
    times = [NOW - place * 10 * MINUTE for place in range(1, 8 * 7 * 144)]
    office = [at for at in times if at.weekday() < 5 and 8 <= at.hour < 17]
    forecast = Forecast(learn(Habit(), office, now=NOW), NOW)
    monday_noon, monday_night, sunday_noon = 12, 3, 6 * 24 + 12
    assert forecast.usual(monday_noon) == pytest.approx(6, rel=0.2)
    assert forecast.usual(monday_night) < 0.6
    assert forecast.usual(sunday_noon) < 0.6


def test_a_few_weeks_change_a_habit():
    habit = learn(Habit(), [NOW - place * HOUR for place in range(1, 672)], now=NOW)
    before, now = a_day(habit), NOW
    for _ in range(8 * 7):
        now += DAY
        habit = learn(habit, [now - HOUR, now - 2 * HOUR], now=now)
    assert before == pytest.approx(24, rel=0.1)
    assert a_day(habit, now) < 9


def test_a_source_learned_of_every_minute_forgets_as_fast_as_others():
    habit = learn(Habit(), [NOW - place * HOUR for place in range(1, 672)], now=NOW)
    sunday_night = habit.counts[-3]
    for minute in range(1, 2001):
        habit = learn(habit, [NOW + minute * MINUTE], now=NOW + minute * MINUTE)
    forgotten = 0.5 ** (2000 * MINUTE / HALF_LIFE)
    assert habit.counts[-3] == pytest.approx(sunday_night * forgotten, rel=0.001)


def test_two_thousand_new_addresses_make_no_agency():
    habit = learn(Habit(), [NOW - place * DAY for place in range(1, 50)], now=NOW)
    moved = learn(habit, times_of([entry(NOW - 300 * DAY)] * 2000, previous=NOW - HOUR, now=NOW), now=NOW)
    assert a_day(moved) < 4


def test_what_is_dated_in_the_future_counts_as_now():
    habit = learn(Habit(), [NOW - place * DAY for place in range(1, 50)], now=NOW)
    later = NOW + HOUR
    assert learn(habit, [NOW + 900 * DAY], now=later) == learn(habit, [later], now=later)


def test_a_believable_time_is_taken_as_stated():
    assert times_of([entry(NOW - 10 * MINUTE)], previous=NOW - HOUR, now=NOW) == [NOW - 10 * MINUTE]


@pytest.mark.parametrize(
    "unbelievable",
    [
        entry(None),
        entry(NOW + DAY),
        entry(NOW - DAY),
        entry(NOW - 30 * MINUTE, precision=Precision.DAY),
    ],
)
def test_an_entry_without_a_believable_time_appeared_between_the_two_polls(unbelievable: Entry):
    times = times_of([unbelievable] * 2, previous=NOW - HOUR, now=NOW)
    assert times == [NOW - 45 * MINUTE, NOW - 15 * MINUTE]


def test_a_night_without_polls_is_not_learned_as_a_busy_morning():
    habit = learn(Habit(), [NOW - place * DAY for place in range(1, 30)], now=NOW)
    morning = NOW + 18 * HOUR
    times = times_of([entry(None)] * 60, previous=morning - 8 * HOUR, now=morning)
    forecast = Forecast(learn(habit, times, now=morning), morning)
    assert forecast.usual(hour_of_week(morning) - 6) == pytest.approx(
        forecast.usual(hour_of_week(morning) - 2), rel=0.3
    )


def test_what_was_heard_before_changes_nothing():
    habit = hear(Habit(), fresh_for=5 * MINUTE, update_interval=HOUR)
    assert (habit.fresh_for, habit.update_interval) == (5 * MINUTE, HOUR)
    assert hear(habit, fresh_for=5 * MINUTE, update_interval=HOUR) is habit


def test_a_poll_teaches_times_and_wishes():
    news = entry(NOW - 10 * MINUTE)
    known = replace(SOURCE, habit=learn(Habit(), [], now=NOW - DAY), last_success_at=NOW - HOUR)
    feed = Feed(kind=SourceKind.RSS, entries=(news, entry(NOW - DAY)), update_interval=HOUR)
    habit = taught(known, feed, [news], FetchOutcome(max_age=MINUTE), NOW).habit
    assert sum(habit.counts) == pytest.approx(1, abs=0.01)
    assert (habit.fresh_for, habit.update_interval, habit.updated_at) == (MINUTE, HOUR, NOW)


def test_what_a_hub_pushes_says_nothing_of_the_publishers_server():
    known = replace(SOURCE, habit=hear(learn(Habit(), [], now=NOW - DAY), fresh_for=MINUTE, update_interval=None))
    pushed = FetchOutcome(request_count=0)
    assert taught(known, Feed(kind=SourceKind.RSS), [], pushed, NOW).habit.fresh_for == MINUTE


def test_a_source_known_before_rhythms_were_learned_learns_from_its_whole_document():
    entries = tuple(entry(NOW - place * HOUR) for place in range(1, 41))
    known = replace(SOURCE, last_success_at=NOW - HOUR)
    habit = taught(known, Feed(kind=SourceKind.RSS, entries=entries), [], FetchOutcome(), NOW).habit
    assert a_day(habit) == pytest.approx(24, rel=0.25)
