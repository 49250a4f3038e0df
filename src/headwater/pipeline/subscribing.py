"""SUBSCRIBE: ask a source's WebSub hub to push, to go on pushing, or to stop (W3C WebSub §5).

The hub confirms by asking our site back, not in its answer: the site puts that into the inbox, and `pushing.take`
works it in. Until then polling goes on as ever.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlencode, urlsplit

from headwater.model.job import Job, Stage
from headwater.model.subscription import Subscription, SubscriptionState
from headwater.model.web import FetchOutcome, Source
from headwater.net import AddressPolicy
from headwater.pipeline import leases
from headwater.pipeline.leases import Step
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, outcomes, queue, sources, subscriptions
from headwater.text.urls import host_of

STAGE = "subscribe"
CALLBACK_PATH = "/websub/"
FORM = "application/x-www-form-urlencoded"
SECRET_BYTES = 32
"""Twice that many hexadecimal digits, below the 200 bytes that WebSub §5.1 allows."""

CALLBACK_BYTES = 24
_REFUSALS = frozenset({400, 404, 405, 410})
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid")


def callback_base(site_url: str, policy: AddressPolicy) -> str:
    """Where hubs reach this site, "https://…/websub/"; empty where they cannot (`unreachable` says why)."""
    return "" if unreachable(site_url, policy) else site_url.strip().rstrip("/") + CALLBACK_PATH


def unreachable(site_url: str, policy: AddressPolicy) -> str:
    """Why no hub can call this site back, in words for `sources show`; empty where one can."""
    if not site_url.strip():
        return "site_url is not set"
    try:
        parts = urlsplit(site_url.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "site_url is no address"
    if parts.scheme not in ("http", "https") or not host:
        return "site_url is no http or https address"
    return f"site_url is not public: {words}" if (words := _refusal(host, policy)) else ""


def _refusal(host: str, policy: AddressPolicy) -> str:
    if host == "localhost" or host.endswith(_LOCAL_SUFFIXES):
        return f"{host} is a name of this machine or network" if policy.refusal("127.0.0.1") else ""
    try:
        return policy.refusal(str(ip_address(host)))
    except ValueError:
        return "" if "." in host else f"{host} is a name of the local network"


def consider(tx: Transaction, source: Source, *, now: datetime) -> bool:
    """Queue a SUBSCRIBE job if a source that was just read asks for one; whether it did. Costs one look-up.

    For the transaction that saves a poll, of sources with a hub now or before, where hubs can reach the site.
    """
    known = subscriptions.find_subscription(tx, source.id)
    step = leases.next_step(source, known, now)
    if step not in (Step.SUBSCRIBE, Step.UNSUBSCRIBE):
        return False
    hub_url = known.hub_url if step is Step.UNSUBSCRIBE and known is not None else source.hub_url
    queue.enqueue(tx, Stage.SUBSCRIBE, source.id, due_at=now, host=host_of(hub_url))
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    """What is asked of the hub; `step` SUBSCRIBE or UNSUBSCRIBE."""

    step: Step
    subscription: Subscription

    def form(self, callback: str) -> bytes:
        """The body (§5.1)."""
        subscription = self.subscription
        fields = {"hub.mode": self.step.value, "hub.topic": subscription.topic_url, "hub.callback": callback}
        if self.step is Step.SUBSCRIBE:
            lease = int(leases.LEASE_ASKED.total_seconds())
            fields |= {"hub.secret": subscription.secret, "hub.lease_seconds": str(lease)}
        return urlencode(fields).encode("ascii")


async def subscribe(shop: Workshop, job: Job, *, callbacks: str) -> str:
    """One SUBSCRIBE job from claim to commit; the outcome in a word.

    `callbacks` is `callback_base(…)`. Where it is empty, no hub can be told anything: subscriptions are forgotten, and
    end at the hub with their lease.
    """
    request = await shop.in_store(_prepare, shop, job, callbacks)
    if isinstance(request, str):
        return request
    subscription, now = request.subscription, shop.clock.now()
    # No robots.txt is asked: it rules what a crawler may read (RFC 9309 §1). Here the publisher itself names the hub
    # in its document as the service to send this request to. The host's pause and lane are kept all the same.
    outcome = await shop.fetcher.post(
        subscription.hub_url,
        request.form(callbacks + subscription.callback_id),
        media_type=FORM,
        capture_id=shop.new_id(now),
        now=now,
    )
    return await shop.in_store(_save, shop, job, request, outcome)


def _prepare(shop: Workshop, job: Job, callbacks: str) -> _Request | str:
    """What to ask, kept before it is asked: a hub may confirm before it answers. Or, in a word, why nothing."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        source = sources.find_source(tx, job.subject_id) if callbacks else None
        known = subscriptions.find_subscription(tx, job.subject_id)
        step = leases.next_step(source, known, now)
        if step is Step.FORGET or not callbacks:
            subscriptions.remove_subscription(tx, job.subject_id)
            queue.finish(tx, job)
            return "forgotten"
        if step is Step.WAIT:
            assert known is not None
            return _again(tx, job, known, now, "waiting")
        subscription = _wish(shop, step, source, known, now)
        if host_of(subscription.hub_url) != job.host:
            return _again(tx, job, subscription, now, "other host")
        subscriptions.save_subscription(tx, subscription)
        return _Request(step=step, subscription=subscription)


def _again(tx: Transaction, job: Job, subscription: Subscription, now: datetime, outcome: str) -> str:
    """Let the job wait until the hub is asked next; at once where only the host was another."""
    due_at = now if outcome == "other host" else leases.next_ask_at(subscription, now)
    if queue.finish(tx, job):
        host = host_of(subscription.hub_url)
        queue.enqueue(tx, Stage.SUBSCRIBE, job.subject_id, due_at=max(now, due_at), host=host)
    return outcome


def _wish(shop: Workshop, step: Step, source: Source | None, known: Subscription | None, now: datetime) -> Subscription:
    """The subscription as it stands once the hub is asked."""
    if step is Step.UNSUBSCRIBE:
        assert known is not None
        attempts = known.failure_count if known.state is SubscriptionState.LEAVING else 0
        return replace(known, state=SubscriptionState.LEAVING, requested_at=now, failure_count=attempts + 1)
    assert source is not None
    if known is None or leases.is_over(known, now) or leases.is_moved(source, known):
        return _new(shop, source, now)
    is_active = leases.is_active(known, now)
    state = SubscriptionState.ACTIVE if is_active else SubscriptionState.REQUESTED
    return replace(known, state=state, requested_at=now, failure_count=known.failure_count + 1)


def _new(shop: Workshop, source: Source, now: datetime) -> Subscription:
    return Subscription(
        source_id=source.id,
        hub_url=source.hub_url,
        topic_url=leases.topic_of(source),
        callback_id=urlsafe_b64encode(shop.randomness(CALLBACK_BYTES)).decode("ascii"),
        secret=shop.randomness(SECRET_BYTES).hex(),
        requested_at=now,
        failure_count=1,
    )


def _save(shop: Workshop, job: Job, request: _Request, outcome: FetchOutcome) -> str:
    now = shop.clock.now()
    asked, rejection = request.subscription, outcome.rejection
    with shop.store.write() as tx:
        # Not the source's fetch: that its hub is down says nothing about the source.
        outcomes.record_fetch(tx, url=asked.hub_url, at=now, outcome=outcome)
        leave_alone(shop, tx, asked.hub_url, outcome, now)
        words = ""
        if rejection is not None:
            words = f"{rejection.reason.value}: {rejection.detail}"
            outcomes.record_rejection(tx, replace(rejection, stage=STAGE), at=now, subject_id=asked.source_id)
        subscriptions.set_detail(tx, asked.source_id, words)
        if request.step is Step.UNSUBSCRIBE and outcome.status in _REFUSALS:
            _end(tx, asked)
        # It may have been confirmed, denied or dropped meanwhile.
        current = subscriptions.find_subscription(tx, asked.source_id) or asked
        _again(tx, job, current, now, "")
    return rejection.reason.value if rejection is not None else request.step.value


def _end(tx: Transaction, left: Subscription) -> None:
    """A hub that will not hear of it holds nothing of ours, or will learn by 410 Gone."""
    subscriptions.save_subscription(tx, replace(left, state=SubscriptionState.ENDED, requested_at=None))
