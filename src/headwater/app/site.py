"""The site in a process of its own, so that nothing that the pipeline does can make a reader wait.

`python -m headwater.app.site` is started by `headwater run` and `headwater demo`, and ends when its parent does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from headwater.app.settings import INBOX_NAME, Settings
from headwater.model.errors import HeadwaterError, UserError
from headwater.serve import Callbacks, SiteSettings, make_app, serve_forever
from headwater.store.inbox import Inbox
from headwater.store.reading import Reader
from headwater.store.subscriptions import Callback, find_callback

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


def run_site(settings: Settings, *, clock_offset: timedelta = timedelta()) -> None:
    """Serve until stopped; UserError when the port is taken or there is no database."""
    site = SiteSettings(
        name=settings.site_name,
        url=settings.site_url or f"http://{settings.host}:{settings.port}",
        rights_address=settings.rights_address,
    )
    path = settings.database_path

    def make() -> Any:
        reader = Reader.open(path)

        def find(callback_id: str) -> Callback | None:
            with reader.connection() as connection:
                return find_callback(connection, callback_id)

        now = _clock(clock_offset)
        callbacks = Callbacks(find, Inbox(settings.data / INBOX_NAME), now)
        return make_app(reader, clock=now, settings=site, callbacks=callbacks)

    serve_forever(make, host=settings.host, port=settings.port)


def _clock(offset: timedelta) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + offset


@contextmanager
def site_beside(settings: Settings, *, clock_offset: timedelta = timedelta()) -> Iterator[str]:
    """The site running beside the caller; gives its address. UserError when it cannot start."""
    order = {
        "data": str(settings.data),
        "database": settings.database,
        "host": settings.host,
        "port": settings.port,
        "site_name": settings.site_name,
        "site_url": settings.site_url,
        "rights_address": settings.rights_address,
        "clock_offset": clock_offset.total_seconds(),
    }
    command = [sys.executable, "-m", "headwater.app.site", json.dumps(order)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 (ours)
    try:
        _wait_for(process, settings)
        yield f"http://{settings.host}:{settings.port}"
    finally:
        _end(process)


def _wait_for(process: subprocess.Popen[bytes], settings: Settings) -> None:
    from headwater.net import can_connect

    ends_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends_at:
        if process.poll() is not None:
            raise UserError(f"The site could not start on port {settings.port}: see the line above.")
        if can_connect(settings.host, settings.port):
            return
        time.sleep(0.05)
    raise UserError(f"The site did not answer on port {settings.port} within {_START_SECONDS:.0f} seconds.")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()


def _end_with_parent() -> None:
    """Standard input ends when the parent is gone, however it went: then so do we, with our workers."""
    while os.read(0, 1):  # not the buffered reader: its lock would be held when the interpreter ends
        pass
    os.killpg(os.getpgid(0), 15)


def _main() -> None:
    order = json.loads(sys.argv[1])
    offset = timedelta(seconds=order.pop("clock_offset"))
    from pathlib import Path

    settings = Settings(**{**order, "data": Path(order["data"])})
    os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        run_site(settings, clock_offset=offset)
    except HeadwaterError as error:
        sys.stderr.write(f"headwater: {error}\n")
        raise SystemExit(int(error.exit_code)) from None
    os._exit(0)  # see serve/server.py: nothing is left to be tidied, and the server's threads may still let go


if __name__ == "__main__":
    _main()
