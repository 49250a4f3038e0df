"""What a source's document announces: entries are kept, and the pages that are new or changed queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

from headwater.model.job import Stage
from headwater.model.web import Entry, Feed, Source, SourceKind
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, entries, queue, sources
from headwater.text.urls import host_of

MAX_CHILDREN_PER_POLL = 50  # sitemaps that one index may add
MAX_ENTRIES_PER_POLL = 2_000  # articles that one document may queue at once; the rest comes with the next polls
MAX_LOOKED_AT = 6_000  # entries of a longer document that one poll compares with what is known: 0.15 s
MAX_TAKEN_BACK = 20  # pages that one poll asks for because their entries were taken back
TAKEN_BACK_PAUSE = timedelta(hours=6)  # such a page is not asked for again within this, while it is still there
SITEMAP_HORIZON = timedelta(days=7)  # a sitemap lists a whole archive: only what is recent is news


def announce_feed(shop: Workshop, tx: Transaction, source: Source, feed: Feed, now: datetime) -> tuple[Entry, ...]:
    """Keep what a document announces and add the sources that it names; the entries that were new."""
    for url in feed.children[:MAX_CHILDREN_PER_POLL]:
        child = Source(id="", url=url, kind=SourceKind.SITEMAP, publisher=source.publisher)
        add_source(tx, child, new_id=shop.new_id(now), due_at=now)
    if feed.kind is SourceKind.PAGE and feed.children:
        return ()  # its feeds announce the same articles, with dates and authors
    recent = [replace(entry, source_id=source.id) for entry in feed.entries if _is_recent(feed, entry, now)]
    if feed.deleted:
        _look_for_deleted(tx, source, feed, now)
    return announce_all(shop, tx, _chosen(tx, recent, now), now)


def _look_for_deleted(tx: Transaction, source: Source, feed: Feed, now: datetime) -> None:
    """An entry that its feed took back (RFC 6721): its page is read again, and withdrawn if it says so itself."""
    wanted = entries.taken_back(
        tx, source.id, feed.deleted, checked_before=now - TAKEN_BACK_PAUSE, limit=MAX_TAKEN_BACK
    )
    hosts = {article_id: host_of(url) for article_id, url in wanted.items()}
    queue.enqueue_many(tx, Stage.FETCH, hosts, due_at=now)


def _chosen(tx: Transaction, recent: Sequence[Entry], now: datetime) -> Sequence[Entry]:
    """As many entries as one poll takes: of a long document those first that are not known."""
    if len(recent) <= MAX_ENTRIES_PER_POLL:
        return recent
    some = looked_at(recent, now)
    known = entries.known_addresses(tx, some)
    return sorted(some, key=lambda entry: entry.url in known)[:MAX_ENTRIES_PER_POLL]


def looked_at(recent: Sequence[Entry], now: datetime) -> Sequence[Entry]:
    """`MAX_LOOKED_AT` entries: both ends, where what is new stands mostly, and a part of the rest by the time."""
    if len(recent) <= MAX_LOOKED_AT:
        return recent
    edge = MAX_LOOKED_AT // 6
    inner = recent[edge:-edge]
    start = crc32(now.isoformat().encode()) % len(inner)
    part = [*inner[start:], *inner[:start]][: MAX_LOOKED_AT - 2 * edge]
    return [*recent[:edge], *recent[-edge:], *part]


def _is_recent(feed: Feed, entry: Entry, now: datetime) -> bool:
    if feed.kind not in (SourceKind.SITEMAP, SourceKind.NEWS_SITEMAP):
        return True
    stated = entry.published_at or entry.updated_at
    return stated is None or stated.at > now - SITEMAP_HORIZON


def announce_all(shop: Workshop, tx: Transaction, announced: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
    """Keep one source's entries and queue the pages of those that are new or said to have changed; the new ones."""
    saved = entries.save_entries(tx, announced, now=now, new_id=lambda: shop.new_id(now))
    wanted = {one.article_id: host_of(one.entry.url) for one in saved if one.is_new or one.is_changed}
    queue.enqueue_many(tx, Stage.FETCH, wanted, due_at=now)
    return tuple(one.entry for one in saved if one.is_new)


def announce(shop: Workshop, tx: Transaction, entry: Entry, now: datetime) -> bool:
    """`announce_all` of one entry; whether it was new."""
    return bool(announce_all(shop, tx, [entry], now))


def add_source(tx: Transaction, source: Source, *, new_id: str, due_at: datetime) -> str:
    """Keep a source and make its first poll due; its id (that of the known one, if its address is known)."""
    known = sources.id_at(tx, source.url)
    if known:
        return known
    source_id = sources.add_source(tx, replace(source, id=source.id or new_id, added_at=source.added_at or due_at))
    queue.enqueue(tx, Stage.POLL, source_id, due_at=due_at, host=host_of(source.url))
    return source_id
