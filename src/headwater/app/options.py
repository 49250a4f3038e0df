"""Options that many commands share, so that they are called and explained the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from headwater.model.errors import ExitCode, UserError
from headwater.model.web import SourceKind
from headwater.text.countries import country_code

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Folder with the database and headwater.toml. [default: $HEADWATER_DATA or headwater-data]",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document, for programs.")]
Port = Annotated[
    int | None,
    typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="Port of the site; 0: a free one. [default: 8080]"),
]
Host = Annotated[
    str | None,
    typer.Option("--host", metavar="ADDRESS", help="Address that the site listens on. [default: 127.0.0.1]"),
]
Replay = Annotated[
    list[Path] | None,
    typer.Option(
        "--replay",
        metavar="FILE",
        help="Read this WARC file as if it were the web; nothing leaves the machine. Repeatable.",
    ),
]
Country = Annotated[str, typer.Option("--country", metavar="NAME", help="Only of this country: Norway, or NO.")]
Language = Annotated[str, typer.Option("--language", metavar="CODE", help="Only in this language, like nb.")]
Kind = Annotated[
    SourceKind | None,
    typer.Option("--kind", metavar="KIND", help=f"Only of this kind: {', '.join(SourceKind)}."),
]


def as_country(text: str) -> str:
    """The code of the country that a person named, "" where none was; UserError for what is none."""
    code = country_code(text) if text else ""
    if text and not code:
        message = f"There is no country {text!r}. Give its English name or its code, like Norway or NO."
        raise UserError(message, exit_code=ExitCode.USAGE)
    return code
