"""FETCH: bring one article's page, politely, and queue it for reading."""

from __future__ import annotations

from datetime import datetime

from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit
from headwater.model.web import FetchOutcome
from headwater.pipeline import permits
from headwater.pipeline.politeness import is_transient
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, blocks, captures, entries, hosts, outcomes, queue
from headwater.text.urls import address_key, host_of


async def fetch(shop: Workshop, job: Job) -> str:
    """One FETCH job from claim to commit; the outcome in a word."""
    url = await shop.in_store(_address, shop, job)
    if not url:
        return await shop.in_store(_drop, shop, job)
    permission = await permits.ask(shop, url)
    if permission.permit is None:
        assert permission.rejection is not None
        return await shop.in_store(_save, shop, job, url, FetchOutcome(rejection=permission.rejection))
    now = shop.clock.now()

    async def may_fetch(target: str) -> FetchPermit | Rejection:
        return await _permit_redirect(shop, url, target)

    outcome = await shop.fetcher.fetch(permission.permit, capture_id=shop.new_id(now), now=now, may_fetch=may_fetch)
    return await shop.in_store(_save, shop, job, url, outcome)


async def _permit_redirect(shop: Workshop, url: str, target: str) -> FetchPermit | Rejection:
    """A redirect to another host obeys that host's robots.txt and takes its one place in line."""
    host = host_of(target)
    if host == host_of(url):
        permission = await permits.ask(shop, target)
        return permission.permit or permission.rejection or _busy(target)
    if host in shop.busy_hosts:
        return _busy(target)
    shop.busy_hosts.add(host)
    try:
        permission = await permits.ask(shop, target)
    finally:
        shop.busy_hosts.discard(host)
    return permission.permit or permission.rejection or _busy(target)


def _busy(url: str) -> Rejection:
    return Rejection(stage="fetch", reason=Reason.CONNECTION_FAILED, detail="host is being asked already", subject=url)


def _address(shop: Workshop, job: Job) -> str:
    """The address to fetch; empty if the article is unknown or was taken down."""
    with shop.store.read() as tx:
        url = entries.article_address(tx, job.subject_id)
        return "" if not url or blocks.is_blocked(tx, url) is not None else url


def _drop(shop: Workshop, job: Job) -> str:
    with shop.store.write() as tx:
        queue.finish(tx, job)
    return "blocked"


def _save(shop: Workshop, job: Job, url: str, outcome: FetchOutcome) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        host = host_of(url)
        delay = hosts.get_host(tx, host).crawl_delay
        hosts.set_next_request(tx, host, now + shop.politeness.pause_after(delay))
        outcomes.record_fetch(tx, article_id=job.subject_id, url=url, at=now, outcome=outcome)
        if outcome.capture is not None:
            return _keep(tx, job, outcome, now)
        assert outcome.rejection is not None
        if is_transient(outcome.rejection.reason, outcome.status) and job.attempt < shop.politeness.max_attempts:
            pause = shop.politeness.retry_after(job.attempt, outcome.retry_after)
            queue.retry(tx, job, due_at=now + pause, reason=outcome.rejection.reason.value)
        else:
            outcomes.record_rejection(tx, outcome.rejection, at=now, subject_id=job.subject_id)
            queue.finish(tx, job)
        return outcome.rejection.reason.value


def _keep(tx: Transaction, job: Job, outcome: FetchOutcome, now: datetime) -> str:
    capture = outcome.capture
    assert capture is not None
    if blocks.is_blocked(tx, capture.final_url) is not None:
        queue.finish(tx, job)
        return "blocked"
    if address_key(capture.final_url) != address_key(capture.requested_url):
        entries.add_alias(tx, capture.final_url, job.subject_id)
    captures.save_capture(tx, capture, article_id=job.subject_id)
    queue.finish(tx, job)
    queue.enqueue(tx, Stage.READ, job.subject_id, due_at=now, detail=capture.id)
    return "fetched"
