"""Rows a second into the store, claims a second out of its queue, look-ups, and what an erasure costs.

    python bench/store_claims.py [--articles 5000] [--sources 100000]

Prints one JSON line. Invented texts; everything happens in a temporary folder.
"""

import argparse
import json
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from headwater.model.article import Article, Publisher
from headwater.model.job import Stage
from headwater.model.neighbour import Fingerprint
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.model.rights import Cleared, Rulings
from headwater.model.story import ChangeKind, StoryChange
from headwater.store import Reader, Store, articles, hosts, neighbours, provenance, queue, stories, tombstones

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = [
    f"{a}{b}{c}" for a in ("har", "bri", "min", "wal", "ten") for b in "aeiou" for c in ("bour", "dge", "ster", "ker")
]


class Clock:
    """Seconds of CPU and of wall clock around a block."""

    def __enter__(self):
        self.cpu, self.wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *ignored):
        self.cpu, self.wall = time.process_time() - self.cpu, time.perf_counter() - self.wall


def article(number: int, chance: random.Random) -> Article:
    paragraphs = tuple(" ".join(chance.choices(WORDS, k=60)) + "." for _ in range(8))
    host = f"h{number % 300}.example"
    return Article(
        id=f"a{number:08d}",
        url=f"https://{host}/{number}",
        headline=" ".join(chance.choices(WORDS, k=8)),
        paragraphs=paragraphs,
        publisher=Publisher(name=host, domains=(host,)),
        language="en",
    )


def save(store: Store, count: int, chance: random.Random, per_transaction: int) -> float:
    made = [article(number, chance) for number in range(count)]
    with Clock() as clock:
        for start in range(0, count, per_transaction):
            with store.write() as tx:
                for item in made[start : start + per_transaction]:
                    at = NOW + timedelta(seconds=int(item.id[1:]))
                    cleared = Cleared(article=item, excerpt=item.paragraphs[0][:300], pictures=(), attribution="A")
                    rulings = Rulings(subject=item.url, rulings=())
                    articles.save_article(tx, item, rulings=rulings, cleared=cleared, first_seen_at=at, now=at)
    return count / clock.wall


def relate(store: Store, count: int, chance: random.Random) -> dict[str, float]:
    with Clock() as put:
        for number in range(count):
            keys = tuple(f"band:{chance.randrange(10 * count)}" for _ in range(150)) + tuple(
                f"name:{int(chance.paretovariate(0.6)) % 5000}" for _ in range(50)
            )
            at = NOW + timedelta(seconds=number)
            with store.write() as tx:
                fingerprint = Fingerprint(article_id=f"a{number:08d}", at=at, keys=keys, vector=tuple([0.05] * 384))
                neighbours.save_fingerprint(tx, "cluster", fingerprint)
    with store.read() as tx, Clock() as find:
        for _ in range(200):
            keys = [f"band:{chance.randrange(10 * count)}" for _ in range(150)]
            keys += [f"name:{int(chance.paretovariate(0.6)) % 5000}" for _ in range(50)]
            neighbours.find_neighbours(tx, "cluster", keys, since=NOW, until=NOW + timedelta(days=3), limit=60)
    with Clock() as place:
        for number in range(count):
            with store.write() as tx:
                name, story = f"a{number:08d}", f"s{number // 5}"
                kind = ChangeKind.JOINED if number % 5 else ChangeKind.OPENED
                change = StoryChange(kind=kind, article_id=name, story_id=story if number % 5 else "")
                stories.apply_change(tx, change, now=NOW, new_story_id=story)
                link = ProvenanceLink(article_id=name, relation=Relation.ORIGINAL, confidence=0.9)
                provenance.save_link(tx, link, now=NOW)
    return {
        "fingerprints_per_s": count / put.wall,
        "find_neighbours_ms": find.wall / 200 * 1000,
        "links_and_stories_per_s": count / place.wall,
    }


def claims(store: Store, count: int) -> dict[str, float]:
    with store.write() as tx, Clock() as put:
        for number in range(count):
            host = f"host{number % (count // 5 or 1)}.example"
            queue.enqueue(tx, Stage.POLL, f"s{number}", due_at=NOW + timedelta(seconds=number % 600), host=host)
    now, done = NOW + timedelta(minutes=20), 0
    with Clock() as take:
        while done < min(2000, count // 5):
            with store.write() as tx:
                taken = queue.claim(tx, stages=(Stage.POLL,), now=now, lease=timedelta(minutes=5), limit=16)
                for job in taken:
                    hosts.set_next_request(tx, job.host, now + timedelta(seconds=30))
            for job in taken:
                with store.write() as tx:
                    queue.finish(tx, job)
                    queue.enqueue(tx, Stage.POLL, job.subject_id, due_at=now + timedelta(minutes=15), host=job.host)
            done += len(taken)
    return {"enqueued_per_s": count / put.wall, "claimed_and_finished_per_s": done / take.wall}


def milliseconds(act, times: int) -> float:
    spent = []
    for _ in range(times):
        with Clock() as clock:
            act()
        spent.append(clock.wall * 1000)
    return sorted(spent)[len(spent) // 2]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=5000)
    options.add_argument("--sources", type=int, default=100_000)
    given = options.parse_args()
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with Store.open(path) as store, Reader.open(path) as reader:
            figures: dict[str, float] = {"articles": given.articles, "sources": given.sources}
            figures["save_article_per_s"] = save(store, given.articles, chance, 1)
            figures |= relate(store, given.articles, chance)
            figures |= claims(store, given.sources)
            figures["front_60_ms"] = milliseconds(reader.front, 9)
            figures["river_200_ms"] = milliseconds(reader.river, 9)
            figures["search_ms"] = milliseconds(lambda: reader.search("harabour ministers"), 9)
            figures["related_ms"] = milliseconds(lambda: reader.related("a00000100", 6), 9)
            figures["article_ms"] = milliseconds(lambda: reader.article("a00000100"), 99)
            figures["generation_ms"] = milliseconds(reader.generation, 99)
            with Clock() as clock, store.write() as tx:
                tombstones.withhold(tx, "a00000100", reason="r", now=NOW, tombstone_id="t")
            figures["withhold_ms"] = clock.wall * 1000
            with Clock() as clock, store.write() as tx:
                tombstones.erase(tx, "t", NOW)
            figures["erase_ms"] = clock.wall * 1000
            with Clock() as clock:
                tombstones.after_erase(store)
            figures["after_erase_ms"] = clock.wall * 1000
            figures["bytes_per_article"] = path.stat().st_size / given.articles
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
