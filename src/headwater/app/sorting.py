"""The two filters that need neighbours, `cluster` and `trace`: children prepare, one process decides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from headwater import cluster
from headwater.model.annotation import Annotation
from headwater.model.article import Article
from headwater.model.rejection import Rejection
from headwater.pipeline.filters import Record, of_rejection, parse_line, without_raw
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
