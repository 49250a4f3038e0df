from datetime import timedelta

import pytest

from headwater.model.rejection import Reason
from headwater.pipeline.politeness import Politeness, is_transient, robots_url

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
