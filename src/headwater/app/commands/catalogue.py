"""`headwater catalogue`: what the starter catalogue holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from headwater.acquire.catalogue import figures
from headwater.app.choosing import country_name, language_name, outlets_for
from headwater.app.commands.init import Countries, Kinds, Languages, Topics, wish_from
from headwater.app.console import fail, out, plainly, print_json, print_table
from headwater.app.offering import in_a_sentence, print_counts
from headwater.app.options import Json
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode
from headwater.model.outlet import Outlet


@plainly
def catalogue(
    country: Countries = None,
    language: Languages = None,
    kind: Kinds = None,
    topic: Topics = None,
    listed: Annotated[bool, typer.Option("--list", help="Show each outlet instead of numbers.")] = False,
    as_json: Json = False,
) -> None:
    """Show how many outlets the catalogue holds by country, language, kind and topic, or which ones.

    The options narrow it down as they do for `headwater init`, which adds what they choose.
    """
    outlets = outlets_for(wish_from(country, language, kind, topic))
    if not outlets:
        fail("No outlet of the catalogue fits all of that. Leave something out and try again.", ExitCode.NOT_FOUND)
    if listed:
        _list(outlets, as_json)
    elif as_json:
        print_json(to_json(figures(outlets)))
    else:
        _print_figures(outlets)


def _print_figures(outlets: Sequence[Outlet]) -> None:
    held = figures(outlets)
    out.print(
        f"[bold]{in_a_sentence(held)}[/]. {held.with_feeds:,} with known feeds ({held.feeds:,} addresses); "
        "of the others the home page is asked for feeds.",
        highlight=False,
    )
    print_counts(out, "Kinds", held.kinds, str, len(held.kinds))
    print_counts(out, "Topics", held.topics, str, len(held.topics))
    print_counts(out, "Languages", held.languages, language_name, len(held.languages))
    print_counts(out, "Countries", held.countries, country_name, len(held.countries))


def _list(outlets: Sequence[Outlet], as_json: bool) -> None:
    if as_json:
        print_json([to_json(outlet) for outlet in outlets])
        return
    columns = ("country", "name", "languages", "kind", "topic", "home page", "feeds")
    rows = [
        (
            outlet.country,
            outlet.name,
            " ".join(outlet.languages),
            outlet.kind.value,
            outlet.topic.value,
            outlet.home,
            str(len(outlet.feeds)),
        )
        for outlet in outlets
    ]
    print_table(f"{len(outlets):,} outlets", columns, rows)
