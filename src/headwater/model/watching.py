"""What is wrong with a source, as a person should hear it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Flag(StrEnum):
    """Why a source needs a look. Members are a public vocabulary: add, never rename."""

    FAILING = "failing"  # cannot be fetched or read
    REFUSED = "refused"  # its robots.txt or rights statements keep us away
    EMPTY = "empty"  # answers, but announces nothing although it did before
    STALE = "stale"  # answers, but nothing new for much longer than its habit
    MOVED = "moved"  # permanently redirected to another address
    OVER = "over"  # 410 Gone
    LANGUAGE_CHANGED = "language_changed"  # entries are suddenly in another language
    ALL_KNOWN = "all_known"  # all that it brings is known from other sources


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFlag:
    """One thing that is wrong with one source; `alerted_at` is when an operator was told."""

    source_id: str
    flag: Flag
    since: datetime
    detail: str = ""
    alerted_at: datetime | None = None
