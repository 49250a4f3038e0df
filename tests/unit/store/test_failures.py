"""Foreign exceptions come out as what to do next."""

import errno
import sqlite3
from pathlib import Path

import pytest

from headwater.model.errors import Permanent, Transient, UserError
from headwater.store.failures import translated, translating

PATH = Path("some.db")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (sqlite3.OperationalError("database is locked"), Transient),
        (sqlite3.OperationalError("database table is locked: jobs"), Transient),
        (sqlite3.OperationalError("database or disk is full"), Transient),
        (sqlite3.OperationalError("disk I/O error"), Transient),
        (sqlite3.DatabaseError("database disk image is malformed"), UserError),
        (sqlite3.DatabaseError("file is not a database"), UserError),
        (sqlite3.OperationalError("attempt to write a readonly database"), UserError),
        (sqlite3.OperationalError("unable to open database file"), UserError),
        (sqlite3.DataError("string or blob too big"), Permanent),
        (OSError(errno.ENOSPC, "No space left on device"), Transient),
        (OSError(errno.EACCES, "Permission denied"), UserError),
    ],
)
def test_a_known_failure_has_its_kind_and_names_the_file(error, kind):
    found = translated(error, PATH)
    assert type(found) is kind
    if kind is not Permanent:
        assert "some.db" in str(found)


def test_a_bug_goes_on_as_it_is():
    for bug in (sqlite3.IntegrityError("UNIQUE constraint failed"), sqlite3.OperationalError("no such table: x")):
        assert translated(bug, PATH) is None
        with pytest.raises(type(bug)), translating(PATH, sqlite3.Error):
            raise bug
    with pytest.raises(ValueError, match="locked"), translating(PATH):
        raise ValueError("locked")


def test_our_own_errors_are_not_translated_twice():
    with pytest.raises(UserError, match="locked by you"), translating(PATH):
        raise UserError("locked by you")
