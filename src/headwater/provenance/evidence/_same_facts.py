"""How surely two texts tell the same facts at the same places: figures, names, paragraphs and meaning, as log odds.

A rewrite or translation keeps the figures and names of its source where they stood, adds hardly any, drops few. An
independent report of the same event shares some, but elsewhere. The weights were fitted (logistic regression, classes
balanced) on human translations of news and on rewrites against independent reports of the same events; the prior was
then lowered, because calling an independent report a copy is the worst error (`bench/provenance.py` measures both).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from headwater.provenance._pair import Pair, Side

UNKNOWN_COSINE = 0.42  # where no vectors are known: a little below what same events have
MAX_COSINE = 0.55  # independent reports of one event reach that as often as translations do (measured)
MAX_FIGURES = 6
MAX_ORDERED = 8
MAX_NAMES = 20
MIN_NAMES = 2
NAME_SHRINKAGE = 3  # two names of two say less than nine of ten
EXPECTED_BREAKS = 0.55  # share of paragraph ends that fall together by chance (measured)
FULL_BREAKS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """What each kind of agreement is worth in log odds."""

    prior: float
    figure_in_place: float
    figure_in_order: float
    figure_added: float
    figure_dropped: float
    name_share: float
    ten_names: float
    nameless: float
    cosine: float
    breaks: float

    def probability(self, pair: Pair) -> float:
        """That the pair's first text tells the same facts at the same places because it comes from the second."""
        if not pair.a.words or not pair.b.words:
            return 0.0
        score = self.prior + self._figures(pair) + self._names(pair) + self._breaks(pair.a)
        score += self.cosine * (UNKNOWN_COSINE if pair.cosine is None else min(pair.cosine, MAX_COSINE))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def _figures(self, pair: Pair) -> float:
        placed = min(pair.a.figures_in_place, pair.b.figures_in_place, MAX_FIGURES)
        ordered = max(0, min(pair.figures_in_order, MAX_ORDERED) - placed)
        added = min(pair.a.figures - pair.figures_in_order, MAX_FIGURES)
        dropped = min(pair.b.figures - pair.figures_in_order, MAX_ORDERED)
        kept = self.figure_in_place * placed + self.figure_in_order * ordered
        return kept + self.figure_added * added + self.figure_dropped * dropped

    def _names(self, pair: Pair) -> float:
        fewer = min(pair.a.names, pair.b.names)  # German writes every noun like a name: only the fewer compare
        if fewer < MIN_NAMES:
            return self.nameless
        placed = min(pair.a.names_in_place, pair.b.names_in_place)
        return self.name_share * placed / (fewer + NAME_SHRINKAGE) + self.ten_names * min(fewer, MAX_NAMES) / 10

    def _breaks(self, side: Side) -> float:
        if side.breaks < MIN_NAMES:
            return 0.0
        share = side.breaks_in_place / side.breaks
        return self.breaks * (share - EXPECTED_BREAKS) * min(1.0, side.breaks / FULL_BREAKS)


def in_words(pair: Pair) -> str:
    """What a reader is told."""
    counts = []
    if pair.figures_in_order:
        counts.append(f"{pair.figures_in_order} of {min(pair.a.figures, pair.b.figures)} figures")
    if pair.a.names_in_place and pair.b.names_in_place:
        placed = min(pair.a.names_in_place, pair.b.names_in_place)
        counts.append(f"{placed} of {min(pair.a.names, pair.b.names)} names")
    return f"{' and '.join(counts)} in the same order" if counts else "the same meaning"
