"""The shapes of a host's article addresses, learned from addresses that turned out to be articles, or not.

A pattern is a line of text: a shape, how many articles had it, and how many others:

    /{word}/{year}/{nn}/{slug}.html +48 -1
    sport./{id} +12 -0
    /dossier/{slug} +0 -9

The last one says what is never an article. Among patterns that fit an address the most literal one decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from headwater.acquire._address_shape import SLUG, SMALL, TELLING, TEXT, WORD, WORDS, Places, shape_of

MAX_SAMPLE = 1_000
"""Addresses of one sort that are learned from; give the newest first."""

MAX_PATTERNS = 24
"""Patterns kept of one host."""

MAX_PATTERN_CHARS = 500

MIN_ARTICLES = 3
MIN_PLAIN_ARTICLES = 6
"""Articles that a pattern needs; more where its shape has no id, date or headline, as sections have."""

MIN_OTHERS = 5
MIN_OTHERS_ANY_WORD = 12
"""Other pages that a refusing pattern needs; more where it holds any word, and so may shut a whole site."""

MIN_ARTICLES_TO_REFUSE = 8
"""Nothing is refused on a host of which fewer articles are known: an unlucky start must not make us deaf."""

ACCEPTED_SHARE = 0.8
REFUSED_SHARE = 0.2
"""From which share of articles (Laplace's estimate) a pattern accepts or refuses an address."""

MAX_FREE_LITERALS = 4
"""Literals of one shape that are tried as any word, each alone and together; with more, all or none."""

_TEXT_LINE = re.compile(r"(\S+) \+(\d{1,6}) -(\d{1,6})")
_PLACE = re.compile(r"[^/?.][^/?]*\.(?=[/?])|\.(?=[/?])|[/?][^/?]*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One shape with what it was seen to hold."""

    places: Places
    article_count: int = 0
    other_count: int = 0

    @property
    def share(self) -> float:
        """The estimated share of articles among addresses of this shape, 0 to 1 (Laplace's rule)."""
        return (self.article_count + 1) / (self.article_count + self.other_count + 2)

    @property
    def literal_count(self) -> int:
        """How many places stand for themselves."""
        return sum("{" not in place for place in self.places)

    def text(self) -> str:
        """The line of text that is stored."""
        return f"{''.join(self.places).removeprefix('.')} +{self.article_count} -{self.other_count}"


def parse(text: str) -> Pattern | None:
    """The pattern that a line of text says, None for anything else."""
    match = _TEXT_LINE.fullmatch(text) if len(text) <= MAX_PATTERN_CHARS else None
    if match is None:
        return None
    stated = match.group(1)
    stated = f".{stated}" if stated[0] in "/?" else stated
    places = tuple(_PLACE.findall(stated))
    return Pattern(places, int(match.group(2)), int(match.group(3))) if "".join(places) == stated else None


class Shapes:
    """Patterns, ready to judge addresses."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = filter(None, map(parse, texts))
        self._by_length: dict[int, list[Pattern]] = {}
        for pattern in sorted(found, key=lambda one: (-one.literal_count, -(one.article_count + one.other_count))):
            self._by_length.setdefault(len(pattern.places), []).append(pattern)

    def find(self, url: str) -> Pattern | None:
        """The most literal pattern that fits an address."""
        if not self._by_length:
            return None
        places = shape_of(url)
        known = self._by_length.get(len(places), ())
        return next((pattern for pattern in known if all(map(_fits, pattern.places, places))), None)

    def score(self, url: str) -> float | None:
        """The share of articles among addresses like this one, 0 to 1; None where no pattern fits."""
        pattern = self.find(url)
        return None if pattern is None else pattern.share

    def accepts(self, url: str) -> bool:
        """Whether addresses like this one are articles."""
        score = self.score(url)
        return score is not None and score >= ACCEPTED_SHARE

    def refuses(self, url: str) -> bool:
        """Whether addresses like this one never are."""
        score = self.score(url)
        return score is not None and score <= REFUSED_SHARE


def learn(known: Sequence[str], articles: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The patterns of one host, best first: what the two lists say, and known patterns that they say nothing about.

    `articles` are addresses whose pages were articles, `others` those whose pages were read and were none, of the
    same recent time, newest first; both may hold what earlier calls held. Same lists, same patterns.
    """
    good, bad = _shapes(articles), _shapes(others)
    wider = {places: _wider(places) for places in {*good, *bad}}
    counts = tuple(Counter(wide for places in shapes for wide in wider[places]) for shapes in (good, bad))
    candidates = [Pattern(places, counts[0][places], counts[1][places]) for places in {**counts[0], **counts[1]}]
    accepting = {pattern.places: pattern for pattern in candidates if _is_accepting(pattern)}
    is_ripe = len(good) >= MIN_ARTICLES_TO_REFUSE
    refusing = {pattern.places: pattern for pattern in candidates if is_ripe and _is_refusing(pattern)}
    chosen = _cover(accepting, good, wider) + _cover(refusing, bad, wider)
    kept = [
        pattern for pattern in map(parse, known[:MAX_PATTERNS]) if pattern is not None and not _is_met(pattern, wider)
    ]
    ordered = sorted({*chosen, *kept}, key=lambda one: (-(one.article_count + one.other_count), one.places))
    return tuple(pattern.text() for pattern in ordered[:MAX_PATTERNS])


def _shapes(urls: Sequence[str]) -> list[Places]:
    found = dict.fromkeys(urls[:MAX_SAMPLE])
    return [places for url in found if (places := shape_of(url))]


def _wider(places: Places) -> set[Places]:
    """A shape and the more general ones: literals as any word, headlines and short texts as one kind."""
    free = [index for index, place in enumerate(places) if "{" not in place and place not in (".", "/")]
    if len(free) > MAX_FREE_LITERALS:
        choices = [frozenset[int](), frozenset(free)]
    else:
        masks = product((False, True), repeat=len(free))
        choices = [frozenset(index for index, is_free in zip(free, mask, strict=True) if is_free) for mask in masks]
    found: set[Places] = set()
    for choice in choices:
        wide = tuple(_as_any_word(place) if index in choice else place for index, place in enumerate(places))
        found.add(wide)
        found.add(tuple(place.replace(SLUG, TEXT).replace(WORDS, TEXT) for place in wide))
    return found


def _as_any_word(place: str) -> str:
    """A literal place as any word there: "/news" as "/{word}", "sport." as "{word}.", "?lang=en" as "?lang={word}"."""
    if place[0] == "/":
        return f"/{WORD}"
    if place[0] == "?":
        return f"{place.partition('=')[0]}={WORD}"
    return f"{WORD}."


def _fits(pattern: str, place: str) -> bool:
    if pattern == place:
        return True
    if TEXT in pattern:
        return pattern in (place.replace(SLUG, TEXT), place.replace(WORDS, TEXT))
    return WORD in pattern and "{" not in place and place != "." and pattern == _as_any_word(place)


def _is_accepting(pattern: Pattern) -> bool:
    if pattern.places[-1].endswith(WORD) or pattern.places[-1].endswith(SMALL):
        return False  # any word at the end is any page at all
    is_telling = any(kind in place for kind in TELLING for place in pattern.places)
    least = MIN_ARTICLES if is_telling else MIN_PLAIN_ARTICLES
    return pattern.article_count >= least and pattern.share >= ACCEPTED_SHARE


def _is_refusing(pattern: Pattern) -> bool:
    least = MIN_OTHERS_ANY_WORD if any(WORD in place for place in pattern.places) else MIN_OTHERS
    return pattern.other_count >= least and pattern.share <= REFUSED_SHARE


def _cover(
    candidates: Mapping[Places, Pattern], shapes: list[Places], wider: Mapping[Places, set[Places]]
) -> list[Pattern]:
    """Few patterns that say all that the candidates can say of the shapes: always the one that says most next."""
    left = Counter(shapes)
    chosen: list[Pattern] = []
    while len(chosen) < MAX_PATTERNS:
        gains: Counter[Places] = Counter()
        for places, count in left.items():
            gains.update(dict.fromkeys(candidates.keys() & wider[places], count))
        if not gains:
            break
        best = max(gains, key=lambda places: (gains[places], candidates[places].literal_count, places))
        chosen.append(candidates[best])
        left = Counter({places: count for places, count in left.items() if best not in wider[places]})
    return chosen


def _is_met(pattern: Pattern, wider: Mapping[Places, set[Places]]) -> bool:
    return any(pattern.places in shapes for shapes in wider.values())
