"""`headwater init`: make the data folder, its settings file and an empty database, and offer the catalogue."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from headwater.app import opening
from headwater.app.choosing import Wish, add_outlets, countries_named, languages_named, outlets_for
from headwater.app.clock import SystemClock
from headwater.app.console import err, fail, out, plainly
from headwater.app.offering import ask_wish, confirm, is_terminal, show_choice
from headwater.app.options import Data
from headwater.app.settings import CONFIG_NAME, Settings, load_settings
from headwater.app.wording import next_run
from headwater.model.article import PublisherKind
from headwater.model.errors import ExitCode
from headwater.model.outlet import Outlet, Topic
from headwater.text.ids import RANDOM_BYTES, new_id

_TEMPLATE = """\
# headwater's settings. Every line is optional; docs/settings.md explains all of them.

# site_name = "headwater"
# site_url = "https://news.example.org"          # how readers reach the site
# rights_address = "rights@news.example.org"     # where rights-holders write to
# contact_url = "https://news.example.org/about" # shown to every server we ask
# port = 8080
"""

_KINDS = tuple(kind for kind in PublisherKind if kind is not PublisherKind.UNKNOWN)

Countries = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="NAME", help="Outlets of this country: Kenya, or KE. Repeatable."),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", metavar="NAME", help="Outlets in this language: Swahili, or sw. Repeatable."),
]
Kinds = Annotated[
    list[PublisherKind] | None,
    typer.Option("--kind", metavar="KIND", help=f"Outlets of this kind: {', '.join(_KINDS)}. Repeatable."),
]
Topics = Annotated[
    list[Topic] | None,
    typer.Option("--topic", metavar="TOPIC", help=f"Outlets mostly about this: {', '.join(Topic)}. Repeatable."),
]


@plainly
def init(  # noqa: PLR0913 (a command has as many parameters as options)
    data: Data = None,
    country: Countries = None,
    language: Languages = None,
    kind: Kinds = None,
    topic: Topics = None,
    everything: Annotated[bool, typer.Option("--all", help="Add every outlet of the catalogue.")] = False,
    nothing: Annotated[bool, typer.Option("--none", help="Add no outlet, and do not ask.")] = False,
) -> None:
    """Make a data folder with a settings file and an empty database, and choose what to read from the catalogue.

    Only outlets that fit all that you name are added: --language French --country Canada adds Canada's French press.

    Without any of these options you are asked on a terminal; elsewhere nothing is added.
    """
    wish = wish_from(country, language, kind, topic)
    if (everything or nothing) and (not wish.is_empty or everything == nothing):
        fail("Give either --all, or --none, or what you want to choose by; not two of these.", ExitCode.USAGE)
    settings = load_settings(data)
    _prepare(settings)
    outlets = () if nothing else _outlets(wish, everything)
    if outlets:
        _add(settings, outlets)
    _say_what_comes_next(settings, data)


def wish_from(
    country: list[str] | None, language: list[str] | None, kind: list[PublisherKind] | None, topic: list[Topic] | None
) -> Wish:
    """The wish that options state; UserError for a country or language that the catalogue does not have."""
    return Wish(
        countries=countries_named(country or ()),
        languages=languages_named(language or ()),
        kinds=tuple(kind or ()),
        topics=tuple(topic or ()),
    )


def _prepare(settings: Settings) -> None:
    with opening.writing_store(settings):
        config = settings.data / CONFIG_NAME
        if config.exists():
            err.print(f"{config} is there already: kept as it is.")
        else:
            config.write_text(_TEMPLATE, "utf-8")


def _outlets(wish: Wish, everything: bool) -> tuple[Outlet, ...]:
    if everything or not wish.is_empty:
        outlets = outlets_for(wish)
        if not outlets:
            fail("No outlet of the catalogue fits all of that. Leave something out and try again.", ExitCode.NOT_FOUND)
        show_choice(outlets)
        return outlets
    asked = ask_wish() if is_terminal() else None
    outlets = confirm(asked) if asked else ()
    if not outlets:
        err.print("Nothing of the catalogue was added. Later: headwater init --language … or --country …, or --all.")
    return outlets


def _add(settings: Settings, outlets: tuple[Outlet, ...]) -> None:
    now = SystemClock().now()
    with opening.writing_store(settings) as store, err.status("Adding"):
        added = add_outlets(store, outlets, now=now, new_id=lambda: new_id(now, os.urandom(RANDOM_BYTES)))
    known = f"; {added.known:,} were there already" if added.known else ""
    out.print(f"Added {added.new:,} addresses of the catalogue{known}.", highlight=False)


def _say_what_comes_next(settings: Settings, data: Path | None) -> None:
    shown = "" if data is None else f" --data {data}"
    for line in (
        f"Ready: {settings.data}. Next:",
        f"  headwater sources add https://www.example.org/{shown}",
        "      adds an outlet: its home page, a feed or its domain",
        f"  {next_run(data)}",
        "      reads, traces, groups, and serves the site",
    ):
        out.print(line, highlight=False, markup=False, soft_wrap=True)
