"""`headwater sources health` and `headwater status`: what a person and a program get, and the exit code."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import typer
from typer.testing import CliRunner

from headwater.app.commands.source_health import health
from headwater.app.commands.status import status
from headwater.model.watching import Flag, SourceFlag
from headwater.model.web import Source, SourceKind
from headwater.store import Store, flags, sources, totals

NOW = datetime.now(UTC)


@pytest.fixture
def data(tmp_path):
    with Store.open(tmp_path / "headwater.sqlite") as store, store.write() as tx:
        for name in ("moved", "broken", "well"):
            url = f"https://{name}.example/feed"
            sources.add_source(tx, Source(id=name, url=url, kind=SourceKind.RSS, last_success_at=NOW))
        totals.end_sweep(tx, now=NOW)
    return tmp_path


def flag(data, *pairs) -> None:
    with Store.open(data / "headwater.sqlite") as store, store.write() as tx:
        for name, kind in pairs:
            one = SourceFlag(source_id=name, flag=kind, since=NOW - timedelta(days=1), detail=f"{name} said [so].")
            flags.save_flags(tx, {name: [one]}, now=NOW)


def ask(command, data, *arguments):
    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, ["--data", str(data), *arguments])


def test_when_all_is_well_it_says_so_and_exits_with_0(data):
    got = ask(health, data)
    assert (got.exit_code, "All sources are well." in got.output) == (0, True)


def test_the_worst_comes_first_with_what_to_do(data):
    flag(data, ("moved", Flag.MOVED), ("broken", Flag.FAILING))
    got = ask(health, data)
    assert got.exit_code == 3
    assert got.output.index("https://broken.example/feed") < got.output.index("https://moved.example/feed")
    assert "What to do: Open the address in a browser." in got.output
    assert "broken said [so]." in got.output


def test_one_kind_can_be_asked_for_and_programs_get_json(data):
    flag(data, ("moved", Flag.MOVED), ("broken", Flag.FAILING))
    got = ask(health, data, "--flag", "moved", "--json")
    told = json.loads(got.stdout)
    assert [(one["url"], one["flag"]) for one in told["flags"]] == [("https://moved.example/feed", "moved")]
    assert told["deafness"] is None
    assert ask(health, data, "--flag", "stale").exit_code == 0


def test_an_unknown_flag_is_named_with_those_that_exist(data):
    got = ask(health, data, "--flag", "sleepy")
    assert got.exit_code == 2
    assert "There is no flag sleepy" in got.output
    assert "language_changed" in got.output


def test_a_missing_database_is_said_plainly(tmp_path):
    assert ask(health, tmp_path / "none").exit_code == 4


def test_status_names_how_many_sources_need_a_look(data):
    flag(data, ("broken", Flag.FAILING))
    got = ask(status, data)
    assert "1 need a look (1 cannot be read): headwater sources health" in got.output
