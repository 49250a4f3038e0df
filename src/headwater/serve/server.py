"""Granian in this process: one worker, the address checked first, ^C and SIGTERM end it cleanly."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
from collections.abc import Callable

from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.types import ASGIApp

from headwater.model.errors import ExitCode, UserError

BACKLOG = 1024
LET_GO_SECONDS = 0.1
_ENDING = (signal.SIGINT, signal.SIGTERM)


def serve_forever(make: Callable[[], ASGIApp], *, host: str, port: int) -> None:
    """Serve `make()` on `host:port` until SIGINT or SIGTERM; call it in the main thread of its own process.

    UserError says in one sentence what to do when the address cannot be had. Granian shares its port with whoever
    else allows it (SO_REUSEPORT), so a busy port is found by taking it alone for a moment first.
    """
    asyncio.run(_serve(make, host, port))


async def _serve(make: Callable[[], ASGIApp], host: str, port: int) -> None:
    await _check_address(host, port)
    # Embedded Granian announces on its own logger that this mode is young; the pipeline's log is not the place.
    logging.getLogger("_granian").setLevel(logging.ERROR)
    server = Server(
        make(),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        backlog=BACKLOG,
        websockets=False,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for each in _ENDING:
        loop.add_signal_handler(each, server.stop)
    try:
        await server.serve()
    finally:
        for each in _ENDING:
            loop.remove_signal_handler(each)
        # Granian's threads let go of Python objects a moment later; an interpreter that ends before that aborts.
        del server
        await asyncio.sleep(LET_GO_SECONDS)


async def _check_address(host: str, port: int) -> None:
    """UserError unless the address is free."""
    try:
        probe = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    except OSError as error:
        raise UserError(_what_to_do(error, host, port), exit_code=_exit_code(error)) from error
    except OverflowError as error:
        message = f"{port} is no port: choose one from 1 to 65535."
        raise UserError(message, exit_code=ExitCode.USAGE) from error
    probe.close()
    await probe.wait_closed()


def _what_to_do(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program: stop it, or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has: choose one above 1023 with --port."
    return f"The address {host}:{port} cannot be served ({error.strerror or error}): check --host and --port."


def _exit_code(error: OSError) -> ExitCode:
    return ExitCode.LOCKED if error.errno == errno.EADDRINUSE else ExitCode.FAILED
