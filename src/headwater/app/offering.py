"""Shows the catalogue on a terminal, and asks what of it somebody wants, in plain words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer
from rich.columns import Columns
from rich.console import Console
from rich.text import Text

from headwater.acquire.catalogue import Figures, figures, load
from headwater.app.choosing import Wish, countries_named, country_name, language_name, languages_named, outlets_for
from headwater.app.console import err
from headwater.model.errors import UserError
from headwater.model.outlet import Outlet

SHOWN_LANGUAGES = 48
SHOWN_COUNTRIES = 48
SHOWN_NAMES = 12


def is_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def print_counts(console: Console, title: str, counts: dict[str, int], named: Callable[[str], str], most: int) -> None:
    """Names with their numbers in as many columns as fit, most first; `most` of them, then how many are left out."""
    cells = []
    for code, count in list(counts.items())[:most]:
        name = named(code)
        cells.append(Text(f"{name} {count}" if name == code else f"{name} ({code}) {count}"))
    left = len(counts) - len(cells)
    console.print(f"\n[bold]{title}[/]", highlight=False)
    console.print(Columns(cells, padding=(0, 3), column_first=True), highlight=False, markup=False)
    if left > 0:
        console.print(f"and {left} more: headwater catalogue", highlight=False)


def in_a_sentence(figured: Figures) -> str:
    """How many outlets, countries and languages, in words."""
    return (
        f"{figured.outlets:,} outlets of {len(figured.countries)} countries and territories, "
        f"in {len(figured.languages)} languages"
    )


def ask_wish() -> Wish | None:
    """Show what the catalogue has and ask for languages, then countries; None if somebody wants nothing."""
    held = figures(load())
    err.print(f"\nheadwater brings a catalogue: {in_a_sentence(held)}. You choose what is read.", highlight=False)
    print_counts(err, "Languages", held.languages, language_name, SHOWN_LANGUAGES)
    print_counts(err, "Countries", held.countries, country_name, SHOWN_COUNTRIES)
    err.print()
    languages = _ask("Languages, by name or code, with commas between (Enter for any)", languages_named)
    countries = _ask("Countries, by name or code, with commas between (Enter for any)", countries_named)
    wish = Wish(languages=languages, countries=countries)
    return None if wish.is_empty else wish


def _ask(question: str, read: Callable[[list[str]], tuple[str, ...]]) -> tuple[str, ...]:
    while True:
        answer = str(typer.prompt(question, default="", show_default=False, err=True))
        try:
            return read([answer])
        except UserError as error:
            err.print(str(error), highlight=False, markup=False)


def confirm(wish: Wish) -> tuple[Outlet, ...]:
    """Show what would be added and ask whether to; nothing if the answer is no or nothing fits."""
    outlets = outlets_for(wish)
    if not outlets:
        err.print("No outlet of the catalogue fits both answers.")
        return ()
    show_choice(outlets)
    return outlets if typer.confirm("Add them?", default=True, err=True) else ()


def show_choice(outlets: Sequence[Outlet]) -> None:
    """Say how many outlets and addresses a choice holds, and the first names of it."""
    figured = figures(outlets)
    pages = figured.outlets - figured.with_feeds
    names = ", ".join(outlet.name for outlet in outlets[:SHOWN_NAMES])
    more = f" and {len(outlets) - SHOWN_NAMES:,} more" if len(outlets) > SHOWN_NAMES else ""
    err.print(
        f"{_count(figured.outlets, 'outlet')}: {_count(figured.feeds, 'known feed')}, "
        f"{_count(pages, 'home page')} whose feeds are looked for at the first run.",
        highlight=False,
    )
    err.print(f"  {names}{more}", highlight=False, markup=False)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
