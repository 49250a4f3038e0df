"""May this address be fetched now? robots.txt is read first, kept a day, and obeyed (RFC 9309)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from headwater import rights
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Signal
from headwater.net import MayFetch
from headwater.pipeline import site_reading
from headwater.pipeline.hops import busy, hopping, keep_pause
from headwater.pipeline.politeness import TOO_MANY_REQUESTS
from headwater.pipeline.site_reading import HostKnowledge
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, grants
from headwater.text.urls import host_of, registrable_domain


@dataclass(frozen=True, kw_only=True, slots=True)
class Permission:
    """A permit with what else the host said of rights, or the rejection."""

    permit: FetchPermit | None = None
    rejection: Rejection | None = None
    signals: tuple[Signal, ...] = ()

    @property
    def answer(self) -> FetchPermit | Rejection:
        """The permit, or why there is none."""
        return self.permit or self.rejection or _rejected(Reason.RESERVED, "no ruling", "")


async def ask(shop: Workshop, url: str) -> Permission:
    """Whether `url` may be fetched; reads robots.txt first if it is not known, and then keeps the host's pause."""
    return await _ask(shop, url, frozenset())


async def ask_for_page(shop: Workshop, url: str) -> Permission:
    """As `ask`, for pages whose text will be kept: the documents that speak for the whole host are read first, too.

    That is once a day, at the host's pace; those that cannot be had hold nothing up.
    """
    return await _ask(shop, url, frozenset(), with_documents=True)


async def _ask(shop: Workshop, url: str, held: frozenset[str], *, with_documents: bool = False) -> Permission:
    known = await shop.in_store(_load, shop, url)
    is_fresh = known.is_fresh(url, shop.clock.now())
    if not is_fresh:
        known = await site_reading.read_robots(shop, known, url, held)
    if known.refusal is not None:
        return Permission(rejection=known.refusal)
    permission = decide(known, url, shop.agent, shop.clock.now())
    if permission.permit is None:
        return permission
    if not is_fresh and not await keep_pause(shop, known.state):
        return Permission(rejection=busy(url, "the host asked for more time"))
    if not with_documents:
        return permission
    known = await site_reading.read_documents(shop, known, url)
    if not await keep_pause(shop, known.state):
        return Permission(rejection=busy(url, "the host asked for more time"))
    return decide(known, url, shop.agent, shop.clock.now())


def decide(known: HostKnowledge, url: str, agent: str, now: datetime) -> Permission:
    """The permission that a host's known robots.txt and documents give for `url`."""
    answer = known.robots_answer(url, agent)
    if not answer.allowed:
        status = known.robots_status(url)
        is_known = status is not None and status < 500 and status != TOO_MANY_REQUESTS
        reason = Reason.ROBOTS_DISALLOWED if is_known else Reason.ROBOTS_UNREACHABLE
        why = known.trouble or (f"status {status}" if status is not None else "no answer")
        detail = answer.rule or f"robots.txt could not be read: {why}"
        return Permission(rejection=_rejected(reason, detail, url))
    signals = known.signals(url, agent)
    permit = rights.permit(url, rights.rule(url, signals), now)
    if isinstance(permit, Rejection):
        return Permission(rejection=permit, signals=signals)
    return Permission(permit=permit, signals=signals)


def host_signals(tx: Transaction, host: str, url: str, agent: str) -> tuple[Signal, ...]:
    """What `host` says of rights about `url`, as it is known: robots.txt and the documents of the whole host.

    Operators' grants for its publisher come with it; the time decides which of them still hold (`rights.rule`).
    """
    granted = rights.grant_signals(grants.grants_of(tx, registrable_domain(url)))
    return (*site_reading.load(tx, host).signals(url, agent), *granted)


def known_host(tx: Transaction, url: str) -> HostKnowledge:
    """What is known of the host of `url`: its robots.txt and documents, as they were read last."""
    return site_reading.load(tx, host_of(url))


@asynccontextmanager
async def following(shop: Workshop, url: str) -> AsyncIterator[MayFetch]:
    """The `may_fetch` of one fetch of `url`: each redirect obeys robots.txt, and its host's pause and place in line.

    Places taken at other hosts are held until the block ends, and their pauses begin then.
    """
    async with hopping(shop, url) as hops:

        async def may_fetch(target: str) -> FetchPermit | Rejection:
            return await hops.arrive(target) or (await _ask(shop, target, hops.held)).answer

        yield may_fetch


def _rejected(reason: Reason, detail: str, url: str) -> Rejection:
    return Rejection(stage="fetch", reason=reason, detail=detail, subject=url)


def _load(shop: Workshop, url: str) -> HostKnowledge:
    with shop.store.read() as tx:
        return site_reading.load(tx, host_of(url))
