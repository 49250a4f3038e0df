"""Extraction beside its peers: `python bench/extract.py CORPUS_DIR [--limit N] [--jobs 1] [--json]`.

CORPUS_DIR holds `pages.warc.gz` and `gold.ndjson.gz` (id, url, headline, author, published, text, must, must_not).
Each system reads the same pages in turn in one process on one core; peers that are not installed are named and left
out. Word F1 is of the multisets of words (NFKC, case folded) per page, averaged. Seconds are CPU seconds: the machine
may be shared. Pages are halved by the hash of their address: rules are looked at on "tuned" only.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from extract_peers import Page, Read, Reader, logs_off, systems
from headwater.model.web import Capture
from headwater.text.decode import decode_html
from headwater.text.words import squash, words

TURN_PAGES = 25
"""Pages that one system reads before it is the next one's turn: no program changes its reader with every page."""

WARM_UP_PAGES = 20
"""Read by every system before the clock runs."""

_SENTENCE = "El puente nuevo de Villaseca abre el lunes y cierra los martes por la noche, dice la alcaldesa. "
_MARKUP = (
    f"<html><head><title>El puente nuevo</title></head><body><h1>El puente nuevo</h1><p>{_SENTENCE * 6}</p></body>"
)
UNDECLARED = Page(
    Capture(
        id="w",
        requested_url="https://puente.example/uno-dos-tres",
        final_url="https://puente.example/uno-dos-tres",
        status=200,
        headers={"content-type": "text/html"},
        body=_MARKUP.encode(),
        captured_at=datetime(2026, 11, 24, tzinfo=UTC),
    ),
    _MARKUP,
)
"""A page that names no language: our second detector, for one, loads when first asked."""


@dataclass(frozen=True)
class GoldPage(Page):
    """A page of the corpus with its gold."""

    gold: dict[str, Any]

    @property
    def is_tuned(self) -> bool:
        """Whether rules were looked at on this page."""
        return hashlib.sha256(self.capture.final_url.encode()).digest()[0] % 2 == 0


def pages(corpus: Path, limit: int) -> Iterator[GoldPage]:
    with gzip.open(corpus / "gold.ndjson.gz", "rt", encoding="utf-8") as lines:
        gold = {row["url"]: row for row in map(json.loads, lines)}
    count = 0
    with (corpus / "pages.warc.gz").open("rb") as archive:
        for record in ArchiveIterator(archive, record_types=WarcRecordType.response, parse_http=True):
            url = record.headers["WARC-Target-URI"]
            if url not in gold or count >= limit:
                continue
            count += 1
            headers = {name.lower(): value for name, value in record.http_headers.items()}
            at = datetime.fromisoformat(record.headers["WARC-Date"].replace("Z", "+00:00")).astimezone(UTC)
            body = record.reader.read()
            capture = Capture(
                id=url, requested_url=url, final_url=url, status=200, headers=headers, body=body, captured_at=at
            )
            yield GoldPage(capture, decode_html(body, headers.get("content-type", ""))[0], gold[url])


def word_f1(found: str, wanted: str) -> tuple[float, float, float]:
    have, want = Counter(words(found)), Counter(words(wanted))
    common = (have & want).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / have.total(), common / want.total()
    return 2 * precision * recall / (precision + recall), precision, recall


def names_of(author: str) -> frozenset[str]:
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*|;\s*", author)
    return frozenset(" ".join(words(part)) for part in parts if words(part))


def measure(page: GoldPage, read: Read) -> dict[str, list[float]]:
    """Each figure as a list of zero or more values of this page, so that averages are over what has gold."""
    gold = page.gold
    f1, precision, recall = word_f1(read.text, gold["text"])
    text = squash(read.text)
    row: dict[str, list[float]] = {
        "F1": [f1],
        "precision": [precision],
        "recall": [recall],
        "must": [float(squash(snippet) in text) for snippet in gold["must"]],
        "must not": [float(squash(snippet) in text) for snippet in gold["must_not"]],
        "found": [float(bool(read.text and read.headline))],
        "headline": [float(words(read.headline) == words(gold["headline"]))],
    }
    if gold["author"]:
        stated = frozenset(" ".join(words(name)) for name in read.byline)
        row["byline"] = [float(stated == names_of(gold["author"]))]
    if gold["published"]:
        row["day"] = [float(read.day == gold["published"])]
    return row


FIGURES = ("F1", "precision", "recall", "must", "must not", "found", "headline", "byline", "day")


class Tally:
    """What one system did so far: its figures page by page, its CPU seconds, its failures, the paths it took."""

    def __init__(self, name: str, read: Reader) -> None:
        self.name, self._read = name, read
        self.rows: list[tuple[bool, dict[str, list[float]]]] = []
        self.seconds = 0.0
        self.failures = 0
        self.paths: Counter[str] = Counter()

    def warm_up(self, corpus: list[GoldPage]) -> None:
        """Read some pages before the clock runs: models and tables load once, not per page."""
        for page in (*corpus, UNDECLARED):
            with suppress(Exception):
                self._read(page)

    def take(self, page: GoldPage) -> None:
        """Read one page; a system that raises has read nothing of it."""
        start = time.process_time()
        try:
            found = self._read(page)
        except Exception:
            self.failures += 1
            found = Read()
        self.seconds += time.process_time() - start
        self.paths.update(found.paths)
        self.rows.append((page.is_tuned, measure(page, found)))

    def result(self) -> dict[str, Any]:
        """The averages over all pages and each half of them."""
        count = len(self.rows)
        told: dict[str, Any] = {"system": self.name, "failures": self.failures}
        told["pages_per_second"] = count / self.seconds
        told["paths"] = {name: taken / count for name, taken in self.paths.most_common()}
        for half, keep in (("all", (True, False)), ("tuned", (True,)), ("held", (False,))):
            chosen = [row for is_tuned, row in self.rows if is_tuned in keep]
            for figure in FIGURES:
                values = [value for row in chosen for value in row.get(figure, ())]
                told[f"{half} {figure}"] = sum(values) / len(values) if values else None
        return told


def compared(corpus: list[GoldPage], only: str) -> list[dict[str, Any]]:
    """Every system on every page, some pages in turn, so that a busy machine is as busy for all."""
    tallies = [Tally(name, read) for name, read in systems(only)]
    with logs_off():
        for tally in tallies:
            tally.warm_up(corpus[:WARM_UP_PAGES])
        gc.collect()
        gc.freeze()  # what one system loaded must not slow the collector down for another
        for start in range(0, len(corpus), TURN_PAGES):
            for tally in tallies:
                for page in corpus[start : start + TURN_PAGES]:
                    tally.take(page)
    return [tally.result() for tally in tallies]


def show(results: list[dict[str, Any]]) -> None:
    for half in ("all", "tuned", "held"):
        print(f"\n{half:24}" + "".join(f"{figure:>10}" for figure in FIGURES) + ("   pages/s" if half == "all" else ""))
        for result in results:
            cells = "".join(f"{result[f'{half} {figure}'] or 0:10.4f}" for figure in FIGURES)
            print(f"{result['system']:24}{cells}" + (f"{result['pages_per_second']:10.1f}" if half == "all" else ""))
    print()
    for result in results[1:]:
        ratio = results[0]["pages_per_second"] / result["pages_per_second"]
        print(f"pages/s, {results[0]['system']} : {result['system']} = {ratio:.2f}, its failures {result['failures']}")
    for name, share in results[0]["paths"].items():
        print(f"dear path taken on {share:6.1%} of pages: {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=sys.maxsize)
    parser.add_argument("--only", default="", help="one system by the start of its name")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    corpus = list(pages(options.corpus, options.limit))
    results = compared(corpus, options.only)
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        print(f"{len(corpus)} pages, {sum(page.is_tuned for page in corpus)} of them tuned on")
        show(results)


if __name__ == "__main__":
    main()
