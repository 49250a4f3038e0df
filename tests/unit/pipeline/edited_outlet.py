"""An invented outlet whose pages change after publication, on a web of this machine, under a clock that is moved."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from headwater.loopback import LoopbackWeb, WebAnswer, WebRequest
from headwater.model.job import Job, Stage
from headwater.model.web import Entry
from headwater.net import Fetcher
from headwater.pipeline import fetching, keeping
from headwater.pipeline.polling import announce
from headwater.pipeline.rereading import DEFAULT, Rereading
from headwater.pipeline.sandbox import Children
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, queue

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
HOST = "sarn-weekly.example"
PLAIN = (
    "Water stood four metres deep in the village well of Sarn on Monday, the first time since the drought began.",
    "Farmers had dug thirty-two trenches across the slope last winter to slow the rain on its way to the river.",
    '"My mother laughed when I lowered the bucket and it splashed," said the miller, who is keeping the old rope.',
)


GONE = WebAnswer(status=410, body=b"gone")
SOFT_404 = WebAnswer(
    headers={"content-type": "text/html"},
    body=b"<!doctype html><html><head><title>404 - Page not found</title></head><body><h1>404 - Page not found</h1>"
    b"<p>The page that you asked for is not here.</p></body></html>",
)


class MovedClock:
    """Time stands still until somebody waits for it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime) -> None:
        self.at = max(self.at, at)

    async def idle_until(self, at: datetime | None, wake: asyncio.Event) -> None:
        self.at = max(self.at, at or self.at)


@dataclass
class Page:
    """One article as its outlet serves it at a given age."""

    headline: str = "Wells of Sarn refill after eleven dry years"
    paragraphs: tuple[str, ...] = PLAIN
    published: datetime = START
    edits: Callable[[timedelta], dict] = field(default=lambda age: {})
    noise: Callable[[timedelta], str] = field(default=lambda age: "")
    headers: Callable[[timedelta], dict] = field(default=lambda age: {})
    gone_after: timedelta | None = None
    gone: WebAnswer = GONE
    has_validators: bool = True

    def answer(self, request: WebRequest, now: datetime) -> WebAnswer:
        age = now - self.published
        if self.gone_after is not None and age >= self.gone_after:
            return self.gone
        text = {"headline": self.headline, "paragraphs": self.paragraphs, "head": "", **self.edits(age)}
        body = (
            f'<!doctype html><html lang="en"><head><title>{text["headline"]} – Sarn Weekly</title>{text["head"]}'
            f'<meta property="article:published_time" content="{self.published.isoformat()}"></head><body><article>'
            f'<h1>{text["headline"]}</h1><p class="byline">By Ilse Marden</p>'
            + "".join(f"<p>{one}</p>" for one in text["paragraphs"])
            + f'</article><aside class="advert" data-nonce="{self.noise(age)}"></aside></body></html>'
        ).encode()
        tag = f'"{sha256(body).hexdigest()[:12]}"'
        headers = {"content-type": "text/html; charset=utf-8", **self.headers(age)}
        if not self.has_validators:
            return WebAnswer(headers=headers, body=body)
        if request.headers.get("if-none-match") == tag:
            return WebAnswer(status=304, headers={"etag": tag})
        return WebAnswer(headers={**headers, "etag": tag}, body=body)


class Outlet:
    """Answers for every page; keeps the times and statuses of all requests for pages."""

    def __init__(self, clock: MovedClock) -> None:
        self.clock = clock
        self.pages: dict[str, Page] = {}
        self.robots: Callable[[datetime], str] = lambda now: "User-agent: *\nDisallow: /admin/\n"
        self.asked: list[tuple[datetime, str, int]] = []

    def answer(self, request: WebRequest) -> WebAnswer:
        now = self.clock.now()
        if request.path == "/robots.txt":
            return WebAnswer(headers={"content-type": "text/plain"}, body=self.robots(now).encode())
        page = self.pages.get(request.path)
        if page is None:
            return WebAnswer(status=404, body=b"no such page")
        answer = page.answer(request, now)
        self.asked.append((now, request.path, answer.status))
        return answer


class Desk:
    """A store, a workshop and the loop that works on what is due, one job after the other."""

    route: object = None

    def __init__(self, shop: Workshop, clock: MovedClock, outlet: Outlet, rereading: Rereading) -> None:
        self.shop, self.clock, self.outlet, self.rereading = shop, clock, outlet, rereading
        self.outcomes: Counter[tuple[str, str]] = Counter()

    @property
    def store(self) -> Store:
        return self.shop.store

    def publish(self, path: str, page: Page, *, updated: bool = False) -> None:
        """Put a page on the web and announce it."""
        self.outlet.pages[path] = page
        self.announce(path, title="updated" if updated else "")

    def announce(self, path: str, title: str = "") -> None:
        entry = Entry(url=f"https://{HOST}{path}", source_id="feed", title=title)
        with self.store.write() as tx:
            announce(self.shop, tx, entry, self.clock.now())

    def work(self, lasting: timedelta) -> None:
        """Work until `lasting` has gone by; the clock jumps over what is idle."""
        asyncio.run(self._work(self.clock.now() + lasting))

    async def _work(self, until: datetime) -> None:
        async with Fetcher.open(user_agent="headwater/0 (+https://headwater.example/)", route=self.route) as fetcher:
            object.__setattr__(self.shop, "fetcher", fetcher)
            while True:
                jobs = self._claim()
                for job in jobs:
                    self.outcomes[job.stage.value, await self._step(job)] += 1
                if not jobs and not self._advance(until):
                    break
        self.clock.at = max(self.clock.at, until)

    def _claim(self) -> list[Job]:
        with self.store.write() as tx:
            stages = (Stage.FETCH, Stage.READ, Stage.RELATE)
            return queue.claim(tx, stages=stages, now=self.clock.now(), lease=timedelta(minutes=5), limit=1)

    async def _step(self, job: Job) -> str:
        if job.stage is Stage.FETCH:
            return await fetching.fetch(self.shop, job, self.rereading)
        if job.stage is Stage.READ:
            return await keeping.read(self.shop, job, self.rereading)
        with self.store.write() as tx:
            queue.finish(tx, job)
        return "related"

    def _advance(self, until: datetime) -> bool:
        with self.store.read() as tx:
            at = queue.next_due_at(tx, stages=(Stage.FETCH, Stage.READ, Stage.RELATE))
        if at is None or at > until:
            return False
        self.clock.at = max(self.clock.at, at)
        return True


@contextmanager
def open_desk(folder, children: Children, rereading: Rereading = DEFAULT) -> Iterator[Desk]:
    clock = MovedClock()
    with Store.open(folder / "headwater.db") as store:
        shop = Workshop(
            store=store,
            fetcher=None,  # type: ignore[arg-type]  # opened with the web, for as long as it works
            children=children,
            clock=clock,
            agent="headwater",
            next_check=Rhythm().next_check,
            with_vectors=False,
        )
        try:
            desk = Desk(shop, clock, Outlet(clock), rereading)
            with LoopbackWeb({HOST: desk.outlet}) as web:
                desk.route = web.route
                yield desk
        finally:
            shop.threads.shutdown()
