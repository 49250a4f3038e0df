"""Foreign exceptions, translated once: what SQLite, SQLAlchemy and the file system say, in headwater's own tree."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from headwater.model.errors import ExitCode, HeadwaterError, Permanent, Transient, UserError

LOCKED_PAUSE = timedelta(seconds=5)
FULL_PAUSE = timedelta(minutes=5)

Translation = Callable[[Path, str], HeadwaterError]


def _locked(path: Path, said: str) -> HeadwaterError:
    return Transient(f"The database {path} is locked by another process; it is tried again.", retry_after=LOCKED_PAUSE)


def _full(path: Path, said: str) -> HeadwaterError:
    return Transient(
        f"The disk that holds {path} is full: free some space there, then go on; nothing stored is lost.",
        retry_after=FULL_PAUSE,
    )


def _io(path: Path, said: str) -> HeadwaterError:
    return Transient(f"Reading or writing {path} failed ({said}): check the disk.", retry_after=FULL_PAUSE)


def _malformed(path: Path, said: str) -> HeadwaterError:
    return UserError(
        f"The database {path} is damaged ({said}): move it away and restore the latest backup beside its ledger of "
        "tombstones, which is applied when it is opened."
    )


def _not_a_database(path: Path, said: str) -> HeadwaterError:
    return UserError(f"{path} is not a headwater database: give another path, or move that file away.")


def _unopenable(path: Path, said: str) -> HeadwaterError:
    return UserError(
        f"The database {path} cannot be opened: check that its folder exists and that you may write there.",
        exit_code=ExitCode.NOT_FOUND,
    )


def _read_only(path: Path, said: str) -> HeadwaterError:
    return UserError(f"The database {path} cannot be written: check the owner and the permissions of file and folder.")


def _too_big(path: Path, said: str) -> HeadwaterError:
    return Permanent(f"A value is larger than the database takes ({said}).")


# Words of SQLite's own messages (sqlite3_errstr), in the order in which they are looked for.
SQLITE_MESSAGES: tuple[tuple[str, Translation], ...] = (
    ("locked", _locked),
    ("busy", _locked),
    ("queuepool limit", _locked),
    ("disk is full", _full),
    ("disk full", _full),
    ("disk i/o error", _io),
    ("malformed", _malformed),
    ("not a database", _not_a_database),
    ("unable to open", _unopenable),
    ("readonly", _read_only),
    ("read-only", _read_only),
    ("too big", _too_big),
)

OS_ERRORS: dict[int, Translation] = {
    errno.ENOSPC: _full,
    errno.EDQUOT: _full,
    errno.EIO: _io,
    errno.EACCES: _read_only,
    errno.EPERM: _read_only,
    errno.EROFS: _read_only,
    errno.ENOENT: _unopenable,
    errno.ENOTDIR: _unopenable,
    errno.EEXIST: _unopenable,
    errno.EISDIR: _not_a_database,
}


def translated(error: BaseException, path: Path) -> HeadwaterError | None:
    """The headwater error for a foreign one, or None: then it is a bug and goes on as it is."""
    if isinstance(error, OSError):
        translation = OS_ERRORS.get(error.errno or 0)
        return translation(path, error.strerror or str(error)) if translation else None
    said = str(error.orig if isinstance(error, DBAPIError) else error)
    lowered = said.lower()
    for words, translate in SQLITE_MESSAGES:
        if words in lowered:
            return translate(path, said)
    return None


@contextmanager
def translating(path: Path, *foreign: type[BaseException]) -> Iterator[None]:
    """Run the body; what SQLAlchemy, the operating system or `foreign` raise comes out as headwater's own error."""
    try:
        yield
    except HeadwaterError:
        raise
    except Exception as error:
        known = translated(error, path) if isinstance(error, (DBAPIError, PoolTimeout, OSError, *foreign)) else None
        if known is None:
            raise
        raise known from error
