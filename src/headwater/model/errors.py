"""The one tree of exceptions, sorted by what the pipeline does next.

    HeadwaterError
    ├── Transient      try again at a stated time (network, locked database, full disk)
    ├── Permanent      can never work as it is: quarantine with its evidence
    └── UserError      the person at the keyboard must change something; the message says what

Expected non-results are not exceptions: they are `Rejection` values (`model/rejection.py`).
"""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum


class ExitCode(IntEnum):
    """What the program tells its shell (`docs/cli.md`)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PARTLY = 3
    NOT_FOUND = 4
    REFUSED = 5
    LOCKED = 6
    NEEDS_PERSON = 7
    TRY_LATER = 75
    INTERRUPTED = 130


class HeadwaterError(Exception):
    """Any failure that headwater knows by name."""

    exit_code = ExitCode.FAILED


class Transient(HeadwaterError):
    """Something that may work later; `retry_after` is the shortest sensible pause."""

    exit_code = ExitCode.TRY_LATER

    def __init__(self, message: str, *, retry_after: timedelta = timedelta(minutes=1)) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Permanent(HeadwaterError):
    """Something that can never work as it is."""


class UserError(HeadwaterError):
    """A mistake or a missing thing that a person mends; the message is one clear sentence with the next step."""

    def __init__(self, message: str, *, exit_code: ExitCode = ExitCode.FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code
