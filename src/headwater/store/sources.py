"""Sources: the places that are polled, one row per address."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, delete, select, update

from headwater.model.article import Publisher, PublisherKind
from headwater.model.codec import to_json
from headwater.model.habit import habit_from_json, habit_to_json
from headwater.model.job import Stage
from headwater.model.web import Source, SourceKind, Validators
from headwater.store.columns import Record
from headwater.store.publishers import upsert_publisher
from headwater.store.queue import drop_jobs, enqueue
from headwater.store.schema import sources
from headwater.text.urls import canonical_url, host_of, registrable_domain

_ID_HEX = 24
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


def add_source(tx: Connection, source: Source) -> str:
    """Keep a source and return its id; one whose address is known already stays as it is."""
    known = tx.execute(select(sources.c.id).where(sources.c.url == source.url)).scalar()
    if known is not None:
        return str(known)
    made = "src_" + hashlib.sha256(source.url.encode()).hexdigest()[:_ID_HEX]
    kept = replace(source, id=source.id or made, publisher=_kept_publisher(tx, source))
    tx.execute(sources.insert().values(**_row(kept)))
    return kept.id


def _kept_publisher(tx: Connection, source: Source) -> Publisher:
    publisher = source.publisher
    if not publisher.domains:
        domain = registrable_domain(source.url)
        publisher = replace(publisher, domains=(domain,) if domain else ())
    return upsert_publisher(tx, publisher)


def _row(source: Source) -> dict[str, object]:
    return {
        **_described(source),
        "domain": source.publisher.domain or registrable_domain(source.url),
        "publisher": to_json(source.publisher),
        "usual_language": source.usual_language,
        "added_at": source.added_at,
    }


def source_of(row: Record) -> Source:
    """The value of a row of `sources`."""
    return Source(
        id=row.id,
        url=row.url,
        kind=SourceKind(row.kind),
        publisher=_publisher(row.publisher),
        title=row.title,
        language=row.language,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        is_paused=row.is_paused,
        next_check_at=row.next_check_at,
        last_check_at=row.last_check_at,
        last_success_at=row.last_success_at,
        failure_count=row.failure_count,
        last_outcome=row.last_outcome,
        interval=timedelta(seconds=row.interval_seconds),
        habit=habit_from_json(row.habit),
        hub_url=row.hub_url,
        topic_url=row.topic_url,
        patterns=tuple(row.patterns or ()),
        usual_language=row.usual_language,
        added_at=row.added_at,
    )


def _publisher(said: Any) -> Publisher:
    """`from_json(Publisher, …)`, ten times as fast: every poll loads one."""
    return Publisher(
        id=said.get("id", ""),
        name=said.get("name", ""),
        kind=PublisherKind(said.get("kind", PublisherKind.UNKNOWN)),
        domains=tuple(said.get("domains", ())),
        country=said.get("country", ""),
        languages=tuple(said.get("languages", ())),
        owner=said.get("owner", ""),
    )


def find_source(connection: Connection, id_or_url_or_domain: str) -> Source | None:
    """The source with this id or address, else the first one (by address) of this registrable domain."""
    asked = id_or_url_or_domain
    for condition in (
        sources.c.id == asked,
        sources.c.url == asked,
        sources.c.url == (canonical_url(asked) or asked),
        sources.c.domain == (registrable_domain(asked) if "/" not in asked else ""),
    ):
        row = connection.execute(select(sources).where(condition).order_by(sources.c.url).limit(1)).first()
        if row is not None:
            return source_of(row)
    return None


def id_at(connection: Connection, url: str) -> str:
    """The id of the source with this address; empty where there is none."""
    wanted = {url, canonical_url(url)}
    return connection.execute(select(sources.c.id).where(sources.c.url.in_(wanted)).limit(1)).scalar() or ""


def list_sources(connection: Connection) -> list[Source]:
    """All sources, by domain and address."""
    query = select(sources).order_by(sources.c.domain, sources.c.url)
    return [source_of(row) for row in connection.execute(query)]


def update_source(tx: Connection, source: Source) -> bool:
    """Overwrite the source with this id; False if there is none."""
    row = _row(source)
    del row["id"], row["usual_language"]  # the sweep over sources keeps that
    return tx.execute(update(sources).where(sources.c.id == source.id).values(**row)).rowcount == 1


def load_sources(connection: Connection, source_ids: Collection[str]) -> dict[str, Source]:
    """The sources with these ids, by id; unknown ones are left out."""
    rows = connection.execute(select(sources).where(sources.c.id.in_(list(source_ids))))
    return {row.id: source_of(row) for row in rows}


def set_address(tx: Connection, source_id: str, url: str) -> None:
    """A source is read at another address from now on; no other source may have it."""
    tx.execute(update(sources).where(sources.c.id == source_id).values(url=url))


_AFTER_POLL = (
    "etag",
    "last_modified",
    "is_paused",
    "next_check_at",
    "last_check_at",
    "last_success_at",
    "failure_count",
    "last_outcome",
    "interval_seconds",
)
_AFTER_DOCUMENT = (*_AFTER_POLL, "url", "kind", "title", "language", "habit", "hub_url", "topic_url", "patterns")


def save_polled(tx: Connection, polled: Collection[Source], *, with_document: bool) -> None:
    """Keep what polls changed of their sources: when and how they went, and `with_document` what it taught."""
    names = _AFTER_DOCUMENT if with_document else _AFTER_POLL
    described = _described if with_document else _checked
    rows = [{f"new_{name}": value for name, value in described(source).items()} for source in polled]
    if rows:
        tx.execute(_save_polled(names), rows)


@lru_cache(maxsize=2)
def _save_polled(names: tuple[str, ...]) -> Update:
    values = {name: bindparam(f"new_{name}", type_=sources.c[name].type) for name in names}
    return update(sources).where(sources.c.id == bindparam("new_id")).values(**values)


def _checked(source: Source) -> dict[str, object]:
    """What every poll changes."""
    return {
        "id": source.id,
        "etag": source.validators.etag,
        "last_modified": source.validators.last_modified,
        "is_paused": source.is_paused,
        "next_check_at": source.next_check_at,
        "last_check_at": source.last_check_at,
        "last_success_at": source.last_success_at,
        "failure_count": source.failure_count,
        "last_outcome": source.last_outcome,
        "interval_seconds": source.interval.total_seconds(),
    }


def _described(source: Source) -> dict[str, object]:
    """What a document changes beside."""
    return {
        **_checked(source),
        "url": source.url,
        "kind": source.kind.value,
        "title": source.title,
        "language": source.language,
        "habit": habit_to_json(source.habit),
        "hub_url": source.hub_url,
        "topic_url": source.topic_url,
        "patterns": list(source.patterns) or None,
    }


def remove_source(tx: Connection, source_id: str) -> bool:
    """Delete a source and its jobs; what it brought stays. False if there is none."""
    drop_jobs(tx, [source_id])
    return tx.execute(delete(sources).where(sources.c.id == source_id)).rowcount == 1


def set_paused(tx: Connection, source_id: str, is_paused: bool) -> bool:
    """Stop or resume polling a source, with its job in the queue; False if there is none."""
    source = find_source(tx, source_id)
    if source is None:
        return False
    update_source(tx, replace(source, is_paused=is_paused))
    if is_paused:
        drop_jobs(tx, [source.id])
    else:
        enqueue(tx, Stage.POLL, source.id, due_at=source.next_check_at or _AT_ONCE, host=host_of(source.url))
    return True
