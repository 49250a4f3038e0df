"""Articles as readers see them, loaded in batches: a few queries for any number of articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from headwater.model.view import ArticleView, Gone, PictureView
from headwater.store.columns import Record
from headwater.store.reading.article_versions import load_versions
from headwater.store.reading.picture_copies import Copies, load_copies, with_copy
from headwater.store.reading.primary_sources import ArticleRow, LinkRow, primary_of, stated
from headwater.store.schema import tombstones
from headwater.store.views import (
    visible_articles,
    visible_headlines,
    visible_links,
    visible_story_members,
    visible_withdrawals,
)

BATCH = 500
"""Ids in one query."""

Headlines = tuple[tuple[datetime, str], ...]


def load_article(connection: Connection, article_id: str) -> ArticleView | None:
    """One article with its versions; None where it is not visible."""
    found = load_articles(connection, [article_id])
    return replace(found[0], versions=load_versions(connection, found[0])) if found else None


def load_articles(connection: Connection, article_ids: Sequence[str]) -> list[ArticleView]:
    """The visible ones of these articles, in this order, without their versions."""
    rows = _rows(connection, article_ids)
    links = _links(connection, rows)
    named = {name for link in links.values() for name in (link.origin_article_id, link.via_article_id)}
    held = {**rows, **_rows(connection, [name for name in named if name and name not in rows])}
    members = _by(connection, visible_story_members, list(rows))
    headlines = _headlines(connection, rows)
    copies = load_copies(connection, [name for name, row in rows.items() if row.pictures])
    withdrawn = _by(connection, visible_withdrawals, list(rows))
    views = [
        _view(rows[article_id], links.get(article_id), held, members.get(article_id), headlines.get(article_id, ()))
        for article_id in dict.fromkeys(article_ids)
        if article_id in rows
    ]
    views = [replace(view, pictures=_with_copies(view, copies)) if view.id in copies else view for view in views]
    return [
        replace(view, withdrawn_at=withdrawn[view.id].withdrawn_at) if view.id in withdrawn else view for view in views
    ]


def _rows(connection: Connection, article_ids: Sequence[str]) -> dict[str, ArticleRow]:
    found: dict[str, ArticleRow] = {}
    for batch in _batches(article_ids):
        query = select(visible_articles).where(visible_articles.c.id.in_(batch))
        found.update({row.id: row for row in connection.execute(query)})
    return found


def _links(connection: Connection, rows: Mapping[str, ArticleRow]) -> dict[str, LinkRow]:
    return _by(connection, visible_links, list(rows))


def _by(connection: Connection, view: Any, article_ids: Sequence[str]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for batch in _batches(article_ids):
        query = select(view).where(view.c.article_id.in_(batch))
        found.update({row.article_id: row for row in connection.execute(query)})
    return found


def _batches(article_ids: Sequence[str]) -> Iterable[list[str]]:
    unique = list(dict.fromkeys(article_ids))
    return (unique[start : start + BATCH] for start in range(0, len(unique), BATCH))


def _headlines(connection: Connection, rows: Mapping[str, ArticleRow]) -> dict[str, Headlines]:
    """Each headline that an article bore with the time it was first seen, where there was more than one."""
    changed = [article_id for article_id, row in rows.items() if row.version > 1]
    borne: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for batch in _batches(changed):
        query = select(visible_headlines).where(visible_headlines.c.article_id.in_(batch))
        for row in connection.execute(query.order_by(visible_headlines.c.version)):
            borne[row.article_id].append((row.saved_at, row.headline))
    for article_id in borne:
        borne[article_id].append((rows[article_id].saved_at, rows[article_id].headline))
    return {article_id: _without_repeats(pairs) for article_id, pairs in borne.items()}


def _without_repeats(pairs: Sequence[tuple[datetime, str]]) -> Headlines:
    kept = [pair for index, pair in enumerate(pairs) if index == 0 or pair[1] != pairs[index - 1][1]]
    return tuple(kept) if len(kept) > 1 else ()


def _view(
    row: ArticleRow,
    link: LinkRow | None,
    held: Mapping[str, ArticleRow],
    member: Record | None,
    headlines: Headlines,
) -> ArticleView:
    return ArticleView(
        id=row.id,
        url=row.url,
        headline=row.headline,
        publisher_name=row.publisher_name,
        publisher_domain=row.publisher_domain,
        primary=primary_of(row, link, held),
        first_seen_at=row.first_seen_at,
        country=row.country,
        language=row.language,
        byline=tuple(row.byline),
        published_at=stated(row.published),
        modified_at=stated(row.modified),
        excerpt=row.excerpt,
        text=row.full_text,
        pictures=tuple(_picture(picture) for picture in row.pictures),
        licence=row.licence,
        attribution=row.attribution,
        section=row.section,
        keywords=tuple(row.keywords),
        credits=tuple(row.credits),
        is_accessible=row.is_accessible,
        kind=row.kind,
        text_from=row.text_from,
        story_id=member.story_id if member else "",
        story_reason=member.reason if member else "",
        headline_history=headlines,
    )


def _picture(data: Mapping[str, str]) -> PictureView:
    caption, credit, creator, licence, url = (
        data.get(name, "") for name in ("caption", "credit", "creator", "licence", "url")
    )
    return PictureView(caption=caption, credit=credit, creator=creator, licence=licence, url=url)


def _with_copies(view: ArticleView, copies: Mapping[str, Copies]) -> tuple[PictureView, ...]:
    of_article = copies[view.id]
    return tuple(
        with_copy(picture, of_article[position]) if position in of_article else picture
        for position, picture in enumerate(view.pictures)
    )


def gone_article(connection: Connection, article_id: str) -> Gone | None:
    """What is said of a withheld or erased article; None for one that was never here."""
    row = connection.execute(select(tombstones).where(tombstones.c.subject_id == article_id).limit(1)).first()
    return gone(row, article_id) if row is not None and article_id else None


def gone(row: Record, asked: str) -> Gone:
    """A tombstone's row as readers see it."""
    return Gone(
        id=asked,
        is_erased=row.erased_at is not None,
        since=row.erased_at or row.since,
        reason=row.reason,
        notice_id=row.notice_id,
    )
