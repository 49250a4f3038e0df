"""Translation: the same facts in the same order in another language."""

from __future__ import annotations

from headwater.provenance._pair import Pair
from headwater.provenance.evidence._same_facts import Scale

KIND = "same_facts_translated"
SCALE = Scale(
    prior=-5.85,
    figure_in_place=0.85,
    figure_in_order=0.67,
    figure_added=-0.61,
    figure_dropped=-0.64,
    name_share=2.5,
    ten_names=-2.8,
    nameless=0.46,
    cosine=15.4,
    breaks=2.3,
)


def probability(pair: Pair) -> float:
    """How likely the first text is the second in another language."""
    return SCALE.probability(pair)
