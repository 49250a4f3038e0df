"""From what the resolver chose to links: the root of each chain, the immediate source, the evidence, how sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from headwater.model.article import CreditKind
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.provenance._graph import Graph, Outside
from headwater.provenance._judge import Edge, explain
from headwater.provenance._pair import found_in
from headwater.provenance._resolve import MIN_DERIVED, Chosen
from headwater.provenance.evidence._claim import Claim

METHOD_VERSION = 1
MAX_EVIDENCE = 12
MAX_RIVALS = 2
NO_PARENT_DOUBT = 0.04  # an original with no kin here may still have come from what we do not read
NOTABLE = 0.1
UNDERDOG_FLOOR = 0.35  # an option taken against the stated times is no surer than its kinship allows
FOLLOWED_KIND = "followed_by"
STITCHED_KIND = "stitched"
MAX_STITCHED = 6
MIN_PATCH = 0.1  # of the text: less is a common phrase
STITCHED_SHARE = 0.75  # runs of words break at every seam, so that four fifths of the words give a little less


def links_of(graph: Graph, chosen: Chosen, wanted: Iterable[str]) -> list[ProvenanceLink]:
    """One link for each wanted article."""
    return [_link(graph, chosen, article_id) for article_id in wanted]


def _link(graph: Graph, chosen: Chosen, article_id: str) -> ProvenanceLink:
    option = chosen[article_id]
    if option is None:
        return _original(graph, article_id)
    if option.outside is not None:
        return _from_outside(graph, article_id, option.outside)
    assert option.edge is not None
    return _from_held(graph, chosen, option.edge)


def _original(graph: Graph, article_id: str) -> ProvenanceLink:
    work = graph.works[article_id].work
    rivals = [edge.probability for edge in graph.by_child[article_id].values()]
    rivals += [graph.outsides[article_id].probability] if article_id in graph.outsides else []
    doubt = max([*rivals, NO_PARENT_DOUBT])
    return ProvenanceLink(
        article_id=article_id,
        relation=Relation.ORIGINAL,
        confidence=round(1 - min(doubt, 0.95), 3),
        origin_article_id=article_id,
        origin_url=work.url,
        origin_publisher=work.publisher,
        evidence=_original_evidence(graph, article_id),
        method_version=METHOD_VERSION,
    )


def _original_evidence(graph: Graph, article_id: str) -> tuple[Evidence, ...]:
    """Who follows it, whom it quotes, and what was weighed and found too light: contradictions are kept and shown."""
    one = graph.works[article_id]
    followers = sum(1 for edge in graph.by_parent[article_id].values() if edge.probability >= MIN_DERIVED)
    found = [Evidence(kind=FOLLOWED_KIND, text=str(followers), weight=0.9)] if followers else []
    rivals = sorted(graph.by_child[article_id].values(), key=lambda edge: (-edge.probability, edge.parent))
    for edge in rivals[:MAX_RIVALS]:
        if edge.probability > NOTABLE:
            found += explain(one, graph.works[edge.parent], edge.pair, graph.agencies)[:MAX_RIVALS]
    found += [_said(claim, claim.weight * 0.2) for claim in one.claims]
    quoted = [credit for credit in one.work.credits if credit.kind is CreditKind.ATTRIBUTION]
    found += [Evidence(kind="attribution", text=credit.text, url=credit.url, weight=0.02) for credit in quoted]
    return tuple(found[:MAX_EVIDENCE])


def _said(claim: Claim, weight: float) -> Evidence:
    return Evidence(kind=claim.kind, text=claim.text, url=claim.url, weight=round(weight, 3))


def _from_outside(graph: Graph, article_id: str, outside: Outside) -> ProvenanceLink:
    said = next((claim.relation for claim in outside.claims if claim.relation), None)
    others = [claim for claim in graph.works[article_id].claims if claim not in outside.claims]
    evidence = [*_claimed(outside.claims), *(_said(claim, 0.0) for claim in others)]
    return ProvenanceLink(
        article_id=article_id,
        relation=said or Relation.COPIED_FROM,
        confidence=round(outside.probability, 3),
        origin_url=outside.url,
        origin_publisher=outside.publisher,
        evidence=tuple(evidence[:MAX_EVIDENCE]),
        method_version=METHOD_VERSION,
    )


def _claimed(claims: Sequence[Claim]) -> list[Evidence]:
    distinct = {(claim.kind, claim.text): claim for claim in claims}.values()
    whole = sum(claim.weight for claim in distinct)
    return [_said(claim, claim.weight / whole) for claim in distinct]


def _from_held(graph: Graph, chosen: Chosen, edge: Edge) -> ProvenanceLink:
    root, confidence = _root(chosen, edge)
    stitched = _stitched(graph, edge)
    is_chain = edge.parent != root.article_id or root.outside is not None
    parent, work = graph.works[edge.parent], graph.works[root.article_id].work
    evidence = list(explain(graph.works[edge.child], parent, edge.pair, graph.agencies))
    if stitched:
        names = " + ".join(f"“{graph.works[name].work.headline}”" for name in stitched)
        evidence.insert(0, Evidence(kind=STITCHED_KIND, text=names, weight=evidence[0].weight if evidence else 1.0))
    if root.outside is not None:
        evidence += [replace(item, weight=round(item.weight * 0.3, 3)) for item in _claimed(root.outside.claims)]
    return ProvenanceLink(
        article_id=edge.child,
        relation=Relation.COPIED_FROM if stitched else edge.relation,
        confidence=round(confidence, 3),
        origin_article_id="" if root.outside else root.article_id,
        origin_url=root.outside.url if root.outside else work.url,
        origin_publisher=root.outside.publisher if root.outside else work.publisher,
        via_article_id=edge.parent if is_chain else "",
        via_url=parent.work.url if is_chain else "",
        evidence=tuple(evidence[:MAX_EVIDENCE]),
        method_version=METHOD_VERSION,
    )


def _stitched(graph: Graph, edge: Edge) -> list[str]:
    """The sources that a text was stitched from, where none has four fifths of it but a few together have."""
    if edge.relation is not Relation.REWRITTEN_FROM or not edge.is_worded:
        return []
    child = graph.works[edge.child].work
    others = [e for e in graph.by_child[edge.child].values() if e.is_worded and e.parent != edge.parent]
    ranked = sorted(others, key=lambda e: (-e.pair.a.shared, e.parent))
    marks = found_in(child, graph.works[edge.parent].work)
    used = [edge.parent]
    for other in ranked[:MAX_STITCHED]:
        seen = found_in(child, graph.works[other.parent].work)
        if float((seen & ~marks).mean()) >= MIN_PATCH:
            marks, used = marks | seen, [*used, other.parent]
    return used if len(used) > 1 and float(marks.mean()) >= STITCHED_SHARE else []


@dataclass(frozen=True, slots=True)
class _Root:
    article_id: str
    outside: Outside | None


def _root(chosen: Chosen, edge: Edge) -> tuple[_Root, float]:
    """Where the chain begins, and how sure that is.

    On the way it hardly matters who copied from whom: only being kin counts. At the root the direction does.
    """
    sure, at, last = 1.0, edge.parent, edge
    while True:
        step = chosen[at]
        if step is None:
            return _Root(at, None), sure * max(last.probability, UNDERDOG_FLOOR * last.kinship)
        if step.outside is not None:
            return _Root(at, step.outside), sure * last.kinship * step.outside.probability
        assert step.edge is not None
        sure *= max(last.kinship, 0.5) ** 0.5  # neighbours in a chain share their evidence: no full product
        last, at = step.edge, step.edge.parent
