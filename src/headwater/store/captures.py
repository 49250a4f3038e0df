"""Captures: raw responses, compressed, kept for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, select

from headwater.model.job import Stage
from headwater.model.web import Capture
from headwater.store.blocks import block_of_article, is_blocked
from headwater.store.columns import pack, unpack
from headwater.store.schema import captures, jobs
from headwater.store.upserts import upsert


def save_capture(tx: Connection, capture: Capture, *, article_id: str = "", with_body: bool = True) -> None:
    """Keep a response as it came, body compressed; the same id again overwrites it.

    `with_body=False` keeps only what is said about it: for bodies that stand in an archive, or may not be kept.
    Of a withheld or erased article, or a blocked address, nothing is kept.
    """
    if block_of_article(tx, article_id) or any(
        is_blocked(tx, url) for url in {capture.requested_url, capture.final_url}
    ):
        return
    row = {
        "id": capture.id,
        "source_id": capture.source_id,
        "article_id": article_id,
        "requested_url": capture.requested_url,
        "final_url": capture.final_url,
        "status": capture.status,
        "headers": dict(capture.headers),
        "body": pack(capture.body if with_body else b""),
        "body_digest": capture.body_digest,
        "redirects": list(capture.redirects),
        "captured_at": capture.captured_at,
    }
    upsert(tx, captures, row, key=("id",))


def get_capture(connection: Connection, capture_id: str) -> Capture | None:
    """The capture with this id, or None where it was never kept, dropped by age or erased."""
    row = connection.execute(select(captures).where(captures.c.id == capture_id)).first()
    if row is None:
        return None
    return Capture(
        id=row.id,
        requested_url=row.requested_url,
        final_url=row.final_url,
        status=row.status,
        headers=row.headers,
        body=unpack(row.body),
        captured_at=row.captured_at,
        source_id=row.source_id,
        body_digest=row.body_digest,
        redirects=tuple(row.redirects),
    )


def has_capture(connection: Connection, capture_id: str) -> bool:
    """Whether a capture with this id was kept, with or without its body."""
    return connection.execute(select(captures.c.id).where(captures.c.id == capture_id)).first() is not None


def article_of_capture(connection: Connection, capture_id: str) -> str:
    """The article that a capture was fetched for; empty for a source's document."""
    return connection.execute(select(captures.c.article_id).where(captures.c.id == capture_id)).scalar() or ""


def drop_captures_before(tx: Connection, at: datetime) -> int:
    """Delete captures older than `at`; how many there were.

    Those without a body stay (they only say which records of an archive were read), and those of articles still to
    be read.
    """
    has_body = func.length(captures.c.body) > len(pack(b""))
    unread = select(jobs.c.subject_id).where(jobs.c.stage == Stage.READ)
    first_pages = select(jobs.c.subject_id).where(jobs.c.stage == Stage.FETCH)  # of articles whose next page is due
    is_read = and_(captures.c.article_id.not_in(unread), captures.c.id.not_in(first_pages))
    old = and_(captures.c.captured_at < at, has_body, is_read)
    return tx.execute(delete(captures).where(old)).rowcount
