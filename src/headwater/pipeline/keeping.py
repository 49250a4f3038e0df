"""READ and RELATE on the store's side: load, let the pure stages work, save all of it in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from headwater import extract
from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason, Rejection
from headwater.pipeline import following, host_learning, permits, picturing
from headwater.pipeline.joining import NextPage
from headwater.pipeline.reading import ReadResult, ReadTask, arrival_time, quotable_chars
from headwater.pipeline.rereading import NEVER, Rereading, found_again, missed, said_missing
from headwater.pipeline.workshop import Workshop
from headwater.store import (
    Transaction,
    article_checks,
    articles,
    entries,
    neighbours,
    outcomes,
    publishers,
    queue,
    sources,
    versions,
)
from headwater.store import annotations as annotation_rows
from headwater.store.versions import Standing
from headwater.text.differences import paragraph_keys
from headwater.text.urls import host_of, registrable_domain

FIRST, CHANGED, SAME = "read", "changed", "same"
"""The outcomes of a reading that gave an article: its first one, another version of it, nothing new."""

MORE = "more pages"
"""The outcome of a reading that wants the article's next page first."""

RECIPE = "recipe"
"""The stage of rejections that say that a recipe no longer fits: `headwater status` counts them."""

PARAGRAPH = "paragraph"
"""The stage of rejections that say which paragraphs of a kept article were left out: each paragraph is counted."""

MAX_READ_ATTEMPTS = 3
_CHILD_FAILURES = frozenset({Reason.CRASHED, Reason.TIMEOUT, Reason.OUT_OF_MEMORY})


async def read(shop: Workshop, job: Job, rereading: Rereading = NEVER) -> str:
    """One READ job from claim to commit; the outcome in a word."""
    task = await shop.in_store(load_task, shop, job)
    if task is None:
        return await shop.in_store(_finish, shop, job)
    result = await shop.in_child("read_page", task)
    return await shop.in_store(_save, shop, job, task, result, rereading)


def load_task(shop: Workshop, job: Job) -> ReadTask | None:
    """What the child needs for this job; None when the capture is gone."""
    with shop.store.read() as tx:
        pages, may_follow = following.load(tx, following.Pages.parse(job.detail))
        if not pages:
            return None
        capture = pages[0]
        known = entries.get_entries(tx, job.subject_id)
        source = sources.find_source(tx, known[0].source_id) if known and known[0].source_id else None
        return ReadTask(
            capture=capture,
            article_id=job.subject_id,
            first_seen_at=entries.first_seen_at(tx, job.subject_id) or capture.captured_at,
            entries=tuple(known),
            signals=tuple(
                dict.fromkeys(
                    signal
                    for page in pages
                    for signal in permits.host_signals(tx, host_of(page.final_url), page.final_url, shop.agent)
                )
            ),
            publisher=publishers.find_publisher(tx, registrable_domain(capture.final_url))
            or (source.publisher if source is not None else None),
            with_vectors=shop.with_vectors,
            previous=articles.get_article(tx, job.subject_id),
            previous_keys=article_checks.get_paragraph_keys(tx, job.subject_id),
            host=host_learning.known(tx, capture.final_url),
            following=pages[1:],
            may_follow=may_follow,
            recipe=extract.recipe_for(shop.recipes, capture.final_url, capture.captured_at),
        )


def _finish(shop: Workshop, job: Job) -> str:
    with shop.store.write() as tx:
        queue.finish(tx, job)
    return "gone"


def _save(
    shop: Workshop, job: Job, task: ReadTask, result: ReadResult | NextPage | Rejection, rereading: Rereading = NEVER
) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        if isinstance(result, Rejection):
            outcome = _save_rejection(tx, job, result, now)
        elif not queue.finish(tx, job):
            return "lost"  # another run has claimed this job since: the result is its own
        elif isinstance(result, NextPage):
            following.want(shop, tx, job, result)
            return MORE
        else:
            outcome = save_result(shop, tx, task, result, now)
        if outcome == SAME:  # the raw pages that were read before are kept for their days
            for capture in (task.capture, *task.following):
                article_checks.drop_capture(tx, capture.id)
        age = now - (arrival_time(result.article, task.first_seen_at) if isinstance(result, ReadResult) else now)
        _read_again(tx, task, outcome, rereading, now=now, age=age)
        return outcome


def _read_again(
    tx: Transaction, task: ReadTask, outcome: str, rereading: Rereading, *, now: datetime, age: timedelta
) -> None:
    """Let the page wait for its next reading: soon after the first one and after a change, later after none."""
    standing = versions.find_standing(tx, task.article_id)
    check = article_checks.find_check(tx, task.article_id)
    if standing is None or check is None:
        return
    due_at = None
    if outcome == Reason.ERROR_PAGE.value:
        check, due_at = missed(said_missing(check), rereading, now)
    elif outcome == FIRST:
        check = replace(check, step=rereading.first_step(age))
    elif outcome == CHANGED:
        check = replace(check, step=rereading.step_after_change(standing.version - 1))
    if outcome in (FIRST, CHANGED, SAME):
        check = found_again(check)
    if check.withdrawn_at is None:
        due_at = due_at or rereading.due_at(check.step, now)
    article_checks.save_check(tx, check)
    if rereading.ages:
        article_checks.enqueue_again(tx, task.article_id, host=host_of(task.capture.requested_url), due_at=due_at)


def _save_rejection(tx: Transaction, job: Job, rejection: Rejection, now: datetime) -> str:
    if not queue.held_ids(tx, [job]):
        return "lost"  # erased meanwhile, or claimed by another run: nothing is kept of it
    outcomes.record_rejection(tx, rejection, at=now, subject_id=job.subject_id)
    if rejection.reason not in _CHILD_FAILURES:
        queue.finish(tx, job)
    elif job.attempt < MAX_READ_ATTEMPTS:
        queue.retry(tx, job, due_at=now, reason=rejection.reason.value)
    else:
        queue.quarantine(tx, job, reason=rejection.reason.value, evidence=f"capture {job.detail}: {rejection.detail}")
    return rejection.reason.value


def save_result(shop: Workshop, tx: Transaction, task: ReadTask, result: ReadResult, now: datetime) -> str:
    """Save one page's results and queue it to be related; what was taken down meanwhile is dropped.

    A page that says what it said before, under the same rulings, is neither annotated nor related again.
    """
    article = result.article
    publisher = publishers.upsert_publisher(tx, article.publisher) if article.publisher.domains else article.publisher
    article = replace(article, publisher=publisher)
    before = versions.find_standing(tx, article.id)
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
    picturing.want(tx, article, result.rulings, now=now)
    following.keep(tx, article.id, task.following, result.following)
    for rejection in _shortfalls(task, result):
        outcomes.record_rejection(tx, rejection, at=now, subject_id=article.id)
    if before is not None:
        versions.restrict(tx, article.id, quotable_chars(result.rulings, result.cleared))
    keys = () if result.cleared.is_kept else paragraph_keys(article.paragraphs)
    article_checks.save_paragraph_keys(tx, article.id, keys)
    outcome = _outcome(before, saved)
    if result.lost.char_count and outcome != SAME:  # a page that says what it said before has lost it before
        lost = Rejection(
            stage=PARAGRAPH, reason=Reason.UNFAITHFUL, detail=result.lost.evidence, subject=task.capture.final_url
        )
        outcomes.record_rejection(tx, lost, at=now, subject_id=article.id, count=result.lost.paragraph_count)
    if outcome == CHANGED and before is not None and result.changes is not None:
        versions.save_changes(tx, article.id, before.version, result.changes)
    if outcome == SAME and before == versions.find_standing(tx, article.id):
        return SAME
    if result.facts is not None:
        host_learning.learn(tx, task.capture.final_url, result.facts, now)
    annotation_rows.save_annotations(tx, article.id, saved, result.annotations)
    for stage, fingerprint in result.fingerprints.items():
        neighbours.save_fingerprint(tx, stage, fingerprint)
    queue.enqueue(tx, Stage.RELATE, article.id, due_at=now)
    return outcome


def _shortfalls(task: ReadTask, result: ReadResult) -> Iterator[Rejection]:
    """What is kept all the same, and why it is less than it could be."""
    if result.shortfall is not None:
        yield result.shortfall
    if result.stale_recipe:
        detail = f"the recipe {result.stale_recipe} found no text: the page was read without it"
        yield Rejection(stage=RECIPE, reason=Reason.NO_TEXT, detail=detail, subject=task.capture.final_url)


def _outcome(before: Standing | None, version: int) -> str:
    if before is None:
        return FIRST
    return SAME if before.version == version else CHANGED
