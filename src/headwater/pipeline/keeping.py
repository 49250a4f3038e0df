"""READ and RELATE on the store's side: load, let the pure stages work, save all of it in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from headwater import rights
from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason, Rejection
from headwater.pipeline.reading import ReadResult, ReadTask
from headwater.pipeline.workshop import Workshop
from headwater.store import (
    Transaction,
    articles,
    captures,
    entries,
    hosts,
    neighbours,
    outcomes,
    publishers,
    queue,
    sources,
)
from headwater.store import annotations as annotation_rows
from headwater.text.urls import host_of, registrable_domain

MAX_READ_ATTEMPTS = 3
_CHILD_FAILURES = frozenset({Reason.CRASHED, Reason.TIMEOUT, Reason.OUT_OF_MEMORY})


async def read(shop: Workshop, job: Job) -> str:
    """One READ job from claim to commit; the outcome in a word."""
    task = await shop.in_store(load_task, shop, job)
    if task is None:
        return await shop.in_store(_finish, shop, job)
    result = await shop.in_child("read_page", task)
    return await shop.in_store(_save, shop, job, task, result)


def load_task(shop: Workshop, job: Job) -> ReadTask | None:
    """What the child needs for this job; None when the capture is gone."""
    with shop.store.read() as tx:
        capture = captures.get_capture(tx, job.detail)
        if capture is None:
            return None
        known = entries.get_entries(tx, job.subject_id)
        state = hosts.get_host(tx, host_of(capture.final_url))
        answer = rights.robots_rule(
            state.robots_body, status=state.robots_status or 404, url=capture.final_url, agent=shop.agent
        )
        source = sources.find_source(tx, known[0].source_id) if known and known[0].source_id else None
        return ReadTask(
            capture=capture,
            article_id=job.subject_id,
            first_seen_at=entries.first_seen_at(tx, job.subject_id) or capture.captured_at,
            entries=tuple(known),
            signals=answer.signals,
            publisher=publishers.find_publisher(tx, registrable_domain(capture.final_url))
            or (source.publisher if source is not None else None),
            with_vectors=shop.with_vectors,
        )


def _finish(shop: Workshop, job: Job) -> str:
    with shop.store.write() as tx:
        queue.finish(tx, job)
    return "gone"


def _save(shop: Workshop, job: Job, task: ReadTask, result: ReadResult | Rejection) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        if isinstance(result, Rejection):
            return _save_rejection(tx, job, result, now)
        if not queue.finish(tx, job):
            return "lost"  # another run has claimed this job since: the result is its own
        return save_result(shop, tx, task, result, now)


def _save_rejection(tx: Transaction, job: Job, rejection: Rejection, now: datetime) -> str:
    outcomes.record_rejection(tx, rejection, at=now, subject_id=job.subject_id)
    if rejection.reason not in _CHILD_FAILURES:
        queue.finish(tx, job)
    elif job.attempt < MAX_READ_ATTEMPTS:
        queue.retry(tx, job, due_at=now, reason=rejection.reason.value)
    else:
        queue.quarantine(tx, job, reason=rejection.reason.value, evidence=f"capture {job.detail}: {rejection.detail}")
    return rejection.reason.value


def save_result(shop: Workshop, tx: Transaction, task: ReadTask, result: ReadResult, now: datetime) -> str:
    """Save one page's results and queue it to be related; what was taken down meanwhile is dropped."""
    article = result.article
    publisher = publishers.upsert_publisher(tx, article.publisher) if article.publisher.domains else article.publisher
    article = replace(article, publisher=publisher)
    saved = articles.save_article(
        tx,
        article,
        rulings=result.rulings,
        cleared=result.cleared,
        first_seen_at=task.first_seen_at,
        now=now,
    )
    if isinstance(saved, Rejection):
        return saved.reason.value
    annotation_rows.save_annotations(tx, article.id, saved, result.annotations)
    for stage, fingerprint in result.fingerprints.items():
        neighbours.save_fingerprint(tx, stage, fingerprint)
    queue.enqueue(tx, Stage.RELATE, article.id, due_at=now)
    return "read"
