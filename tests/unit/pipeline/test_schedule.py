from dataclasses import replace
from datetime import UTC, datetime, timedelta

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome, Source, SourceKind
from headwater.pipeline.schedule import Rhythm

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RHYTHM = Rhythm(shortest=timedelta(minutes=5), longest=timedelta(hours=24))
SOURCE = Source(id="s", url="https://a.example/feed", kind=SourceKind.RSS, interval=timedelta(minutes=20))


def test_news_make_a_source_read_more_often():
    assert RHYTHM.next_check(SOURCE, FetchOutcome(), 3, NOW) == NOW + timedelta(minutes=10)


def test_silence_makes_it_read_less_often():
    assert RHYTHM.next_check(SOURCE, FetchOutcome(), 0, NOW) == NOW + timedelta(minutes=30)


FAILED = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.TIMEOUT))


def test_a_failed_poll_is_tried_again_soon_and_then_less_often():
    pauses = [RHYTHM.next_check(replace(SOURCE, failure_count=count), FAILED, 0, NOW) - NOW for count in (0, 1, 2, 10)]
    assert [pause.total_seconds() for pause in pauses] == [30, 60, 120, SOURCE.interval.total_seconds()]


def test_a_failed_poll_waits_as_long_as_the_server_asked():
    busy = replace(FAILED, retry_after=timedelta(minutes=3))
    assert RHYTHM.next_check(SOURCE, busy, 0, NOW) == NOW + timedelta(minutes=3)


def test_what_the_server_asks_for_is_a_lower_bound():
    asked = FetchOutcome(max_age=timedelta(hours=2))
    assert RHYTHM.next_check(SOURCE, asked, 3, NOW) == NOW + timedelta(hours=2)


def test_the_interval_stays_within_its_bounds():
    assert RHYTHM.next_interval(SOURCE, FetchOutcome(), 1) >= RHYTHM.shortest
    slow = Source(id="s", url="u", kind=SourceKind.RSS, interval=timedelta(days=3))
    assert RHYTHM.next_interval(slow, FetchOutcome(), 0) == RHYTHM.longest
