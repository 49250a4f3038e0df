"""What hubs told the site, worked in: leases, denials, and documents pushed (W3C WebSub §5.3, §7).

The site believes nothing and checks no signature, because §7.1 has it answer the same either way; so the secrets stay
with the one process that writes the database.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.subscription import Subscription, SubscriptionState
from headwater.model.web import Capture, Source
from headwater.pipeline import leases, settling
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, outcomes, queue, sources, subscriptions
from headwater.store.inbox import MEBIBYTE, STAGE, Delivery, DeliveryKind, Inbox
from headwater.text.ids import digest
from headwater.text.link_headers import read_links
from headwater.text.urls import address_key, host_of

MAX_TAKEN = 100
MAX_TAKEN_BYTES = 64 * MEBIBYTE
"""What one call of `take` works in; the rest stays for the next."""

WATCH_INTERVAL = timedelta(seconds=1)
PING_PAUSE = timedelta(minutes=1)
"""A hub that only says "something is new" makes us read the source, but never sooner than this after the last time."""

_METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})  # §7.1
_LISTENING = frozenset({SubscriptionState.REQUESTED, SubscriptionState.ACTIVE})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pushed:
    """A document, its signature found right."""

    subscription: Subscription
    source: Source


async def take(shop: Workshop, inbox: Path) -> int:
    """Work in what waits in the folder, oldest first, and delete it; how many messages there were.

    Each is committed before its file goes, and one worked in twice changes nothing more. What is forged, broken or
    not asked for is kept as a rejection of the stage "push", with its reason.
    """
    box = Inbox(inbox)
    paths = await asyncio.to_thread(box.waiting, limit=MAX_TAKEN, max_bytes=MAX_TAKEN_BYTES)
    for path in paths:
        delivery = await asyncio.to_thread(box.read, path)
        if isinstance(delivery, Rejection):
            await shop.in_store(_reject, shop, delivery, "")
        else:
            await _work_in(shop, delivery)
        await asyncio.to_thread(box.remove, path)
    return len(paths)


async def watch(shop: Workshop, inbox: Path, *, wake: Callable[[], None], stop: asyncio.Event) -> None:
    """Call `take` every second until `stop`, and `wake` whenever it found something."""
    while not stop.is_set():
        if await take(shop, inbox):
            wake()
            continue
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), WATCH_INTERVAL.total_seconds())


@asynccontextmanager
async def watching(
    shop: Workshop, inbox: Path, *, wake: Callable[[], None], end: Callable[[], None]
) -> AsyncIterator[None]:
    """`watch` beside the block. A bug in it calls `end` at once and is raised when the block is left."""
    stop = asyncio.Event()
    task = asyncio.create_task(watch(shop, inbox, wake=wake, stop=stop))
    task.add_done_callback(lambda _: end())
    try:
        yield
    finally:
        stop.set()
        await task


async def _work_in(shop: Workshop, delivery: Delivery) -> None:
    if delivery.kind is not DeliveryKind.CONTENT:
        await shop.in_store(_note, shop, delivery)
        return
    pushed = await shop.in_store(_judge, shop, delivery)
    if pushed is None:
        return
    capture = _capture(shop, pushed, delivery)
    feed = await shop.in_child("read_feed", (capture, False))
    await settling.save_pushed(shop, pushed.source.id, capture, feed)
    if isinstance(feed, Rejection):
        await shop.in_store(_look_there, shop, pushed.source)  # what cannot be read here may be read at its own place
    else:
        await shop.in_store(_mark, shop, pushed, delivery)


def _capture(shop: Workshop, pushed: _Pushed, delivery: Delivery) -> Capture:
    """The pushed document as if its topic had been read at the moment it came."""
    topic_url = pushed.subscription.topic_url
    headers = {"content-type": delivery.media_type, "link": delivery.link}
    return Capture(
        id=shop.new_id(delivery.received_at),
        requested_url=topic_url,
        final_url=topic_url,
        status=200,
        headers={name: value for name, value in headers.items() if value},
        body=delivery.body,
        captured_at=delivery.received_at,
        source_id=pushed.source.id,
        body_digest=digest(delivery.body),
    )


def _judge(shop: Workshop, delivery: Delivery) -> _Pushed | None:
    """The source that a document is for, if there is a document to read; everything else is settled here."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        known = subscriptions.find_by_callback(tx, delivery.callback_id)
        source = None if known is None else sources.find_source(tx, known.source_id)
        if known is None or source is None or source.is_paused or known.state not in _LISTENING:
            detail = "nothing is subscribed under this callback"
            _record(tx, _rejected(Reason.BAD_INPUT, detail, delivery.callback_id), now, "")
            return None
        if (rejection := content_refusal(delivery, known)) is not None:
            _record(tx, rejection, now, source.id)
            return None
        if delivery.body:
            return _Pushed(subscription=known, source=source)
        _poll_soon(tx, source, now)
        subscriptions.set_last_push(tx, source.id, delivery.received_at)
        return None


def _poll_soon(tx: Transaction, source: Source, now: datetime) -> None:
    """A hub had only a word for us that something is new: the source itself is read."""
    due_at = max(now, (source.last_check_at or now - PING_PAUSE) + PING_PAUSE)
    queue.enqueue(tx, Stage.POLL, source.id, due_at=due_at, host=host_of(source.url))


def _look_there(shop: Workshop, source: Source) -> None:
    with shop.store.write() as tx:
        _poll_soon(tx, source, shop.clock.now())


def content_refusal(delivery: Delivery, subscription: Subscription) -> Rejection | None:
    """Why a pushed document is dropped: not signed with the subscription's secret, or another topic's."""
    if not delivery.signature:
        return _rejected(Reason.BAD_SIGNATURE, "the hub did not sign", subscription.topic_url)
    if not is_signed(delivery.signature, delivery.body, subscription.secret):
        return _rejected(Reason.BAD_SIGNATURE, "the signature is wrong", subscription.topic_url)
    links = read_links(delivery.link, subscription.topic_url)
    named = [link.url for link in links if "self" in link.relations]
    if named and address_key(named[0]) != address_key(subscription.topic_url):
        return _rejected(Reason.BAD_INPUT, f"the hub pushed another topic: {named[0]}", subscription.topic_url)
    return None


def is_signed(signature: str, body: bytes, secret: str) -> bool:
    """Whether `signature` ("method=hexadecimal digits", §7.1) is that of `body` under `secret`."""
    method, _, stated = signature.strip().partition("=")
    method = method.strip().lower()
    if method not in _METHODS:
        return False
    right = hmac.new(secret.encode("utf-8"), body, method).hexdigest()
    return hmac.compare_digest(right.encode("ascii"), stated.strip().lower().encode("utf-8", "replace"))


def _mark(shop: Workshop, pushed: _Pushed, delivery: Delivery) -> None:
    with shop.store.write() as tx:
        subscriptions.set_last_push(tx, pushed.source.id, delivery.received_at)


def _note(shop: Workshop, delivery: Delivery) -> None:
    """A hub confirmed or denied: keep it if it fits what we asked for."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        known = subscriptions.find_by_callback(tx, delivery.callback_id)
        changed = None if known is None or known.topic_url != delivery.topic_url else noted(known, delivery)
        if changed is None:
            detail = f"a hub's answer ({delivery.kind.value}) to nothing that we asked"
            _record(tx, _rejected(Reason.BAD_INPUT, detail, delivery.callback_id), now, "")
            return
        subscriptions.save_subscription(tx, changed)
        due_at = now if changed.state is SubscriptionState.ENDED else leases.next_ask_at(changed, now)
        queue.enqueue(tx, Stage.SUBSCRIBE, changed.source_id, due_at=due_at, host=host_of(changed.hub_url))


def noted(known: Subscription, delivery: Delivery) -> Subscription | None:
    """The subscription after a hub's confirmation or denial; None where it answers nothing that was asked."""
    if delivery.kind is DeliveryKind.SUBSCRIBED and known.state in _LISTENING:
        ends_at = delivery.received_at + leases.granted(delivery.lease)
        return replace(known, state=SubscriptionState.ACTIVE, lease_ends_at=ends_at, failure_count=0, detail="")
    if delivery.kind is DeliveryKind.DENIED and known.state in _LISTENING:
        return replace(
            known,
            state=SubscriptionState.DENIED,
            requested_at=delivery.received_at,
            lease_ends_at=None,
            failure_count=max(1, known.failure_count),
            detail=f"denied: {delivery.reason}".rstrip(": "),
        )
    if delivery.kind is DeliveryKind.UNSUBSCRIBED and known.state is SubscriptionState.LEAVING:
        return replace(known, state=SubscriptionState.ENDED, requested_at=None, lease_ends_at=None, detail="")
    return None


def _reject(shop: Workshop, rejection: Rejection, subject_id: str) -> None:
    with shop.store.write() as tx:
        _record(tx, rejection, shop.clock.now(), subject_id)


def _record(tx: Transaction, rejection: Rejection, at: datetime, subject_id: str) -> None:
    outcomes.record_rejection(tx, rejection, at=at, subject_id=subject_id)


def _rejected(reason: Reason, detail: str, subject: str) -> Rejection:
    return Rejection(stage=STAGE, reason=reason, detail=detail, subject=subject)
