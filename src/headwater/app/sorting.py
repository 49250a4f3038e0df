"""The two filters that need neighbours, `cluster` and `trace`: children prepare, one process decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from headwater import cluster, provenance
from headwater.model.annotation import Annotation
from headwater.model.article import Article
from headwater.model.neighbour import Fingerprint
from headwater.model.rejection import Rejection
from headwater.pipeline.filters import Prepared, Record, of_rejection, parse_line, without_raw
from headwater.pipeline.sandbox import Children

ANNOTATED_AT_ONCE = 8


@dataclass(frozen=True, kw_only=True)
class Sorter:
    """How the filter `cluster` was asked to work."""

    crew: Children
    span: timedelta
    stream: bool
    with_vectors: bool

    def stories(self, lines: Iterable[bytes]) -> Iterator[Record]:
        """Every record with its story, in input order."""
        waiting: deque[Record] = deque()
        sound = _sound_records(lines, waiting)
        for outcome in cluster.cluster_lines(sound, annotate=self._annotate, span=self.span, stream=self.stream):
            yield from _rejected_first(waiting)
            yield without_raw(waiting.popleft()) | _story(outcome)
        yield from _rejected_first(waiting)

    def _annotate(self, articles: Sequence[Article]) -> list[tuple[Annotation, ...]]:
        stream = iter(articles)
        chunks = list(iter(lambda: tuple(islice(stream, ANNOTATED_AT_ONCE)), ()))
        found: list[tuple[Annotation, ...]] = []
        orders = [(chunk, self.with_vectors) for chunk in chunks]
        for chunk, answer in zip(chunks, self.crew.map("annotate_articles", orders), strict=True):
            found += [()] * len(chunk) if isinstance(answer, Rejection) else answer
        return found


def _sound_records(lines: Iterable[bytes], waiting: deque[Record]) -> Iterator[Record]:
    for number, line in enumerate(lines, 1):
        record = parse_line("cluster", line, number)
        waiting.append(record)
        if "rejection" not in record:
            yield record


def _rejected_first(waiting: deque[Record]) -> Iterator[Record]:
    while waiting and "rejection" in waiting[0]:
        yield without_raw(waiting.popleft())


def _story(outcome: cluster.StoryLine | Rejection) -> dict[str, Any]:
    if isinstance(outcome, Rejection):
        return of_rejection(outcome)
    return {"story": {"id": outcome.id, "reason": outcome.reason, "confidence": round(outcome.confidence, 4)}}


def traces(results: Iterable[Any], *, stream: bool) -> Iterator[Record]:
    """Every prepared record with its primary source, in input order; records with a rejection pass."""
    if stream:
        yield from _traced(results, provenance.trace_stream)
        return
    rows = list(results)
    prepared = [row for row in rows if isinstance(row, Prepared)]
    # A window needs times: where some are missing, all of the input is one window (docs/filters.md).
    span = provenance.SPAN if all(row.is_dated for row in prepared) else None
    found = provenance.trace_fingerprints([row.fingerprint for row in prepared], span=span)
    for row in rows:
        yield row.record | {"trace": next(found)} if isinstance(row, Prepared) else row


def _traced(results: Iterable[Any], tracer: Callable[[Iterable[Fingerprint]], Iterator[Any]]) -> Iterator[Record]:
    waiting: deque[Any] = deque()

    def fingerprints() -> Iterator[Fingerprint]:
        for row in results:
            waiting.append(row)
            if isinstance(row, Prepared):
                yield row.fingerprint

    for found in tracer(fingerprints()):
        while not isinstance(waiting[0], Prepared):
            yield waiting.popleft()
        yield waiting.popleft().record | {"trace": found}
    yield from waiting
