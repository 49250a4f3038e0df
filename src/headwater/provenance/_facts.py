"""Facts that keep their form in another wording or language: figures, and names by their consonants, in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from headwater.provenance._names import skeleton

MAX_FACTS = 160  # of each kind; what an article says after that hardly changes the order of the rest
MIN_NAME_SOUNDS = 3
NAME_SOUNDS = 4  # endings and particles differ by language and case
OPEN_SHARE = 0.2
_CASELESS = re.compile(
    "[\u05d0-\u05ea]{3,}|[\u0620-\u064a\u0671-\u06d3]{3,}|[\u0900-\u0d7f\u200d]{3,}|[\u10d0-\u10ff]{3,}"
    "|[\u1200-\u137f]{2,}|[\u30a1-\u30f4\u30fc]{3,}|[\uac00-\ud7a3]{2,}"
)
_ARABIC_PREFIX = re.compile("^(?:[\u0648\u0641]?(?:\u0627\u0644|\u0628\u0627\u0644|\u0644\u0644)|\u0648)")
MIN_STRETCHED = 60  # thousandths: nearer to the beginning a stretch cannot be read off
MIN_STRETCHES = 3
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_FIGURE = re.compile(r"(?<!\d)\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)?")
MULTIPLIER_CHARS = 14
_MULTIPLIERS = (
    # "3.2 million", "320万", "3,2 млн" are one figure; long- and short-scale billions differ by language
    (10**12, r"trillion|трлн|трильйон|триллион|兆"),
    (
        10**9,
        r"billions?\b|bn\b|milliard|miljard|миллиард|мільярд|млрд|mld|mrd|mld|milyar|δισεκ|مليار|میلیارد|10億|십억",
    ),
    (10**8, r"億|亿|억"),
    (10**7, r"करोड़|crore|কোটি"),
    (
        10**6,
        r"million|millón|millon|milhão|milhões|milione|milioni|miljoen|miljon|миллион|мільйон|млн|mln|mio\b|mill\.|milyon|εκατομ|مليون|ملايين|ميليون|میلیون|मिलियन|juta|triệu|ล้าน|백만",
    ),
    (10**5, r"लाख|lakh|লাখ"),
    (10**4, r"万|萬|만"),
    (
        10**3,
        r"thousand|tausend|mille\b|mil\b|tusen|тысяч|тыс\.|тисяч|тис\.|мың|bin\b|χιλιάδες|ألف|آلاف|هزار|हज़ार|हजार|ribu|nghìn|พัน|千|천",
    ),
)
_MULTIPLIER = re.compile(
    "|".join(rf"(?P<m{n}>\s?-?(?:{words}))" for n, (_, words) in enumerate(_MULTIPLIERS)), re.IGNORECASE
)
_COMPOSED = re.compile(r"(?<!\d)(\d{1,3}) (?:bin|mil|тыс(?:яч\w*|\.)|тис(?:яч\w*|\.)|мың|ming) (\d{3})(?!\d)")
_NAME = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))[^\W\d_]\w*(?:[-’'][^\W\d_]\w*)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Values in order of appearance, and where each stands: thousandths of the whole text."""

    values: tuple[str, ...] = ()
    places: tuple[int, ...] = ()


def figures(paragraphs: Sequence[str]) -> Facts:
    """The numbers in one notation: "1 247", "1.247" and "١٢٤٧" are 1247, "3,5" is 3.5; no single digits."""
    return _collected(paragraphs, _figures_in)


def names(paragraphs: Sequence[str]) -> Facts:
    """Capitalised words inside sentences as consonant rows; of scripts without capitals every word that sounds."""
    return _collected(paragraphs, _names_in)


def is_open(found: Facts, word_count: int) -> bool:
    """Whether `names` holds common words too (no capitals, or German's many): then the other text's names count."""
    if not found.values:
        return False
    scanned = word_count * found.places[-1] / 1000  # long texts are read until there are enough names
    return len(found.values) > OPEN_SHARE * scanned


def breaks(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """Where paragraphs end, in thousandths of the whole text, without the last end."""
    total = sum(map(len, paragraphs)) or 1
    ends, at = [], 0
    for paragraph in paragraphs[:-1]:
        at += len(paragraph)
        ends.append(1000 * at // total)
    return tuple(ends[:MAX_FACTS])


def _collected(paragraphs: Sequence[str], find: Callable[[str], Iterator[tuple[int, str]]]) -> Facts:
    total = sum(map(len, paragraphs)) or 1
    values: list[str] = []
    places: list[int] = []
    before = 0
    for paragraph in paragraphs:
        for at, value in find(paragraph):
            values.append(value)
            places.append(1000 * (before + at) // total)
        before += len(paragraph)
        if len(values) >= MAX_FACTS:
            break
    return Facts(values=tuple(values[:MAX_FACTS]), places=tuple(places[:MAX_FACTS]))


def _figures_in(paragraph: str) -> Iterator[tuple[int, str]]:
    western = _western(paragraph)
    if "bin " in western or "mil " in western or not western.isascii():
        western = _COMPOSED.sub(r"\1\2", western)
    for match in _FIGURE.finditer(western):
        figure = _multiplied(_plain(match[0]), western[match.end() : match.end() + MULTIPLIER_CHARS])
        if len(figure) > 1:
            yield match.start(), figure


def _names_in(paragraph: str) -> Iterator[tuple[int, str]]:
    for match in _NAME.finditer(paragraph):
        word = match[0]
        row = skeleton(word) if word[0].isupper() else ""
        if len(row) >= MIN_NAME_SOUNDS:
            yield match.start(), row[:NAME_SOUNDS]
    if not paragraph.isascii():
        yield from _caseless_in(paragraph)


def _caseless_in(paragraph: str) -> Iterator[tuple[int, str]]:
    for match in _CASELESS.finditer(paragraph):
        row = skeleton(_ARABIC_PREFIX.sub("", match[0]))
        if len(row) >= MIN_NAME_SOUNDS:
            yield match.start(), row[:NAME_SOUNDS]


def in_place(a: Facts, b: Facts, within: int) -> int:
    """How many of `a`'s facts stand in `b` at about the same place, `within` thousandths of the text.

    A text cut off at its end has all places stretched alike: the stretch that most facts agree on is tried too.
    """
    where: dict[str, list[int]] = {}
    for value, place in zip(b.values, b.places, strict=True):
        where.setdefault(value, []).append(place)
    shared = [(place, where[value]) for value, place in zip(a.values, a.places, strict=True) if value in where]
    if not shared:
        return 0
    stretches = sorted(places[0] / place for place, places in shared if len(places) == 1 and place > MIN_STRETCHED)
    tried = (1.0, stretches[len(stretches) // 2]) if len(stretches) >= MIN_STRETCHES else (1.0,)
    return max(
        sum(any(abs(place * stretch - other) <= within for other in places) for place, places in shared)
        for stretch in tried
    )


def near(a: Sequence[int], b: Sequence[int], within: int) -> int:
    """How many places of `a` have one of `b` within so many thousandths; both in ascending order."""
    count, at = 0, 0
    for place in a:
        while at < len(b) and b[at] < place - within:
            at += 1
        count += at < len(b) and b[at] <= place + within
    return count


def _western(text: str) -> str:
    """The text with decimal digits of every script as ASCII."""
    if text.isascii() or not _FOREIGN_DIGIT.search(text):
        return text
    text = text.replace("٫", ".").replace("٬", ",")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in text)


def _plain(figure: str) -> str:
    if re.fullmatch(r"\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+", figure):
        return re.sub(r"\D", "", figure)
    whole, separator, fraction = re.sub(r"[\u00a0\u202f' ]", "", figure).replace(",", ".").partition(".")
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".") if separator else whole


def _multiplied(figure: str, after: str) -> str:
    """The figure times the word after it ("3.2" before "million" is 3200000)."""
    match = _MULTIPLIER.match(after)
    if match is None or ":" in figure:
        return figure
    times = _MULTIPLIERS[int(str(match.lastgroup)[1:])][0]
    whole, _, fraction = figure.partition(".")
    return str(int(whole + fraction) * times // 10 ** len(fraction))


def is_telling(figure: str) -> bool:
    """Whether a figure by itself says something: three digits or a fraction, and no year of our time."""
    digits = sum(c.isdigit() for c in figure)
    is_year = figure.isdigit() and len(figure) == 4 and 1900 <= int(figure) <= 2100
    return (digits >= 3 and not is_year and figure.strip("0.")[1:] != "") or ("." in figure and digits >= 2)


def shared_in_order(a: Sequence[object], b: Sequence[object]) -> int:
    """The length of the longest common subsequence, bit-parallel (Hyyrö 2004): len(a) steps on len(b)-bit numbers."""
    if not a or not b:
        return 0
    places: dict[object, int] = {}
    for index, item in enumerate(b):
        places[item] = places.get(item, 0) | (1 << index)
    full = (1 << len(b)) - 1
    row = full
    for item in a:
        hits = row & places.get(item, 0)
        if hits:
            row = ((row + hits) | (row - hits)) & full
    return len(b) - row.bit_count()
