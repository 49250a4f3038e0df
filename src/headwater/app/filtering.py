"""NDJSON through a filter: lines in, children at work, lines out in input order, memory flat."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.pipeline.filters import FilterChunk, of_rejection
from headwater.pipeline.sandbox import Children

CHUNK_LINES = 8
MAX_LINE_BYTES = 128 << 20


@dataclass(kw_only=True)
class Tally:
    """How many lines came out, and how many of them rejected."""

    lines: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many lines were rejected."""
        return self.reasons.total()

    def count(self, record: dict[str, Any]) -> dict[str, Any]:
        """Count one output record and give it back."""
        self.lines += 1
        if isinstance(rejection := record.get("rejection"), dict):
            self.reasons[str(rejection.get("reason", ""))] += 1
        return record

    @property
    def exit_code(self) -> ExitCode:
        """0 all done, 3 some lines rejected."""
        return ExitCode.PARTLY if self.rejected else ExitCode.DONE


@dataclass(frozen=True, kw_only=True)
class Filtering:
    """One filter at work."""

    name: str
    crew: Children
    options: dict[str, Any] = field(default_factory=dict)

    def results(self, lines: Iterable[bytes | Capture | Rejection]) -> Iterator[Any]:
        """One result a line, in order; a chunk that a child failed is tried again line by line."""
        chunks = self._chunks(lines)
        sent: list[FilterChunk] = []

        def remembered() -> Iterator[FilterChunk]:
            for chunk in chunks:
                sent.append(chunk)
                yield chunk

        for answer in self.crew.map("filter_chunk", remembered()):
            chunk = sent.pop(0)
            yield from self._alone(chunk) if isinstance(answer, Rejection) else answer

    def _chunks(self, lines: Iterable[bytes | Capture | Rejection]) -> Iterator[FilterChunk]:
        number, stream = 1, iter(lines)
        while batch := tuple(islice(stream, CHUNK_LINES)):
            yield FilterChunk(name=self.name, lines=batch, first_line=number, options=self.options)
            number += len(batch)

    def _alone(self, chunk: FilterChunk) -> Iterator[Any]:
        for offset, line in enumerate(chunk.lines):
            single = FilterChunk(
                name=self.name, lines=(line,), first_line=chunk.first_line + offset, options=self.options
            )
            answer = self.crew.call("filter_chunk", single)
            yield with_id(line, answer) if isinstance(answer, Rejection) else answer[0]


def with_id(line: bytes | Capture | Rejection, rejection: Rejection) -> dict[str, Any]:
    """The output for a line that a child failed."""
    if isinstance(line, Rejection):
        return {"id": None} | of_rejection(line)
    if isinstance(line, Capture):
        return {"id": line.id, "url": line.final_url} | of_rejection(rejection)
    record = json.loads(line)  # what is no JSON fails no child
    return {"id": record.get("id"), "url": record.get("url")} | of_rejection(rejection)


def input_lines(files: list[Path]) -> Iterator[bytes]:
    """Non-empty lines of the files in order, or of standard input when there are none."""
    if not files:
        yield from lines_of(sys.stdin.buffer)
        return
    for path in files:
        try:
            with path.open("rb") as stream:
                yield from lines_of(stream)
        except OSError as error:
            message = f"Cannot read {path}: {error.strerror}. Name an NDJSON file, or pipe one in."
            raise UserError(message, exit_code=ExitCode.NOT_FOUND) from error


def lines_of(stream: Any) -> Iterator[bytes]:
    """The non-empty lines of a binary stream."""
    while line := stream.readline(MAX_LINE_BYTES):
        if line.strip():
            yield line


def write_record(record: dict[str, Any]) -> None:
    """One NDJSON line on standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
