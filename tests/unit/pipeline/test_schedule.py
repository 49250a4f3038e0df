from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.habit import Habit
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome, Source, SourceKind
from headwater.pipeline.habits import learn
from headwater.pipeline.schedule import Rhythm

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
RHYTHM = Rhythm(jitter=0.0)
SOURCE = Source(id="s", url="https://a.example/feed", kind=SourceKind.RSS, interval=timedelta(minutes=20))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FAILED = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.TIMEOUT))
REFUSED = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.HTTP_STATUS), status=404)


def every(pause: timedelta, *, days: int = 28, hours: range = range(24), weekdays: range = range(7)) -> Source:
    """A source that published at this pause, in these hours of these weekdays, until NOW."""
    times = [NOW - pause * place for place in range(1, int(days * DAY / pause))]
    kept = [at for at in times if at.hour in hours and at.weekday() in weekdays]
    return replace(SOURCE, habit=learn(Habit(), kept, now=NOW))


def interval(source: Source, now: datetime = NOW) -> timedelta:
    checked = RHYTHM.next_check(source, FetchOutcome(), 0, now)
    assert checked is not None
    return checked - now


def test_before_anything_is_learned_news_make_a_source_asked_more_often():
    assert RHYTHM.next_check(SOURCE, FetchOutcome(), 3, NOW) == NOW + timedelta(minutes=10)


def test_before_anything_is_learned_silence_makes_it_asked_less_often():
    assert RHYTHM.next_check(SOURCE, FetchOutcome(), 0, NOW) == NOW + timedelta(minutes=30)


@pytest.mark.parametrize("pause", [5 * MINUTE, 30 * MINUTE, 3 * HOUR])
def test_the_interval_is_the_square_root_law_for_a_steady_source(pause: timedelta):
    law = (2 * (RHYTHM.patience / HOUR) * (pause / HOUR)) ** 0.5 * HOUR
    assert interval(every(pause)) == pytest.approx(law, rel=0.15)


def test_a_quiet_night_is_slept_through():
    source = every(10 * MINUTE, hours=range(6, 22))
    evening, morning = NOW.replace(hour=23), NOW.replace(hour=9)
    assert interval(source, evening) > 4 * interval(source, morning)


def test_a_quiet_weekend_is_learned():
    source = every(10 * MINUTE, weekdays=range(5))
    saturday = NOW - 2 * DAY
    learned = replace(source, habit=replace(source.habit, updated_at=saturday))
    assert interval(learned, saturday) > 3 * interval(source)


def test_a_burst_is_followed_within_the_hour():
    source = every(2 * HOUR)
    news = [NOW + place * MINUTE for place in range(5, 45, 5)]
    burst = replace(source, habit=learn(source.habit, news, now=NOW + 45 * MINUTE))
    assert interval(burst, NOW + 45 * MINUTE) < interval(source) / 2
    assert interval(burst, NOW + 12 * HOUR) > interval(source) / 2


def test_a_source_that_falls_silent_is_asked_less_and_less_but_at_least_once_a_day():
    source = every(30 * MINUTE)
    pauses = [interval(source, NOW + silence) for silence in (MINUTE, 6 * HOUR, 2 * DAY, 14 * DAY, 365 * DAY)]
    assert pauses == sorted(pauses)
    assert pauses[2] > 4 * pauses[0]
    assert pauses[-1] <= RHYTHM.longest


def test_a_source_that_wakes_up_is_followed_at_once():
    source = every(30 * MINUTE)
    woken = NOW + 14 * DAY
    asleep = interval(source, woken)
    awake = replace(source, habit=learn(source.habit, [woken - 2 * MINUTE, woken - MINUTE], now=woken))
    assert interval(awake, woken) < asleep / 4


def test_a_source_that_only_has_old_entries_is_asked_a_few_times_a_day():
    old = [NOW - 400 * DAY - place * DAY for place in range(20)]
    assert 4 * HOUR < interval(replace(SOURCE, habit=learn(Habit(), old, now=NOW))) <= 12 * HOUR


def test_what_a_document_says_of_its_interval_is_believed_until_it_is_seen():
    def stated(interval: timedelta) -> Source:
        return replace(SOURCE, habit=replace(learn(Habit(), [], now=NOW), update_interval=interval))

    assert interval(stated(15 * MINUTE)) < interval(stated(HOUR)) < interval(stated(DAY))


def test_a_stated_interval_is_no_deafness():
    source = every(2 * MINUTE)
    stated = replace(source, habit=replace(source.habit, update_interval=HOUR))
    assert interval(stated) == 10 * MINUTE
    assert interval(replace(source, habit=replace(source.habit, update_interval=30 * DAY))) == HOUR


def test_what_the_server_asks_for_is_a_lower_bound():
    asked = FetchOutcome(max_age=2 * HOUR)
    assert RHYTHM.next_check(every(2 * MINUTE), asked, 3, NOW) == NOW + 2 * HOUR


def test_a_year_of_freshness_does_not_make_us_deaf():
    asked = FetchOutcome(max_age=365 * DAY)
    assert RHYTHM.next_check(every(2 * MINUTE), asked, 3, NOW) == NOW + RHYTHM.longest


def test_a_failed_poll_is_tried_again_soon_and_then_less_often():
    pauses = [RHYTHM.next_check(replace(SOURCE, failure_count=count), FAILED, 0, NOW) - NOW for count in (0, 1, 2, 30)]
    assert pauses == [timedelta(seconds=30), MINUTE, 2 * MINUTE, RHYTHM.longest_retry]


def test_a_server_that_refuses_is_not_asked_again_at_once():
    pauses = [RHYTHM.next_check(replace(SOURCE, failure_count=count), REFUSED, 0, NOW) - NOW for count in (0, 1, 30)]
    assert pauses == [20 * MINUTE, 40 * MINUTE, RHYTHM.longest]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_given_more_time_than_usual(status: int):
    busy = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.HTTP_STATUS), status=status)
    assert RHYTHM.next_check(SOURCE, busy, 0, NOW) == NOW + SOURCE.interval
    assert RHYTHM.next_check(replace(SOURCE, failure_count=2), busy, 0, NOW) == NOW + 4 * SOURCE.interval


def test_a_failed_poll_waits_as_long_as_the_server_asked():
    busy = replace(FAILED, retry_after=3 * MINUTE)
    assert RHYTHM.next_check(SOURCE, busy, 0, NOW) == NOW + 3 * MINUTE


def test_a_source_that_is_gone_is_never_asked_again():
    gone = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.GONE), status=410)
    assert RHYTHM.next_check(SOURCE, gone, 0, NOW) is None


def test_sources_that_were_added_together_do_not_stay_together():
    rhythm = Rhythm()
    asked = FetchOutcome(max_age=HOUR)
    times = {rhythm.next_check(replace(SOURCE, id=f"s{place}"), asked, 0, NOW) for place in range(50)}
    assert len(times) == 50
    assert all(NOW + HOUR <= at <= NOW + HOUR * 1.05 for at in times if at is not None)
