"""Decisions about WebSub subscriptions: what to ask a hub and when, and how far polling may relax."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from headwater.model.subscription import Subscription, SubscriptionState
from headwater.model.web import Source

LEASE_ASKED = timedelta(days=10)
"""WebSub §5.1 lets the hub decide; ten days are what hubs give by default."""

LONGEST_LEASE = timedelta(days=30)
"""What a hub grants beyond is taken as this long: a hub that has forgotten us is found out."""

RENEWED_AFTER = 0.8
"""The part of a lease after which it is renewed."""

FIRST_PAUSE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(days=7)
"""Between two requests for a subscription that is not confirmed: the pause grows threefold each time."""

FIRST_DENIED_PAUSE = timedelta(days=1)
LONGEST_DENIED_PAUSE = timedelta(days=30)

MAX_LEAVE_ATTEMPTS = 3
"""A hub that does not react to so many requests to stop is left alone; its pushes are answered with 410 Gone."""

RELAXED_INTERVAL = timedelta(hours=6)
"""How often a source is polled at most while its hub pushes."""

MISS_TOLERANCE = timedelta(minutes=10)
"""A poll this soon after a push says nothing about the hub: it may have overtaken the next one."""

_MAX_TRIPLINGS = 12


class Step(StrEnum):
    """What to do about a source's subscription now."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    WAIT = "wait"
    FORGET = "forget"


def next_step(source: Source | None, subscription: Subscription | None, now: datetime) -> Step:
    """What to do now; `source` None for one that is gone, or that no hub could reach us for."""
    is_wanted = source is not None and not source.is_paused and bool(source.hub_url)
    if subscription is None or is_over(subscription, now):
        return Step.SUBSCRIBE if is_wanted else Step.FORGET
    if subscription.state is SubscriptionState.LEAVING:
        return _when_due(Step.UNSUBSCRIBE, subscription, now)
    if source is not None and is_wanted and not is_moved(source, subscription):
        return _when_due(Step.SUBSCRIBE, subscription, now)
    if subscription.state is SubscriptionState.DENIED:  # the hub holds nothing of ours
        return Step.SUBSCRIBE if is_wanted else Step.FORGET
    return Step.UNSUBSCRIBE


def _when_due(step: Step, subscription: Subscription, now: datetime) -> Step:
    return step if now >= next_ask_at(subscription, now) else Step.WAIT


def is_over(subscription: Subscription, now: datetime) -> bool:
    """Whether nothing is left of it: ended, or left by a hub that does not answer."""
    if subscription.state is SubscriptionState.LEAVING and subscription.failure_count >= MAX_LEAVE_ATTEMPTS:
        return now >= next_ask_at(subscription, now)
    return subscription.state is SubscriptionState.ENDED


def is_moved(source: Source, subscription: Subscription) -> bool:
    """Whether the source now names another hub or topic than we subscribed to."""
    return (source.hub_url, topic_of(source)) != (subscription.hub_url, subscription.topic_url)


def topic_of(source: Source) -> str:
    """The topic to subscribe to: what the source calls itself, else where it is read."""
    return source.topic_url or source.url


def is_active(subscription: Subscription | None, now: datetime) -> bool:
    """Whether the hub has promised to push at this time."""
    if subscription is None or subscription.state is not SubscriptionState.ACTIVE:
        return False
    return subscription.lease_ends_at is not None and now < subscription.lease_ends_at


def next_ask_at(subscription: Subscription, now: datetime) -> datetime:
    """When the hub is asked next; `failure_count` are the requests since it last confirmed one."""
    asked_at = subscription.requested_at
    if asked_at is None:
        return now
    ends_at = subscription.lease_ends_at
    if subscription.state is SubscriptionState.ACTIVE and ends_at is not None and subscription.failure_count == 0:
        return asked_at + max(FIRST_PAUSE, (ends_at - asked_at) * RENEWED_AFTER)
    if subscription.state is SubscriptionState.DENIED:
        return asked_at + _grown(FIRST_DENIED_PAUSE, subscription.failure_count, LONGEST_DENIED_PAUSE)
    return asked_at + _grown(FIRST_PAUSE, subscription.failure_count, LONGEST_PAUSE)


def _grown(first: timedelta, attempts: int, longest: timedelta) -> timedelta:
    grown: timedelta = first * 3 ** min(max(0, attempts - 1), _MAX_TRIPLINGS)
    return min(grown, longest)


def granted(lease: timedelta | None) -> timedelta:
    """The lease that a hub's answer counts as; what we asked for where it names none (§5.3 demands it)."""
    return LEASE_ASKED if lease is None else max(timedelta(), min(lease, LONGEST_LEASE))


def relaxed(interval: timedelta, subscription: Subscription | None, now: datetime) -> timedelta:
    """The polling interval of a source whose learned one is `interval`.

    Longer only while a lease runs *and* the hub has pushed since it was last caught keeping something back; never
    beyond the end of the lease by more than `interval`.
    """
    if subscription is None or not is_active(subscription, now) or subscription.last_push_at is None:
        return interval
    assert subscription.lease_ends_at is not None
    return max(interval, min(RELAXED_INTERVAL, subscription.lease_ends_at - now))


def is_missed(subscription: Subscription | None, now: datetime) -> bool:
    """Whether a poll that just found something new has found it because the hub did not push it."""
    if subscription is None or not is_active(subscription, now) or subscription.last_push_at is None:
        return False
    return now - subscription.last_push_at > MISS_TOLERANCE
