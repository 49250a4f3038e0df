"""Which SQLite is used, and how a connection to it is set up.

FTS5's `secure-delete` needs SQLite 3.42 (release notes 2023-05-16); Debian 12's own Python links 3.40. The newer of
the two builds found is used by the whole process: one file must never be opened with two SQLite builds at once.
"""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from headwater.model.errors import UserError

LEAST_SQLITE = (3, 42, 0)
"""The first version whose FTS5 can overwrite what it deletes."""

BUSY_TIMEOUT_MS = 10_000
"""How long a connection waits for another one's lock before it gives up."""

CACHE_KIB = 65_536
"""Page cache of the writing connection; random keys of fingerprints would otherwise be read again and again."""

READER_CACHE_KIB = 16_384
"""Page cache of each reading connection."""

MMAP_BYTES = 268_435_456
"""Readers map this much of the file instead of copying pages."""

JOURNAL_LIMIT_BYTES = 67_108_864
"""The write-ahead log is cut back to this size after a checkpoint."""

CANDIDATES = ("sqlite3", "pysqlite3.dbapi2")


@lru_cache(maxsize=1)
def sqlite_module() -> Any:
    """The first DB-API module whose SQLite is new enough and has FTS5; UserError with the remedy if none is."""
    found: list[str] = []
    for name in CANDIDATES:
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        found.append(f"{name} {module.sqlite_version}")
        if tuple(module.sqlite_version_info) >= LEAST_SQLITE and _has_fts5(module):
            return module
    raise UserError(
        f"headwater needs SQLite 3.42 or newer with FTS5 and found only {', '.join(found) or 'none'}: "
        "use a Python built with a newer SQLite, or install the package pysqlite3-binary."
    )


def _has_fts5(module: Any) -> bool:
    connection = module.connect(":memory:")
    try:
        rows = connection.execute("PRAGMA compile_options").fetchall()
        return any(row[0] == "ENABLE_FTS5" for row in rows)
    finally:
        connection.close()


def connect(path: Path, *, is_read_only: bool, factory: type | None = None) -> Any:
    """A DB-API connection in autocommit mode with every pragma set; `factory` replaces its class."""
    module = sqlite_module()
    mode = "ro" if is_read_only else "rwc"
    connection = module.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_TIMEOUT_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=factory or module.Connection,
    )
    for pragma in _READER_PRAGMAS if is_read_only else _WRITER_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


_BOTH = ("foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "temp_store=MEMORY", f"mmap_size={MMAP_BYTES}")
_READER_PRAGMAS = (*_BOTH, f"cache_size=-{READER_CACHE_KIB}", "query_only=ON")
# WAL with synchronous=NORMAL: what was committed survives the death of the process (the pages are the kernel's by
# then); a power cut may lose the last commits but never tears the file, and tombstones are fsync'd in their ledger.
_WRITER_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "secure_delete=ON",
    f"cache_size=-{CACHE_KIB}",
    f"journal_size_limit={JOURNAL_LIMIT_BYTES}",
    *_BOTH,
)
