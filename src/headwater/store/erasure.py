"""Erasing one article from every table, in the order of `takedown.md` §6; only hashes and counts stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, false, func, or_, select, update

from headwater.store.article_checks import drop_check
from headwater.store.blocks import hash_of
from headwater.store.neighbours import drop_fingerprints
from headwater.store.picture_copies import erase_copies
from headwater.store.provenance import forget_mentions
from headwater.store.queue import drop_jobs
from headwater.store.schema import (
    addresses,
    article_annotations,
    article_versions,
    articles,
    captures,
    entries,
    fetches,
    link_history,
    link_mentions,
    links,
    rejections,
    story_events,
    story_members,
)
from headwater.store.search_index import remove_document


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What is to be erased: the article's id (empty where none is held), its addresses, and what belongs to it."""

    article_id: str
    urls: tuple[str, ...]
    url_hashes: frozenset[str]
    source_ids: tuple[str, ...]
    capture_ids: tuple[str, ...]
    story_id: str


def find_target(tx: Connection, article_id: str, url_hashes: frozenset[str]) -> Target:
    """Everything that is held of an article or of the addresses with these hashes."""
    ours: ColumnElement[bool] = addresses.c.url_hash.in_(sorted(url_hashes))
    if article_id:
        ours = or_(ours, addresses.c.article_id == article_id)
    rows = tx.execute(select(addresses.c.url, addresses.c.url_hash).where(ours)).all()
    article_url = tx.execute(select(articles.c.url).where(articles.c.id == article_id)).scalar()
    urls = tuple(dict.fromkeys([*(row.url for row in rows), *([article_url] if article_url else [])]))
    hashes = url_hashes | {row.url_hash for row in rows} | {hash_of(url) for url in urls}
    announced = or_(entries.c.url_hash.in_(sorted(hashes)), _is(entries.c.article_id, article_id))
    source_ids = tx.execute(select(entries.c.source_id).where(announced).distinct()).scalars()
    capture_ids = tx.execute(select(captures.c.id).where(_captured(article_id, urls))).scalars()
    story_id = tx.execute(select(story_members.c.story_id).where(story_members.c.article_id == article_id)).scalar()
    return Target(
        article_id=article_id,
        urls=urls,
        url_hashes=hashes,
        source_ids=tuple(source_ids),
        capture_ids=tuple(capture_ids),
        story_id=story_id or "",
    )


def _is(column: ColumnElement[str], article_id: str) -> ColumnElement[bool]:
    """`column = article_id`; nothing where no article is held (empty ids stand for "none" in many rows)."""
    return (column == article_id) & (column != "")


def _captured(article_id: str, urls: tuple[str, ...]) -> ColumnElement[bool]:
    by_address = or_(captures.c.requested_url.in_(urls), captures.c.final_url.in_(urls))
    return or_(_is(captures.c.article_id, article_id), by_address)


def erase_rows(tx: Connection, target: Target) -> tuple[tuple[str, int], ...]:
    """Delete or blank every row that holds something of the target; (store, count) for each step, in order."""
    steps: tuple[tuple[str, Callable[[Connection, Target], int]], ...] = (
        ("search index", _from_search),
        ("article versions", _versions),
        ("articles", _articles),
        ("pictures", lambda tx, target: erase_copies(tx, target.article_id, target.url_hashes)),
        ("pages read again", lambda tx, target: drop_check(tx, target.article_id)),
        ("entries", _entries),
        ("captures", _captures),
        ("source captures", _source_captures),
        ("annotations", _annotations),
        ("fingerprints", lambda tx, target: drop_fingerprints(tx, target.article_id)),
        ("links", _links),
        ("mentions in other links", lambda tx, target: forget_mentions(tx, target.article_id, target.url_hashes)),
        ("story", _story),
        ("fetches and rejections", _outcomes),
        ("jobs", lambda tx, target: drop_jobs(tx, [i for i in (target.article_id, *target.capture_ids) if i])),
        ("addresses", _addresses),
    )
    return tuple((name, step(tx, target)) for name, step in steps)


def _delete(tx: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return tx.execute(delete(table).where(condition)).rowcount


def _from_search(tx: Connection, target: Target) -> int:
    number = tx.execute(select(articles.c.number).where(articles.c.id == target.article_id)).scalar()
    return 0 if number is None else remove_document(tx, number)


def _versions(tx: Connection, target: Target) -> int:
    return _delete(tx, article_versions, article_versions.c.article_id == target.article_id)


def _articles(tx: Connection, target: Target) -> int:
    return _delete(tx, articles, articles.c.id == target.article_id)


def _entries(tx: Connection, target: Target) -> int:
    by_address = entries.c.url_hash.in_(sorted(target.url_hashes))
    return _delete(tx, entries, or_(by_address, _is(entries.c.article_id, target.article_id)))


def _captures(tx: Connection, target: Target) -> int:
    return _delete(tx, captures, captures.c.id.in_(target.capture_ids))


def _source_captures(tx: Connection, target: Target) -> int:
    """Documents of the sources that announced it: they hold its title and summary. They are only a cache."""
    announcing = captures.c.source_id.in_(target.source_ids) & (captures.c.article_id == "")
    return _delete(tx, captures, announcing)


def _annotations(tx: Connection, target: Target) -> int:
    return _delete(tx, article_annotations, article_annotations.c.article_id == target.article_id)


def _links(tx: Connection, target: Target) -> int:
    _delete(tx, link_mentions, link_mentions.c.article_id == target.article_id)
    history = _delete(tx, link_history, link_history.c.article_id == target.article_id)
    return history + _delete(tx, links, links.c.article_id == target.article_id)


def _story(tx: Connection, target: Target) -> int:
    """Membership and events go; reasons of the same story, which may quote it, are blanked."""
    if not target.article_id:
        return 0
    _delete(tx, story_events, story_events.c.article_id == target.article_id)
    if target.story_id:
        tx.execute(update(story_events).where(story_events.c.story_id == target.story_id).values(reason=""))
        tx.execute(update(story_members).where(story_members.c.story_id == target.story_id).values(reason=""))
    return _delete(tx, story_members, story_members.c.article_id == target.article_id)


def _outcomes(tx: Connection, target: Target) -> int:
    subjects = sorted({target.article_id, *target.capture_ids} - {""})
    of_page = fetches.c.source_id == ""
    fetched = or_(
        _is(fetches.c.article_id, target.article_id),
        of_page & or_(fetches.c.url.in_(target.urls), fetches.c.final_url.in_(target.urls)),
        of_page & _names(fetches.c.detail, target),
    )
    rejected = or_(
        rejections.c.subject_id.in_(subjects),
        rejections.c.subject.in_(target.urls),
        _names(rejections.c.detail, target),
    )
    return _delete(tx, fetches, fetched) + _delete(tx, rejections, rejected)


def _names(words: ColumnElement[str], target: Target) -> ColumnElement[bool]:
    """Whether words, as those about a redirect, name one of the target's addresses."""
    return or_(false(), *(func.instr(words, url) > 0 for url in target.urls if url))


def _addresses(tx: Connection, target: Target) -> int:
    by_hash = addresses.c.url_hash.in_(sorted(target.url_hashes))
    return _delete(tx, addresses, or_(by_hash, _is(addresses.c.article_id, target.article_id)))
