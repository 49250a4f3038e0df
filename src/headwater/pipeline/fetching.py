"""FETCH: bring one article's page, politely, and queue it for reading; a known page only if it has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason
from headwater.model.web import Capture, FetchOutcome, Validators
from headwater.pipeline import following, permits
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.politeness import is_transient
from headwater.pipeline.rereading import (
    NEVER,
    NOT_MODIFIED,
    Rereading,
    found_again,
    has_other_rights,
    header_signals,
    is_missing,
    is_unchanged,
    missed,
    signals_digest,
    validators_of,
)
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, article_checks, blocks, captures, entries, hosts, outcomes, queue, versions
from headwater.store.article_checks import ArticleCheck
from headwater.text.urls import address_key, host_of


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    """The page of one job. `check` is None unless it was read before; `wait_until` when others come first.

    `host` where the job waits in line at another host than the page's: sources may name one article at two.
    """

    url: str
    check: ArticleCheck | None = None
    wait_until: datetime | None = None
    host: str = ""


async def fetch(shop: Workshop, job: Job, rereading: Rereading = NEVER) -> str:
    """One FETCH job from claim to commit; the outcome in a word."""
    if following.is_order(job):
        return await following.fetch(shop, job, rereading)
    page = await shop.in_store(_load, shop, job, rereading)
    if page is None:
        return await shop.in_store(_drop, shop, job)
    if page.host:
        return await shop.in_store(_change_host, shop, job, page.host)
    if page.wait_until is not None:
        return await shop.in_store(_wait, shop, job, page.wait_until)
    permission = await permits.ask_for_page(shop, page.url)
    if permission.permit is None:
        assert permission.rejection is not None
        outcome = FetchOutcome(rejection=permission.rejection, request_count=0)
        return await shop.in_store(_save, shop, job, page, outcome, rereading)
    now = shop.clock.now()
    async with permits.following(shop, page.url) as may_fetch:
        outcome = await shop.fetcher.fetch(
            permission.permit,
            capture_id=shop.new_id(now),
            now=now,
            validators=page.check.validators if page.check is not None else Validators(),
            may_fetch=may_fetch,
        )
    return await shop.in_store(_save, shop, job, page, outcome, rereading)


def _load(shop: Workshop, job: Job, rereading: Rereading) -> _Page | None:
    """The page to fetch; None if the article is unknown, was taken down, or need not be read again."""
    now = shop.clock.now()
    with shop.store.read() as tx:
        url = entries.article_address(tx, job.subject_id)
        is_unwanted = job.detail == article_checks.AGAIN and not rereading.ages  # turned off since it was queued
        if not url or is_unwanted or blocks.is_blocked(tx, url) is not None:
            return None
        if host_of(url) != job.host:
            return _Page(url=url, host=host_of(url))
        is_held = versions.find_standing(tx, job.subject_id) is not None
        check = article_checks.find_check(tx, job.subject_id) if is_held else None
        if job.detail != article_checks.AGAIN:
            return _Page(url=url, check=check)
        delay = hosts.get_host(tx, job.host).crawl_delay
        wait_until = rereading.turn(
            now,
            waiting=article_checks.waiting_at(tx, job.host, now),
            last_at=article_checks.last_check_at(tx, job.host),
            pause=shop.politeness.pause_after(delay),
        )
        return _Page(url=url, check=check, wait_until=wait_until)


def _drop(shop: Workshop, job: Job) -> str:
    with shop.store.write() as tx:
        queue.finish(tx, job)
    return "dropped"


def _change_host(shop: Workshop, job: Job, host: str) -> str:
    """Another host is asked in its own line only: nobody else asks it then."""
    with shop.store.write() as tx:
        if queue.finish(tx, job):
            queue.enqueue(tx, Stage.FETCH, job.subject_id, due_at=shop.clock.now(), host=host, detail=job.detail)
    return "other host"


def _wait(shop: Workshop, job: Job, until: datetime) -> str:
    with shop.store.write() as tx:
        if queue.finish(tx, job):
            article_checks.enqueue_again(tx, job.subject_id, host=job.host, due_at=until)
    return "waits"


def _save(shop: Workshop, job: Job, page: _Page, outcome: FetchOutcome, rereading: Rereading) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        leave_alone(shop, tx, page.url, outcome, now)
        if blocks.is_blocked(tx, page.url) is not None or _leads_to_blocked(tx, outcome):
            queue.finish(tx, job)
            return "blocked"  # taken down meanwhile: not even its address is kept
        outcomes.record_fetch(tx, article_id=job.subject_id, url=page.url, at=now, outcome=outcome)
        if outcome.capture is not None:
            return _keep(shop, tx, job, page, outcome.capture, rereading)
        assert outcome.rejection is not None
        if is_transient(outcome.rejection.reason, outcome.status) and job.attempt < shop.politeness.max_attempts:
            pause = shop.politeness.retry_after(job.attempt, outcome.retry_after)
            if outcome.rejection.reason is Reason.ROBOTS_UNREACHABLE:  # not known better before it is asked for again
                pause = max(pause, shop.politeness.robots_retry * 2 ** (job.attempt - 1))
            queue.retry(tx, job, due_at=now + pause, reason=outcome.rejection.reason.value)
        else:
            outcomes.record_rejection(tx, outcome.rejection, at=now, subject_id=job.subject_id)
            queue.finish(tx, job)
            if page.check is not None:
                _missed(tx, job, page.check, outcome, rereading, now)
        return outcome.rejection.reason.value


def _leads_to_blocked(tx: Transaction, outcome: FetchOutcome) -> bool:
    return outcome.capture is not None and blocks.is_blocked(tx, outcome.capture.final_url) is not None


def _missed(
    tx: Transaction, job: Job, check: ArticleCheck, outcome: FetchOutcome, rereading: Rereading, now: datetime
) -> None:
    """A page that was read before and could not be had now: withdrawn, closed to us, or tried at its next time."""
    assert outcome.rejection is not None
    due_at: datetime | None
    if is_missing(outcome):
        check, due_at = missed(check, rereading, now)
    elif outcome.rejection.reason is Reason.ROBOTS_DISALLOWED:
        due_at = None
    else:
        check = _checked(check, job, now)
        due_at = rereading.due_at(check.step, now)
    article_checks.save_check(tx, check)
    if rereading.ages:
        article_checks.enqueue_again(tx, job.subject_id, host=job.host, due_at=due_at)


def _checked(check: ArticleCheck, job: Job, now: datetime) -> ArticleCheck:
    """One reading again is done; one that a feed asked for leaves the schedule where it was."""
    is_planned = job.detail == article_checks.AGAIN
    return replace(
        check, host=job.host, step=check.step + is_planned, check_count=check.check_count + 1, checked_at=now
    )


def _keep(shop: Workshop, tx: Transaction, job: Job, page: _Page, capture: Capture, rereading: Rereading) -> str:
    now = shop.clock.now()
    if not queue.finish(tx, job):
        return "lost"  # another run has claimed this job since
    if address_key(capture.final_url) != address_key(capture.requested_url):
        owner = entries.add_alias(tx, capture.final_url, job.subject_id)
        if page.check is not None and owner != job.subject_id:
            return "moved"  # it now leads to another article, which is read on its own
    said = signals_digest(permits.host_signals(tx, host_of(capture.final_url), capture.final_url, shop.agent))
    check = _found(page.check, job, capture, said, now)
    if page.check is not None and is_unchanged(page.check, capture):
        return _unchanged(tx, job, page.check, check, capture, rereading)
    article_checks.save_check(tx, check)
    captures.save_capture(tx, capture, article_id=job.subject_id)
    queue.enqueue(tx, Stage.READ, job.subject_id, due_at=now, detail=capture.id)
    return "fetched"


def _found(known: ArticleCheck | None, job: Job, capture: Capture, host_signals: str, now: datetime) -> ArticleCheck:
    """What is known of a page that answered."""
    check = ArticleCheck(article_id=job.subject_id, checked_at=now) if known is None else _checked(known, job, now)
    said = header_signals(capture.headers, capture.final_url)
    return replace(
        check,
        validators=validators_of(capture, check.validators),
        body_digest=capture.body_digest or check.body_digest,
        host_signals=host_signals,
        header_signals=said if said or capture.status != NOT_MODIFIED else check.header_signals,
    )


def _unchanged(
    tx: Transaction, job: Job, before: ArticleCheck, check: ArticleCheck, capture: Capture, rereading: Rereading
) -> str:
    """Nothing to read, unless rights are stated otherwise now: then the page is ruled on anew."""
    now = check.checked_at
    check = found_again(check)
    if not has_other_rights(before, check):
        article_checks.save_check(tx, check)
        due_at = rereading.due_at(check.step, now)
        article_checks.enqueue_again(tx, job.subject_id, host=job.host, due_at=due_at)
        return "unchanged"
    if capture.status == NOT_MODIFIED:  # the page itself is needed: ask for it whole, in its turn
        article_checks.save_check(tx, replace(before, validators=Validators(), body_digest=""))
        queue.enqueue(tx, Stage.FETCH, job.subject_id, due_at=now, host=job.host)
        return "other rights"
    article_checks.save_check(tx, check)
    captures.save_capture(tx, capture, article_id=job.subject_id)
    queue.enqueue(tx, Stage.READ, job.subject_id, due_at=now, detail=capture.id)
    return "other rights"
