"""The resolver: one origin for each article of a related group, weighed over the whole group.

Every article has options: another article that it may have come from, or an origin outside that its credits name.
The likeliest options are taken first, none that would close a circle; chains are followed to their root. So a copy
of a copy leads to the origin, and who credits nobody inherits what its source admits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from headwater.model.provenance import Relation
from headwater.provenance._graph import Graph, Outside, agreement, siblings
from headwater.provenance._judge import Edge
from headwater.provenance.evidence.reuse import COPY_SHARE

MIN_DERIVED = 0.5
MIN_UNCREDITED = 0.6  # without credit and without shared wording more is asked: independence is the rule
MIN_AGREEMENT = 0.45  # of the source's kin that must look like sources too
MIN_BACKDATED = 0.12  # the whole text stands in it, though the stated times run the other way
SIBLING_SURE = 0.8
WORDED_FIRST = 1.0  # the same words lead to the immediate source, whoever else is credited
CREDITED_FIRST = 0.5
SAME_LANGUAGE_FIRST = 0.3  # who rewrites has the text in his own language where there is one


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One possible origin of one article."""

    child: str
    probability: float
    edge: Edge | None = None
    outside: Outside | None = None


Chosen = Mapping[str, Option | None]


def resolve(graph: Graph, peers: Mapping[str, str] | None = None) -> dict[str, Option | None]:
    """For each article the option taken, None for an original: likeliest first, never in a circle.

    `peers`: article → id of its origin, as far as known from before.
    """
    chosen: dict[str, Option | None] = dict.fromkeys(graph.works)
    for option in sorted(_options(graph, peers or {}), key=_rank):
        if chosen[option.child] is None and not _closes_circle(chosen, option):
            chosen[option.child] = option
    return chosen


def _options(graph: Graph, peers: Mapping[str, str]) -> Iterator[Option]:
    for article_id in graph.works:
        edges = [edge for edge in graph.by_child[article_id].values() if _is_option(graph, edge, peers)]
        is_derived = any(edge.probability >= MIN_DERIVED and edge.is_worded for edge in edges)
        for edge in edges:
            if edge.probability >= MIN_DERIVED or (is_derived and edge.covered >= COPY_SHARE):
                yield Option(child=article_id, probability=edge.probability, edge=edge)
    for article_id, outside in graph.outsides.items():
        if outside.probability >= MIN_DERIVED:
            yield Option(child=article_id, probability=outside.probability, outside=outside)


def _is_option(graph: Graph, edge: Edge, peers: Mapping[str, str]) -> bool:
    if edge.is_credited:
        return edge.probability >= MIN_DERIVED
    if siblings(graph, edge, SIBLING_SURE) or _is_second_hand(graph, edge):
        return False
    if edge.is_worded:
        return edge.probability >= MIN_BACKDATED
    return edge.probability >= MIN_UNCREDITED and agreement(graph, edge, peers) >= MIN_AGREEMENT


def _is_second_hand(graph: Graph, edge: Edge) -> bool:
    """Whether the parent admits that its words are a third work's, to which the child is kin as well.

    Then that work is the option. A copy that states an earlier time than its source would otherwise seem the origin
    of what its source was made from.
    """
    if edge.is_worded:
        return False
    above = [up for up in graph.by_child[edge.parent].values() if up.is_worded and up.is_credited]
    sure = {up.parent for up in above if up.probability >= SIBLING_SURE} - {edge.child}
    return bool(sure & graph.kin(edge.child))


def _rank(option: Option) -> tuple[float, str, str]:
    """Likeliest first; what a credit says before what only looks alike; names settle ties, so that order never does."""
    said = 0.0
    if option.edge is not None:
        covered = option.edge.covered
        said = WORDED_FIRST * (covered + (covered >= COPY_SHARE)) + CREDITED_FIRST * option.edge.is_credited
        said += SAME_LANGUAGE_FIRST * (option.edge.relation is Relation.REWRITTEN_FROM)
    elif option.outside is not None and option.outside.probability >= SIBLING_SURE:
        said = 2 * WORDED_FIRST
    return (-(option.probability + said), option.child, option.edge.parent if option.edge else "")


def _closes_circle(chosen: Chosen, option: Option) -> bool:
    at = option.edge.parent if option.edge else ""
    while at:
        if at == option.child:
            return True
        step = chosen.get(at)
        at = step.edge.parent if step is not None and step.edge is not None else ""
    return False
