"""What polls leave in the database: many results in one transaction, because a commit costs more than a result."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Feed, FetchOutcome, Source, SourceKind, Validators
from headwater.pipeline import habits, leases, patterns_learned, subscribing
from headwater.pipeline.announcing import announce_all, announce_feed
from headwater.pipeline.politeness import answers, failures_of_host, pause_of_host
from headwater.pipeline.polling import PollResult
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, hosts, outcomes, queue, sources, subscriptions
from headwater.text.urls import host_of

MAX_BATCH = 200
"""Results that one transaction takes: some ten milliseconds, so that nothing else waits long for the store."""


class Settling:
    """Keeps poll results, all that are ready at once; a result's task goes on when its transaction is committed."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._waiting: list[tuple[PollResult, asyncio.Future[str]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def settle(self, result: PollResult) -> str:
        """Keep `result`; the outcome in a word."""
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((result, done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.ensure_future(self._work())
        return await done

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            try:
                words = await self._shop.in_store(save, self._shop, [result for result, _ in batch])
            except BaseException as error:
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                continue
            for (_, done), word in zip(batch, words, strict=True):
                if not done.done():
                    done.set_result(word)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Settled:
    """One result worked in: the source as it is now, when it is asked next, and the outcome in a word."""

    result: PollResult
    source: Source
    outcome: FetchOutcome
    next_at: datetime | None
    word: str


def save(shop: Workshop, results: Sequence[PollResult]) -> list[str]:
    """Keep poll results in one transaction; the outcome of each in a word."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        held = queue.held_ids(tx, [result.job for result in results])
        settled: dict[int, _Settled] = {}
        for result in results:
            if result.source is None:
                queue.finish(tx, result.job)
            elif result.job.id in held:
                settled[result.job.id] = _settle(shop, tx, result, now)
        paced = _set_pace(shop, tx, results, now)
        placed = _keep(shop, tx, list(settled.values()), now)
        queue.refresh_hosts(tx, paced - placed)
    return [_word(result, settled) for result in results]


def _word(result: PollResult, settled: dict[int, _Settled]) -> str:
    if result.source is None:
        return "forgotten"
    known = settled.get(result.job.id)
    return "lost" if known is None else known.word


def _settle(shop: Workshop, tx: Transaction, result: PollResult, now: datetime) -> _Settled:
    assert result.source is not None
    source, outcome, new_count = result.source, result.outcome, 0
    if result.feed is not None:
        new = announce_feed(shop, tx, source, result.feed, now)
        new += announce_all(shop, tx, result.older, now)
        new_count = len(new)
        outcome = replace(outcome, entry_count=len(result.feed.entries) + len(result.older), new_count=new_count)
        source = _described(source, result.feed)
        source = habits.taught(source, result.feed, new, outcome, now)
        source = patterns_learned.learned(tx, source, new_count)
    source = _moved(tx, source, outcome)
    next_at = _next_at(shop, tx, source, outcome, new_count, now)
    source = _checked(source, outcome, next_at, now)
    if source.is_paused:
        next_at = None
    word = f"{new_count} new" if result.feed is not None else "unchanged"
    if outcome.rejection is not None:
        word = outcome.rejection.reason.value
    return _Settled(result=result, source=source, outcome=outcome, next_at=next_at, word=word)


def _described(source: Source, feed: Feed) -> Source:
    """What the document says of itself, where nothing better is known."""
    is_guess = source.kind is not SourceKind.PAGE or feed.kind is not SourceKind.PAGE
    return replace(
        source,
        kind=feed.kind if is_guess and feed.kind is not SourceKind.PAGE else source.kind,
        title=source.title or feed.title,
        language=source.language or feed.language,
        hub_url=feed.hub_url,
        topic_url=feed.self_url if feed.hub_url else "",
    )


def _moved(tx: Transaction, source: Source, outcome: FetchOutcome) -> Source:
    """A permanent redirect (301, 308) moves the source, unless another source is read there already: then it ends.

    Only to a document that could be read: many sites send what they have lost to their home page for good. The
    address is taken at once, so that no other result of the same transaction takes it.
    """
    to = outcome.moved_to
    if not to or to == source.url or outcome.rejection is not None:
        return source
    if sources.id_at(tx, to) not in ("", source.id):
        return replace(source, is_paused=True, last_outcome=f"moved to {to}, which is read already")
    sources.set_address(tx, source.id, to)
    return replace(source, url=to)


def _next_at(
    shop: Workshop, tx: Transaction, source: Source, outcome: FetchOutcome, new_count: int, now: datetime
) -> datetime | None:
    """The next poll; later while a hub pushes what is new (WebSub)."""
    next_at = shop.next_check(source, outcome, new_count, now)
    if next_at is None or not source.hub_url:
        return next_at
    subscription = subscriptions.find_subscription(tx, source.id)
    if new_count and leases.is_missed(subscription, now):
        subscriptions.set_last_push(tx, source.id, None)
        return next_at
    return now + leases.relaxed(next_at - now, subscription, now)


def _checked(source: Source, outcome: FetchOutcome, next_at: datetime | None, now: datetime) -> Source:
    source = replace(source, last_check_at=now, next_check_at=next_at)
    if outcome.rejection is not None:
        words = f"{outcome.rejection.reason.value}: {outcome.rejection.detail}".rstrip(": ")
        is_over = outcome.rejection.reason is Reason.GONE
        count = source.failure_count + 1
        return replace(source, failure_count=count, last_outcome=words, is_paused=source.is_paused or is_over)
    assert outcome.capture is not None
    word = "unchanged" if outcome.capture.status == 304 else "ok"
    return replace(
        source,
        interval=source.interval if next_at is None else next_at - now,
        validators=_validators(outcome.capture, source.validators),
        last_success_at=now,
        failure_count=0,
        last_outcome=source.last_outcome if source.is_paused else word,
    )


def _validators(capture: Capture, known: Validators) -> Validators:
    """RFC 9111 §4.3.4: a 304 may leave out validators; the known ones stay."""
    if capture.status == 304:
        return Validators(
            etag=capture.headers.get("etag", known.etag),
            last_modified=capture.headers.get("last-modified", known.last_modified),
        )
    return Validators(etag=capture.headers.get("etag", ""), last_modified=capture.headers.get("last-modified", ""))


def _keep(shop: Workshop, tx: Transaction, settled: Sequence[_Settled], now: datetime) -> set[str]:
    """The rows that every poll changes, each table in one statement; the hosts whose places in the queue are right."""
    for with_document in (False, True):
        some = [one for one in settled if _has_document(one) is with_document]
        sources.save_polled(tx, [one.source for one in some], with_document=with_document)
    outcomes.record_polls(tx, [(one.source.id, _asked_url(one), one.outcome) for one in settled], at=now)
    for one in settled:
        if one.next_at is None:
            queue.finish(tx, one.result.job)
        if shop.callbacks and one.result.feed is not None and (one.source.hub_url or _asked(one).hub_url):
            subscribing.consider(tx, one.source, now=now)
    again = {one.result.job: (one.next_at, host_of(one.source.url)) for one in settled if one.next_at is not None}
    queue.reschedule(tx, again)
    return {job.host for job in again} | {host for _, host in again.values()}


def _asked(one: _Settled) -> Source:
    assert one.result.source is not None
    return one.result.source


def _asked_url(one: _Settled) -> str:
    return _asked(one).url


def _has_document(one: _Settled) -> bool:
    return one.result.feed is not None or one.source.url != _asked_url(one)


def _set_pace(shop: Workshop, tx: Transaction, results: Sequence[PollResult], now: datetime) -> set[str]:
    """Each host that was asked is left alone for its pause, also by a poll that was lost; longer while it fails."""
    said = [one for r in results if r.source is not None for one in answers(r.outcome, r.job.host)]
    states = hosts.get_hosts(tx, {host for host, _ in said})
    paces: dict[str, tuple[datetime, int]] = {}
    for host, outcome in said:
        state = states[host]
        pause = pause_of_host(outcome, state.failure_count, state.crawl_delay, shop.politeness)
        earlier, _ = paces.get(host, (state.next_request_at or now, 0))
        paces[host] = (max(now + pause, earlier), failures_of_host(outcome, state.failure_count))
    hosts.set_pace(tx, paces)
    return set(paces)


async def save_pushed(shop: Workshop, source_id: str, capture: Capture, feed: Feed | Rejection) -> str:
    """Keep a document that a hub pushed as if it had been polled; the outcome in a word."""
    return await shop.in_store(_save_pushed, shop, source_id, capture, feed)


def _save_pushed(shop: Workshop, source_id: str, capture: Capture, feed: Feed | Rejection) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        source = sources.find_source(tx, source_id)
        if source is None:
            return "forgotten"
        if isinstance(feed, Rejection):
            outcomes.record_rejection(tx, feed, at=now, subject_id=source_id)
            return feed.reason.value
        new = announce_feed(shop, tx, source, feed, now)
        outcome = FetchOutcome(
            capture=capture,
            status=capture.status,
            elapsed=timedelta(),
            request_count=0,
            entry_count=len(feed.entries),
            new_count=len(new),
        )
        outcomes.record_fetch(tx, source_id=source_id, url=source.url, at=now, outcome=outcome)
        source = replace(habits.taught(source, feed, new, outcome, now), last_success_at=now)
        sources.save_polled(tx, [source], with_document=True)
    return f"{len(new)} new"
