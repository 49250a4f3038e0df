"""Second step: the link of one article among its neighbours, or of a whole related group at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from headwater.model.article import Publisher
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.provenance._graph import Graph, graph_of
from headwater.provenance._links import links_of
from headwater.provenance._resolve import resolve
from headwater.provenance._work import Work, read_work
from headwater.provenance.agencies import with_publishers

LIKELY = 0.5


def link(
    fingerprint: Fingerprint,
    neighbours: Sequence[Neighbour],
    *,
    agencies: Sequence[Publisher] = (),
    links: Mapping[str, ProvenanceLink] | None = None,
) -> ProvenanceLink:
    """Where the article came from, among its neighbours or outside; an original names itself.

    `agencies` are publishers known besides the shipped table. `links` are the neighbours' current links: with them
    the neighbours are not weighed against each other again, and the chain is followed beyond them.
    """
    works = _works([fingerprint, *(neighbour.fingerprint for neighbour in neighbours)])
    focus, known = fingerprint.article_id, links or {}
    graph = graph_of(works, with_publishers(agencies), focus=focus, is_deep=links is None)
    peers = {article_id: found.origin_article_id for article_id, found in known.items() if found.origin_article_id}
    (found,) = links_of(graph, resolve(graph, peers), [focus])
    return followed(found, known)


def link_group(fingerprints: Sequence[Fingerprint], *, agencies: Sequence[Publisher] = ()) -> list[ProvenanceLink]:
    """One link for each article of a related group, resolved together, in the order given; no cycles."""
    works = _works(fingerprints)
    graph = graph_of(works, with_publishers(agencies))
    return links_of(graph, resolve(graph), [work.article_id for work in works])


def link_pairs(
    fingerprints: Sequence[Fingerprint],
    pairs: Iterable[tuple[str, str]],
    *,
    agencies: Sequence[Publisher] = (),
) -> list[ProvenanceLink]:
    """The same where somebody else has found which pairs are neighbours: each is measured once."""
    graph = Graph(agencies=with_publishers(agencies))
    works = _works(fingerprints)
    for work in works:
        graph.add(work)
    graph.measure(pairs)
    graph.look_outside(graph.works)
    return links_of(graph, resolve(graph), [work.article_id for work in works])


def affected(
    fingerprint: Fingerprint, neighbours: Sequence[Neighbour], *, agencies: Sequence[Publisher] = ()
) -> tuple[str, ...]:
    """The neighbours that may owe their text to this article: a late-arriving origin makes their links due again."""
    works = _works([fingerprint, *(neighbour.fingerprint for neighbour in neighbours)])
    graph = graph_of(works, with_publishers(agencies), focus=fingerprint.article_id, is_deep=False)
    followers = graph.by_parent[fingerprint.article_id].values()
    return tuple(edge.child for edge in followers if edge.probability >= LIKELY)


def _works(fingerprints: Sequence[Fingerprint]) -> list[Work]:
    distinct = {fingerprint.article_id: fingerprint for fingerprint in reversed(fingerprints)}
    return [read_work(fingerprint) for fingerprint in list(distinct.values())[::-1]]


def followed(found: ProvenanceLink, links: Mapping[str, ProvenanceLink]) -> ProvenanceLink:
    """The link with its origin replaced by its origin's own origin, where that is already known."""
    seen = {found.article_id}
    while found.relation is not Relation.ORIGINAL and found.origin_article_id not in seen:
        known = links.get(found.origin_article_id)
        if known is None or known.relation in (Relation.ORIGINAL, Relation.UNKNOWN):
            break
        seen.add(found.origin_article_id)
        if known.origin_article_id in seen:
            break  # the known chain would lead back here
        found = _through(found, known)
    return found


def _through(found: ProvenanceLink, known: ProvenanceLink) -> ProvenanceLink:
    return ProvenanceLink(
        article_id=found.article_id,
        relation=found.relation,
        confidence=round(found.confidence * known.confidence, 3),
        origin_article_id=known.origin_article_id,
        origin_url=known.origin_url,
        origin_publisher=known.origin_publisher,
        via_article_id=found.via_article_id or found.origin_article_id,
        via_url=found.via_url or found.origin_url,
        evidence=found.evidence,
        method_version=found.method_version,
    )
