"""Polling at full speed: claim, conditional GET, 304, reschedule; and feeds of 50 items read for the first time.

    python bench/polls.py [--sources 10000] [--cold 500] [--known 100000] [--reader]

Every source has a host and an address (127.x.y.z) of its own, so every poll opens a connection, as on the real web;
plain HTTP, because certificates would measure OpenSSL. The real runner does it all, on a real database file. The
server runs in a process of its own; figures are CPU time of our process (its children's apart) and wall time, medians
of several rounds. `--reader` does the same with the `reader` library (single-threaded, as it is by default).
Prints one JSON document.
"""

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from headwater.app import loop
from headwater.model.job import Stage
from headwater.model.web import Source, SourceKind, Validators
from headwater.net import Fetcher
from headwater.pipeline.local import Lanes, Runner
from headwater.pipeline.politeness import Politeness
from headwater.pipeline.sandbox import Children
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, hosts, queue, sources
from headwater.store.hosts import HostState
from headwater.text.ids import new_id

HERE = Path(__file__).parent
START = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLLED_TOGETHER = 256


class MovedClock:
    """A clock that stands still while the runner works, and is moved on between rounds."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime) -> None:
        self.at = max(self.at, at)

    async def idle_until(self, at, wake) -> None:
        await asyncio.wait_for(wake.wait(), 1)


@contextmanager
def server():
    process = subprocess.Popen(
        [sys.executable, HERE / "poll_server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def address(number: int) -> str:
    return f"127.{1 + (number >> 16)}.{(number >> 8) & 255}.{number & 255}"


def router(port: int):
    return lambda host, _port: (address(int(host[1:].partition(".")[0])), port, None)


def url(number: int) -> str:
    return f"http://s{number}.example/feed.xml"


def fill(store: Store, numbers: range, *, due_at: datetime, is_known: bool) -> None:
    """Sources with their jobs; known ones have validators and a robots.txt that was read."""
    for begin in range(numbers.start, numbers.stop, 1000):
        with store.write() as tx:
            for number in range(begin, min(begin + 1000, numbers.stop)):
                host = f"s{number}.example"
                validators = Validators(etag='"1"') if is_known else Validators()
                source = Source(
                    id=new_id(START, number.to_bytes(10, "big")),
                    url=url(number),
                    kind=SourceKind.RSS,
                    validators=validators,
                    last_success_at=START - timedelta(hours=1) if is_known else None,
                )
                source_id = sources.add_source(tx, source)
                if is_known:
                    state = HostState(
                        host=host,
                        robots_status=404,
                        robots_url=f"http://{host}/robots.txt",
                        robots_expires_at=START + timedelta(days=1),
                    )
                    hosts.save_host(tx, state)
                queue.enqueue(tx, Stage.POLL, source_id, due_at=due_at, host=host)


def shop_of(store: Store, fetcher: Fetcher, children: Children, clock: MovedClock) -> Workshop:
    return Workshop(
        store=store,
        fetcher=fetcher,
        children=children,
        clock=clock,
        agent="headwater",
        next_check=Rhythm(shortest=timedelta(minutes=30)).next_check,
        politeness=Politeness(pause=timedelta(seconds=1)),
        with_vectors=False,
    )


async def poll(store: Store, port: int, children: Children, clock: MovedClock) -> dict:
    """One round: everything that is due is polled."""
    async with Fetcher.open(user_agent="bench", route=router(port)) as fetcher:
        runner = Runner(
            shop_of(store, fetcher, children, clock),
            lanes=Lanes(network=POLLED_TOGETHER),
            stages=(Stage.POLL,),
            with_upkeep=False,
        )
        before = resource.getrusage(resource.RUSAGE_SELF)
        began = time.perf_counter()
        await runner.run(once=True, patience=timedelta(seconds=2))
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_SELF)
    count = runner.progress.done(Stage.POLL)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "polled": count,
        "sources_per_second": round(count / wall),
        "sources_per_cpu_second": round(count / cpu),
        "outcomes": {name: n for (_, name), n in runner.progress.outcomes.items()},
        "peak_megabytes": after.ru_maxrss // 1024,
    }


def rounds(store: Store, port: int, children: Children, clock: MovedClock, count: int) -> list[dict]:
    found = []
    for _ in range(count):
        found.append(loop.run(poll(store, port, children, clock)))
        clock.at += timedelta(hours=6)
    return found


def unchanged(folder: Path, port: int, count: int, known: int) -> dict:
    """304 for everybody: `count` sources due, of `known` in the database."""
    store, clock = Store.open(folder / f"known-{known}.db"), MovedClock()
    fill(store, range(count), due_at=START, is_known=True)
    fill(store, range(count, known), due_at=START + timedelta(days=30), is_known=True)
    clock.at = START + timedelta(seconds=1)
    with Children(1) as children:
        found = rounds(store, port, children, clock, 3)
    store.close()
    assert all(set(one["outcomes"]) == {"unchanged"} for one in found), found
    return {
        "sources_in_database": max(known, count),
        "polled_each_round": found[0]["polled"],
        "sources_per_second": statistics.median(one["sources_per_second"] for one in found),
        "sources_per_cpu_second": statistics.median(one["sources_per_cpu_second"] for one in found),
        "peak_megabytes": max(one["peak_megabytes"] for one in found),
    }


def cold(folder: Path, port: int, count: int) -> dict:
    """Feeds of 50 items read for the first time: robots.txt, feed, 50 entries kept and queued."""
    store, clock = Store.open(folder / "cold.db"), MovedClock()
    fill(store, range(count), due_at=START, is_known=False)
    clock.at = START + timedelta(seconds=1)
    children_before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Children(2) as children:
        (found,) = rounds(store, port, children, clock, 1)
    children_after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with store.read() as tx:
        waiting = queue.pending_count(tx, [Stage.FETCH])
    store.close()
    assert waiting == 50 * count, (waiting, found)
    seconds = children_after.ru_utime + children_after.ru_stime - children_before.ru_utime - children_before.ru_stime
    return {
        "feeds": count,
        "entries": waiting,
        "feeds_per_second": found["sources_per_second"],
        "feeds_per_cpu_second_with_children": round(1 / (1 / found["sources_per_cpu_second"] + seconds / count), 1),
    }


def reader_library(folder: Path, port: int, count: int) -> dict:
    """The same with `reader`: its own storage, its own updates; requests go to the same server."""
    from reader import make_reader

    made = make_reader(str(folder / "reader.db"))
    for number in range(count):
        made.add_feed(f"http://{address(number)}:{port}/s{number}/feed.xml")
    figures = {}
    for name in ("cold", "unchanged"):
        cpu, began = time.process_time(), time.perf_counter()
        made.update_feeds(scheduled=False)
        figures[f"{name}_per_second"] = round(count / (time.perf_counter() - began), 1)
        figures[f"{name}_per_cpu_second"] = round(count / (time.process_time() - cpu), 1)
    made.close()
    return {"feeds": count, **figures}


def main() -> None:
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--sources", type=int, default=5_000)
    parse.add_argument("--known", type=int, default=100_000)
    parse.add_argument("--cold", type=int, default=400)
    parse.add_argument("--reader", type=int, default=100, help="feeds for the reader library; 0 leaves it out")
    chosen = parse.parse_args()
    report = {}
    with tempfile.TemporaryDirectory() as folder, server() as port:
        report["unchanged"] = unchanged(Path(folder), port, chosen.sources, chosen.sources)
        if chosen.known:
            report["unchanged among many"] = unchanged(Path(folder), port, chosen.sources, chosen.known)
        if chosen.cold:
            report["cold"] = cold(Path(folder), port, chosen.cold)
        if chosen.reader:
            report["reader library"] = theirs = reader_library(Path(folder), port, chosen.reader)
            ours = report["unchanged"]["sources_per_cpu_second"]
            report["ratio, unchanged, per CPU second"] = round(ours / theirs["unchanged_per_cpu_second"], 1)
            if chosen.cold:
                mine = report["cold"]["feeds_per_cpu_second_with_children"]
                report["ratio, cold, per CPU second"] = round(mine / theirs["cold_per_cpu_second"], 1)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
