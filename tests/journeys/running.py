"""`headwater run` as an operator starts it: its own process, set up through the environment, stopped by a signal."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from headwater.store import Store

HEADWATER = [sys.executable, "-m", "headwater.app.main"]
LOOPBACK = {
    "HEADWATER_ALLOWED_NETWORKS": "127.0.0.0/8",
    "HEADWATER_CHILDREN": "1",
    "HEADWATER_PAUSE_SECONDS": "0.05",
    "HEADWATER_VECTORS": "false",
}
FEED = '<rss version="2.0"><channel><title>Sarn Weekly</title><language>en</language>{items}</channel></rss>'


def without_settings():
    return {name: value for name, value in os.environ.items() if not name.startswith("HEADWATER_")}


class _Pages(BaseHTTPRequestHandler):
    """Answers with what the outlet has at a path; keeps who asked for what."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers.get("User-Agent", "")))
        status, headers, text = self.server.answer(self.path)
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Outlet(ThreadingHTTPServer):
    """Real HTTP on this machine: `pages` by path, each (status, headers, text) or a function that gives them."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Pages)
        self.asked, self.pages = [], {}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def answer(self, path):
        page = self.pages.get(path, (404, {}, "no such page"))
        return page() if callable(page) else page

    def publish(self, path, *stories, headers=None):
        """A feed at `path` that announces these stories, each at `/story-name`."""
        items = "".join(f"<item><title>{name} of Sarn</title><link>{self.url}/{name}</link></item>" for name in stories)
        self.pages[path] = (200, {"Content-Type": "application/rss+xml", **(headers or {})}, FEED.format(items=items))

    def asked_by_us(self, path):
        return sum(asked == path and agent.startswith("headwater/") for asked, agent in self.asked)


@contextmanager
def open_outlet():
    server = Outlet()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Run:
    """A running headwater and its database."""

    def __init__(self, process, data, log):
        self.process, self.data, self.log = process, data, log

    def ask(self, question):
        """What a function finds in the database; None as long as there is none."""
        if not (self.data / "headwater.sqlite").exists():
            return None
        try:
            with Store.open(self.data / "headwater.sqlite", read_only=True) as store, store.read() as tx:
                return question(tx)
        except Exception as error:  # it is being made
            return None if self.process.poll() is None else self._fail(error)

    def until(self, question, what, seconds=30):
        """Wait for the other process; the time is only a bound for failures."""
        ends_at = time.monotonic() + seconds
        while not (found := self.ask(question)):
            if self.process.poll() is not None or time.monotonic() > ends_at:
                self._fail(what)
            time.sleep(0.05)
        return found

    def stop(self):
        """Stop it as a person does; its exit code."""
        self.process.terminate()
        return self.process.wait(20)

    def _fail(self, what):
        raise AssertionError(f"waited in vain for {what}: {self.log.read_text()[-3000:]}")


@contextmanager
def running(data, *args, env):
    """`headwater run …` in the background; killed at the end if it was not stopped."""
    log = data.parent / f"{data.name}.log"
    with log.open("w") as err:
        process = subprocess.Popen(
            [*HEADWATER, "run", "--data", str(data), *map(str, args)],
            env={**without_settings(), **LOOPBACK, **env},
            stdout=err,
            stderr=err,
        )
        try:
            yield Run(process, data, log)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def run_once(data, *args, env):
    """`headwater run --once --no-site …`: until nothing is due; what it wrote where it did not end well."""
    command = [*HEADWATER, "run", "--once", "--no-site", "--data", str(data), *map(str, args)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=100, env={**without_settings(), **LOOPBACK, **env}
    )
    assert done.returncode == 0, done.stderr
    return done
