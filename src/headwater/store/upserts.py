"""Insert-or-update under a natural key, in the SQL that SQLite and PostgreSQL share (`ON CONFLICT`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Row = Mapping[str, Any]


def _insert(tx: Connection, table: Table) -> Any:
    return postgresql_insert(table) if tx.dialect.name == "postgresql" else sqlite_insert(table)


def upsert(tx: Connection, table: Table, row: Row, *, key: Sequence[str], kept: Sequence[str] = ()) -> None:
    """Insert `row`, or overwrite the columns beyond `key` and `kept` of the row with the same `key`."""
    statement = _insert(tx, table).values(dict(row))
    changed = {name: statement.excluded[name] for name in row if name not in key and name not in kept}
    tx.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changed))


def insert_missing(tx: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert the rows whose keys are not there yet; leave the others as they are."""
    if rows:
        tx.execute(_insert(tx, table).on_conflict_do_nothing(), [dict(row) for row in rows])


def add_to(tx: Connection, table: Table, key: Row, column: str, amount: int = 1) -> None:
    """Add `amount` to a counting column of the row under `key`, which is made where it is missing."""
    statement = _insert(tx, table).values({**key, column: amount})
    raised = {column: table.c[column] + amount}
    tx.execute(statement.on_conflict_do_update(index_elements=list(key), set_=raised))
