"""The runner for one machine: asyncio for the network, child processes for the stages, one thread for the database.

It claims what is due, works, and sleeps until something else is. No state that matters lives here: leases,
politeness and deadlines are rows, so a killed run goes on where it was (`docs/architecture.md`).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from headwater.model.job import Job, Stage
from headwater.pipeline import (
    erasing,
    fetching,
    keeping,
    picturing,
    polling,
    relating,
    repairing,
    subscribing,
    watching,
)
from headwater.pipeline.alerts import Alerts
from headwater.pipeline.polling import PollOrder
from headwater.pipeline.settling import Settling
from headwater.pipeline.vectors import VectorCache
from headwater.pipeline.workshop import Workshop
from headwater.store import (
    Transaction,
    captures,
    host_layouts,
    neighbours,
    outcomes,
    picture_copies,
    queue,
    site_documents,
)

_NETWORK = (Stage.POLL, Stage.FETCH, Stage.PICTURE, Stage.SUBSCRIBE)
KEPT_HOST_LAYOUTS = timedelta(days=90)
KEPT_SITE_DOCUMENTS = timedelta(days=60)  # the last robots.txt of a host out of reach counts for thirty days
UPKEEP_INTERVAL = timedelta(minutes=10)
_UPKEEP = "upkeep"
REPAIR_INTERVAL = timedelta(minutes=10)
_LONGEST_SLEEP = timedelta(minutes=1)  # new work may be queued by another command meanwhile
_GATHER_SECONDS = 0.01  # while many are in flight, ends are gathered for so long: one claim then serves all of them


@dataclass(frozen=True, kw_only=True, slots=True)
class Lanes:
    """How many jobs of each kind are in flight at once."""

    network: int = 128
    relate_batch: int = 50


@dataclass(kw_only=True)
class Progress:
    """What a run has done so far: outcomes counted by stage, and what is in flight. For people to look at."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    in_flight: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, int] = field(default_factory=dict)

    def done(self, stage: Stage) -> int:
        """How many jobs of a stage have ended, however."""
        return sum(count for (name, _), count in self.outcomes.items() if name == stage.value)


# Called after every job: (stage, subject id, outcome in a word, milliseconds).
JobLog = Callable[[Stage, str, str, float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Due:
    """What one claim took: jobs, what the polls among them need, and the batch to be related."""

    jobs: list[Job]
    orders: dict[int, PollOrder]
    batch: list[Job]


class Runner:
    """Runs jobs until stopped, or until nothing is due."""

    def __init__(
        self,
        shop: Workshop,
        *,
        lanes: Lanes = Lanes(),
        log: JobLog | None = None,
        stages: tuple[Stage, ...] = tuple(Stage),
        alerts: Alerts | None = None,
        with_upkeep: bool = True,
    ) -> None:
        self._shop = shop
        self._stages = stages
        self._lanes = lanes
        self._log = log
        self._alerts = alerts
        self._with_upkeep = with_upkeep
        self._kept_up_at: datetime | None = None
        self._cache = VectorCache()
        self._settling = Settling(shop)
        self._tasks: set[asyncio.Task[None]] = set()
        self._repaired_at: datetime | None = None
        self._repaired_count = 0
        self._bug: BaseException | None = None
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        self.progress = Progress()

    def stop(self) -> None:
        """Finish what is in flight, then return from `run`."""
        self._stop.set()
        self._wake.set()

    def wake(self) -> None:
        """New work may be due: look now."""
        self._wake.set()

    async def run(self, *, once: bool = False, patience: timedelta = timedelta(minutes=1)) -> None:
        """Work until `stop`; with `once`, until nothing is due within `patience`."""
        await self._shop.in_store(self._prepare)
        while not self._stop.is_set():
            self._wake.clear()
            started = await self._start_due()
            if started:
                continue
            if self._tasks:
                await self._wait_for_any()
            elif await self._repair(once=once):
                continue
            elif not await self._rest(once=once, patience=patience):
                break
        while self._tasks:
            await asyncio.wait(self._tasks)
        if self._bug is not None:
            raise self._bug
        if self._with_upkeep:
            await self._keep_up()

    def _prepare(self) -> None:
        shop = self._shop
        with shop.store.write() as tx:
            queue.release_all(tx)
        with shop.store.read() as tx:
            since = shop.clock.now() - relating.PROVENANCE_WINDOW
            self._cache.fill(*neighbours.load_vectors(tx, "cluster", since=since))

    def _start_upkeep(self) -> None:
        """Look after the sources now and then, beside everything else."""
        now = self._shop.clock.now()
        if self._kept_up_at is None:
            self._kept_up_at = now
        is_due = self._with_upkeep and now - self._kept_up_at >= UPKEEP_INTERVAL
        if is_due and not self.progress.in_flight[_UPKEEP]:
            self._kept_up_at = now
            self._launch(self._keep_up(), _UPKEEP)

    async def _keep_up(self) -> None:
        """Judge the sources that were polled, tell what is new, and let go of what is too old."""
        await watching.sweep(self._shop, self._alerts)
        await self._shop.in_store(self._drop_old)

    def _drop_old(self) -> None:
        """Raw pages and the outcomes of fetches are kept for a while only."""
        with self._shop.store.write() as tx:
            captures.drop_captures_before(tx, self._shop.clock.now() - self._shop.keep_captures)
            outcomes.drop_outcomes_before(tx, self._shop.clock.now() - self._shop.keep_outcomes)
            site_documents.drop_site_documents_before(tx, self._shop.clock.now() - KEPT_SITE_DOCUMENTS)
            picture_copies.drop_copies_past(tx, self._shop.clock.now())
            host_layouts.drop_host_layouts_before(tx, self._shop.clock.now() - KEPT_HOST_LAYOUTS)

    async def _start_due(self) -> bool:
        self._start_upkeep()
        due = await self._shop.in_store(self._claim, frozenset(self._shop.busy_hosts))
        # A redirect may have come to a host while its job was being claimed: nobody is asked two things at once.
        late = [job for job in due.jobs if job.host and job.host in self._shop.busy_hosts]
        for job in due.jobs:
            if job not in late:
                self._spawn(job, due.orders.get(job.id))
        if due.batch:
            self._launch(self._relate(due.batch), Stage.RELATE.value)
        if late:
            await self._shop.in_store(self._give_back, late)
        return bool(due.jobs or due.batch)

    def _give_back(self, jobs: list[Job]) -> None:
        with self._shop.store.write() as tx:
            queue.give_back(tx, jobs)

    def _claim(self, busy_hosts: frozenset[str]) -> _Due:
        with self._shop.store.write() as tx:
            jobs: list[Job] = []
            for stages, room in self._rooms():
                jobs += self._claim_some(tx, stages, room, busy_hosts)
            orders = polling.load(tx, [job for job in jobs if job.stage is Stage.POLL])
        batch = [job for job in jobs if job.stage is Stage.RELATE]
        singles = [job for job in jobs if job.stage is not Stage.RELATE]
        return _Due(jobs=singles, orders={order.job.id: order for order in orders}, batch=batch)

    def _rooms(self) -> tuple[tuple[tuple[Stage, ...], int], ...]:
        """How many more jobs of which stages may be in flight."""
        busy = self.progress.in_flight
        return (
            ((Stage.ERASE,), 1 - busy[Stage.ERASE.value]),
            ((Stage.READ,), self._shop.children.count + 1 - busy[Stage.READ.value]),
            (_NETWORK, self._lanes.network - sum(busy[stage.value] for stage in _NETWORK)),
            ((Stage.RELATE,), 0 if busy[Stage.RELATE.value] else self._lanes.relate_batch),
        )

    def _claim_some(
        self, tx: Transaction, stages: tuple[Stage, ...], room: int, busy_hosts: Collection[str]
    ) -> list[Job]:
        wanted = tuple(stage for stage in stages if stage in self._stages)
        if room <= 0 or not wanted:
            return []
        now, lease = self._shop.clock.now(), self._shop.lease
        return queue.claim(tx, stages=wanted, now=now, lease=lease, limit=room, exclude_hosts=busy_hosts)

    def _spawn(self, job: Job, order: PollOrder | None) -> None:
        if job.host:
            self._shop.busy_hosts.add(job.host)
        self._launch(self._work(job, order), job.stage.value)

    def _launch(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.progress.in_flight[name] += 1
        task = asyncio.ensure_future(work)
        self._tasks.add(task)

        def ended(done: asyncio.Task[None]) -> None:
            self._tasks.discard(done)
            self.progress.in_flight[name] -= 1
            self._wake.set()
            if self._bug is None and not done.cancelled():
                self._bug = done.exception()

        task.add_done_callback(ended)

    async def _work(self, job: Job, order: PollOrder | None) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            outcome = await self._step(job, order)
        finally:
            if job.host:
                self._shop.busy_hosts.discard(job.host)
        self._note(job.stage, job.subject_id, outcome, (loop.time() - began) * 1000)

    async def _step(self, job: Job, order: PollOrder | None) -> str:
        if order is not None:
            return await polling.poll(self._shop, order, self._settling.settle)
        if job.stage is Stage.FETCH:
            return await fetching.fetch(self._shop, job, self._shop.rereading)
        if job.stage is Stage.PICTURE:
            return await picturing.picture(self._shop, job)
        if job.stage is Stage.SUBSCRIBE:
            return await subscribing.subscribe(self._shop, job, callbacks=self._shop.callbacks)
        if job.stage is Stage.ERASE:
            return await self._shop.in_store(erasing.erase, self._shop, self._cache, job)
        return await keeping.read(self._shop, job, self._shop.rereading)

    async def _relate(self, jobs: list[Job]) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        outcomes = await self._shop.in_store(relating.relate, self._shop, self._cache, jobs)
        milliseconds = (loop.time() - began) * 1000 / len(jobs)
        for job, outcome in zip(jobs, outcomes, strict=True):
            self._note(job.stage, job.subject_id, outcome, milliseconds)

    def _note(self, stage: Stage, subject_id: str, outcome: str, milliseconds: float) -> None:
        self.progress.outcomes[stage.value, outcome] += 1
        if self._log is not None:
            self._log(stage, subject_id, outcome, milliseconds)

    async def _wait_for_any(self) -> None:
        """Until a task ends, or something that there is room for falls due (a host's pause is over)."""
        roomy = tuple(stage for stages, room in self._rooms() if room > 0 for stage in stages)
        next_at = await self._shop.in_store(self._next_due, roomy, frozenset(self._shop.busy_hosts))
        until = _LONGEST_SLEEP if next_at is None else min(next_at - self._shop.clock.now(), _LONGEST_SLEEP)
        with suppress(TimeoutError):  # every task's end sets it
            await asyncio.wait_for(self._wake.wait(), max(until.total_seconds(), _GATHER_SECONDS))
        if len(self._tasks) > self._lanes.network // 8:
            await asyncio.sleep(_GATHER_SECONDS)
        if self._bug is not None:
            raise self._bug  # a bug stops the run loudly

    async def _rest(self, *, once: bool, patience: timedelta) -> bool:
        """Nothing is in flight and nothing due: wait for the next due time; False when `once` is over."""
        now = self._shop.clock.now()
        next_at = await self._shop.in_store(self._next_due, self._stages)
        if once and (next_at is None or next_at > now + patience):
            return False
        until = now + _LONGEST_SLEEP if next_at is None else min(next_at, now + _LONGEST_SLEEP)
        await self._shop.clock.idle_until(until, self._wake)
        return True

    async def _repair(self, *, once: bool) -> bool:
        """Nothing is due: look at the open stories as a whole, now and then; whether anything changed."""
        related = self.progress.done(Stage.RELATE)
        now = self._shop.clock.now()
        is_early = self._repaired_at is not None and now - self._repaired_at < REPAIR_INTERVAL
        if related == self._repaired_count or (is_early and not once):
            return False
        self._repaired_at, self._repaired_count = now, related
        return bool(await self._shop.in_store(repairing.repair, self._shop))

    def _next_due(self, stages: tuple[Stage, ...], busy_hosts: Collection[str] = ()) -> datetime | None:
        wanted = tuple(stage for stage in stages if stage in self._stages)
        with self._shop.store.read() as tx:
            return queue.next_due_at(tx, stages=wanted, exclude_hosts=busy_hosts)
