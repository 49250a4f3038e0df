"""`headwater replay`: serve archived captures on loopback as if they were the web."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from headwater.app import loop
from headwater.app.console import err, out, plainly
from headwater.app.replaying import Replay
from headwater.loopback import LoopbackWeb
from headwater.model.errors import ExitCode, UserError

FrontPort = Annotated[int, typer.Option(metavar="NUMBER", min=0, max=65535, help="Port on 127.0.0.1; 0: any free one.")]


@plainly
def replay(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="WARC files, plain or compressed.")],
    port: Annotated[
        int, typer.Option(metavar="NUMBER", min=0, max=65535, help="Port on 127.0.0.1; 0: any free one.")
    ] = 8090,
) -> None:
    """Serve archived captures as if they were the web, on loopback only.

    Ask with a Host header, or use it as a proxy: curl --proxy http://127.0.0.1:8090 http://site.example/
    """
    loop.run(_replay(Replay(files), port))


async def _replay(replayed: Replay, port: int) -> None:
    for rejection in replayed.broken:
        err.print(f"{rejection.subject}: {rejection.detail or 'broken archive'}; what could be read is served.")
    async with LoopbackWeb(dict.fromkeys(replayed.site.hosts, replayed.site)) as web:
        actual = _front(web, port)
        out.print(
            f"{len(replayed.urls())} captured addresses of {len(replayed.site.hosts)} hosts, from "
            f"{replayed.site.times[0]:%Y-%m-%d %H:%M} to {replayed.site.times[-1]:%Y-%m-%d %H:%M} UTC, "
            f"at http://127.0.0.1:{actual}. ^C ends it.",
            highlight=False,
        )
        await asyncio.Event().wait()


def _front(web: LoopbackWeb, port: int) -> int:
    try:
        return web.serve_front(port)
    except OSError as error:
        message = f"Port {port} is taken by another program: choose another one with --port."
        raise UserError(message, exit_code=ExitCode.LOCKED) from error
