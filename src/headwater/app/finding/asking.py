"""One polite request at a time: robots.txt first, the host's pause between, redirects only where they may go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from headwater import rights
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit, Signal
from headwater.model.web import Capture, Feed, FetchOutcome
from headwater.pipeline import permits
from headwater.pipeline.politeness import robots_url
from headwater.pipeline.workshop import Workshop
from headwater.store import hosts
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

    `moved_to` is where permanent redirects lead. `waited` is the pause that politeness asked for before.
    """

    url: str
    outcome: FetchOutcome
    capture: Capture | None = None
    feed: Feed | None = None
    rejection: Rejection | None = None
    signals: tuple[Signal, ...] = ()
    waited: timedelta = timedelta()

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

    async def ask_file(self, url: str) -> Capture | None:
        """A well-known text file (trust.txt, ads.txt), None where there is none."""
        permission = await permits.ask(self.shop, url)
        if permission.rejection is not None and permission.rejection.reason is Reason.ROBOTS_UNREACHABLE:
            return None  # such a host is left in peace
        await self._wait(url)
        outcome = await self._get(rights.standing_permit(url, self.shop.clock.now()))
        return outcome.capture

    async def _fetch(self, url: str) -> Answer:
        permission = await permits.ask(self.shop, url)
        if permission.permit is None:
            outcome = FetchOutcome(rejection=permission.rejection, request_count=0)
            return Answer(url=url, outcome=outcome, rejection=permission.rejection, signals=permission.signals)
        waited = await self._wait(url)
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
            waited=waited,
        )

    async def _get(self, permit: FetchPermit) -> FetchOutcome:
        now = self.shop.clock.now()
        outcome = await self.shop.fetcher.fetch(
            permit, capture_id=self.shop.new_id(now), now=now, may_fetch=self._may_follow
        )
        self.request_count += outcome.request_count
        visited = {permit.url, *(outcome.capture.redirects if outcome.capture else ())}
        await self.shop.in_store(_leave_in_peace, self.shop, tuple({host_of(url) for url in visited}))
        return outcome

    async def _may_follow(self, target: str) -> FetchPermit | Rejection:
        """A redirect obeys the robots.txt of where it leads, and that host's pause."""
        permission = await permits.ask(self.shop, target)
        if permission.permit is None:
            assert permission.rejection is not None
            return permission.rejection
        await self._wait(target)
        return permission.permit

    async def _read(self, answer: Answer) -> Answer:
        if answer.capture is None:
            return answer
        feed = await self.shop.in_child("read_feed", (answer.capture, True))
        if isinstance(feed, Rejection):
            return replace(answer, rejection=feed)
        return replace(answer, feed=feed)

    async def _wait(self, url: str) -> timedelta:
        began = self.shop.clock.now()
        at = await self.shop.in_store(_next_request_at, self.shop, host_of(url))
        if at is not None and at > began:
            await self.shop.clock.sleep_until(at)
        return self.shop.clock.now() - began

    async def why_unreachable(self, url: str) -> Rejection | None:
        """Why the host's robots.txt cannot be had (no such host, TLS, no answer); None if it can after all."""
        outcome = await self._get(rights.standing_permit(robots_url(url), self.shop.clock.now()))
        return outcome.rejection

    async def robots_sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the host's robots.txt names, as it was read when `url` was asked."""
        return await self.shop.in_store(_robots_sitemaps, self.shop, url)


def _next_request_at(shop: Workshop, host: str) -> datetime | None:
    with shop.store.read() as tx:
        return hosts.get_host(tx, host).next_request_at


def _leave_in_peace(shop: Workshop, asked: tuple[str, ...]) -> None:
    """Keep each host's pause also for whoever asks it next, be it the runner."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        for host in asked:
            delay = hosts.get_host(tx, host).crawl_delay
            hosts.set_next_request(tx, host, now + shop.politeness.pause_after(delay))


def _robots_sitemaps(shop: Workshop, url: str) -> tuple[str, ...]:
    with shop.store.read() as tx:
        state = hosts.get_host(tx, host_of(url))
    answer = rights.robots_rule(state.robots_body, status=state.robots_status or 404, url=url, agent=shop.agent)
    return tuple(answer.sitemaps)


def home_of(url: str) -> str:
    """The home page of an address's host."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
