"""`headwater sources`: what is read, and how it is doing. Each group of commands is a file beside this one."""

from __future__ import annotations

import typer

from headwater.app.commands.source_add import add
from headwater.app.commands.source_change import pause, remove, resume
from headwater.app.commands.source_exchange import export, import_list
from headwater.app.commands.source_health import health
from headwater.app.commands.source_list import list_all, show
from headwater.app.commands.source_test import try_once

app = typer.Typer(help="Add, list and look after what is read.", no_args_is_help=True)
app.command("add")(add)
app.command("list")(list_all)
app.command("show")(show)
app.command("test")(try_once)
app.command("health")(health)
app.command("pause")(pause)
app.command("resume")(resume)
app.command("remove")(remove)
app.command("import")(import_list)
app.command("export")(export)
