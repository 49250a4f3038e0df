"""One polite request at a time: robots.txt first, the host's pause between, redirects only where they may go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from headwater import rights
from headwater.acquire.publisher_facts import Fact
from headwater.acquire.sections import Section
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Signal
from headwater.model.web import Capture, Feed, FetchOutcome
from headwater.pipeline import permits, site_reading
from headwater.pipeline.hops import busy, keep_pause
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.politeness import robots_url
from headwater.pipeline.site_reading import HostKnowledge
from headwater.pipeline.workshop import Workshop
from headwater.text.urls import host_of

MAX_REQUESTS = 30
"""Requests (robots.txt not counted) that looking at one outlet may cost."""

LONGEST_LOOK = timedelta(seconds=120)
"""After this nothing more is asked that is only a guess (common places, sections): Crawl-delay may make it long."""


LONGEST_RETRY = timedelta(seconds=30)
"""A busy server that asks for a shorter pause (Retry-After) is asked once more; nobody waits longer at a keyboard."""

_BUSY = frozenset({429, 503})


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one address answered: a feed, or why not; `capture` also where it was no feed.

    `signals` are what the host says of rights about it.
    """

    url: str
    outcome: FetchOutcome
    capture: Capture | None = None
    feed: Feed | None = None
    rejection: Rejection | None = None
    signals: tuple[Signal, ...] = ()

    @property
    def moved_to(self) -> str:
        """Where permanent redirects lead; empty without them."""
        return self.outcome.moved_to


class Asker:
    """Asks for one person's sake: counts its requests and remembers its answers, so that nothing is asked twice."""

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self.request_count = 0
        self._known: dict[str, Answer] = {}
        self._ends_at = shop.clock.now() + LONGEST_LOOK

    @property
    def may_guess(self) -> bool:
        """Whether there is room for requests that may well bring nothing."""
        return self.request_count < MAX_REQUESTS and self.shop.clock.now() < self._ends_at

    async def ask(self, url: str) -> Answer:
        """The answer of `url`, read as a feed, sitemap or page of links."""
        if url not in self._known:
            self._known[url] = await self._read(await self._fetch(url))
        return self._known[url]

    async def sections_of(self, page: Capture) -> tuple[Section, ...]:
        """The sections that a home page leads to; none where it could not be read."""
        found: tuple[Section, ...] | Rejection = await self.shop.in_child("sections", page)
        return () if isinstance(found, Rejection) else found

    async def facts_of(self, capture: Capture) -> tuple[Fact, ...]:
        """What a page or a trust file says of its publisher; nothing where it could not be read."""
        found: tuple[Fact, ...] | Rejection = await self.shop.in_child("publisher_facts", capture)
        return () if isinstance(found, Rejection) else tuple(found)

    async def ask_file(self, url: str) -> Capture | None:
        """A well-known text file (trust.txt, ads.txt), None where there is none."""
        permission = await permits.ask(self.shop, url)
        if permission.rejection is not None and permission.rejection.reason is Reason.ROBOTS_UNREACHABLE:
            return None  # such a host is left in peace
        if not await self._keep_pause(url):
            return None
        return (await self._get(rights.standing_permit(url, self.shop.clock.now()))).capture

    async def why_unreachable(self, url: str) -> Rejection | None:
        """Why the host's robots.txt cannot be had (no such host, TLS, no answer); None where a server did answer."""
        if (await self.shop.in_store(_known, self.shop, url)).robots_status(url) is not None:
            return None
        await self.shop.clock.sleep_until(self.shop.clock.now() + self.shop.politeness.pause)
        return (await self._get(rights.standing_permit(robots_url(url), self.shop.clock.now()))).rejection

    async def robots(self, url: str) -> HostKnowledge:
        """What the host of an address that was asked says of all its pages: robots.txt, its pace."""
        return await self.shop.in_store(_known, self.shop, url)

    async def robots_sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the host's robots.txt names, as it was read when `url` was asked."""
        known = await self.robots(url)
        return known.robots_answer(url, self.shop.agent).sitemaps

    async def _fetch(self, url: str) -> Answer:
        permission = await permits.ask(self.shop, url)
        if permission.permit is None or not await self._keep_pause(url):
            rejection = permission.rejection or busy(url, "the host asked for more time")
            outcome = FetchOutcome(rejection=rejection, request_count=0)
            return Answer(url=url, outcome=outcome, rejection=rejection, signals=permission.signals)
        outcome = await self._get(permission.permit)
        if outcome.status in _BUSY and outcome.retry_after is not None and outcome.retry_after <= LONGEST_RETRY:
            await self.shop.clock.sleep_until(self.shop.clock.now() + outcome.retry_after)
            outcome = await self._get(permission.permit)
        return Answer(
            url=url,
            outcome=outcome,
            capture=outcome.capture,
            rejection=outcome.rejection,
            signals=permission.signals,
        )

    async def _get(self, permit: FetchPermit) -> FetchOutcome:
        now = self.shop.clock.now()
        async with permits.following(self.shop, permit.url) as may_fetch:
            outcome = await self.shop.fetcher.fetch(
                permit, capture_id=self.shop.new_id(now), now=now, may_fetch=may_fetch
            )
        self.request_count += outcome.request_count
        await self.shop.in_store(_begin_pause, self.shop, permit.url, outcome)
        return outcome

    async def _read(self, answer: Answer) -> Answer:
        if answer.capture is None:
            return answer
        feed = await self.shop.in_child("read_feed", (answer.capture, True))
        if isinstance(feed, Rejection):
            return replace(answer, rejection=feed)
        return replace(answer, feed=feed)

    async def _keep_pause(self, url: str) -> bool:
        """Wait until the host may be asked; False where that is too long to wait for at a keyboard."""
        return await keep_pause(self.shop, (await self.robots(url)).state)


def _known(shop: Workshop, url: str) -> HostKnowledge:
    with shop.store.read() as tx:
        return site_reading.load(tx, host_of(url))


def _begin_pause(shop: Workshop, url: str, outcome: FetchOutcome) -> None:
    """Keep the host's pause, and what it asked for itself, also for whoever asks it next, be it the runner."""
    with shop.store.write() as tx:
        leave_alone(shop, tx, url, outcome, shop.clock.now())


def home_of(url: str) -> str:
    """The home page of an address's host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
