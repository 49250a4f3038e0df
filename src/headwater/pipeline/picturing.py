"""PICTURE: bring a small copy of a picture that may be shown. Readers' browsers load nothing from anybody else.

Nothing is asked for where the ruling refuses. What response and file then say is ruled on again before a copy is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headwater import rights
from headwater.model.article import Article, Picture
from headwater.model.job import Job, Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import Ruling, Rulings, Signal
from headwater.model.web import Capture, FetchOutcome
from headwater.pipeline import permits
from headwater.pipeline.pacing import leave_alone
from headwater.pipeline.picture_copying import STAGE, PictureOrder, PictureReading
from headwater.pipeline.politeness import is_transient
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, outcomes, picture_copies, queue
from headwater.store.picture_copies import CopyRow, CopyState, PictureCopy, WantedPicture
from headwater.text.urls import host_of

MAX_SHOWN = 4
"""Pictures of one article that are copied; the others stand as caption and credit."""

KEPT, DROPPED = "kept", "dropped"


def want(tx: Transaction, article: Article, rulings: Rulings, *, now: datetime) -> int:
    """Queue the pictures of an article that was just saved and that may be shown; how many are new.

    Those that may not be shown any more are gone in the same transaction. A picture without a credit on its page is
    brought too: its file may name the author, and it is shown only then.
    """
    wanted = [
        WantedPicture(
            article_id=article.id,
            position=position,
            picture=picture,
            ruling=ruling,
            grant_id=next((signal.url for signal in ruling.because if signal.kind == rights.GRANT), ""),
            until=min((signal.until for signal in ruling.because if signal.until is not None), default=None),
        )
        for position, picture in enumerate(article.pictures)
        if picture.url and (ruling := rights.rule_picture(picture, rulings)).allowed
    ][:MAX_SHOWN]
    new = picture_copies.want_pictures(tx, article.id, wanted, now)
    for one in new:
        queue.enqueue(tx, Stage.PICTURE, one.id, due_at=now, host=host_of(one.picture.url))
    return len(new)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Brought:
    """What a PICTURE job came to: an outcome of the network, and a copy or a rejection if there was an answer."""

    outcome: FetchOutcome
    found: PictureCopy | Rejection | None = None


async def picture(shop: Workshop, job: Job) -> str:
    """One PICTURE job from claim to commit; the outcome in a word."""
    row = await shop.in_store(_load, shop, job)
    if row is None:
        return await shop.in_store(_drop, shop, job)
    brought = await _bring(shop, row.wanted)
    return await shop.in_store(_save, shop, job, row.wanted, brought)


def _load(shop: Workshop, job: Job) -> CopyRow | None:
    with shop.store.read() as tx:
        row = picture_copies.find_copy(tx, job.subject_id)
    return row if row is not None and row.state is CopyState.WANTED else None


def _drop(shop: Workshop, job: Job) -> str:
    with shop.store.write() as tx:
        queue.finish(tx, job)
    return DROPPED


async def _bring(shop: Workshop, wanted: WantedPicture) -> _Brought:
    """Ask for the picture, politely and only where its host allows that; read it in a child."""
    url = wanted.picture.url
    permission = await permits.ask(shop, url)
    if permission.permit is None:
        return _Brought(outcome=FetchOutcome(rejection=permission.rejection, request_count=0))
    now = shop.clock.now()
    async with permits.following(shop, url) as may_fetch:
        outcome = await shop.fetcher.fetch(permission.permit, capture_id="", now=now, may_fetch=may_fetch)
    if outcome.capture is None:
        return _Brought(outcome=outcome)
    said = _said(outcome.capture, shop)
    refusal = _refusal(wanted.picture, wanted.ruling, said)
    if refusal is not None:
        return _Brought(outcome=outcome, found=refusal)
    order = PictureOrder(body=outcome.capture.body, url=url)
    reading: PictureReading | Rejection = await shop.in_child("copy_picture", order)
    found = reading if isinstance(reading, Rejection) else judged(wanted, reading, said)
    return _Brought(outcome=outcome, found=found)


def _said(capture: Capture, shop: Workshop) -> tuple[Signal, ...]:
    return rights.signals_from_headers(capture.headers, capture.final_url, agent=shop.agent, now=capture.captured_at)


def judged(wanted: WantedPicture, reading: PictureReading, said: tuple[Signal, ...]) -> PictureCopy | Rejection:
    """The copy with its words, or why it may not be shown: what response and file say counts, and the credit."""
    stated = (*said, *rights.picture_signals(reading.facts, wanted.picture.url))
    picture = rights.with_facts(wanted.picture, reading.facts)
    refusal = _refusal(picture, wanted.ruling, stated)
    if refusal is not None:
        return refusal
    if not rights.is_credited(picture):
        return _reserved(picture, "neither page nor file names its author")
    return PictureCopy(
        media_type=reading.media_type,
        width=reading.width,
        height=reading.height,
        body=reading.body,
        credit=picture.credit,
        creator=picture.creator,
        caption=picture.caption,
        licence=picture.licence or _own_licence(stated),
        has_content_credentials=reading.facts.has_content_credentials,
    )


def _own_licence(stated: tuple[Signal, ...]) -> str:
    return next((signal.text for signal in stated if signal.kind == "licence" and signal.allows), "")


def _refusal(picture: Picture, ruling: Ruling, said: tuple[Signal, ...]) -> Rejection | None:
    """Why a picture that its page allows may not be shown after all."""
    page = Rulings(subject=picture.url, rulings=(ruling,))
    final = rights.rule_picture(picture, page, said)
    if final.allowed:
        return None
    return _reserved(picture, next((signal.text for signal in final.because if not signal.allows), "not allowed"))


def _reserved(picture: Picture, detail: str) -> Rejection:
    return Rejection(stage=STAGE, reason=Reason.RESERVED, detail=detail, subject=picture.url)


def _save(shop: Workshop, job: Job, wanted: WantedPicture, brought: _Brought) -> str:
    now, outcome = shop.clock.now(), brought.outcome
    with shop.store.write() as tx:
        leave_alone(shop, tx, wanted.picture.url, outcome, now)
        rejection = outcome.rejection or (brought.found if isinstance(brought.found, Rejection) else None)
        if picture_copies.find_copy(tx, wanted.id) is None:
            queue.finish(tx, job)
            return DROPPED  # not wanted any more, or taken down meanwhile: nothing is kept
        if rejection is not None:
            return _save_rejection(shop, tx, job, wanted, outcome, rejection)
        assert isinstance(brought.found, PictureCopy)
        if not queue.finish(tx, job):
            return "lost"  # another run has claimed this job since
        picture_copies.save_copy(tx, wanted.id, brought.found, now)
        return KEPT


def _save_rejection(
    shop: Workshop, tx: Transaction, job: Job, wanted: WantedPicture, outcome: FetchOutcome, rejection: Rejection
) -> str:
    now, politeness = shop.clock.now(), shop.politeness
    if is_transient(rejection.reason, outcome.status) and job.attempt < politeness.max_attempts:
        due_at = now + politeness.retry_after(job.attempt, outcome.retry_after)
        queue.retry(tx, job, due_at=due_at, reason=rejection.reason.value)
        return rejection.reason.value
    outcomes.record_rejection(tx, rejection, at=now, subject_id=wanted.article_id)
    queue.finish(tx, job)
    picture_copies.refuse_copy(tx, wanted.id, f"{rejection.reason.value}: {rejection.detail}"[:200])
    return rejection.reason.value
