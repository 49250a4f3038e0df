"""From host to host along redirects: each one's place in line is taken and its pause kept, as for any other request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from headwater.model.rejection import Reason, Rejection
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, hosts
from headwater.store.hosts import HostState
from headwater.text.urls import host_of

LONGEST_WAIT = timedelta(minutes=1)
"""A job does not wait longer than this for a host's pause: it is tried again later. `longest_crawl_delay` fits in."""


class Hops:
    """The hosts that one fetch holds while it lasts: its own, and those that it was redirected to."""

    def __init__(self, shop: Workshop, url: str, held: frozenset[str] = frozenset()) -> None:
        self._shop = shop
        self._held = {host_of(url), *held}
        self._asked = set(self._held)
        self.taken: list[str] = []

    @property
    def held(self) -> frozenset[str]:
        """Hosts that nobody else asks now."""
        return frozenset(self._held)

    async def arrive(self, target: str) -> Rejection | None:
        """Take the place at the host of `target` and wait until it may be asked; why not, where that cannot be."""
        host, shop = host_of(target), self._shop
        if host not in self._held and host in shop.busy_hosts:
            return busy(target, "the host is being asked already")
        if host not in self._held:
            shop.busy_hosts.add(host)
            self._held.add(host)
            self.taken.append(host)
        state = await shop.in_store(_load, shop, host)
        was_asked, self._asked = host in self._asked, self._asked | {host}
        at = shop.clock.now() + shop.politeness.pause_after(state.crawl_delay) if was_asked else None
        if not await keep_pause(shop, state, at):
            return busy(target, "the host asked for more time")
        return None


@asynccontextmanager
async def hopping(shop: Workshop, url: str, held: frozenset[str] = frozenset()) -> AsyncIterator[Hops]:
    """Around one fetch of `url`; the pauses of the hosts that it came to begin when it ends. `held` are held anyway."""
    hops = Hops(shop, url, held)
    try:
        yield hops
    finally:
        try:
            if hops.taken:
                await shop.in_store(_begin_pauses, shop, tuple(hops.taken))
        finally:
            shop.busy_hosts.difference_update(hops.taken)


async def keep_pause(shop: Workshop, state: HostState, at: datetime | None = None) -> bool:
    """Wait until the host may be asked (and until `at`); False, at once, where that is too long to wait for."""
    until = max(filter(None, (state.next_request_at, at)), default=None)
    if until is None:
        return True
    if until > shop.clock.now() + LONGEST_WAIT:
        return False
    await shop.clock.sleep_until(until)
    return True


def busy(url: str, why: str) -> Rejection:
    """A host that cannot be asked now, and for no fault of its own."""
    return Rejection(stage="fetch", reason=Reason.CONNECTION_FAILED, detail=why, subject=url)


def _begin_pauses(shop: Workshop, taken: tuple[str, ...]) -> None:
    with shop.store.write() as tx:
        for host in taken:
            _begin_pause(shop, tx, host)


def _begin_pause(shop: Workshop, tx: Transaction, host: str) -> None:
    state = hosts.get_host(tx, host)
    at = shop.clock.now() + shop.politeness.pause_after(state.crawl_delay)
    if state.next_request_at is None or state.next_request_at < at:
        hosts.set_next_request(tx, host, at)


def _load(shop: Workshop, host: str) -> HostState:
    with shop.store.read() as tx:
        return hosts.get_host(tx, host)
