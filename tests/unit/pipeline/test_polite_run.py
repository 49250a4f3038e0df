"""A whole run against servers that write down every request: never two at once, never early, never where forbidden."""

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from headwater.app.clock import SystemClock
from headwater.app.opening import workshop
from headwater.app.settings import Settings
from headwater.loopback import Behaviour, Exchange, LoopbackWeb, WebAnswer
from headwater.model.web import Source, SourceKind
from headwater.pipeline.local import Runner
from headwater.pipeline.politeness import Politeness
from headwater.pipeline.polling import add_source
from headwater.store import Store

pytestmark = pytest.mark.xdist_group("polite run")  # one worker: its fixture starts once

PAUSE = 0.06
DELAYS = {"slow.example": 0.2, "other.example": 0.12}
ROBOTS = {
    "slow.example": "User-agent: *\nCrawl-delay: 0.2\nDisallow: /private/",
    "other.example": "User-agent: headwater\nCrawl-delay: 0.12\nDisallow: /hidden\n\nUser-agent: *\nDisallow: /",
    "busy.example": "User-agent: *\nAllow: /",
    "closed.example": "User-agent: *\nDisallow: /",
}
BUSY_SECONDS = 1.0
MOVES = {
    ("slow.example", "/moved"): "http://other.example/landing",
    ("slow.example", "/lured"): "/private/page",
    ("busy.example", "/away"): "http://closed.example/page",
    ("other.example", "/back"): "http://slow.example/4",
}
PATHS = {
    "slow.example": ["/1", "/2", "/moved", "/lured", "/private/x"],
    "other.example": ["/1", "/2", "/hidden/x", "/back"],
    "busy.example": ["/1", "/busy", "/2", "/3", "/away"],
}
FORBIDDEN = {
    "slow.example": "/private", "other.example": "/hidden", "closed.example": "/page",
}  # fmt: skip


class Recorded:
    """The web, and what it saw: `Exchange`s with the server's own times."""

    def __init__(self) -> None:
        self.seen: list[Exchange] = []
        self.web = LoopbackWeb(dict.fromkeys((*ROBOTS, "closed.example"), self), observe=self.seen.append)
        self.front = 0

    def answer(self, request) -> WebAnswer:
        """Each takes a while: of two requests at once, the second would be seen to begin before the first's answer."""
        return replace(self._answer(request), behaviour=Behaviour(delay_seconds=0.02))

    def _answer(self, request) -> WebAnswer:
        host, path = request.host, request.path
        if path == "/robots.txt":
            return WebAnswer(body=ROBOTS[host].encode())
        if path == "/feed":
            links = "".join(f"<item><title>T{p}</title><link>http://{host}{p}</link></item>" for p in PATHS[host])
            head = {"Content-Type": "application/rss+xml"}
            return WebAnswer(headers=head, body=f"<rss><channel>{links}</channel></rss>".encode())
        if (host, path) in MOVES:
            return WebAnswer(status=302, headers={"Location": MOVES[host, path]})
        if path == "/busy":
            return WebAnswer(status=429, headers={"Retry-After": f"{BUSY_SECONDS:.0f}"})
        if "." in path or path.startswith("/.well-known"):
            return WebAnswer(status=404)
        return WebAnswer(headers={"Content-Type": "text/html"}, body=b"<html><body><p>Nothing here.</p></body></html>")

    def route(self, host: str, port: int):
        """All hosts share one address, as on a big hoster."""
        found = self.web.route(host, port)
        return None if found is None else ("127.0.0.1", self.front, found[2])

    def of(self, host: str) -> list[Exchange]:
        return sorted((one for one in self.seen if one.request.host == host), key=lambda one: one.began)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Recorded:
    folder = tmp_path_factory.mktemp("polite")
    record = Recorded()
    with record.web:
        record.front = record.web.serve_front()
        asyncio.run(_run(record, folder))
        record.web.settle()
    return record


async def _run(record: Recorded, folder) -> None:
    settings = Settings(data=folder, children=1, vectors=False)
    store = Store.open(settings.database_path, create=True)
    second = timedelta(seconds=1)
    rules = Politeness(pause=PAUSE * second, first_retry=0.2 * second, max_attempts=2)
    clock = SystemClock()
    async with workshop(settings, store, clock, route=record.route) as opened:
        shop = replace(opened, politeness=rules)
        with store.write() as tx:
            for host in PATHS:
                source = Source(id="", url=f"http://{host}/feed", kind=SourceKind.RSS)
                add_source(tx, source, new_id=shop.new_id(clock.now()), due_at=clock.now())
        await Runner(shop).run(once=True, patience=timedelta(seconds=1.5))
    store.close()


def test_the_run_did_what_it_was_meant_to_do(recorded: Recorded):
    asked = defaultdict(set)
    for one in recorded.seen:
        asked[one.request.host].add(one.request.path)
    assert {"/feed", "/1", "/2", "/moved", "/lured"} <= asked["slow.example"]
    assert {"/feed", "/1", "/2", "/landing", "/back"} <= asked["other.example"]
    assert {"/feed", "/1", "/2", "/3", "/busy", "/away"} <= asked["busy.example"]
    assert "/robots.txt" in asked["closed.example"]


def test_no_host_is_ever_asked_two_things_at_once(recorded: Recorded):
    for host in ROBOTS:
        assert all(before.answered <= after.began for before, after in pairwise(recorded.of(host))), host


def test_no_host_is_ever_asked_before_its_pause_is_over(recorded: Recorded):
    """By the server's own clock: from an answer that was about to be sent to the next request."""
    for host in ROBOTS:
        pause = max(PAUSE, DELAYS.get(host, 0))
        early = [
            (before.request.path, after.request.path, after.began - before.answered)
            for before, after in pairwise(recorded.of(host))
            if after.began - before.answered < pause - 0.002  # the two clocks' grain
        ]
        assert early == [], host


def test_a_host_that_says_429_is_left_alone_for_as_long_as_it_asks(recorded: Recorded):
    for before, after in pairwise(recorded.of("busy.example")):
        if before.status == 429:
            assert after.began - before.answered >= BUSY_SECONDS - 0.002


def test_nothing_forbidden_is_ever_asked_for(recorded: Recorded):
    asked = [(one.request.host, one.request.path) for one in recorded.seen]
    assert [one for one in asked if one[1].startswith(FORBIDDEN.get(one[0], "\0"))] == []


def test_robots_txt_is_the_first_thing_asked_of_every_host_and_asked_once(recorded: Recorded):
    for host in ROBOTS:
        paths = [one.request.path for one in recorded.of(host)]
        assert paths[0] == "/robots.txt", host
        assert paths.count("/robots.txt") == 1, host


def test_one_name_and_no_cookies(recorded: Recorded):
    assert len({one.request.headers["user-agent"] for one in recorded.seen}) == 1
    assert all("cookie" not in one.request.headers for one in recorded.seen)
