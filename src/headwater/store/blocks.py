"""Which addresses and texts a takedown refuses: looked up before a fetch, after extraction and at saving."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from sqlalchemy import Connection, select

from headwater.model.notice import Tombstone
from headwater.store.columns import Record
from headwater.store.schema import tombstone_addresses, tombstones
from headwater.text.ids import url_hash
from headwater.text.urls import address_key, registrable_domain


@lru_cache(maxsize=16_384)
def hash_of(url: str) -> str:
    """The hash under which an address is known: SHA-256 of its address key; of the bare text if it has no key."""
    return url_hash(url) if address_key(url) else hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()


def domain_hash(domain: str) -> str:
    """SHA-256 of a registrable domain, or an empty string for none."""
    return hashlib.sha256(domain.encode("utf-8", "replace")).hexdigest() if domain else ""


def tombstone_of(row: Record) -> Tombstone:
    """The value of a row of `tombstones`."""
    return Tombstone(
        id=row.id,
        subject_id=row.subject_id,
        url_hash=row.url_hash,
        reason=row.reason,
        since=row.since,
        notice_id=row.notice_id,
        erased_at=row.erased_at,
        text_hash=row.text_hash,
    )


def is_blocked(connection: Connection, url: str, *, text_hash: str = "") -> Tombstone | None:
    """The tombstone that blocks an address, or the same text under another address of the same registrable domain.

    The domain bound keeps one publisher's withdrawal from removing an agency text that others have licensed
    (`takedown.md` §6).
    """
    by_address = (
        select(tombstones)
        .join(tombstone_addresses, tombstone_addresses.c.tombstone_id == tombstones.c.id)
        .where(tombstone_addresses.c.url_hash == hash_of(url))
    )
    row = connection.execute(by_address.limit(1)).first()
    if row is None and text_hash:
        by_text = select(tombstones).where(
            tombstones.c.text_hash == text_hash, tombstones.c.domain_hash == domain_hash(registrable_domain(url))
        )
        row = connection.execute(by_text.limit(1)).first()
    return None if row is None else tombstone_of(row)


def block_of_article(connection: Connection, article_id: str) -> Tombstone | None:
    """The tombstone on an article, by its id."""
    if not article_id:
        return None
    row = connection.execute(select(tombstones).where(tombstones.c.subject_id == article_id).limit(1)).first()
    return None if row is None else tombstone_of(row)
