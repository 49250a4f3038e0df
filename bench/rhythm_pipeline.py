"""The rhythm with nothing left out: the runner, the queue, the store, children and real HTTP on loopback; only the
clock is moved by hand. Used by `bench/rhythm.py --pipeline`."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from sqlalchemy import text

from headwater.app import loop, opening
from headwater.app.settings import Settings
from headwater.loopback import LoopbackWeb
from headwater.loopback.answers import WebAnswer, WebRequest
from headwater.model.job import Stage
from headwater.model.web import Source, SourceKind
from headwater.pipeline.local import Runner
from headwater.pipeline.polling import add_source
from headwater.pipeline.schedule import NextCheck, Rhythm
from headwater.store.columns import instant
from headwater.text.ids import new_id
from rhythm_world import START, Outlet

_BUSY = WebAnswer(status=503, headers={"Retry-After": "600"})
_FAILED = WebAnswer(status=500)
_MISSING = WebAnswer(status=404)


STEP = timedelta(seconds=20)
"""The clock moves in such steps, so that what is due within one is asked together; delays are longer by half of it."""


class HandClock:
    """A clock that stands still while anything is done, and jumps a step behind the next due job when nothing is."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._now, self._end = start, end
        self.runner: Runner | None = None

    def now(self) -> datetime:
        """The simulated present."""
        return self._now

    async def sleep_until(self, at: datetime) -> None:
        """Move to `at`."""
        self._now = max(self._now, at)
        await asyncio.sleep(0)

    async def idle_until(self, at: datetime | None, wake: asyncio.Event) -> None:
        """Move to `at`; after the end, stop the run."""
        if at is None or at >= self._end:
            assert self.runner is not None
            self.runner.stop()
        elif not wake.is_set():
            self._now = max(self._now, at) + STEP


class Outlets:
    """All outlets as one site: each host has a feed at /feed.xml, with validators and wishes."""

    def __init__(self, outlets: list[Outlet], clock: HandClock) -> None:
        self._outlets = {f"{outlet.name}.example": outlet for outlet in outlets}
        self._clock = clock
        self.requests = 0
        self.unchanged = 0

    def answer(self, request: WebRequest) -> WebAnswer:
        """The feed as it is now."""
        if request.path != "/feed.xml":
            return _MISSING
        self.requests += 1
        outlet = self._outlets[request.host]
        second = (self._clock.now() - START).total_seconds()
        outcome = outlet.outcome(second)
        if outcome.rejection is not None:
            return _BUSY if outcome.retry_after else _FAILED
        published = outlet.published_by(second)
        headers = {"ETag": f'"{published}"', "Content-Type": "application/rss+xml"}
        if outlet.max_age is not None:
            headers["Cache-Control"] = f"max-age={int(outlet.max_age.total_seconds())}"
        if request.headers.get("if-none-match") == headers["ETag"]:
            self.unchanged += 1
            return WebAnswer(status=304, headers=headers)
        return WebAnswer(headers=headers, body=_document(outlet, published, second))


def _document(outlet: Outlet, published: int, second: float) -> bytes:
    items = []
    for place in range(published - 1, max(0, published - outlet.document_entries) - 1, -1):
        entry = outlet.entry(place, second)
        stated = entry.published_at
        date = "" if stated is None else f"<pubDate>{format_datetime(stated.at)}</pubDate>"
        items.append(f"<item><title>{entry.title}</title><link>{entry.url}</link>{date}</item>")
    ttl = outlet.stated_interval
    said = f"<ttl>{int(ttl.total_seconds() // 60)}</ttl>" if ttl else ""
    head = f"<title>{outlet.name}</title><link>http://{outlet.name}.example/</link>{said}"
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def run_pipeline(outlets: list[Outlet], hours: float) -> tuple[int, int, int, list[float]]:
    """Requests, those answered 304, entries that left their document unseen, delays in seconds of those found."""
    with tempfile.TemporaryDirectory(prefix="headwater-rhythm-") as folder:
        return loop.run(_run(outlets, hours, Rhythm().next_check, Path(folder)))


async def _run(outlets: list[Outlet], hours: float, rule: NextCheck, folder: Path) -> tuple[int, int, int, list[float]]:
    clock = HandClock(START, START + timedelta(hours=hours))
    site = Outlets(outlets, clock)
    settings = replace(Settings(), data=folder, vectors=False)
    hosts = [f"{outlet.name}.example" for outlet in outlets]
    with opening.writing_store(settings) as store, LoopbackWeb(dict.fromkeys(hosts, site)) as web:
        async with opening.workshop(settings, store, clock, route=web.route, next_check=rule) as shop:
            with store.write() as tx:
                for place, outlet in enumerate(outlets):
                    url = f"http://{outlet.name}.example/feed.xml"
                    due_at = START + timedelta(seconds=outlet.first_poll_seconds)
                    source = Source(id="", url=url, kind=SourceKind.RSS)
                    add_source(tx, source, new_id=new_id(START, place.to_bytes(10, "big")), due_at=due_at)
            runner = Runner(shop, stages=(Stage.POLL,), with_upkeep=False)
            clock.runner = runner
            await runner.run()
        with store.read() as tx:
            rows = tx.execute(text("SELECT url, first_seen_at FROM addresses WHERE NOT is_alias")).all()
    seen: dict[str, dict[int, float]] = {outlet.name: {} for outlet in outlets}
    for url, first_seen_at in rows:
        host, _, place = url.partition("://")[2].partition("/")
        seen[host.removesuffix(".example")][int(place)] = (instant(first_seen_at) - START).total_seconds()
    delays = [
        second - outlet.times[place]
        for outlet in outlets
        for place, second in seen[outlet.name].items()
        if place >= outlet.before_start
    ]
    missed = sum(_missed(outlet, seen[outlet.name]) for outlet in outlets)
    return site.requests, site.unchanged, missed, delays


def _missed(outlet: Outlet, seen: dict[int, float]) -> int:
    """Entries that were never seen although a later one was."""
    last = max(seen, default=outlet.before_start)
    return sum(place not in seen for place in range(outlet.before_start, last))
