"""What two articles have in common, measured: words, figures, names, meaning, pictures. No judgement yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from headwater.provenance._facts import in_place, is_open, near, shared_in_order
from headwater.provenance._work import Work
from headwater.text.shingles import Hashes32

MIN_SHARED_FOR_ALIGNMENT = 0.06  # of the smaller text's shingles; below that no order of words is worth reading
MAX_ALIGNED_WORDS = 3_000
MIN_COSINE = 0.25
NEAR_FACT = 60  # thousandths of the text: a translation hardly moves a figure further
NEAR_BREAK = 22  # the same for the end of a paragraph


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
    figures_in_place: int = 0
    names: int = 0
    is_open: bool = False
    names_in_place: int = 0
    breaks: int = 0
    breaks_in_place: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two articles `a` and `b` measured against each other."""

    a: Side
    b: Side
    figures_in_order: int
    headline: float
    cosine: float | None
    same_language: bool
    pictures: tuple[str, ...]


def turned(pair: Pair) -> Pair:
    """The same pair seen from the other article."""
    return replace(pair, a=pair.b, b=pair.a)


def measure(a: Work, b: Work, *, with_words: bool = True) -> Pair:
    """All that is measured of two articles; without words (no key of theirs is shared) only facts and meaning."""
    cosine = None if a.vector is None or b.vector is None else float(a.vector @ b.vector)
    if with_words:
        sides = _worded_sides(a, b)
    elif cosine is not None and cosine < MIN_COSINE:
        sides = Side(words=len(a.hashes)), Side(words=len(b.hashes))  # facts cannot make up for another subject
    else:
        sides = _plain_side(a, b), _plain_side(b, a)
    return Pair(
        a=sides[0],
        b=sides[1],
        figures_in_order=shared_in_order(a.figures.values, b.figures.values) if sides[0].figures else 0,
        headline=_overlap(a.headline_hashes, b.headline_hashes),
        cosine=cosine,
        same_language=same_language(a.language, b.language),
        pictures=tuple(text for digest, text in a.pictures if digest in {row[0] for row in b.pictures}),
    )


def _worded_sides(a: Work, b: Work) -> tuple[Side, Side]:
    marks_a, marks_b = found_in(a, b), found_in(b, a)
    shares = [float(marks.mean()) if len(marks) else 0.0 for marks in (marks_a, marks_b)]
    covered = words_in_order(a.hashes, b.hashes) if max(shares) >= MIN_SHARED_FOR_ALIGNMENT else 0
    return _side(_plain_side(a, b), a, marks_a, covered), _side(_plain_side(b, a), b, marks_b, covered)


def _plain_side(work: Work, other: Work) -> Side:
    return Side(
        words=len(work.hashes),
        figures=len(work.figures.values),
        figures_in_place=in_place(work.figures, other.figures, NEAR_FACT),
        names=len(work.names.values),
        is_open=is_open(work.names, len(work.hashes)),
        names_in_place=in_place(work.names, other.names, NEAR_FACT),
        breaks=len(work.breaks),
        breaks_in_place=near(work.breaks, other.breaks, NEAR_BREAK),
    )


def found_in(a: Work, b: Work) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which of `a`'s shingles, in order, stand anywhere in `b`."""
    if len(a.shingles) == 0 or len(b.shingle_set) == 0:
        return np.zeros(len(a.shingles), dtype=np.bool_)
    places = np.searchsorted(b.shingle_set, a.shingles)
    places[places == len(b.shingle_set)] = 0
    found: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = b.shingle_set[places] == a.shingles
    return found


def words_in_order(a: Hashes32, b: Hashes32) -> int:
    """The longest common subsequence of two word rows, each cut to `MAX_ALIGNED_WORDS`."""
    first, second = a[:MAX_ALIGNED_WORDS].tolist(), b[:MAX_ALIGNED_WORDS].tolist()
    return shared_in_order(first, second) if len(first) <= len(second) else shared_in_order(second, first)


def _side(plain: Side, work: Work, marks: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], covered: int) -> Side:
    own = work.own_shingles
    count = min(len(work.hashes), MAX_ALIGNED_WORDS)
    return replace(
        plain,
        covered=covered / count if count else 0.0,
        shared=float(marks.mean()) if len(marks) else 0.0,
        own_shared=float(marks[own].mean()) if own.any() else 0.0,
    )


def _overlap(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    if not a or not b:
        return 0.0
    return len(set(a) & set(b)) / min(len(set(a)), len(set(b)))


def same_language(a: str, b: str) -> bool:
    """Whether two codes name one language; unknown ones count as the same, so that words decide."""
    first, second = a.partition("-")[0], b.partition("-")[0]
    norwegian = {"no", "nb", "nn"}
    return not first or not second or first == second or {first, second} <= norwegian
