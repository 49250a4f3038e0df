"""Text reuse: the same words in the same order, whole, trimmed, extended or stitched."""

from __future__ import annotations

import math

from headwater.provenance._pair import Pair, Side
from headwater.text.shingles import SHINGLE_WORDS

KIND = "text_reuse"
QUOTATION_KIND = "quotation"
COPY_SHARE = 0.8  # filters.md: at least four fifths of the copy's words stand in its source in the same order
HALF_SURE_SHARE = 0.28  # of an article's own words found elsewhere word for word: as likely background as a source
STEEPNESS = 16.0
MIN_SHARED_WORDS = 25  # fewer words in common are a headline, a title, a common phrase


def probability(side: Side, other: Side) -> float:
    """How likely the article's own words (quotations aside) come from the other text, or both from a third."""
    share = max(side.own_shared, side.covered if side.covered >= COPY_SHARE and side.shared > 0.3 else 0.0)
    shared_words = share * side.words
    if side.words == 0 or shared_words < 8:
        return 0.0
    sure = 1 / (1 + math.exp(-STEEPNESS * (share - HALF_SURE_SHARE)))
    enough = min(1.0, shared_words / MIN_SHARED_WORDS)
    return min(0.995, sure * enough)


def is_copy(side: Side) -> bool:
    """Whether at least four fifths of the article's words stand in the other in the same order."""
    return side.covered >= COPY_SHARE


def words_for(pair: Pair, side: Side, other: Side, headline: str) -> str:
    """What a reader is told of the alignment."""
    if not is_copy(side):  # the order of common words alone is alike in any two texts: only runs of words count here
        return f"{round(side.shared * 100)} % of its runs of {SHINGLE_WORDS} words stand in “{headline}”"
    same = round(side.covered * side.words)
    return f"{same} of its {side.words} words stand in the same order in “{headline}” ({_shape(side, other)})"


def _shape(side: Side, other: Side) -> str:
    if side.covered >= 0.95 and other.covered >= 0.95:
        return "whole text"
    if side.covered >= COPY_SHARE and other.covered < 0.95:
        left_out = round((1 - other.covered) * 100)
        return f"shortened, {left_out} % left out"
    return f"extended, {round((1 - side.covered) * 100)} % its own"
