"""How likely one article came from another: the kinds of evidence added up for one ordered pair."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from headwater.model.provenance import Evidence, Relation
from headwater.provenance._claims import is_unreadable, strongest
from headwater.provenance._pair import Pair, Side
from headwater.provenance._work import Work
from headwater.provenance.agencies import Agencies
from headwater.provenance.evidence import pictures, publishers, reuse, rewriting, times, translation
from headwater.provenance.evidence._claim import Claim
from headwater.provenance.evidence._same_facts import in_words, named

MIN_EDGE = 0.02
CREDITED_DIRECTION = 5.0  # log odds: who credits the other is the copy, whatever the clocks say
NAMED_DIRECTION = 4.0
ADMITTED_DIRECTION = 2.2  # who credits a third is a copy; who credits nobody may be that third's other copy
ADMITTED_WEIGHT = 0.6
NAMED_SUPPORT = 3.2  # log odds for kinship, when a credit names the other's publisher
MIN_KINSHIP_FOR_NAME = 0.04  # a publisher's name alone does not say which of its articles
LIKELY_KIN = 0.3
MIN_MATCH = 0.6
MIN_COMMON_FACTS = 3
FEW_FACTS_PROBABILITY = 0.2
SAME_HOUSE_DOUBT = 0.35  # a house that rewrites its own story brings it up to date
QUOTED_SHARE = 0.5  # of an article's words in quotation marks, and of its words found in the other
QUOTATION_KINSHIP = 0.9
WHOLE_TEXT = 0.6  # who takes that much of the source does not quote, he copies an interview
UNREADABLE_MATCH = 0.6  # a name in a script that cannot be sounded out, where all else fits


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A work with the claims that its credits make."""

    work: Work
    claims: Sequence[Claim]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """ "child came from parent": how likely the two are kin at all, and how likely this way round.

    `pair` is measured with the child first.
    """

    child: str
    parent: str
    kinship: float
    direction: float
    relation: Relation
    pair: Pair
    is_worded: bool = False
    is_credited: bool = False

    @property
    def covered(self) -> float:
        """The share of the child's words that stand in the parent in the same order."""
        return self.pair.a.covered

    @property
    def probability(self) -> float:
        """That child came from parent."""
        return self.kinship * self.direction


@dataclass
class _Sum:
    """Log odds gathered so far; with `found`, the evidence that gave them too."""

    kinship: float
    direction: float = 0.0
    found: list[tuple[float, Evidence]] | None = None

    def note(self, size: float, kind: str, words: Callable[[], str], *, url: str = "", article_id: str = "") -> None:
        if self.found is not None and size > 0 and (text := words()):
            self.found.append((size, Evidence(kind=kind, text=text, url=url, article_id=article_id)))


def judge(child: Signed, parent: Signed, pair: Pair, agencies: Agencies) -> Edge | None:
    """The edge from `child` to `parent`, `pair` measured with the child first; None where nothing speaks for it."""
    total, base, kind = _added_up(child, parent, pair, agencies, None)
    kinship = _odds(total.kinship)
    if kinship < MIN_EDGE:
        return None
    return Edge(
        child=child.work.article_id,
        parent=parent.work.article_id,
        kinship=min(kinship, 0.995),
        direction=min(max(_odds(total.direction), 0.003), 0.997),
        relation=relation_of(child, parent, pair),
        pair=pair,
        is_worded=kind in (reuse.KIND, reuse.QUOTATION_KIND) and base >= LIKELY_KIN,
        is_credited=_credit(child, parent, base, is_same_language=pair.same_language)[0] is not None,
    )


def explain(child: Signed, parent: Signed, pair: Pair, agencies: Agencies) -> tuple[Evidence, ...]:
    """What spoke for the edge, in words, each with its share of the whole, strongest first."""
    found: list[tuple[float, Evidence]] = []
    _added_up(child, parent, pair, agencies, found)
    whole = sum(size for size, _ in found) or 1.0
    return tuple(replace(item, weight=round(size / whole, 3)) for size, item in sorted(found, key=lambda row: -row[0]))


def _added_up(
    child: Signed, parent: Signed, pair: Pair, agencies: Agencies, found: list[tuple[float, Evidence]] | None
) -> tuple[_Sum, float, str]:
    base, kind = _kinship(child.work, parent.work, pair)
    total = _Sum(kinship=_log_odds(base), found=found)
    if base < MIN_EDGE and not child.claims and not parent.claims and not pair.pictures:
        return total, base, kind
    place = parent.work.article_id
    total.note(
        total.kinship + 4, kind, lambda: _words_for(kind, pair, parent.work), url=parent.work.url, article_id=place
    )
    _add_credits(total, child, parent, base, is_same_language=pair.same_language)
    if pair.pictures:
        total.kinship += pictures.SUPPORT
        total.note(pictures.SUPPORT, pictures.KIND, lambda: pair.pictures[0], article_id=place)
    if _odds(total.kinship) >= MIN_EDGE:
        _add_direction(total, child, parent, agencies, is_worded=kind == reuse.KIND)
    return total, base, kind


def _words_for(kind: str, pair: Pair, parent: Work) -> str:
    if kind in (reuse.KIND, reuse.QUOTATION_KIND):
        return reuse.words_for(pair, pair.a, pair.b, parent.headline)
    return in_words(pair)


def _kinship(child: Work, parent: Work, pair: Pair) -> tuple[float, str]:
    """The strongest of reuse, rewriting and translation: probability and kind of evidence."""
    found = [(reuse.probability(pair.a, pair.b), reuse.KIND)]
    if _is_mostly_quotation(child, pair.a):
        found.append((QUOTATION_KINSHIP, reuse.QUOTATION_KIND))
    if max(found)[0] < LIKELY_KIN:  # the same words make any talk of facts idle
        facts = rewriting if pair.same_language else translation
        found.append((_factual(facts.probability(pair), pair), facts.KIND))
    best = max(found)
    if child.domain and child.domain == parent.domain and best[1] != translation.KIND and not reuse.is_copy(pair.a):
        return best[0] * SAME_HOUSE_DOUBT, best[1]
    return best


def _factual(probability: float, pair: Pair) -> float:
    """Without facts in common, meaning and form alone prove nothing."""
    facts = pair.figures_in_order + named(pair)[1]
    return probability if facts >= MIN_COMMON_FACTS else min(probability, FEW_FACTS_PROBABILITY)


def _credit(child: Signed, parent: Signed, base: float, *, is_same_language: bool) -> tuple[Claim | None, float, bool]:
    """The child's credit for the parent: the claim, how surely it means the parent, whether by address."""
    if not child.claims:
        return None, 0.0, False
    claim, match, by_address = strongest(child.claims, parent.work)
    if (claim is None or match < MIN_MATCH) and not is_same_language and base >= LIKELY_KIN:
        claim, match = next(((c, UNREADABLE_MATCH) for c in child.claims if is_unreadable(c)), (claim, match))
    if claim is None or match < MIN_MATCH or (not by_address and base < MIN_KINSHIP_FOR_NAME):
        return None, 0.0, False
    return claim, match, by_address


def _add_credits(total: _Sum, child: Signed, parent: Signed, base: float, *, is_same_language: bool) -> None:
    """The child's credit for the parent and the parent's for the child: for kinship and for the way round."""
    claim, match, by_address = _credit(child, parent, base, is_same_language=is_same_language)
    if claim is not None and by_address:
        total.kinship = _log_odds(1 - (1 - base) * (1 - claim.weight))
        total.direction += CREDITED_DIRECTION * claim.weight
    elif claim is not None:
        total.kinship += NAMED_SUPPORT * match * claim.weight
        total.direction += NAMED_DIRECTION * match * claim.weight
    if claim is not None:
        text, place = claim.text, parent.work.article_id
        total.note(CREDITED_DIRECTION * claim.weight, claim.kind, lambda: text, url=claim.url, article_id=place)
    back, match, by_address = _credit(parent, child, base, is_same_language=is_same_language)
    if back is not None:
        total.direction -= back.weight * (CREDITED_DIRECTION if by_address else NAMED_DIRECTION * match)
        if by_address:
            total.kinship = max(total.kinship, _log_odds(back.weight))


def _add_direction(total: _Sum, child: Signed, parent: Signed, agencies: Agencies, *, is_worded: bool) -> None:
    by_time = times.support(child.work, parent.work)
    total.direction += by_time
    total.note(by_time, times.KIND, lambda: times.words_for(child.work, parent.work), article_id=parent.work.article_id)
    by_house = publishers.support(child.work, parent.work, agencies, is_worded=is_worded)
    total.direction += by_house
    if by_house > 1:
        total.note(by_house, publishers.KIND, lambda: parent.work.publisher.name, article_id=parent.work.article_id)
    for text, house, sign in ((child.work, parent.work, 1), (parent.work, child.work, -1)):
        if publishers.names_house_of(text, house):
            total.direction += sign * publishers.MENTION_SUPPORT
            name = house.publisher.name
            total.note(sign * publishers.MENTION_SUPPORT, publishers.MENTION_KIND, name.strip, url=house.url)
    total.direction += ADMITTED_DIRECTION * (_admits(parent, child) - _admits(child, parent))


def _admits(one: Signed, other: Signed) -> bool:
    """Whether `one` credits somebody who is not `other` in earnest."""
    claim, match, _ = strongest(one.claims, other.work)
    if claim is not None and match >= MIN_MATCH:
        return False
    return any(claim.weight >= ADMITTED_WEIGHT for claim in one.claims)


def relation_of(child: Signed, parent: Signed, pair: Pair) -> Relation:
    """In which way the child came from the parent (the rules of filters.md)."""
    if _is_mostly_quotation(child.work, pair.a) and pair.b.covered < WHOLE_TEXT:
        return Relation.QUOTED_FROM
    if reuse.is_copy(pair.a):
        return Relation.COPIED_FROM
    if not pair.same_language:
        return Relation.TRANSLATED_FROM
    if not len(child.work.hashes) or not len(parent.work.hashes):
        claim, _, _ = strongest(child.claims, parent.work)
        return (claim and claim.relation) or Relation.COPIED_FROM
    return Relation.REWRITTEN_FROM


def _is_mostly_quotation(work: Work, side: Side) -> bool:
    return len(work.quoted) > 0 and float(work.quoted.mean()) >= QUOTED_SHARE and side.shared >= QUOTED_SHARE


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-4), 0.9995)
    return math.log(kept / (1 - kept))


def _odds(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
