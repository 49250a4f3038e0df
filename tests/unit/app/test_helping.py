"""Help is plain: it fits 80 columns, has no boxes and no names of types, and says all that docs/cli.md says."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from headwater.app.cli import COMMANDS, app

CLI = (Path(__file__).parents[3] / "docs" / "cli.md").read_text("utf-8")


def leaves():
    """Every command as a person types it, with the command itself."""
    root = get_command(app)
    for name in COMMANDS:
        command = root.get_command(None, name)
        below = getattr(command, "commands", None)
        if below:
            yield from ((f"{name} {each}", one) for each, one in below.items())
        else:
            yield name, command


LEAVES = dict(leaves())


def help_of(name):
    done = CliRunner().invoke(app, [*name.split(), "--help"], terminal_width=80)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", ["", "sources", "takedown", *LEAVES])
def test_help_is_plain_and_fits_80_columns(name):
    text = help_of(name)
    assert max(map(len, text.splitlines())) <= 80
    assert re.search(r"[│╭<>]|list\[|int range|\.{3}\.", text) is None
    assert "…" not in text


@pytest.mark.parametrize("name", LEAVES)
def test_every_option_is_explained_and_stands_in_the_row_of_its_command(name):
    row = next(line for line in CLI.splitlines() if line.startswith(f"| `{name}` | "))
    everywhere = {"--help"} | (set() if name in ("catalogue", "replay") else {"--data"})
    for option in LEAVES[name].params:
        assert option.help, option.name
        for spelling in [*getattr(option, "opts", []), *getattr(option, "secondary_opts", [])]:
            assert not spelling.startswith("--") or spelling in everywhere or f"`{spelling}" in row, (name, spelling)
    known = {spelling for one in LEAVES[name].params for spelling in [*one.opts, *one.secondary_opts]}
    assert set(re.findall(r"`(--[\w-]+)", row)) <= known


def test_defaults_are_shown():
    assert "[default: 8080]" in help_of("run")
    assert "headwater-data]" in help_of("status").replace("\n" + " " * 17, " ")
    assert "[default: 72h]" in help_of("cluster")
    assert "[required]" in help_of("takedown apply")


def test_a_group_tells_every_command_in_whole_sentences():
    told = help_of("sources")
    assert "Exit code 3 if anything is." in told
    assert "Look after it:" in help_of("")
