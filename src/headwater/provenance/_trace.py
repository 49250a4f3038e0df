"""The `trace` object of docs/filters.md, and the whole filter over articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from headwater.model.annotation import Annotation
from headwater.model.article import Article, Publisher
from headwater.model.neighbour import Fingerprint
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.provenance._link import link, link_pairs
from headwater.provenance._prepare import prepare
from headwater.provenance._window import SPAN, Window
from headwater.text.urls import registrable_domain

EVIDENCE_CHARS = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class TraceRecord:
    """One input of the filter: an article, its time (any fixed time where none is known), what machines said of it."""

    article: Article
    at: datetime
    annotations: tuple[Annotation, ...] = ()


def trace_line(found: ProvenanceLink, by_id: Mapping[str, Fingerprint]) -> dict[str, object]:
    """The `trace` object of the filter. `by_id` holds the input's fingerprints; `primary` is never null."""
    line: dict[str, object] = {
        "primary": _primary(found, by_id),
        "relation": _relation(found.relation),
        "confidence": found.confidence,
        "evidence": [_evidence(item) for item in found.evidence],
    }
    if found.via_article_id or found.via_url:
        line["via"] = _place(found.via_article_id, found.via_url, by_id.get(found.via_article_id))
    return line


def _relation(relation: Relation) -> str:
    """The filter knows no revisions: they are copies of an earlier state."""
    return Relation.COPIED_FROM.value if relation is Relation.REVISION_OF else relation.value


def _primary(found: ProvenanceLink, by_id: Mapping[str, Fingerprint]) -> dict[str, object]:
    place = _place(found.origin_article_id, found.origin_url, by_id.get(found.origin_article_id))
    publisher = _publisher(found.origin_publisher, found.origin_url)
    if publisher:
        place["publisher"] = publisher
    return place or {"article_id": found.article_id}


def _place(article_id: str, url: str, known: Fingerprint | None) -> dict[str, object]:
    address = url or (str(known.features.get("url", "")) if known else "")
    return {name: value for name, value in (("url", address), ("article_id", article_id)) if value}


def _publisher(publisher: Publisher, url: str) -> dict[str, str | None]:
    domain = publisher.domain or (registrable_domain(url) if url else "")
    if not publisher.name and not domain:
        return {}
    return {"name": publisher.name or domain, "domain": domain or None}


def _evidence(item: Evidence) -> dict[str, object]:
    line: dict[str, object] = {"kind": item.kind, "text": item.text[:EVIDENCE_CHARS], "weight": item.weight}
    if item.url:
        line["url"] = item.url
    if item.article_id:
        line["article_id"] = item.article_id
    return line


def trace_fingerprints(
    fingerprints: Sequence[Fingerprint],
    *,
    agencies: Sequence[Publisher] = (),
    span: timedelta | None = SPAN,
) -> Iterator[dict[str, object]]:
    """One `trace` object for each fingerprint, in the order given, after all of them were read."""
    window = Window(span=span)
    for fingerprint in fingerprints:
        window.add(fingerprint)
    by_id = {fingerprint.article_id: fingerprint for fingerprint in fingerprints}
    pairs = {
        (min(fingerprint.article_id, near), max(fingerprint.article_id, near)): None
        for fingerprint in fingerprints
        for near in (neighbour.fingerprint.article_id for neighbour in window.find(fingerprint))
    }
    found = {one.article_id: one for one in link_pairs(fingerprints, pairs, agencies=agencies)}
    for fingerprint in fingerprints:
        yield trace_line(found[fingerprint.article_id], by_id)


def trace_stream(
    fingerprints: Iterable[Fingerprint], *, agencies: Sequence[Publisher] = (), span: timedelta | None = SPAN
) -> Iterator[dict[str, object]]:
    """The same as they come, each from what came before it; memory is bounded by the window."""
    window = Window(span=span)
    links: dict[str, ProvenanceLink] = {}
    for fingerprint in fingerprints:
        neighbours = window.find(fingerprint)
        found = link(fingerprint, neighbours, agencies=agencies, links=links)
        links[fingerprint.article_id] = found
        window.add(fingerprint)
        window.forget(fingerprint.at)
        by_id = {neighbour.fingerprint.article_id: neighbour.fingerprint for neighbour in neighbours}
        yield trace_line(found, {fingerprint.article_id: fingerprint, **by_id})


def trace_records(
    records: Iterable[TraceRecord], *, agencies: Sequence[Publisher] = (), is_stream: bool = False
) -> Iterator[dict[str, object]]:
    """The whole filter over articles: one `trace` object each, in input order."""
    prepared = (prepare(record.article, at=record.at, annotations=record.annotations) for record in records)
    if is_stream:
        return trace_stream(prepared, agencies=agencies)
    return trace_fingerprints(list(prepared), agencies=agencies)
