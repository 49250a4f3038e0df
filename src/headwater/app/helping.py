"""What `--help` prints: plain lines that fit 80 columns, a pipe and a screen reader; no boxes, no names of types.

Option and argument are named by what a person gives (`FOLDER`, `NAME`), never by what Python makes of it. Defaults
stand in brackets. The list of commands tells each one's whole first sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup


class PlainCommand(TyperCommand):
    """A command whose help is plain."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The usage line after the command's name: `[OPTIONS] URL...`."""
        return [self.options_metavar or "", *(_usage(one) for one in _arguments(self, ctx))]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments and options, one line or more each."""
        arguments = [(_said(one), _explained(one, ctx)) for one in _arguments(self, ctx)]
        if arguments:
            with formatter.section("Arguments"):
                formatter.write_dl(arguments)
        with formatter.section("Options"):
            formatter.write_dl(list(_options(self, ctx)))


class PlainGroup(TyperGroup):
    """A group of commands whose help is plain; commands stand in the panels that they name."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Options, then the commands."""
        with formatter.section("Options"):
            formatter.write_dl(list(_options(self, ctx)))
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every command with its whole first sentence, in the order and the panels of the group."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            panel = getattr(command, "rich_help_panel", None)
            title = panel if isinstance(panel, str) else "Commands"
            panels.setdefault(title, []).append((name, _first_paragraph(command.help or "")))
        width = max(len(name) for rows in panels.values() for name, _ in rows)
        for title, rows in panels.items():
            with formatter.section(title):
                # One width for all panels: their second columns stand below each other.
                formatter.write_dl([(name.ljust(width), text) for name, text in rows])


def plain_app(**options: Any) -> typer.Typer:
    """A Typer whose help is plain; its commands want `cls=PlainCommand`."""
    return typer.Typer(
        cls=options.pop("cls", PlainGroup),
        rich_markup_mode=None,
        add_completion=options.pop("add_completion", False),
        pretty_exceptions_show_locals=False,
        **options,
    )


def _arguments(command: Any, ctx: Any) -> list[Any]:
    return [one for one in command.get_params(ctx) if isinstance(one, TyperArgument)]


def _options(command: Any, ctx: Any) -> Iterator[tuple[str, str]]:
    for one in command.get_params(ctx):
        if not isinstance(one, TyperArgument) and not one.hidden:
            yield _said(one), _explained(one, ctx)


def _said(one: Any) -> str:
    """How a person writes it: `--data FOLDER`, `--site / --no-site`, `URL`."""
    if isinstance(one, TyperArgument):
        return str(one.metavar or one.name.upper())
    names = " / ".join([", ".join(one.opts), *one.secondary_opts])
    return names if one.is_flag or one.count else f"{names} {one.metavar or 'TEXT'}"


def _usage(one: Any) -> str:
    name = _said(one) if one.required else f"[{_said(one)}]"
    return f"{name}..." if one.nargs == -1 else name


def _explained(one: Any, ctx: Any) -> str:
    """The help text with the default, where it is a value worth naming and the text does not name it."""
    text = str(getattr(one, "help", "") or "")
    default = one.show_default if isinstance(one.show_default, str) else one.get_default(ctx)
    if isinstance(one, TyperArgument) or "[default" in text or default in (None, "", 0, False, (), []):
        return f"{text} [required]" if one.required and not isinstance(one, TyperArgument) else text
    if one.is_flag:
        default = "yes" if default is True else default
    return f"{text} [default: {default}]"


def _first_paragraph(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())
