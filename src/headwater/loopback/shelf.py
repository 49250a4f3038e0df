"""Bodies kept in memory up to a limit, and beyond it in a temporary file without a name."""

from __future__ import annotations

import hashlib
import os
import tempfile
import weakref
from typing import IO

MEBIBYTE = 1024 * 1024
DEFAULT_MEMORY_BYTES = 64 * MEBIBYTE


class Shelf:
    """Puts bodies away and gives them back by number; equal bodies are kept once."""

    def __init__(self, max_memory_bytes: int = DEFAULT_MEMORY_BYTES) -> None:
        self._room = max_memory_bytes
        self._kept: list[bytes | tuple[int, int]] = []
        self._numbers: dict[bytes, int] = {}
        self._spill: IO[bytes] | None = None
        self._spill_bytes = 0

    def put(self, body: bytes) -> int:
        """Keep `body`; its number."""
        digest = hashlib.sha256(body).digest()
        if digest not in self._numbers:
            self._numbers[digest] = len(self._kept)
            self._kept.append(self._place(body))
        return self._numbers[digest]

    def get(self, number: int) -> bytes:
        """The body with that number; safe from any thread."""
        place = self._kept[number]
        if isinstance(place, bytes):
            return place
        assert self._spill is not None
        offset, length = place
        return os.pread(self._spill.fileno(), length, offset)

    def _place(self, body: bytes) -> bytes | tuple[int, int]:
        if len(body) <= self._room:
            self._room -= len(body)
            return body
        if self._spill is None:
            self._spill = tempfile.TemporaryFile(buffering=0, prefix="headwater-replay-")  # noqa: SIM115
            weakref.finalize(self, self._spill.close)
        offset = self._spill_bytes
        rest = memoryview(body)
        while rest:
            rest = rest[self._spill.write(rest) :]
        self._spill_bytes += len(body)
        return offset, len(body)
