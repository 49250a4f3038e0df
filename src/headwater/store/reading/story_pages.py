"""Stories as readers see them: cards of the front page, and whole stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from headwater.model.view import ArticleView, Gone, StoryView
from headwater.store.columns import Record
from headwater.store.reading.cards import gone, load_articles
from headwater.store.schema import stories, story_languages, tombstones
from headwater.store.views import visible_articles, visible_story_events, visible_story_members

CARD_ARTICLES = 8
"""Articles that a card of the front page carries; its counts are of all."""

STORY_ARTICLES = 500
"""Articles that a story page carries; its counts are of all."""

MAX_PAGE = 200
"""Stories or articles on one page, at most."""

Member = Record


def front(connection: Connection, *, limit: int, before: str, language: str) -> tuple[StoryView, ...]:
    """Stories by rank (`stories.recompute`), after the story `before`; of one language where given.

    Nothing comes after a story that is gone or was merged away.
    """
    rank, story_id = stories.c.rank_at, stories.c.id
    query = select(stories).where(stories.c.rank_at.is_not(None))
    if language:
        rank, story_id = story_languages.c.rank_at, story_languages.c.story_id
        query = select(stories).join(story_languages, story_languages.c.story_id == stories.c.id)
        query = query.where(story_languages.c.language == language)
    if before:
        last = connection.execute(select(stories.c.rank_at, stories.c.id).where(stories.c.id == before)).first()
        if last is None or last.rank_at is None:
            return ()
        query = query.where(after(rank, last.rank_at, story_id, last.id))
    query = query.order_by(rank.desc(), story_id.desc()).limit(min(limit, MAX_PAGE))
    rows = connection.execute(query).all()
    return _cards(connection, rows, language)


def after(column: ColumnElement[Any], value: Any, tie: ColumnElement[Any], tie_value: Any) -> ColumnElement[bool]:
    """Rows that come after a place in descending order; written so that an index on both columns serves it."""
    return and_(column <= value, or_(column < value, tie < tie_value))


def _cards(connection: Connection, rows: Sequence[Record], language: str) -> tuple[StoryView, ...]:
    members = _members(connection, [row.id for row in rows])
    chosen = {row.id: _chosen(members[row.id], row.lead_article_id, language) for row in rows}
    wanted = [article_id for ids in chosen.values() for article_id in ids]
    articles = {article.id: article for article in load_articles(connection, wanted)}
    gone_counts = _gone_counts(connection, [row.id for row in rows])
    views = []
    for row in rows:
        shown = [articles[article_id] for article_id in chosen[row.id] if article_id in articles]
        if shown:
            views.append(_view(row, shown, members[row.id], language, gone_counts.get(row.id, 0), ()))
    return tuple(views)


def _members(connection: Connection, story_ids: Sequence[str]) -> dict[str, list[Member]]:
    query = (
        select(
            visible_story_members.c.story_id,
            visible_articles.c.id,
            visible_articles.c.language,
            visible_articles.c.country,
            visible_articles.c.publisher_domain,
            visible_articles.c.section,
        )
        .join(visible_articles, visible_articles.c.id == visible_story_members.c.article_id)
        .where(visible_story_members.c.story_id.in_(story_ids))
        .order_by(visible_articles.c.ordered_at, visible_articles.c.number)
    )
    found: dict[str, list[Member]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.story_id].append(row)
    return found


def _chosen(members: Sequence[Member], lead_id: str, language: str) -> list[str]:
    """The articles of a card in order of time: the lead, the asked language, then new languages and publishers."""
    picked: set[str] = {member.id for member in members if member.id == lead_id}
    picked.update(member.id for member in [m for m in members if m.language == language][:2])
    for seen_of in ("language", "publisher_domain", "id"):
        seen = {getattr(member, seen_of) for member in members if member.id in picked}
        for member in members:
            value = getattr(member, seen_of)
            if value not in seen and len(picked) < CARD_ARTICLES:
                seen.add(value)
                picked.add(member.id)
    return [member.id for member in members if member.id in picked]


def story(connection: Connection, story_id: str) -> StoryView | Gone | str | None:
    """A whole story; `Gone` when all of it was removed; the survivor's id when it was merged away."""
    row = connection.execute(select(stories).where(stories.c.id == story_id)).first()
    if row is None:
        return None
    if row.merged_into:
        return str(row.merged_into)
    members = _members(connection, [story_id])[story_id]
    shown = load_articles(connection, [member.id for member in members[:STORY_ARTICLES]])
    if not shown:
        return _gone_story(connection, story_id)
    count = _gone_counts(connection, [story_id]).get(story_id, 0)
    return _view(row, shown, members, "", count, _history(connection, story_id))


def _gone_story(connection: Connection, story_id: str) -> Gone | None:
    query = select(tombstones).where(tombstones.c.story_id == story_id).order_by(tombstones.c.since.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else gone(row, story_id)


def _gone_counts(connection: Connection, story_ids: Sequence[str]) -> dict[str, int]:
    query = select(tombstones.c.story_id, func.count()).where(tombstones.c.story_id.in_(story_ids))
    return {row[0]: row[1] for row in connection.execute(query.group_by(tombstones.c.story_id))}


def _history(connection: Connection, story_id: str) -> tuple[tuple[datetime, str], ...]:
    query = select(visible_story_events).where(visible_story_events.c.story_id == story_id)
    rows = connection.execute(query.order_by(visible_story_events.c.id))
    return tuple((row.at, f"{row.kind}: {row.reason}" if row.reason else row.kind) for row in rows)


def _view(
    row: Record,
    shown: Sequence[ArticleView],
    members: Sequence[Member],
    language: str,
    gone_count: int,
    history: tuple[tuple[datetime, str], ...],
) -> StoryView:
    lead = next((article for article in shown if article.id == row.lead_article_id), shown[0])
    titled = next((article for article in shown if language and article.language == language), lead)
    return StoryView(
        id=row.id,
        title=titled.headline,
        title_language=titled.language,
        articles=tuple(shown),
        primary=lead.primary,
        voice_count=row.voice_count,
        copy_count=row.article_count - row.voice_count,
        article_count=row.article_count,
        languages=_tally(member.language for member in members),
        countries=_tally(member.country for member in members),
        first_published_at=row.first_published_at,
        updated_at=row.updated_at,
        section=next((name for name, _ in _tally(member.section for member in members)), ""),
        lede=titled.excerpt or next((article.excerpt for article in shown if article.excerpt), ""),
        gone_count=gone_count,
        history=history,
    )


def _tally(values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(value for value in values if value).most_common())
