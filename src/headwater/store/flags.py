"""Flags of sources: what is wrong now, what an operator was told, and what is over but not yet told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, or_, select, tuple_, update

from headwater.model.watching import Flag, SourceFlag
from headwater.store.columns import Record
from headwater.store.generation import bump
from headwater.store.schema import ended_flags, source_flags, sources
from headwater.store.upserts import upsert

MAX_LISTED = 100_000
"""Flags that one question gets at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FlaggedSource:
    """A flag with the source that bears it, for people."""

    flag: SourceFlag
    url: str
    title: str
    domain: str
    is_over: bool = False


def save_flags(tx: Connection, judged: Mapping[str, Sequence[SourceFlag]], *, now: datetime) -> int:
    """Make the flags of each judged source exactly these; how many appeared, ended or changed their words.

    A flag that stays keeps `since` and `alerted_at`. One that ends after an operator was told of it is remembered
    until that is told too; one that comes back before is no news.
    """
    known = _known(tx, list(judged))
    changed = 0
    for source_id, flags in judged.items():
        before = known.get(source_id, {})
        after = {flag.flag: flag for flag in flags}
        changed += sum(_put(tx, before.get(kind), flag) for kind, flag in after.items())
        changed += sum(_end(tx, before[kind], now, is_well=not after) for kind in before.keys() - after.keys())
    if changed:
        bump(tx)
    return changed


def _known(connection: Connection, source_ids: Sequence[str]) -> dict[str, dict[Flag, SourceFlag]]:
    found: dict[str, dict[Flag, SourceFlag]] = {}
    for row in connection.execute(select(source_flags).where(source_flags.c.source_id.in_(source_ids))):
        found.setdefault(row.source_id, {})[Flag(row.flag)] = _flag_of(row)
    return found


def _put(tx: Connection, before: SourceFlag | None, flag: SourceFlag) -> bool:
    if before is not None and before.detail == flag.detail:
        return False
    since, alerted_at = (before.since, before.alerted_at) if before else (flag.since, _told_already(tx, flag))
    row = {
        "source_id": flag.source_id,
        "flag": flag.flag.value,
        "since": since,
        "detail": flag.detail,
        "alerted_at": alerted_at,
    }
    upsert(tx, source_flags, row, key=("source_id", "flag"))
    return True


def _told_already(tx: Connection, flag: SourceFlag) -> datetime | None:
    """A flag that comes back before its end was told: the operator believes that it never left."""
    key = and_(ended_flags.c.source_id == flag.source_id, ended_flags.c.flag == flag.flag.value)
    since: datetime | None = tx.execute(select(ended_flags.c.since).where(key)).scalar()
    if since is not None:
        tx.execute(delete(ended_flags).where(key))
    return since


def _end(tx: Connection, flag: SourceFlag, now: datetime, *, is_well: bool) -> bool:
    """Take a flag away; only a source that is wholly well is news."""
    tx.execute(
        delete(source_flags).where(source_flags.c.source_id == flag.source_id, source_flags.c.flag == flag.flag.value)
    )
    if flag.alerted_at is not None and is_well:
        row = {"source_id": flag.source_id, "flag": flag.flag.value, "since": flag.since, "ended_at": now}
        upsert(tx, ended_flags, row, key=("source_id", "flag"))
    return True


def _flag_of(row: Record) -> SourceFlag:
    return SourceFlag(
        source_id=row.source_id,
        flag=Flag(row.flag),
        since=row.since,
        detail=row.detail,
        alerted_at=row.alerted_at,
    )


def flags_of(connection: Connection, source_id: str) -> list[SourceFlag]:
    """What is wrong with one source, oldest first."""
    query = select(source_flags).where(source_flags.c.source_id == source_id)
    return [_flag_of(row) for row in connection.execute(query.order_by(source_flags.c.since, source_flags.c.flag))]


def flags_of_each(connection: Connection, source_ids: Sequence[str]) -> dict[str, tuple[SourceFlag, ...]]:
    """What is wrong with each of these sources; sources without flags are left out."""
    return {source_id: tuple(flags.values()) for source_id, flags in _known(connection, source_ids).items()}


def all_flags(connection: Connection, *, flags: Collection[Flag] = (), limit: int = MAX_LISTED) -> list[FlaggedSource]:
    """Flags with their sources, oldest first; only the kinds in `flags` where some are given."""
    query = _with_source(source_flags).order_by(source_flags.c.since, sources.c.url)
    if flags:
        query = query.where(source_flags.c.flag.in_([flag.value for flag in flags]))
    return [_flagged(row, _flag_of(row)) for row in connection.execute(query.limit(limit))]


def flag_counts(connection: Connection) -> tuple[tuple[Flag, int], ...]:
    """How many sources bear each flag, most first."""
    query = select(source_flags.c.flag, func.count()).group_by(source_flags.c.flag)
    counted = [(Flag(name), count) for name, count in connection.execute(query)]
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def flagged_count(connection: Connection) -> int:
    """How many sources bear any flag."""
    return connection.execute(select(func.count(func.distinct(source_flags.c.source_id)))).scalar_one()


def unalerted(connection: Connection, *, limit: int) -> list[FlaggedSource]:
    """Flags that no operator was told of, oldest first."""
    query = _with_source(source_flags).where(source_flags.c.alerted_at.is_(None))
    query = query.order_by(source_flags.c.since, sources.c.url).limit(limit)
    return [_flagged(row, _flag_of(row)) for row in connection.execute(query)]


def ended(connection: Connection, *, limit: int) -> list[FlaggedSource]:
    """Flags that operators were told of and that hold no more; `since` is when each ended."""
    query = _with_source(ended_flags).order_by(ended_flags.c.ended_at, sources.c.url).limit(limit)
    return [
        _flagged(row, SourceFlag(source_id=row.source_id, flag=Flag(row.flag), since=row.ended_at), is_over=True)
        for row in connection.execute(query)
    ]


def mark_alerted(tx: Connection, told: Sequence[FlaggedSource], *, now: datetime) -> None:
    """Operators know of these: flags are not told again, ends are forgotten."""
    pairs = [(one.flag.source_id, one.flag.flag.value) for one in told if not one.is_over]
    over = [(one.flag.source_id, one.flag.flag.value) for one in told if one.is_over]
    if pairs:
        key = tuple_(source_flags.c.source_id, source_flags.c.flag)
        tx.execute(update(source_flags).where(key.in_(pairs)).values(alerted_at=now))
    if over:
        tx.execute(delete(ended_flags).where(or_(*(_is(pair) for pair in over))))


def _is(pair: tuple[str, str]) -> ColumnElement[bool]:
    return and_(ended_flags.c.source_id == pair[0], ended_flags.c.flag == pair[1])


def _with_source(table: Table) -> Select[Any]:
    return select(table, sources.c.url, sources.c.title, sources.c.domain).join(
        sources, sources.c.id == table.c.source_id
    )


def _flagged(row: Record, flag: SourceFlag, *, is_over: bool = False) -> FlaggedSource:
    return FlaggedSource(flag=flag, url=row.url, title=row.title, domain=row.domain, is_over=is_over)
