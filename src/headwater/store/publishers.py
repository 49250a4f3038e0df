"""Publishers, one row per main registrable domain."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from sqlalchemy import Connection, select

from headwater.model.article import Publisher, PublisherKind
from headwater.store.columns import Record
from headwater.store.schema import publishers
from headwater.store.upserts import upsert

_ID_HEX = 24


def upsert_publisher(tx: Connection, publisher: Publisher) -> Publisher:
    """Keep a publisher under its main registrable domain; what it leaves empty stays as it was known.

    Returns it whole, with its id. A publisher without a domain cannot be kept and comes back as it is.
    """
    if not publisher.domain:
        return publisher
    known = find_publisher(tx, publisher.domain)
    merged = _merged(publisher, known)
    if merged != known:
        row = {
            "id": merged.id,
            "domain": merged.domain,
            "name": merged.name,
            "kind": merged.kind.value,
            "country": merged.country,
            "languages": list(merged.languages),
            "domains": list(merged.domains),
            "owner": merged.owner,
        }
        upsert(tx, publishers, row, key=("domain",), kept=("id",))
    return merged


def find_publisher(connection: Connection, domain: str) -> Publisher | None:
    """The publisher whose main registrable domain is `domain`."""
    row = connection.execute(select(publishers).where(publishers.c.domain == domain)).first()
    return None if row is None else publisher_of(row)


def list_publishers(connection: Connection) -> list[Publisher]:
    """All publishers, by domain."""
    return [publisher_of(row) for row in connection.execute(select(publishers).order_by(publishers.c.domain))]


def publisher_of(row: Record) -> Publisher:
    """The value of a row of `publishers`."""
    return Publisher(
        id=row.id,
        name=row.name,
        kind=PublisherKind(row.kind or "unknown"),
        domains=tuple(row.domains),
        country=row.country,
        languages=tuple(row.languages),
        owner=row.owner,
    )


def _merged(new: Publisher, known: Publisher | None) -> Publisher:
    if known is None:
        made = "pub_" + hashlib.sha256(new.domain.encode()).hexdigest()[:_ID_HEX]
        return replace(new, id=new.id or made)
    return Publisher(
        id=known.id,
        name=new.name or known.name,
        kind=known.kind if new.kind is PublisherKind.UNKNOWN else new.kind,
        domains=tuple(dict.fromkeys((*new.domains, *known.domains))),
        country=new.country or known.country,
        languages=tuple(dict.fromkeys((*known.languages, *new.languages))),
        owner=new.owner or known.owner,
    )
