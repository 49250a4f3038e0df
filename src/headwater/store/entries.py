"""Entries and addresses: which work each address leads to, and what each source said about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from headwater.model.codec import from_json, to_json
from headwater.model.web import Entry
from headwater.store.blocks import hash_of, is_blocked
from headwater.store.schema import addresses, entries
from headwater.store.upserts import upsert


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
