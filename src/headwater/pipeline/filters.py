"""The stages as filters: one JSON object in, one out (`docs/filters.md` is the public interface).

Pure functions of a record, run in children by `app.filtering`. They call the very functions that the service calls.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from headwater import acquire, annotate, cluster, extract, provenance, rights
from headwater.model.annotation import Annotation
from headwater.model.article import Article, Credit, CreditKind, Publisher
from headwater.model.neighbour import Fingerprint
from headwater.model.rejection import Reason, Rejection
from headwater.model.time import StatedTime
from headwater.model.web import Capture
from headwater.pipeline.models import embedder
from headwater.pipeline.reading import page_signals
from headwater.text.urls import canonical_url, registrable_domain

Record = dict[str, Any]

RAW_FIELDS = ("html", "body", "raw", "robots")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
UNDATED = EPOCH.replace(year=2100)  # the capture time of a page without one: any stated time can be true
MAX_FILE_BYTES = 64 << 20  # a file named by *_path; larger is no page, feed or mail


class BadRecordError(ValueError):
    """A record that the filter cannot take; the message says which field is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FilterChunk:
    """Some input lines for one child: raw JSON lines, captures of an archive, or why it gave none."""

    name: str
    lines: tuple[bytes | Capture | Rejection, ...]
    first_line: int
    options: Mapping[str, Any]


def run_chunk(chunk: FilterChunk) -> list[Any]:
    """One output for each line of a chunk, in order."""
    return [run_line(chunk, line, chunk.first_line + offset) for offset, line in enumerate(chunk.lines)]


def run_line(chunk: FilterChunk, line: bytes | Capture | Rejection, number: int) -> Any:
    """The output for one line: the record with what the filter adds, or with its rejection."""
    if isinstance(line, Rejection):
        return {"id": None, "file": line.subject} | of_rejection(line)
    if isinstance(line, Capture):
        return {"id": line.id, "url": line.final_url} | _line(line, _extraction(line, line.id, chunk.options))
    record = parse_line(chunk.name, line, number)
    if "rejection" in record:
        return without_raw(record)
    try:
        return FILTERS[chunk.name](record, chunk.options)
    except BadRecordError as error:
        return without_raw(record) | rejected(chunk.name, Reason.BAD_INPUT, str(error))


def parse_line(stage: str, line: bytes, number: int) -> Record:
    """The record on one input line; a record with a rejection where it is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return rejected(stage, Reason.BAD_INPUT, "this line is not JSON") | {"line": number}
    if not isinstance(record, dict):
        return rejected(stage, Reason.BAD_INPUT, "this line is not a JSON object") | {"line": number}
    return record


def rejected(stage: str, reason: Reason, detail: str) -> Record:
    """The `rejection` object of a record."""
    return {"rejection": {"stage": stage, "reason": reason.value, "detail": detail}}


def of_rejection(rejection: Rejection) -> Record:
    """A Rejection as a record's `rejection` object."""
    return rejected(rejection.stage, rejection.reason, rejection.detail)


def without_raw(record: Mapping[str, Any]) -> Record:
    """The fields that pass through: all but the raw bytes."""
    raw = {field + suffix for field in RAW_FIELDS for suffix in ("", "_base64", "_path")}
    return {key: value for key, value in record.items() if key not in raw}


def raw_bytes(record: Mapping[str, Any], field: str) -> bytes | None:
    """The bytes of `field`, given as text, as `field_base64` or as a file by `field_path`; None if absent."""
    if isinstance(record.get(field), str):
        return str(record[field]).encode("utf-8", "surrogatepass")
    if isinstance(record.get(field + "_base64"), str):
        try:
            return base64.b64decode(record[field + "_base64"], validate=False)
        except ValueError as error:
            raise BadRecordError(f"{field}_base64 is not base64: {error}") from error
    if isinstance(record.get(field + "_path"), str):
        return _read_file(Path(record[field + "_path"]))
    return None


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES)
    except OSError as error:
        raise BadRecordError(f"cannot read {path}: {error.strerror}") from error


def as_capture(record: Mapping[str, Any], field: str) -> Capture:
    """A record's bytes as the response that they came in."""
    body = raw_bytes(record, field)
    if body is None:
        raise BadRecordError(f"needs {field}, {field}_base64 or {field}_path")
    url = text_of(record, "url")
    headers = record.get("headers") or {}
    if not isinstance(headers, dict):
        raise BadRecordError("headers must be an object")
    return Capture(
        id=str(record.get("id", "")),
        requested_url=url,
        final_url=url,
        status=200,
        headers={str(name).lower(): str(value) for name, value in headers.items()},
        body=body,
        captured_at=time_of(record, "captured_at") or UNDATED,
    )


def text_of(record: Mapping[str, Any], field: str) -> str:
    """A field as text; absent and null are empty."""
    value = record.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRecordError(f"{field} must be a string")
    return value


def time_of(record: Mapping[str, Any], field: str) -> datetime | None:
    """A field as an aware time; None if absent."""
    stated = stated_time(record, field)
    return stated.at if stated else None


def stated_time(record: Mapping[str, Any], field: str, origin: str = "input") -> StatedTime | None:
    """A field as a stated time (RFC 3339 or a bare date)."""
    value = text_of(record, field)
    try:
        return StatedTime.parse(value, origin=origin) if value else None
    except ValueError as error:
        raise BadRecordError(f"{field} is not an RFC 3339 time: {value!r}") from error


def extract_record(record: Mapping[str, Any], options: Mapping[str, Any]) -> Record:
    """`headwater extract`."""
    capture = as_capture(record, "html")
    return without_raw(record) | _line(capture, _extraction(capture, str(record.get("id", "")), options))


def extract_taught(order: tuple[FilterChunk, extract.HostKnowledge]) -> tuple[Record, extract.PageFacts | None]:
    """`headwater extract --learn`: the output for the one line of a chunk, and what it teaches of its host."""
    chunk, host = order
    (line,) = chunk.lines
    taught: list[extract.PageFacts] = []
    options = {**chunk.options, "host": host, "learn": taught.append}
    record: Record = run_line(replace(chunk, options=options), line, chunk.first_line)
    return record, taught[0] if taught else None


def _extraction(capture: Capture, article_id: str, options: Mapping[str, Any]) -> extract.Extraction | Rejection:
    """The page read; one whose address is not given as that of the address which it declares itself."""
    is_dated = capture.captured_at != UNDATED
    recipes = options.get("recipes", ())
    recipe = extract.recipe_for(recipes, capture.final_url, capture.captured_at if is_dated else None)
    host = options.get("host")
    found = extract.extract(capture, article_id=article_id, host=host, recipe=recipe)
    if isinstance(found, extract.Extraction) and not capture.final_url and found.article.canonical_url:
        own = found.article.canonical_url
        return _extraction(replace(capture, requested_url=own, final_url=own), article_id, options)
    if isinstance(found, extract.Extraction) and found.facts is not None and "learn" in options:
        options["learn"](found.facts)
    return found


def _line(capture: Capture, extraction: extract.Extraction | Rejection) -> Record:
    if isinstance(extraction, Rejection):
        return of_rejection(extraction)
    signals = tuple(dict.fromkeys((*extraction.signals, *page_signals(capture))))
    line = extract.article_line(replace(extraction, signals=signals))
    recipe = {"recipe": {"name": extraction.recipe, "is_stale": extraction.is_recipe_stale}}
    return line | recipe if extraction.recipe else line


def feed_record(record: Mapping[str, Any], _: Mapping[str, Any]) -> Record:
    """`headwater feed`."""
    feed = acquire.read(as_capture(record, "body"))
    added = of_rejection(feed) if isinstance(feed, Rejection) else acquire.feed_line(feed)
    return without_raw(record) | added


def robots_record(record: Mapping[str, Any], _: Mapping[str, Any]) -> Record:
    """`headwater robots`."""
    body = raw_bytes(record, "robots")
    given = dict(record) | {"robots": (body or b"").decode("utf-8", "replace")}
    return without_raw(record) | rights.robots_line(given)


def rights_record(record: Mapping[str, Any], _: Mapping[str, Any]) -> Record:
    """`headwater rights`."""
    given = dict(record)
    for field in ("html", "robots"):
        body = raw_bytes(record, field)
        if body is not None:
            given[field] = body.decode("utf-8", "replace")
    return without_raw(record) | rights.rights_line(given)


def as_article(record: Mapping[str, Any]) -> Article:
    """The article of a record: extract's object, the same fields at the top level, or an `html` page."""
    if record.get("article") is None and raw_bytes(record, "html") is not None:
        capture = as_capture(record, "html")
        extraction = extract.extract(capture, article_id=str(record.get("id", "")))
        if not isinstance(extraction, Rejection):
            return _stated_over(extraction.article, record)
    return _plain_article(record)


def _stated_over(article: Article, record: Mapping[str, Any]) -> Article:
    """What the caller states beats what the page says."""
    stated = stated_time(record, "published_at")
    headline = text_of(record, "headline")
    return replace(article, published_at=stated or article.published_at, headline=headline or article.headline)


def _plain_article(record: Mapping[str, Any]) -> Article:
    given = record["article"] if isinstance(record.get("article"), dict) else record
    text = text_of(given, "text")
    paragraphs = given.get("paragraphs") or [part for part in text.split("\n") if part.strip()]
    url = text_of(given, "url") or text_of(record, "url")
    publisher = given.get("publisher") if isinstance(given.get("publisher"), dict) else {}
    domain = str((publisher or {}).get("domain") or "") or registrable_domain(url)
    credits = _credits(record.get("credits")) if "credits" in record else None
    clean = tuple(" ".join(str(part).split()) for part in paragraphs)
    return Article(
        id=str(record.get("id", "")),
        url=canonical_url(url) or url,
        canonical_url=text_of(given, "canonical_url"),
        headline=text_of(given, "headline"),
        paragraphs=clean,
        publisher=Publisher(name=str((publisher or {}).get("name") or ""), domains=(domain,) if domain else ()),
        byline=tuple(str(name) for name in given.get("byline") or ()),
        published_at=stated_time(given, "published_at"),
        modified_at=stated_time(given, "modified_at"),
        language=text_of(given, "language"),
        credits=provenance.credits_from_text(clean, url) if credits is None else credits,
    )


def _credits(rows: object) -> tuple[Credit, ...]:
    kinds = {kind.value for kind in CreditKind}
    if not isinstance(rows, list):
        return ()
    return tuple(
        Credit(
            kind=CreditKind(row["kind"]),
            text=str(row.get("text") or ""),
            url=str(row.get("url") or ""),
            name=str(row.get("name") or ""),
            place=str(row.get("place") or ""),
        )
        for row in rows
        if isinstance(row, dict) and row.get("kind") in kinds
    )


def annotate_record(record: Mapping[str, Any], options: Mapping[str, Any]) -> Record:
    """`headwater annotate`."""
    article = as_article(record)
    annotations = _annotations(article, with_vectors=bool(options.get("vectors")))
    return without_raw(record) | annotate.annotation_line(article, annotations)


def _annotations(article: Article, *, with_vectors: bool) -> tuple[Annotation, ...]:
    (annotations,) = annotate.annotate([article], embedder=embedder() if with_vectors else None)
    return annotations


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A record made ready for a filter that needs neighbours: what passes through, and its fingerprint."""

    record: Record
    fingerprint: Fingerprint
    is_dated: bool


def prepare_trace(record: Mapping[str, Any], options: Mapping[str, Any]) -> Prepared:
    """First step of `headwater trace`."""
    article = as_article(record)
    annotations = _annotations(article, with_vectors=bool(options.get("vectors", True)))
    at = article.published_at.at if article.published_at else EPOCH
    fingerprint = provenance.prepare(article, at=at, annotations=annotations)
    return Prepared(record=without_raw(record), fingerprint=fingerprint, is_dated=article.published_at is not None)


def prepare_cluster(record: Mapping[str, Any], options: Mapping[str, Any]) -> Fingerprint:
    """One side of `headwater compare` for the cluster stage."""
    article = as_article(record)
    annotations = _annotations(article, with_vectors=bool(options.get("vectors", True)))
    at = article.published_at.at if article.published_at else EPOCH
    return cluster.prepare(article, annotations, at=at)


def compare_record(record: Mapping[str, Any], options: Mapping[str, Any]) -> Record:
    """`headwater compare`."""
    sides = [_side(record, name) for name in ("a", "b")]
    traced = [prepare_trace(side, options).fingerprint for side in sides]
    grouped = [prepare_cluster(side, options) for side in sides]
    probability = cluster.same_story_probability(*grouped)
    comparison = provenance.compare(*traced, same_story_probability=probability)
    same = comparison.relation in ("same_text", "copy", "translation", "rewrite", "same_story")
    found = {"similarity": comparison.similarity, "same_story": same, "relation": comparison.relation}
    return without_raw(record) | found


def _side(record: Mapping[str, Any], name: str) -> Record:
    side = record.get(name)
    if not isinstance(side, dict):
        raise BadRecordError(f"needs an object {name}")
    return side | {"id": name}


FILTERS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Any]] = {
    "extract": extract_record,
    "feed": feed_record,
    "robots": robots_record,
    "rights": rights_record,
    "annotate": annotate_record,
    "compare": compare_record,
    "trace": prepare_trace,
}
