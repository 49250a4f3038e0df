"""WebSub subscriptions: what we asked which hub, one row per source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from headwater.model.job import Stage
from headwater.model.subscription import Subscription, SubscriptionState
from headwater.store.columns import Record
from headwater.store.queue import enqueue
from headwater.store.schema import subscriptions
from headwater.store.upserts import upsert
from headwater.text.urls import host_of

MAX_DETAIL_CHARS = 200
"""A hub's words are kept as a sentence; the rest is cut."""

_HELD = frozenset({SubscriptionState.REQUESTED, SubscriptionState.ACTIVE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Callback:
    """What the site may know of a subscription: enough to judge who knocks, nothing to knock with."""

    topic_url: str
    state: SubscriptionState


def find_subscription(connection: Connection, source_id: str) -> Subscription | None:
    """The subscription of a source."""
    row = connection.execute(select(subscriptions).where(subscriptions.c.source_id == source_id)).first()
    return None if row is None else _subscription(row)


def find_by_callback(connection: Connection, callback_id: str) -> Subscription | None:
    """The subscription whose callback ends in this id."""
    row = connection.execute(select(subscriptions).where(subscriptions.c.callback_id == callback_id)).first()
    return None if row is None else _subscription(row)


def find_callback(connection: Connection, callback_id: str) -> Callback | None:
    """The same for a reader's gated connection, without the secret."""
    columns = subscriptions.c
    query = select(columns.topic_url, columns.state).where(columns.callback_id == callback_id)
    row = connection.execute(query).first()
    return None if row is None else Callback(topic_url=row.topic_url, state=SubscriptionState(row.state))


def list_subscriptions(connection: Connection) -> list[Subscription]:
    """All subscriptions, by source."""
    return [_subscription(row) for row in connection.execute(select(subscriptions).order_by(subscriptions.c.source_id))]


def save_subscription(tx: Connection, subscription: Subscription) -> None:
    """Keep a subscription in place of the source's former one."""
    row = {name: getattr(subscription, name) for name in subscriptions.c.keys()}  # noqa: SIM118 (no mapping)
    row["state"] = subscription.state.value
    row["detail"] = subscription.detail[:MAX_DETAIL_CHARS]
    upsert(tx, subscriptions, row, key=("source_id",))


def remove_subscription(tx: Connection, source_id: str) -> bool:
    """Forget a subscription; False if there is none."""
    return tx.execute(delete(subscriptions).where(subscriptions.c.source_id == source_id)).rowcount == 1


def set_detail(tx: Connection, source_id: str, detail: str) -> None:
    """Keep in words how the last request to the hub ended; everything else stays as it became meanwhile."""
    values = {"detail": detail[:MAX_DETAIL_CHARS]}
    tx.execute(update(subscriptions).where(subscriptions.c.source_id == source_id).values(**values))


def set_last_push(tx: Connection, source_id: str, at: datetime | None) -> None:
    """The hub pushed at `at`; None: it kept something back, so its silence says nothing until it pushes again."""
    tx.execute(update(subscriptions).where(subscriptions.c.source_id == source_id).values(last_push_at=at))


def leave(tx: Connection, source_id: str, *, now: datetime) -> bool:
    """Let the hub be asked to stop, also for a source that is paused or removed by this very transaction.

    Call it after the source's jobs were dropped. False if nothing was subscribed.
    """
    known = find_subscription(tx, source_id)
    if known is None or known.state not in _HELD:
        return False
    leaving = replace(known, state=SubscriptionState.LEAVING, requested_at=None, failure_count=0, detail="")
    save_subscription(tx, leaving)
    enqueue(tx, Stage.SUBSCRIBE, source_id, due_at=now, host=host_of(known.hub_url))
    return True


def _subscription(row: Record) -> Subscription:
    return Subscription(
        source_id=row.source_id,
        hub_url=row.hub_url,
        topic_url=row.topic_url,
        callback_id=row.callback_id,
        secret=row.secret,
        state=SubscriptionState(row.state),
        requested_at=row.requested_at,
        lease_ends_at=row.lease_ends_at,
        last_push_at=row.last_push_at,
        failure_count=row.failure_count,
        detail=row.detail,
    )
