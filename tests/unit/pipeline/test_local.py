"""The runner's own promises: one place in line per host, nobody waits behind a slow stranger, and a calm end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from time import monotonic

from headwater.app.clock import SystemClock
from headwater.app.opening import workshop
from headwater.app.settings import Settings
from headwater.loopback import Behaviour, LoopbackWeb, WebAnswer
from headwater.model.web import Entry
from headwater.pipeline.announcing import announce_all
from headwater.pipeline.local import Runner
from headwater.pipeline.politeness import Politeness
from headwater.pipeline.workshop import Workshop
from headwater.store import Store

SLOW_SECONDS = 1.5
PAGE = WebAnswer(headers={"Content-Type": "text/html"}, body=b"<html><body><p>Nothing here.</p></body></html>")


class Town:
    """Hosts that answer anything with a page; what is called /slow… takes its time."""

    def __init__(self, *hosts: str) -> None:
        self.hosts = hosts
        self.asked: list[tuple[str, str, float]] = []
        self.began_at = 0.0  # of the first request, robots.txt included

    def answer(self, request) -> WebAnswer:
        self.began_at = self.began_at or monotonic()
        if request.path.endswith((".txt", ".xml", ".json")):
            return WebAnswer(status=404)
        self.asked.append((request.host, request.path, monotonic()))
        if request.path.startswith("/slow"):
            return replace(PAGE, behaviour=Behaviour(delay_seconds=SLOW_SECONDS))
        return PAGE

    def times(self, host: str) -> list[float]:
        return [at for asked, _, at in self.asked if asked == host]


@dataclass(frozen=True, kw_only=True)
class Watched(Workshop):
    """A workshop that tells what the runner asks of the database, once it is done."""

    told: Callable[[Workshop, str], None] = field(default=lambda shop, name: None)

    async def in_store(self, work, *args, **kwargs):
        result = await super().in_store(work, *args, **kwargs)
        self.told(self, work.__name__)
        return result


def run(town: Town, folder, urls, act, told=lambda shop, name: None) -> None:
    """A run over pages at `urls`, with `act(runner)` beside it."""

    async def all_of_it() -> None:
        settings, clock = Settings(data=folder, children=1, vectors=False), SystemClock()
        store = Store.open(settings.database_path, create=True)
        with LoopbackWeb(dict.fromkeys(town.hosts, town)) as web:
            async with workshop(settings, store, clock, route=web.route) as opened:
                given = {one.name: getattr(opened, one.name) for one in fields(opened)}
                rules = Politeness(pause=timedelta(seconds=0.05), max_attempts=1)
                shop = Watched(**given | {"politeness": rules}, told=told)
                with store.write() as tx:
                    announce_all(shop, tx, [Entry(url=url, source_id="src_1") for url in urls], clock.now())
                runner = Runner(shop, with_upkeep=False)
                await asyncio.gather(runner.run(once=True, patience=timedelta(seconds=0.5)), act(runner))
        store.close()

    asyncio.run(all_of_it())


async def nothing(runner: Runner) -> None:
    """Leave the runner alone."""


def test_a_host_that_a_redirect_came_to_while_its_job_was_claimed_is_not_asked_twice_at_once(tmp_path):
    town, freed = Town("one.example"), []

    def told(shop: Workshop, name: str) -> None:
        if name == "_claim" and not freed:
            freed.append(0.0)
            shop.busy_hosts.add("one.example")  # as `Hops.arrive` does
            asyncio.get_running_loop().call_later(0.2, free, shop)

    def free(shop: Workshop) -> None:
        freed[0] = monotonic()
        shop.busy_hosts.discard("one.example")

    run(town, tmp_path, ["http://one.example/a"], nothing, told)
    assert len(town.asked) == 1
    assert 0.0 < freed[0] <= town.began_at


def test_a_host_whose_pause_is_over_does_not_wait_for_the_slow_page_of_another(tmp_path):
    town = Town("slow.example", "quick.example")
    urls = ["http://slow.example/slow", "http://slow.example/slower", *(f"http://quick.example/{n}" for n in range(4))]

    run(town, tmp_path, urls, nothing)
    _, second = town.times("slow.example")
    assert max(town.times("quick.example")) < second


def test_a_runner_that_was_stopped_waits_calmly_for_what_is_in_flight(tmp_path):
    town, asked = Town("slow.example"), []

    async def stop(runner: Runner) -> None:
        while not town.asked:
            await asyncio.sleep(0.01)
        runner.stop()
        await asyncio.sleep(0.05)
        asked.clear()
        await asyncio.sleep(0.2)

    run(town, tmp_path, ["http://slow.example/slow"], stop, lambda shop, name: asked.append(name))
    assert asked.count("_next_due") <= 1
