"""`headwater sources`: what is read, and how it is doing. Each group of commands is a file beside this one."""

from __future__ import annotations

from headwater.app.commands.source_add import add
from headwater.app.commands.source_change import pause, remove, resume
from headwater.app.commands.source_exchange import export, import_list
from headwater.app.commands.source_health import health
from headwater.app.commands.source_list import list_all, show
from headwater.app.commands.source_test import try_once
from headwater.app.helping import PlainCommand, plain_app

app = plain_app(help="Add, list and look after what is read.", no_args_is_help=True)
app.command("add", cls=PlainCommand)(add)
app.command("list", cls=PlainCommand)(list_all)
app.command("show", cls=PlainCommand)(show)
app.command("test", cls=PlainCommand)(try_once)
app.command("health", cls=PlainCommand)(health)
app.command("pause", cls=PlainCommand)(pause)
app.command("resume", cls=PlainCommand)(resume)
app.command("remove", cls=PlainCommand)(remove)
app.command("import", cls=PlainCommand)(import_list)
app.command("export", cls=PlainCommand)(export)
