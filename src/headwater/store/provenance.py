"""Provenance links: one current link per article, earlier ones as history, and whom each speaks of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from headwater.model.article import Publisher
from headwater.model.codec import from_json, to_json
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.store.blocks import block_of_article, hash_of
from headwater.store.columns import Record
from headwater.store.generation import bump
from headwater.store.schema import link_history, link_mentions, links
from headwater.store.stories import recompute_story_of
from headwater.store.upserts import insert_missing, upsert


def save_link(tx: Connection, link: ProvenanceLink, *, now: datetime) -> None:
    """Make `link` the article's current one; a different earlier one goes to the history."""
    tombstone = block_of_article(tx, link.article_id)
    if tombstone is not None and tombstone.erased_at is not None:
        return
    known = tx.execute(select(links).where(links.c.article_id == link.article_id)).first()
    if known is not None:
        earlier = link_of(known)
        if earlier == link:
            return
        values = {"article_id": link.article_id, "linked_at": known.linked_at, "replaced_at": now}
        tx.execute(insert(link_history).values(body=to_json(earlier), **values))
    upsert(tx, links, _row(link, now), key=("article_id",))
    _mention(tx, link)
    recompute_story_of(tx, link.article_id)
    bump(tx)


def _row(link: ProvenanceLink, now: datetime) -> dict[str, object]:
    return {
        "article_id": link.article_id,
        "relation": link.relation.value,
        "confidence": link.confidence,
        "origin_article_id": link.origin_article_id,
        "origin_url": link.origin_url,
        "origin_url_hash": hash_of(link.origin_url) if link.origin_url else "",
        "origin_publisher": to_json(link.origin_publisher),
        "via_article_id": link.via_article_id,
        "via_url": link.via_url,
        "via_url_hash": hash_of(link.via_url) if link.via_url else "",
        "evidence": to_json(link.evidence),
        "method_version": link.method_version,
        "linked_at": now,
    }


def _mention(tx: Connection, link: ProvenanceLink) -> None:
    ids = {link.origin_article_id, link.via_article_id, *(evidence.article_id for evidence in link.evidence)}
    urls = {link.origin_url, link.via_url, *(evidence.url for evidence in link.evidence)}
    mentioned = (ids | {hash_of(url) for url in urls if url}) - {"", link.article_id}
    # Earlier mentions stay: the history still holds their words.
    insert_missing(tx, link_mentions, [{"mentioned": who, "article_id": link.article_id} for who in sorted(mentioned)])


def link_of(row: Record) -> ProvenanceLink:
    """The value of a row of `links`."""
    return ProvenanceLink(
        article_id=row.article_id,
        relation=Relation(row.relation),
        confidence=row.confidence,
        origin_article_id=row.origin_article_id,
        origin_url=row.origin_url,
        origin_publisher=from_json(Publisher, row.origin_publisher),
        via_article_id=row.via_article_id,
        via_url=row.via_url,
        evidence=tuple(from_json(Evidence, item) for item in row.evidence),
        method_version=row.method_version,
    )


def get_link(connection: Connection, article_id: str) -> ProvenanceLink | None:
    """The current link of an article."""
    row = connection.execute(select(links).where(links.c.article_id == article_id)).first()
    return None if row is None else link_of(row)


def get_link_history(connection: Connection, article_id: str) -> list[tuple[datetime, ProvenanceLink]]:
    """Earlier links of an article with the time at which each was made, first one first."""
    query = select(link_history).where(link_history.c.article_id == article_id).order_by(link_history.c.id)
    return [(row.linked_at, from_json(ProvenanceLink, row.body)) for row in connection.execute(query)]


def links_to(connection: Connection, origin_article_id: str) -> list[ProvenanceLink]:
    """The current links of other articles whose origin is this one."""
    query = select(links).where(links.c.origin_article_id == origin_article_id, links.c.article_id != origin_article_id)
    return [link_of(row) for row in connection.execute(query.order_by(links.c.article_id))]


def forget_mentions(tx: Connection, article_id: str, url_hashes: frozenset[str]) -> int:
    """Take an erased article out of every other link: its address, its id and the words of their evidence."""
    names = {article_id, *url_hashes} - {""}
    query = select(link_mentions.c.article_id).where(link_mentions.c.mentioned.in_(sorted(names))).distinct()
    holders = [holder for holder in tx.execute(query).scalars() if holder != article_id]
    for holder in holders:
        row = tx.execute(select(links).where(links.c.article_id == holder)).first()
        if row is not None:
            upsert(tx, links, _without(row, names), key=("article_id",))
    tx.execute(delete(link_history).where(link_history.c.article_id.in_(holders)))
    tx.execute(delete(link_mentions).where(link_mentions.c.mentioned.in_(sorted(names))))
    return len(holders)


def _without(row: Record, names: set[str]) -> dict[str, object]:
    """A link's row without the erased article; the publisher of the origin stays, as credit where it is due."""
    kept = dict(row._mapping)
    if row.origin_article_id in names or row.origin_url_hash in names:
        kept |= {"origin_article_id": "", "origin_url": "", "origin_url_hash": ""}
    if row.via_article_id in names or row.via_url_hash in names:
        kept |= {"via_article_id": "", "via_url": "", "via_url_hash": ""}
    return kept | {"evidence": []}
