"""Insert-or-update under a natural key, in the SQL that SQLite and PostgreSQL share (`ON CONFLICT`).

Statements are built once per shape: building one costs ten times as much as running it (measured).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Values = Mapping[str, Any]


def upsert(tx: Connection, table: Table, row: Values, *, key: Sequence[str], kept: Sequence[str] = ()) -> None:
    """Insert `row`, or overwrite the columns beyond `key` and `kept` of the row with the same `key`."""
    tx.execute(_upsert(tx.dialect.name, table, tuple(row), tuple(key), tuple(kept)), dict(row))


def upsert_many(
    tx: Connection, table: Table, rows: Sequence[Values], *, key: Sequence[str], kept: Sequence[str] = ()
) -> None:
    """`upsert` of rows with the same columns, in one statement."""
    if rows:
        statement = _upsert(tx.dialect.name, table, tuple(rows[0]), tuple(key), tuple(kept))
        tx.execute(statement, [dict(row) for row in rows])


def insert_missing(tx: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert the rows whose keys are not there yet; leave the others as they are."""
    if rows:
        tx.execute(_insert_missing(tx.dialect.name, table), [dict(row) for row in rows])


def add_to(tx: Connection, table: Table, key: Values, column: str, amount: int = 1) -> None:
    """Add `amount` to a counting column of the row under `key`, which is made where it is missing."""
    tx.execute(_add_to(tx.dialect.name, table, tuple(key), column), {**key, column: amount})


def _insert(dialect: str, table: Table) -> Any:
    return postgresql_insert(table) if dialect == "postgresql" else sqlite_insert(table)


def _binding(dialect: str, table: Table, names: Sequence[str]) -> Any:
    return _insert(dialect, table).values({name: bindparam(name, type_=table.c[name].type) for name in names})


@lru_cache(maxsize=256)
def _upsert(dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...], kept: tuple[str, ...]) -> Any:
    statement = _binding(dialect, table, names)
    changed = {name: statement.excluded[name] for name in names if name not in key and name not in kept}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


@lru_cache(maxsize=64)
def _insert_missing(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@lru_cache(maxsize=64)
def _add_to(dialect: str, table: Table, key: tuple[str, ...], column: str) -> Any:
    statement = _binding(dialect, table, (*key, column))
    raised = {column: table.c[column] + statement.excluded[column]}
    return statement.on_conflict_do_update(index_elements=list(key), set_=raised)
