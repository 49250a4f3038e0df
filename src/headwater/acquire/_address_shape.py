"""The shape of an address: what kind of thing stands at each place of it, not which one.

`https://sport.paper.example/football/2026/11/cup-final-is-won-at-last-48151623.html` has the shape
`sport./football/{year}/{nn}/{slug}-{id}.html`.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from headwater.text.urls import canonical_url, registrable_domain

MAX_PLACES = 12
MAX_QUERY_PAIRS = 6
"""Addresses with more path segments or query pairs have no shape: they are data, not addresses of articles."""

MAX_WORD_CHARS = 40
"""A longer single word is a code."""

SLUG_WORDS = 4
"""From this many words on, a segment is a headline; sections have fewer."""

WORD, WORDS, SLUG, TEXT = "{word}", "{words}", "{slug}", "{text}"
ID, CODE, DATE, YEAR, SMALL = "{id}", "{code}", "{date}", "{year}", "{nn}"
TELLING = (SLUG, ID, CODE, DATE)
"""Kinds that sections and menus seldom have."""

Places = tuple[str, ...]
"""One token for each place: host label, path segments, query pairs; a literal or a kind in braces, or a mix."""

_EXTENSION = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jspx?|ece|cms|do|amp|cfm|shtm|phtml|story|art)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?|[0-3]\d[-_.][01]\d[-_.](?:19|20)\d\d")
_HEX = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PREFIXED = re.compile(r"([^\W\d_]{1,12}[-_.]?)(\d{3,})")
_SEPARATORS = re.compile(r"[-_+~,.:;!' ]+")
_PLAIN = re.compile(r"[\w.@-]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_CHARS = 3
"""Scripts without spaces (Thai, Lao, Burmese, Khmer, Japanese, Chinese): about so many characters make a word."""


def shape_of(url: str) -> Places:
    """The places of an address; () for front pages, over-long addresses and what is no address."""
    parts = urlsplit(canonical_url(url))
    segments = [segment for segment in parts.path.split("/") if segment]
    pairs = sorted(pair for pair in parts.query.split("&") if pair)
    if not (segments or pairs) or len(segments) > MAX_PLACES or len(pairs) > MAX_QUERY_PAIRS:
        return ()
    return (
        f"{_label(parts.hostname or '')}.",
        *(f"/{_segment(segment)}" for segment in segments),
        *(f"?{_pair(pair)}" for pair in pairs),
    )


def _label(host: str) -> str:
    """What stands before the registrable domain: "" for none and the usual ones, the last label of several."""
    before = host.removesuffix(registrable_domain(host)).rstrip(".")
    label = before.rpartition(".")[2]
    return "" if label in ("www", "www2", "m", "mobile", "amp") else label


def _pair(pair: str) -> str:
    name, _, value = pair.partition("=")
    key = unquote(name).lower()
    return f"{key if _PLAIN.fullmatch(key) and len(key) <= MAX_WORD_CHARS else CODE}={_segment(value)}"


def _segment(segment: str) -> str:
    text = unquote(segment, errors="replace").lower().strip()
    ending = _EXTENSION.search(text)
    body = text[: ending.start()] if ending else text
    return _kind(body) + (ending.group(0) if ending else "")


def _kind(text: str) -> str:
    if text.isdigit():
        return _number(text)
    if _DATE.fullmatch(text):
        return DATE
    if _HEX.fullmatch(text):
        return CODE
    if match := _PREFIXED.fullmatch(text):
        return match.group(1) + ID
    words = [word for word in _SEPARATORS.split(text) if word]
    if len(words) < 2:
        return _single(words[0]) if words else CODE
    if _is_number(words[-1]):
        return f"{_words(words[:-1])}-{ID}"
    if _is_number(words[0]):
        return f"{ID}-{_words(words[1:])}"
    return _words(words)


def _is_number(word: str) -> bool:
    """An id among words: at least four digits, and no year."""
    return word.isdigit() and len(word) >= 4 and not _YEAR.fullmatch(word)


def _number(text: str) -> str:
    if _YEAR.fullmatch(text):
        return YEAR
    if len(text) in (6, 8) and _DATE.fullmatch(text):
        return DATE
    return SMALL if len(text) <= 2 else ID


def _words(words: list[str]) -> str:
    count = sum(_word_count(word) for word in words)
    return SLUG if count >= SLUG_WORDS else WORDS


def _word_count(word: str) -> int:
    return max(1, len(_UNSPACED.findall(word)) // _UNSPACED_CHARS)


def _single(word: str) -> str:
    """One word: itself where it can be a section's name."""
    digits = sum(letter.isdigit() for letter in word)
    if digits >= 2 and len(word) >= 6 and digits < len(word):
        return CODE
    if _word_count(word) > 1:
        return _words([word])
    return word if len(word) <= MAX_WORD_CHARS and _PLAIN.fullmatch(word) else CODE
