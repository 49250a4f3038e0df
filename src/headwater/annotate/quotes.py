"""Quotations between marks of any language, with the speaker where one stands beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.annotate._annotator import Annotator, Reading, one_by_one
from headwater.annotate._name_words import SPEECH_VERBS
from headwater.annotate._words import UNSPACED, script_of
from headwater.model.annotation import Annotation, AnnotationKind

MAX_QUOTES = 30
"""Quotations kept per article."""

MAX_QUOTE_CHARS = 1_000
"""Longer spans between marks are an unclosed mark."""

MIN_WORDS = 3
"""Shorter spans are titles and ironic words."""

MIN_UNSPACED_CHARS = 8
"""The same limit in scripts without spaces."""

SPEAKER_REACH = 90
"""Code points from the quotation within which its speaker is sought."""

_PAIRS = (
    ("“", "”"),
    ("«", "»"),
    ("„", "“"),
    ("„", "”"),
    ("»", "«"),
    ("「", "」"),
    ("『", "』"),
    ('"', '"'),
    ("”", "”"),
    ("‹", "›"),
)
_QUOTE = re.compile(
    "|".join(f"{re.escape(a)}([^{re.escape(a + b)}\n]{{2,{MAX_QUOTE_CHARS}}}){re.escape(b)}" for a, b in _PAIRS)
)


def find_quotes(reading: Reading) -> Sequence[Annotation]:
    """QUOTE annotations: verbatim `text`; `speaker` where a name and a verb of speech stand beside."""
    said: list[Annotation] = []
    for field, text in reading.fields:
        names = [
            a for a in reading.found_of(AnnotationKind.NAME) if a.field == field and a.body["kind"] != "organisation"
        ]
        for match in _QUOTE.finditer(text):
            quoted = next(group for group in match.groups() if group)
            if len(said) >= MAX_QUOTES or not _is_speech(quoted):
                continue
            start = match.start() + 1
            speaker = _speaker(text, match.span(), names)
            body: dict[str, object] = {"text": quoted} | ({"speaker": speaker} if speaker else {})
            said.append(reading.say(AnnotationKind.QUOTE, body, at=(field, start, start + len(quoted)), confidence=0.9))
    return said


def _is_speech(quoted: str) -> bool:
    if sum(script_of(character) in UNSPACED for character in quoted[:40]) > len(quoted[:40]) // 2:
        return len(quoted) >= MIN_UNSPACED_CHARS
    return len(quoted.split()) >= MIN_WORDS


def _speaker(text: str, span: tuple[int, int], names: Sequence[Annotation]) -> str:
    """The nearest name in the same paragraph with a verb of speech beside it; empty where there is none."""
    start, end = span
    floor = max(text.rfind("\n", 0, start) + 1, start - SPEAKER_REACH)
    line_end = text.find("\n", end)
    ceiling = min(line_end if line_end >= 0 else len(text), end + SPEAKER_REACH)
    best, best_distance = "", SPEAKER_REACH + 1
    for name in names:
        is_outside = name.end <= start or name.start >= end
        distance = start - name.end if name.end <= start else name.start - end
        if not is_outside or name.start < floor or name.end > ceiling or distance >= best_distance:
            continue
        near = text[end : name.end + 30] if name.start >= end else text[max(floor, name.start - 30) : start]
        if SPEECH_VERBS & set(re.findall(r"\w+", near.lower())):
            best, best_distance = str(name.body["text"]), distance
    return best


KIND = Annotator(name="quotes", version=1, annotate=one_by_one(find_quotes), needs=("language", "names"))
