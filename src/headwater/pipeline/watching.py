"""Never deaf: every source that was polled is judged, in batches; flags and public figures are kept, news is told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from headwater.model.figures import Figures
from headwater.model.watching import SourceFlag
from headwater.pipeline.alerts import Alerts
from headwater.pipeline.calm import calm_until, needs_habit
from headwater.pipeline.judging import OVERDUE_AFTER, usual_language
from headwater.pipeline.judging import judge as judge
from headwater.pipeline.workshop import Workshop
from headwater.store import facts, figures, flags, totals

BATCH = 200
"""Sources judged together: saving them takes the store's thread for some ten milliseconds at most."""

TOTALS_AGAIN_AFTER = timedelta(minutes=30)
"""Counting whole tables takes seconds in a large database."""

FIGURES_KEPT_FOR = timedelta(hours=24)
"""Figures of a source that is not polled any more are counted anew once a day: its week runs out."""

OVERLAP = timedelta(minutes=1)
"""A poll that was being saved while the last sweep began is judged by this one."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    """What one batch came to, by source: only what has changed, but flags of every source."""

    flags: Mapping[str, tuple[SourceFlag, ...]]
    languages: Mapping[str, str]
    calm: Mapping[str, datetime | None]
    figures: Mapping[str, Figures]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ending:
    """What is looked up over all sources at the end of a sweep."""

    orphans: Sequence[str]
    figures: Mapping[str, Figures]
    heard: datetime | None
    totals: Mapping[str, int]


async def sweep(shop: Workshop, alerts: Alerts | None = None) -> int:
    """Judge what may have changed since the last sweep, what is overdue and what bears a flag; how many sources.

    Keeps their flags and figures, then tells the operator what is new, if `alerts` says how. Whatever only reads
    does so on a connection and in a thread of its own: the store's thread is taken for short writes.
    """
    now = shop.clock.now()
    since, is_late = await asyncio.to_thread(_begin, shop, now)
    after, count = "", 0
    while ids := await asyncio.to_thread(_next, shop, after, since, now):
        judged = await asyncio.to_thread(_judge, shop, ids, (since, is_late), now)
        await shop.in_store(_save, shop, judged, now)
        after, count = ids[-1], count + len(ids)
    ending = await asyncio.to_thread(_look_over, shop, now)
    await shop.in_store(_end, shop, ending, now)
    if alerts is not None:
        await alerts.tell(shop)
    return count


def _begin(shop: Workshop, now: datetime) -> tuple[datetime, bool]:
    with shop.store.read() as tx:
        swept = totals.swept_at(tx)
        return _LONG_AGO if swept is None else swept - OVERLAP, totals.is_backlogged(tx, now)


def _next(shop: Workshop, after: str, since: datetime, now: datetime) -> list[str]:
    overdue = now - OVERDUE_AFTER
    with shop.store.read() as tx:
        return facts.sources_to_judge(tx, after=after, since=since, now=now, overdue_before=overdue, limit=BATCH)


def _judge(shop: Workshop, ids: Sequence[str], known: tuple[datetime, bool], now: datetime) -> _Judged:
    since, is_late = known
    with shop.store.read() as tx:
        found = facts.load_facts(tx, ids, since=since, is_backlogged=is_late, needs_habit=needs_habit)
        counted = figures.count_figures_of_each(tx, figures.sources_to_count(tx, ids, now=now), now=now)
    judged = {one.source.id: judge(one, now=now) for one in found}
    spoken = {one.source.id: usual_language(one, now=now) for one in found}
    return _Judged(
        flags=judged,
        languages={
            one.source.id: spoken[one.source.id] for one in found if spoken[one.source.id] != one.source.usual_language
        },
        calm={one.source.id: calm_until(one, judged[one.source.id], now=now) for one in found},
        figures=counted,
    )


def _save(shop: Workshop, judged: _Judged, now: datetime) -> None:
    with shop.store.write() as tx:
        flags.save_flags(tx, judged.flags, now=now)
        facts.set_usual_languages(tx, judged.languages)
        facts.set_calm(tx, judged.calm)
        figures.save_figures(tx, judged.figures, now=now)


def _look_over(shop: Workshop, now: datetime) -> _Ending:
    with shop.store.read() as tx:
        forgotten = figures.oldest_counts(tx, before=now - FIGURES_KEPT_FOR, limit=BATCH)
        orphans = figures.orphans(tx, limit=BATCH)
        counted = totals.counted_at(tx)
        is_due = counted is None or now - counted >= TOTALS_AGAIN_AFTER
        return _Ending(
            orphans=orphans,
            figures=figures.count_figures_of_each(tx, [one for one in forgotten if one not in orphans], now=now),
            heard=totals.latest_success(tx),
            totals=totals.count_totals(tx) if is_due else {},
        )


def _end(shop: Workshop, ending: _Ending, now: datetime) -> None:
    with shop.store.write() as tx:
        figures.drop_figures(tx, ending.orphans, now=now)
        figures.save_figures(tx, ending.figures, now=now)
        totals.end_sweep(tx, now=now, heard=ending.heard)
        if ending.totals:
            totals.save_totals(tx, ending.totals, now=now)
