"""What clustering keeps of an article: by what it can be found, and with what it is compared."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from headwater.cluster._sound import sound
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article
from headwater.model.neighbour import Fingerprint
from headwater.text.words import words

MAX_TERMS = 48
"""Keywords compared."""

MAX_KEYS_OF_KIND = 24
"""Look-up keys of one kind (names, sounds, words…): the rarest are taken."""

MIN_SOUND = 3
"""Consonants that a sound must have: shorter ones fit too many words."""

SOUND_LENGTH = 4
"""Consonants of a sound that are compared: what follows is mostly an ending."""

UNLISTED = 0.99
"""Rarity (0…1) of words outside the table of frequent words."""

MIN_RARE_CHARS = 4

HEADLINE_CHARS = 120
"""Code points of text that stand for a missing headline."""

RARE = 0.55
"""Rarity (0…1) from which a word is worth a look-up of its own."""

UNSEEN_RARITY = 0.6
"""Rarity of a word in a name that is not among the keywords."""

QUOTE_WORDS = 5
"""A quotation is recognised by runs of this many words."""

MIN_PLACE_CONFIDENCE = 0.4
MIN_NAME_CONFIDENCE = 0.3


def prepare(article: Article, annotations: Sequence[Annotation], *, at: datetime, is_mined: bool = True) -> Fingerprint:
    """The clustering fingerprint of one article.

    `at` orders arrivals (published time where believed, else first seen). With `is_mined` False nothing that was
    said about the field "text" is used: headline and summary alone.
    """
    heard = [a for a in annotations if is_mined or a.field != "text"]
    by_kind: dict[AnnotationKind, list[Annotation]] = {kind: [] for kind in AnnotationKind}
    for annotation in heard:
        by_kind[annotation.kind].append(annotation)
    spoken = by_kind[AnnotationKind.LANGUAGE]
    terms, rarities = _terms(by_kind[AnnotationKind.KEYWORD])
    names = _names(by_kind[AnnotationKind.NAME], rarities)
    rare = _rare(names, rarities)
    headline = set(words(article.headline or article.text[:HEADLINE_CHARS]))
    features: dict[str, object] = {
        "language": str(spoken[0].body["code"]) if spoken else article.language,
        "terms": _unit(terms),
        "names": _unit(names),
        "rare": sorted(rare),
        "sounds": _sounds(rare),
        "headline_sounds": sorted(_sounds(rare & headline)),
        "places": _unit(_places(by_kind[AnnotationKind.PLACE])),
        "numbers": _numbers(by_kind[AnnotationKind.NUMBER]),
        "quotes": _quotes(by_kind[AnnotationKind.QUOTE]),
    }
    vectors = by_kind[AnnotationKind.VECTOR]
    features["model"] = str(vectors[0].body["model"]) if vectors else ""
    vector = tuple(_floats(vectors[0].body["values"])) if vectors else None
    return Fingerprint(article_id=article.id, at=at, keys=_keys(features, rarities), features=features, vector=vector)


def _floats(values: object) -> Iterable[float]:
    return (float(value) for value in values) if isinstance(values, (list, tuple)) else ()


def _number(value: object, default: float = 0.0) -> float:
    return float(value) if isinstance(value, (int, float)) else default


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    """The same weights with squares that sum to 1, so that comparing two is one sum of products."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {item: round(weight / length, 4) for item, weight in weights.items()} if length else {}


def _terms(said: Sequence[Annotation]) -> tuple[dict[str, float], dict[str, float]]:
    """term → weight, and word and term → rarity."""
    terms: dict[str, float] = {}
    rarities: dict[str, float] = {}
    for annotation in said[:MAX_TERMS]:
        body = annotation.body
        term, rarity = str(body.get("term", body["text"])), _number(body.get("rarity"), 1.0)
        terms[term] = round(_number(body.get("weight"), 1.0) * rarity, 2)
        rarities[term] = rarities[str(body["text"])] = rarity
    return terms, rarities


def _names(said: Sequence[Annotation], rarities: Mapping[str, float]) -> dict[str, float]:
    """Each word of each name → its rarity: words, since "Anna Berg" is "Berg" further down."""
    names: dict[str, float] = {}
    for annotation in said:
        if annotation.confidence < MIN_NAME_CONFIDENCE:
            continue
        for word in words(str(annotation.body["text"])):
            if len(word) > 2:
                names[word] = round(rarities.get(word, UNSEEN_RARITY), 2)
    return names


def _rare(names: Mapping[str, float], rarities: Mapping[str, float]) -> set[str]:
    """Words that no table of frequent words lists: the names of this very event, mostly."""
    known = {word for word, rarity in rarities.items() if rarity >= UNLISTED and len(word) >= MIN_RARE_CHARS}
    return known | {word for word, rarity in names.items() if rarity >= UNLISTED and len(word) >= MIN_RARE_CHARS}


def _sounds(rare: Iterable[str]) -> dict[str, float]:
    """How rare words begin to sound → weight by length: a long sound is seldom shared by chance, an ending differs."""
    heard: dict[str, float] = {}
    for word in sorted(rare):
        opening = sound(word)[:SOUND_LENGTH]
        if len(opening) >= MIN_SOUND:
            heard[opening] = 1.0 if len(opening) == SOUND_LENGTH else 0.5
    return heard


def _places(said: Sequence[Annotation]) -> dict[str, float]:
    """ISO country or GeoNames id → mentions' confidence, saturating: ten mentions are no ten places."""
    places: dict[str, float] = {}
    for annotation in said:
        if annotation.confidence < MIN_PLACE_CONFIDENCE:
            continue
        body = annotation.body
        spots = [str(body["country"])] + ([f"g{body['geonames_id']}"] if "geonames_id" in body else [])
        for spot in spots:
            before = places.get(spot, 0.0)
            places[spot] = round(before + (2.0 - before) * 0.4 * annotation.confidence, 2)
    return places


def _numbers(said: Sequence[Annotation]) -> dict[str, float]:
    """value → how telling it is: "5.7" and "1,284" tell much, "2", "100" and this year little."""
    numbers: dict[str, float] = {}
    for annotation in said:
        value = _number(annotation.body["value"])
        text = f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
        digits = len(text.replace(".", "").strip("0"))
        weight = (
            0.1 if annotation.body.get("unit") == "year" else min(1.0, (0.05, 0.05, 0.35, 0.8, 1.0)[min(digits, 4)])
        )
        numbers[text] = max(numbers.get(text, 0.0), weight)
    return numbers


def _quotes(said: Sequence[Annotation]) -> list[str]:
    """Hashes of runs of words inside quotations."""
    found: list[str] = []
    for annotation in said:
        spoken = words(str(annotation.body["text"]))
        for start in range(0, max(1, len(spoken) - QUOTE_WORDS + 1), 2):
            run = " ".join(spoken[start : start + QUOTE_WORDS])
            found.append(hashlib.sha1(run.encode(), usedforsecurity=False).hexdigest()[:10])
    return list(dict.fromkeys(found))[:60]


def _keys(features: Mapping[str, object], rarities: Mapping[str, float]) -> tuple[str, ...]:
    """Exact look-up words, the most telling of each kind."""
    keys = [f"word:{term}" for term in _rarest(_mapping(features["terms"]), rarities)]
    keys += [f"name:{name}" for name in _heaviest(_mapping(features["names"]))]
    keys += [f"sound:{heard}" for heard in _mapping(features["sounds"]) if len(heard) >= SOUND_LENGTH][
        :MAX_KEYS_OF_KIND
    ]
    places = _heaviest(_mapping(features["places"]))[:4]
    numbers = [number for number, weight in _mapping(features["numbers"]).items() if weight >= 0.3][:6]
    keys += [f"fact:{place}:{number}" for place in places for number in numbers]
    quotes = features["quotes"]
    keys += [f"quote:{quote}" for quote in (quotes if isinstance(quotes, list) else [])[:8]]
    return tuple(dict.fromkeys(keys))


def _mapping(value: object) -> Mapping[str, float]:
    return value if isinstance(value, Mapping) else {}


def _heaviest(weights: Mapping[str, float]) -> list[str]:
    return sorted(weights, key=lambda item: (-weights[item], item))[:MAX_KEYS_OF_KIND]


def _rarest(terms: Mapping[str, float], rarities: Mapping[str, float]) -> list[str]:
    kept = [term for term in terms if rarities.get(term, 0.0) >= RARE and not re.fullmatch(r"\W*", term)]
    return sorted(kept, key=lambda term: (-terms[term], term))[:MAX_KEYS_OF_KIND]
