"""How likely one article came from another: the kinds of evidence added up for one ordered pair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from headwater.model.provenance import Evidence, Relation
from headwater.provenance._claims import is_unreadable, strongest
from headwater.provenance._pair import Pair, Side
from headwater.provenance._work import Work
from headwater.provenance.agencies import Agencies
from headwater.provenance.evidence import pictures, publishers, reuse, rewriting, times, translation
from headwater.provenance.evidence._claim import Claim

MIN_EDGE = 0.02
CREDITED_DIRECTION = 5.0  # log odds: who credits the other is the copy, whatever the clocks say
NAMED_DIRECTION = 4.0
ADMITTED_DIRECTION = 2.2  # who credits a third is a copy; who credits nobody may be that third's other copy
ADMITTED_WEIGHT = 0.6
NAMED_SUPPORT = 3.2  # log odds for kinship, when a credit names the other's publisher
MIN_KINSHIP_FOR_NAME = 0.04  # a publisher's name alone does not say which of its articles
LIKELY_KIN = 0.3
SAME_HOUSE_DOUBT = 0.35  # a house that rewrites its own story brings it up to date
QUOTED_SHARE = 0.6  # of an article's words in quotation marks, and of its words found in the other
QUOTATION_KINSHIP = 0.9
UNREADABLE_MATCH = 0.6  # a name in a script that cannot be sounded out, where all else fits


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A work with the claims that its credits make."""

    work: Work
    claims: Sequence[Claim]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """ "child came from parent": how likely the two are kin at all, how likely this way round, and why.

    `covered`: the share of the child's words that stand in the parent in the same order.
    """

    child: str
    parent: str
    kinship: float
    direction: float
    relation: Relation
    evidence: tuple[Evidence, ...] = ()
    covered: float = 0.0
    is_worded: bool = False
    is_credited: bool = False

    @property
    def probability(self) -> float:
        """That child came from parent."""
        return self.kinship * self.direction


@dataclass
class _Sum:
    """Log odds gathered so far, with the evidence that gave them."""

    kinship: float
    direction: float = 0.0
    found: list[tuple[float, Evidence]] = field(default_factory=list)

    def note(self, size: float, kind: str, text: str, *, url: str = "", article_id: str = "") -> None:
        if text:
            self.found.append((abs(size), Evidence(kind=kind, text=text, url=url, article_id=article_id)))


def judge(child: Signed, parent: Signed, pair: Pair, agencies: Agencies) -> Edge | None:
    """The edge from `child` to `parent`, `pair` measured with the child first; None where nothing speaks for it."""
    base, kind, words = _kinship(child.work, parent.work, pair)
    total = _Sum(kinship=_log_odds(base))
    if base > MIN_EDGE and kind:
        total.note(total.kinship + 4, kind, words, url=parent.work.url, article_id=parent.work.article_id)
    claim, is_credited = _add_credits(total, child, parent, base, is_same_language=pair.same_language)
    back, _ = _credit_support(parent, child)
    if pair.pictures:
        total.kinship += pictures.SUPPORT
        total.note(pictures.SUPPORT, pictures.KIND, pair.pictures[0], article_id=parent.work.article_id)
    total.direction -= back
    total.kinship = max(total.kinship, _log_odds(0.97) if back >= CREDITED_DIRECTION else -math.inf)
    _add_direction(total, child, parent, agencies, is_worded=kind == reuse.KIND)
    kinship = _odds(total.kinship)
    if kinship < MIN_EDGE:
        return None
    return Edge(
        child=child.work.article_id,
        parent=parent.work.article_id,
        kinship=min(kinship, 0.995),
        direction=min(max(_odds(total.direction), 0.003), 0.997),
        relation=relation_of(child.work, parent.work, pair, claim),
        evidence=_weighted(total),
        covered=pair.a.covered,
        is_worded=kind in (reuse.KIND, reuse.QUOTATION_KIND),
        is_credited=is_credited,
    )


def _kinship(child: Work, parent: Work, pair: Pair) -> tuple[float, str, str]:
    """The strongest of reuse, rewriting and translation: probability, kind of evidence, words."""
    found = [(reuse.probability(pair.a, pair.b), reuse.KIND, reuse.words_for(pair, pair.a, pair.b, parent.headline))]
    if _is_mostly_quotation(child, pair.a):
        found.append((QUOTATION_KINSHIP, reuse.QUOTATION_KIND, reuse.words_for(pair, pair.a, pair.b, parent.headline)))
    if pair.same_language:
        found.append((rewriting.probability(pair), rewriting.KIND, rewriting.words_for(pair)))
    else:
        found.append((translation.probability(pair), translation.KIND, translation.words_for(pair)))
    worded = [row for row in found if row[1] in (reuse.KIND, reuse.QUOTATION_KIND) and row[0] >= LIKELY_KIN]
    best = max(worded or found)  # the same words make any talk of facts idle
    if child.domain and child.domain == parent.domain and best[1] != translation.KIND and not reuse.is_copy(pair.a):
        return best[0] * SAME_HOUSE_DOUBT, best[1], best[2]
    return best


def _add_credits(
    total: _Sum, child: Signed, parent: Signed, base: float, *, is_same_language: bool
) -> tuple[Claim | None, bool]:
    """The child's credit for the parent, if any: it speaks for kinship and for the way round."""
    claim, match, by_address = strongest(child.claims, parent.work)
    if (claim is None or match < 0.6) and not is_same_language and base >= LIKELY_KIN:
        claim, match = next(((c, UNREADABLE_MATCH) for c in child.claims if is_unreadable(c)), (claim, match))
    if claim is None or match < 0.6:
        return None, False
    if by_address:
        total.kinship = _log_odds(1 - (1 - base) * (1 - claim.weight))
        total.direction += CREDITED_DIRECTION * claim.weight
    elif base >= MIN_KINSHIP_FOR_NAME:
        total.kinship += NAMED_SUPPORT * match * claim.weight
        total.direction += NAMED_DIRECTION * match * claim.weight
    else:
        return None, False
    total.note(
        CREDITED_DIRECTION * claim.weight, claim.kind, claim.text, url=claim.url, article_id=parent.work.article_id
    )
    return claim, True


def _credit_support(child: Signed, parent: Signed) -> tuple[float, bool]:
    """Log odds that `child` credits `parent`."""
    claim, match, by_address = strongest(child.claims, parent.work)
    if claim is None or match < 0.6:
        return 0.0, False
    return (CREDITED_DIRECTION if by_address else NAMED_DIRECTION * match) * claim.weight, by_address


def _add_direction(total: _Sum, child: Signed, parent: Signed, agencies: Agencies, *, is_worded: bool) -> None:
    by_time = times.support(child.work, parent.work)
    total.direction += by_time
    total.note(by_time, times.KIND, times.words_for(child.work, parent.work), article_id=parent.work.article_id)
    by_house = publishers.support(child.work, parent.work, agencies, is_worded=is_worded)
    total.direction += by_house
    if by_house > 1:
        total.note(by_house, publishers.KIND, parent.work.publisher.name, article_id=parent.work.article_id)
    for text, house, sign in ((child.work, parent.work, 1), (parent.work, child.work, -1)):
        if publishers.names_house_of(text, house):
            total.direction += sign * publishers.MENTION_SUPPORT
            if sign > 0:
                total.note(publishers.MENTION_SUPPORT, publishers.MENTION_KIND, house.publisher.name, url=house.url)
    total.direction += ADMITTED_DIRECTION * (_admits(parent, child) - _admits(child, parent))


def _admits(one: Signed, other: Signed) -> bool:
    """Whether `one` credits somebody who is not `other` in earnest."""
    claim, match, _ = strongest(one.claims, other.work)
    if claim is not None and match >= 0.6:
        return False
    return any(claim.weight >= ADMITTED_WEIGHT for claim in one.claims)


def relation_of(child: Work, parent: Work, pair: Pair, claim: Claim | None) -> Relation:
    """In which way the child came from the parent (the rules of filters.md)."""
    if reuse.is_copy(pair.a):
        return Relation.COPIED_FROM
    if _is_mostly_quotation(child, pair.a):
        return Relation.QUOTED_FROM
    if not pair.same_language:
        return Relation.TRANSLATED_FROM
    if not len(child.hashes) or not len(parent.hashes):
        return (claim and claim.relation) or Relation.COPIED_FROM
    return Relation.REWRITTEN_FROM


def _is_mostly_quotation(work: Work, side: Side) -> bool:
    return len(work.quoted) > 0 and float(work.quoted.mean()) >= QUOTED_SHARE and side.shared >= QUOTED_SHARE


def _weighted(total: _Sum) -> tuple[Evidence, ...]:
    """The evidence with each one's share of the whole, strongest first."""
    whole = sum(size for size, _ in total.found) or 1.0
    ranked = sorted(total.found, key=lambda row: -row[0])
    return tuple(
        Evidence(
            kind=item.kind, text=item.text, url=item.url, article_id=item.article_id, weight=round(size / whole, 3)
        )
        for size, item in ranked
        if size > 0
    )


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-4), 0.9995)
    return math.log(kept / (1 - kept))


def _odds(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
