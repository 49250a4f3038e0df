"""The further pages of an article: each is a request like any other, in its turn at the host, and a job of its own.

READ finds that a page names a next one; FETCH brings it; READ reads all pages so far. The article is saved when no more
is wanted, so that its first version is whole. Which pages there are stands in the jobs: a killed run goes on there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import FetchPermit
from headwater.model.web import Capture, FetchOutcome
from headwater.pipeline import permits
from headwater.pipeline.joining import STAGE, NextPage
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.politeness import is_transient
from headwater.pipeline.rereading import Rereading, said_missing
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, article_checks, blocks, captures, entries, outcomes, queue, versions
from headwater.text.urls import host_of

MAX_ATTEMPTS = 2
"""A page that could not be had for now is asked for once more; then the article is kept without it."""

_MARK = "pages"
_OVER = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pages:
    """The detail of a READ job: the captures of an article's pages so far; `is_over`: no more may be asked for."""

    capture_ids: tuple[str, ...]
    is_over: bool = False

    @classmethod
    def parse(cls, detail: str) -> Pages:
        """The pages that a READ job is to read."""
        marks = detail.split()
        return cls(capture_ids=tuple(mark for mark in marks if mark != _OVER), is_over=_OVER in marks)

    def text(self) -> str:
        """As a job's detail."""
        return " ".join((*self.capture_ids, *([_OVER] if self.is_over else [])))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Order:
    """A FETCH job for one more page. Its subject is the first page's capture: the article may wait for its own."""

    article_id: str
    capture_ids: tuple[str, ...]
    url: str

    @classmethod
    def parse(cls, job: Job) -> _Order:
        _, article_id, *others, url = job.detail.split(" ")
        return cls(article_id=article_id, capture_ids=(job.subject_id, *others), url=url)

    def detail(self) -> str:
        return " ".join((_MARK, self.article_id, *self.capture_ids[1:], self.url))


def is_order(job: Job) -> bool:
    """Whether a FETCH job is for a further page of an article."""
    return job.detail.startswith(f"{_MARK} ")


def want(shop: Workshop, tx: Transaction, job: Job, page: NextPage) -> None:
    """Let the page that a READ job found to come next be fetched, in its turn at its host."""
    capture_ids = Pages.parse(job.detail).capture_ids
    order = _Order(article_id=job.subject_id, capture_ids=capture_ids, url=page.url)
    due_at, host = shop.clock.now(), host_of(page.url)
    queue.enqueue(tx, Stage.FETCH, capture_ids[0], due_at=due_at, host=host, detail=order.detail())


def load(tx: Transaction, pages: Pages) -> tuple[tuple[Capture, ...], bool]:
    """The captures of an article's pages up to the first one that is gone, and whether more may be asked for."""
    found: list[Capture] = []
    for capture_id in pages.capture_ids:
        capture = captures.get_capture(tx, capture_id)
        if capture is None:
            return tuple(found), False
        found.append(capture)
    return tuple(found), not pages.is_over


def keep(tx: Transaction, article_id: str, fetched: Sequence[Capture], joined: Sequence[str]) -> None:
    """After an article was saved: the addresses of its pages lead to it; those that are none of its pages go."""
    for capture in fetched:
        if capture.id in joined:
            for url in dict.fromkeys((capture.requested_url, capture.final_url)):
                entries.add_alias(tx, url, article_id)
        else:
            article_checks.drop_capture(tx, capture.id)


async def fetch(shop: Workshop, job: Job, rereading: Rereading) -> str:
    """One FETCH job for a further page, from claim to commit; the outcome in a word."""
    order = _Order.parse(job)
    if not await shop.in_store(_is_wanted, shop, order):
        return await shop.in_store(_drop, shop, job)
    permission = await permits.ask_for_page(shop, order.url)
    if permission.permit is None:
        outcome = FetchOutcome(rejection=permission.rejection, request_count=0)
        return await shop.in_store(_save, shop, job, order, outcome, rereading)
    now = shop.clock.now()
    async with permits.following(shop, order.url) as follow:

        async def may_fetch(target: str) -> FetchPermit | Rejection:
            return _elsewhere(order.url, target) or await follow(target)

        outcome = await shop.fetcher.fetch(permission.permit, capture_id=shop.new_id(now), now=now, may_fetch=may_fetch)
    return await shop.in_store(_save, shop, job, order, outcome, rereading)


def _elsewhere(url: str, target: str) -> Rejection | None:
    """The refusal of a redirect that leaves the article's host."""
    if host_of(target) == host_of(url):
        return None
    detail = f"a further page leads to another host: {target}"
    return Rejection(stage="fetch", reason=Reason.HTTP_STATUS, detail=detail, subject=url)


def _is_wanted(shop: Workshop, order: _Order) -> bool:
    """Whether nothing was taken down since: neither the article, nor its next page."""
    with shop.store.read() as tx:
        is_held = captures.article_of_capture(tx, order.capture_ids[0]) == order.article_id
        is_blocked = blocks.block_of_article(tx, order.article_id) or blocks.is_blocked(tx, order.url)
        return is_held and is_blocked is None


def _drop(shop: Workshop, job: Job) -> str:
    with shop.store.write() as tx:
        queue.finish(tx, job)
    return "dropped"


def _save(shop: Workshop, job: Job, order: _Order, outcome: FetchOutcome, rereading: Rereading) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        leave_alone(shop, tx, order.url, outcome, now)
        final_url = outcome.capture.final_url if outcome.capture is not None else order.url
        is_blocked = blocks.is_blocked(tx, order.url) or blocks.is_blocked(tx, final_url)
        if is_blocked or blocks.block_of_article(tx, order.article_id):
            queue.finish(tx, job)
            return "blocked"  # taken down meanwhile: not even its address is kept
        outcomes.record_fetch(tx, article_id=order.article_id, url=order.url, at=now, outcome=outcome)
        if outcome.capture is None:
            return _without(shop, tx, job, order, outcome, rereading)
        if not queue.finish(tx, job):
            return "lost"  # another run has claimed this job since
        captures.save_capture(tx, outcome.capture, article_id=order.article_id)
        _read(shop, tx, order, Pages(capture_ids=(*order.capture_ids, outcome.capture.id)))
        return "next page"


def _read(shop: Workshop, tx: Transaction, order: _Order, pages: Pages) -> None:
    queue.enqueue(tx, Stage.READ, order.article_id, due_at=shop.clock.now(), detail=pages.text())


def _without(
    shop: Workshop, tx: Transaction, job: Job, order: _Order, outcome: FetchOutcome, rereading: Rereading
) -> str:
    """A page that cannot be had: asked for once more if it may be there later, then done without, and said so.

    An article that is held already must not look shortened for a failure of the day: it is read again in its turn.
    """
    rejection = outcome.rejection
    assert rejection is not None
    now = shop.clock.now()
    may_come = is_transient(rejection.reason, outcome.status)
    if may_come and job.attempt < MAX_ATTEMPTS:
        queue.retry(
            tx, job, due_at=now + shop.politeness.retry_after(job.attempt, outcome.retry_after),
            reason=rejection.reason.value,
        )  # fmt: skip
        return rejection.reason.value
    if not queue.finish(tx, job):
        return "lost"
    outcomes.record_rejection(tx, replace(rejection, stage=STAGE), at=now, subject_id=order.article_id)
    check = article_checks.find_check(tx, order.article_id)
    if may_come and check is not None and versions.find_standing(tx, order.article_id) is not None:
        article_checks.save_check(tx, said_missing(check))
        due_at = rereading.due_at(check.step, now)
        if rereading.ages:
            article_checks.enqueue_again(tx, order.article_id, host=job.host, due_at=due_at)
    else:
        _read(shop, tx, order, Pages(capture_ids=order.capture_ids, is_over=True))
    return rejection.reason.value
