"""An outlet with a feed, and a pipeline that subscribes to it: what the WebSub journeys move about in."""

import asyncio
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from headwater import acquire
from headwater.acquire.websub import discovered
from headwater.model.job import Stage
from headwater.model.rights import FetchPermit
from headwater.model.web import Source, SourceKind
from headwater.net import AddressPolicy, Fetcher
from headwater.pipeline import pushing, subscribing
from headwater.pipeline.workshop import Workshop
from headwater.serve import Callbacks, SiteSettings, make_app
from headwater.store import Reader, Store, entries, outcomes, queue, sources, subscriptions
from headwater.store.inbox import Inbox
from headwater.store.subscriptions import find_callback

HERE = Path(__file__).parent
POLICY = AddressPolicy(allowed_networks=("127.0.0.0/8",))
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Sarn Weekly</title><id>x</id>{entries}</feed>"""
ENTRY = '<entry><id>{name}</id><title>{name} of Sarn</title><link href="{base}/{name}"/></entry>'


class MovedClock:
    """Real time, moved forward by hand."""

    def __init__(self):
        self.ahead = timedelta()

    def now(self):
        return datetime.now(UTC) + self.ahead

    async def sleep_until(self, at):
        self.ahead += max(timedelta(), at - self.now())

    async def idle_until(self, at, wake):
        raise NotImplementedError


class Outlet(BaseHTTPRequestHandler):
    """Serves `/topic/…` as an Atom feed that names the hub in its Link header."""

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        items = "".join(ENTRY.format(name=name, base=base) for name in self.server.stories)
        body = FEED.format(entries=items).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("Link", f'<{self.server.hub_url}>; rel="hub", <{base}{self.path}>; rel="self"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class RealHub:
    """flask-websub's hub in a process of its own."""

    def __init__(self, folder):
        command = [sys.executable, str(HERE / "hub.py"), str(folder / "hub.sqlite")]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = f"http://127.0.0.1:{int(self.process.stdout.readline())}"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Site:
    """Our site with its callback, in a thread of its own with a loop of its own."""

    def __init__(self, database, inbox):
        self._reader = Reader.open(database)
        app = make_app(
            self._reader,
            clock=lambda: datetime.now(UTC),
            settings=SiteSettings(url="http://127.0.0.1"),
            callbacks=Callbacks(self._find, Inbox(inbox), lambda: datetime.now(UTC)),
        )
        self.port = free_port()
        self._server = Server(
            app, address="127.0.0.1", port=self.port, interface=Interfaces.ASGINL, websockets=False, log_enabled=False
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._server.serve()), daemon=True)
        self._thread.start()

    def _find(self, callback_id):
        with self._reader.connection() as connection:
            return find_callback(connection, callback_id)

    def is_up(self):
        try:
            return ask(f"http://127.0.0.1:{self.port}/healthz")[0] == 200
        except OSError:
            return False

    def stop(self):
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._reader.close()


async def until(is_true, what, seconds=15.0):
    """Wait for another process; the time is only a bound for failures."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + seconds
    while not await asyncio.to_thread(is_true):
        assert loop.time() < ends_at, f"waited in vain for {what}"
        await asyncio.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, body=None, headers=None, method=None):
    """Status and body of one request, whatever the status is."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Newsroom:
    """One outlet, one store, one workshop, one inbox."""

    def __init__(self, folder, outlet, fetcher, children):
        self.folder, self.outlet, self.clock = folder, outlet, MovedClock()
        self.inbox = folder / "inbox"
        self.store = Store.open(folder / "headwater.sqlite")
        self.shop = Workshop(
            store=self.store, fetcher=fetcher, children=children, clock=self.clock, agent="headwater",
            next_check=lambda *_: None,
        )  # fmt: skip
        self.site = ""

    @property
    def callbacks(self):
        return f"{self.site}/websub/"

    def waiting(self):
        return sorted(self.inbox.glob("*.push"))

    async def add_source(self, path="/topic/a"):
        """What a poll does: read the feed, learn hub and topic, consider a subscription."""
        url = f"http://127.0.0.1:{self.outlet.server_port}{path}"
        now = self.clock.now()
        outcome = await self.shop.fetcher.fetch(FetchPermit(url=url, ruled_at=now), capture_id="c", now=now)
        hubs, topic_url = discovered(outcome.capture, acquire.read(outcome.capture))
        source = Source(id="", url=url, kind=SourceKind.ATOM, hub_url=hubs[0], topic_url=topic_url)
        with self.store.write() as tx:
            source = replace(source, id=sources.add_source(tx, source))
            assert subscribing.consider(tx, source, now=now)
        return source

    async def work(self):
        """Do every SUBSCRIBE job that is due; the outcomes."""
        done = []
        while True:
            now = self.clock.now()
            with self.store.write() as tx:
                lease = timedelta(minutes=5)
                jobs = queue.claim(tx, stages={Stage.SUBSCRIBE}, now=now, lease=lease, limit=1)
            if not jobs:
                return done
            done.append(await subscribing.subscribe(self.shop, jobs[0], callbacks=self.callbacks))

    async def take(self):
        return await pushing.take(self.shop, self.inbox)

    async def take_next(self):
        """Wait for a message of the hub and work it in."""
        await until(self.waiting, "a message of the hub")
        return await self.take()

    async def subscribed(self, path="/topic/a"):
        """A source whose subscription the hub has confirmed."""
        source = await self.add_source(path)
        assert await self.work() == ["subscribe"]
        await self.take_next()
        return source

    def subscription(self, source):
        with self.store.read() as tx:
            return subscriptions.find_subscription(tx, source.id)

    def titles(self):
        with self.store.read() as tx:
            found = [entries.find_article_id(tx, self.story_url(name)) for name in self.outlet.stories]
            return [entry.title for each in found if each for entry in entries.get_entries(tx, each)]

    def story_url(self, name):
        return f"http://127.0.0.1:{self.outlet.server_port}/{name}"

    def reasons(self, stage):
        with self.store.read() as tx:
            return [rejection.reason.value for _, _, rejection in outcomes.get_rejections(tx, stage=stage)]

    def due(self, stage):
        with self.store.read() as tx:
            return queue.next_due_at(tx, stages={stage})

    async def publish(self, source):
        """Tell the hub that there is news; it keeps a subscriber a moment after it has verified him."""
        await until(lambda: self.callbacks in self.callbacks_at_hub(source), "the hub to keep our subscription")
        form = urllib.parse.urlencode({"hub.mode": "publish", "hub.topic": source.topic_url}).encode()
        assert (await asyncio.to_thread(ask, self.outlet.hub_url, form))[0] == 202

    def callbacks_at_hub(self, source):
        base = self.outlet.hub_url.removesuffix("/hub")
        return ask(f"{base}/subscribers?{urllib.parse.urlencode({'topic': source.topic_url})}")[1]


@asynccontextmanager
async def newsroom(folder, hub, children):
    """A newsroom of its own at a hub, its site running."""
    outlet = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    outlet.stories, outlet.hub_url = ["wells"], f"{hub.address}/hub"
    threading.Thread(target=outlet.serve_forever, daemon=True).start()
    async with Fetcher.open(user_agent="headwater/0.1", policy=POLICY) as fetcher:
        room = Newsroom(folder, outlet, fetcher, children)
        site = Site(room.store.path, room.inbox)
        room.site = f"http://127.0.0.1:{site.port}"
        try:
            await until(site.is_up, "the site")
            yield room
        finally:
            await asyncio.to_thread(site.stop)
            room.store.close()
            outlet.shutdown()
            outlet.server_close()
