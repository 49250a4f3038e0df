"""`headwater search`: the site's search on the command line."""

from __future__ import annotations

from typing import Annotated

import typer

from headwater.app.console import out, plainly, print_json
from headwater.app.options import Data, Json
from headwater.app.settings import load_settings
from headwater.model.codec import to_json
from headwater.store.reading import Reader

Query = Annotated[
    str, typer.Argument(metavar="QUERY", help='Words, "a phrase", -without, source:example.org, lang:kk.')
]
Limit = Annotated[int, typer.Option(metavar="NUMBER", help="How many articles at most, up to 200.", min=1, max=200)]


@plainly
def search(
    query: Annotated[
        str, typer.Argument(metavar="QUERY", help='Words, "a phrase", -without, source:example.org, lang:kk')
    ],
    data: Data = None,
    limit: Annotated[
        int, typer.Option(metavar="NUMBER", help="How many articles at most, up to 200.", min=1, max=200)
    ] = 20,
    as_json: Json = False,
) -> None:
    """Search all articles in every language."""
    settings = load_settings(data)
    with Reader.open(settings.database_path) as reader:
        page = reader.search(query, limit=limit, cursor="")
    if as_json:
        print_json(to_json(page))
        return
    for article in page.articles:
        out.print(f"[bold]{article.headline}[/]  {article.publisher_name}, {article.language}", highlight=False)
        out.print(f"  primary source: {article.primary.url}", highlight=False, soft_wrap=True)
    out.print(f"{page.total} found in {page.elapsed_ms:.0f} ms. {page.hint}".rstrip(), highlight=False)
