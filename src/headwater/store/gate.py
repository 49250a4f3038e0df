"""The one gate between readers and records: a connection on which the database itself refuses everything else.

Reader-facing queries read the views `visible_*`, which leave out what a tombstone names (`takedown.md` §5, invariant
1). Two guards enforce it. SQLite's authorizer denies every column of every other table unless a view of ours reads
it. It cannot tell a view from a common table expression of the same name (tried: `WITH visible_articles AS (SELECT *
FROM articles)` passes), nor the index's own look-ups from foreign ones; so the cursor also refuses statements that
name a closed table at all. SQL has no way to name a table without writing its name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from headwater.store.driver import connect, sqlite_module
from headwater.store.schema import metadata

VIEWS = frozenset(
    {
        "visible_articles",
        "visible_headlines",
        "visible_links",
        "visible_pictures",
        "visible_story_members",
        "visible_story_events",
        "visible_versions",
        "visible_withdrawals",
    }
)
SEARCH_INDEX = "article_search"
_SHADOWS = frozenset(f"{SEARCH_INDEX}_{part}" for part in ("data", "idx", "content", "docsize", "config"))

# Tables without a word of any article: read by readers as they are.
OPEN_TABLES = frozenset(
    {
        "counters",
        "figures",
        "publishers",
        "rejection_totals",
        "schema_migrations",
        "source_flags",
        "sources",
        "stories",
        "story_languages",
        "tombstone_addresses",
        "tombstones",
    }
)
# Tables of which readers see some columns only.
OPEN_COLUMNS = {
    # Of a fetch: whose it was, when, and how it ended; no address, no article, no words of a server.
    "fetches": frozenset({"id", "source_id", "at", "status", "reason", "entry_count", "new_count", "ROWID", ""}),
    "jobs": frozenset({"id", "stage", "state", "due_at", "available_at", ""}),
    # What a hub must show to be known at our door; never the secret that it signs with, nor whose subscription it is.
    "subscriptions": frozenset({"callback_id", "topic_url", "state", ""}),
}
_SEARCH_COLUMNS = frozenset({SEARCH_INDEX, "rank", "ROWID", ""})
_PRAGMAS = frozenset({"data_version", "read_uncommitted"})
# What the readers' own queries use; `highlight` and `snippet` would give the index's words away.
_FUNCTIONS = frozenset({"count", "max", "min", "sum", "lower", "like", "match", "bm25"})

CLOSED_NAMES = (
    (frozenset(metadata.tables) | _SHADOWS | {"sqlite_master", "sqlite_schema"})
    - OPEN_TABLES
    - OPEN_COLUMNS.keys()
    # Columns of open tables bear these names too; the authorizer guards the tables.
    - {"sources"}
)
"""Names that no statement of a reader may hold."""

_NAME = re.compile(r"\w+")


def refused_name(sql: str) -> str:
    """The first closed table that a statement names, or an empty string."""
    return next((name for name in _NAME.findall(sql.lower()) if name in CLOSED_NAMES), "")


def _may_read(table: str, column: str, view: str | None) -> bool:
    if view in VIEWS or table in VIEWS or table in OPEN_TABLES or table in _SHADOWS:
        return True
    if table == SEARCH_INDEX:
        return column in _SEARCH_COLUMNS
    return column in OPEN_COLUMNS.get(table, frozenset())


def authorizer(module: Any) -> Any:
    """SQLite's callback: reads of the views and of open tables, functions, transactions; nothing else."""
    allowed = {module.SQLITE_SELECT, module.SQLITE_TRANSACTION, module.SQLITE_RECURSIVE}

    def decide(action: int, first: str | None, second: str | None, database: str | None, view: str | None) -> int:
        if action in allowed:
            return int(module.SQLITE_OK)
        if action == module.SQLITE_READ:
            is_allowed = _may_read(first or "", second or "", view)
        elif action == module.SQLITE_FUNCTION:
            is_allowed = second in _FUNCTIONS
        elif action == module.SQLITE_PRAGMA:
            is_allowed = first in _PRAGMAS
        else:
            is_allowed = False
        return int(module.SQLITE_OK if is_allowed else module.SQLITE_DENY)

    return decide


@lru_cache(maxsize=1)
def _gated_class() -> type:
    module = sqlite_module()

    class GatedCursor(module.Cursor):  # type: ignore[misc, name-defined]
        """A cursor that refuses statements which name a closed table."""

        def execute(self, sql: str, *parameters: Any) -> Any:
            """As the driver's, after the look at the names."""
            name = refused_name(sql)
            if name:
                raise module.DatabaseError(f"not authorized: readers do not read {name}")
            return super().execute(sql, *parameters)

        def executemany(self, sql: str, parameters: Any) -> Any:
            """Refused: readers do not write."""
            raise module.DatabaseError("not authorized: readers do not write")

        def executescript(self, sql: str) -> Any:
            """Refused: readers do not write."""
            raise module.DatabaseError("not authorized: readers do not write")

    class GatedConnection(module.Connection):  # type: ignore[misc, name-defined]
        """A connection whose cursors are gated and which cannot be copied out."""

        def cursor(self, factory: type = GatedCursor) -> Any:
            """A gated cursor, whatever class is asked for."""
            return super().cursor(GatedCursor)

        def backup(self, *arguments: Any, **named: Any) -> None:
            """Refused: a copy of the file has no gate."""
            raise module.DatabaseError("not authorized: readers do not copy the database")

        blobopen = open_blob = serialize = iterdump = backup

    return GatedConnection


def connect_reader(path: Path) -> Any:
    """A read-only DB-API connection behind the gate."""
    connection = connect(path, is_read_only=True, factory=_gated_class())
    connection.set_authorizer(authorizer(sqlite_module()))
    return connection
