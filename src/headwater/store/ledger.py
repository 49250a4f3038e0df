"""The ledger of tombstones: an append-only file beside the database, so that a restored backup forgets nothing.

One JSON object a line, on disk (fsync) before the transaction that it announces: a crash leads to repeating, never to
forgetting (`takedown.md` §5, invariants 3 and 6). It holds hashes and public reasons, no address and no title.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from headwater.model.codec import from_json, to_json
from headwater.model.notice import Tombstone
from headwater.store.failures import translating


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerLine:
    """One act: "withheld", "erased" or "lifted", with the whole tombstone and every address hash it blocks."""

    act: str
    tombstone: Tombstone
    url_hashes: tuple[str, ...] = ()
    domain_hash: str = ""


class Ledger:
    """The ledger file of one database."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, line: LedgerLine) -> None:
        """Write one line and wait until it is on disk."""
        text = json.dumps(to_json(line), ensure_ascii=True, separators=(",", ":"))
        with translating(self.path):
            is_new = not self.path.exists()
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
            try:
                # A line torn by a crash is closed first, so that it cannot swallow this one.
                size = os.fstat(descriptor).st_size
                lead = b"" if size == 0 or os.pread(descriptor, 1, size - 1) == b"\n" else b"\n"
                _write_all(descriptor, lead + text.encode() + b"\n")
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if is_new:
                _sync_folder(self.path.parent)

    def lines(self) -> tuple[list[LedgerLine], int]:
        """All readable lines in order, and how many were not (torn by a crash before their act happened)."""
        if not self.path.exists():
            return [], 0
        with translating(self.path):
            raw = self.path.read_bytes().split(b"\n")
        parsed = [_parsed(line) for line in raw if line.strip()]
        return [line for line in parsed if line is not None], sum(line is None for line in parsed)


def _parsed(raw: bytes) -> LedgerLine | None:
    try:
        data: Any = json.loads(raw)
        return from_json(LedgerLine, data)
    except (ValueError, TypeError, KeyError):
        return None


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
