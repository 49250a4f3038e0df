"""When pages are read again, and what answers mean: decisions without a database or a network."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import Signal, Use
from headwater.model.web import Capture, FetchOutcome, Validators
from headwater.pipeline.rereading import (
    DEFAULT,
    NEVER,
    Rereading,
    is_missing,
    is_unchanged,
    missed,
    signals_digest,
    validators_of,
)
from headwater.store.article_checks import ArticleCheck

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHECK = ArticleCheck(article_id="a", checked_at=NOW, body_digest="sha256:1")


def capture(status=200, digest="sha256:1", **headers):
    return Capture(
        id="c", requested_url="u", final_url="u", status=status, headers=headers, body=b"", captured_at=NOW,
        body_digest=digest,
    )  # fmt: skip


def test_the_intervals_grow_and_end():
    gaps = [DEFAULT.due_at(step, NOW) - NOW for step in range(len(DEFAULT.ages))]
    assert all(earlier <= later for earlier, later in pairwise(gaps))
    assert sum(gaps, timedelta()) == DEFAULT.ages[-1]
    assert DEFAULT.due_at(len(DEFAULT.ages), NOW) is None
    assert NEVER.due_at(0, NOW) is None


@pytest.mark.parametrize(("age", "step"), [(timedelta(), 0), (-HOUR, 0), (16 * MINUTE, 1), (2 * DAY, 5), (8 * DAY, 7)])
def test_an_older_article_enters_later(age, step):
    assert DEFAULT.first_step(age) == step


def test_every_second_change_lengthens_the_shortest_interval():
    assert [DEFAULT.step_after_change(count) for count in (1, 2, 3, 4, 14)] == [0, 1, 1, 2, 7]


def test_the_setting_in_hours_may_be_unsorted_and_empty():
    assert Rereading.of_hours([4, 0.25, 4, -1]).ages == (15 * MINUTE, 4 * HOUR)
    assert Rereading.of_hours([]).ages == ()


def test_first_readings_go_first_for_as_long_as_they_take():
    def turn(waiting):
        return DEFAULT.turn(NOW, waiting=waiting, last_at=None, pause=timedelta(seconds=10))

    assert turn((0, 50)) is None
    assert turn((1, 0)) == NOW + DEFAULT.shortest_wait
    assert turn((600, 0)) == NOW + timedelta(seconds=6000)


def test_readings_again_stand_apart_each_in_its_own_place():
    pause = timedelta(seconds=10)
    places = [DEFAULT.turn(NOW, waiting=(0, count), last_at=NOW, pause=pause) for count in (2, 1, 0)]
    assert [place - NOW for place in places] == [timedelta(seconds=seconds) for seconds in (120, 80, 40)]
    assert DEFAULT.turn(NOW + 41 * pause, waiting=(0, 9), last_at=NOW, pause=pause) is None


@pytest.mark.parametrize(
    ("reason", "status", "expected"),
    [
        (Reason.GONE, 410, True),
        (Reason.HTTP_STATUS, 404, True),
        (Reason.HTTP_STATUS, 403, False),
        (Reason.HTTP_STATUS, 451, False),
        (Reason.TIMEOUT, 0, False),
    ],
)
def test_only_not_found_and_gone_say_that_there_is_no_page(reason, status, expected):
    outcome = FetchOutcome(rejection=Rejection(stage="fetch", reason=reason), status=status)
    assert is_missing(outcome) is expected


def test_a_page_must_be_missing_twice_an_hour_apart():
    once, due_at = missed(CHECK, DEFAULT, NOW)
    assert (once.missing_since, once.withdrawn_at, due_at) == (NOW, None, NOW + HOUR)
    soon, due_at = missed(once, DEFAULT, NOW + MINUTE)
    assert (soon.withdrawn_at, due_at) == (None, NOW + HOUR)
    twice, due_at = missed(soon, DEFAULT, NOW + HOUR)
    assert (twice.missing_since, twice.withdrawn_at, due_at) == (NOW, NOW + HOUR, None)


def test_the_same_bytes_and_304_are_unchanged():
    assert is_unchanged(CHECK, capture(304, ""))
    assert is_unchanged(CHECK, capture())
    assert not is_unchanged(CHECK, capture(digest="sha256:2"))
    assert not is_unchanged(ArticleCheck(article_id="a", checked_at=NOW), capture(digest=""))


def test_validators_outlive_a_304_that_leaves_them_out():
    known = Validators(etag='"1"', last_modified="then")
    assert validators_of(capture(304, ""), known) == known
    assert validators_of(capture(304, "", etag='"2"'), known) == Validators(etag='"2"', last_modified="then")
    assert validators_of(capture(200), known) == Validators()


def test_what_is_said_of_rights_has_one_digest_whoever_saw_it_when():
    one = Signal(kind="robots.txt", uses=(Use.MINE,), allows=False, text="ai-train=no")
    other = Signal(kind="robots.txt", uses=(Use.INDEX,), allows=False, text="search=no")
    seen = Signal(kind="robots.txt", uses=(Use.MINE,), allows=False, text="ai-train=no", observed_at=NOW, url="u")
    assert signals_digest([one, other]) == signals_digest([other, seen, one])
    assert signals_digest([one]) != signals_digest([other])
    assert signals_digest([]) == ""
