"""The database as a place: opened once, migrated, written by one process, read by many connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from headwater.model.errors import ExitCode, UserError
from headwater.store.driver import connect, sqlite_module
from headwater.store.failures import translating
from headwater.store.ledger import Ledger
from headwater.store.migrate import migrate, pending
from headwater.store.tombstones import replay_ledger

Transaction: TypeAlias = Connection
"""What `Store.write` and `Store.read` give: the first argument of every function of this package."""

READER_CONNECTIONS = 4
"""Idle reading connections that are kept open; more are opened when needed and closed again."""

READER_OVERFLOW = 28
"""Reading connections beyond the kept ones; the next reader waits."""

SQLITE_PREFIX = "sqlite:///"


class Store:
    """All records of one headwater, behind short transactions.

    `write()` and `read()` give a SQLAlchemy connection to the functions of this package's modules.
    """

    def __init__(self, path: Path, *, is_read_only: bool) -> None:
        self.path = path
        self.is_read_only = is_read_only
        self.ledger = Ledger(Path(f"{path}.tombstones"))
        self._writer = make_engine(lambda: connect(path, is_read_only=False), begin="BEGIN IMMEDIATE", size=1)
        self._reader = make_engine(lambda: connect(path, is_read_only=True), begin="BEGIN", size=READER_CONNECTIONS)
        self._writer = self._writer.execution_options(headwater_ledger=self.ledger)

    @classmethod
    def open(cls, url_or_path: str | Path, *, read_only: bool = False, create: bool = True) -> Store:
        """Open the database at a path or `sqlite:///` URL; migrate it and replay its ledger unless `read_only`.

        UserError with what to do when it is missing and must not be made, damaged, or of another release.
        """
        path = path_of(url_or_path)
        if not path.exists() and (read_only or not create):
            raise UserError(
                f"There is no database at {path}: run `headwater init` or give the right path.",
                exit_code=ExitCode.NOT_FOUND,
            )
        with translating(path, sqlite_module().Error):
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True)
            store = cls(path, is_read_only=read_only)
            try:
                store._prepare()
            except BaseException:
                store.close()
                raise
        return store

    def _prepare(self) -> None:
        if not self.is_read_only:
            with self.write() as tx:
                migrate(tx, self.path)
            replay_ledger(self)
            return
        with self.read() as connection:
            if pending(connection, self.path):
                raise UserError(f"The database {self.path} is of an older release: `headwater run` updates it.")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: commits at the end of the block, rolls back on any exception."""
        if self.is_read_only:
            raise UserError(f"The database {self.path} was opened for reading only.")
        with translating(self.path, sqlite_module().Error), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent look at the records; whatever is written in the block is refused."""
        with translating(self.path, sqlite_module().Error), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def outside_transactions(self) -> Iterator[Any]:
        """A DB-API connection without an open transaction, for checkpoints and the like."""
        with translating(self.path, sqlite_module().Error):
            connection = connect(self.path, is_read_only=False)
            try:
                yield connection
            finally:
                connection.close()

    def close(self) -> None:
        """Close every connection; the store cannot be used afterwards."""
        self._reader.dispose()
        self._writer.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *ignored: object) -> None:
        self.close()


def path_of(url_or_path: str | Path) -> Path:
    """The file that a path or a `sqlite:///` URL names; UserError for databases that are not supported yet."""
    text = str(url_or_path)
    if text.startswith(SQLITE_PREFIX):
        return Path(text.removeprefix(SQLITE_PREFIX))
    if "://" in text:
        raise UserError(f"The database {text.partition('://')[0]} is not supported: give a path or a sqlite:/// URL.")
    return Path(text)


def make_engine(creator: Any, *, begin: str, size: int) -> Engine:
    """An engine over `creator`'s connections whose transactions start with the statement `begin`."""
    engine = create_engine(
        "sqlite://",
        module=sqlite_module(),
        creator=creator,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0 if size == 1 else READER_OVERFLOW,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
