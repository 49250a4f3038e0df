"""Rewriting: other words, the same facts in the same order, and hardly anything of one's own.

Independent reports of one event share facts too, but not their places, and each has facts of its own: calling them
copies is the worst error, so that figures, names and meaning must agree together.
"""

from __future__ import annotations

from headwater.provenance._pair import Pair
from headwater.provenance.evidence._same_facts import Scale

KIND = "same_facts"
SCALE = Scale(
    prior=-6.4,
    figure_in_place=0.86,
    figure_in_order=0.9,
    figure_added=-0.76,
    figure_dropped=-0.69,
    name_share=3.2,
    ten_names=-2.8,
    nameless=-2.0,
    cosine=17.7,
    breaks=1.05,
)


def probability(pair: Pair) -> float:
    """How likely the first text is the second in other words."""
    return SCALE.probability(pair)
