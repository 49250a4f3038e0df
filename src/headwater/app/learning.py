"""`headwater extract --learn`: the pages of a host, in the order of the input, teach how its later ones are read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from headwater.app.filtering import with_id
from headwater.app.saved_pages import Line
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.pipeline.filters import FilterChunk
from headwater.pipeline.host_learning import Lessons
from headwater.pipeline.ingesting import FIRST_PAGES
from headwater.pipeline.sandbox import Children
from headwater.text.urls import host_of

BATCH_LINES = 64
"""Lines read before any of them is answered. The same input gives the same output with any number of children."""

_Numbered = tuple[int, Line, str]


@dataclass(frozen=True, kw_only=True)
class Learning:
    """The filter `extract` at work with what it learns on its way."""

    crew: Children
    options: dict[str, Any]
    lessons: Lessons = field(default_factory=Lessons)

    def results(self, lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
        """One result a line, in order."""
        numbered = ((number, line, _address(line)) for number, line in enumerate(lines, 1))
        while batch := list(islice(numbered, BATCH_LINES)):
            found: dict[int, dict[str, Any]] = {}
            waiting = batch
            while waiting:
                now, waiting = self._round(waiting)
                for (number, line, url), answer in zip(now, self._answers(now), strict=True):
                    if isinstance(answer, Rejection):
                        found[number] = with_id(line, answer)
                        continue
                    found[number], facts = answer
                    if facts is not None and url:
                        self.lessons.learn(url, facts)
            self.lessons.forget_oldest()
            yield from (found[number] for number, _, _ in batch)

    def _answers(self, now: Iterable[_Numbered]) -> Iterator[Any]:
        orders = [
            (
                FilterChunk(name="extract", lines=(line,), first_line=number, options=self.options),
                self.lessons.known(url),
            )
            for number, line, url in now
        ]
        return self.crew.map("extract_taught", orders)

    def _round(self, waiting: Iterable[_Numbered]) -> tuple[list[_Numbered], list[_Numbered]]:
        """What is read now and what later: the first pages of a host teach the others before these are read."""
        now: list[_Numbered] = []
        later: list[_Numbered] = []
        counts: Counter[str] = Counter()
        for one in waiting:
            host, known = host_of(one[2]), self.lessons.known(one[2]).pages
            is_now = not host or known >= FIRST_PAGES or counts[host] < FIRST_PAGES - known
            (now if is_now else later).append(one)
            counts[host] += is_now
        return now, later


def _address(line: Line) -> str:
    """The address of a page as it is given; empty where it is not."""
    if isinstance(line, Capture):
        return line.final_url
    if isinstance(line, Rejection):
        return ""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    url = record.get("url") if isinstance(record, dict) else None
    return url if isinstance(url, str) else ""
