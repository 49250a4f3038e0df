"""The generation: one number that moves whenever readers may see something else; what caches compare."""

from __future__ import annotations

from sqlalchemy import Connection, select

from headwater.store.schema import counters
from headwater.store.upserts import add_to

GENERATION = "generation"


def bump(tx: Connection) -> None:
    """Move the generation on by one."""
    add_to(tx, counters, {"name": GENERATION}, "value")


def current(connection: Connection) -> int:
    """The generation now; 0 before the first change."""
    return connection.execute(select(counters.c.value).where(counters.c.name == GENERATION)).scalar() or 0
