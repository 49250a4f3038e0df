"""The real server in a process of its own: it answers, it ends cleanly, and a busy port is one clear sentence."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from headwater.model.errors import ExitCode, UserError
from headwater.serve import serve_forever

TESTS = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from unit.publish.invented_press import NOW, InventedReader
from headwater.serve import SiteSettings, make_app, serve_forever
serve_forever(lambda: make_app(InventedReader(), clock=lambda: NOW, settings=SiteSettings()),
              host="127.0.0.1", port=int(sys.argv[2]))
print("ended", flush=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(TESTS), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while process.poll() is None and not can_connect(port):
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.communicate()


def can_connect(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    told = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return told


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_server_answers_and_ends_cleanly(ending: signal.Signals) -> None:
    port = free_port()
    with running(port) as process:
        status, headers, body = ask(port, "/")
        assert (status, b"headwater" in body) == (200, True)
        assert ask(port, "/", "HEAD")[1]["content-length"] == headers["content-length"] == str(len(body))
        assert ask(port, "/", **{"If-None-Match": headers["etag"]})[0] == 304
        assert ask(port, "/a/05HELD")[0] == 451
        process.send_signal(ending)
        out, error = process.communicate(timeout=30)
    assert (process.returncode, out, error) == (0, "ended\n", "")
    assert not can_connect(port)


def test_busy_port_is_one_sentence_that_says_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            UserError, match=f"Port {port} on 127.0.0.1 is taken by another program: stop it, or"
        ) as told:
            serve_forever(lambda: pytest.fail("the site was made"), host="127.0.0.1", port=port)
    assert told.value.exit_code is ExitCode.LOCKED


def test_second_server_on_the_same_port_is_refused() -> None:
    port = free_port()
    with running(port), pytest.raises(UserError, match="taken by another program"):
        serve_forever(lambda: pytest.fail("the site was made"), host="127.0.0.1", port=port)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no-such-host.invalid", 18_999)])
def test_impossible_address_is_a_sentence(host: str, port: int) -> None:
    with pytest.raises(UserError, match=r"choose one from|check --host and --port"):
        serve_forever(lambda: pytest.fail("the site was made"), host=host, port=port)
