"""Dates as readers see them: month names of the world's languages, numbers with marks, other calendars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from headwater.model.time import StatedTime
from headwater.text.months import (
    AFTERNOON,
    BARE_DAY,
    BUDDHIST_YEARS,
    DOTTED_DAY,
    ERAS,
    MORNING,
    PERSIAN_MONTHS,
    from_persian,
    month_of,
)
from headwater.text.stated import Clock, day_of, stated_time
from headwater.text.zones import ZONE

_HALF = "|".join(sorted((re.escape(name) for name in AFTERNOON | MORNING), key=len, reverse=True))
_BEFORE = rf"(?:(?<![^\W\d_])({_HALF})\s*)?"
_AFTER = rf"(?:\s?({_HALF})(?![^\W\d_]))?"
_COLON = re.compile(
    rf"{_BEFORE}(?<!\d)(\d{{1,2}})\s?[:時时시점][ ]?(\d{{2}}|\d(?=\s?[分분]))"
    rf"(?:\s?[:分분]\s?(\d{{2}})(?:\.\d+)?)?[分분秒초]?{_AFTER}"
    rf"(?:\s?(?:Uhr|h|hrs|ч|ur|tól)\b\.?)?(?:\s?\(?({ZONE})\)?)?",
    re.I,
)
_LETTER_H = re.compile(r"(?<!\d)()([01]?\d|2[0-4])\s?h(?:\s?([0-5]\d))?(?!\d)()()()", re.I)
_AM_PM = re.compile(rf"(?<!\d)()(\d{{1,2}})(?:[.:](\d{{2}}))?()\s?([ap]\.?m\b\.?)(?:\s?\(?({ZONE})\)?)?", re.I)
_DOTTED = re.compile(
    r"(?:(?:kl|klo|kello|pukul|jam|ore|alle|at|um|ob|u|o|в|у|godz|klukkan)\.?\s?)()(\d{1,2})[.:](\d{2})()()()(?!\.?\d)|"
    r"(?<![\d.])()(\d{1,2})\.(\d{2})()()\s(?:Uhr|hrs|h|val|óra|(GMT|BST|CES?T|EES?T|EAT|CAT|SAST|WAT|WIB|WITA|WIT))\b",
    re.I,
)


def visible_date(text: str, origin: str, language: str) -> StatedTime | None:
    """The date (and time of day) that a prepared line of text states, or None."""
    if not any(character.isdigit() for character in text):
        return None
    clock, rest = _time_of_day(text)
    day = _visible_day(rest, language)
    return stated_time(day, clock, origin)


def _time_of_day(text: str) -> tuple[Clock | None, str]:
    """The first time of day in a text, and the text without it."""
    for pattern in (_AM_PM, _COLON, _LETTER_H, _DOTTED):
        for match in pattern.finditer(text):
            found = _clock_of(match)
            if found:
                return found, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _clock_of(match: re.Match[str]) -> Clock | None:
    groups = match.groups()
    before, hour, minute, second, after, zone = groups[:6] if groups[1] else groups[6:]
    number = int(hour)
    if number > 24 or int(minute or 0) > 59:
        return None
    half = (before or after or "").casefold()
    if half and number <= 12:
        is_afternoon = half.startswith("p") if half[:1] in "ap" and half.isascii() else half in AFTERNOON
        number = number % 12 + (12 if is_afternoon else 0)
    return Clock(number, int(minute or 0), int(second) if second else None, zone or "")


_CJK = re.compile(
    r"(?:(令和|平成|昭和|民國|民国)\s?)?(\d{1,4}|元)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_VIETNAMESE = re.compile(r"(\d{1,2})\s?(?:tháng|thg)\s?(\d{1,2})\s?,?\s?(?:năm\s?)?(\d{4})", re.I)
_MONGOLIAN = re.compile(
    r"(\d{4})\s?(?:оны|он)\s?(\d{1,2})(?:\s?-?\s?р|\s?дугаар|\s?дүгээр)?\s?сарын?\s?(\d{1,2})", re.I
)


def _visible_day(text: str, language: str) -> date | None:
    if match := _CJK.search(text):
        era, year, month, day = match.groups()
        number = (1 if year == "元" else int(year)) + ERAS.get(era or "", 0)
        return day_of(number, int(month), int(day)) if number > 1800 else None
    if match := _MONGOLIAN.search(text):
        return day_of(*map(int, match.groups()))
    if match := _VIETNAMESE.search(text):
        return day_of(int(match.group(3)), int(match.group(2)), int(match.group(1)))
    return _numeric_day(text, language) or _named_day(text, language)


def _numeric_day(text: str, language: str) -> date | None:
    if match := _YEAR_FIRST.search(text):
        year, _, month, day = match.groups()
        if 1300 < int(year) < 1500 and language.startswith("fa"):
            return from_persian(int(year), int(month), int(day))
        return day_of(_gregorian(int(year), text), int(month), int(day)) if int(year) > 1800 else None
    if match := _DAY_FIRST.search(text):
        return _ordered(match, text, language)
    if language.lower().partition("-")[0] in _SHORT_YEAR and (match := _SHORT_DAY_FIRST.search(text)):
        day, _, month, year = match.groups()
        return day_of(CENTURY + int(year), int(month), int(day))
    return None


CENTURY = 2000
"""Years of two digits are of this century: there are no web pages of the next, and older ones name theirs whole."""

# Languages whose press writes 21.11.26 or 21/11/26 for a day, and puts the day first always.
_SHORT_YEAR_TAGS = "nb no nn da de fi cs sk es pt fr it nl el tr ro hr sl sr mk bg et ca gl eu ru uk be"
_SHORT_YEAR = frozenset(_SHORT_YEAR_TAGS.split())
_SHORT_DAY_FIRST = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d{2})(?![\d./])")
_DAY_FIRST_ENGLISH = ("en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za", "en-ke", "en-ng", "en-pk", "en-sg")


def _ordered(match: re.Match[str], text: str, language: str) -> date | None:
    """Day and month of 23.11.2026 and 11/23/2026: by full stops, by numbers above 12, or by the language."""
    first, mark, second, year = match.groups()
    a, b, number = int(first), int(second), _gregorian(int(year), text)
    tag = language.lower()
    is_day_first = mark == "." or a > 12 or a == b or tag in _DAY_FIRST_ENGLISH or (tag and not tag.startswith("en"))
    if is_day_first:
        return day_of(number, b, a)
    return day_of(number, a, b) if b > 12 or tag == "en-us" else None


def _gregorian(year: int, text: str) -> int:
    is_buddhist = 2400 < year < 2700 and re.search("[\u0e00-\u0eff\u1780-\u17ff]", text)
    return year - BUDDHIST_YEARS if is_buddhist else year


_TOKEN = re.compile(r"\d+|[^\s\d,;:/()\[\]|·•–—+\"“”«»<>=!?。、…]+")
_PREFIXES = re.compile(r"^(?:d['’]|ב|w |м)")
_DAY_REACH, _YEAR_REACH = 3, 5


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    number: int
    is_dotted: bool = False


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        word = match.group(0)
        if word[0].isdigit():
            found.append(_Token(word, int(word) if len(word) <= 4 else -1))
        elif bare := word.strip(".-'’‘_").casefold():
            if found and found[-1].number >= 0 and word[0] == ".":
                found[-1] = replace(found[-1], is_dotted=True)
            found.append(_Token(bare, -1))
        elif found and found[-1].number >= 0 and word[0] == ".":
            found[-1] = replace(found[-1], is_dotted=True)
    return found


def _named_day(text: str, language: str) -> date | None:
    """The date around the month name that stands nearest to a day and a year."""
    tokens = _tokens(text)
    best: tuple[int, date] | None = None
    for first, last in _spans(len(tokens)):
        name = " ".join(token.text for token in tokens[first : last + 1])
        if any(token.number >= 0 for token in tokens[first : last + 1]):
            continue
        found = _around(tokens, (first, last), name, language)
        if found and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best else None


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for width in (0, 1):
        for first in range(count - width):
            yield first, first + width


def _around(tokens: list[_Token], span: tuple[int, int], name: str, language: str) -> tuple[int, date] | None:
    day = _nearest(tokens, span, _DAY_REACH, lambda token: 1 <= token.number <= 31 and len(token.text) <= 2)
    year = _nearest(tokens, span, _YEAR_REACH, lambda token: len(token.text) == 4 and token.number > 1300)
    if day is None or year is None:
        return None
    found = _meaning(name, tokens[day[1]], tokens[year[1]].number, language)
    return (day[0] + year[0], found) if found else None


def _meaning(name: str, day: _Token, year: int, language: str) -> date | None:
    if year < 1500:
        return from_persian(year, PERSIAN_MONTHS.get(name, 0), day.number)
    month = month_of(name, language) or month_of(_PREFIXES.sub("", name), language)
    if not month:
        month = (DOTTED_DAY if day.is_dotted else BARE_DAY).get(name, 0)
    is_eastern = bool(re.match("[\u0e00-\u0eff\u1780-\u17ff]", name))
    return day_of(year - BUDDHIST_YEARS if is_eastern and year > 2400 else year, month, day.number) if month else None


def _nearest(
    tokens: list[_Token], span: tuple[int, int], reach: int, fits: Callable[[_Token], bool]
) -> tuple[int, int] | None:
    first, last = span
    for distance in range(1, reach + 1):
        for index in (first - distance, last + distance):
            if 0 <= index < len(tokens) and fits(tokens[index]):
                return distance, index
    return None
