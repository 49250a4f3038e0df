"""What every step is handed: store, network, children, clock and rules, in one frozen value."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from headwater.extract import Recipe
from headwater.model.article import Publisher
from headwater.net import Fetcher
from headwater.pipeline.clock import Clock
from headwater.pipeline.politeness import Politeness
from headwater.pipeline.rereading import NEVER, Rereading
from headwater.pipeline.sandbox import Children
from headwater.pipeline.schedule import NextCheck
from headwater.store import Store
from headwater.text.ids import new_id

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """The tools of one run. Blocking work (database, children) goes through threads, never through the event loop."""

    store: Store
    fetcher: Fetcher
    children: Children
    clock: Clock
    agent: str
    next_check: NextCheck
    politeness: Politeness = field(default_factory=Politeness)
    lease: timedelta = timedelta(minutes=5)
    keep_captures: timedelta = timedelta(days=7)
    keep_outcomes: timedelta = timedelta(days=30)
    with_vectors: bool = True
    agencies: tuple[Publisher, ...] = ()
    recipes: tuple[Recipe, ...] = ()
    rereading: Rereading = NEVER
    callbacks: str = ""  # where WebSub hubs reach the site; empty where they cannot
    randomness: Callable[[int], bytes] = os.urandom
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "store"))
    busy_hosts: set[str] = field(default_factory=set)

    def new_id(self, now: datetime) -> str:
        """A fresh ULID."""
        return new_id(now, self.randomness(10))

    async def in_store(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run blocking database work in the one store thread: SQLite has one writer, so has the process."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, lambda: work(*args, **kwargs))

    async def in_child(self, name: str, payload: Any) -> Any:
        """Run one task in a child process; a Rejection when the child failed it."""
        return await asyncio.to_thread(self.children.call, name, payload)
