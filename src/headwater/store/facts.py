"""What the database knows of sources when they are judged: batches with a bounded number of rows each.

Every question is answered for a whole batch by one statement that reads a few rows of each source through an index,
so that a source with a long history costs no more than a young one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, exists, null, or_, select, update

from headwater.model.codec import from_json
from headwater.model.habit import Habit
from headwater.model.watching import Flag, SourceFlag
from headwater.model.web import Source
from headwater.store.flags import flags_of_each
from headwater.store.schema import articles, entries, fetches, source_flags, sources
from headwater.store.sources import source_of

FETCHES_READ = 12
"""Latest fetches of a source that a judgement looks at."""

ENTRIES_READ = 30
"""Latest entries whose language and novelty are looked at."""

TIMES_READ = 300
"""Latest times of first sight that a habit is learned from."""

SILENCE_WORTH_A_LOOK = timedelta(hours=3)
"""A shorter silence is never stale: the times of its entries are not read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Polled:
    """One fetch of a source: `reason` is empty where it went well."""

    at: datetime
    status: int | None = None
    reason: str = ""
    detail: str = ""
    moved_to: str = ""
    entry_count: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentEntry:
    """One of a source's latest entries; `is_known` says that another source had announced it before."""

    first_seen_at: datetime
    language: str = ""
    title: str = ""
    is_known: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFacts:
    """All that a judgement of one source rests on.

    `polls` and `recent` are newest first. `entry_times` (newest first, at most `TIMES_READ`) are there only where
    the silence is worth a look, `recent` only where something was announced since the last judgement or a flag
    rests on it. `has_siblings`: other sources of the same domain are read. `is_backlogged`: polls of other
    sources wait too.
    """

    source: Source
    polls: tuple[Polled, ...] = ()
    flags: tuple[SourceFlag, ...] = ()
    first_entry_at: datetime | None = None
    newest_entry_at: datetime | None = None
    entry_times: tuple[datetime, ...] = ()
    recent: tuple[RecentEntry, ...] = ()
    has_siblings: bool = False
    is_backlogged: bool = False


def sources_to_judge(
    connection: Connection, *, after: str, since: datetime, overdue_before: datetime, limit: int
) -> list[str]:
    """Ids beyond `after` of sources polled since `since`, due since before `overdue_before`, or flagged; in order."""
    is_flagged = exists().where(source_flags.c.source_id == sources.c.id)
    is_overdue = and_(sources.c.is_paused.is_(False), sources.c.next_check_at < overdue_before)
    is_worth_it = or_(sources.c.last_check_at > since, is_overdue, is_flagged)
    query = select(sources.c.id).where(sources.c.id > after, is_worth_it)
    return list(connection.execute(query.order_by(sources.c.id).limit(limit)).scalars())


def load_facts(
    connection: Connection, source_ids: Sequence[str], *, since: datetime, is_backlogged: bool = False
) -> list[SourceFacts]:
    """The facts about these sources; `since` is when they were judged last."""
    ids = list(source_ids)
    known = _without_habits(connection, ids)
    polls, flags, spans = _polls(connection, ids), flags_of_each(connection, ids), _spans(connection, ids)
    silent = [one for one, source in known.items() if _is_silent(source, spans[one][1])]
    fresh = [one for one in known if _has_news(spans[one][1], since) or _rests_on_entries(flags.get(one, ()))]
    known |= _with_habits(connection, [known[one] for one in silent])
    times, recent, siblings = _times(connection, silent), _recent(connection, fresh), _with_siblings(connection, ids)
    return [
        SourceFacts(
            source=source,
            polls=tuple(polls.get(one, ())),
            flags=flags.get(one, ()),
            first_entry_at=spans[one][0],
            newest_entry_at=spans[one][1],
            entry_times=tuple(times.get(one, ())),
            recent=tuple(recent.get(one, ())),
            has_siblings=one in siblings,
            is_backlogged=is_backlogged,
        )
        for one, source in known.items()
    ]


def _without_habits(connection: Connection, ids: Sequence[str]) -> dict[str, Source]:
    """Reading a habit's 168 numbers costs more than all the rest: only silent sources need theirs."""
    columns = (column for column in sources.c if column.name != "habit")
    query = select(*columns, null().label("habit")).where(sources.c.id.in_(ids))
    return {row.id: source_of(row) for row in connection.execute(query)}


def _with_habits(connection: Connection, silent: Sequence[Source]) -> dict[str, Source]:
    query = select(sources.c.id, sources.c.habit).where(sources.c.id.in_([source.id for source in silent]))
    habits = {row.id: row.habit for row in connection.execute(query) if row.habit}
    return {source.id: replace(source, habit=_habit(habits[source.id])) for source in silent if source.id in habits}


def _habit(body: Mapping[str, Any]) -> Habit:
    return replace(from_json(Habit, {**body, "counts": []}), counts=tuple(body.get("counts", ())))


def _is_silent(source: Source, newest: datetime | None) -> bool:
    heard = source.last_success_at
    return heard is not None and newest is not None and heard - newest > SILENCE_WORTH_A_LOOK


def _has_news(newest: datetime | None, since: datetime) -> bool:
    return newest is not None and newest > since


def _rests_on_entries(flags: Collection[SourceFlag]) -> bool:
    return any(flag.flag in (Flag.LANGUAGE_CHANGED, Flag.ALL_KNOWN) for flag in flags)


def _polls(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[Polled]]:
    latest = fetches.alias("latest")
    wanted = select(latest.c.id).where(latest.c.source_id == sources.c.id).order_by(latest.c.at.desc())
    columns = (fetches.c[name] for name in ("source_id", "at", "status", "reason", "detail", "moved_to", "entry_count"))
    query = (
        select(*columns)
        .select_from(sources.join(fetches, fetches.c.id.in_(wanted.limit(FETCHES_READ).correlate(sources))))
        .where(sources.c.id.in_(ids))
    )
    found: dict[str, list[Polled]] = defaultdict(list)
    for row in connection.execute(query):
        values = {name: getattr(row, name) for name in ("at", "status", "reason", "detail", "moved_to", "entry_count")}
        found[row.source_id].append(Polled(**values))
    for polls in found.values():
        polls.sort(key=lambda poll: poll.at, reverse=True)
    return found


def _spans(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[datetime | None, datetime | None]]:
    """When the first and the newest entry of each source were seen: two index look-ups a source."""
    mine = select(entries.c.first_seen_at).where(entries.c.source_id == sources.c.id)
    first = mine.order_by(entries.c.first_seen_at).limit(1).correlate(sources).scalar_subquery()
    newest = mine.order_by(entries.c.first_seen_at.desc()).limit(1).correlate(sources).scalar_subquery()
    query = select(sources.c.id, first, newest).where(sources.c.id.in_(ids))
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _latest_entries(ids: Sequence[str], limit: int, *columns: Any) -> Any:
    latest = entries.alias("latest")
    wanted = select(latest.c.url_hash).where(latest.c.source_id == sources.c.id).order_by(latest.c.first_seen_at.desc())
    is_wanted = and_(
        entries.c.source_id == sources.c.id, entries.c.url_hash.in_(wanted.limit(limit).correlate(sources))
    )
    return select(*columns).select_from(sources.join(entries, is_wanted)).where(sources.c.id.in_(ids))


def _times(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[datetime]]:
    """Latest times of first sight, one source at a time: the index alone answers."""
    found: dict[str, list[datetime]] = {}
    for one in ids:
        query = select(entries.c.first_seen_at).where(entries.c.source_id == one)
        found[one] = list(
            connection.execute(query.order_by(entries.c.first_seen_at.desc()).limit(TIMES_READ)).scalars()
        )
    return found


def _recent(connection: Connection, ids: Sequence[str]) -> Mapping[str, list[RecentEntry]]:
    if not ids:
        return {}
    other = entries.alias("other")
    is_known = exists().where(
        other.c.article_id == entries.c.article_id,
        other.c.source_id != entries.c.source_id,
        other.c.first_seen_at < entries.c.first_seen_at,
    )
    language = select(articles.c.language).where(articles.c.id == entries.c.article_id).scalar_subquery()
    query = _latest_entries(
        ids,
        ENTRIES_READ,
        entries.c.source_id,
        entries.c.first_seen_at,
        entries.c.body,
        is_known.label("is_known"),
        language.label("language"),
    )
    found: dict[str, list[RecentEntry]] = defaultdict(list)
    for row in connection.execute(query):
        entry = RecentEntry(
            first_seen_at=row.first_seen_at,
            language=row.language or row.body.get("language", ""),
            title=row.body.get("title", ""),
            is_known=bool(row.is_known),
        )
        found[row.source_id].append(entry)
    for recent in found.values():
        recent.sort(key=lambda one: one.first_seen_at, reverse=True)
    return found


def _with_siblings(connection: Connection, ids: Sequence[str]) -> set[str]:
    other = sources.alias("other")
    has = exists().where(other.c.domain == sources.c.domain, other.c.id != sources.c.id, other.c.is_paused.is_(False))
    return set(connection.execute(select(sources.c.id).where(sources.c.id.in_(ids), has)).scalars())


def set_usual_languages(tx: Connection, languages: Mapping[str, str]) -> None:
    """Keep what language each of these sources usually writes in."""
    for source_id, language in languages.items():
        tx.execute(update(sources).where(sources.c.id == source_id).values(usual_language=language))
