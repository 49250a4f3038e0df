"""Entries and addresses: which work each address leads to, and what each source said about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, func, select

from headwater.model.codec import from_json, to_json
from headwater.model.rejection import Reason
from headwater.model.web import Entry
from headwater.store.blocks import hash_of, is_blocked
from headwater.store.columns import Record
from headwater.store.schema import addresses, article_checks, articles, entries, rejections, tombstone_addresses
from headwater.store.upserts import insert_missing, upsert, upsert_many

LATEST_ENTRIES = 2_000
"""How far back a source's entries are searched for those that it takes back."""


def save_entry(tx: Connection, entry: Entry, *, now: datetime, new_id: str) -> tuple[str, bool]:
    """Keep what a source announced; the id of its article, and whether the article is new to us.

    `new_id` is used when the address is new. Of a withheld or erased address nothing is kept: its tombstone's
    subject (maybe empty) comes back, never as new.
    """
    blocked = is_blocked(tx, entry.url)
    if blocked is not None:
        return blocked.subject_id, False
    key = hash_of(entry.url)
    known = tx.execute(select(addresses.c.article_id).where(addresses.c.url_hash == key)).scalar()
    article_id = known or new_id
    if known is None:
        row = {"url_hash": key, "article_id": new_id, "url": entry.url, "is_alias": False, "first_seen_at": now}
        tx.execute(addresses.insert().values(**row))
    body = {"body": to_json(entry), "first_seen_at": now, "last_seen_at": now}
    row = {"source_id": entry.source_id, "url_hash": key, "article_id": article_id, **body}
    upsert(tx, entries, row, key=("source_id", "url_hash"), kept=("first_seen_at",))
    return article_id, known is None


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedEntry:
    """What became of an entry: its article, whether that is new to us, and whether the same source now gives a known
    entry another title or time of change."""

    entry: Entry
    article_id: str
    is_new: bool = False
    is_changed: bool = False


def save_entries(
    tx: Connection, announced: Sequence[Entry], *, now: datetime, new_id: Callable[[], str]
) -> list[SavedEntry]:
    """`save_entry` of a whole document of one source, in a few statements; withheld and erased ones are left out.

    Of several entries with one address the first is kept.
    """
    by_hash = {hash_of(entry.url): entry for entry in reversed(announced) if entry.url}
    for blocked in _among(tx, tombstone_addresses.c.url_hash, tombstone_addresses.c.url_hash, by_hash):
        by_hash.pop(blocked.url_hash, None)
    if not by_hash:
        return []
    known = {row.url_hash: row.article_id for row in _among(tx, addresses.c.url_hash, addresses.c.article_id, by_hash)}
    source_id = next(iter(by_hash.values())).source_id
    before = {
        row.url_hash: row.body
        for row in _among(tx, entries.c.url_hash, entries.c.body, by_hash, entries.c.source_id == source_id)
    }
    saved = [
        SavedEntry(
            entry=entry,
            article_id=known.get(key) or new_id(),
            is_new=key not in known,
            is_changed=key in before and _is_other(before[key], entry),
        )
        for key, entry in reversed(by_hash.items())
    ]
    _insert_addresses(tx, saved, now)
    rows = [
        {
            "source_id": one.entry.source_id,
            "url_hash": hash_of(one.entry.url),
            "article_id": one.article_id,
            "body": to_json(one.entry),
            "first_seen_at": now,
            "last_seen_at": now,
        }
        for one in saved
    ]
    upsert_many(tx, entries, rows, key=("source_id", "url_hash"), kept=("first_seen_at",))
    return saved


def _among(
    tx: Connection, key: Any, value: Any, wanted: Collection[str], *conditions: ColumnElement[bool]
) -> Sequence[Record]:
    return tx.execute(select(key, value).where(key.in_(list(wanted)), *conditions)).all()


def _is_other(before: Any, entry: Entry) -> bool:
    known = from_json(Entry, before)
    return (known.title, known.updated_at) != (entry.title, entry.updated_at)


def _insert_addresses(tx: Connection, saved: Sequence[SavedEntry], now: datetime) -> None:
    rows = [
        {
            "url_hash": hash_of(one.entry.url),
            "article_id": one.article_id,
            "url": one.entry.url,
            "is_alias": False,
            "first_seen_at": now,
        }
        for one in saved
        if one.is_new
    ]
    insert_missing(tx, addresses, rows)


def add_alias(tx: Connection, url: str, article_id: str) -> str:
    """Let another address (redirect target, canonical) lead to an article; the id that owns the address.

    That is `article_id`, unless the address led to another article before: then it is that one, and both ids name
    one work. A blocked address is not kept and gives its tombstone's subject.
    """
    blocked = is_blocked(tx, url)
    if blocked is not None:
        return blocked.subject_id
    key = hash_of(url)
    known = tx.execute(select(addresses.c.article_id).where(addresses.c.url_hash == key)).scalar()
    if known is None:
        row = {"url_hash": key, "article_id": article_id, "url": url, "is_alias": True, "first_seen_at": None}
        tx.execute(addresses.insert().values(**row))
    return known or article_id


def count_known(connection: Connection, announced: Sequence[Entry]) -> int:
    """How many of these entries lead to an address that we know."""
    hashes = {hash_of(entry.url) for entry in announced if entry.url}
    query = select(func.count()).where(addresses.c.url_hash.in_(list(hashes)))
    return connection.execute(query).scalar_one() if hashes else 0


def known_addresses(connection: Connection, announced: Sequence[Entry]) -> set[str]:
    """Those of the entries' addresses, as they are written there, that lead to an article already."""
    hashes = {entry.url: hash_of(entry.url) for entry in announced if entry.url}
    query = select(addresses.c.url_hash).where(addresses.c.url_hash.in_(set(hashes.values())))
    known = set(connection.execute(query).scalars()) if hashes else set()
    return {url for url, key in hashes.items() if key in known}


def taken_back(
    connection: Connection, source_id: str, guids: Collection[str], *, checked_before: datetime, limit: int
) -> dict[str, str]:
    """Articles, with the address announced, that this source calls by these ids: held, not known to be withdrawn, and
    not asked for since `checked_before`. Among its `LATEST_ENTRIES` latest entries, at most `limit`."""
    latest = (
        select(entries.c.article_id, entries.c.body, entries.c.first_seen_at)
        .where(entries.c.source_id == source_id)
        .order_by(entries.c.first_seen_at.desc())
        .limit(LATEST_ENTRIES)
        .subquery()
    )
    url, guid = (func.json_extract(latest.c.body, f"$.{name}", type_=Text) for name in ("url", "guid"))
    query = (
        select(latest.c.article_id, url)
        .join(article_checks, article_checks.c.article_id == latest.c.article_id)
        .where(guid.in_(sorted(guids)), latest.c.article_id.in_(select(articles.c.id)))
        .where(article_checks.c.withdrawn_at.is_(None), article_checks.c.checked_at < checked_before)
        .order_by(latest.c.first_seen_at.desc())
        .limit(limit)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def addresses_read(
    connection: Connection, source_id: str, *, no_article: Collection[Reason], limit: int
) -> tuple[list[str], list[str]]:
    """Addresses among a source's `limit` latest entries, newest first: those that were articles, and those whose pages
    were rejected for one of the reasons."""
    latest = (
        select(entries.c.article_id, addresses.c.url, entries.c.first_seen_at)
        .join(addresses, addresses.c.url_hash == entries.c.url_hash)
        .where(entries.c.source_id == source_id)
        .order_by(entries.c.first_seen_at.desc())
        .limit(limit)
        .subquery()
    )
    good = select(latest.c.url).where(latest.c.article_id.in_(select(articles.c.id)))
    refused = select(rejections.c.subject_id).where(
        rejections.c.stage == "extract", rejections.c.reason.in_([reason.value for reason in no_article])
    )
    bad = select(latest.c.url).where(latest.c.article_id.in_(refused))
    newest = latest.c.first_seen_at.desc()
    return (
        list(connection.execute(good.order_by(newest)).scalars()),
        list(connection.execute(bad.order_by(newest)).scalars()),
    )


def find_article_id(connection: Connection, url: str) -> str | None:
    """The article that an address leads to."""
    return connection.execute(select(addresses.c.article_id).where(addresses.c.url_hash == hash_of(url))).scalar()


def get_entries(connection: Connection, article_id: str) -> list[Entry]:
    """What sources said about an article, first announcement first."""
    query = select(entries.c.body).where(entries.c.article_id == article_id)
    return [from_json(Entry, row.body) for row in connection.execute(query.order_by(entries.c.first_seen_at))]


def first_seen_at(connection: Connection, article_id: str) -> datetime | None:
    """When an article was first announced to us."""
    query = select(addresses.c.first_seen_at).where(
        addresses.c.article_id == article_id, addresses.c.first_seen_at.is_not(None)
    )
    return connection.execute(query.order_by(addresses.c.first_seen_at).limit(1)).scalar()


def article_address(connection: Connection, article_id: str) -> str | None:
    """The address under which an article was first announced; its first alias where it was never announced."""
    query = select(addresses.c.url).where(addresses.c.article_id == article_id)
    return connection.execute(query.order_by(addresses.c.is_alias, addresses.c.first_seen_at).limit(1)).scalar()
