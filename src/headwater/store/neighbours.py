"""Fingerprints and how they find each other: by rare shared keys through one index, and by vectors.

A look-up costs the number of its keys, not the size of the store: each key is counted up to a cap, keys that too many
articles hold are skipped, and the rest are read rarest first within a budget of rows.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select

from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.store.blocks import block_of_article
from headwater.store.columns import Record, microseconds, pack_vector, unpack_vector
from headwater.store.schema import fingerprint_keys, fingerprints, story_members, vectors
from headwater.store.upserts import upsert

KEY_CAP = 1000
"""A key held by more articles of the window says nothing about any two of them."""

MAX_LOOKUP_KEYS = 1000
"""Of more keys only the first are looked up."""

ROW_BUDGET = 20_000
"""Rows of the key index that one look-up reads, rarest keys first."""

_SIGN = 1 << 63


def key_hash(stage: str, key: str) -> int:
    """Stage and key in one signed 64-bit number (BLAKE2b)."""
    raw = hashlib.blake2b(f"{stage}\0{key}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(raw, "big") - _SIGN


def save_fingerprint(tx: Connection, stage: str, fingerprint: Fingerprint) -> None:
    """Keep what a stage remembers of an article, in place of what it remembered; nothing of an erased article."""
    tombstone = block_of_article(tx, fingerprint.article_id)
    if tombstone is not None and tombstone.erased_at is not None:
        return
    drop_fingerprints(tx, fingerprint.article_id, stage=stage)
    row = {
        "stage": stage,
        "article_id": fingerprint.article_id,
        "at": fingerprint.at,
        "keys": list(fingerprint.keys),
        "features": dict(fingerprint.features),
    }
    number = tx.execute(insert(fingerprints).values(**row).returning(fingerprints.c.number)).scalar_one()
    hashes = {key_hash(stage, key) for key in fingerprint.keys}
    if hashes:
        rows = [{"key_hash": key, "at": fingerprint.at, "number": number} for key in sorted(hashes)]
        tx.execute(insert(fingerprint_keys), rows)
    if fingerprint.vector is not None:
        place = {"stage": stage, "article_id": fingerprint.article_id}
        packed = {"at": fingerprint.at, "vector": pack_vector(fingerprint.vector)}
        upsert(tx, vectors, {**place, **packed}, key=("stage", "article_id"))


def drop_fingerprints(tx: Connection, article_id: str, *, stage: str = "") -> int:
    """Delete an article's fingerprints (of one stage, or of all) with keys and vectors; how many there were."""
    query = select(fingerprints).where(fingerprints.c.article_id == article_id)
    if stage:
        query = query.where(fingerprints.c.stage == stage)
    rows = tx.execute(query).all()
    for row in rows:
        keys = sorted({key_hash(row.stage, key) for key in row._mapping["keys"]})
        held = fingerprint_keys.c.key_hash.in_(keys) & (fingerprint_keys.c.at == row.at)
        tx.execute(delete(fingerprint_keys).where(held & (fingerprint_keys.c.number == row.number)))
        tx.execute(delete(fingerprints).where(fingerprints.c.number == row.number))
        at = (vectors.c.stage == row.stage) & (vectors.c.article_id == article_id)
        tx.execute(delete(vectors).where(at))
    return len(rows)


def get_fingerprint(connection: Connection, stage: str, article_id: str) -> Fingerprint | None:
    """What a stage remembers of an article; its vector rounded to float32."""
    found = load_neighbours(connection, stage, [article_id])
    return found[0].fingerprint if found else None


def find_neighbours(  # noqa: PLR0913 (a look-up is named by all of these)
    connection: Connection,
    stage: str,
    keys: Sequence[str],
    *,
    since: datetime,
    until: datetime,
    limit: int,
    exclude: Collection[str] = (),
) -> list[Neighbour]:
    """Up to `limit` articles within [since, until] that share keys, the rarest and most shared first.

    A shared key weighs log(2·KEY_CAP / holders): one shared rare name counts for several common ones.
    """
    wanted = {key_hash(stage, key) for key in keys[:MAX_LOOKUP_KEYS]}
    window = (microseconds(since), microseconds(until))
    weights = _weights(_holder_counts(connection, wanted, window))
    ranked = _ranked(connection, weights, window, limit + len(exclude))
    found = _load(connection, stage, numbers=ranked, shared=frozenset(keys))
    place = {number: index for index, number in enumerate(ranked)}
    kept = [(place[number], near) for number, near in found.items() if near.fingerprint.article_id not in exclude]
    # Two keys with one 64-bit hash would make strangers neighbours: what shares no key in full is none.
    return [near for _, near in sorted(kept, key=lambda pair: pair[0]) if near.shared_keys][:limit]


def _holder_counts(connection: Connection, wanted: Collection[int], window: tuple[int, int]) -> dict[int, int]:
    if not wanted:
        return {}
    sql = (
        f"WITH wanted(key_hash) AS (VALUES {_values((key,) for key in wanted)}) "  # noqa: S608 (integers only)
        "SELECT wanted.key_hash, (SELECT count(*) FROM (SELECT 1 FROM fingerprint_keys AS held "
        "WHERE held.key_hash = wanted.key_hash AND held.at BETWEEN "
        f"{window[0]:d} AND {window[1]:d} LIMIT {KEY_CAP + 1}) AS capped) FROM wanted"
    )
    return {row[0]: row[1] for row in connection.exec_driver_sql(sql)}


def _weights(counts: dict[int, int]) -> dict[int, float]:
    weights: dict[int, float] = {}
    budget = ROW_BUDGET
    for key, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        budget -= count
        if count > KEY_CAP or budget < 0:
            break
        if count:
            weights[key] = math.log(2 * KEY_CAP / count)
    return weights


def _ranked(connection: Connection, weights: dict[int, float], window: tuple[int, int], limit: int) -> list[int]:
    if not weights:
        return []
    sql = (
        f"WITH wanted(key_hash, weight) AS (VALUES {_values(weights.items())}) "  # noqa: S608 (numbers only)
        "SELECT held.number FROM wanted CROSS JOIN fingerprint_keys AS held "
        f"WHERE held.key_hash = wanted.key_hash AND held.at BETWEEN {window[0]:d} AND {window[1]:d} "
        f"GROUP BY held.number ORDER BY sum(wanted.weight) DESC, held.number DESC LIMIT {limit:d}"
    )
    return [row[0] for row in connection.exec_driver_sql(sql)]


def _values(rows: Iterable[tuple[int | float, ...]]) -> str:
    return ", ".join("(" + ", ".join(repr(number) for number in row) + ")" for row in rows)


def load_neighbours(connection: Connection, stage: str, article_ids: Sequence[str]) -> list[Neighbour]:
    """The fingerprints of these articles with their stories, in this order: for what a vector search found."""
    found = {near.fingerprint.article_id: near for near in _load(connection, stage, list(article_ids)).values()}
    return [found[article_id] for article_id in article_ids if article_id in found]


def load_recent(connection: Connection, stage: str, since: datetime, *, limit: int) -> list[Neighbour]:
    """The fingerprints of a stage from `since` on with their stories, in order of their time, the newest `limit`."""
    query = select(fingerprints.c.article_id).where(fingerprints.c.stage == stage, fingerprints.c.at >= since)
    newest = connection.execute(query.order_by(fingerprints.c.at.desc(), fingerprints.c.article_id).limit(limit))
    return load_neighbours(connection, stage, [row.article_id for row in newest][::-1])


def load_vectors(
    connection: Connection, stage: str, since: datetime
) -> tuple[list[str], list[datetime], NDArray[np.float32]]:
    """The ids, times and vectors of a stage's articles from `since` on; the vectors as a matrix, one row each.

    Vectors of another length than the newest one's come from another model and are left out.
    """
    query = select(vectors).where(vectors.c.stage == stage, vectors.c.at >= since)
    rows = connection.execute(query.order_by(vectors.c.at)).all()
    size = len(rows[-1].vector) if rows else 0
    same = [row for row in rows if len(row.vector) == size]
    matrix = np.frombuffer(b"".join(row.vector for row in same), dtype="<f4").astype(np.float32)
    return [row.article_id for row in same], [row.at for row in same], matrix.reshape(len(same), size // 4)


def _load(
    connection: Connection,
    stage: str,
    article_ids: Sequence[str] = (),
    *,
    numbers: Sequence[int] = (),
    shared: frozenset[str] = frozenset(),
) -> dict[int, Neighbour]:
    asked = fingerprints.c.number.in_(numbers) if numbers else fingerprints.c.article_id.in_(article_ids)
    query = (
        select(fingerprints, vectors.c.vector, story_members.c.story_id)
        .outerjoin(
            vectors, (vectors.c.stage == fingerprints.c.stage) & (vectors.c.article_id == fingerprints.c.article_id)
        )
        .outerjoin(story_members, story_members.c.article_id == fingerprints.c.article_id)
        .where(fingerprints.c.stage == stage, asked)
    )
    return {row.number: _neighbour(row, shared) for row in connection.execute(query)}


def _neighbour(row: Record, shared: frozenset[str]) -> Neighbour:
    keys = tuple(row._mapping["keys"])
    fingerprint = Fingerprint(
        article_id=row.article_id,
        at=row.at,
        keys=keys,
        features=row.features,
        vector=None if row.vector is None else unpack_vector(row.vector),
    )
    common = tuple(key for key in keys if key in shared)
    return Neighbour(fingerprint=fingerprint, story_id=row.story_id or "", shared_keys=common)
