from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.habit import Habit
from headwater.model.web import Source, SourceKind
from headwater.pipeline.explaining import duration, explain, week
from headwater.pipeline.habits import hear, learn

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NEW = Source(id="s", url="https://a.example/feed", kind=SourceKind.RSS)


def every(pause: timedelta, *, hours: range = range(24), weekdays: tuple[int, ...] = tuple(range(7))) -> Source:
    times = [NOW - pause * place for place in range(1, int(56 * DAY / pause))]
    kept = [at for at in times if at.hour in hours and at.weekday() in weekdays]
    habit = replace(learn(Habit(), kept, now=NOW), updated_at=NOW)
    return replace(NEW, habit=habit, last_check_at=NOW, next_check_at=NOW + 6 * MINUTE)


def test_a_rhythm_is_said_in_plain_words():
    source = every(15 * MINUTE, hours=range(6, 16), weekdays=(0, 1, 2, 3, 4))
    asked = replace(source, habit=hear(source.habit, fresh_for=5 * MINUTE, update_interval=None))
    words = explain(asked, NOW)
    assert words.startswith("Publishes about 2")
    assert "items a day, mostly on weekdays, from 0" in words
    assert words.endswith("; asked again in 6 minutes; its server asks for at least 5 minutes between two requests.")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (every(HOUR), "Publishes about 24 items a day; asked again in 6 minutes."),
        (every(2 * HOUR, weekdays=(3,)), "mostly on Thursdays"),
        (every(HOUR, weekdays=(0, 1, 2, 3, 6)), "mostly not on Fridays and Saturdays"),
        (every(DAY), " items a week; asked again in 6 minutes."),
        (every(10 * DAY), "a month; asked again in 6 minutes."),
        (replace(every(HOUR), is_paused=True), "; paused: it is not asked."),
        (replace(every(HOUR), next_check_at=NOW - HOUR), "; asked as soon as it is its turn."),
        (replace(every(HOUR), failure_count=3), "; asked again in 6 minutes, after it failed 3 times in a row."),
        (replace(NEW, next_check_at=None), "Nothing is known of its rhythm yet; not asked yet."),
        (replace(every(HOUR), next_check_at=None), "; not asked again."),
        (replace(NEW, habit=learn(Habit(), [], now=NOW)), "Hardly publishes anything"),
    ],
)
def test_each_state_has_its_words(source: Source, words: str):
    assert words in explain(source, NOW)


def test_an_interval_that_a_document_states_is_told_as_its_own_words():
    source = replace(NEW, habit=hear(learn(Habit(), [], now=NOW), fresh_for=None, update_interval=HOUR))
    assert explain(source, NOW).endswith("it says that it changes every hour.")


def test_an_unusual_day_is_told():
    source = every(HOUR)
    assert "less than usual just now" in explain(source, NOW + 12 * HOUR)
    news = [NOW + place * MINUTE for place in range(1, 30)]
    burst = replace(source, habit=learn(source.habit, news, now=NOW + 30 * MINUTE))
    assert "more than usual just now" in explain(burst, NOW + 30 * MINUTE)


def test_a_week_has_what_is_expected_of_each_hour():
    rates = week(every(30 * MINUTE, hours=range(8, 18)))
    assert [len(day) for day in rates] == [24] * 7
    assert sum(map(sum, rates)) / 7 == pytest.approx(20, rel=0.1)
    assert rates[2][12] > 10 * rates[2][2]


def test_a_week_of_which_nothing_is_known_is_empty():
    assert week(NEW) == ((0.0,) * 24,) * 7


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "1 second"),
        (timedelta(seconds=40), "40 seconds"),
        (MINUTE, "1 minute"),
        (59 * MINUTE, "59 minutes"),
        (HOUR, "1 hour"),
        (80 * MINUTE, "80 minutes"),
        (3 * HOUR, "3 hours"),
        (DAY, "24 hours"),
        (7 * DAY, "7 days"),
    ],
)
def test_a_span_is_told_in_the_unit_that_people_use(span: timedelta, words: str):
    assert duration(span) == words
