"""Rewriting: other words, the same facts in the same order, and hardly anything of one's own.

Independent reports of one event share facts too, but not their places, and each has facts of its own: calling them
copies is the worst error, so that figures, names and meaning must agree together.
"""

from __future__ import annotations

from headwater.provenance._pair import Pair
from headwater.provenance.evidence._same_facts import Scale

KIND = "same_facts"
SCALE = Scale(
    prior=-2.4,
    figure_in_place=0.47,
    figure_in_order=0.2,
    figure_added=-0.47,
    figure_dropped=-0.47,
    name_share=3.9,
    doubled_names=-1.7,
    nameless=-4.0,
    cosine=13.0,
    breaks=2.1,
)


def probability(pair: Pair) -> float:
    """How likely the first text is the second in other words."""
    return SCALE.probability(pair)
