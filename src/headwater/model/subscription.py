"""A WebSub subscription: a hub that pushes what a source publishes (W3C WebSub)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubscriptionState(StrEnum):
    """Where a subscription stands."""

    REQUESTED = "requested"
    ACTIVE = "active"
    DENIED = "denied"
    LEAVING = "leaving"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """What we asked one hub for one source. `callback_id` is the unguessable end of our callback's address, `secret`
    the HMAC key that the hub signs with (WebSub §7)."""

    source_id: str
    hub_url: str
    topic_url: str
    callback_id: str
    secret: str
    state: SubscriptionState = SubscriptionState.REQUESTED
    requested_at: datetime | None = None
    lease_ends_at: datetime | None = None
    last_push_at: datetime | None = None
    failure_count: int = 0
    detail: str = ""
