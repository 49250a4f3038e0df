"""Facts that keep their form in another wording or language: figures, and names by their consonants, in order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from headwater.provenance._names import skeleton

MAX_FACTS = 160  # of each kind; what an article says after that hardly changes the order of the rest
MIN_NAME_SOUNDS = 3
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
_NAME = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))[^\W\d_]\w*(?:[-’'][^\W\d_]\w*)*")


def figures(paragraphs: Sequence[str]) -> list[str]:
    """The numbers in order in one notation: "1 247", "1.247" and "١٢٤٧" are 1247, "3,5" is 3.5; no single digits."""
    found: list[str] = []
    for paragraph in paragraphs:
        western = _western(paragraph)
        for match in _FIGURE.finditer(western):
            figure = _multiplied(_plain(match[0]), western[match.end() : match.end() + MULTIPLIER_CHARS])
            if len(figure) > 1:
                found.append(figure)
        if len(found) >= MAX_FACTS:
            break
    return found[:MAX_FACTS]


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


def names(paragraphs: Sequence[str]) -> list[str]:
    """Capitalised words inside sentences, in order, as consonant rows; none in scripts without capitals."""
    found: list[str] = []
    for paragraph in paragraphs:
        for match in _NAME.finditer(paragraph):
            word = match[0]
            if not word[0].isupper():
                continue
            row = skeleton(word)
            if len(row) >= MIN_NAME_SOUNDS:
                found.append(row[:8])
        if len(found) >= MAX_FACTS:
            break
    return found[:MAX_FACTS]


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
