"""Migrations: numbered SQL files, applied in order, each in one transaction, each remembered with its digest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from headwater.model.errors import UserError
from headwater.store.schema import schema_migrations

_FILE_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
STATEMENT_END = re.compile(r";\s*\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Migration:
    """One numbered step of the schema."""

    version: int
    name: str
    sql: str

    @property
    def digest(self) -> str:
        """SHA-256 of the file's text: an applied migration never changes."""
        return "sha256:" + hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> list[str]:
        """The statements, in order, without comment lines."""
        lines = (line for line in self.sql.splitlines() if not line.lstrip().startswith("--"))
        return [text for text in (part.strip() for part in STATEMENT_END.split("\n".join(lines) + "\n")) if text]


def migrations() -> tuple[Migration, ...]:
    """All migrations that this program knows, in order."""
    found = []
    for file in resources.files("headwater.store.migrations").iterdir():
        match = _FILE_NAME.fullmatch(file.name)
        if match:
            found.append(Migration(version=int(match[1]), name=match[2], sql=file.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda migration: migration.version))


def pending(connection: Connection, path: Path) -> tuple[Migration, ...]:
    """The migrations that this database lacks; UserError where it was written by another line of the program."""
    known = migrations()
    applied = _applied(connection)
    for migration in known:
        if applied.get(migration.version, migration.digest) != migration.digest:
            raise UserError(
                f"The database {path} was made with another form of schema step {migration.version}: "
                "use the headwater release that made it."
            )
    if applied and max(applied) > known[-1].version:
        raise UserError(f"The database {path} was written by a newer headwater: install that release or a later one.")
    return tuple(migration for migration in known if migration.version not in applied)


def migrate(connection: Connection, path: Path) -> int:
    """Apply what is pending inside the caller's write transaction; the number of steps made."""
    steps = pending(connection, path)
    for step in steps:
        for statement in step.statements():
            connection.exec_driver_sql(statement)
        connection.execute(schema_migrations.insert().values(version=step.version, name=step.name, digest=step.digest))
    return len(steps)


def _applied(connection: Connection) -> dict[int, str]:
    if not inspect(connection).has_table(schema_migrations.name):
        return {}
    rows = connection.execute(select(schema_migrations.c.version, schema_migrations.c.digest))
    return {row.version: row.digest for row in rows}
