"""Offsets from UTC as feeds and pages write them (RFC 822 §5, RFC 3339, and the names newsrooms use)."""

from __future__ import annotations

import re
from datetime import date

_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "met": 1, "cest": 2,
    "mesz": 2, "mest": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "msd": 4, "trt": 3, "sast": 2, "cat": 2, "eat": 3,
    "wat": 1, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9,
    "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5, "brt": -3, "art": -3, "clt": -4, "pet": -5,
    "cot": -5, "ist": 5.5, "pkt": 5, "npt": 5.75, "ict": 7, "wib": 7, "wita": 8, "wit": 9, "hkt": 8, "sgt": 8, "myt": 8,
    "pht": 8, "jst": 9, "kst": 9, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "almt": 5, "irst": 3.5, "gst": 4, "idt": 3,
}  # fmt: skip
_NORTH_AMERICA = {"et": -5, "ct": -6, "mt": -7, "pt": -8}
_NUMERIC = re.compile(r"(?:gmt|utc|ut|z)?\s?([+\-−–])(\d{1,2})(?::?(\d{2}))?(?::?\d{2})?", re.I)
MAX_OFFSET_HOURS = 14
"""The farthest clock on Earth (Kiribati) is 14 hours ahead."""

ZONE = r"(?:(?:GMT|UTC|UT|Z)?\s?[+\-−–]\d{1,2}:?(?:\d{2})?(?::\d{2})?(?!\d)|[A-Za-z]{1,5}(?![^\W\d_])|МСК)"
"""A pattern for what may be a zone; `offset_minutes` decides."""


def offset_minutes(zone: str, day: date) -> int | None:
    """Minutes east of UTC that `zone` means on `day`, None if it is no zone we know.

    Names with two meanings take the commoner one in news (IST India, CST and EST North America, BST Britain);
    ET, CT, MT and PT follow the rule in force since 2007.
    """
    name = zone.strip(" ()").lower()
    if match := _NUMERIC.fullmatch(name):
        return _numeric(match)
    if name in _HOURS:
        return int(_HOURS[name] * 60)
    if name in _NORTH_AMERICA:
        return (_NORTH_AMERICA[name] + _is_summer(day)) * 60
    return None


def _numeric(match: re.Match[str]) -> int | None:
    sign, hours, minutes = match.groups()
    if int(hours) > MAX_OFFSET_HOURS or int(minutes or 0) > 59:
        return None
    total = int(hours) * 60 + int(minutes or 0)
    return total if sign == "+" else -total


def _is_summer(day: date) -> bool:
    """From the second Sunday of March to the first Sunday of November (Energy Policy Act of 2005)."""
    march = date(day.year, 3, 1)
    november = date(day.year, 11, 1)
    start = march.replace(day=8 + (6 - march.weekday()) % 7)
    return start <= day < november.replace(day=1 + (6 - november.weekday()) % 7)
