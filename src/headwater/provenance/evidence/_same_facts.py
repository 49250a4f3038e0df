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
MIN_COSINE = 0.2
MAX_COSINE = 0.55  # independent reports of one event reach that as often as translations do (measured)
MAX_FIGURES = 6
MAX_ORDERED = 8
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
    doubled_names: float
    nameless: float
    cosine: float
    breaks: float

    def probability(self, pair: Pair) -> float:
        """That the pair's first text tells the same facts at the same places because it comes from the second."""
        if not pair.a.words or not pair.b.words:
            return 0.0
        score = self.prior + self._figures(pair) + self._names(pair) + self._breaks(pair.a)
        cosine = UNKNOWN_COSINE if pair.cosine is None else pair.cosine
        score += self.cosine * max(MIN_COSINE, min(cosine, MAX_COSINE))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def _figures(self, pair: Pair) -> float:
        placed = min(pair.a.figures_in_place, pair.b.figures_in_place, MAX_FIGURES)
        ordered = max(0, min(pair.figures_in_order, MAX_ORDERED) - placed)
        added = min(pair.a.figures - pair.figures_in_order, MAX_FIGURES)
        dropped = min(pair.b.figures - pair.figures_in_order, MAX_ORDERED)
        kept = self.figure_in_place * placed + self.figure_in_order * ordered
        return kept + self.figure_added * added + self.figure_dropped * dropped

    def _names(self, pair: Pair) -> float:
        fewer, placed = named(pair)
        if fewer < MIN_NAMES:
            return self.nameless
        return self.name_share * placed / (fewer + NAME_SHRINKAGE) + self.doubled_names * math.log2(1 + fewer)

    def _breaks(self, side: Side) -> float:
        if side.breaks < MIN_NAMES:
            return 0.0
        share = side.breaks_in_place / side.breaks
        return self.breaks * (share - EXPECTED_BREAKS) * min(1.0, side.breaks / FULL_BREAKS)


def named(pair: Pair) -> tuple[int, int]:
    """How many names could be found in the other text, and how many stand there in place.

    Where one text's names are mixed with common words, the other's count; where both are, none do.
    """
    a, b = pair.a, pair.b
    if a.is_open and b.is_open:
        return 0, 0
    if a.is_open or b.is_open:
        closed = b if a.is_open else a
        return closed.names, closed.names_in_place
    return min(a.names, b.names), min(a.names_in_place, b.names_in_place)


def in_words(pair: Pair) -> str:
    """What a reader is told."""
    counts = []
    if pair.figures_in_order:
        counts.append(f"{pair.figures_in_order} of {min(pair.a.figures, pair.b.figures)} figures")
    if named(pair)[1]:
        counts.append("{1} of {0} names".format(*named(pair)))
    return f"{' and '.join(counts)} in the same order" if counts else "the same meaning"
