"""Translation: the same facts in the same order in another language."""

from __future__ import annotations

from headwater.provenance._pair import Pair
from headwater.provenance.evidence._same_facts import Scale

KIND = "same_facts_translated"
SCALE = Scale(
    prior=-1.8,
    figure_in_place=0.61,
    figure_in_order=0.53,
    figure_added=-0.52,
    figure_dropped=-0.5,
    name_share=2.2,
    doubled_names=-1.0,
    nameless=-1.85,
    cosine=11.0,
    breaks=1.9,
)


def probability(pair: Pair) -> float:
    """How likely the first text is the second in another language."""
    return SCALE.probability(pair)
