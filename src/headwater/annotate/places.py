"""Places and countries by name, in any language: CLDR territory names and GeoNames cities of 100,000 and more.

A name matches at the start of a word and may carry a bounded ending, since most languages inflect names ("Казахстана",
"Berliinissä"). Without that the recall is .15 in Russian (measured, docs/decisions). A place is weak evidence: the
confidence says how weak.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import ahocorasick_rs

from headwater.annotate._annotator import Annotator, Reading, one_by_one
from headwater.annotate._words import CASED, UNSPACED, is_common, is_listed, level, script_of, starts_sentence
from headwater.model.annotation import Annotation, AnnotationKind

MAX_PLACES = 60
"""Mentions kept per article."""

SUFFIX_CHARS = {
    "LATIN": 3, "CYRILLIC": 5, "GREEK": 2, "ARMENIAN": 4, "GEORGIAN": 4, "HANGUL": 3, "TAMIL": 7, "TELUGU": 6,
    "KANNADA": 6, "MALAYALAM": 7, "BENGALI": 3, "ETHIOPIC": 2, "DEVANAGARI": 2,
}  # fmt: skip
"""Longest ending that a name may carry, by script; 1 where not listed."""

INFLECTED = frozenset(
    {
        "az",
        "bs",
        "cs",
        "et",
        "eu",
        "fi",
        "hr",
        "hu",
        "kk",
        "la",
        "lt",
        "lv",
        "pl",
        "sk",
        "sl",
        "sq",
        "sr",
        "tk",
        "tr",
        "uz",
    }
)
"""Languages in Latin script whose names take case endings; in others only a few endings are believed ("Nigerian")."""

STEM_CHARS = 5
"""A name at least this long in an inflecting language also matches without its last vowel ("Москв-е", "Warszaw-ie")."""

BIG_CITY = 1_000_000
"""A city this large is believed without context; a smaller one needs its country or a larger neighbour near by."""

COMMON_UNCASED_LEVEL = 11
"""In scripts without capitals a name that is this common a word is left out."""

_PREFIXES = {"ARABIC": re.compile(r"(?:[وفبلك]{0,2}(?:ال|ل)?)$"), "HEBREW": re.compile(r"[ובלמהשכ]{0,3}$")}
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýāēīōūąęаеёиоуыэюяьйіїєўηαιοςасъ")
_PEOPLE_TOO = frozenset({"jordan", "chad", "georgia", "israel", "chelsea", "lincoln", "sydney", "victoria", "santiago"})


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table: countries have their ISO code as id, cities a GeoNames id."""

    id: str
    country: str
    population: int
    name: str

    @property
    def is_country(self) -> bool:
        """Whether this is a country or territory."""
        return self.id == self.country


@dataclass(frozen=True, slots=True)
class _Index:
    automaton: ahocorasick_rs.AhoCorasick
    patterns: tuple[tuple[str, Place, bool], ...]


def _small(text: str) -> str:
    """Lower case with the same number of code points, so that offsets stay."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=1)
def _index() -> _Index:
    """The automaton over all names; where two places share a name, the country or the larger city has it."""
    packed = files("headwater.annotate").joinpath("data/places.tsv.xz").read_bytes()
    extra = files("headwater.annotate").joinpath("data/country_names.tsv").read_text("utf-8")
    chosen: dict[str, tuple[Place, bool]] = {}
    for line in (extra.strip() + "\n" + lzma.decompress(packed).decode("utf-8")).split("\n"):
        identifier, country, population, names = line.split("\t")
        listed = names.split("|")
        place = Place(identifier, country, int(population), listed[0])
        for name in listed:
            if _is_usable(name, place):
                chosen.setdefault(_small(name), (place, False))
                stem = _stem(name)
                if stem:
                    chosen.setdefault(_small(stem), (place, True))
    patterns = tuple((name, place, is_stem) for name, (place, is_stem) in chosen.items())
    automaton = ahocorasick_rs.AhoCorasick([p[0] for p in patterns], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return _Index(automaton, patterns)


def _is_usable(name: str, place: Place) -> bool:
    written = script_of(name[0])
    folded = name.casefold()
    if place.is_country:
        return len(name) >= (2 if written in UNSPACED or written not in CASED else 3)
    if (written in UNSPACED or written == "HANGUL") and len(name) < 3:
        return place.population >= BIG_CITY
    if written in CASED:
        return len(name) >= 4 and not is_common(folded)
    return len(name) >= 3 and not (is_listed(folded) and level(folded) <= COMMON_UNCASED_LEVEL)


def _stem(name: str) -> str:
    """The name without its last vowel, where endings replace it; empty where that is too short to be safe."""
    if len(name) < STEM_CHARS or " " in name or script_of(name[0]) not in CASED:
        return ""
    return name[:-1] if name[-1].lower() in _VOWELS else ""


def find_places(reading: Reading) -> Sequence[Annotation]:
    """PLACE annotations: `name` as written, `country` (ISO 3166-1), `geonames_id` for cities."""
    mentions = [m for field, text in reading.fields for m in _mentions(field, text, reading.language)][:MAX_PLACES]
    countries = {place.country for _, _, place, _ in mentions if place.is_country or place.population >= BIG_CITY}
    said: list[Annotation] = []
    for at, name, place, doubt in mentions:
        confidence = _confidence(place, place.country in countries) * doubt
        body: dict[str, object] = {"name": name, "country": place.country}
        if not place.is_country:
            body["geonames_id"] = int(place.id)
        said.append(reading.say(AnnotationKind.PLACE, body, at=at, confidence=confidence))
    return said


def _confidence(place: Place, has_context: bool) -> float:
    if place.is_country:
        return 0.95
    if place.population >= BIG_CITY:
        return 0.9
    return 0.85 if has_context else 0.5


Mention = tuple[tuple[str, int, int], str, Place, float]


def _mentions(field: str, text: str, language: str) -> Iterator[Mention]:
    small = _small(text)
    index = _index()
    for number, start, end in index.automaton.find_matches_as_indexes(small):
        name, place, is_stem = index.patterns[number]
        written = script_of(name[0])
        finish = _end_of_word(small, end, written)
        if finish is None or not _starts_word(small, start, written):
            continue
        if not _has_shape(text, small, (start, end, finish), written, is_stem, language):
            continue
        doubt = 1.0 if place.is_country and name not in _PEOPLE_TOO else _doubt(text, start, finish, name)
        yield (field, start, finish), text[start:finish], place, doubt


def _starts_word(small: str, start: int, script: str) -> bool:
    if script in UNSPACED or start == 0 or not (small[start - 1].isalnum()):
        return True
    prefix = _PREFIXES.get(script)
    if prefix is None:
        return False
    begin = start
    while begin > 0 and small[begin - 1].isalpha():
        begin -= 1
    return start - begin <= 4 and prefix.fullmatch(small, begin, start) is not None


def _end_of_word(small: str, end: int, script: str) -> int | None:
    """Where the word ends that the name begins; None if the ending is too long to be one."""
    if script in UNSPACED:
        return end
    finish = end
    while finish < len(small) and (small[finish].isalpha() or script_of_mark(small[finish])):
        finish += 1
    return finish if finish - end <= SUFFIX_CHARS.get(script, 1) else None


def script_of_mark(character: str) -> bool:
    """Whether this is a vowel sign of an Indic or Ethiopic word, which belongs to the word."""
    return "\u0900" <= character <= "\u0dff"


def _has_shape(text: str, small: str, span: tuple[int, int, int], script: str, is_stem: bool, language: str) -> bool:
    """Whether capital, stem and ending are those of a name."""
    start, end, finish = span
    suffix = finish - end
    if script not in CASED:
        return True
    if not text[start].isupper():
        return False
    word = small[start:finish]
    if script == "LATIN" and (is_stem or suffix > 1) and language.partition("-")[0] not in INFLECTED:
        return not is_stem and suffix <= 3 and small[end:finish] in _ADJECTIVES
    if is_stem:
        return 0 < suffix <= 3 and not is_common(word)
    return suffix == 0 or not is_common(word)


_ADJECTIVES = frozenset({"n", "s", "an", "ian", "ans", "er", "ers", "ese", "ish", "i", "is", "e", "ne", "na", "no"})


def _doubt(text: str, start: int, finish: int, name: str) -> float:
    """A factor below 1 where the name may be a person's: a capitalised word stands right beside it."""
    if name not in _PEOPLE_TOO and " " in name:
        return 1.0
    before = re.search(r"(\w+) $", text[max(0, start - 30) : start])
    if before and before.group(1)[0].isupper() and not starts_sentence(text, start - 1 - len(before.group(1))):
        return 0.5
    after = re.match(r" (\w)", text[finish : finish + 2])
    return 0.6 if after and after.group(1).isupper() and name in _PEOPLE_TOO else 1.0


KIND = Annotator(name="places", version=1, annotate=one_by_one(find_places), needs=("language",))
