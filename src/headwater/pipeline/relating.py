"""RELATE: find an article's neighbours, decide where it came from, and put it into a story.

The stages decide (`provenance.link_group`, `cluster.place`); here their questions are answered from the store and
their answers saved. Articles that came together and are related are traced together: an origin is often read after
its copies. No transaction is open while a stage decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from headwater import cluster, provenance
from headwater.model.job import Job
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.model.story import StoryChange
from headwater.pipeline.vectors import VectorCache
from headwater.pipeline.workshop import Workshop
from headwater.store import Transaction, neighbours, queue, stories, versions
from headwater.store import provenance as links

PROVENANCE_WINDOW = timedelta(days=14)
CLUSTER_WINDOW = timedelta(hours=72)
MAX_NEIGHBOURS = 40
MAX_GROUP = 80  # articles traced together; pairs grow with the square

_NO_ORIGIN = (Relation.ORIGINAL, Relation.UNKNOWN)


@dataclass(kw_only=True)
class _Batch:
    """New articles with their fingerprints, all neighbours of theirs, and what is known of those.

    `edited` are articles that have an earlier version: what copied them may have copied that one.
    """

    jobs: dict[str, Job]
    prints: dict[str, Fingerprint] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, ProvenanceLink] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)


def relate(shop: Workshop, cache: VectorCache, jobs: list[Job]) -> list[str]:
    """RELATE jobs, traced in groups, then placed in order of their articles' own time; the outcomes in words."""
    batch = _load(shop, jobs)
    for group in _groups(batch):
        _save_links(shop, _resolved(shop, batch, group))
    fresh = [batch.prints[article_id] for article_id in batch.jobs if article_id in batch.prints]
    for fingerprint in sorted(fresh, key=lambda one: (one.at, one.article_id)):
        _place(shop, cache, batch.jobs[fingerprint.article_id])
    _finish(shop, [job for article_id, job in batch.jobs.items() if article_id not in batch.prints])
    return ["related" if job.subject_id in batch.prints else "gone" for job in jobs]


def _load(shop: Workshop, jobs: list[Job]) -> _Batch:
    batch = _Batch(jobs={job.subject_id: job for job in jobs})
    with shop.store.read() as tx:
        for article_id in batch.jobs:
            fingerprint = neighbours.get_fingerprint(tx, "provenance", article_id)
            if fingerprint is not None:
                batch.prints[article_id] = fingerprint
            standing = versions.find_standing(tx, article_id)
            if standing is not None and standing.version > 1:
                batch.edited.add(article_id)
        for article_id in list(batch.prints):
            found = _provenance_neighbours(tx, batch.prints[article_id])
            batch.near[article_id] = [near.fingerprint.article_id for near in found]
            batch.prints |= {near.fingerprint.article_id: near.fingerprint for near in found}
        for article_id in batch.prints:
            known = links.get_link(tx, article_id)
            if known is not None:
                batch.links[article_id] = known
    return batch


def _provenance_neighbours(tx: Transaction, fingerprint: Fingerprint) -> list[Neighbour]:
    return neighbours.find_neighbours(
        tx,
        "provenance",
        fingerprint.keys,
        since=fingerprint.at - PROVENANCE_WINDOW,
        until=fingerprint.at + PROVENANCE_WINDOW,
        limit=MAX_NEIGHBOURS,
        exclude=(fingerprint.article_id,),
    )


def _groups(batch: _Batch) -> Iterator[list[str]]:
    """New articles and their neighbours, joined where they share one; a group too large falls into single articles."""
    roots: dict[str, str] = {}

    def root(article_id: str) -> str:
        while roots.setdefault(article_id, article_id) != article_id:
            article_id = roots[article_id]
        return article_id

    for article_id, near in batch.near.items():
        for other in near:
            roots[root(other)] = root(article_id)
    members: dict[str, list[str]] = defaultdict(list)
    for article_id in dict.fromkeys([*batch.near, *(other for near in batch.near.values() for other in near)]):
        members[root(article_id)].append(article_id)
    for group in members.values():
        if len(group) <= MAX_GROUP:
            yield group
        else:
            yield from ([one, *batch.near[one]] for one in group if one in batch.near)


def _resolved(shop: Workshop, batch: _Batch, group: list[str]) -> list[ProvenanceLink]:
    """The links of a group that are to be saved: those of new articles, and those that are now known better."""
    prints = [batch.prints[article_id] for article_id in group]
    found = {link.article_id: link for link in provenance.link_group(prints, agencies=shop.agencies)}
    for article_id, link in found.items():
        known = batch.links.get(article_id)
        is_wanted = article_id in batch.jobs or _is_better(known, link, group)
        if is_wanted and not _is_lost(batch, known, link):
            batch.links[article_id] = link
    changed = [article_id for article_id in group if batch.links.get(article_id) is found[article_id]]
    return [provenance.followed(batch.links[article_id], batch.links) for article_id in changed]


def _is_better(known: ProvenanceLink | None, link: ProvenanceLink, group: Collection[str]) -> bool:
    """Whether this group knows more of a neighbour than before: it holds all that the known link rests on, or it
    finds an origin where none was known or held, or a surer one."""
    if known is None:
        return True
    source = known.via_article_id or known.origin_article_id
    if source in group or source == known.article_id:
        return True
    if link.relation in _NO_ORIGIN:
        return False
    if known.relation in _NO_ORIGIN or (link.origin_article_id and not known.origin_article_id):
        return True
    return link.confidence > known.confidence


def _is_lost(batch: _Batch, known: ProvenanceLink | None, link: ProvenanceLink) -> bool:
    """Whether a known origin is not found any more because one of the two was edited: a copy stays one."""
    if known is None or known.relation in _NO_ORIGIN or link.relation not in _NO_ORIGIN:
        return False
    return not batch.edited.isdisjoint((known.article_id, known.via_article_id or known.origin_article_id))


def _save_links(shop: Workshop, found: list[ProvenanceLink]) -> None:
    """Save links, and lead on the chains of others that end in an article which turned out to have an origin."""
    now = shop.clock.now()
    fresh: Mapping[str, ProvenanceLink] = {link.article_id: link for link in found}
    with shop.store.write() as tx:
        for link in found:
            links.save_link(tx, link, now=now)
            if link.relation in _NO_ORIGIN:
                continue
            for follower in links.links_to(tx, link.article_id):
                if follower.article_id not in fresh:
                    links.save_link(tx, provenance.followed(follower, fresh), now=now)


def _place(shop: Workshop, cache: VectorCache, job: Job) -> None:
    now = shop.clock.now()
    with shop.store.read() as tx:
        changes, fingerprint = _changes(tx, cache, job.subject_id)
    with shop.store.write() as tx:
        if not queue.finish(tx, job):
            return
        for change in changes:
            stories.apply_change(tx, change, now=now, new_story_id=shop.new_id(now))
    if fingerprint is not None:
        cache.add(fingerprint)


def _changes(tx: Transaction, cache: VectorCache, article_id: str) -> tuple[list[StoryChange], Fingerprint | None]:
    fingerprint = neighbours.get_fingerprint(tx, "cluster", article_id)
    if fingerprint is None:
        return [], None
    link = links.get_link(tx, article_id)
    linked_story_id = stories.story_of(tx, link.origin_article_id) if link and link.origin_article_id else ""
    found = _cluster_neighbours(tx, cache, fingerprint)
    changes = cluster.place(fingerprint, found, link=link, linked_story_id=linked_story_id)
    if stories.story_of(tx, article_id):  # read again: an article keeps its story
        return [change for change in changes if change.article_id != article_id], fingerprint
    return list(changes), fingerprint


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
    near = [article_id for article_id, _ in cache.nearest(fingerprint, since, until) if article_id not in seen]
    return by_key + neighbours.load_neighbours(tx, "cluster", near)


def _finish(shop: Workshop, jobs: list[Job]) -> None:
    with shop.store.write() as tx:
        for job in jobs:
            queue.finish(tx, job)
