"""Translation: the same facts in the same order in another language."""

from __future__ import annotations

from headwater.provenance._pair import Pair
from headwater.provenance.evidence._same_facts import Odds, Scale, in_words

KIND = "same_facts_translated"
SCALE = Scale(
    prior=-1.4,
    prior_without_vectors=-2.4,
    even_cosine=0.48,
    slope=14.0,
    lowest_cosine=-4.0,
    highest_cosine=2.6,
    figures=Odds(kept=0.83, added=1.3, dropped=0.35, lowest=-4.0, highest=4.5),
    # Names written in another alphabet often lose their consonants' likeness: missing ones say little.
    names=Odds(kept=0.36, added=0.4, dropped=0.0, lowest=-1.0, highest=2.5),
)


def probability(pair: Pair) -> float:
    """How likely one text is the other in another language."""
    return SCALE.probability(pair)


def words_for(pair: Pair) -> str:
    """What a reader is told."""
    return in_words(pair)
