"""Somebody starts with the catalogue on a terminal of their own."""

import os
import pty
import subprocess

from conftest import HEADWATER

from headwater.store import Store, sources


def kept(folder):
    store = Store.open(folder / "headwater.sqlite", read_only=True, create=False)
    with store.read() as tx:
        found = sources.list_sources(tx)
    store.close()
    return found


def talk(folder, *answers):
    """Start `headwater init` on a terminal of its own and type the answers; its exit code and all that it showed."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "dumb", "COLUMNS": "200"}
    command = [*HEADWATER, "init", "--data", str(folder)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as program:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not chunk:
                break
            shown += chunk
    os.close(ours)
    return program.returncode, shown.decode()


def test_on_a_terminal_it_asks_and_shows_what_would_be_added(tmp_path):
    code, shown = talk(tmp_path, "Romanch", "Romansh, fo", "", "y")
    assert code == 0
    assert "Languages, by name or code" in shown
    assert "Did you mean Romansh?" in shown
    assert "4 outlets" in shown
    assert "Kringvarp Føroya" in shown
    assert "Added 4 addresses" in shown
    assert len(kept(tmp_path)) == 4


def test_two_empty_answers_add_nothing(tmp_path):
    code, shown = talk(tmp_path, "", "")
    assert code == 0
    assert "Nothing of the catalogue was added" in shown
    assert kept(tmp_path) == []


def test_no_means_no(tmp_path):
    code, _ = talk(tmp_path, "", "Faroe Islands", "n")
    assert code == 0
    assert kept(tmp_path) == []
