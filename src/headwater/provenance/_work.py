"""What this stage remembers of one article (`Fingerprint.features`) and reads back to compare: a `Work`."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.model.article import Credit, CreditKind, Publisher, PublisherKind
from headwater.model.neighbour import Fingerprint
from headwater.model.time import Precision
from headwater.provenance._facts import Facts
from headwater.text.shingles import Hashes32, Hashes64, shingles
from headwater.text.urls import registrable_domain

FEATURES_VERSION = 1
TEXT_KEYS = ("b:", "s:", "q:")  # the same words
STRONG_KEYS = ("u:", *TEXT_KEYS, "h:", "p:")  # any one of them makes two works worth measuring
FACT_KEYS = ("n:", "f:", "m:")  # the same figures and names


@dataclass(frozen=True, kw_only=True)
class Work:
    """One article as this stage compares it. `hashes` are word hashes in order, `quoted` marks those in quotation."""

    article_id: str
    at: datetime
    url: str
    address: str
    canonical: str
    publisher: Publisher
    headline: str
    language: str
    byline: tuple[str, ...]
    published_at: datetime | None
    precision: Precision
    is_mined: bool
    hashes: Hashes32
    quoted: NDArray[np.bool_]
    headline_hashes: tuple[int, ...]
    credits: tuple[Credit, ...]
    pictures: tuple[tuple[str, str], ...]
    figures: Facts
    names: Facts
    breaks: tuple[int, ...]
    vector: NDArray[np.float32] | None
    text_keys: frozenset[str]
    strong_keys: frozenset[str]
    fact_keys: frozenset[str]

    @cached_property
    def shingles(self) -> Hashes64:
        """One hash for each run of five words, in order."""
        return shingles(self.hashes)

    @cached_property
    def shingle_set(self) -> Hashes64:
        """The distinct shingles, sorted."""
        return np.unique(self.shingles)

    @cached_property
    def own_shingles(self) -> NDArray[np.bool_]:
        """Which shingles are the article's own words: not mostly inside quotation marks."""
        if len(self.shingles) == 0:
            return np.zeros(0, dtype=np.bool_)
        size = len(self.hashes) - len(self.shingles) + 1
        marks = np.concatenate(([0], np.cumsum(self.quoted)))
        return (marks[size:] - marks[: len(self.shingles)]) * 2 < size

    @cached_property
    def domain(self) -> str:
        """The registrable domain that the article stands on."""
        return registrable_domain(self.url) or self.publisher.domain


def write_features(fields: Mapping[str, Any], *, hashes: Hashes32, quoted: NDArray[np.bool_]) -> dict[str, object]:
    """The JSON-able mapping kept in the fingerprint; empty values are left out."""
    packed = {
        "words": base64.b64encode(hashes.astype("<u4").tobytes()).decode("ascii"),
        "quoted": base64.b64encode(np.packbits(quoted).tobytes()).decode("ascii") if quoted.any() else "",
    }
    rows = {"version": FEATURES_VERSION, **fields, **packed}
    return {name: value for name, value in rows.items() if value not in ("", [], None, {})}


def read_work(fingerprint: Fingerprint) -> Work:
    """The work that `write_features` wrote into a fingerprint."""
    given: Mapping[str, Any] = fingerprint.features
    hashes = np.frombuffer(base64.b64decode(given.get("words", "")), dtype="<u4")
    vector = fingerprint.vector
    return Work(
        article_id=fingerprint.article_id,
        at=fingerprint.at,
        url=given.get("url", ""),
        address=given.get("address", ""),
        canonical=given.get("canonical", ""),
        publisher=_publisher(given.get("publisher", {})),
        headline=given.get("headline", ""),
        language=given.get("language", ""),
        byline=tuple(given.get("byline", ())),
        published_at=datetime.fromisoformat(given["published_at"]) if given.get("published_at") else None,
        precision=Precision(given.get("precision", "second")),
        is_mined=given.get("is_mined", True),
        hashes=hashes,
        quoted=_unpacked(given.get("quoted", ""), len(hashes)),
        headline_hashes=tuple(given.get("headline_words", ())),
        credits=tuple(_credit(row) for row in given.get("credits", ())),
        pictures=tuple((row[0], row[1]) for row in given.get("pictures", ())),
        figures=_facts(given.get("figures", {})),
        names=_facts(given.get("names", {})),
        breaks=tuple(given.get("breaks", ())),
        vector=None if vector is None else np.asarray(vector, dtype=np.float32),
        text_keys=_keys(fingerprint, TEXT_KEYS),
        strong_keys=_keys(fingerprint, STRONG_KEYS),
        fact_keys=_keys(fingerprint, FACT_KEYS),
    )


def _keys(fingerprint: Fingerprint, kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for key in fingerprint.keys if key.startswith(kinds))


def _unpacked(packed: str, count: int) -> NDArray[np.bool_]:
    if not packed:
        return np.zeros(count, dtype=np.bool_)
    return np.unpackbits(np.frombuffer(base64.b64decode(packed), dtype=np.uint8), count=count).astype(np.bool_)


def facts_row(facts: Facts) -> dict[str, object]:
    """Facts as features keep them."""
    return {"values": list(facts.values), "places": list(facts.places)} if facts.values else {}


def _facts(row: Mapping[str, Any]) -> Facts:
    return Facts(values=tuple(row.get("values", ())), places=tuple(row.get("places", ())))


def publisher_row(publisher: Publisher) -> dict[str, object]:
    """A publisher as features keep it."""
    row = {
        "id": publisher.id,
        "name": publisher.name,
        "kind": publisher.kind.value,
        "domains": list(publisher.domains),
        "country": publisher.country,
    }
    return {name: value for name, value in row.items() if value}


def _publisher(row: Mapping[str, Any]) -> Publisher:
    return Publisher(
        id=row.get("id", ""),
        name=row.get("name", ""),
        kind=PublisherKind(row.get("kind", "unknown")),
        domains=tuple(row.get("domains", ())),
        country=row.get("country", ""),
    )


def credit_row(credit: Credit) -> list[str]:
    """A credit as features keep it."""
    return [credit.kind.value, credit.text, credit.url, credit.name, credit.place]


def _credit(row: Sequence[str]) -> Credit:
    return Credit(kind=CreditKind(row[0]), text=row[1], url=row[2], name=row[3], place=row[4])
