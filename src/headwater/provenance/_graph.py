"""The derivation graph of related works: who may have come from whom, and what their credits name outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from headwater.model.article import Publisher
from headwater.provenance._claims import claims_of, strongest
from headwater.provenance._judge import MIN_MATCH, Edge, Signed, judge
from headwater.provenance._pair import measure, same_language, turned
from headwater.provenance._work import Work
from headwater.provenance.agencies import Agencies
from headwater.provenance.evidence._claim import Claim

MIN_COSINE = 0.3
MIN_COSINE_ALONE = (
    0.45  # near in meaning without one fact key in common: worth a look where credits or languages differ
)
KIN = 0.8
CONTRADICTION = 0.4  # how much a credit for somebody else takes from one


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """An origin that the graph does not hold, named by credits."""

    probability: float
    claims: tuple[Claim, ...]

    @property
    def publisher(self) -> Publisher:
        """Who is named: by the claim with the address, else by the strongest."""
        addressed = next((claim.publisher for claim in self.claims if claim.address), self.claims[0].publisher)
        if addressed.name:
            return addressed
        named = next((claim.publisher for claim in self.claims if claim.publisher.name), None)
        return Publisher(name=named.name, domains=addressed.domains) if named and addressed.domains else addressed

    @property
    def url(self) -> str:
        """The address that leads to the origin, where one was given."""
        return next((claim.url for claim in self.claims if claim.address), "")


@dataclass
class Graph:
    """Works with everything measured between them; built once, then only read."""

    agencies: Agencies
    works: dict[str, Signed] = field(default_factory=dict)
    by_child: dict[str, dict[str, Edge]] = field(default_factory=lambda: defaultdict(dict))
    by_parent: dict[str, dict[str, Edge]] = field(default_factory=lambda: defaultdict(dict))
    outsides: dict[str, Outside] = field(default_factory=dict)

    def add(self, work: Work) -> None:
        """Take a work in, with the claims of its credits."""
        self.works[work.article_id] = Signed(work=work, claims=claims_of(work, self.agencies))

    def measure(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Judge each pair both ways round; pairs that cannot be kin cost next to nothing."""
        for first, second in pairs:
            a, b = self.works[first], self.works[second]
            if not may_be_kin(a, b):
                continue
            pair = measure(a.work, b.work, with_words=bool(a.work.text_keys & b.work.text_keys))
            for child, parent, seen in ((a, b, pair), (b, a, turned(pair))):
                edge = judge(child, parent, seen, self.agencies)
                if edge is not None:
                    self.by_child[edge.child][edge.parent] = edge
                    self.by_parent[edge.parent][edge.child] = edge

    def look_outside(self, wanted: Iterable[str]) -> None:
        """For each wanted work the likeliest origin that its credits name and the graph does not hold."""
        for article_id in wanted:
            one = self.works[article_id]
            held = [self.works[e.parent].work for e in self.by_child[article_id].values() if e.is_credited]
            free = [c for c in one.claims if not any(strongest([c], work)[1] >= MIN_MATCH for work in held)]
            if free:
                self.outsides[article_id] = joined(free)

    def kin(self, article_id: str) -> set[str]:
        """The works that surely share their text or facts with this one."""
        near = {edge.parent for edge in self.by_child[article_id].values() if edge.kinship >= KIN}
        return near | {edge.child for edge in self.by_parent[article_id].values() if edge.kinship >= KIN}


def graph_of(works: Sequence[Work], agencies: Agencies, *, focus: str = "", is_deep: bool = True) -> Graph:
    """Measure a group. With a `focus` only what matters for that article: its kin and, if deep, their kin."""
    graph = Graph(agencies=agencies)
    for work in works:
        graph.add(work)
    if focus:
        graph.measure((focus, other) for other in graph.works if other != focus)
        if is_deep:
            edges = [*graph.by_child[focus].values(), *graph.by_parent[focus].values()]
            kin = sorted({name for edge in edges for name in (edge.child, edge.parent)} - {focus})
            graph.measure(combinations(kin, 2))
    else:
        graph.measure(combinations(graph.works, 2))
    # Neighbours that were not weighed against each other may hold each other's origins: nothing is said of them here.
    graph.look_outside([focus] if focus and not is_deep else graph.works)
    return graph


def may_be_kin(a: Signed, b: Signed) -> bool:
    """Whether two works are worth measuring: a strong key in common, or facts and meaning, or meaning and credits."""
    if a.work.address and a.work.address == b.work.address:
        return False  # two versions of one work
    if a.work.strong_keys & b.work.strong_keys:
        return True
    cosine = None if a.work.vector is None or b.work.vector is None else float(a.work.vector @ b.work.vector)
    if a.work.fact_keys & b.work.fact_keys:
        return cosine is None or cosine >= MIN_COSINE
    if cosine is None or cosine < MIN_COSINE_ALONE:
        return False
    return bool(a.claims or b.claims) or not same_language(a.work.language, b.work.language)


def joined(claims: Sequence[Claim]) -> Outside:
    """The strongest claim and those that agree with it; agreement adds up, disagreement takes away."""
    best = claims[0]
    agreeing = tuple(claim for claim in claims if agree(best, claim))
    doubt = 1.0
    for claim in {(claim.kind, claim.text): claim for claim in agreeing}.values():
        doubt *= 1 - claim.weight
    against = max((claim.weight for claim in claims if claim not in agreeing and claim.address), default=0.0)
    return Outside(probability=min(0.98, (1 - doubt) * (1 - CONTRADICTION * against)), claims=agreeing)


def agree(a: Claim, b: Claim) -> bool:
    """Whether two claims name one origin."""
    if a.address and b.address:
        return a.address == b.address
    if a.publisher.name and a.publisher.name == b.publisher.name:
        return True
    return bool(set(a.publisher.domains) & set(b.publisher.domains))


def siblings(graph: Graph, edge: Edge, sure: float) -> bool:
    """Whether both ends of an edge admit the same origin outside: then neither came from the other."""
    child, claims = graph.outsides.get(edge.child), graph.works[edge.parent].claims
    if child is None or not claims:
        return False
    parent = joined(claims)
    return min(child.probability, parent.probability) >= sure and agree(child.claims[0], parent.claims[0])


def agreement(graph: Graph, edge: Edge, peers: Mapping[str, str]) -> float:
    """How far the parent's own kin bear an edge out: a translation is like all copies of its source, not like one.

    `peers` names each article's known origin: works of one origin are kin too.
    """
    near = graph.kin(edge.parent) | {other for other, origin in peers.items() if origin == peers.get(edge.parent, "")}
    others = [name for name in near if name not in (edge.child, edge.parent) and name in graph.works]
    found = [e.kinship if (e := graph.by_child[edge.child].get(name)) is not None else 0.0 for name in others]
    return (sum(found) + edge.kinship) / (len(found) + 1)
