"""The command line: `headwater COMMAND`. Each group of commands is a file in `app/commands`."""

from __future__ import annotations

import typer

from headwater import __version__
from headwater.app.commands import demo, filters, ingest, init, replay, run, search, sources, status, takedown

app = typer.Typer(
    name="headwater",
    help="Read the world's press, and show for every event all that was written about it and who published it first.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
)

app.command("init", rich_help_panel="Start")(init.init)
app.command("run", rich_help_panel="Start")(run.run)
app.command("serve", rich_help_panel="Start")(run.serve)
app.command("demo", rich_help_panel="Start")(demo.demo)
app.add_typer(sources.app, name="sources", rich_help_panel="Look after it")
app.command("status", rich_help_panel="Look after it")(status.status)
app.command("search", rich_help_panel="Look after it")(search.search)
app.add_typer(takedown.app, name="takedown", rich_help_panel="Look after it")
app.command("ingest", rich_help_panel="Archives")(ingest.ingest)
app.command("replay", rich_help_panel="Archives")(replay.replay)
for name, command in filters.COMMANDS.items():
    app.command(name, rich_help_panel="Filters: NDJSON in, NDJSON out (docs/filters.md)")(command)


@app.command("version", rich_help_panel="Look after it")
def version() -> None:
    """Print headwater's version."""
    typer.echo(__version__)


def main() -> None:
    """The console script."""
    app()
