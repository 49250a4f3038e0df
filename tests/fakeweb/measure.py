"""Prints what fetching costs on loopback, the server in a process of its own: `python tests/fakeweb/measure.py`.

Requests per second of wall time and of the client's CPU time, for 200 (5,000 bytes), 304 and 404, on new and on kept
connections, over http and https; and the client's peak memory for a bomb of 200 MB in each coding.
"""

import asyncio
import json
import re
import ssl
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakeweb.fixtures import AGENT, NOW, permit
from fakeweb.misbehaviours import MEBIBYTE, bomb
from headwater.loopback import LoopbackWeb, WebAnswer, WebRequest
from headwater.model.web import Validators
from headwater.net import Fetcher

HOSTS = [f"host-{number}.example" for number in range(400)]
KEPT = 15
AT_ONCE = 32
BOMB_MEGABYTES = 200
PAGE = b"x" * 5000


class _Page:
    def answer(self, request: WebRequest) -> WebAnswer:
        if request.path == "/missing":
            return WebAnswer(status=404, body=b"no")
        if request.path in ("/gzip", "/br", "/zstd"):
            coding = request.path[1:]
            return WebAnswer(headers={"Content-Encoding": coding}, body=bomb(coding, BOMB_MEGABYTES * MEBIBYTE))
        if "if-none-match" in request.headers:
            return WebAnswer(status=304, headers={"ETag": '"1"'})
        return WebAnswer(headers={"Content-Type": "text/html", "ETag": '"1"'}, body=PAGE)


def _serve() -> None:
    with LoopbackWeb(dict.fromkeys(HOSTS, _Page())) as web:
        places = {host: web.route(host, 80)[:2] for host in HOSTS}
        print(json.dumps({"pem": web.authority_pem, "places": places}), flush=True)
        sys.stdin.read()


def _route(told: dict):
    context = ssl.create_default_context(cadata=told["pem"])
    return lambda host, port: (*told["places"][host], context) if host in told["places"] else None


async def _speed(told: dict, scheme: str, path: str, validators: Validators, times: int) -> tuple[float, float]:
    gate = asyncio.Semaphore(AT_ONCE)
    async with Fetcher.open(user_agent=AGENT, route=_route(told)) as fetcher:

        async def one(host: str) -> None:
            async with gate:
                for _ in range(times):
                    target = permit(f"{scheme}://{host}{path}")
                    outcome = await fetcher.fetch(target, capture_id="c", now=NOW, validators=validators)
                    assert outcome.status in (200, 304, 404), outcome

        wall, used = time.perf_counter(), time.process_time()
        await asyncio.gather(*(one(host) for host in HOSTS))
        count = len(HOSTS) * times
        return count / (time.perf_counter() - wall), count / (time.process_time() - used)


def _peak_kib() -> int:
    """The highest resident memory so far, by Linux's count (getrusage inherits the parent's)."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1])


async def _bomb(told: dict, coding: str) -> None:
    async with Fetcher.open(user_agent=AGENT, route=_route(told)) as fetcher:
        await fetcher.fetch(permit(f"http://{HOSTS[0]}/"), capture_id="c", now=NOW)
        before = _peak_kib()
        used = time.process_time()
        outcome = await fetcher.fetch(permit(f"http://{HOSTS[0]}/{coding}"), capture_id="c", now=NOW)
        used = time.process_time() - used
        peak = _peak_kib() - before
        print(f"bomb {coding:5} {outcome.rejection.reason:10} +{peak / 1024:5.1f} MiB {used * 1000:6.1f} ms CPU")


def _measure(server: subprocess.Popen) -> None:
    line = server.stdout.readline()
    told = json.loads(line)
    tagged = Validators(etag='"1"')
    for name, path, validators in (("200", "/", Validators()), ("304", "/", tagged), ("404", "/missing", Validators())):
        for scheme, times in (("http", 1), ("http", KEPT), ("https", 1), ("https", KEPT)):
            wall, used = asyncio.run(_speed(told, scheme, path, validators, times))
            kind = "kept" if times > 1 else "new"
            print(f"{name} {scheme:5} {kind:4} connections: {wall:6.0f} per second, {used:6.0f} per CPU second")
    for coding in ("gzip", "br", "zstd"):
        subprocess.run([sys.executable, __file__, coding], input=line, check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        _serve()
    elif sys.argv[1:]:
        asyncio.run(_bomb(json.loads(sys.stdin.read()), sys.argv[1]))
    else:
        command = [sys.executable, __file__, "serve"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
            try:
                _measure(running)
            finally:
                running.stdin.close()
