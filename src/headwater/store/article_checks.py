"""Pages that are read again: what is known of each page since it was last looked at, and what waits at its host."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from headwater.model.job import Stage
from headwater.model.web import Validators
from headwater.store.generation import bump
from headwater.store.queue import JobState, enqueue
from headwater.store.schema import article_checks, captures, jobs
from headwater.store.upserts import upsert

AGAIN = "again"
"""The detail of a FETCH job for a page that was read before: first readings go before it."""

MAX_COUNTED_JOBS = 1_000
"""Waiting jobs of one host are counted up to here: more make no difference."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleCheck:
    """One page since it was first read.

    `step` is its place in the schedule, `check_count` how often it was looked at again; `host` is empty until then.
    `host_signals` and `header_signals` are digests of what robots.txt and the response's headers said of rights.
    `missing_since` is the first 404 or 410 in a row; with `withdrawn_at` its publisher has withdrawn it.
    """

    article_id: str
    checked_at: datetime
    host: str = ""
    step: int = 0
    check_count: int = 0
    validators: Validators = Validators()
    body_digest: str = ""
    host_signals: str = ""
    header_signals: str = ""
    missing_since: datetime | None = None
    withdrawn_at: datetime | None = None


def find_check(connection: Connection, article_id: str) -> ArticleCheck | None:
    """What is known of an article's page; None where it was never fetched."""
    row = connection.execute(select(article_checks).where(article_checks.c.article_id == article_id)).first()
    if row is None:
        return None
    return ArticleCheck(
        article_id=row.article_id,
        checked_at=row.checked_at,
        host=row.host,
        step=row.step,
        check_count=row.check_count,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        body_digest=row.body_digest,
        host_signals=row.host_signals,
        header_signals=row.header_signals,
        missing_since=row.missing_since,
        withdrawn_at=row.withdrawn_at,
    )


def save_check(tx: Connection, check: ArticleCheck) -> None:
    """Keep what is known of a page; readers are told when it was withdrawn or came back."""
    key = article_checks.c.article_id == check.article_id
    was_withdrawn = tx.execute(select(article_checks.c.withdrawn_at).where(key)).scalar() is not None
    row = {
        "article_id": check.article_id,
        "checked_at": check.checked_at,
        "host": check.host,
        "step": check.step,
        "check_count": check.check_count,
        "etag": check.validators.etag,
        "last_modified": check.validators.last_modified,
        "body_digest": check.body_digest,
        "host_signals": check.host_signals,
        "header_signals": check.header_signals,
        "missing_since": check.missing_since,
        "withdrawn_at": check.withdrawn_at,
    }
    upsert(tx, article_checks, row, key=("article_id",))
    if was_withdrawn != (check.withdrawn_at is not None):
        bump(tx)


def save_paragraph_keys(tx: Connection, article_id: str, keys: Sequence[str]) -> None:
    """Keep the digests of a text that may not be kept itself; none where it may."""
    key = article_checks.c.article_id == article_id
    tx.execute(article_checks.update().where(key).values(paragraph_keys=list(keys) or None))


def get_paragraph_keys(connection: Connection, article_id: str) -> tuple[str, ...]:
    """The digests of the paragraphs of a text that was not kept."""
    query = select(article_checks.c.paragraph_keys).where(article_checks.c.article_id == article_id)
    return tuple(connection.execute(query).scalar() or ())


def enqueue_again(tx: Connection, article_id: str, *, host: str, due_at: datetime | None) -> None:
    """Let a page wait to be read again at `due_at`; None: never. One that waits already is left alone."""
    if due_at is not None:
        enqueue(tx, Stage.FETCH, article_id, due_at=due_at, host=host, detail=AGAIN)


def waiting_at(connection: Connection, host: str, now: datetime) -> tuple[int, int]:
    """How many pages are due at a host: (those never read before, those due again)."""
    due = (
        select((jobs.c.detail == AGAIN).label("is_again"))
        .where(
            jobs.c.stage == Stage.FETCH,
            jobs.c.host == host,
            jobs.c.available_at <= now,
            jobs.c.state == JobState.WAITING,
        )
        .limit(MAX_COUNTED_JOBS)
        .subquery()
    )
    query = select(due.c.is_again, func.count()).group_by(due.c.is_again)
    counts = {bool(row[0]): row[1] for row in connection.execute(query)}
    return counts.get(False, 0), counts.get(True, 0)


def last_check_at(connection: Connection, host: str) -> datetime | None:
    """When a page of this host was last read again."""
    return connection.execute(
        select(func.max(article_checks.c.checked_at)).where(article_checks.c.host == host)
    ).scalar()


def drop_check(tx: Connection, article_id: str) -> int:
    """Forget an article's page, for an erasure."""
    return tx.execute(delete(article_checks).where(article_checks.c.article_id == article_id)).rowcount


def drop_capture(tx: Connection, capture_id: str) -> None:
    """Drop the raw page of a reading that brought nothing new: the one before it is kept for its days."""
    tx.execute(delete(captures).where(captures.c.id == capture_id))
