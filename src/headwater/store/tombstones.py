"""Takedowns in effect: one row hides an article from every reader at once; erasing removes its bytes later.

Order of every act: the line in the ledger on disk, then the rows, then the commit. A crash between them leads to
repeating at the next start, never to forgetting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, delete, insert, select, update

from headwater.model.notice import Tombstone
from headwater.store.blocks import block_of_article, domain_hash, hash_of, is_blocked, tombstone_of
from headwater.store.erasure import erase_rows, find_target
from headwater.store.generation import bump
from headwater.store.ledger import Ledger, LedgerLine
from headwater.store.schema import addresses, articles, erasure_steps, tombstone_addresses, tombstones
from headwater.store.stories import recompute, story_of
from headwater.store.upserts import insert_missing
from headwater.text.urls import canonical_url, registrable_domain

__all__ = [
    "ReplayResult",
    "after_erase",
    "erase",
    "get_tombstone",
    "is_blocked",
    "lift",
    "list_tombstones",
    "replay_ledger",
    "withhold",
]

MIN_BLOCKING_TEXT_CHARS = 200
"""Shorter texts are not blocked by their hash: a publisher's empty or one-line pages are alike."""

CHECKPOINT_PATIENCE = timedelta(seconds=10)
"""How long the log may wait for readers to let go of it: they hold it for milliseconds."""

WITHHELD, ERASED, LIFTED = "withheld", "erased", "lifted"


class OpenStore(Protocol):
    """What ledger and checkpoint need of a store."""

    ledger: Ledger

    def write(self) -> AbstractContextManager[Connection]:
        """One write transaction."""

    def outside_transactions(self) -> AbstractContextManager[Any]:
        """A DB-API connection without an open transaction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayResult:
    """What a replay of the ledger had to do; `broken_line_count` counts lines torn by a crash."""

    withheld_count: int = 0
    erased_count: int = 0
    lifted_count: int = 0
    broken_line_count: int = 0


def withhold(
    tx: Connection, subject: str, *, reason: str, now: datetime, tombstone_id: str, notice_id: str = ""
) -> Tombstone | None:
    """Hide an article at once, named by its id or any of its addresses; an address not held yet is blocked.

    Returns the tombstone, an earlier one where there is one; None for a subject that is neither a known id nor an
    http(s) address. `reason` is public.
    """
    article_id = _article_of(tx, subject)
    url = canonical_url(subject)
    if not article_id and not url:
        return None
    known = block_of_article(tx, article_id) or (is_blocked(tx, url) if url else None)
    if known is not None:
        return known
    line = _line_for(tx, article_id, url)
    tombstone = replace(line.tombstone, id=tombstone_id, reason=reason, since=now, notice_id=notice_id)
    line = replace(line, tombstone=tombstone)
    _ledger(tx).append(line)
    _bury(tx, line)
    return tombstone


def _article_of(tx: Connection, subject: str) -> str:
    for column in (addresses.c.article_id, articles.c.id):
        known = tx.execute(select(column).where(column == subject).limit(1)).scalar()
        if known:
            return str(known)
    by_address = select(addresses.c.article_id).where(addresses.c.url_hash == hash_of(subject))
    return tx.execute(by_address).scalar() or ""


def _line_for(tx: Connection, article_id: str, url: str) -> LedgerLine:
    hashes = {hash_of(url)} if url else set()
    row = tx.execute(select(articles).where(articles.c.id == article_id)).first()
    text_hash = ""
    if row is not None:
        hashes.add(hash_of(row.url))
        text_hash = row.body_digest if row.text_chars >= MIN_BLOCKING_TEXT_CHARS else ""
    ours = select(addresses).where(addresses.c.article_id == article_id, addresses.c.article_id != "")
    held = tx.execute(ours.order_by(addresses.c.is_alias)).all()
    hashes.update(address.url_hash for address in held)
    main = row.url if row is not None else held[0].url if held else url
    tombstone = Tombstone(
        id="", subject_id=article_id, url_hash=hash_of(main), reason="", since=_NEVER, text_hash=text_hash
    )
    domain = domain_hash(registrable_domain(main))
    return LedgerLine(act=WITHHELD, tombstone=tombstone, url_hashes=tuple(sorted(hashes)), domain_hash=domain)


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _bury(tx: Connection, line: LedgerLine) -> None:
    """Put the rows of a tombstone in place: from the commit on no reader sees the article."""
    stone = line.tombstone
    story_id = story_of(tx, stone.subject_id) if stone.subject_id else ""
    values = {
        "id": stone.id,
        "subject_id": stone.subject_id,
        "url_hash": stone.url_hash,
        "reason": stone.reason,
        "since": stone.since,
        "notice_id": stone.notice_id,
        "text_hash": stone.text_hash,
        "domain_hash": line.domain_hash,
        "story_id": story_id,
    }
    tx.execute(insert(tombstones).values(**values))
    rows = [{"url_hash": key, "tombstone_id": stone.id} for key in {stone.url_hash, *line.url_hashes}]
    insert_missing(tx, tombstone_addresses, rows)
    _recompute_stories(tx, stone.id, story_id)
    bump(tx)


def _recompute_stories(tx: Connection, tombstone_id: str, *story_ids: str) -> None:
    """Compute anew the stories that a tombstone touches: its article's, and those of others under its addresses."""
    others = [story_of(tx, article_id) for article_id in _under_addresses(tx, _hashes(tx, tombstone_id))]
    for story_id in dict.fromkeys([*story_ids, *others]):
        if story_id:
            recompute(tx, story_id)


def _under_addresses(tx: Connection, hashes: frozenset[str]) -> list[str]:
    """Articles saved under one of these addresses, whatever their ids: one address may have come by two ways."""
    query = select(articles.c.id).where(articles.c.url_hash.in_(sorted(hashes)))
    return list(tx.execute(query).scalars())


def lift(tx: Connection, tombstone_id: str) -> bool:
    """Show a withheld article again; False if there is no such tombstone or its article is erased."""
    row = tx.execute(select(tombstones).where(tombstones.c.id == tombstone_id)).first()
    if row is None or row.erased_at is not None:
        return False
    _ledger(tx).append(LedgerLine(act=LIFTED, tombstone=tombstone_of(row)))
    _unbury(tx, tombstone_id, row.story_id)
    return True


def _unbury(tx: Connection, tombstone_id: str, story_id: str) -> None:
    others = [story_of(tx, article_id) for article_id in _under_addresses(tx, _hashes(tx, tombstone_id))]
    tx.execute(delete(tombstones).where(tombstones.c.id == tombstone_id))
    for touched in dict.fromkeys([story_id, *others]):
        if touched:
            recompute(tx, touched)
    bump(tx)


def erase(tx: Connection, tombstone_id: str, now: datetime) -> tuple[tuple[str, int], ...]:
    """Delete the bytes of a withheld article from every table; what was done as (store, count).

    Empty where it was done before or there is no such tombstone. Afterwards call `after_erase`: until then freed
    pages and the write-ahead log may hold old bytes.
    """
    row = tx.execute(select(tombstones).where(tombstones.c.id == tombstone_id)).first()
    if row is None or row.erased_at is not None:
        return ()
    stone = replace(tombstone_of(row), erased_at=now)
    hashes = _hashes(tx, tombstone_id)
    line = LedgerLine(act=ERASED, tombstone=stone, url_hashes=tuple(sorted(hashes)), domain_hash=row.domain_hash)
    _ledger(tx).append(line)
    return _erase(tx, stone, now)


def _hashes(connection: Connection, tombstone_id: str) -> frozenset[str]:
    query = select(tombstone_addresses.c.url_hash).where(tombstone_addresses.c.tombstone_id == tombstone_id)
    return frozenset(connection.execute(query).scalars())


def _erase(tx: Connection, stone: Tombstone, now: datetime) -> tuple[tuple[str, int], ...]:
    target = find_target(tx, stone.subject_id, _hashes(tx, stone.id))
    rows = [{"url_hash": key, "tombstone_id": stone.id} for key in sorted(target.url_hashes)]
    insert_missing(tx, tombstone_addresses, rows)
    steps = erase_rows(tx, target)
    for other in _under_addresses(tx, target.url_hashes):
        steps += _erase_other(tx, other, target.url_hashes)
    mine = tombstones.c.id == stone.id
    tx.execute(update(tombstones).where(mine).values(erased_at=now))
    # A member that joined after the withholding has its story only now.
    if target.story_id:
        tx.execute(update(tombstones).where(mine).values(story_id=target.story_id))
        recompute(tx, target.story_id)
    totals: Counter[str] = Counter()
    for name, count in steps:
        totals[name] += count
    done = [{"tombstone_id": stone.id, "store": name, "count": count, "at": now} for name, count in totals.items()]
    insert_missing(tx, erasure_steps, done)
    bump(tx)
    return tuple(totals.items())


def _erase_other(tx: Connection, article_id: str, hashes: frozenset[str]) -> tuple[tuple[str, int], ...]:
    target = find_target(tx, article_id, hashes)
    steps = erase_rows(tx, target)
    if target.story_id:
        recompute(tx, target.story_id)
    return steps


def after_erase(store: OpenStore, *, patience: timedelta = CHECKPOINT_PATIENCE) -> bool:
    """Overwrite what erasing left behind: merge the full-text index, empty the write-ahead log.

    False where a reader held the log open for all of `patience` (SQLite's busy flag): call it again later.
    """
    with store.outside_transactions() as connection:
        connection.execute(f"PRAGMA busy_timeout={patience // timedelta(milliseconds=1):d}").fetchall()
        connection.execute("INSERT INTO article_search(article_search) VALUES ('optimize')")
        is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def get_tombstone(connection: Connection, tombstone_id: str) -> Tombstone | None:
    """The tombstone with this id."""
    row = connection.execute(select(tombstones).where(tombstones.c.id == tombstone_id)).first()
    return None if row is None else tombstone_of(row)


def list_tombstones(connection: Connection, *, is_erased: bool | None = None) -> list[Tombstone]:
    """All tombstones, oldest first; only the erased or only the withheld ones where asked."""
    query = select(tombstones).order_by(tombstones.c.since, tombstones.c.id)
    if is_erased is not None:
        query = query.where(tombstones.c.erased_at.is_not(None) if is_erased else tombstones.c.erased_at.is_(None))
    return [tombstone_of(row) for row in connection.execute(query)]


def replay_ledger(store: OpenStore) -> ReplayResult:
    """Bring the database up to its ledger: after a restore or a crash everything withheld or erased is so again.

    A ledger that lacks tombstones of the database (it was lost) is written anew from them.
    """
    lines, broken = store.ledger.lines()
    with store.write() as tx:
        result = _replay(tx, lines)
        known = {line.tombstone.id for line in lines}
        for stone in list_tombstones(tx):
            if stone.id not in known:
                store.ledger.append(_line_of(tx, stone))
    if result.erased_count:
        after_erase(store)
    return replace(result, broken_line_count=broken)


def _line_of(tx: Connection, stone: Tombstone) -> LedgerLine:
    domain = tx.execute(select(tombstones.c.domain_hash).where(tombstones.c.id == stone.id)).scalar_one()
    act = WITHHELD if stone.erased_at is None else ERASED
    hashes = tuple(sorted(_hashes(tx, stone.id)))
    return LedgerLine(act=act, tombstone=stone, url_hashes=hashes, domain_hash=domain)


def _replay(tx: Connection, lines: Sequence[LedgerLine]) -> ReplayResult:
    last = {line.tombstone.id: line for line in lines}
    withheld = erased = lifted = 0
    for line in last.values():
        known = get_tombstone(tx, line.tombstone.id)
        if line.act == LIFTED:
            if known is not None and known.erased_at is None:
                row = tx.execute(select(tombstones.c.story_id).where(tombstones.c.id == known.id)).scalar()
                _unbury(tx, known.id, row or "")
                lifted += 1
            continue
        if known is None:
            _bury(tx, _resolved(tx, line))
            withheld += 1
        if line.act == ERASED and line.tombstone.erased_at and (known is None or known.erased_at is None):
            _erase(tx, get_tombstone(tx, line.tombstone.id) or line.tombstone, line.tombstone.erased_at)
            erased += 1
    return ReplayResult(withheld_count=withheld, erased_count=erased, lifted_count=lifted)


def _resolved(tx: Connection, line: LedgerLine) -> LedgerLine:
    """The line with its article's id, where the database knows one of its addresses."""
    if line.tombstone.subject_id:
        return line
    query = select(addresses.c.article_id).where(addresses.c.url_hash.in_(line.url_hashes))
    article_id = tx.execute(query.limit(1)).scalar() or ""
    return replace(line, tombstone=replace(line.tombstone, subject_id=article_id))


def _ledger(tx: Connection) -> Ledger:
    ledger = tx.get_execution_options().get("headwater_ledger")
    if not isinstance(ledger, Ledger):
        raise TypeError("tombstones are written only in Store.write()")
    return ledger
