"""How surely two texts tell the same facts in the same order: figures, names and meaning, each as log odds.

Of the fewer figures (or names) of two texts, a rewrite or translation keeps most in order, an independent report of
the same event some: every kept one speaks for the first, every missing one more strongly for the second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from headwater.provenance._pair import Pair


@dataclass(frozen=True, kw_only=True, slots=True)
class Odds:
    """What one figure or name is worth in log odds, and where the sum is capped.

    `kept` in order; `added` by the child, which its source would have to lack; `dropped` from the source.
    """

    kept: float
    added: float
    dropped: float
    lowest: float
    highest: float

    def of(self, in_order: int, child: int, parent: int) -> float:
        """The sum for `in_order` kept, of so many in the child and in its supposed source."""
        total = self.kept * in_order - self.added * (child - in_order) - self.dropped * (parent - in_order)
        return min(self.highest, max(self.lowest, total))


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The whole sum: prior, slope of the cosine around its point of even odds, figures, names."""

    prior: float
    prior_without_vectors: float
    even_cosine: float
    slope: float
    lowest_cosine: float
    highest_cosine: float
    figures: Odds
    names: Odds

    def probability(self, pair: Pair) -> float:
        """That the pair's first text tells the same facts in the same order because it comes from the second."""
        if not pair.a.words or not pair.b.words:
            return 0.0
        score = self._meaning(pair.cosine)
        score += self.figures.of(pair.figures_in_order, pair.a.figures, pair.b.figures)
        fewer = min(pair.a.names, pair.b.names)  # German writes every noun like a name: only the fewer compare
        score += self.names.of(pair.names_in_order, fewer, fewer)
        return 1 / (1 + math.exp(-score))

    def _meaning(self, cosine: float | None) -> float:
        if cosine is None:
            return self.prior_without_vectors
        return self.prior + min(self.highest_cosine, max(self.lowest_cosine, self.slope * (cosine - self.even_cosine)))


def in_words(pair: Pair) -> str:
    """What a reader is told."""
    counts = []
    if pair.figures_in_order:
        counts.append(f"{pair.figures_in_order} of {min(pair.a.figures, pair.b.figures)} figures")
    if pair.names_in_order:
        counts.append(f"{pair.names_in_order} of {min(pair.a.names, pair.b.names)} names")
    return f"{' and '.join(counts)} in the same order" if counts else "the same meaning"
