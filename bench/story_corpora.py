"""Story corpora for measuring and training, read where they lie; nothing of them is kept but numbers."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from headwater.annotate import annotate, load_embedder
from headwater.annotate._annotator import Embedder
from headwater.cluster import prepare
from headwater.cluster._lines import article_of
from headwater.demo.world import load_world
from headwater.model.neighbour import Fingerprint

AT = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 64


@dataclass(frozen=True, kw_only=True)
class Report:
    """One text with the story that the corpus puts it in."""

    headline: str
    text: str
    story: str
    language: str = ""
    published_at: str | None = None

    @property
    def record(self) -> dict[str, object]:
        """As a line of the `cluster` filter."""
        return {"headline": self.headline, "text": self.text, "published_at": self.published_at}


@dataclass(frozen=True, kw_only=True)
class GradedPair:
    """Two texts and how alike people found them: 1 the same story … 4 different."""

    a: Report
    b: Report
    grade: float
    is_across: bool


def _lines(path: Path) -> list[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def groundnews(corpus: Path) -> list[Report]:
    rows = _lines(corpus / "groundnews-dev.ndjson.gz")
    return [Report(headline=str(r["title"]), text=str(r["text"]), story=str(r["cluster"])) for r in rows]


def ntrex(corpus: Path) -> list[Report]:
    rows = _lines(corpus / "ntrex-dev.ndjson.gz")
    return [Report(headline="", text=str(r["text"]), story=str(r["cluster"]), language=str(r["lang"])) for r in rows]


def semeval(corpus: Path) -> list[GradedPair]:
    def side(row: dict[str, object], n: int) -> Report:
        return Report(headline="", text=str(row[f"text{n}"]), story="", language=str(row[f"lang{n}"]))

    rows = _lines(corpus / "semeval8-pairs-dev.ndjson.gz")
    return [
        GradedPair(a=side(r, 1), b=side(r, 2), grade=float(str(r["overall"])), is_across=r["lang1"] != r["lang2"])
        for r in rows
    ]


def demo() -> list[Report]:
    """The shipped demo world in order of publication, with its times: our own texts, known truth."""
    items = [item for item in load_world().items.values() if item.is_expected]
    items.sort(key=lambda item: (-item.minutes_ago, item.id))
    return [
        Report(
            headline=item.headline,
            text="\n\n".join(item.paragraphs),
            story=item.event,
            language=item.outlet.language,
            published_at=(AT - timedelta(minutes=item.minutes_ago)).isoformat(),
        )
        for item in items
    ]


class RememberingEmbedder:
    """An embedder that keeps its vectors in a file: encoding is what costs while tuning."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path)
        self._file.execute("create table if not exists vectors (key text primary key, vector blob)")
        self._embedder: Embedder = load_embedder()
        self.id, self.dimension = self._embedder.id, self._embedder.dimension
        self.encoded_count = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        keys = [hashlib.sha256(f"{self.id}\n{text}".encode()).hexdigest() for text in texts]
        known = {k: self._file.execute("select vector from vectors where key = ?", (k,)).fetchone() for k in keys}
        missing = [n for n, key in enumerate(keys) if known[key] is None]
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for n, key in enumerate(keys):
            if known[key] is not None:
                out[n] = np.frombuffer(known[key][0], dtype=np.float32)
        if missing:
            out[missing] = self._embedder.encode([texts[n] for n in missing])
            rows = [(keys[n], out[n].tobytes()) for n in missing]
            self._file.executemany("insert or replace into vectors values (?, ?)", rows)
            self._file.commit()
            self.encoded_count += len(missing)
        return out


def fingerprints(reports: Sequence[Report], embedder: Embedder | None) -> list[Fingerprint]:
    """The clustering fingerprints of texts without times, as the filter would make them."""
    articles = [article_of(report.record, key=str(n)) for n, report in enumerate(reports)]
    found: list[Fingerprint] = []
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        said = annotate(batch, embedder=embedder)
        found += [prepare(article, own, at=AT) for article, own in zip(batch, said, strict=True)]
    return found
