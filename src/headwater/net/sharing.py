"""At most so many connections at once to one IP address, however many hosts share it.

What counts are open sockets, idle kept-alive ones too: that is what a server's operator sees. A seat is taken after the
name was looked up and before anything is connected, and given back when the socket closes. While somebody waits for an
address, connections to it are closed after their exchange instead of being kept.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from headwater.model.rejection import Reason
from headwater.net.addresses import literal_address
from headwater.net.failures import AddressBusy, FetchFailure

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
"""A row of getaddrinfo."""


class CountedSocket(socket.socket):
    """A socket that says once when it is closed."""

    _closed_call: Callable[[], None] | None = None

    def when_closed(self, call: Callable[[], None]) -> CountedSocket:
        """Call `call` when this socket closes."""
        self._closed_call = call
        return self

    def close(self) -> None:
        """Close, and say so."""
        super().close()
        call, self._closed_call = self._closed_call, None
        if call is not None:
            call()

    def __del__(self) -> None:
        self.close()


class _Visit:
    """One exchange on its way to an address: the seat that it holds until its socket is opened."""

    def __init__(self, paused: Callable[[], None], resumed: Callable[[], None]) -> None:
        self.paused = paused
        self.resumed = resumed
        self.reserved = ""
        self.give_back: Callable[[str], None] = lambda address: None


_VISIT: ContextVar[_Visit | None] = ContextVar("visit", default=None)


@contextmanager
def visiting(paused: Callable[[], None], resumed: Callable[[], None]) -> Iterator[None]:
    """Around one exchange: `paused` is called before it has to wait for a seat, `resumed` after."""
    visit = _Visit(paused, resumed)
    token = _VISIT.set(visit)
    try:
        yield
    finally:
        _VISIT.reset(token)
        if visit.reserved:
            visit.give_back(visit.reserved)


class SharedAddresses:
    """Counts the open sockets of each address and lets the next one in, first come, first served."""

    def __init__(self, limit: int, max_wait_seconds: float) -> None:
        self._limit = limit
        self._max_wait_seconds = max_wait_seconds
        self._taken: dict[str, int] = {}
        self._waiting: dict[str, deque[asyncio.Future[str]]] = {}

    def is_wanted(self, address: str) -> bool:
        """Whether somebody waits for a seat at `address`."""
        return any(not waiter.done() for waiter in self._waiting.get(address, ()))

    def count(self, address: str) -> int:
        """Seats taken at `address`: open sockets, and those about to be opened."""
        return self._taken.get(address, 0)

    async def seat(self, addresses: Sequence[str]) -> None:
        """Reserve a seat at one of `addresses` (in order of preference) for the visit under way, waiting for it.

        FetchFailure CONNECTION_FAILED when none became free in time.
        """
        visit = _VISIT.get()
        if visit is None or visit.reserved:
            return
        visit.give_back = self._leave
        free = next((address for address in addresses if self._has_room(address)), "")
        if free:
            self._taken[free] = self.count(free) + 1
            visit.reserved = free
            return
        visit.paused()
        try:
            visit.reserved = await self._wait(addresses)
        finally:
            visit.resumed()

    def open(self, address: str, family: int, kind: int, protocol: int) -> socket.socket:
        """A socket for `address` on the seat that was reserved, or on a free one; AddressBusy where there is none."""
        visit = _VISIT.get()
        if visit is not None and visit.reserved == address:
            visit.reserved = ""
        elif self._has_room(address):
            self._taken[address] = self.count(address) + 1
        else:
            raise AddressBusy(f"{self._limit} connections to the same address are open already")
        try:
            made = CountedSocket(family, kind, protocol)
        except OSError:
            self._leave(address)
            raise
        return made.when_closed(lambda: self._leave(address))

    def _has_room(self, address: str) -> bool:
        return self.count(address) < self._limit and not self.is_wanted(address)

    async def _wait(self, addresses: Sequence[str]) -> str:
        """The address whose seat was handed over."""
        turn: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        for address in addresses:
            self._waiting.setdefault(address, deque()).append(turn)
        try:
            async with asyncio.timeout(self._max_wait_seconds):
                return await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._leave(turn.result())  # handed over in the moment in which we gave up
            if not isinstance(error, TimeoutError):
                raise
            words = f"{self._limit} connections to {addresses[0]} were open all the time"
            raise FetchFailure(Reason.CONNECTION_FAILED, words) from error
        finally:
            for address in addresses:
                self._forget(address, turn)

    def _forget(self, address: str, turn: asyncio.Future[str]) -> None:
        waiting = self._waiting.get(address)
        if waiting is not None and turn in waiting:
            waiting.remove(turn)
        if not waiting:
            self._waiting.pop(address, None)

    def _leave(self, address: str) -> None:
        """Hand the seat to whoever has waited the longest, or give it up."""
        waiting = self._waiting.get(address, deque())
        while waiting:
            turn = waiting.popleft()
            if not turn.done() and not turn.get_loop().is_closed():
                turn.set_result(address)
                return
        left = self.count(address) - 1
        if left > 0:
            self._taken[address] = left
        else:
            self._taken.pop(address, None)


class SeatedNames(AbstractResolver):
    """A resolver that lets nobody on before there is a seat at one of the addresses found."""

    def __init__(self, names: AbstractResolver, shared: SharedAddresses) -> None:
        self._names = names
        self._shared = shared

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """What the resolver inside finds, the address with the seat first."""
        found = await self._names.resolve(host, port, family)
        await self._shared.seat([row["host"] for row in found])
        visit = _VISIT.get()
        seated = visit.reserved if visit is not None else ""
        return sorted(found, key=lambda row: row["host"] != seated)

    async def close(self) -> None:
        """Close the resolver inside."""
        await self._names.close()


class SharedConnector(aiohttp.TCPConnector):
    """Does not keep a connection alive whose address somebody is waiting for."""

    def __init__(self, shared: SharedAddresses, **rest: Any) -> None:
        super().__init__(**rest)
        self._shared = shared

    async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:
        """As aiohttp does, after taking a seat for an IP literal, which no resolver sees."""
        if literal := literal_address(req.url.raw_host or ""):
            await self._shared.seat([literal])
        return await super().connect(req, traces, timeout)

    def _release(self, key: Any, protocol: ResponseHandler, *, should_close: bool = False) -> None:
        transport = protocol.transport
        peer = transport.get_extra_info("peername") if transport is not None else None
        is_wanted = peer is not None and self._shared.is_wanted(str(peer[0]))
        super()._release(key, protocol, should_close=should_close or is_wanted)
