"""POLL: ask a source what is new. The network side; `settling` keeps what it brought."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from headwater.acquire import websub
from headwater.model.job import Job
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry, Feed, FetchOutcome, Source, SourceKind
from headwater.pipeline import paging, permits, site_reading
from headwater.pipeline.announcing import add_source as add_source
from headwater.pipeline.announcing import announce as announce
from headwater.pipeline.permits import Permission
from headwater.pipeline.site_reading import HostKnowledge
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, entries, hosts, site_documents, sources
from headwater.text.urls import host_of


@dataclass(frozen=True, kw_only=True, slots=True)
class PollOrder:
    """One POLL job with what it needs; `source` is None where there is nothing to poll any more."""

    job: Job
    source: Source | None
    host: HostKnowledge


@dataclass(frozen=True, kw_only=True, slots=True)
class PollResult:
    """What a poll brought. `feed` only with a capture; `older` are entries of its older pages (RFC 5005)."""

    job: Job
    source: Source | None
    outcome: FetchOutcome = field(default_factory=FetchOutcome)
    feed: Feed | None = None
    older: tuple[Entry, ...] = ()


Settle = Callable[[PollResult], Awaitable[str]]
"""Keeps a result (`settling.Settling.settle`); the outcome in a word, once it is committed."""


def load(tx: Transaction, jobs: Sequence[Job]) -> list[PollOrder]:
    """What these POLL jobs need, in three queries for all of them."""
    if not jobs:
        return []
    known = sources.load_sources(tx, [job.subject_id for job in jobs])
    states = hosts.get_hosts(tx, {job.host for job in jobs})
    documents = site_documents.documents_of_hosts(tx, states)
    return [
        PollOrder(
            job=job,
            source=_wanted(known.get(job.subject_id)),
            host=HostKnowledge(state=states[job.host], documents=documents.get(job.host, {})),
        )
        for job in jobs
    ]


def _wanted(source: Source | None) -> Source | None:
    return None if source is None or source.is_paused else source


async def poll(shop: Workshop, order: PollOrder, settle: Settle) -> str:
    """One POLL job from claim to commit; the outcome in a word."""
    source = order.source
    if source is None:
        return await settle(PollResult(job=order.job, source=None))
    permission = _known_permission(shop, order.host, source.url) or await permits.ask(shop, source.url)
    if permission.permit is None:
        return await settle(
            PollResult(
                job=order.job, source=source, outcome=FetchOutcome(rejection=permission.rejection, request_count=0)
            )
        )
    now = shop.clock.now()
    async with permits.following(shop, source.url) as may_fetch:
        outcome = await shop.fetcher.fetch(
            permission.permit,
            validators=source.validators,
            capture_id=shop.new_id(now),
            now=now,
            may_fetch=may_fetch,
        )
    if outcome.capture is None or outcome.capture.status == 304:
        return await settle(PollResult(job=order.job, source=source, outcome=outcome))
    feed = await read(shop, source, outcome.capture)
    if isinstance(feed, Rejection):
        failed = replace(outcome, capture=None, rejection=feed)
        return await settle(PollResult(job=order.job, source=source, outcome=failed))
    older = await _older(shop, source, feed)
    return await settle(PollResult(job=order.job, source=source, outcome=outcome, feed=feed, older=older))


def _known_permission(shop: Workshop, known: HostKnowledge, url: str) -> Permission | None:
    """What the host says, where its robots.txt was read lately and loaded with the job: no look-up, no request."""
    now = shop.clock.now()
    return permits.decide(known, url, shop.agent, now) if known.is_fresh(url, now) else None


async def read(shop: Workshop, source: Source, capture: Capture) -> Feed | Rejection:
    """The document in a capture, read in a child; of a page also the feeds that it and its host name."""
    is_page = source.kind is SourceKind.PAGE
    feed: Feed | Rejection = await shop.in_child("read_feed", (capture, is_page, source.patterns))
    if is_page:
        feed = await _with_named_feeds(shop, capture, feed)
    if isinstance(feed, Rejection):
        return feed
    hubs, topic = websub.discovered(capture, feed)
    return replace(with_terms_of_feed(feed), hub_url=hubs[0] if hubs else "", self_url=topic)


def with_terms_of_feed(feed: Feed) -> Feed:
    """A feed whose entries state its RSL terms too, as these govern all that it announces (RSL 1.0, feeds).

    Other statements of a whole feed, as a licence, may be about the feed's own words: they grant nothing to the pages.
    """
    terms = " · ".join(part for part in feed.rights.split(" · ") if part.startswith("RSL "))
    if not terms:
        return feed
    entries = (replace(one, rights=" · ".join(filter(None, (one.rights, terms)))) for one in feed.entries)
    return replace(feed, entries=tuple(entries))


async def _with_named_feeds(shop: Workshop, page: Capture, feed: Feed | Rejection) -> Feed | Rejection:
    """A page, also one without links to articles, with the feeds that it names; anything else as it is."""
    if isinstance(feed, Feed):
        is_page = feed.kind is SourceKind.PAGE
        return replace(feed, children=await _better_sources(shop, page)) if is_page else feed
    if feed.reason not in (Reason.EMPTY_FEED, Reason.NOT_A_FEED):
        return feed
    named = await _better_sources(shop, page)
    return Feed(kind=SourceKind.PAGE, children=named) if named else feed


async def _better_sources(shop: Workshop, page: Capture) -> tuple[str, ...]:
    """Feeds and sitemaps that a home page and its host's robots.txt name: they are read instead of the page."""
    named = await shop.in_child("discover", page)
    sitemaps = await shop.in_store(_robots_sitemaps, shop, page.final_url)
    return tuple(dict.fromkeys((*named, *sitemaps))) if not isinstance(named, Rejection) else sitemaps


def _robots_sitemaps(shop: Workshop, url: str) -> tuple[str, ...]:
    with shop.store.read() as tx:
        return tuple(site_reading.load(tx, host_of(url)).robots_answer(url, shop.agent).sitemaps)


async def _older(shop: Workshop, source: Source, feed: Feed) -> tuple[Entry, ...]:
    """Entries that fell out of the feed's window since the last poll, from its older pages."""
    if source.last_success_at is None or not feed.previous_url:
        return ()
    known_count = await shop.in_store(_known_count, shop, feed.entries)
    if not paging.has_gap(source, feed, known_count):
        return ()

    async def any_known(page: Sequence[Entry]) -> bool:
        return await shop.in_store(_known_count, shop, page) > 0

    found = await paging.older(shop, source, feed, any_known)
    return found.entries


def _known_count(shop: Workshop, announced: Sequence[Entry]) -> int:
    with shop.store.read() as tx:
        return entries.count_known(tx, announced)
