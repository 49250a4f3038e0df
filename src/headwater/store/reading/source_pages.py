"""Publishers as readers see them: what was read from each, and how its feeds are doing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from headwater.model.figures import Figures, added
from headwater.model.provenance import Relation
from headwater.model.view import FeedHealth, SourceView
from headwater.model.watching import SourceFlag
from headwater.store.blocks import domain_hash
from headwater.store.columns import Record, instant
from headwater.store.figures import get_figures
from headwater.store.flags import flags_of_each
from headwater.store.reading.cards import load_articles
from headwater.store.schema import publishers, sources, stories, tombstones
from headwater.store.views import visible_articles, visible_links, visible_story_members
from headwater.text.urls import registrable_domain

RECENT = 50
"""Articles on a source's page."""

DAYS = 90
"""Days with articles that a source's chart shows."""

PAGE = 500
"""Outlets on a page of the directory."""

_FEED_COLUMNS = (
    "id",
    "url",
    "domain",
    "title",
    "kind",
    "last_check_at",
    "last_success_at",
    "next_check_at",
    "failure_count",
    "last_outcome",
    "is_paused",
)
_DAY_MICROSECONDS = 86_400_000_000


def source(connection: Connection, domain: str) -> SourceView | None:
    """One publisher by its registrable domain; None where nothing was ever read or added from there."""
    domain = registrable_domain(domain) or domain
    publisher = connection.execute(select(publishers).where(publishers.c.domain == domain)).first()
    feeds = _feeds(connection, [domain]).get(domain, [])
    mine = visible_articles.c.publisher_domain == domain
    count = connection.execute(select(func.count(visible_articles.c.id)).where(mine)).scalar_one()
    removed = _removed(connection).get(domain_hash(domain), 0)
    if publisher is None and not (feeds or count or removed):
        return None
    newest = select(visible_articles.c.id).where(mine).order_by(visible_articles.c.ordered_at.desc()).limit(RECENT)
    known = _known_of(connection, feeds)
    return SourceView(
        **_names(publisher, domain, feeds),
        article_count=count,
        original_count=_originals(connection, [domain]).get(domain, 0),
        first_count=_firsts(connection, [domain]).get(domain, 0),
        recent=tuple(load_articles(connection, list(connection.execute(newest).scalars()))),
        per_day=_per_day(connection, domain),
        removed_count=removed,
        **_healths(feeds, known),
    )


def some_sources(connection: Connection, *, after: str = "", limit: int = PAGE) -> tuple[SourceView, ...]:
    """Publishers that are polled or were read, by domain, beyond the domain `after`; without articles and days."""
    found: list[SourceView] = []
    while len(found) < limit:
        query = select(publishers).where(publishers.c.domain > after).order_by(publishers.c.domain).limit(limit)
        rows = {row.domain: row for row in connection.execute(query)}
        found += _views(connection, rows)
        if len(rows) < limit:
            break
        after = max(rows)
    return tuple(found[:limit])


def _views(connection: Connection, page: Mapping[str, Record]) -> list[SourceView]:
    """Publishers without feeds and articles (met in credits only) are left out."""
    domains = list(page)
    feeds, counts = _feeds(connection, domains), _article_counts(connection, domains)
    originals, firsts, removed = _originals(connection, domains), _firsts(connection, domains), _removed(connection)
    known = _known_of(connection, [feed for mine in feeds.values() for feed in mine])
    return [
        SourceView(
            **_names(page[domain], domain, feeds.get(domain, [])),
            article_count=counts.get(domain, 0),
            original_count=originals.get(domain, 0),
            first_count=firsts.get(domain, 0),
            removed_count=removed.get(domain_hash(domain), 0),
            **_healths(feeds.get(domain, []), known),
        )
        for domain in domains
        if domain in feeds or domain in counts
    ]


def _article_counts(connection: Connection, domains: Sequence[str]) -> dict[str, int]:
    articles = visible_articles.c
    query = select(articles.publisher_domain, func.count(articles.id)).where(articles.publisher_domain.in_(domains))
    return {row[0]: row[1] for row in connection.execute(query.group_by(articles.publisher_domain))}


_Known = tuple[Mapping[str, tuple[SourceFlag, ...]], Mapping[str, Figures]]


def _known_of(connection: Connection, feeds: Sequence[Record]) -> _Known:
    ids = [feed.id for feed in feeds]
    return flags_of_each(connection, ids), get_figures(connection, ids)


def _healths(feeds: Sequence[Record], known: _Known) -> Mapping[str, Any]:
    flags, figures = known
    counted = [figures[feed.id] for feed in feeds if feed.id in figures]
    return {
        "feeds": tuple(_health(feed, flags.get(feed.id, ())) for feed in feeds),
        "figures": added(counted) if counted else None,
    }


def _names(publisher: Record | None, domain: str, feeds: list[Record]) -> Mapping[str, Any]:
    title = next((feed.title for feed in feeds if feed.title), "")
    if publisher is None:
        return {"domain": domain, "name": title or domain}
    return {
        "domain": domain,
        "name": publisher.name or title or domain,
        "country": publisher.country,
        "languages": tuple(publisher.languages),
        "kind": publisher.kind,
    }


def _feeds(connection: Connection, domains: Sequence[str]) -> dict[str, list[Record]]:
    query = select(*(sources.c[name] for name in _FEED_COLUMNS)).where(sources.c.domain.in_(domains))
    query = query.order_by(sources.c.url)
    found: dict[str, list[Record]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.domain].append(row)
    return found


def _health(row: Record, flags: tuple[SourceFlag, ...]) -> FeedHealth:
    return FeedHealth(
        url=row.url,
        kind=row.kind,
        last_check_at=row.last_check_at,
        last_success_at=row.last_success_at,
        next_check_at=row.next_check_at,
        failure_count=row.failure_count,
        last_outcome=row.last_outcome,
        is_paused=row.is_paused,
        flags=flags,
    )


def _originals(connection: Connection, domains: Sequence[str]) -> dict[str, int]:
    query = (
        select(visible_articles.c.publisher_domain, func.count(visible_articles.c.id))
        .join(visible_links, visible_links.c.article_id == visible_articles.c.id)
        .where(visible_links.c.relation == Relation.ORIGINAL.value)
    )
    query = query.where(visible_articles.c.publisher_domain.in_(domains))
    return {row[0]: row[1] for row in connection.execute(query.group_by(visible_articles.c.publisher_domain))}


def _firsts(connection: Connection, domains: Sequence[str]) -> dict[str, int]:
    """Stories of several articles whose earliest one is this publisher's."""
    query = (
        select(visible_articles.c.publisher_domain, func.count(stories.c.id))
        .select_from(stories)
        .join(visible_story_members, visible_story_members.c.story_id == stories.c.id)
        .join(visible_articles, visible_articles.c.id == visible_story_members.c.article_id)
        .where(stories.c.article_count > 1, visible_articles.c.ordered_at == stories.c.first_published_at)
    )
    query = query.where(visible_articles.c.publisher_domain.in_(domains))
    return {row[0]: row[1] for row in connection.execute(query.group_by(visible_articles.c.publisher_domain))}


def _removed(connection: Connection) -> dict[str, int]:
    query = select(tombstones.c.domain_hash, func.count()).group_by(tombstones.c.domain_hash)
    return {row[0]: row[1] for row in connection.execute(query)}


def _per_day(connection: Connection, domain: str) -> tuple[tuple[str, int], ...]:
    """Articles per UTC day, oldest first, of the latest days that have any."""
    query = select(visible_articles.c.ordered_at).where(visible_articles.c.publisher_domain == domain).subquery()
    counts: dict[int, int] = defaultdict(int)
    for at in connection.execute(select(query.c.ordered_at)).scalars():
        counts[int(at.timestamp() // (_DAY_MICROSECONDS // 1_000_000))] += 1
    days = sorted(counts)[-DAYS:]
    return tuple((instant(day * _DAY_MICROSECONDS).date().isoformat(), counts[day]) for day in days)
