"""What operators say that publishers allowed by contract (`docs/decisions/0014-grants.md`)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from headwater.model.rights import Grant, Use
from headwater.store.columns import Record
from headwater.store.generation import bump
from headwater.store.picture_copies import drop_copies_of_grant
from headwater.store.schema import grants
from headwater.store.upserts import upsert


def save_grant(tx: Connection, grant: Grant) -> None:
    """Keep a grant; the same id again overwrites it."""
    row = {
        "id": grant.id,
        "domain": grant.domain,
        "uses": [use.value for use in grant.uses],
        "why": grant.why,
        "granted_by": grant.granted_by,
        "granted_at": grant.granted_at,
        "until": grant.until,
    }
    upsert(tx, grants, row, key=("id",))


def list_grants(connection: Connection) -> tuple[Grant, ...]:
    """Every grant, also those that are over, by domain and time."""
    rows = connection.execute(select(grants).order_by(grants.c.domain, grants.c.granted_at))
    return tuple(_grant(row) for row in rows)


def grants_of(connection: Connection, domain: str) -> tuple[Grant, ...]:
    """Every grant for a registrable domain, also those that are over."""
    query = select(grants).where(grants.c.domain == domain, grants.c.domain != "")
    return tuple(_grant(row) for row in connection.execute(query.order_by(grants.c.granted_at)))


def remove_grant(tx: Connection, grant_id: str) -> Grant | None:
    """Take a grant back: copies of pictures that were shown under it are gone at once. None where there is none."""
    row = tx.execute(select(grants).where(grants.c.id == grant_id)).first()
    if row is None:
        return None
    tx.execute(delete(grants).where(grants.c.id == grant_id))
    drop_copies_of_grant(tx, grant_id)
    bump(tx)
    return _grant(row)


def _grant(row: Record) -> Grant:
    return Grant(
        id=row.id,
        domain=row.domain,
        uses=tuple(Use(use) for use in row.uses),
        why=row.why,
        granted_at=row.granted_at,
        until=row.until,
        granted_by=row.granted_by,
    )
