"""Dates as publishers state them: RFC 3339 and 822, ISO 8601, W3CDTF, and visible dates in the world's languages.

Nothing is guessed: relative words, dates without a year or a day, and numbers whose order is not clear give None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

from headwater.model.time import Precision, StatedTime
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
from headwater.text.zones import ZONE, offset_minutes

MAX_DATE_CHARS = 200
"""A longer text is no date line."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""There was no web before."""

MAX_AHEAD = timedelta(days=1)
"""How far a publisher's clock may run ahead of ours."""

_EPOCH_RANGE = (631_152_000, 4_102_444_800)  # 1990 … 2100


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int = 0
    minute: int = 0
    second: int | None = None
    zone: str = ""


def parse_stated(text: str, *, origin: str, language: str = "") -> StatedTime | None:
    """The time that `text` states, with its precision and offset, or None; never a guess.

    `language` (BCP 47, optional) settles month names on which languages disagree and the order of 3/4/2026.
    """
    prepared = _prepared(text)
    if not prepared or len(prepared) > MAX_DATE_CHARS:
        return None
    return (
        _iso(prepared, origin)
        or _rfc822(prepared, origin)
        or _epoch(prepared, origin)
        or _visible(prepared, origin, language)
    )


def is_believable(stated: StatedTime, *, now: datetime) -> bool:
    """Whether a stated time can be true: not before 1990, not more than a day after `now`."""
    return EARLIEST <= stated.at <= now + MAX_AHEAD


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_DIGIT = re.compile(r"\d")


def _prepared(text: str) -> str:
    """NFKC, ASCII digits, single spaces, no direction marks."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
        text = _DIGIT.sub(lambda match: str(unicodedata.decimal(match.group(0), "")), text)
    return " ".join(text.split())


def _stated(day: date | None, clock: _Clock | None, origin: str) -> StatedTime | None:
    """The value, or None where the numbers are no time (31 February, 25 o'clock)."""
    if day is None:
        return None
    if clock is None:
        return StatedTime(at=datetime(day.year, day.month, day.day, tzinfo=UTC), precision=Precision.DAY, origin=origin)
    minutes = offset_minutes(clock.zone, day) if clock.zone else None
    zone = timezone(timedelta(minutes=minutes or 0))
    try:
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        at = (midnight + _elapsed(clock)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    precision = Precision.MINUTE if clock.second is None else Precision.SECOND
    return StatedTime(at=at, precision=precision, offset_minutes=minutes, origin=origin)


def _elapsed(clock: _Clock) -> timedelta:
    """Time since midnight; 24:00 and leap seconds are allowed (ISO 8601), other overflows are a ValueError."""
    second = clock.second or 0
    if clock.hour > 24 or clock.minute > 59 or second > 60 or (clock.hour == 24 and clock.minute + second):
        raise ValueError("no time of day")
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=second)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_TIME = rf"(\d{{1,2}})(?::?(\d{{2}})(?::?(\d{{2}})(?:[.,]\d+)?)?)?\s*({ZONE})?(?:\s*\([\w +:-]*\)|\[[\w/+-]*\])?"
_ISO = re.compile(rf"(\d{{4}})([-/.]?)(\d{{1,2}})\2(\d{{1,2}})(?:(?:\s*[Tt]\s*|,?\s+|_){_TIME})?", re.I)
_ORDINAL = re.compile(rf"(\d{{4}})-?(\d{{3}})(?:[Tt ]{_TIME})?")


def _iso(text: str, origin: str) -> StatedTime | None:
    if not text[0].isdigit():
        return None
    match = _ISO.fullmatch(text)
    if match is None:
        return _ordinal(text, origin)
    year, mark, month, day, *clock = match.groups()
    if not mark and (len(month) != 2 or len(day) != 2):
        return None
    if int(year) >= 1800:
        return _stated(_day(int(year), int(month), int(day)), _clock(*clock), origin)
    return None


def _ordinal(text: str, origin: str) -> StatedTime | None:
    match = _ORDINAL.fullmatch(text)
    if match is None or not 1 <= int(match.group(2)) <= 366 or not int(match.group(1)) >= 1800:
        return None
    day = date(int(match.group(1)), 1, 1) + timedelta(days=int(match.group(2)) - 1)
    return _stated(day, _clock(*match.groups()[2:]), origin) if day.year == int(match.group(1)) else None


def _clock(hour: str | None, minute: str | None, second: str | None, zone: str | None) -> _Clock | None:
    if hour is None:
        return None
    return _Clock(int(hour), int(minute or 0), None if second is None else int(second), zone or "")


_ENGLISH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_ENGLISH = {name: number for number, name in enumerate(_ENGLISH_NAMES.split(), 1)}
_RFC822 = re.compile(
    rf"(?:[^\W\d_]{{2,}}\.?,?\s*)?(\d{{1,2}})[ -]([A-Za-z]{{3,9}})\.?[ ,-]+(\d{{2}}|\d{{4}})(?:[ ,T]+{_TIME})?", re.I
)
_ASCTIME = re.compile(rf"[A-Za-z]{{3}},? ([A-Za-z]{{3}}) (\d{{1,2}}),? (\d\d):(\d\d):(\d\d) ({ZONE} )?(\d{{4}})")


def _rfc822(text: str, origin: str) -> StatedTime | None:
    if match := _RFC822.fullmatch(text):
        day, name, year, *clock = match.groups()
        if month := _ENGLISH.get(name[:3].lower()):
            return _stated(_day(_full_year(year), month, int(day)), _clock(*clock), origin)
    if match := _ASCTIME.fullmatch(text):
        name, day, hour, minute, second, zone, year = match.groups()
        clock_read = _Clock(int(hour), int(minute), int(second), (zone or "").strip())
        return _stated(_day(int(year), _ENGLISH.get(name.lower(), 0), int(day)), clock_read, origin)
    return None


def _full_year(year: str) -> int:
    """Two-digit years of RFC 822: 70…99 are of the last century (RFC 2822 §4.3 draws the line at 50)."""
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) >= 70 else 2000)


def _epoch(text: str, origin: str) -> StatedTime | None:
    """Seconds or milliseconds since 1970, as scripts write them into pages."""
    if not text.isdigit() or len(text) not in (10, 13):
        return None
    seconds = int(text[:10])
    if not _EPOCH_RANGE[0] <= seconds < _EPOCH_RANGE[1]:
        return None
    return StatedTime(at=datetime.fromtimestamp(seconds, UTC), offset_minutes=0, origin=origin)


# Visible dates --------------------------------------------------------------------------------------------------

_HALF = "|".join(sorted((re.escape(name) for name in AFTERNOON | MORNING), key=len, reverse=True))
_BEFORE = rf"(?:(?<![^\W\d_])({_HALF})\s*)?"
_AFTER = rf"(?:\s?({_HALF})(?![^\W\d_]))?"
_COLON = re.compile(
    rf"{_BEFORE}(?<!\d)(\d{{1,2}})\s?[:時时시점][ ]?(\d{{2}})(?:\s?[:分분]\s?(\d{{2}})(?:\.\d+)?)?[分분秒초]?{_AFTER}"
    rf"(?:\s?(?:Uhr|h|hrs|ч|ur|tól)\b\.?)?(?:\s?\(?({ZONE})\)?)?",
    re.I,
)
_LETTER_H = re.compile(r"(?<!\d)()([01]?\d|2[0-4])\s?h(?:\s?([0-5]\d))?(?!\d)()()()", re.I)
_AM_PM = re.compile(rf"(?<!\d)()(\d{{1,2}})(?:[.:](\d{{2}}))?()\s?([ap]\.?m\b\.?)(?:\s?\(?({ZONE})\)?)?", re.I)
_DOTTED = re.compile(
    r"(?:(?:kl|klo|kello|pukul|jam|ore|alle|at|um)\.?\s?)()(\d{1,2})[.:](\d{2})()()()(?!\.?\d)|"
    r"(?<![\d.])()(\d{1,2})\.(\d{2})()()()\s(?:Uhr|WIB|WITA|WIT|hrs)\b",
    re.I,
)


def _visible(text: str, origin: str, language: str) -> StatedTime | None:
    if not any(character.isdigit() for character in text):
        return None
    clock, rest = _time_of_day(text)
    day = _visible_day(rest, language)
    return _stated(day, clock, origin)


def _time_of_day(text: str) -> tuple[_Clock | None, str]:
    """The first time of day in a text, and the text without it."""
    for pattern in (_AM_PM, _COLON, _LETTER_H, _DOTTED):
        for match in pattern.finditer(text):
            found = _clock_of(match)
            if found:
                return found, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _clock_of(match: re.Match[str]) -> _Clock | None:
    groups = match.groups()
    before, hour, minute, second, after, zone = groups[:6] if groups[1] else groups[6:]
    number = int(hour)
    if number > 24 or int(minute or 0) > 59:
        return None
    half = (before or after or "").casefold()
    if half and number <= 12:
        is_afternoon = half.startswith("p") if half[:1] in "ap" and half.isascii() else half in AFTERNOON
        number = number % 12 + (12 if is_afternoon else 0)
    return _Clock(number, int(minute or 0), int(second) if second else None, zone or "")


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
        return _day(number, int(month), int(day)) if number > 1800 else None
    if match := _MONGOLIAN.search(text):
        return _day(*map(int, match.groups()))
    if match := _VIETNAMESE.search(text):
        return _day(int(match.group(3)), int(match.group(2)), int(match.group(1)))
    return _numeric_day(text, language) or _named_day(text, language)


def _numeric_day(text: str, language: str) -> date | None:
    if match := _YEAR_FIRST.search(text):
        year, _, month, day = match.groups()
        if 1300 < int(year) < 1500 and language.startswith("fa"):
            return from_persian(int(year), int(month), int(day))
        return _day(_gregorian(int(year), text), int(month), int(day)) if int(year) > 1800 else None
    if match := _DAY_FIRST.search(text):
        return _ordered(match, text, language)
    return None


_DAY_FIRST_ENGLISH = ("en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za", "en-ke", "en-ng", "en-pk", "en-sg")


def _ordered(match: re.Match[str], text: str, language: str) -> date | None:
    """Day and month of 23.11.2026 and 11/23/2026: by full stops, by numbers above 12, or by the language."""
    first, mark, second, year = match.groups()
    a, b, number = int(first), int(second), _gregorian(int(year), text)
    tag = language.lower()
    is_day_first = mark == "." or a > 12 or a == b or tag in _DAY_FIRST_ENGLISH or (tag and not tag.startswith("en"))
    if is_day_first:
        return _day(number, b, a)
    return _day(number, a, b) if b > 12 or tag == "en-us" else None


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
    return _day(year - BUDDHIST_YEARS if is_eastern and year > 2400 else year, month, day.number) if month else None


def _nearest(
    tokens: list[_Token], span: tuple[int, int], reach: int, fits: Callable[[_Token], bool]
) -> tuple[int, int] | None:
    first, last = span
    for distance in range(1, reach + 1):
        for index in (first - distance, last + distance):
            if 0 <= index < len(tokens) and fits(tokens[index]):
                return distance, index
    return None
