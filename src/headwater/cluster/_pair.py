"""How likely two articles report one event: features of a pair, and a logistic regression over them.

The weights are data (`data/combiner.json`), fitted by bench/training/combiner.py on real pairs in 40 languages.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files
from operator import mul

from headwater.model.neighbour import Fingerprint

FEATURES = (
    "bias",
    "cosine",
    "cosine_squared",
    "cosine_across",
    "words",
    "words_squared",
    "names",
    "names_across",
    "rare",
    "sounds_across",
    "headlines_apart",
    "places",
    "other_places",
    "numbers",
    "quotes",
    "is_across",
)
"""The regression's inputs in the order of its weights. "across": the two are in different languages."""

HOURS_TO_HALVE_ODDS = 24.0
"""Each such gap in time halves the odds that two articles report one event. Set, not fitted: no corpus has times."""

FREE_HOURS = 6.0
"""A gap this short says nothing."""

MAX_LOGIT = 8.0
"""Log odds are cut here: no pair is more certain than 1 in 3,000."""

FAR_FLOOR, FAR_CEILING = -4.0, -0.5
"""Bounds of the log odds of a pair that no index found."""

NUMBER_SCALE = 1.0
RARE_SCALE = 3.0
QUOTE_SCALE = 3.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two articles share, and the log odds that they report one event."""

    log_odds: float
    cosine: float
    words: float
    names: float
    places: float
    numbers: float
    quotes: int
    gap: timedelta

    @property
    def probability(self) -> float:
        """The same as a probability."""
        return 1.0 / (1.0 + math.exp(-self.log_odds))


@lru_cache(maxsize=1)
def _combiner() -> Mapping[str, Mapping[str, float]]:
    """The fitted weights by feature name: "with_vectors", "without_vectors", and "far" (cosine alone)."""
    loaded: dict[str, dict[str, float]] = json.loads(
        files("headwater.cluster").joinpath("data/combiner.json").read_text()
    )
    return loaded


def same_story_probability(a: Fingerprint, b: Fingerprint) -> float:
    """The probability (0…1) that two articles report one event; symmetric."""
    return likeness(a, b).probability


def likeness(a: Fingerprint, b: Fingerprint, *, cosine: float | None = None) -> Likeness:
    """What `a` and `b` share and how likely they report one event; pass `cosine` where it is known already."""
    near = cosine_of(a, b) if cosine is None else cosine
    values = pair_features(a, b, cosine=near)
    weights = _combiner()["without_vectors" if near is None else "with_vectors"]
    log_odds = sum(weights[name] * value for name, value in values.items())
    gap = abs(a.at - b.at)
    hours = gap.total_seconds() / 3600
    log_odds -= max(0.0, hours - FREE_HOURS) / HOURS_TO_HALVE_ODDS * math.log(2)
    return Likeness(
        log_odds=max(-MAX_LOGIT, min(MAX_LOGIT, log_odds)),
        cosine=values["cosine"],
        words=values["words"],
        names=values["names"] + values["names_across"] + values["sounds_across"],
        places=values["places"],
        numbers=values["numbers"],
        quotes=round(values["quotes"] * QUOTE_SCALE),
        gap=gap,
    )


def log_odds_of_cosine(cosine: float | None) -> float:
    """Log odds for a pair of which only the cosine is known (no index found it): never enough to join by itself."""
    weights = _combiner()["far"]
    if cosine is None:
        return FAR_FLOOR
    return max(FAR_FLOOR, min(FAR_CEILING, weights["bias"] + weights["cosine"] * cosine))


def pair_features(a: Fingerprint, b: Fingerprint, *, cosine: float | None = None) -> dict[str, float]:
    """The regression's inputs for a pair, by name; each about 0…1."""
    near = cosine_of(a, b) if cosine is None else cosine
    one, other = a.features, b.features
    across = 0.0 if _primary(one) == _primary(other) else 1.0
    same = 1.0 - across
    shared_words = _overlap(one, other, "terms")
    shared_names = _overlap(one, other, "names")
    value = near or 0.0
    return {
        "bias": 1.0,
        "cosine": value,
        "cosine_squared": value * abs(value),
        "cosine_across": value * across,
        "words": shared_words,
        "words_squared": math.sqrt(shared_words),
        "names": shared_names * same,
        "names_across": shared_names * across,
        "rare": _saturating(len(_items(one, "rare") & _items(other, "rare")), RARE_SCALE),
        "sounds_across": _saturating(_shared(one, other, "sounds"), RARE_SCALE) * across,
        "headlines_apart": _headlines_apart(one, other),
        "places": _overlap(one, other, "places"),
        "other_places": _apart(_mapping(one, "places"), _mapping(other, "places")),
        "numbers": _saturating(_shared(one, other, "numbers"), NUMBER_SCALE),
        "quotes": _shared_quotes(one, other),
        "is_across": across,
    }


def _primary(features: Mapping[str, object]) -> str:
    return str(features.get("language", "")).partition("-")[0]


def _mapping(features: Mapping[str, object], name: str) -> Mapping[str, float]:
    value = features.get(name)
    return value if isinstance(value, Mapping) else {}


def cosine_of(a: Fingerprint, b: Fingerprint) -> float | None:
    """The vectors' dot product; None without two vectors of one model."""
    if a.vector is None or b.vector is None or a.features.get("model") != b.features.get("model"):
        return None
    return float(sum(map(mul, a.vector, b.vector)))


def _overlap(one: Mapping[str, object], other: Mapping[str, object], name: str) -> float:
    """Cosine of two weighted sets of unit length: 0 nothing shared, 1 the same."""
    a, b = _mapping(one, name), _mapping(other, name)
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[item] for item, weight in a.items() if item in b)


def _apart(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """1 where both name places and share none."""
    return 1.0 if a and b and not any(place in b for place in a) else 0.0


def _shared(one: Mapping[str, object], other: Mapping[str, object], name: str) -> float:
    """Summed weight of what both have."""
    a, b = _mapping(one, name), _mapping(other, name)
    return sum(min(weight, b[item]) for item, weight in a.items() if item in b)


def _saturating(amount: float, scale: float) -> float:
    """0 for nothing, towards 1 for much."""
    return 1.0 - math.exp(-amount / scale)


def _items(features: Mapping[str, object], name: str) -> set[str]:
    value = features.get(name)
    return set(value) if isinstance(value, (list, tuple, Mapping)) else set()


def _headlines_apart(one: Mapping[str, object], other: Mapping[str, object]) -> float:
    """1 where each headline has a rare word and the other text knows none of them, however spelt."""
    a, b = _items(one, "headline_sounds"), _items(other, "headline_sounds")
    if not a or not b:
        return 0.0
    return 0.0 if a & _items(other, "sounds") or b & _items(one, "sounds") else 1.0


def _shared_quotes(one: Mapping[str, object], other: Mapping[str, object]) -> float:
    a, b = one.get("quotes"), other.get("quotes")
    if not isinstance(a, (list, tuple)) or not isinstance(b, (list, tuple)):
        return 0.0
    return min(len(set(a) & set(b)), QUOTE_SCALE) / QUOTE_SCALE
