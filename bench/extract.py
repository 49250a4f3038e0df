"""Extraction beside its peers: `python bench/extract.py CORPUS_DIR [--limit N] [--jobs 1] [--json]`.

CORPUS_DIR holds `pages.warc.gz` and `gold.ndjson.gz` (id, url, headline, author, published, text, must, must_not).
Each system reads the same decoded pages in one process on one core; peers that are not installed are named and left
out. Word F1 is of the multisets of words (NFKC, case folded) per page, averaged. Seconds are CPU seconds: the machine
may be shared. Pages are halved by the hash of their address: rules are looked at on "tuned" only.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from headwater.extract import extract
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.text.decode import decode_html
from headwater.text.words import squash, words


@dataclass(frozen=True)
class Page:
    capture: Capture
    html: str
    gold: dict[str, Any]

    @property
    def is_tuned(self) -> bool:
        return hashlib.sha256(self.capture.final_url.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class Read:
    """What one system read of one page."""

    text: str = ""
    headline: str = ""
    byline: tuple[str, ...] = ()
    day: str = ""


def pages(corpus: Path, limit: int) -> Iterator[Page]:
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
            yield Page(capture, decode_html(body, headers.get("content-type", ""))[0], gold[url])


def read_ours(page: Page) -> Read:
    result = extract(page.capture, article_id=page.capture.id)
    if isinstance(result, Rejection):
        return Read()
    article = result.article
    day = article.published_at.local.date().isoformat() if article.published_at else ""
    return Read(article.text, article.headline, article.byline, day)


def read_trafilatura(page: Page) -> Read:
    import trafilatura

    found = trafilatura.bare_extraction(
        page.html, url=page.capture.final_url, with_metadata=True, include_comments=False
    )
    if found is None:
        return Read()
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Read(found.text or "", found.title or "", names, found.date or "")


def read_resiliparse(page: Page) -> Read:
    from resiliparse.extract.html2text import extract_plain_text

    return Read(extract_plain_text(page.html, main_content=True, alt_texts=False, list_bullets=False))


def read_readability(page: Page) -> Read:
    from lxml.html import fromstring
    from readability import Document

    document = Document(page.html)
    return Read(fromstring(document.summary()).text_content(), document.short_title())


def read_newspaper(page: Page) -> Read:
    from newspaper import Article

    article = Article(page.capture.final_url)
    article.set_html(page.html)
    article.parse()
    day = article.publish_date.date().isoformat() if article.publish_date else ""
    return Read(article.text, article.title, tuple(article.authors), day)


SYSTEMS: tuple[tuple[str, str, Callable[[Page], Read]], ...] = (
    ("headwater", "headwater", read_ours),
    ("trafilatura", "trafilatura", read_trafilatura),
    ("resiliparse (text only)", "resiliparse", read_resiliparse),
    ("readability-lxml", "readability", read_readability),
    ("newspaper4k", "newspaper", read_newspaper),
)


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


def measure(page: Page, read: Read) -> dict[str, list[float]]:
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


def run(name: str, read: Callable[[Page], Read], corpus: list[Page]) -> dict[str, Any]:
    read(corpus[0])  # models and tables load once, not per page
    rows: list[tuple[bool, dict[str, list[float]]]] = []
    seconds = 0.0
    failures = 0
    for page in corpus:
        start = time.process_time()
        try:
            found = read(page)
        except Exception:
            failures += 1
            found = Read()
        seconds += time.process_time() - start
        rows.append((page.is_tuned, measure(page, found)))
    result: dict[str, Any] = {"system": name, "pages_per_second": len(corpus) / seconds, "failures": failures}
    for half, keep in (("all", (True, False)), ("tuned", (True,)), ("held", (False,))):
        chosen = [row for is_tuned, row in rows if is_tuned in keep]
        for figure in FIGURES:
            values = [value for row in chosen for value in row.get(figure, ())]
            result[f"{half} {figure}"] = sum(values) / len(values) if values else None
    return result


def show(results: list[dict[str, Any]]) -> None:
    for half in ("all", "tuned", "held"):
        print(f"\n{half:24}" + "".join(f"{figure:>10}" for figure in FIGURES) + ("   pages/s" if half == "all" else ""))
        for result in results:
            cells = "".join(f"{result[f'{half} {figure}'] or 0:10.4f}" for figure in FIGURES)
            print(f"{result['system']:24}{cells}" + (f"{result['pages_per_second']:10.1f}" if half == "all" else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=sys.maxsize)
    parser.add_argument("--only", default="", help="one system by the start of its name")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    corpus = list(pages(options.corpus, options.limit))
    results = []
    for name, module, read in SYSTEMS:
        if not name.startswith(options.only):
            continue
        if importlib.util.find_spec(module) is None:
            print(f"{name} is not installed and was left out", file=sys.stderr)
            continue
        results.append(run(name, read, corpus))
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        print(f"{len(corpus)} pages, {sum(page.is_tuned for page in corpus)} of them tuned on")
        show(results)


if __name__ == "__main__":
    main()
