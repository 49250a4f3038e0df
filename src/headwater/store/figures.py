"""Public figures: coverage and lag of each source, counted now and then and kept, so that pages only read a row.

The row under the empty id holds the sum of all sources; it moves with every source that is counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, delete, exists, func, or_, select

from headwater.model.figures import FIGURES_OVER, Figures, added, bucket_of
from headwater.store.columns import Record
from headwater.store.schema import articles, entries, fetches, figures, rejections, sources, story_members
from headwater.store.upserts import upsert_many

ALL_SOURCES = ""
MAX_COUNTED = 5_000
"""Latest entries of one source that its figures count; a source that announces more in a week is a sample."""

COUNTED_AGAIN_AFTER = timedelta(hours=6)
"""Figures older than this are counted anew although nothing was announced: their week has moved on."""

SETTLING = timedelta(hours=1)
"""Entries announced shortly before the last count may have come further since."""


def sources_to_count(connection: Connection, source_ids: Sequence[str], *, now: datetime) -> list[str]:
    """Of these sources, those whose figures have probably changed: news since the last count, or an old count."""
    mine = select(entries.c.first_seen_at).where(entries.c.source_id == sources.c.id)
    newest = mine.order_by(entries.c.first_seen_at.desc()).limit(1).correlate(sources).scalar_subquery()
    query = (
        select(sources.c.id, newest, figures.c.as_of)
        .select_from(sources.outerjoin(figures, figures.c.source_id == sources.c.id))
        .where(sources.c.id.in_(list(source_ids)), or_(figures.c.as_of.is_not(None), newest.is_not(None)))
    )
    return [row[0] for row in connection.execute(query) if _has_changed(row[1], row[2], now)]


def _has_changed(newest: datetime | None, counted: datetime | None, now: datetime) -> bool:
    if counted is None:
        return newest is not None
    return now - counted >= COUNTED_AGAIN_AFTER or (newest is not None and newest > counted - SETTLING)


def count_figures(connection: Connection, source_id: str, *, now: datetime) -> Figures:
    """The figures of one source over the last seven days, from the tables."""
    return count_figures_of_each(connection, [source_id], now=now)[source_id]


def count_figures_of_each(connection: Connection, source_ids: Sequence[str], *, now: datetime) -> dict[str, Figures]:
    """`count_figures` of many sources, in one statement."""
    if not source_ids:
        return {}
    tallies = {source_id: _Tally() for source_id in source_ids}
    for row in connection.execute(_ANNOUNCED, {"sources": list(source_ids), "since": now - FIGURES_OVER}):
        tallies[row.source_id].note(row)
    return {source_id: tally.figures(now) for source_id, tally in tallies.items()}


class _Tally:
    """Counts what became of one source's entries."""

    def __init__(self) -> None:
        self._announced = self._fetched = self._stored = self._in_story = 0
        self._rejected: Counter[str] = Counter()
        self._seen: Counter[int] = Counter()
        self._shown: Counter[int] = Counter()

    def note(self, row: Record) -> None:
        self._announced += 1
        self._in_story += row.joined_at is not None
        if row.saved_at is None:
            self._fetched += bool(row.is_fetched)
            self._rejected.update((row.reason,) if row.reason else ())
            return
        self._fetched += 1
        self._stored += 1
        _note_lags(row, self._seen, self._shown)

    def figures(self, now: datetime) -> Figures:
        return Figures(
            announced=self._announced,
            fetched=self._fetched,
            stored=self._stored,
            in_story=self._in_story,
            rejected=dict(self._rejected),
            seen_lags=dict(self._seen),
            shown_lags=dict(self._shown),
            as_of=now,
        )


def _note_lags(row: Record, seen: Counter[int], shown: Counter[int]) -> None:
    is_timed = row.published_at is not None and (row.published or {}).get("precision") != "day"
    if is_timed and row.published_at <= row.first_seen_at:
        seen[bucket_of(row.first_seen_at - row.published_at)] += 1
    on_site = row.joined_at or (row.saved_at if row.version == 1 else None)
    if on_site is not None and on_site >= row.first_seen_at:
        shown[bucket_of(on_site - row.first_seen_at)] += 1


def _announced() -> Any:
    """Latest entries of some sources with what became of each; what is stored was fetched and not rejected."""
    since = bindparam("since", type_=entries.c.first_seen_at.type)
    other = entries.alias("other")
    latest = select(other.c.first_seen_at).where(other.c.source_id == sources.c.id, other.c.first_seen_at > since)
    latest = latest.order_by(other.c.first_seen_at.desc()).limit(1).offset(MAX_COUNTED - 1).correlate(sources)
    is_mine = and_(
        entries.c.source_id == sources.c.id,
        entries.c.first_seen_at > since,
        entries.c.first_seen_at >= func.coalesce(latest.scalar_subquery(), since),
    )
    fetched = exists().where(fetches.c.article_id == entries.c.article_id, fetches.c.reason == "")
    reason = select(rejections.c.reason).where(rejections.c.subject_id == entries.c.article_id)
    reason = reason.order_by(rejections.c.id.desc()).limit(1)
    is_missing = articles.c.id.is_(None)
    return (
        select(
            entries.c.source_id,
            entries.c.first_seen_at,
            articles.c.saved_at,
            articles.c.version,
            articles.c.published_at,
            articles.c.published,
            story_members.c.joined_at,
            case((is_missing, fetched)).label("is_fetched"),
            case((is_missing, reason.scalar_subquery())).label("reason"),
        )
        .select_from(
            sources.join(entries, is_mine)
            .outerjoin(articles, articles.c.id == entries.c.article_id)
            .outerjoin(story_members, story_members.c.article_id == entries.c.article_id)
        )
        .where(sources.c.id.in_(bindparam("sources", expanding=True)))
    )


_ANNOUNCED = _announced()


def save_figures(tx: Connection, counted: Mapping[str, Figures], *, now: datetime) -> None:
    """Keep the figures of these sources; the sum of all moves by the difference."""
    if not counted:
        return
    known = get_figures(tx, [ALL_SOURCES, *counted])
    total = known.pop(ALL_SOURCES, Figures())
    total = _moved(total, added(counted.values()), 1)
    total = _moved(total, added(known.values()), -1)
    rows = [
        {"source_id": source_id, "as_of": now, "body": _body(one)}
        for source_id, one in {**counted, ALL_SOURCES: total}.items()
    ]
    upsert_many(tx, figures, rows, key=("source_id",))


def oldest_counts(connection: Connection, *, before: datetime, limit: int) -> list[str]:
    """Sources whose figures were counted before a time, the oldest first."""
    query = select(figures.c.source_id).where(figures.c.source_id != ALL_SOURCES, figures.c.as_of < before)
    return list(connection.execute(query.order_by(figures.c.as_of).limit(limit)).scalars())


def orphans(connection: Connection, *, limit: int) -> list[str]:
    """Removed sources whose figures are still there."""
    is_known = exists().where(sources.c.id == figures.c.source_id)
    query = select(figures.c.source_id).where(figures.c.source_id != ALL_SOURCES, ~is_known)
    return list(connection.execute(query.limit(limit)).scalars())


def drop_figures(tx: Connection, source_ids: Sequence[str], *, now: datetime) -> None:
    """Take the figures of removed sources out of the sum."""
    save_figures(tx, dict.fromkeys(source_ids, Figures()), now=now)
    tx.execute(delete(figures).where(figures.c.source_id.in_(list(source_ids))))


def get_figures(connection: Connection, source_ids: Sequence[str]) -> dict[str, Figures]:
    """The kept figures of these sources; sources that were never counted are left out."""
    query = select(figures).where(figures.c.source_id.in_(list(source_ids)))
    return {row.source_id: _figures_of(row) for row in connection.execute(query)}


def _moved(one: Figures, other: Figures, sign: int) -> Figures:
    return Figures(
        announced=one.announced + sign * other.announced,
        fetched=one.fetched + sign * other.fetched,
        stored=one.stored + sign * other.stored,
        in_story=one.in_story + sign * other.in_story,
        rejected=_sum(one.rejected, other.rejected, sign),
        seen_lags=_sum(one.seen_lags, other.seen_lags, sign),
        shown_lags=_sum(one.shown_lags, other.shown_lags, sign),
    )


def _sum(one: Mapping[Any, int], other: Mapping[Any, int], sign: int) -> dict[Any, int]:
    both = {key: one.get(key, 0) + sign * other.get(key, 0) for key in one.keys() | other.keys()}
    return {key: count for key, count in both.items() if count}


def _body(one: Figures) -> dict[str, Any]:
    return {
        "counts": [one.announced, one.fetched, one.stored, one.in_story],
        "rejected": dict(one.rejected),
        "seen_lags": {str(bucket): count for bucket, count in sorted(one.seen_lags.items())},
        "shown_lags": {str(bucket): count for bucket, count in sorted(one.shown_lags.items())},
    }


def _figures_of(row: Record) -> Figures:
    announced, fetched, stored, in_story = row.body["counts"]
    return Figures(
        announced=announced,
        fetched=fetched,
        stored=stored,
        in_story=in_story,
        rejected=row.body["rejected"],
        seen_lags={int(bucket): count for bucket, count in row.body["seen_lags"].items()},
        shown_lags={int(bucket): count for bucket, count in row.body["shown_lags"].items()},
        as_of=row.as_of,
    )
