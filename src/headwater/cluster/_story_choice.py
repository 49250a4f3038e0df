"""Which story an article belongs to: the second pure step of clustering."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.cluster._attach import MIN_TARGET, RULES, mean_of_voters
from headwater.cluster._pair import Likeness, likeness
from headwater.cluster._words_of_reason import reason_of
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.model.story import ChangeKind, StoryChange

VOTERS = 10
"""Members of a story that decide: the likeliest of those found. One look-alike does not carry a story."""

JOIN_LOG_ODDS = 0.0
"""Mean log odds of the voters from which an article joins."""

MERGE_LOG_ODDS = 1.5
"""Mean log odds between the voters of two stories from which an article that joins both merges them."""

MIN_LINK_CONFIDENCE = 0.5
"""A provenance link at least this sure carries a copy into its origin's story without further comparison."""

DERIVED = frozenset({Relation.COPIED_FROM, Relation.REWRITTEN_FROM, Relation.TRANSLATED_FROM, Relation.REVISION_OF})
_LINK_WORDS = {
    Relation.COPIED_FROM: "a copy of an article in this story",
    Relation.REWRITTEN_FROM: "rewritten from an article in this story",
    Relation.TRANSLATED_FROM: "a translation of an article in this story",
    Relation.REVISION_OF: "a later version of an article in this story",
}


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One story that an article might join: its voters, best first, with what each shares with the article."""

    story_id: str
    voters: tuple[tuple[Neighbour, Likeness], ...]

    @property
    def log_odds(self) -> float:
        """The mean over the voters."""
        return sum(shared.log_odds for _, shared in self.voters) / len(self.voters)

    @property
    def confidence(self) -> float:
        """The same as a probability."""
        return 1.0 / (1.0 + math.exp(-self.log_odds))


def place(
    fingerprint: Fingerprint,
    neighbours: Sequence[Neighbour],
    *,
    link: ProvenanceLink | None = None,
    linked_story_id: str = "",
) -> tuple[StoryChange, ...]:
    """What should happen to stories because of one new article: OPENED or JOINED, and perhaps one MERGED.

    `neighbours` are earlier articles within the window with their stories; their order does not matter. An article
    that provenance derives from one in `linked_story_id` joins that story at no cost.
    """
    if link is not None and linked_story_id and link.relation in DERIVED and link.confidence >= MIN_LINK_CONFIDENCE:
        return (_joined(fingerprint, linked_story_id, _LINK_WORDS[link.relation], link.confidence),)
    return decide(fingerprint, candidacies(compare_all(fingerprint, neighbours)))


def decide(fingerprint: Fingerprint, ranked: Sequence[Candidacy]) -> tuple[StoryChange, ...]:
    """What follows from the ranked candidacies of an article."""
    best = ranked[0] if ranked and ranked[0].log_odds >= JOIN_LOG_ODDS else _attracting(ranked)
    if best is None:
        return (_opened(fingerprint, ranked),)
    changes = [_joined(fingerprint, best.story_id, _reason(fingerprint, best), best.confidence)]
    changes += _merged(fingerprint, ranked)
    return tuple(changes)


def compare_all(fingerprint: Fingerprint, neighbours: Sequence[Neighbour]) -> list[tuple[Neighbour, Likeness]]:
    """Each neighbour that has a story, with what it shares with the article."""
    return [
        (neighbour, likeness(fingerprint, neighbour.fingerprint, cosine=neighbour.cosine))
        for neighbour in neighbours
        if neighbour.story_id and neighbour.fingerprint.article_id != fingerprint.article_id
    ]


def candidacies(compared: Sequence[tuple[Neighbour, Likeness]]) -> list[Candidacy]:
    """The stories of compared neighbours, likeliest first; ties by id, so that their order does not matter."""
    found: dict[str, list[tuple[Neighbour, Likeness]]] = defaultdict(list)
    for neighbour, shared in compared:
        found[neighbour.story_id].append((neighbour, shared))
    ranked = [
        Candidacy(
            story_id, tuple(sorted(members, key=lambda m: (-m[1].log_odds, m[0].fingerprint.article_id))[:VOTERS])
        )
        for story_id, members in found.items()
    ]
    return sorted(ranked, key=lambda candidacy: (-candidacy.log_odds, candidacy.story_id))


def _attracting(ranked: Sequence[Candidacy]) -> Candidacy | None:
    """The established story that a side report plainly belongs to, by the same rule as in the repair pass."""
    rule = RULES[0]
    pulls = sorted(
        ((mean_of_voters([s.log_odds for _, s in c.voters], rule.voters), c.story_id, c) for c in ranked), reverse=True
    )
    if not pulls or len(pulls[0][2].voters) < MIN_TARGET or pulls[0][0] < rule.at_least:
        return None
    if len(pulls) > 1 and pulls[0][0] - pulls[1][0] < rule.margin:
        return None
    return pulls[0][2]


def _joined(fingerprint: Fingerprint, story_id: str, reason: str, confidence: float) -> StoryChange:
    return StoryChange(
        kind=ChangeKind.JOINED,
        article_id=fingerprint.article_id,
        story_id=story_id,
        reason=reason,
        confidence=round(confidence, 3),
    )


def _opened(fingerprint: Fingerprint, ranked: Sequence[Candidacy]) -> StoryChange:
    reason = "nothing like it in the window"
    if ranked:
        reason = f"the nearest story is too far: {_reason(fingerprint, ranked[0])}"
    return StoryChange(
        kind=ChangeKind.OPENED,
        article_id=fingerprint.article_id,
        reason=reason,
        confidence=round(1.0 - (ranked[0].confidence if ranked else 0.0), 3),
    )


def _reason(fingerprint: Fingerprint, candidacy: Candidacy) -> str:
    neighbour, shared = candidacy.voters[0]
    return reason_of(fingerprint, neighbour.fingerprint, shared)


def _merged(fingerprint: Fingerprint, ranked: Sequence[Candidacy]) -> list[StoryChange]:
    """The two likeliest stories become one where the article joins both and their members are alike themselves."""
    if len(ranked) < 2 or ranked[1].log_odds < JOIN_LOG_ODDS:
        return []
    first, second = ranked[0], ranked[1]
    across = [likeness(a.fingerprint, b.fingerprint).log_odds for a, _ in first.voters for b, _ in second.voters]
    mean = sum(across) / len(across)
    if mean < MERGE_LOG_ODDS:
        return []
    return [
        StoryChange(
            kind=ChangeKind.MERGED,
            article_id=fingerprint.article_id,
            story_id=first.story_id,
            other_story_id=second.story_id,
            reason=f"an article belongs to both: {_reason(fingerprint, second)}",
            confidence=round(1.0 / (1.0 + math.exp(-mean)), 3),
        )
    ]
