"""Whatever sources and servers say: the rhythm keeps its bounds and its word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.model.habit import HOURS_OF_WEEK, Habit
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome, Source, SourceKind
from headwater.pipeline.explaining import explain, week
from headwater.pipeline.habits import hear, learn
from headwater.pipeline.schedule import Rhythm

NOW = datetime(2026, 11, 23, 12, 17, tzinfo=UTC)
RHYTHM = Rhythm()
SECOND = timedelta(seconds=1)

spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
times = st.lists(
    st.timedeltas(min_value=timedelta(days=-13_000), max_value=timedelta(days=20_000)).map(lambda far: NOW + far)
    | spans.map(lambda ago: NOW - ago / 10),
    max_size=40,
)
failures = st.sampled_from(
    [
        Rejection(stage="fetch", reason=reason)
        for reason in (Reason.TIMEOUT, Reason.HTTP_STATUS, Reason.NOT_A_FEED, Reason.ROBOTS_DISALLOWED)
    ]
)
successes = st.builds(FetchOutcome, max_age=st.none() | spans, retry_after=st.none() | spans)
rejections = st.builds(
    FetchOutcome,
    rejection=failures,
    retry_after=st.none() | spans,
    max_age=st.none() | spans,
    status=st.sampled_from([0, 404, 429, 500, 503]),
)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """A source that was watched for a while: any times, at any moments, any wishes."""
    habit = Habit()
    moment = NOW - draw(spans)
    for batch in draw(st.lists(times, max_size=4)):
        habit = learn(habit, batch, now=moment)
        moment = min(NOW, moment + draw(spans) / 4)
    habit = hear(habit, fresh_for=draw(st.none() | spans), update_interval=draw(st.none() | spans))
    return Source(
        id=draw(st.text(max_size=5)),
        url="https://a.example/feed",
        kind=SourceKind.RSS,
        habit=habit,
        interval=draw(spans),
        failure_count=draw(st.integers(0, 1000)),
    )


@given(sources(), successes, st.integers(0, 2000))
def test_a_source_that_answers_is_asked_again_within_the_bounds(source: Source, outcome: FetchOutcome, new_count: int):
    next_at = RHYTHM.next_check(source, outcome, new_count, NOW)
    assert next_at is not None
    assert RHYTHM.shortest <= next_at - NOW <= RHYTHM.longest


@given(sources(), successes | rejections)
def test_no_source_is_asked_earlier_than_its_server_allows(source: Source, outcome: FetchOutcome):
    next_at = RHYTHM.next_check(source, outcome, 0, NOW)
    assert next_at is not None
    for asked in (outcome.retry_after, outcome.max_age):
        assert next_at - NOW >= min(asked or timedelta(), RHYTHM.longest)


@given(sources(), rejections)
def test_the_more_often_a_source_failed_the_longer_it_is_left_alone(source: Source, outcome: FetchOutcome):
    pauses = [RHYTHM.next_check(replace(source, failure_count=count), outcome, 0, NOW) - NOW for count in (0, 1, 5, 50)]
    assert pauses == sorted(pauses)
    assert pauses[0] >= min(RHYTHM.first_retry, RHYTHM.longest)
    assert pauses[-1] <= RHYTHM.longest


@given(sources(), successes)
def test_the_same_question_has_the_same_answer(source: Source, outcome: FetchOutcome):
    assert RHYTHM.next_check(source, outcome, 0, NOW) == RHYTHM.next_check(source, outcome, 0, NOW)


@given(sources(), st.integers(1, 5))
def test_while_nothing_comes_from_a_steady_source_it_is_not_asked_more_often(source: Source, days: int):
    steady = replace(
        source, habit=learn(Habit(), [NOW - place * timedelta(hours=1) for place in range(1, 600)], now=NOW)
    )
    sooner, later = (
        RHYTHM.next_interval(steady, FetchOutcome(), 0, at) for at in (NOW, NOW + days * timedelta(days=1))
    )
    assert later >= sooner


@given(times, times, spans)
def test_counts_are_never_negative_and_always_numbers(first: list[datetime], second: list[datetime], gap: timedelta):
    habit = learn(learn(Habit(), first, now=NOW), second, now=NOW + gap)
    assert len(habit.counts) == HOURS_OF_WEEK
    assert all(isfinite(count) and count >= 0 for count in habit.counts)
    assert habit.since is not None
    assert habit.since <= NOW


@given(times, st.randoms(use_true_random=False))
def test_the_order_of_entries_teaches_nothing(batch: list[datetime], random):
    shuffled = list(batch)
    random.shuffle(shuffled)
    begun = learn(Habit(), [], now=NOW - timedelta(days=2))
    assert learn(begun, shuffled, now=NOW) == learn(begun, batch, now=NOW)


@settings(max_examples=50)
@given(sources(), spans)
def test_every_rhythm_can_be_told(source: Source, later: timedelta):
    assert explain(source, NOW + later).endswith(".")
    assert all(rate >= 0 for day in week(source, NOW + later) for rate in day)
