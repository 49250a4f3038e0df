"""The resolver: one origin for each article of a related group, weighed over the whole group.

Every article has options: another article of the group that it may have come from, or an origin outside that its
credits name. The likeliest options are taken first, none that would close a circle; chains are followed to their
root. So a copy of a copy leads to the origin, and who credits nobody inherits what its source admits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from headwater.model.article import Publisher
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.provenance._claims import claims_of, strongest
from headwater.provenance._judge import Edge, Signed, judge
from headwater.provenance._pair import measure, turned
from headwater.provenance._work import Work
from headwater.provenance.agencies import Agencies
from headwater.provenance.evidence._claim import Claim

METHOD_VERSION = 1
MIN_DERIVED = 0.5
MIN_UNCREDITED = 0.6  # without any credit and without shared wording more is asked: independence is the rule
MAX_EVIDENCE = 12
WORDED_FIRST = 1.0  # the same words lead to the immediate source, whoever else is credited
CREDITED_FIRST = 0.5
SAME_LANGUAGE_FIRST = 0.3  # who rewrites has the text in his own language where there is one
NO_PARENT_DOUBT = 0.04  # an original with no kin here may still have come from what we do not read
MIN_COSINE = 0.3
SIBLING_SURE = 0.8
KEYS_THAT_RELATE = ("u:", "b:", "s:", "q:", "h:", "p:", "n:", "f:", "m:")


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """An origin that the group does not hold, named by credits."""

    probability: float
    claims: tuple[Claim, ...]

    @property
    def publisher(self) -> Publisher:
        """Who is named, by the strongest claim."""
        named = next((claim.publisher for claim in self.claims if claim.publisher.name), None)
        return named if named is not None and not self.claims[0].address else self.claims[0].publisher

    @property
    def url(self) -> str:
        """The address that leads to the origin, where one was given."""
        return next((claim.url for claim in self.claims if claim.address), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One possible origin of one article."""

    child: str
    probability: float
    edge: Edge | None = None
    outside: Outside | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Related works with everything measured between them."""

    works: Mapping[str, Signed]
    edges: Mapping[tuple[str, str], Edge]
    outsides: Mapping[str, Outside]


def group_of(works: Sequence[Work], agencies: Agencies, keys: Mapping[str, frozenset[str]], focus: str = "") -> Group:
    """Measure the group. With a `focus`, only what matters for that one article: its kin, and their kin."""
    signed = {work.article_id: Signed(work=work, claims=claims_of(work, agencies)) for work in works}
    edges: dict[tuple[str, str], Edge] = {}
    if focus:
        others = [other for other in signed if other != focus]
        _add_edges(edges, signed, ((focus, other) for other in others), keys, agencies)
        kin = [other for other in others if (focus, other) in edges or (other, focus) in edges]
        _add_edges(edges, signed, combinations(kin, 2), keys, agencies)
    else:
        _add_edges(edges, signed, combinations(signed, 2), keys, agencies)
    return Group(works=signed, edges=edges, outsides=_outsides(signed, edges))


def _add_edges(
    edges: dict[tuple[str, str], Edge],
    signed: Mapping[str, Signed],
    pairs: Iterable[tuple[str, str]],
    keys: Mapping[str, frozenset[str]],
    agencies: Agencies,
) -> None:
    for first, second in pairs:
        a, b = signed[first], signed[second]
        if a.work.address == b.work.address and a.work.address:
            continue  # two versions of one work
        if not _may_be_kin(a.work, b.work, keys[first] & keys[second]):
            continue
        pair = measure(a.work, b.work, with_words=bool(a.work.text_keys & b.work.text_keys))
        for child, parent, seen in ((a, b, pair), (b, a, turned(pair))):
            edge = judge(child, parent, seen, agencies)
            if edge is not None:
                edges[edge.child, edge.parent] = edge


def _may_be_kin(a: Work, b: Work, shared: frozenset[str]) -> bool:
    if any(key.startswith(KEYS_THAT_RELATE) for key in shared):
        return True
    return a.vector is not None and b.vector is not None and float(a.vector @ b.vector) >= MIN_COSINE


def _outsides(signed: Mapping[str, Signed], edges: Mapping[tuple[str, str], Edge]) -> dict[str, Outside]:
    """For each work the likeliest origin that its credits name and the group does not hold."""
    found: dict[str, Outside] = {}
    for article_id, one in signed.items():
        credited = [edge.parent for edge in edges.values() if edge.child == article_id and edge.is_credited]
        held = [signed[parent].work for parent in credited]
        free = [claim for claim in one.claims if not any(strongest([claim], work)[1] >= 0.6 for work in held)]
        if free:
            found[article_id] = _joined(free)
    return found


def _joined(claims: Sequence[Claim]) -> Outside:
    """The strongest claim and those that agree with it; agreement adds up, disagreement takes away."""
    best = claims[0]
    agreeing = tuple(claim for claim in claims if _agree(best, claim))
    doubt = 1.0
    for claim in {claim.kind: claim for claim in reversed(agreeing)}.values():
        doubt *= 1 - claim.weight
    against = max((claim.weight for claim in claims if claim not in agreeing and claim.address), default=0.0)
    return Outside(probability=min(0.98, (1 - doubt) * (1 - 0.4 * against)), claims=agreeing)


def _agree(a: Claim, b: Claim) -> bool:
    if a.address and b.address:
        return a.address == b.address
    if a.publisher.name and a.publisher.name == b.publisher.name:
        return True
    return bool(set(a.publisher.domains) & set(b.publisher.domains))


def resolve(group: Group) -> dict[str, Option | None]:
    """For each article the option taken, None for an original: likeliest first, never in a circle."""
    chosen: dict[str, Option | None] = dict.fromkeys(group.works)
    for option in sorted(_options(group), key=_rank):
        if chosen[option.child] is None and not _closes_circle(chosen, option):
            chosen[option.child] = option
    return chosen


def _options(group: Group) -> Iterator[Option]:
    for edge in group.edges.values():
        if not edge.is_credited and _are_siblings(group, edge):
            continue
        if edge.probability >= (MIN_DERIVED if edge.is_credited or edge.is_worded else MIN_UNCREDITED):
            yield Option(child=edge.child, probability=edge.probability, edge=edge)
    for article_id, outside in group.outsides.items():
        if outside.probability >= MIN_DERIVED:
            yield Option(child=article_id, probability=outside.probability, outside=outside)


def _are_siblings(group: Group, edge: Edge) -> bool:
    """Whether both articles admit the same origin outside: then neither came from the other."""
    child, parent = group.outsides.get(edge.child), group.outsides.get(edge.parent)
    if child is None or parent is None or min(child.probability, parent.probability) < SIBLING_SURE:
        return False
    return _agree(child.claims[0], parent.claims[0])


def _rank(option: Option) -> tuple[float, str, str]:
    """Likeliest first; what a credit says before what only looks alike; names settle ties, so that order never does."""
    said = 0.0
    if option.edge is not None:
        said = WORDED_FIRST * option.edge.covered + CREDITED_FIRST * option.edge.is_credited
        said += SAME_LANGUAGE_FIRST * (option.edge.relation is Relation.REWRITTEN_FROM)
    elif option.outside is not None and option.outside.probability >= SIBLING_SURE:
        said = WORDED_FIRST
    return (-(option.probability + said), option.child, option.edge.parent if option.edge else "")


def _closes_circle(chosen: Mapping[str, Option | None], option: Option) -> bool:
    at = option.edge.parent if option.edge else ""
    while at:
        if at == option.child:
            return True
        step = chosen.get(at)
        at = step.edge.parent if step is not None and step.edge is not None else ""
    return False


def links_of(group: Group, chosen: Mapping[str, Option | None], wanted: Iterable[str]) -> list[ProvenanceLink]:
    """One link for each wanted article."""
    return [_link(group, chosen, article_id) for article_id in wanted]


def _link(group: Group, chosen: Mapping[str, Option | None], article_id: str) -> ProvenanceLink:
    option = chosen[article_id]
    if option is None:
        return _original(group, article_id)
    if option.outside is not None:
        return _from_outside(group, article_id, option.outside, option.outside.probability)
    assert option.edge is not None
    return _from_held(group, chosen, option.edge)


def _original(group: Group, article_id: str) -> ProvenanceLink:
    work = group.works[article_id].work
    rivals = [edge.probability for edge in group.edges.values() if edge.child == article_id]
    rivals += [group.outsides[article_id].probability] if article_id in group.outsides else []
    doubt = max([*rivals, NO_PARENT_DOUBT])
    return ProvenanceLink(
        article_id=article_id,
        relation=Relation.ORIGINAL,
        confidence=round(1 - min(doubt, 0.95), 3),
        origin_article_id=article_id,
        origin_url=work.url,
        origin_publisher=work.publisher,
        evidence=_original_evidence(group, article_id),
        method_version=METHOD_VERSION,
    )


def _original_evidence(group: Group, article_id: str) -> tuple[Evidence, ...]:
    """Whom it quotes, and what was weighed and found too light: contradictions are kept and shown."""
    work = group.works[article_id].work
    quoted = [
        Evidence(kind="attribution", text=credit.text, url=credit.url, weight=0.02)
        for credit in work.credits
        if credit.kind.value == "attribution"
    ]
    rivals = sorted((e for e in group.edges.values() if e.child == article_id), key=lambda e: -e.probability)
    light = [item for edge in rivals[:2] for item in edge.evidence[:2] if edge.probability > 0.1]
    claims = [
        Evidence(kind=c.kind, text=c.text, url=c.url, weight=round(c.weight * 0.2, 3))
        for c in group.works[article_id].claims
    ]
    followers = sum(1 for edge in group.edges.values() if edge.parent == article_id and edge.probability >= MIN_DERIVED)
    first = (
        [Evidence(kind="followed_by", text=f"{followers} articles follow this one", weight=0.9)] if followers else []
    )
    return tuple([*first, *light, *claims, *quoted][:MAX_EVIDENCE])


def _from_outside(group: Group, article_id: str, outside: Outside, probability: float) -> ProvenanceLink:
    said = next((claim.relation for claim in outside.claims if claim.relation), None)
    return ProvenanceLink(
        article_id=article_id,
        relation=said or Relation.COPIED_FROM,
        confidence=round(probability, 3),
        origin_url=outside.url,
        origin_publisher=outside.publisher,
        evidence=_claimed_evidence(outside.claims) + _rival_evidence(group, article_id, outside),
        method_version=METHOD_VERSION,
    )


def _claimed_evidence(claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    whole = sum(claim.weight for claim in claims)
    return tuple(
        Evidence(kind=claim.kind, text=claim.text, url=claim.url, weight=round(claim.weight / whole, 3))
        for claim in claims[:MAX_EVIDENCE]
    )


def _rival_evidence(group: Group, article_id: str, outside: Outside) -> tuple[Evidence, ...]:
    """Credits that name somebody else: kept, so that readers see the contradiction."""
    return tuple(
        Evidence(kind=claim.kind, text=claim.text, url=claim.url, weight=0.0)
        for claim in group.works[article_id].claims
        if claim not in outside.claims
    )[:4]


def _from_held(group: Group, chosen: Mapping[str, Option | None], edge: Edge) -> ProvenanceLink:
    root, confidence = _root(group, chosen, edge)
    via = edge.parent if edge.parent != root.article_id or root.outside else ""
    parent = group.works[edge.parent].work
    evidence = list(edge.evidence)
    if root.outside is not None:
        evidence += [_weaker(item) for item in _claimed_evidence(root.outside.claims)]
    work = group.works[root.article_id].work
    return ProvenanceLink(
        article_id=edge.child,
        relation=edge.relation,
        confidence=round(confidence, 3),
        origin_article_id="" if root.outside else root.article_id,
        origin_url=root.outside.url if root.outside else work.url,
        origin_publisher=root.outside.publisher if root.outside else work.publisher,
        via_article_id=via,
        via_url=parent.url if via else "",
        evidence=tuple(evidence[:MAX_EVIDENCE]),
        method_version=METHOD_VERSION,
    )


def _weaker(item: Evidence) -> Evidence:
    return Evidence(kind=item.kind, text=item.text, url=item.url, weight=round(item.weight * 0.3, 3))


@dataclass(frozen=True, slots=True)
class _Root:
    article_id: str
    outside: Outside | None


def _root(group: Group, chosen: Mapping[str, Option | None], edge: Edge) -> tuple[_Root, float]:
    """Where the chain begins, and how sure that is.

    On the way it hardly matters who copied from whom: only being kin counts. At the root the direction does.
    """
    sure, at, last = 1.0, edge.parent, edge
    while True:
        step = chosen[at]
        if step is None:
            return _Root(at, None), sure * last.probability
        if step.outside is not None:
            return _Root(at, step.outside), sure * last.kinship * step.outside.probability
        assert step.edge is not None
        sure *= max(last.kinship, 0.5) ** 0.5  # neighbours in a chain share their evidence: no full product
        last, at = step.edge, step.edge.parent
