"""May this address be fetched now? robots.txt is read first, kept a day, and obeyed (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from headwater import rights
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Signal
from headwater.model.web import FetchOutcome
from headwater.pipeline.politeness import robots_url
from headwater.pipeline.workshop import Workshop
from headwater.store import hosts
from headwater.store.hosts import HostState
from headwater.text.urls import host_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Permission:
    """A permit with what else the host's robots.txt said, or the rejection."""

    permit: FetchPermit | None = None
    rejection: Rejection | None = None
    signals: tuple[Signal, ...] = ()


async def ask(shop: Workshop, url: str) -> Permission:
    """Whether `url` may be fetched; reads robots.txt first if it is not known, and then keeps the host's pause."""
    state = await shop.in_store(_load, shop, host_of(url))
    if state.robots_expires_at is None or state.robots_expires_at <= shop.clock.now() or not _governs(state, url):
        state = await _refresh(shop, state, url)
        assert state.next_request_at is not None
        await shop.clock.sleep_until(state.next_request_at)
    return decide(state, url, shop.agent, shop.clock.now())


def decide(state: HostState, url: str, agent: str, now: datetime) -> Permission:
    """The permission that a host's known robots.txt gives for `url`."""
    answer = rights.robots_rule(state.robots_body, status=state.robots_status, url=url, agent=agent)
    if not answer.allowed:
        is_known = state.robots_status is not None and state.robots_status < 500
        reason = Reason.ROBOTS_DISALLOWED if is_known else Reason.ROBOTS_UNREACHABLE
        detail = answer.rule or f"robots.txt could not be read (status {state.robots_status or 'none'})"
        return Permission(rejection=Rejection(stage="fetch", reason=reason, detail=detail, subject=url))
    permit = rights.permit(url, rights.rule(url, answer.signals), now)
    if isinstance(permit, Rejection):
        return Permission(rejection=permit, signals=answer.signals)
    return Permission(permit=permit, signals=answer.signals)


async def _refresh(shop: Workshop, state: HostState, url: str) -> HostState:
    address = robots_url(url)
    now = shop.clock.now()

    async def may_follow(target: str) -> FetchPermit | Rejection:
        """RFC 9309 §2.3.1.2: robots.txt may be redirected, also to another host."""
        return rights.standing_permit(target, shop.clock.now())

    permit = rights.standing_permit(address, now)
    outcome = await shop.fetcher.fetch(permit, capture_id=shop.new_id(now), now=now, may_fetch=may_follow)
    return await shop.in_store(_save, shop, _learn(shop, state, address, outcome))


def _learn(shop: Workshop, state: HostState, address: str, outcome: FetchOutcome) -> HostState:
    capture = outcome.capture
    status = capture.status if capture is not None else outcome.status or None
    is_answer = status is not None and status < 500
    now = shop.clock.now()
    keep = shop.politeness.robots_max_age if is_answer else shop.politeness.robots_retry
    body = capture.body if capture is not None else None
    answer = rights.robots_rule(body, status=status, url=address, agent=shop.agent)
    delay = None if answer.crawl_delay is None else timedelta(seconds=answer.crawl_delay)
    return replace(
        state,
        robots_body=body,
        robots_status=status,
        robots_url=address,
        robots_expires_at=now + keep,
        crawl_delay=delay,
        next_request_at=now + shop.politeness.pause_after(delay),
    )


def _governs(state: HostState, url: str) -> bool:
    return state.robots_url == robots_url(url)


def _load(shop: Workshop, host: str) -> HostState:
    with shop.store.read() as tx:
        return hosts.get_host(tx, host)


def _save(shop: Workshop, state: HostState) -> HostState:
    with shop.store.write() as tx:
        hosts.save_host(tx, state)
    return state
