"""A loopback web that writes down who asked for what and when, and a workshop to ask it with."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from headwater.app.clock import ReplayClock
from headwater.app.opening import workshop
from headwater.app.settings import Settings
from headwater.loopback import LoopbackWeb, WebAnswer
from headwater.pipeline.politeness import Politeness
from headwater.store import Store

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
PAUSE = timedelta(seconds=2)


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it, by the clock of the test."""

    host: str
    path: str
    at: datetime
    agent: str = ""
    cookie: str = ""


class PoliteWeb:
    """Hosts with pages (path → WebAnswer or text); everything that is asked is written down in `asked`."""

    def __init__(self, sites: dict[str, dict], clock) -> None:
        self.asked: list[Asked] = []
        self.sites = sites
        self.clock = clock
        self.web = LoopbackWeb(dict.fromkeys(sites, self))

    def answer(self, request) -> WebAnswer:
        headers = request.headers
        self.asked.append(
            Asked(request.host, request.path, self.clock.now(), headers["user-agent"], headers.get("cookie", ""))
        )
        page = self.sites[request.host].get(request.path, WebAnswer(status=404))
        page = page(request) if callable(page) else page
        return WebAnswer(body=page.encode()) if isinstance(page, str) else page

    def paths(self, host: str) -> list[str]:
        return [one.path for one in self.asked if one.host == host]

    def gaps(self, host: str) -> list[timedelta]:
        times = [one.at for one in self.asked if one.host == host]
        return [later - earlier for earlier, later in pairwise(times)]


@asynccontextmanager
async def polite_shop(tmp_path, web: PoliteWeb, **politeness):
    """A workshop whose network is `web` and whose clock jumps over every wait."""
    settings = Settings(data=tmp_path, children=1, vectors=False)
    store = Store.open(settings.database_path, create=True)
    try:
        async with workshop(settings, store, web.clock, route=web.web.route) as shop:
            yield replace(shop, politeness=Politeness(**{"pause": PAUSE} | politeness))
    finally:
        store.close()


def with_shop(tmp_path, sites: dict, work, **politeness):
    """Run `await work(shop, web)` over `sites`; what it returns, and the web."""

    async def run():
        web = PoliteWeb(sites, ReplayClock(START, START + timedelta(days=400)))
        async with web.web, polite_shop(tmp_path, web, **politeness) as shop:
            return await work(shop, web), web

    return asyncio.run(run())


def moved(target: str, status: int = 301) -> WebAnswer:
    return WebAnswer(status=status, headers={"Location": target})
