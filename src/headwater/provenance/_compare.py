"""Two articles side by side: the same text, a copy, a translation, a rewrite, the same story, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.model.neighbour import Fingerprint
from headwater.provenance._pair import Pair, measure
from headwater.provenance._work import read_work
from headwater.provenance.evidence import reuse, rewriting, translation

SAME_TEXT_SHARE = 0.97
LIKELY = 0.5
RELATED_PROBABILITY = 0.12
RELATED_COSINE = 0.42
SAME_STORY_COSINE = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """`similarity` 0…1; `relation` same_text, copy, translation, rewrite, same_story, related or different."""

    similarity: float
    relation: str


def compare(a: Fingerprint, b: Fingerprint, *, same_story_probability: float | None = None) -> Comparison:
    """What two articles are to each other; `same_story_probability` is clustering's, used below the level of texts."""
    pair = measure(read_work(a), read_work(b))
    for relation, similarity in _derivations(pair):
        if similarity >= LIKELY:
            return Comparison(similarity=round(similarity, 4), relation=relation)
    return _story(pair, same_story_probability)


def _derivations(pair: Pair) -> list[tuple[str, float]]:
    """Relations of texts with their similarity, strongest claim first; below one half none holds."""
    less, more = sorted((pair.a.covered, pair.b.covered))
    kin = max(reuse.probability(pair.a, pair.b), reuse.probability(pair.b, pair.a))
    return [
        ("same_text", more if less >= SAME_TEXT_SHARE else 0.0),
        ("copy", 0.8 + 0.2 * less if more >= reuse.COPY_SHARE and kin >= LIKELY else 0.0),
        ("translation", 0.0 if pair.same_language else 0.5 + 0.4 * (translation.probability(pair) - 0.5)),
        ("rewrite", 0.5 + 0.5 * (kin - 0.5) if pair.same_language or kin >= LIKELY else 0.0),
        ("rewrite", 0.5 + 0.4 * (rewriting.probability(pair) - 0.5) if pair.same_language else 0.0),
    ]


def _story(pair: Pair, probability: float | None) -> Comparison:
    """Below the level of texts: clustering's word, or the vectors', or the facts'."""
    if probability is None:
        probability = _guessed(pair)
    if probability >= LIKELY:
        return Comparison(similarity=round(0.4 + 0.3 * probability, 4), relation="same_story")
    is_related = probability >= RELATED_PROBABILITY or (pair.cosine or 0.0) >= RELATED_COSINE
    return Comparison(similarity=round(0.55 * probability, 4), relation="related" if is_related else "different")


def _guessed(pair: Pair) -> float:
    if pair.cosine is not None:
        return min(0.95, max(0.0, 0.5 + (pair.cosine - SAME_STORY_COSINE) * 2))
    facts = pair.figures_in_order + pair.a.names_in_place
    return min(0.9, pair.headline * 0.6 + facts * 0.04)
