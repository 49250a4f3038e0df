"""What two articles have in common, measured: words, figures, names, meaning, pictures. No judgement yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from headwater.provenance._facts import shared_in_order
from headwater.provenance._work import Work
from headwater.text.shingles import Hashes32

MIN_SHARED_FOR_ALIGNMENT = 0.06  # of the smaller text's shingles; below that no order of words is worth reading
MAX_ALIGNED_WORDS = 3_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One article's view of a pair; all shares are 0…1 of its own words, shingles, figures or names.

    `covered`: words that stand in the other in the same order. `shared`: shingles found in the other. `own_shared`:
    shingles outside quotation marks found in the other, of all its shingles outside quotation marks.
    """

    words: int
    covered: float = 0.0
    shared: float = 0.0
    own_shared: float = 0.0
    figures: int = 0
    names: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two articles `a` and `b` measured against each other."""

    a: Side
    b: Side
    figures_in_order: int
    figures_shared: int
    names_in_order: int
    names_shared: int
    headline: float
    cosine: float | None
    same_language: bool
    pictures: tuple[str, ...]

    @property
    def figure_order(self) -> float:
        """Shared figures in the same order, of the fewer."""
        fewer = min(self.a.figures, self.b.figures)
        return self.figures_in_order / fewer if fewer else 0.0

    @property
    def name_order(self) -> float:
        """Shared names in the same order, of the fewer."""
        fewer = min(self.a.names, self.b.names)
        return self.names_in_order / fewer if fewer else 0.0


def measure(a: Work, b: Work) -> Pair:
    """All that is measured of two articles."""
    marks_a, marks_b = _found_in(a, b), _found_in(b, a)
    covered = _covered(
        a, b, float(marks_a.mean()) if len(marks_a) else 0.0, float(marks_b.mean()) if len(marks_b) else 0.0
    )
    return Pair(
        a=_side(a, marks_a, covered),
        b=_side(b, marks_b, covered),
        figures_in_order=shared_in_order(a.figures, b.figures),
        figures_shared=len(set(a.figures) & set(b.figures)),
        names_in_order=shared_in_order(a.names, b.names),
        names_shared=len(set(a.names) & set(b.names)),
        headline=_overlap(a.headline_hashes, b.headline_hashes),
        cosine=None if a.vector is None or b.vector is None else float(a.vector @ b.vector),
        same_language=_same_language(a.language, b.language),
        pictures=tuple(text for digest, text in a.pictures if digest in {row[0] for row in b.pictures}),
    )


def _found_in(a: Work, b: Work) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which of `a`'s shingles, in order, stand anywhere in `b`."""
    if len(a.shingles) == 0 or len(b.shingle_set) == 0:
        return np.zeros(len(a.shingles), dtype=np.bool_)
    places = np.searchsorted(b.shingle_set, a.shingles)
    places[places == len(b.shingle_set)] = 0
    found: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = b.shingle_set[places] == a.shingles
    return found


def _covered(a: Work, b: Work, share_a: float, share_b: float) -> int:
    """How many words stand in both in the same order; 0 where hardly any run of words is shared."""
    if max(share_a, share_b) < MIN_SHARED_FOR_ALIGNMENT:
        return 0
    return words_in_order(a.hashes, b.hashes)


def words_in_order(a: Hashes32, b: Hashes32) -> int:
    """The longest common subsequence of two word rows, each cut to `MAX_ALIGNED_WORDS`."""
    first, second = a[:MAX_ALIGNED_WORDS].tolist(), b[:MAX_ALIGNED_WORDS].tolist()
    return shared_in_order(first, second) if len(first) <= len(second) else shared_in_order(second, first)


def _side(work: Work, marks: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], covered: int) -> Side:
    own = work.own_shingles
    count = min(len(work.hashes), MAX_ALIGNED_WORDS)
    return Side(
        words=len(work.hashes),
        covered=covered / count if count else 0.0,
        shared=float(marks.mean()) if len(marks) else 0.0,
        own_shared=float(marks[own].mean()) if own.any() else 0.0,
        figures=len(work.figures),
        names=len(work.names),
    )


def _overlap(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    if not a or not b:
        return 0.0
    return len(set(a) & set(b)) / min(len(set(a)), len(set(b)))


def _same_language(a: str, b: str) -> bool:
    """Whether two codes name one language; unknown ones count as the same, so that words decide."""
    first, second = a.partition("-")[0], b.partition("-")[0]
    norwegian = {"no", "nb", "nn"}
    return not first or not second or first == second or {first, second} <= norwegian
