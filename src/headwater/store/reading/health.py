"""The program's own health in numbers, as readers see it on the status page.

Nothing here scans a large table: counts over whole tables are those of the last sweep once there are many rows.
"""

from __future__ import annotations

from datetime import datetime
from statistics import median

from sqlalchemy import Connection, func, select

from headwater.model.figures import lag_at
from headwater.model.view import StatusView
from headwater.store import totals
from headwater.store.figures import ALL_SOURCES, get_figures
from headwater.store.flags import flag_counts, flagged_count
from headwater.store.generation import current
from headwater.store.outcomes import rejection_counts
from headwater.store.queue import JobState
from headwater.store.schema import sources, tombstones
from headwater.store.views import visible_articles

LAG_SAMPLE = 500
"""Before the first sweep the lag is the median over this many of the latest articles."""

NEWEST_SAMPLE = 50
"""The newest article is among so many that were saved last."""


def status(connection: Connection, now: datetime) -> StatusView:
    """What the program holds and what it has to do, as of `now`."""
    held = totals.totals(connection)
    queue = totals.queue_counts(connection)
    withheld, erased = _tombstones(connection)
    source_count, failing_count = _sources(connection)
    figures = get_figures(connection, [ALL_SOURCES]).get(ALL_SOURCES)
    lag = lag_at(figures.seen_lags, 0.5) if figures else None
    return StatusView(
        as_of=now,
        source_count=source_count,
        failing_count=failing_count,
        article_count=held.articles,
        story_count=held.stories,
        publisher_count=held.publishers,
        language_count=held.languages,
        queue=tuple((f"{stage} {state}", number) for (stage, state), number in sorted(queue.items())),
        rejections=rejection_counts(connection),
        oldest_due_at=totals.oldest_due(connection, now),
        newest_article_at=_newest(connection),
        median_lag_seconds=lag.total_seconds() if lag else _median_lag(connection),
        withheld_count=withheld,
        erased_count=erased,
        quarantined_count=sum(n for (_, state), n in queue.items() if state == JobState.QUARANTINED),
        generation=current(connection),
        flags=flag_counts(connection),
        flagged_count=flagged_count(connection),
        figures=figures,
        deafness=totals.deafness(connection, now),
        counted_at=held.as_of,
        swept_at=totals.swept_at(connection),
        read_count=None if held.stories else _read_count(connection),
    )


def _tombstones(connection: Connection) -> tuple[int, int]:
    row = connection.execute(select(func.count(), func.count(tombstones.c.erased_at)).select_from(tombstones)).one()
    return row[0] - row[1], row[1]


def _sources(connection: Connection) -> tuple[int, int]:
    failing = select(func.count()).where(sources.c.failure_count > 0, sources.c.is_paused.is_(False))
    everything = select(func.count()).select_from(sources)
    return connection.execute(everything).scalar_one(), connection.execute(failing).scalar_one()


def _read_count(connection: Connection) -> int:
    return connection.execute(select(func.count()).where(sources.c.last_success_at.is_not(None))).scalar_one()


def _newest(connection: Connection) -> datetime | None:
    latest = select(visible_articles.c.first_seen_at).order_by(visible_articles.c.number.desc()).limit(NEWEST_SAMPLE)
    return max(connection.execute(latest).scalars(), default=None)


def _median_lag(connection: Connection) -> float | None:
    """Seconds between the stated time and our first sight, where a time of day was stated."""
    latest = select(visible_articles.c.first_seen_at, visible_articles.c.published_at, visible_articles.c.published)
    rows = connection.execute(latest.order_by(visible_articles.c.number.desc()).limit(LAG_SAMPLE))
    lags = [
        (row.first_seen_at - row.published_at).total_seconds()
        for row in rows
        if row.published_at and row.published.get("precision") != "day" and row.published_at <= row.first_seen_at
    ]
    return median(lags) if lags else None
