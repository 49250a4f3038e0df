"""Second step: the link of one article among its neighbours, or of a whole related group at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headwater.model.article import Publisher
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.provenance._resolve import Group, group_of, links_of, resolve
from headwater.provenance._work import read_work
from headwater.provenance.agencies import Agencies, shipped, with_publishers

LIKELY = 0.5


def link(
    fingerprint: Fingerprint,
    neighbours: Sequence[Neighbour],
    *,
    agencies: Sequence[Publisher] = (),
    links: Mapping[str, ProvenanceLink] | None = None,
) -> ProvenanceLink:
    """Where the article came from, among its neighbours or outside; an original names itself.

    `agencies` are publishers known besides the shipped table. `links` are the neighbours' current links: where the
    source found has one, the chain is followed through it, also beyond these neighbours.
    """
    prints = _distinct([fingerprint, *(neighbour.fingerprint for neighbour in neighbours)])
    group = _group(prints, with_publishers(agencies), focus=fingerprint.article_id)
    (found,) = links_of(group, resolve(group), [fingerprint.article_id])
    return followed(found, links or {})


def link_group(fingerprints: Sequence[Fingerprint], *, agencies: Sequence[Publisher] = ()) -> list[ProvenanceLink]:
    """One link for each article of a related group, resolved together, in the order given; no cycles."""
    prints = _distinct(fingerprints)
    group = _group(prints, with_publishers(agencies))
    return links_of(group, resolve(group), [fingerprint.article_id for fingerprint in prints])


def affected(
    fingerprint: Fingerprint, neighbours: Sequence[Neighbour], *, agencies: Sequence[Publisher] = ()
) -> tuple[str, ...]:
    """The neighbours that may owe their text to this article: a late-arriving origin makes their links due again."""
    prints = _distinct([fingerprint, *(neighbour.fingerprint for neighbour in neighbours)])
    group = _group(prints, with_publishers(agencies), focus=fingerprint.article_id)
    return tuple(
        edge.child
        for edge in group.edges.values()
        if edge.parent == fingerprint.article_id and edge.probability >= LIKELY
    )


def _distinct(fingerprints: Sequence[Fingerprint]) -> list[Fingerprint]:
    return list({fingerprint.article_id: fingerprint for fingerprint in reversed(fingerprints)}.values())[::-1]


def _group(fingerprints: Sequence[Fingerprint], agencies: Agencies | None, focus: str = "") -> Group:
    works = [read_work(fingerprint) for fingerprint in fingerprints]
    keys = {fingerprint.article_id: frozenset(fingerprint.keys) for fingerprint in fingerprints}
    return group_of(works, agencies or shipped(), keys, focus)


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
