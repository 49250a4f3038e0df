"""RELATE: find an article's neighbours, decide where it came from, and put it into a story.

The stages decide (`provenance.link_group`, `cluster.place`); here their questions are answered from the store and
their answers saved. A late-arriving origin makes the links of its neighbours due again in the same transaction.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from headwater import cluster, provenance
from headwater.model.job import Job
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.pipeline.vectors import VectorCache
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, neighbours, queue, stories
from headwater.store import provenance as links

PROVENANCE_WINDOW = timedelta(days=14)
CLUSTER_WINDOW = timedelta(hours=72)
MAX_NEIGHBOURS = 60


def relate(shop: Workshop, cache: VectorCache, jobs: list[Job]) -> list[str]:
    """RELATE jobs in order of their articles' own time, each in its own transaction; the outcomes in words."""
    with shop.store.read() as tx:
        known = [(job, neighbours.get_fingerprint(tx, "provenance", job.subject_id)) for job in jobs]
    far = shop.clock.now() + PROVENANCE_WINDOW
    known.sort(key=lambda pair: pair[1].at if pair[1] is not None else far)
    return [_relate_one(shop, cache, job, fingerprint) for job, fingerprint in known]


def _relate_one(shop: Workshop, cache: VectorCache, job: Job, fingerprint: Fingerprint | None) -> str:
    now = shop.clock.now()
    with shop.store.write() as tx:
        if fingerprint is not None:
            link = _trace(shop, tx, fingerprint, now)
            _place(shop, tx, cache, job.subject_id, link, now)
        queue.finish(tx, job)
    return "related" if fingerprint is not None else "gone"


def _trace(shop: Workshop, tx: Transaction, fingerprint: Fingerprint, now: datetime) -> ProvenanceLink:
    found = neighbours.find_neighbours(
        tx,
        "provenance",
        fingerprint.keys,
        since=fingerprint.at - PROVENANCE_WINDOW,
        until=fingerprint.at + PROVENANCE_WINDOW,
        limit=MAX_NEIGHBOURS,
        exclude=(fingerprint.article_id,),
    )
    group = [fingerprint, *(neighbour.fingerprint for neighbour in found)]
    current = {member.article_id: links.get_link(tx, member.article_id) for member in group}
    resolved = provenance.link_group(group, agencies=shop.agencies)
    for link in resolved:
        if link.article_id == fingerprint.article_id or _is_better(current.get(link.article_id), link):
            links.save_link(tx, link, now=now)
    return next(link for link in resolved if link.article_id == fingerprint.article_id)


def _is_better(known: ProvenanceLink | None, link: ProvenanceLink) -> bool:
    """A neighbour's link changes only when this group knows more: an origin where none was known, or surer."""
    if known is None:
        return True
    if link.relation in (Relation.ORIGINAL, Relation.UNKNOWN):
        return False
    return known.relation in (Relation.ORIGINAL, Relation.UNKNOWN) or link.confidence > known.confidence


def _place(
    shop: Workshop, tx: Transaction, cache: VectorCache, article_id: str, link: ProvenanceLink, now: datetime
) -> None:
    fingerprint = neighbours.get_fingerprint(tx, "cluster", article_id)
    if fingerprint is None:
        return
    found = _cluster_neighbours(tx, cache, fingerprint)
    linked_story_id = stories.story_of(tx, link.origin_article_id) if link.origin_article_id else ""
    current = stories.story_of(tx, article_id)
    for change in cluster.place(fingerprint, found, link=link, linked_story_id=linked_story_id or ""):
        if change.article_id == article_id and current:
            continue  # read again: an article keeps its story
        stories.apply_change(tx, change, now=now, new_story_id=shop.new_id(now))
    cache.add(fingerprint)


def _cluster_neighbours(tx: Transaction, cache: VectorCache, fingerprint: Fingerprint) -> list[Neighbour]:
    since, until = fingerprint.at - CLUSTER_WINDOW, fingerprint.at + CLUSTER_WINDOW
    by_key = neighbours.find_neighbours(
        tx,
        "cluster",
        fingerprint.keys,
        since=since,
        until=until,
        limit=MAX_NEIGHBOURS,
        exclude=(fingerprint.article_id,),
    )
    seen = {neighbour.fingerprint.article_id for neighbour in by_key}
    near = [(id_, cosine) for id_, cosine in cache.nearest(fingerprint, since, until) if id_ not in seen]
    return by_key + [found for id_, cosine in near if (found := _near(tx, id_, cosine)) is not None]


def _near(tx: Transaction, article_id: str, cosine: float) -> Neighbour | None:
    fingerprint = neighbours.get_fingerprint(tx, "cluster", article_id)
    if fingerprint is None:
        return None
    return Neighbour(fingerprint=fingerprint, story_id=stories.story_of(tx, article_id) or "", cosine=cosine)
