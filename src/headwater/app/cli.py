"""The command line: `headwater COMMAND`. Each group of commands is a file in `app/commands`.

A command's module is imported when that command is called: nobody waits for a database driver to read a robots.txt.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

from headwater import __version__
from headwater.app.helping import PlainCommand, PlainGroup, plain_app

START = "Start"
CARE = "Look after it"
ARCHIVES = "Archives"
FILTERS = "Filters: one JSON object a line in, one out (docs/filters.md)"

# name → (module below app.commands, attribute, panel of the help page)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("init", "init", START),
    "catalogue": ("catalogue", "catalogue", START),
    "run": ("run", "run", START),
    "serve": ("run", "serve", START),
    "demo": ("demo", "demo", START),
    "sources": ("sources", "app", CARE),
    "status": ("status", "status", CARE),
    "search": ("search", "search", CARE),
    "takedown": ("takedown", "app", CARE),
    "grants": ("grants", "app", CARE),
    "ingest": ("ingest", "ingest", ARCHIVES),
    "replay": ("replay", "replay", ARCHIVES),
} | {
    name: ("filters", name, FILTERS)
    for name in ("extract", "feed", "robots", "rights", "annotate", "trace", "cluster", "compare")
}


class LazyCommands(PlainGroup):
    """A group that imports a command's module when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, panel = COMMANDS[cmd_name]
        found: Any = getattr(import_module(f"headwater.app.commands.{module}"), attribute)
        command: Any = get_command(found if isinstance(found, typer.Typer) else _alone(found))
        command.name = cmd_name
        command.rich_help_panel = panel
        return command


def _alone(function: Any) -> typer.Typer:
    single = plain_app()
    single.command(cls=PlainCommand)(function)
    return single


app = plain_app(
    name="headwater",
    cls=LazyCommands,
    help="Read the world's press, and show for every event all that was written about it and who published it first.",
    no_args_is_help=True,
    add_completion=True,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def headwater(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and end."
    ),
) -> None:
    """Read the world's press, and show for every event all that was written about it and who published it first."""


def main() -> None:
    """The console script."""
    app()
