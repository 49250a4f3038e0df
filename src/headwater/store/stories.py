"""Stories: membership with reasons, what is derived from it, and the changes that clustering proposed.

A story's row holds only what follows from its visible members; it is computed anew whenever a member comes, goes, is
withheld or is traced to another origin.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from headwater.model.provenance import Relation
from headwater.model.story import ChangeKind, Story, StoryChange
from headwater.store.blocks import block_of_article
from headwater.store.columns import Record
from headwater.store.generation import bump
from headwater.store.schema import (
    articles,
    links,
    stories,
    story_events,
    story_languages,
    story_members,
    tombstones,
)
from headwater.store.upserts import insert_missing, upsert
from headwater.store.views import visible_articles

VOICE_DOUBLING = timedelta(hours=6)
"""A story with twice as many independent voices ranks as if its newest article were this much newer."""

ARTICLE_DOUBLING = timedelta(hours=1)
"""The same for twice as many articles of any kind: copies count, but little."""

Member = Record


def apply_change(tx: Connection, change: StoryChange, *, now: datetime, new_story_id: str) -> str:
    """Carry out one change and return the story that it is about after it; `new_story_id` is used where one opens.

    Repeating a change changes nothing. Merged ids lead to their survivor. An article that was erased meanwhile
    enters no story: the result is empty.
    """
    if change.kind is ChangeKind.MERGED:
        return _merge(tx, change, now)
    if change.kind is ChangeKind.SPLIT:
        return _split(tx, change, now, new_story_id)
    return _enter(tx, change, now, new_story_id)


def _enter(tx: Connection, change: StoryChange, now: datetime, new_story_id: str) -> str:
    tombstone = block_of_article(tx, change.article_id)
    if tombstone is not None and tombstone.erased_at is not None:
        return ""
    current = story_of(tx, change.article_id)
    if change.kind is ChangeKind.OPENED and current:
        return current
    target = resolve(tx, change.story_id) if change.story_id else ""
    target = target or new_story_id
    if current == target:
        return target
    _open(tx, target, now)
    _move(tx, [change.article_id], target, change, now)
    _record(tx, target, change, now)
    for story_id in filter(None, (current, target)):
        recompute(tx, story_id)
    bump(tx)
    return target


def _merge(tx: Connection, change: StoryChange, now: datetime) -> str:
    survivor, other = resolve(tx, change.story_id), resolve(tx, change.other_story_id)
    if not survivor or not other or survivor == other:
        return survivor or other
    tx.execute(update(story_members).where(story_members.c.story_id == other).values(story_id=survivor))
    tx.execute(update(stories).where(stories.c.merged_into == other).values(merged_into=survivor))
    tx.execute(update(stories).where(stories.c.id == other).values(merged_into=survivor))
    tx.execute(update(tombstones).where(tombstones.c.story_id == other).values(story_id=survivor))
    _record(tx, survivor, change, now)
    recompute(tx, other)
    recompute(tx, survivor)
    bump(tx)
    return survivor


def _split(tx: Connection, change: StoryChange, now: datetime, new_story_id: str) -> str:
    source = resolve(tx, change.story_id)
    inside = set(_member_ids(tx, source))
    moving = [article_id for article_id in change.article_ids if article_id in inside]
    if not moving:
        return source
    _open(tx, new_story_id, now)
    _move(tx, moving, new_story_id, change, now)
    leaving = tombstones.c.subject_id.in_(moving)
    tx.execute(update(tombstones).where(leaving).values(story_id=new_story_id))
    _record(tx, source, change, now, other=new_story_id)
    _record(tx, new_story_id, change, now, other=source)
    recompute(tx, source)
    recompute(tx, new_story_id)
    bump(tx)
    return new_story_id


def _open(tx: Connection, story_id: str, now: datetime) -> None:
    insert_missing(tx, stories, [{"id": story_id, "opened_at": now}])


def _move(tx: Connection, article_ids: Sequence[str], story_id: str, change: StoryChange, now: datetime) -> None:
    for article_id in article_ids:
        row = {
            "article_id": article_id,
            "story_id": story_id,
            "reason": change.reason,
            "confidence": change.confidence,
            "joined_at": now,
        }
        upsert(tx, story_members, row, key=("article_id",))


def _record(tx: Connection, story_id: str, change: StoryChange, now: datetime, other: str = "") -> None:
    values = {
        "story_id": story_id,
        "at": now,
        "kind": change.kind.value,
        "article_id": change.article_id,
        "other_story_id": other or change.other_story_id,
        "reason": change.reason,
        "confidence": change.confidence,
    }
    tx.execute(insert(story_events).values(**values))


def resolve(connection: Connection, story_id: str) -> str:
    """The surviving id of a story that was merged away, the id itself of a living one, empty for none."""
    merged_into = connection.execute(select(stories.c.merged_into).where(stories.c.id == story_id)).scalar()
    return "" if merged_into is None else merged_into or story_id


def story_of(connection: Connection, article_id: str) -> str:
    """The story an article is in, or an empty string."""
    query = select(story_members.c.story_id).where(story_members.c.article_id == article_id)
    return connection.execute(query).scalar() or ""


def _member_ids(connection: Connection, story_id: str) -> list[str]:
    query = select(story_members.c.article_id).where(story_members.c.story_id == story_id)
    return list(connection.execute(query.order_by(story_members.c.joined_at, story_members.c.article_id)).scalars())


def get_story(connection: Connection, story_id: str) -> Story | None:
    """A story with its articles in the order in which they joined; its title is its lead article's headline."""
    row = connection.execute(select(stories).where(stories.c.id == story_id)).first()
    if row is None:
        return None
    lead = select(articles.c.headline, articles.c.language).where(articles.c.id == row.lead_article_id)
    title = connection.execute(lead).first()
    return Story(
        id=row.id,
        title=title.headline if title else "",
        title_language=title.language if title else "",
        article_ids=tuple(_member_ids(connection, story_id)),
        lead_article_id=row.lead_article_id,
        first_published_at=row.first_published_at,
        updated_at=row.updated_at,
        merged_into=row.merged_into,
    )


def recompute_story_of(tx: Connection, article_id: str) -> None:
    """Compute the story of an article anew, if it is in one."""
    story_id = story_of(tx, article_id)
    if story_id:
        recompute(tx, story_id)


def recompute(tx: Connection, story_id: str) -> None:
    """Compute a story's row from its visible members; without any, it has no rank and is in no list."""
    members = _visible_members(tx, story_id)
    tx.execute(delete(story_languages).where(story_languages.c.story_id == story_id))
    voices = [member for member in members if member.relation == Relation.ORIGINAL]
    rank_at = _rank_at(members, voices) if members else None
    values = {
        "lead_article_id": _lead(members),
        "article_count": len(members),
        "voice_count": len(voices),
        "first_published_at": min((member.ordered_at for member in members), default=None),
        "updated_at": max((member.ordered_at for member in members), default=None),
        "rank_at": rank_at,
    }
    tx.execute(update(stories).where(stories.c.id == story_id).values(**values))
    languages = {member.language for member in members if member.language}
    if languages:
        rows = [{"language": code, "story_id": story_id, "rank_at": rank_at} for code in sorted(languages)]
        tx.execute(insert(story_languages), rows)


def _visible_members(connection: Connection, story_id: str) -> Sequence[Member]:
    query = (
        select(
            visible_articles.c.id,
            visible_articles.c.publisher_domain,
            visible_articles.c.language,
            visible_articles.c.ordered_at,
            links.c.relation,
            links.c.confidence,
            links.c.origin_article_id,
            links.c.origin_url_hash,
            links.c.origin_publisher,
        )
        .select_from(story_members)
        .join(visible_articles, visible_articles.c.id == story_members.c.article_id)
        .outerjoin(links, links.c.article_id == visible_articles.c.id)
        .where(story_members.c.story_id == story_id)
        .order_by(visible_articles.c.ordered_at, visible_articles.c.number)
    )
    return connection.execute(query).all()


def _rank_at(members: Sequence[Member], voices: Sequence[Member]) -> datetime:
    """The score of the front page: the newest article's time, moved up by how many speak independently.

    A time, not a decaying number: the order of two stories never depends on when it is asked for.
    """
    newest: datetime = max(member.ordered_at for member in members)
    publishers = {member.publisher_domain for member in voices}
    by_voices = VOICE_DOUBLING * math.log2(max(1, len(publishers)))
    return newest + by_voices + ARTICLE_DOUBLING * math.log2(len(members))


def _lead(members: Sequence[Member]) -> str:
    """The article that names the story: the origin of most members, else the earliest of those who share it."""
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        groups[_origin_key(member)].append(member)
    if not groups:
        return ""
    largest = max(groups, key=lambda key: len(groups[key]))
    by_id = {member.id: member for member in members}
    return str(largest if largest in by_id else groups[largest][0].id)


def _origin_key(member: Member) -> str:
    if member.relation in (None, Relation.ORIGINAL, Relation.UNKNOWN):
        return str(member.id)
    domains = (member.origin_publisher or {}).get("domains") or ()
    return str(member.origin_article_id or member.origin_url_hash or (domains[0] if domains else member.id))
