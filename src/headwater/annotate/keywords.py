"""The words that set an article apart from the run of the news, in any language, without a model."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from headwater.annotate._annotator import Annotator, Reading, one_by_one
from headwater.annotate._words import UNLISTED_LEVEL, level
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.text.words import search_terms, words

MAX_KEYWORDS = 48
"""Keywords kept per article, weightiest first."""

READ_CHARS = 3_000
"""How much of the text is counted: news says the event in its first paragraphs."""

HEADLINE_WEIGHT = 3
"""A word in the headline counts as this many in the text."""

COMMON_LEVEL = 9
"""Words at or below this level ("and", "said") are never keywords."""

TERM_CACHE = 65_536
"""Analysed words remembered per process."""

_SPAN = UNLISTED_LEVEL - COMMON_LEVEL


def find_keywords(reading: Reading) -> Sequence[Annotation]:
    """KEYWORD annotations: `text` (the word as indexed: folded, stemmed; bigrams where words have no spaces).

    `weight` = (1 + ln count) × rarity, rarity from the shipped table of word frequencies; the confidence is the
    weight relative to the first.
    """
    counts: Counter[str] = Counter()
    rarities: dict[str, float] = {}
    shown: dict[str, str] = {}
    for field, text in reading.fields:
        factor = HEADLINE_WEIGHT if field == "headline" else 1
        for word in words(text[:READ_CHARS]):
            for term in _terms(word, reading.language) if len(word) > 1 else ():
                shown.setdefault(term, word)
                rarities.setdefault(term, _rarity(word))
                counts[term] += factor
        for term in _unspaced_pairs(text[:READ_CHARS]):
            rarities.setdefault(term, _rarity(term))
            counts[term] += factor
    weights = {term: rarities[term] * (1 + math.log(count)) for term, count in counts.items() if rarities[term] > 0}
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_KEYWORDS]
    return [
        reading.say(
            AnnotationKind.KEYWORD,
            {
                "text": shown.get(term, term),
                "term": term,
                "weight": round(weight, 2),
                "rarity": round(rarities[term], 2),
            },
            confidence=weight / best[0][1],
        )
        for term, weight in best
    ]


@lru_cache(maxsize=TERM_CACHE)
def _terms(word: str, language: str) -> tuple[str, ...]:
    return tuple(search_terms(word, language))


def _unspaced_pairs(text: str) -> list[str]:
    """Neighbouring characters of scripts without spaces: `words` gives these scripts character by character."""
    return [a + b for a, b in pairwise(words(text)) if len(a) == len(b) == 1 and _is_letter(a, b)]


def _is_letter(a: str, b: str) -> bool:
    return a.isalpha() and b.isalpha() and ord(a) > 0xDFF and ord(b) > 0xDFF


@lru_cache(maxsize=TERM_CACHE)
def _rarity(word: str) -> float:
    """0 for the commonest words, 1 for words that no table lists; digits are `numbers`' business."""
    if any(character.isdigit() for character in word):
        return 0.0
    return max(0.0, min(1.0, (level(word) - COMMON_LEVEL) / _SPAN))


KIND = Annotator(name="keywords", version=1, annotate=one_by_one(find_keywords), needs=("language",))
