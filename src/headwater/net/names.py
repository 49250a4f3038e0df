"""From host names to addresses: the operating system's look-up, or a route table that keeps all on this machine."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from aiohttp.abc import AbstractResolver, ResolveResult

from headwater.net.addresses import AddressPolicy
from headwater.net.failures import AddressRefused, NoRoute

Route = Callable[[str, int], tuple[str, int, ssl.SSLContext | None] | None]
"""(host, port) of an address → (IP address, port, TLS context) to connect to, or None: no such host."""

LOOKUP_THREADS = 32  # getaddrinfo blocks; the loop's own pool has only cores + 4 threads


class NameResolver(Protocol):
    """Looks host names up."""

    async def addresses(self, host: str) -> Sequence[str]:
        """The IP addresses of `host` as text; OSError where there are none."""
        ...


class SystemNames:
    """The operating system's own look-up (hosts file, DNS), in threads."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="names")

    async def addresses(self, host: str) -> Sequence[str]:
        """The IP addresses of `host` in the system's order of preference."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host)
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Give the threads back without waiting for look-ups that still hang."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str) -> list[str]:
    rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return [str(row[4][0]) for row in rows]


class CheckedNames(AbstractResolver):
    """aiohttp's resolver over ours: refused addresses are dropped, and none left is `AddressRefused`."""

    def __init__(self, names: NameResolver, policy: AddressPolicy) -> None:
        self._names = names
        self._policy = policy

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The allowed addresses of `host`."""
        found = await self._names.addresses(host)
        allowed, refusal = self._policy.allowed_of(found)
        if not allowed and refusal:
            raise AddressRefused(f"{host}: {refusal}")
        if not allowed:
            raise NoRoute(f"{host} has no address")
        return [_result(host, address, port) for address in allowed]

    async def close(self) -> None:
        """Nothing to close: the names belong to the caller."""


class RoutedNames(AbstractResolver):
    """aiohttp's resolver over a route table; a host without a route does not exist."""

    def __init__(self, route: Route) -> None:
        self._route = route

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The one address and port of the route."""
        found = self._route(host, port)
        if found is None:
            raise NoRoute(f"{host}:{port} has no route")
        return [_result(host, found[0], found[1])]

    async def close(self) -> None:
        """Nothing to close."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=socket.IPPROTO_TCP, flags=socket.AI_NUMERICHOST
    )
