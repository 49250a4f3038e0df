"""Never deaf: every source that was polled is judged, in batches; flags and public figures are kept, news is told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from headwater.model.figures import Figures
from headwater.model.watching import SourceFlag
from headwater.pipeline.alerts import Alerts
from headwater.pipeline.judging import OVERDUE_AFTER, usual_language
from headwater.pipeline.judging import judge as judge
from headwater.pipeline.workshop import Workshop
from headwater.store import facts, figures, flags, totals
from headwater.store.facts import SourceFacts

BATCH = 50
"""Sources judged in one turn of the store's thread: some ten milliseconds, so that nothing else waits long."""

TOTALS_AGAIN_AFTER = timedelta(minutes=30)
"""Counting whole tables takes seconds in a large database."""

FIGURES_KEPT_FOR = timedelta(hours=24)
"""Figures of a source that is not polled any more are counted anew once a day: its week runs out."""

OVERLAP = timedelta(minutes=1)
"""A poll that was being saved while the last sweep began is judged by this one."""

# Flags by source, and usual languages that have changed.
Judged = tuple[dict[str, tuple[SourceFlag, ...]], dict[str, str]]

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def sweep(shop: Workshop, alerts: Alerts | None = None) -> int:
    """Judge what was polled since the last sweep, what is overdue and what bears a flag; how many sources.

    Keeps their flags and figures, then tells the operator what is new, if `alerts` says how.
    """
    now = shop.clock.now()
    since, is_late = await shop.in_store(_begin, shop, now)
    after, count = "", 0
    while ids := await shop.in_store(_next, shop, after, since, now):
        found, counted = await shop.in_store(_load, shop, ids, (since, is_late), now)
        judged = await asyncio.to_thread(_judged, found, now)  # detecting languages must not hold the store
        await shop.in_store(_save, shop, judged, counted, now)
        after, count = ids[-1], count + len(ids)
    await shop.in_store(_end, shop, now)
    if alerts is not None:
        await alerts.tell(shop)
    return count


def _begin(shop: Workshop, now: datetime) -> tuple[datetime, bool]:
    with shop.store.read() as tx:
        swept = totals.swept_at(tx)
        return _LONG_AGO if swept is None else swept - OVERLAP, totals.is_backlogged(tx, now)


def _next(shop: Workshop, after: str, since: datetime, now: datetime) -> list[str]:
    with shop.store.read() as tx:
        return facts.sources_to_judge(tx, after=after, since=since, overdue_before=now - OVERDUE_AFTER, limit=BATCH)


def _load(
    shop: Workshop, ids: Sequence[str], known: tuple[datetime, bool], now: datetime
) -> tuple[list[SourceFacts], dict[str, Figures]]:
    since, is_late = known
    with shop.store.read() as tx:
        found = facts.load_facts(tx, ids, since=since, is_backlogged=is_late)
        counted = {one: figures.count_figures(tx, one, now=now) for one in figures.sources_to_count(tx, ids, now=now)}
    return found, counted


def _judged(found: Sequence[SourceFacts], now: datetime) -> Judged:
    judged = {one.source.id: judge(one, now=now) for one in found}
    spoken = {one.source.id: usual_language(one, now=now) for one in found}
    return judged, {
        one.source.id: spoken[one.source.id] for one in found if spoken[one.source.id] != one.source.usual_language
    }


def _save(shop: Workshop, judged: Judged, counted: Mapping[str, Figures], now: datetime) -> None:
    with shop.store.write() as tx:
        flags.save_flags(tx, judged[0], now=now)
        facts.set_usual_languages(tx, judged[1])
        figures.save_figures(tx, counted, now=now)


def _end(shop: Workshop, now: datetime) -> None:
    with shop.store.write() as tx:
        figures.drop_orphans(tx, now=now)
        forgotten = figures.oldest_counts(tx, before=now - FIGURES_KEPT_FOR, limit=BATCH)
        figures.save_figures(tx, {one: figures.count_figures(tx, one, now=now) for one in forgotten}, now=now)
        totals.end_sweep(tx, now=now)
        counted = totals.counted_at(tx)
        if counted is None or now - counted >= TOTALS_AGAIN_AFTER:
            totals.save_totals(tx, now=now)
