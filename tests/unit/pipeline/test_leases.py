"""When hubs are asked, and how far polling relaxes: decisions only."""

from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.subscription import Subscription, SubscriptionState
from headwater.model.web import Source, SourceKind
from headwater.net import AddressPolicy
from headwater.pipeline import leases
from headwater.pipeline.leases import Step, next_step, relaxed
from headwater.pipeline.subscribing import callback_base, unreachable

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HUB, TOPIC = "https://hub.example/", "https://gazette.example/feed"
SOURCE = Source(id="s", url=TOPIC, kind=SourceKind.ATOM, hub_url=HUB, topic_url=TOPIC)
PAUSED = Source(id="s", url=TOPIC, kind=SourceKind.ATOM, hub_url=HUB, topic_url=TOPIC, is_paused=True)
HUBLESS = Source(id="s", url=TOPIC, kind=SourceKind.ATOM)
MOVED = Source(id="s", url=TOPIC, kind=SourceKind.ATOM, hub_url="https://other.example/", topic_url=TOPIC)
USUAL = timedelta(minutes=5)


def sub(state="active", *, asked: float = 0, lease: float | None = 240, failures: int = 0, pushed: float | None = None):
    """Times in hours from now."""
    at = None if lease is None else NOW + timedelta(hours=lease)
    return Subscription(
        source_id="s", hub_url=HUB, topic_url=TOPIC, callback_id="c" * 32, secret="k", state=SubscriptionState(state),
        requested_at=NOW + timedelta(hours=asked), lease_ends_at=at, failure_count=failures,
        last_push_at=None if pushed is None else NOW + timedelta(hours=pushed),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "known", "expected"),
    [
        (SOURCE, None, Step.SUBSCRIBE),
        (HUBLESS, None, Step.FORGET),
        (PAUSED, None, Step.FORGET),
        (None, None, Step.FORGET),
        (SOURCE, sub("requested", asked=-0.1, failures=1, lease=None), Step.WAIT),
        (SOURCE, sub("requested", asked=-0.2, failures=1, lease=None), Step.SUBSCRIBE),
        (SOURCE, sub("requested", asked=-0.4, failures=2, lease=None), Step.WAIT),
        (SOURCE, sub("active", asked=-190, lease=50), Step.WAIT),
        (SOURCE, sub("active", asked=-193, lease=47), Step.SUBSCRIBE),
        (SOURCE, sub("active", asked=-193, lease=-1), Step.SUBSCRIBE),
        (SOURCE, sub("active", asked=-0.1, lease=40, failures=1), Step.WAIT),
        (SOURCE, sub("active", asked=-0.2, lease=40, failures=1), Step.SUBSCRIBE),
        (SOURCE, sub("denied", asked=-23, failures=1), Step.WAIT),
        (SOURCE, sub("denied", asked=-25, failures=1), Step.SUBSCRIBE),
        (SOURCE, sub("denied", asked=-25, failures=2), Step.WAIT),
        (SOURCE, sub("ended"), Step.SUBSCRIBE),
        (PAUSED, sub("active"), Step.UNSUBSCRIBE),
        (None, sub("requested"), Step.UNSUBSCRIBE),
        (HUBLESS, sub("active"), Step.UNSUBSCRIBE),
        (MOVED, sub("active"), Step.UNSUBSCRIBE),
        (MOVED, sub("denied"), Step.SUBSCRIBE),
        (PAUSED, sub("denied"), Step.FORGET),
        (PAUSED, sub("ended"), Step.FORGET),
        (MOVED, sub("leaving", asked=-0.1, failures=1), Step.WAIT),
        (MOVED, sub("leaving", asked=-0.2, failures=1), Step.UNSUBSCRIBE),
        (MOVED, sub("leaving", asked=-1.4, failures=3), Step.WAIT),
        (MOVED, sub("leaving", asked=-1.6, failures=3), Step.SUBSCRIBE),
        (None, sub("leaving", asked=-1.6, failures=3), Step.FORGET),
    ],
)
def test_next_step(source, known, expected):
    assert next_step(source, known, NOW) is expected


@pytest.mark.parametrize(
    ("known", "interval", "expected"),
    [
        (None, USUAL, USUAL),
        (sub("requested", pushed=-1), USUAL, USUAL),
        (sub("active"), USUAL, USUAL),
        (sub("active", pushed=-1), USUAL, leases.RELAXED_INTERVAL),
        (sub("active", pushed=-1), timedelta(hours=20), timedelta(hours=20)),
        (sub("active", pushed=-1, lease=2), USUAL, timedelta(hours=2)),
        (sub("active", pushed=-1, lease=0), USUAL, USUAL),
        (sub("leaving", pushed=-1), USUAL, USUAL),
    ],
)
def test_polling_relaxes_only_while_a_hub_really_pushes(known, interval, expected):
    assert relaxed(interval, known, NOW) == expected


def test_a_find_long_after_the_last_push_is_one_that_the_hub_kept_back():
    assert leases.is_missed(sub(pushed=-1), NOW)
    assert not leases.is_missed(sub(pushed=-0.1), NOW)
    assert not leases.is_missed(sub(), NOW)
    assert not leases.is_missed(None, NOW)


@pytest.mark.parametrize("seconds", [0, 1, 60])
def test_a_tiny_lease_does_not_make_us_ask_without_end(seconds):
    known = sub("active", lease=seconds / 3600)
    assert leases.next_ask_at(known, NOW) == NOW + leases.FIRST_PAUSE


def test_leases_are_bounded():
    assert leases.granted(None) == leases.LEASE_ASKED
    assert leases.granted(timedelta(days=9_000)) == leases.LONGEST_LEASE
    assert leases.granted(timedelta(seconds=-5)) == timedelta()


def test_pauses_are_bounded_however_often_a_hub_fails():
    assert leases.next_ask_at(sub("requested", failures=10**6), NOW) == NOW + leases.LONGEST_PAUSE
    assert leases.next_ask_at(sub("denied", failures=10**6), NOW) == NOW + leases.LONGEST_DENIED_PAUSE


@pytest.mark.parametrize(
    ("site_url", "networks", "expected"),
    [
        ("https://news.example", (), "https://news.example/websub/"),
        ("https://news.example/", (), "https://news.example/websub/"),
        ("https://example.org/news/", (), "https://example.org/news/websub/"),
        ("http://1.1.1.1:8080", (), "http://1.1.1.1:8080/websub/"),
        ("", (), ""),
        ("news.example", (), ""),
        ("http://localhost:8080", (), ""),
        ("http://127.0.0.1:8080", (), ""),
        ("http://[::1]/", (), ""),
        ("http://192.168.1.4/", (), ""),
        ("http://printer/", (), ""),
        ("http://nas.local/", (), ""),
        ("http://[broken", (), ""),
        ("http://127.0.0.1:8080", ("127.0.0.0/8",), "http://127.0.0.1:8080/websub/"),
        ("http://localhost:8080", ("127.0.0.0/8",), "http://localhost:8080/websub/"),
    ],
)
def test_a_callback_needs_an_address_that_hubs_can_reach(site_url, networks, expected):
    policy = AddressPolicy(allowed_networks=networks)
    assert callback_base(site_url, policy) == expected
    assert bool(unreachable(site_url, policy)) == (not expected)
