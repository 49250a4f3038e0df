"""What the database knows of sources when they are judged: batches with a bounded number of rows each.

Every question is answered for a whole batch by one statement that reads a few rows of each source through an index,
so that a source with a long history costs no more than a young one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    update,
)

from headwater.model.habit import Habit, habit_from_json
from headwater.model.watching import Flag, SourceFlag
from headwater.model.web import Source, SourceKind
from headwater.store.columns import Record, UtcTime
from headwater.store.flags import flags_of_each
from headwater.store.schema import articles, entries, fetches, source_flags, sources

FETCHES_READ = 12
"""Latest fetches of a source that a judgement looks at."""

ENTRIES_READ = 30
"""Latest entries whose language and novelty are looked at."""

FEWEST_TELLING = 10
"""Fewer entries say nothing of a source: they are not read, unless a flag rests on them."""

TIMES_READ = 300
"""Latest times of first sight that a habit is learned from."""

SILENCE_WORTH_A_LOOK = timedelta(hours=3)
"""A shorter silence is never stale: the times of its entries are not read."""

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


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
    """One of a source's latest entries; `is_known` says that another source had announced it before.

    `title` is there only where the language is not known otherwise.
    """

    first_seen_at: datetime
    language: str = ""
    title: str = ""
    is_known: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFacts:
    """All that a judgement of one source rests on.

    `polls` and `recent` are newest first. `polls` are only the latest one where the latest `FETCHES_READ` all went
    well, moved nothing and were not empty. `entry_times` (newest first, at most `TIMES_READ`) are there only where
    the silence is worth a look, `recent` only where something was announced since the last judgement (and
    `FEWEST_TELLING` entries are there) or a flag rests on it. `has_siblings`: other sources of the same domain are
    read. `is_backlogged`: polls of other sources wait too.
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
    connection: Connection, *, after: str, since: datetime, now: datetime, overdue_before: datetime, limit: int
) -> list[str]:
    """Ids beyond `after`, in order, of the sources whose judgement may have changed since `since`.

    They bear a flag, have been due since before `overdue_before`, or answered since then; of those known to be calm
    until after `now` (`set_calm`) only the ones whose answers were more than "nothing new".
    """
    is_flagged = exists().where(source_flags.c.source_id == sources.c.id)
    is_overdue = and_(sources.c.is_paused.is_(False), sources.c.next_check_at < overdue_before)
    is_calm = and_(sources.c.calm_until.is_not(None), sources.c.calm_until > now)
    is_polled = and_(sources.c.last_check_at > since, not_(is_calm))
    is_heard = or_(sources.c.last_check_at > since, sources.c.last_success_at > since)  # the latter by a hub's push
    is_worth_it = or_(is_flagged, is_overdue, is_polled, and_(is_heard, _something_happened(since)))
    query = select(sources.c.id).where(sources.c.id > after, is_worth_it)
    return list(connection.execute(query.order_by(sources.c.id).limit(limit)).scalars())


def _something_happened(since: datetime) -> ColumnElement[bool]:
    """A fetch of a source that failed, moved it, or brought a document with news or with nothing at all."""
    is_news = or_(fetches.c.reason != "", fetches.c.moved_to != "", fetches.c.entry_count == 0, fetches.c.new_count > 0)
    return exists().where(fetches.c.source_id == sources.c.id, fetches.c.at > since, is_news)


# (how long a source has been silent, times of its entries, newest first) → whether its habit decides about it.
NeedsHabit: TypeAlias = Callable[[timedelta, Sequence[datetime]], bool]


def load_facts(
    connection: Connection,
    source_ids: Sequence[str],
    *,
    since: datetime,
    is_backlogged: bool = False,
    needs_habit: NeedsHabit = lambda silence, times: True,
) -> list[SourceFacts]:
    """The facts about these sources; `since` is when they were judged last.

    Their sources come without what no judgement looks at: publisher, patterns, validators, hub; habits only where the
    silence is worth a look and `needs_habit`.
    """
    rows = _rows(connection, source_ids)
    polls, flags = _polls(connection, rows), flags_of_each(connection, source_ids)
    silences = {row.id: row.last_success_at - row.newest for row in rows if row.last_success_at and row.newest}
    times = _times(connection, [one for one, silence in silences.items() if silence > SILENCE_WORTH_A_LOOK])
    habits = _habits(connection, [one for one, seen in times.items() if needs_habit(silences[one], seen)])
    recent = _recent(connection, [row.id for row in rows if _is_worth_reading(row, flags.get(row.id, ()), since)])
    return [
        SourceFacts(
            source=_source(row, habits.get(row.id, _UNKNOWN)),
            polls=tuple(polls.get(row.id, ())),
            flags=flags.get(row.id, ()),
            first_entry_at=row.first,
            newest_entry_at=row.newest,
            entry_times=times.get(row.id, ()),
            recent=recent.get(row.id, ()),
            has_siblings=row.has_siblings,
            is_backlogged=is_backlogged,
        )
        for row in rows
    ]


def _rows(connection: Connection, ids: Sequence[str]) -> Sequence[Record]:
    """What a judgement looks at of each source, and how much there is to look at."""
    mine = select(entries.c.first_seen_at).where(entries.c.source_id == sources.c.id)
    latest = mine.order_by(entries.c.first_seen_at.desc()).limit(1)
    first = mine.order_by(entries.c.first_seen_at).limit(1).correlate(sources).scalar_subquery()
    newest = latest.correlate(sources).scalar_subquery()
    tenth = latest.offset(FEWEST_TELLING - 1).correlate(sources).scalar_subquery()
    other = sources.alias("other")
    has_siblings = exists().where(
        other.c.domain == sources.c.domain, other.c.id != sources.c.id, other.c.is_paused.is_(False)
    )
    query = select(
        *(sources.c[name] for name in _JUDGED),
        first.label("first"),
        newest.label("newest"),
        tenth.is_not(None).label("has_telling"),
        has_siblings.label("has_siblings"),
        _is_eventful().label("is_eventful"),
    )
    return connection.execute(query.where(sources.c.id.in_(ids)).order_by(sources.c.id)).all()


def _is_eventful() -> ColumnElement[bool]:
    """Whether any of the latest fetches failed, moved the source or brought an empty document."""
    is_event = or_(fetches.c.reason != "", fetches.c.moved_to != "", fetches.c.entry_count == 0)
    return exists().where(fetches.c.id.in_(_latest_fetches(FETCHES_READ)), is_event)


def _latest_fetches(count: int) -> Select[Any]:
    latest = fetches.alias("latest")
    ids = select(latest.c.id).where(latest.c.source_id == sources.c.id)
    return ids.order_by(latest.c.at.desc()).limit(count).correlate(sources)


_JUDGED = (
    "id",
    "url",
    "kind",
    "language",
    "is_paused",
    "next_check_at",
    "last_check_at",
    "last_success_at",
    "failure_count",
    "usual_language",
    "added_at",
)
_UNKNOWN = Habit()


def _source(row: Record, habit: Habit) -> Source:
    return Source(
        id=row.id,
        url=row.url,
        kind=SourceKind(row.kind),
        language=row.language,
        is_paused=row.is_paused,
        next_check_at=row.next_check_at,
        last_check_at=row.last_check_at,
        last_success_at=row.last_success_at,
        failure_count=row.failure_count,
        usual_language=row.usual_language,
        added_at=row.added_at,
        habit=habit,
    )


def _habits(connection: Connection, ids: Sequence[str]) -> dict[str, Habit]:
    """Reading a habit's 168 numbers costs more than all the rest: only silent sources need theirs."""
    if not ids:
        return {}
    query = select(sources.c.id, sources.c.habit).where(sources.c.id.in_(ids))
    return {row.id: habit_from_json(row.habit) for row in connection.execute(query)}


def _is_worth_reading(row: Record, flags: Collection[SourceFlag], since: datetime) -> bool:
    """Whether a source's latest entries may change what is said of it."""
    has_news = row.newest is not None and row.newest > since and row.has_telling
    return has_news or _rests_on_entries(flags)


def _rests_on_entries(flags: Collection[SourceFlag]) -> bool:
    return any(flag.flag in (Flag.LANGUAGE_CHANGED, Flag.ALL_KNOWN) for flag in flags)


def _polls(connection: Connection, rows: Sequence[Record]) -> Mapping[str, list[Polled]]:
    found: dict[str, list[Polled]] = defaultdict(list)
    names = ("source_id", "at", "status", "reason", "detail", "moved_to", "entry_count")
    for count, is_eventful in ((1, False), (FETCHES_READ, True)):
        ids = [row.id for row in rows if row.is_eventful is is_eventful]
        source = sources.join(fetches, fetches.c.id.in_(_latest_fetches(count)))
        query = select(*(fetches.c[name] for name in names)).select_from(source).where(sources.c.id.in_(ids))
        for one, at, status, reason, detail, moved_to, entries_read in connection.execute(query) if ids else ():
            poll = Polled(
                at=at, status=status, reason=reason, detail=detail, moved_to=moved_to, entry_count=entries_read
            )
            found[one].append(poll)
    for polls in found.values():
        polls.sort(key=_moment, reverse=True)
    return found


_moment = attrgetter("at")


def _latest_entries(count: int) -> FromClause:
    """Sources joined with their `count` latest entries, and whatever else was seen at the time of the oldest of them.

    Only the index is read, as long as nothing but times and articles is asked for.
    """
    latest = entries.alias("latest")
    times = select(latest.c.first_seen_at).where(latest.c.source_id == sources.c.id)
    oldest = times.order_by(latest.c.first_seen_at.desc()).limit(1).offset(count - 1).correlate(sources)
    is_late = entries.c.first_seen_at >= func.coalesce(oldest.scalar_subquery(), literal(_EVER, UtcTime()))
    return sources.join(entries, and_(entries.c.source_id == sources.c.id, is_late))


def _times(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[datetime, ...]]:
    """Latest times of first sight, newest first."""
    if not ids:
        return {}
    query = select(entries.c.source_id, entries.c.first_seen_at).select_from(_latest_entries(TIMES_READ))
    found: dict[str, list[datetime]] = defaultdict(list)
    for source_id, at in connection.execute(query.where(sources.c.id.in_(ids))):
        found[source_id].append(at)
    return {source_id: tuple(sorted(times, reverse=True)[:TIMES_READ]) for source_id, times in found.items()}


def _recent(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[RecentEntry, ...]]:
    if not ids:
        return {}
    query = (
        select(entries.c.source_id, entries.c.first_seen_at, _is_known(), articles.c.language, _unless_told())
        .select_from(_latest_entries(ENTRIES_READ).outerjoin(articles, articles.c.id == entries.c.article_id))
        .where(sources.c.id.in_(ids))
    )
    found: dict[str, list[RecentEntry]] = defaultdict(list)
    for source_id, at, is_known, language, said in connection.execute(query):
        body = said or {}
        entry = RecentEntry(
            first_seen_at=at,
            language=language or body.get("language", ""),
            title=body.get("title", ""),
            is_known=is_known,
        )
        found[source_id].append(entry)
    return {one: tuple(sorted(recent, key=_first_seen, reverse=True)[:ENTRIES_READ]) for one, recent in found.items()}


def _is_known() -> ColumnElement[bool]:
    """Another source had announced it before; the first question, which the index answers, is mostly enough."""
    other, any_other = entries.alias("other"), entries.alias("any_other")
    count = select(func.count()).where(any_other.c.article_id == entries.c.article_id).scalar_subquery()
    is_earlier = exists().where(
        other.c.article_id == entries.c.article_id,
        other.c.source_id != entries.c.source_id,
        other.c.first_seen_at < entries.c.first_seen_at,
    )
    return and_(count > 1, is_earlier)


def _unless_told() -> ColumnElement[Any]:
    """An entry's own words, where its article does not say its language."""
    return case((func.coalesce(articles.c.language, "") == "", entries.c.body))


_first_seen = attrgetter("first_seen_at")


def set_usual_languages(tx: Connection, languages: Mapping[str, str]) -> None:
    """Keep what language each of these sources usually writes in."""
    _set(tx, sources.c.usual_language, languages)


def set_calm(tx: Connection, calm_until: Mapping[str, datetime | None]) -> None:
    """Keep until when answers without news change no judgement of these sources; None: each is judged."""
    _set(tx, sources.c.calm_until, calm_until)


def _set(tx: Connection, column: Column[Any], values: Mapping[str, Any]) -> None:
    rows = [{"of_source": source_id, "new_value": value} for source_id, value in values.items()]
    if rows:
        statement = update(sources).where(sources.c.id == bindparam("of_source"))
        tx.execute(statement.values({column.name: bindparam("new_value", type_=column.type)}), rows)
