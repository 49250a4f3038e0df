"""Health at size: `python bench/health.py [SOURCES] [ENTRIES] [FOLDER]` (100,000 sources and 1,000,000 entries).

Fills a database with invented sources, entries, articles, fetches and jobs, then measures a first sweep, a sweep after
a sixth of the sources was polled, and the pages' queries. Prints one line for each; nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from headwater.model.figures import FIGURES_OVER
from headwater.net import Fetcher
from headwater.pipeline.sandbox import Children
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.watching import sweep
from headwater.pipeline.workshop import Workshop
from headwater.publish.pages import Pages
from headwater.publish.site import Frame, SiteSettings
from headwater.store import Store
from headwater.store.reading import Reader

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "kk", "ar", "pt", "zh", "hi", "es")
HABIT = json.dumps(
    {"counts": [round(0.05 + 0.01 * (n % 24), 4) for n in range(168)], "since": "2026-09-01T00:00:00+00:00"}
)
PUBLISHED = '{"at": "2026-11-20T10:00:00+00:00"}'
Rows = list[tuple[Any, ...]]


class SetClock:
    at = NOW

    def now(self) -> datetime:
        return self.at


def micro(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def fill(store: Store, source_count: int, entry_count: int) -> None:
    """Rows as the program writes them, put in by the driver: filling is not what is measured."""
    rng = random.Random(3)
    with store.write() as tx:
        put = tx.exec_driver_sql
        for start in range(0, source_count, 10_000):
            numbers = range(start, min(start + 10_000, source_count))
            put(
                "INSERT INTO publishers (id, domain, name, languages, domains) VALUES (?, ?, ?, '[]', '[]')",
                [(f"p{n}", f"o{n:06}.example", f"Outlet {n}") for n in numbers],
            )
            put(
                "INSERT INTO sources (id, url, domain, kind, publisher, is_paused, next_check_at, last_check_at, "
                "last_success_at, failure_count, interval_seconds, habit, added_at) "
                "VALUES (?, ?, ?, 'rss', '{}', 0, ?, ?, ?, ?, 3600, ?, ?)",
                [source(n, rng) for n in numbers],
            )
            put(
                "INSERT INTO fetches (source_id, url, at, status, reason, elapsed_seconds, entry_count, new_count) "
                "VALUES (?, '', ?, ?, ?, 0.1, ?, 1)",
                [row for n in numbers for row in polls(n, rng)],
            )
            put(
                "INSERT INTO jobs (stage, subject_id, state, host, due_at, available_at) VALUES "
                "('poll', ?, 'waiting', ?, ?, ?)",
                [(f"s{n}", f"o{n:06}.example", micro(NOW) + n, micro(NOW) + n) for n in numbers],
            )
        for start in range(0, entry_count, 10_000):
            numbers = range(start, min(start + 10_000, entry_count))
            of = {
                n: (rng.randrange(source_count), micro(NOW) - rng.randrange(21 * 86_400) * 1_000_000) for n in numbers
            }
            put(
                "INSERT INTO entries (source_id, url_hash, article_id, body, first_seen_at, last_seen_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [entry(n, *of[n]) for n in numbers],
            )
            put(
                "INSERT INTO articles (id, version, url, url_hash, headline, publisher_domain, language, byline, "
                "published, published_at, first_seen_at, ordered_at, saved_at, pictures, keywords, credits, "
                "is_indexed, "
                "is_kept, is_mined, body, rulings) "
                "VALUES (?, 1, '', ?, 'Headline', ?, ?, '[]', ?, ?, ?, "
                "?, ?, '[]', '[]', '[]', 1, 1, 1, x'', x'')",
                [article(n, *of[n]) for n in numbers if n % 10],
            )
            put(
                "INSERT INTO fetches (article_id, url, at, status, reason, elapsed_seconds) "
                "VALUES (?, '', ?, 200, '', 0.1)",
                [(f"a{n}", of[n][1]) for n in numbers if n % 12],
            )
            put(
                "INSERT INTO rejections (stage, reason, subject_id, at) VALUES ('extract', 'listing_page', ?, ?)",
                [(f"a{n}", of[n][1]) for n in numbers if n % 10 == 0],
            )
        put(
            "INSERT INTO stories (id, article_count, opened_at) SELECT 's' || number, 1, ordered_at FROM articles "
            "WHERE number % 2 = 0"
        )
        put(
            "INSERT INTO story_members (article_id, story_id, confidence, joined_at) "
            "SELECT id, 's' || number, 1, saved_at "
            "FROM articles WHERE number % 2 = 0"
        )
        put("ANALYZE")  # fmt: skip


def source(n: int, rng: random.Random) -> tuple[Any, ...]:
    checked = NOW - timedelta(seconds=rng.randrange(3_600))
    is_failing = n % 50 == 0
    heard = checked - timedelta(days=2) if is_failing else checked
    return (f"s{n}", f"https://o{n:06}.example/feed", f"o{n:06}.example", micro(checked + timedelta(hours=2)),
            micro(checked), micro(heard), 9 if is_failing else 0, HABIT, micro(NOW - timedelta(days=60)))  # fmt: skip


def polls(n: int, rng: random.Random) -> Rows:
    reason, status, count = ("timeout", None, None) if n % 50 == 0 else ("", 200, 30)
    return [(f"s{n}", micro(NOW) - hours * 3_600_000_000 - n, status, reason, count) for hours in range(12)]


def entry(n: int, of: int, at: int) -> tuple[Any, ...]:
    return (f"s{of}", f"h{n}", f"a{n}", json.dumps({"url": "u", "title": f"Bridge {n} opens over the harbour"}), at, at)


def article(n: int, of: int, at: int) -> tuple[Any, ...]:
    published = at - (n % 3_000) * 1_000_000
    return (f"a{n}", f"h{n}", f"o{of:06}.example", LANGUAGES[of % 8], PUBLISHED, published, at, published,
            at + 20_000_000)  # fmt: skip


async def swept(store: Store, clock: SetClock) -> tuple[int, float, float]:
    """How many sources, in how many seconds, and the longest time that the store's thread was taken at once."""
    with Children(1) as crew:
        async with Fetcher.open(user_agent="bench") as fetcher:
            shop = Workshop(store=store, fetcher=fetcher, children=crew, clock=clock, agent="b",
                            next_check=Rhythm().next_check)  # fmt: skip
            waits: list[float] = []
            asking = asyncio.ensure_future(_ask_again_and_again(shop, waits))
            began = perf_counter()
            count = await sweep(shop)
            took = perf_counter() - began
            asking.cancel()
            return count, took, max(waits)


async def _ask_again_and_again(shop: Workshop, waits: list[float]) -> None:
    while True:
        began = perf_counter()
        await shop.in_store(int)
        waits.append(perf_counter() - began)
        await asyncio.sleep(0.01)


def timed(name: str, work: Callable[[], Any], times: int = 7) -> None:
    spans = []
    for _ in range(times):
        began = perf_counter()
        work()
        spans.append((perf_counter() - began) * 1000)
    print(f"{name:34} median {median(spans):8.1f} ms   worst {max(spans):8.1f} ms", flush=True)


def main(source_count: int, entry_count: int, folder: Path) -> None:
    clock = SetClock()
    with Store.open(folder / "bench.db") as store:
        began = perf_counter()
        fill(store, source_count, entry_count)
        print(
            f"filled: {source_count:,} sources, {entry_count:,} entries in {perf_counter() - began:.0f} s", flush=True
        )
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name in ("first sweep, all sources", "sweep, a sixth was polled"):
            count, took, longest = asyncio.run(swept(store, clock))
            each = 1e6 * took / max(1, count)
            held = f"store held at most {1000 * longest:.0f} ms"
            print(f"{name:34} {count:,} in {took:.1f} s ({each:.0f} µs each), {held}",
                  flush=True)  # fmt: skip
            clock.at += timedelta(minutes=10)
            with store.write() as tx:
                tx.exec_driver_sql("UPDATE sources SET last_check_at = ?, last_success_at = ? "
                                   "WHERE abs(random()) % 6 = 0 "
                                   "AND failure_count = 0", (micro(clock.at), micro(clock.at)))  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memory: {after / 1024:.0f} MB at most, {(after - before) / 1024:.0f} MB more than before the sweeps")
    with Reader.open(folder / "bench.db") as reader:
        pages, frame = Pages(SiteSettings()), Frame(path="/status", as_of=clock.at)
        timed("deafness", lambda: reader.deafness(clock.at))
        timed("status: values", lambda: reader.status(clock.at))
        timed("status: values and page", lambda: pages.status(reader.status(clock.at), frame))
        timed("source: values and page", lambda: pages.source(reader.source("o000050.example"), frame))
        timed("sources: 200 outlets, values, page", lambda: pages.sources(reader.sources(limit=201)[:200], frame))
        figures = reader.status(clock.at).figures
        print(f"announced in {FIGURES_OVER.days} days: {figures.announced:,}; stored {figures.stored:,}")


if __name__ == "__main__":
    given = sys.argv[1:]
    counts = (int(given[0]) if given else 100_000, int(given[1]) if len(given) > 1 else 1_000_000)
    if len(given) > 2:
        main(*counts, Path(given[2]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(*counts, Path(made))
