"""Rewriting: other words, the same facts in the same order, and nothing of one's own.

Independent reports of one event share facts too, but not their order, and each has facts of its own: calling them
copies is the worst error, so that figures, names and meaning must all agree.
"""

from __future__ import annotations

from headwater.provenance._pair import Pair
from headwater.provenance.evidence._same_facts import Odds, Scale, in_words

KIND = "same_facts"
SCALE = Scale(
    prior=-2.0,
    prior_without_vectors=-3.0,
    even_cosine=0.5,
    slope=12.0,
    lowest_cosine=-4.0,
    highest_cosine=1.5,
    figures=Odds(kept=0.8, added=1.3, dropped=0.35, lowest=-4.0, highest=3.5),
    names=Odds(kept=0.45, added=0.6, dropped=0.0, lowest=-3.0, highest=2.0),
)


def probability(pair: Pair) -> float:
    """How likely one text is the other in other words."""
    return SCALE.probability(pair)


def words_for(pair: Pair) -> str:
    """What a reader is told."""
    return in_words(pair)
