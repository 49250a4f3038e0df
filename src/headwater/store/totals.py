"""Counts over whole tables, kept so that a status page need not scan them, and what tells whether we still hear.

Small databases are counted as they are; beyond `LIVE_ROWS` the counts of the last sweep stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select

from headwater.model.job import Stage
from headwater.model.view import Deafness, DeafReason
from headwater.store.columns import instant, microseconds
from headwater.store.queue import JobState, counts
from headwater.store.schema import counters, fetches, jobs, sources, stories
from headwater.store.upserts import upsert
from headwater.store.views import visible_articles

LIVE_ROWS = 10_000
"""Tables up to this size are counted at each look: a few milliseconds."""

DEAF_AFTER = timedelta(hours=1)
"""No successful poll for so long, although something was due or was tried: the program is deaf."""

DEAF_TRIES = 3
"""So many polls in a row that all fail, over all sources."""

_FETCHES_READ = 500
_PREFIX = "total."
_QUEUE = "total.queue."
_HEARD, _SWEPT, _COUNTED = "heard_at", "swept_at", "counted_at"


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """Counts over whole tables; `as_of` is None where they were counted just now."""

    articles: int = 0
    languages: int = 0
    publishers: int = 0
    stories: int = 0
    as_of: datetime | None = None


def is_large(connection: Connection, table: Table) -> bool:
    """Whether a table has more rows than are counted at each look."""
    some = select(table.c.id).limit(LIVE_ROWS + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() > LIVE_ROWS


def totals(connection: Connection) -> Totals:
    """What is held: counted now in a small database, else as of the last sweep."""
    kept = _kept(connection)
    if _COUNTED in kept and is_large(connection, visible_articles):
        values = {name: kept.get(_PREFIX + name, 0) for name in ("articles", "languages", "publishers", "stories")}
        return Totals(**values, as_of=instant(kept[_COUNTED]))
    return _counted(connection)


def queue_counts(connection: Connection) -> dict[tuple[str, str], int]:
    """How many jobs there are by (stage, state): counted now in a small queue, else as of the last sweep."""
    kept = _kept(connection)
    if _COUNTED not in kept or not is_large(connection, jobs):
        return counts(connection)
    found = {name.removeprefix(_QUEUE): value for name, value in kept.items() if name.startswith(_QUEUE) and value}
    return {(name.partition(".")[0], name.partition(".")[2]): value for name, value in found.items()}


def _counted(connection: Connection) -> Totals:
    articles = visible_articles.c
    query = select(
        func.count(articles.id),
        func.count(func.distinct(articles.language)),
        func.count(func.distinct(articles.publisher_domain)),
    )
    count, languages, publishers = connection.execute(query).one()
    story_count = select(func.count()).where(stories.c.article_count > 0)
    return Totals(
        articles=count,
        languages=languages,
        publishers=publishers,
        stories=connection.execute(story_count).scalar_one(),
    )


def count_totals(connection: Connection) -> dict[str, int]:
    """Everything counted anew, for `save_totals`; takes seconds in a large database, so never in a transaction that
    writes."""
    found = _counted(connection)
    rows = {_PREFIX + name: getattr(found, name) for name in ("articles", "languages", "publishers", "stories")}
    return rows | {f"{_QUEUE}{stage}.{state}": count for (stage, state), count in counts(connection).items()}


def save_totals(tx: Connection, counted: Mapping[str, int], *, now: datetime) -> None:
    """Keep what `count_totals` found; what it did not find any more is none."""
    known = [name for name in _kept(tx) if name.startswith(_QUEUE)]
    keep(tx, {**dict.fromkeys(known, 0), **counted, _COUNTED: microseconds(now)})


def keep(tx: Connection, values: Mapping[str, int]) -> None:
    """Keep numbers by name among the counters."""
    for name, value in values.items():
        upsert(tx, counters, {"name": name, "value": value}, key=("name",))


def kept_time(connection: Connection, name: str) -> datetime | None:
    """A kept time by its name; None where there is none."""
    value = connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar()
    return instant(value) if value else None


def keep_time(tx: Connection, name: str, at: datetime | None) -> None:
    """Keep a time by name; None forgets it."""
    keep(tx, {name: microseconds(at) if at else 0})


def swept_at(connection: Connection) -> datetime | None:
    """When sources were judged last."""
    return kept_time(connection, _SWEPT)


def counted_at(connection: Connection) -> datetime | None:
    """When whole tables were counted last."""
    return kept_time(connection, _COUNTED)


def latest_success(connection: Connection) -> datetime | None:
    """When any source answered last: looks at all of them."""
    return connection.execute(select(func.max(sources.c.last_success_at))).scalar()


def end_sweep(tx: Connection, *, now: datetime, heard: datetime | None = None) -> None:
    """Sources were judged; when one of them answered last (`latest_success`) is kept."""
    keep_time(tx, _SWEPT, now)
    if heard is not None:
        keep_time(tx, _HEARD, heard)


def _kept(connection: Connection) -> dict[str, int]:
    return {row.name: row.value for row in connection.execute(select(counters))}


def deafness(connection: Connection, now: datetime) -> Deafness | None:
    """Since when the program hears nothing, and why; None where it hears, or has nothing to hear yet."""
    polls = _latest_polls(connection)
    heard = _heard_at(connection, polls)
    if heard is not None and now - heard < DEAF_AFTER:
        return None
    due = _oldest_poll(connection)
    if due is not None and now - due >= DEAF_AFTER:
        return Deafness(since=heard or due, reason=DeafReason.NOT_POLLING)
    failed = [poll.at for poll in polls if heard is None or poll.at > heard]
    if len(failed) >= DEAF_TRIES and now - failed[-1] >= DEAF_AFTER:
        return Deafness(since=heard or failed[-1], reason=DeafReason.ALL_FAILING)
    return None


def _latest_polls(connection: Connection) -> list[Any]:
    """The polls among the latest fetches, newest first: pages are fetched too, and more often."""
    columns = (fetches.c.id, fetches.c.source_id, fetches.c.at, fetches.c.reason)
    latest = select(*columns).order_by(fetches.c.id.desc()).limit(_FETCHES_READ).subquery()
    query = select(latest.c.at, latest.c.reason).where(latest.c.source_id != "")
    return list(connection.execute(query.order_by(latest.c.id.desc())))


def _heard_at(connection: Connection, polls: list[Any]) -> datetime | None:
    """When a source answered last; in a large database the last sweep knows, beside the latest fetches."""
    times = [poll.at for poll in polls if not poll.reason]
    kept = kept_time(connection, _HEARD) if is_large(connection, sources) else None
    if kept is None:
        kept = latest_success(connection)
    return max((*times[:1], *((kept,) if kept else ())), default=None)


def _oldest_poll(connection: Connection) -> datetime | None:
    """Since when the poll that waits longest has been due."""
    query = select(jobs.c.due_at).where(
        jobs.c.stage == Stage.POLL.value, jobs.c.available_at.is_not(None), jobs.c.state == JobState.WAITING
    )
    return connection.execute(query.order_by(jobs.c.available_at).limit(1)).scalar()


def is_backlogged(connection: Connection, now: datetime) -> bool:
    """Whether polls have waited for so long that the program, not a source, is behind."""
    due = _oldest_poll(connection)
    return due is not None and now - due >= DEAF_AFTER


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Since when the waiting job of any step that waits longest has been due."""
    times = []
    for stage in Stage:
        query = select(jobs.c.due_at).where(
            jobs.c.stage == stage.value, jobs.c.available_at <= now, jobs.c.state == JobState.WAITING
        )
        times.append(connection.execute(query.order_by(jobs.c.available_at).limit(1)).scalar())
    return min((time for time in times if time is not None), default=None)
