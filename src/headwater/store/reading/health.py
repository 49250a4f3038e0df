"""The program's own health in numbers, as readers see it on the status page."""

from __future__ import annotations

from datetime import datetime
from statistics import median

from sqlalchemy import Connection, func, select

from headwater.model.view import StatusView
from headwater.store.generation import current
from headwater.store.outcomes import rejection_counts
from headwater.store.queue import JobState, counts
from headwater.store.schema import jobs, sources, stories, tombstones
from headwater.store.views import visible_articles

LAG_SAMPLE = 500
"""The lag is the median over this many of the latest articles."""


def status(connection: Connection, now: datetime) -> StatusView:
    """What the program holds and what it has to do, as of `now`."""
    articles = visible_articles.c
    count, languages, domains, newest = connection.execute(
        select(
            func.count(articles.id),
            func.count(func.distinct(articles.language)),
            func.count(func.distinct(articles.publisher_domain)),
            func.max(articles.first_seen_at),
        )
    ).one()
    queue = counts(connection)
    withheld, erased = _tombstones(connection)
    source_count, failing_count = _sources(connection)
    story_count = select(func.count()).where(stories.c.article_count > 0)
    return StatusView(
        as_of=now,
        source_count=source_count,
        failing_count=failing_count,
        article_count=count,
        story_count=connection.execute(story_count).scalar_one(),
        publisher_count=domains,
        language_count=languages,
        queue=tuple((f"{stage} {state}", number) for (stage, state), number in sorted(queue.items())),
        rejections=rejection_counts(connection),
        oldest_due_at=_oldest_due_at(connection, now),
        newest_article_at=newest,
        median_lag_seconds=_median_lag(connection),
        withheld_count=withheld,
        erased_count=erased,
        quarantined_count=sum(n for (_, state), n in queue.items() if state == JobState.QUARANTINED),
        generation=current(connection),
    )


def _tombstones(connection: Connection) -> tuple[int, int]:
    row = connection.execute(select(func.count(), func.count(tombstones.c.erased_at)).select_from(tombstones)).one()
    return row[0] - row[1], row[1]


def _sources(connection: Connection) -> tuple[int, int]:
    failing = select(func.count()).where(sources.c.failure_count > 0, sources.c.is_paused.is_(False))
    everything = select(func.count()).select_from(sources)
    return connection.execute(everything).scalar_one(), connection.execute(failing).scalar_one()


def _oldest_due_at(connection: Connection, now: datetime) -> datetime | None:
    query = select(func.min(jobs.c.due_at)).where(jobs.c.state == JobState.WAITING, jobs.c.due_at <= now)
    return connection.execute(query).scalar()


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
