"""What became of each fetch, and every rejection with its reason: nothing disappears without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import FetchOutcome
from headwater.store.schema import fetches, rejection_totals, rejections
from headwater.store.upserts import add_to

MAX_DETAIL_CHARS = 500
"""A rejection's detail is a sentence; foreign bytes in it are cut here."""


_INSERT_FETCH = fetches.insert()


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchRecord:
    """One fetch as it is kept: `reason` is empty for a capture, else the rejection's."""

    url: str
    at: datetime
    status: int | None
    reason: str
    detail: str
    elapsed_seconds: float
    body_bytes: int
    source_id: str = ""
    article_id: str = ""
    entry_count: int | None = None
    new_count: int | None = None


def record_fetch(
    tx: Connection, *, url: str, at: datetime, outcome: FetchOutcome, source_id: str = "", article_id: str = ""
) -> None:
    """Keep what one fetch brought: its status or the reason why there is none."""
    tx.execute(_INSERT_FETCH, _fetch_row(url, at, outcome, source_id, article_id))


def record_polls(tx: Connection, polls: Sequence[tuple[str, str, FetchOutcome]], *, at: datetime) -> None:
    """`record_fetch` of many polls at once, each as (source id, address, outcome)."""
    if polls:
        tx.execute(_INSERT_FETCH, [_fetch_row(url, at, outcome, source_id, "") for source_id, url, outcome in polls])


def _fetch_row(url: str, at: datetime, outcome: FetchOutcome, source_id: str, article_id: str) -> dict[str, object]:
    capture, rejection = outcome.capture, outcome.rejection
    return {
        "source_id": source_id,
        "article_id": article_id,
        "url": url,
        "at": at,
        "status": capture.status if capture else outcome.status or None,
        "reason": rejection.reason.value if rejection else "",
        "detail": rejection.detail[:MAX_DETAIL_CHARS] if rejection else "",
        "final_url": capture.final_url if capture else "",
        "moved_to": outcome.moved_to,
        "elapsed_seconds": outcome.elapsed.total_seconds(),
        "body_bytes": len(capture.body) if capture else 0,
        "request_count": outcome.request_count,
        "entry_count": outcome.entry_count,
        "new_count": outcome.new_count,
    }


def get_fetches(
    connection: Connection, *, source_id: str = "", article_id: str = "", limit: int = 100
) -> list[FetchRecord]:
    """The latest fetches, newest first, of a source or an article where one is given."""
    query = select(fetches).order_by(fetches.c.at.desc(), fetches.c.id.desc()).limit(limit)
    if source_id:
        query = query.where(fetches.c.source_id == source_id)
    if article_id:
        query = query.where(fetches.c.article_id == article_id)
    return [
        FetchRecord(
            url=row.url,
            at=row.at,
            status=row.status,
            reason=row.reason,
            detail=row.detail,
            elapsed_seconds=row.elapsed_seconds,
            body_bytes=row.body_bytes,
            source_id=row.source_id,
            article_id=row.article_id,
            entry_count=row.entry_count,
            new_count=row.new_count,
        )
        for row in connection.execute(query)
    ]


def record_rejection(tx: Connection, rejection: Rejection, *, at: datetime, subject_id: str, count: int = 1) -> None:
    """Keep an expected non-result and count it by stage and reason; `count` is how many things it speaks of."""
    key = {"stage": rejection.stage, "reason": rejection.reason.value}
    detail = rejection.detail[:MAX_DETAIL_CHARS]
    tx.execute(
        rejections.insert().values(**key, detail=detail, subject=rejection.subject, subject_id=subject_id, at=at)
    )
    add_to(tx, rejection_totals, key, "count", count)


def rejection_counts(connection: Connection) -> tuple[tuple[str, str, int], ...]:
    """All rejections ever by (stage, reason, count), most frequent first."""
    query = select(rejection_totals).order_by(rejection_totals.c.count.desc(), rejection_totals.c.reason)
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def get_rejections(
    connection: Connection, *, stage: str = "", reason: str = "", subject_id: str = "", limit: int = 100
) -> list[tuple[datetime, str, Rejection]]:
    """The latest rejections as (at, subject id, rejection), newest first, narrowed by what is given."""
    query = select(rejections).order_by(rejections.c.id.desc()).limit(limit)
    for column, value in ((rejections.c.stage, stage), (rejections.c.reason, reason)):
        if value:
            query = query.where(column == value)
    if subject_id:
        query = query.where(rejections.c.subject_id == subject_id)
    return [
        (
            row.at,
            row.subject_id,
            Rejection(stage=row.stage, reason=Reason(row.reason), detail=row.detail, subject=row.subject),
        )
        for row in connection.execute(query)
    ]


def drop_outcomes_before(tx: Connection, at: datetime) -> int:
    """Delete fetches and rejections older than `at` (their counts stay); how many there were."""
    gone = tx.execute(delete(fetches).where(fetches.c.at < at)).rowcount
    return gone + tx.execute(delete(rejections).where(rejections.c.at < at)).rowcount
