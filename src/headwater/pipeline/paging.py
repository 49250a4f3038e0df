"""Entries that fell out of a feed's window: the older pages of a feed (RFC 5005), asked for as politely as the feed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit
from headwater.model.web import Entry, Feed, FetchOutcome, Source
from headwater.pipeline import permits
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.workshop import Workshop
from headwater.store import hosts, outcomes
from headwater.text.urls import canonical_url, host_of

AnyKnown = Callable[[Sequence[Entry]], Awaitable[bool]]
"""Whether any of these entries was known before this poll."""


class Ending(StrEnum):
    """Why no older page was asked for."""

    KNOWN = "known"  # the gap is closed: an entry that we had
    OLDEST = "oldest"  # no older page is named
    NOTHING_NEW = "nothing_new"  # a page without an entry that is new in this walk
    LOOP = "loop"  # it names a page that was read already
    OTHER_HOST = "other_host"  # only the feed's own host is asked
    REFUSED = "refused"  # robots.txt keeps us away
    FAILED = "failed"  # the page could not be fetched or read
    LIMIT = "limit"  # pages, entries or time


@dataclass(frozen=True, kw_only=True, slots=True)
class PagingLimits:
    """How far one poll walks back. `max_time` must stay below the job's lease: others may claim it afterwards."""

    max_pages: int = 20
    max_entries: int = 2_000
    max_time: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Older:
    """What the older pages held, newest page first, each entry once; how many were read, and why no more were."""

    entries: tuple[Entry, ...] = ()
    page_count: int = 0
    ending: Ending = Ending.OLDEST
    detail: str = ""


def has_gap(source: Source, feed: Feed, known_count: int) -> bool:
    """Whether entries may have been missed between two polls: a source that was read before, and nothing is known.

    `known_count` is how many of `feed.entries` were known before this poll. A feed that is complete (RFC 5005 §2)
    or names no older page has no gap that could be closed.
    """
    was_read = source.last_success_at is not None
    return was_read and known_count == 0 and bool(feed.entries and feed.previous_url) and not feed.is_complete


async def older(
    shop: Workshop, source: Source, feed: Feed, any_known: AnyKnown, *, limits: PagingLimits = PagingLimits()
) -> Older:
    """The entries of the feed's older pages, up to the first page that holds a known one.

    Each page is a request like any other: robots.txt is asked, the host's pause kept, the bytes read in a child.
    The caller holds the host (its POLL job does).
    """
    walk = _Walk(shop=shop, source=source, limits=limits, ends_at=shop.clock.now() + limits.max_time)
    walk.add(feed)
    walk.entries.clear()
    ending, detail = await walk.run(feed, any_known)
    found = tuple(replace(entry, source_id=source.id) for entry in walk.entries)
    return Older(entries=found, page_count=walk.page_count, ending=ending, detail=detail)


class _Walk:
    """One walk back: where it has been, and what it found."""

    def __init__(self, *, shop: Workshop, source: Source, limits: PagingLimits, ends_at: datetime) -> None:
        self._shop = shop
        self._source = source
        self._limits = limits
        self._ends_at = ends_at
        self._visited = {canonical_url(source.url)}
        self._seen: set[str] = set()
        self.entries: list[Entry] = []
        self.page_count = 0

    def add(self, feed: Feed) -> int:
        """Take the entries that no earlier page had; how many these were."""
        fresh = [entry for entry in feed.entries if (entry.guid or entry.url) not in self._seen]
        self._seen.update(entry.guid or entry.url for entry in fresh)
        self.entries += fresh[: self._limits.max_entries - len(self.entries)]
        return len(fresh)

    async def run(self, feed: Feed, any_known: AnyKnown) -> tuple[Ending, str]:
        """Page after page; why it ended."""
        while True:
            url = canonical_url(feed.previous_url)
            if (ending := self._ending_before(url)) is not None:
                return ending, url
            page = await self._page(url)
            if isinstance(page, tuple):
                return page
            self.page_count += 1
            if self.add(page) == 0:
                return Ending.NOTHING_NEW, url
            if await any_known(page.entries):
                return Ending.KNOWN, url
            feed = page

    def _ending_before(self, url: str) -> Ending | None:
        """Why the page at `url` is not asked for."""
        if not url:
            return Ending.OLDEST
        if url in self._visited:
            return Ending.LOOP
        if host_of(url) != host_of(self._source.url):
            return Ending.OTHER_HOST
        is_full = self.page_count >= self._limits.max_pages or len(self.entries) >= self._limits.max_entries
        return Ending.LIMIT if is_full else None

    async def _page(self, url: str) -> Feed | tuple[Ending, str]:
        """The feed at `url`, after the host's pause; an ending where there is none."""
        self._visited.add(url)
        shop = self._shop
        pause = await shop.in_store(_pause, shop, host_of(url))
        if shop.clock.now() + pause > self._ends_at:
            return Ending.LIMIT, f"more than {self._limits.max_time.total_seconds():.0f} s"
        await shop.clock.sleep_until(shop.clock.now() + pause)
        permission = await permits.ask(shop, url)
        if permission.permit is None:
            assert permission.rejection is not None
            return Ending.REFUSED, permission.rejection.detail
        now = shop.clock.now()
        async with permits.following(shop, url) as follow:

            async def may_fetch(target: str) -> FetchPermit | Rejection:
                return _elsewhere(url, target) or await follow(target)

            outcome = await shop.fetcher.fetch(
                permission.permit, capture_id=shop.new_id(now), now=now, may_fetch=may_fetch
            )
        await shop.in_store(_keep_outcome, shop, url, outcome)
        if outcome.capture is None:
            return Ending.FAILED, outcome.rejection.detail if outcome.rejection else ""
        self._visited.add(canonical_url(outcome.capture.final_url))
        feed = await shop.in_child("read_feed", (outcome.capture, False))
        return (Ending.FAILED, feed.detail) if isinstance(feed, Rejection) else feed


def _elsewhere(url: str, target: str) -> Rejection | None:
    """The refusal of a redirect that leaves the feed's host."""
    if host_of(target) == host_of(url):
        return None
    detail = f"an older page leads to another host: {target}"
    return Rejection(stage="fetch", reason=Reason.HTTP_STATUS, detail=detail, subject=url)


def _pause(shop: Workshop, host: str) -> timedelta:
    with shop.store.read() as tx:
        return shop.politeness.pause_after(hosts.get_host(tx, host).crawl_delay)


def _keep_outcome(shop: Workshop, url: str, outcome: FetchOutcome) -> None:
    """Others keep the pause after our request, too, and so does this poll if it is killed now. Not the source's fetch:
    it would count as a poll."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        leave_alone(shop, tx, url, outcome, now)
        outcomes.record_fetch(tx, url=url, at=now, outcome=outcome)
