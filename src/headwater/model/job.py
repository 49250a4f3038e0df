"""One piece of work in the queue, which is a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """The steps that may have to wait; pure stages between two of them run in one job."""

    POLL = "poll"  # subject: source id
    FETCH = "fetch"  # subject: article id (its address is in `entries`)
    SUBSCRIBE = "subscribe"  # subject: source id: ask its WebSub hub, or renew
    PICTURE = "picture"  # subject: picture id: bring a copy of a picture that may be shown
    READ = "read"  # subject: capture id: extract, rule, annotate, fingerprint
    RELATE = "relate"  # subject: article id: trace and cluster
    ERASE = "erase"  # subject: tombstone id


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One piece of work; natural key (stage, subject_id). `host` is the politeness key of network jobs."""

    id: int
    stage: Stage
    subject_id: str
    attempt: int = 0
    host: str = ""
    due_at: datetime | None = None
    claimed_until: datetime | None = None
    detail: str = ""
