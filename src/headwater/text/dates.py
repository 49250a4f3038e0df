"""Dates as publishers state them: RFC 3339 and 822, ISO 8601, W3CDTF, and visible dates in the world's languages.

Nothing is guessed: relative words, dates without a year or a day, and numbers whose order is not clear give None.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from headwater.model.time import StatedTime
from headwater.text.stated import Clock, day_of, stated_time
from headwater.text.visible_dates import visible_date
from headwater.text.zones import ZONE

MAX_DATE_CHARS = 200
"""A longer text is no date line."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""There was no web before."""

MAX_AHEAD = timedelta(days=1)
"""How far a publisher's clock may run ahead of ours."""

_EPOCH_RANGE = (631_152_000, 4_102_444_800)  # 1990 … 2100


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
        or visible_date(prepared, origin, language)
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


_TIME = rf"(\d{{1,2}})(?::?(\d{{2}})(?::?(\d{{2}})(?:[.,]\d+)?)?)?\s*({ZONE})?(?:\s*\([\w +:-]*\)|\[[\w/+-]*\])?"
_ISO = re.compile(rf"(\d{{4}})([-/.]?)(\d{{1,2}})\2(\d{{1,2}})(?:(?:\s*[Tt]\s*|,?\s+|_){_TIME})?", re.I)
_ORDINAL = re.compile(rf"(\d{{4}})-?(\d{{3}})(?:[Tt ]{_TIME})?")


_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?")


def _iso(text: str, origin: str) -> StatedTime | None:
    if not text[0].isdigit():
        return None
    if match := _COMPACT.fullmatch(text):  # "20261123140500" of Korean and Chinese content systems
        year, month, day, hour, minute, second = match.groups()
        return stated_time(day_of(int(year), int(month), int(day)), _clock(hour, minute, second, None), origin)
    match = _ISO.fullmatch(text)
    if match is None:
        return _ordinal(text, origin)
    year, mark, month, day, *clock = match.groups()
    if not mark and (len(month) != 2 or len(day) != 2):
        return None
    if int(year) >= 1800:
        return stated_time(day_of(int(year), int(month), int(day)), _clock(*clock), origin)
    return None


def _ordinal(text: str, origin: str) -> StatedTime | None:
    match = _ORDINAL.fullmatch(text)
    if match is None or not 1 <= int(match.group(2)) <= 366 or not int(match.group(1)) >= 1800:
        return None
    day = date(int(match.group(1)), 1, 1) + timedelta(days=int(match.group(2)) - 1)
    return stated_time(day, _clock(*match.groups()[2:]), origin) if day.year == int(match.group(1)) else None


def _clock(hour: str | None, minute: str | None, second: str | None, zone: str | None) -> Clock | None:
    if hour is None:
        return None
    return Clock(int(hour), int(minute or 0), None if second is None else int(second), zone or "")


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
            return stated_time(day_of(_full_year(year), month, int(day)), _clock(*clock), origin)
    if match := _ASCTIME.fullmatch(text):
        name, day, hour, minute, second, zone, year = match.groups()
        clock_read = Clock(int(hour), int(minute), int(second), (zone or "").strip())
        return stated_time(day_of(int(year), _ENGLISH.get(name.lower(), 0), int(day)), clock_read, origin)
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
