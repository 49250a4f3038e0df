"""Numbers in any script's digits, as values that compare across languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from headwater.annotate._annotator import Annotator, Reading, one_by_one
from headwater.model.annotation import Annotation, AnnotationKind

MAX_NUMBERS = 40
"""Numbers kept per article: more are tables, which say nothing about the event."""

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,\u00a0\u202f\u066b\u066c'’ ]\d+)*(?!\w*@)")
_PERCENT = re.compile(
    r"\s?(?:[%٪％]|percent\b|per cent\b|Prozent\b|процент|por ciento|pour cent|por cento|procent)", re.I
)
_GROUPED = re.compile(r"\d{1,3}(?:[^\d]\d{3})+")
FIRST_YEAR, LAST_YEAR = 1900, 2099


def parse_number(text: str) -> float | None:
    """The value of digits with separators: "1.200", "1 200" and "1,200" are 1200; "5,3" and "5.3" are 5.3."""
    digits = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c for c in text
    )
    if len(digits) > 20:
        return None
    if _GROUPED.fullmatch(digits):
        return float(re.sub(r"\D", "", digits))
    plain = re.sub(r"[\u066b,]", ".", digits)
    try:
        return float(plain)
    except ValueError:
        return None


def find_numbers(reading: Reading) -> Sequence[Annotation]:
    """NUMBER annotations with `value`, and `unit` "percent" or "year" where that can be told."""
    found: list[Annotation] = []
    for field, text in reading.fields:
        for match in _NUMBER.finditer(text):
            if len(found) >= MAX_NUMBERS:
                return found
            value = parse_number(match.group())
            if value is not None:
                body: dict[str, object] = {"value": value}
                unit = _unit(text, match, value)
                found.append(
                    reading.say(
                        AnnotationKind.NUMBER,
                        body | ({"unit": unit} if unit else {}),
                        at=(field, match.start(), match.end()),
                    )
                )
    return found


def _unit(text: str, match: re.Match[str], value: float) -> str:
    if _PERCENT.match(text, match.end()):
        return "percent"
    is_bare = len(match.group()) == 4
    return "year" if is_bare and value.is_integer() and FIRST_YEAR <= value <= LAST_YEAR else ""


KIND = Annotator(name="numbers", version=1, annotate=one_by_one(find_numbers))
