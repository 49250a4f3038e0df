"""Takedowns: what was asked (`Notice`), and the one row that hides and then erases (`Tombstone`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Tombstone:
    """The effect of a takedown on one article: hidden from `since` on, erased at `erased_at`.

    `subject_id` is the article's id, `url_hash` the SHA-256 of its canonical address key: what stays after the
    erasure, so that the same address is refused when it is acquired again. `reason` is public.
    """

    id: str
    subject_id: str
    url_hash: str
    reason: str
    since: datetime
    notice_id: str = ""
    erased_at: datetime | None = None
    text_hash: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A takedown request: 24 hours from `received_at` to `due_at`."""

    id: str
    received_at: datetime
    due_at: datetime
    claimant: str = ""
    scope: tuple[str, ...] = ()
    decision: str = ""
    decided_at: datetime | None = None
