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


def test_failure_doubles_the_pause():
    failed = FetchOutcome(rejection=Rejection(stage="fetch", reason=Reason.TIMEOUT))
    assert RHYTHM.next_check(SOURCE, failed, 0, NOW) == NOW + timedelta(minutes=40)


def test_what_the_server_asks_for_is_a_lower_bound():
    asked = FetchOutcome(max_age=timedelta(hours=2))
    assert RHYTHM.next_check(SOURCE, asked, 3, NOW) == NOW + timedelta(hours=2)


def test_the_interval_stays_within_its_bounds():
    assert RHYTHM.next_interval(SOURCE, FetchOutcome(), 1) >= RHYTHM.shortest
    slow = Source(id="s", url="u", kind=SourceKind.RSS, interval=timedelta(days=3))
    assert RHYTHM.next_interval(slow, FetchOutcome(), 0) == RHYTHM.longest
