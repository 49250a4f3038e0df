"""POLL: ask a source what is new, keep what it announced, and queue the articles that are."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from headwater import rights
from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry, Feed, FetchOutcome, Source, SourceKind, Validators
from headwater.pipeline import permits
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, blocks, entries, hosts, outcomes, queue, sources
from headwater.text.urls import host_of

MAX_CHILDREN_PER_POLL = 50  # sitemaps that one index may add
MAX_ENTRIES_PER_POLL = 2_000  # articles that one document may queue at once; the rest comes with the next poll
SITEMAP_HORIZON = timedelta(days=7)  # a sitemap lists a whole archive: only what is recent is news


async def poll(shop: Workshop, job: Job) -> str:
    """One POLL job from claim to commit; the outcome in a word."""
    source = await shop.in_store(_load, shop, job)
    if source is None or source.is_paused:
        await shop.in_store(_forget, shop, job)
        return "forgotten"
    permission = await permits.ask(shop, source.url)
    if permission.permit is None:
        assert permission.rejection is not None
        return await shop.in_store(_save, shop, job, source, FetchOutcome(rejection=permission.rejection), None)
    now = shop.clock.now()
    outcome = await shop.fetcher.fetch(
        permission.permit, validators=source.validators, capture_id=shop.new_id(now), now=now
    )
    if outcome.capture is None or outcome.capture.status == 304:
        return await shop.in_store(_save, shop, job, source, outcome, None)
    feed = await shop.in_child("read_feed", (outcome.capture, source.kind is SourceKind.PAGE))
    if source.kind is SourceKind.PAGE:
        feed = await _with_named_feeds(shop, outcome.capture, feed)
    if isinstance(feed, Rejection):
        return await shop.in_store(_save, shop, job, source, replace(outcome, capture=None, rejection=feed), None)
    return await shop.in_store(_save, shop, job, source, outcome, feed)


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
        state = hosts.get_host(tx, host_of(url))
    answer = rights.robots_rule(state.robots_body, status=state.robots_status or 404, url=url, agent=shop.agent)
    return tuple(answer.sitemaps)


def _load(shop: Workshop, job: Job) -> Source | None:
    with shop.store.read() as tx:
        return sources.find_source(tx, job.subject_id)


def _forget(shop: Workshop, job: Job) -> None:
    with shop.store.write() as tx:
        queue.finish(tx, job)


def _save(shop: Workshop, job: Job, source: Source, outcome: FetchOutcome, feed: Feed | None) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        new_count = _save_feed(shop, tx, source, feed, now) if feed is not None else 0
        outcomes.record_fetch(tx, source_id=source.id, url=source.url, at=now, outcome=outcome)
        host = host_of(source.url)
        delay = hosts.get_host(tx, host).crawl_delay
        hosts.set_next_request(tx, host, now + shop.politeness.pause_after(delay))
        next_at = shop.next_check(source, outcome, new_count, now)
        sources.update_source(tx, _updated(source, outcome, next_at, now))
        queue.finish(tx, job)
        if next_at is not None:
            queue.enqueue(tx, Stage.POLL, source.id, due_at=next_at, host=host)
    if outcome.rejection is not None:
        return outcome.rejection.reason.value
    return f"{new_count} new" if feed is not None else "unchanged"


def _updated(source: Source, outcome: FetchOutcome, next_at: datetime | None, now: datetime) -> Source:
    source = replace(source, last_check_at=now, next_check_at=next_at)
    if outcome.rejection is not None:
        words = f"{outcome.rejection.reason.value}: {outcome.rejection.detail}".rstrip(": ")
        is_over = outcome.rejection.reason is Reason.GONE
        return replace(source, failure_count=source.failure_count + 1, last_outcome=words, is_paused=is_over)
    assert outcome.capture is not None
    return replace(
        source,
        interval=source.interval if next_at is None else next_at - now,
        url=outcome.moved_to or source.url,
        validators=_validators(outcome.capture, source.validators),
        last_success_at=now,
        failure_count=0,
        last_outcome="unchanged" if outcome.capture.status == 304 else "ok",
    )


def _validators(capture: Capture, known: Validators) -> Validators:
    """RFC 9111 §4.3.4: a 304 may leave out validators; the known ones stay."""
    if capture.status == 304:
        return Validators(
            etag=capture.headers.get("etag", known.etag),
            last_modified=capture.headers.get("last-modified", known.last_modified),
        )
    return Validators(etag=capture.headers.get("etag", ""), last_modified=capture.headers.get("last-modified", ""))


def _save_feed(shop: Workshop, tx: Transaction, source: Source, feed: Feed, now: datetime) -> int:
    for url in feed.children[:MAX_CHILDREN_PER_POLL]:
        child = Source(id="", url=url, kind=SourceKind.SITEMAP, publisher=source.publisher)
        add_source(tx, child, new_id=shop.new_id(now), due_at=now)
    if feed.kind is SourceKind.PAGE and feed.children:
        return 0  # its feeds announce the same articles, with dates and authors
    recent = [entry for entry in feed.entries if _is_recent(feed, entry, now)]
    return sum(announce(shop, tx, replace(entry, source_id=source.id), now) for entry in recent[:MAX_ENTRIES_PER_POLL])


def _is_recent(feed: Feed, entry: Entry, now: datetime) -> bool:
    if feed.kind not in (SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP):
        return True
    stated = entry.published_at or entry.updated_at
    return stated is None or stated.at > now - SITEMAP_HORIZON


def announce(shop: Workshop, tx: Transaction, entry: Entry, now: datetime) -> bool:
    """Keep an entry and queue its page if it is new, or if its publisher says that it changed; whether it was new."""
    if not entry.url or blocks.is_blocked(tx, entry.url) is not None:
        return False
    is_changed = _is_changed(tx, entry)
    article_id, is_new = entries.save_entry(tx, entry, now=now, new_id=shop.new_id(now))
    if is_new or is_changed:
        queue.enqueue(tx, Stage.FETCH, article_id, due_at=now, host=host_of(entry.url))
    return is_new


def _is_changed(tx: Transaction, entry: Entry) -> bool:
    """Whether the same source now gives a known entry another title or time of change."""
    known_id = entries.find_article_id(tx, entry.url)
    known = entries.get_entries(tx, known_id) if known_id else []
    before = next((one for one in known if one.source_id == entry.source_id), None)
    return before is not None and (before.title, before.updated_at) != (entry.title, entry.updated_at)


def add_source(tx: Transaction, source: Source, *, new_id: str, due_at: datetime) -> str:
    """Keep a source and make its first poll due; its id (that of the known one, if its address is known)."""
    known = sources.find_source(tx, source.url)
    if known is not None:
        return known.id
    source_id = sources.add_source(tx, replace(source, id=source.id or new_id))
    queue.enqueue(tx, Stage.POLL, source_id, due_at=due_at, host=host_of(source.url))
    return source_id
