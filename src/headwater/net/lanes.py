"""One exchange at a time with each host, and a bound on all together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lanes:
    """Whoever wants a host's lane waits for the one before; lanes that nobody uses cost nothing."""

    def __init__(self, max_connections: int) -> None:
        self._all = asyncio.Semaphore(max_connections)
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def lane(self, host: str) -> AsyncIterator[None]:
        """Hold the only lane of `host`, and one of all connections."""
        lock = self._locks.setdefault(host, asyncio.Lock())
        self._users[host] = self._users.get(host, 0) + 1
        try:
            async with lock, self._all:
                yield
        finally:
            self._users[host] -= 1
            if not self._users[host]:
                del self._users[host], self._locks[host]
