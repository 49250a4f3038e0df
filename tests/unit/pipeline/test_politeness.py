from datetime import timedelta

import pytest

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome
from headwater.pipeline.politeness import (
    Politeness,
    failures_of_host,
    is_transient,
    pause_of_host,
    robots_url,
)

POLITE = Politeness(pause=timedelta(seconds=1))


def test_a_host_that_asks_for_more_time_gets_it():
    assert POLITE.pause_after(timedelta(seconds=10)) == timedelta(seconds=10)


def test_a_crawl_delay_shorter_than_our_pause_does_not_make_us_hasty():
    assert POLITE.pause_after(timedelta(seconds=0)) == timedelta(seconds=1)


def test_an_absurd_crawl_delay_is_bounded():
    assert POLITE.pause_after(timedelta(days=300)) == POLITE.longest_crawl_delay


def test_retry_after_is_honoured_within_a_day():
    assert POLITE.retry_after(1, timedelta(minutes=5)) == timedelta(minutes=5)
    assert POLITE.retry_after(1, timedelta(days=50)) == POLITE.longest_retry


def test_pauses_between_tries_double():
    assert [POLITE.retry_after(n, None).total_seconds() for n in (1, 2, 3)] == [30, 60, 120]


@pytest.mark.parametrize(
    ("reason", "status", "expected"),
    [
        (Reason.HTTP_STATUS, 503, True),
        (Reason.HTTP_STATUS, 404, False),
        (Reason.GONE, 410, False),
        (Reason.TIMEOUT, 0, True),
        (Reason.ROBOTS_DISALLOWED, 0, False),
        (Reason.ADDRESS_REFUSED, 0, False),
    ],
)
def test_only_what_may_pass_is_tried_again(reason, status, expected):
    assert is_transient(reason, status) is expected


def test_robots_txt_stands_at_the_root_of_the_same_authority():
    assert robots_url("https://a.example:8443/x/y?z") == "https://a.example:8443/robots.txt"


def _failed(reason: Reason, status: int = 0, asked: timedelta | None = None) -> FetchOutcome:
    return FetchOutcome(rejection=Rejection(stage="fetch", reason=reason), status=status, retry_after=asked)


FINE = FetchOutcome(status=200)
BUSY = _failed(Reason.HTTP_STATUS, 503)


def test_an_answer_costs_the_host_its_own_pause_only():
    assert pause_of_host(FINE, 7, None, POLITE) == POLITE.pause
    assert pause_of_host(FINE, 7, timedelta(seconds=9), POLITE) == timedelta(seconds=9)
    assert pause_of_host(_failed(Reason.HTTP_STATUS, 404), 7, None, POLITE) == POLITE.pause


@pytest.mark.parametrize(
    "outcome",
    [BUSY, _failed(Reason.HTTP_STATUS, 429), _failed(Reason.TIMEOUT), _failed(Reason.TLS_FAILED),
     _failed(Reason.CONNECTION_FAILED), _failed(Reason.HTTP_STATUS, 599)],
)  # fmt: skip
def test_each_failure_in_a_row_doubles_the_pause_of_the_whole_host_up_to_an_hour(outcome):
    pauses = [pause_of_host(outcome, count, None, POLITE) for count in range(12)]
    assert [pause.total_seconds() for pause in pauses[:3]] == [30, 60, 120]
    assert pauses == sorted(pauses)
    assert pauses[-1] == POLITE.longest_host_pause == timedelta(hours=1)
    assert pause_of_host(outcome, 10**9, None, POLITE) == POLITE.longest_host_pause


def test_what_a_server_asks_for_is_kept_but_a_lying_value_costs_a_day_at_most():
    for status in (429, 503, 200, 404):
        asked = _failed(Reason.HTTP_STATUS, status, timedelta(minutes=40))
        assert pause_of_host(asked, 0, None, POLITE) == timedelta(minutes=40)
    assert pause_of_host(_failed(Reason.HTTP_STATUS, 429, timedelta(days=30)), 0, None, POLITE) == timedelta(days=1)
    assert pause_of_host(_failed(Reason.HTTP_STATUS, 503, timedelta()), 0, None, POLITE) == timedelta(seconds=30)


def test_failures_in_a_row_are_counted_until_an_answer_comes():
    assert failures_of_host(BUSY, 2) == 3
    assert failures_of_host(_failed(Reason.TIMEOUT), 0) == 1
    assert failures_of_host(FINE, 5) == 0
    assert failures_of_host(_failed(Reason.HTTP_STATUS, 404), 5) == 0
    assert failures_of_host(_failed(Reason.ROBOTS_DISALLOWED), 5) == 5
    assert failures_of_host(_failed(Reason.ADDRESS_REFUSED), 5) == 5
