"""Options that many commands share, so that they are called and explained the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", help="Folder with the database and headwater.toml. [default: $HEADWATER_DATA or headwater-data]"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="Port of the site. [default: 8080]")]
Host = Annotated[str | None, typer.Option("--host", help="Address that the site listens on. [default: 127.0.0.1]")]
Replay = Annotated[
    list[Path] | None,
    typer.Option("--replay", help="Read this WARC file as if it were the web; nothing leaves the machine. Repeatable."),
]
