"""Words, sentences and excerpts in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

import snowballstemmer
from icu4py.breakers import WordBreaker

MAX_WORD_CHARS = 64
"""Longer "words" are base64 or noise: cut, so that an index entry stays small."""

STEM_CACHE = 65_536
"""Stems remembered per process: pure-Python stemming costs 27 µs a word, a look-up 0.1 µs (measured)."""

MAX_MARKS = 30
"""Combining marks on one letter: the bound of Stream-Safe Text (UAX #15 §13), far above any language."""

# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han (with extensions).
_CONTINUOUS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"([{_CONTINUOUS}]+)")


def _mark_ranges() -> str:
    """Combining marks as a character class: Python's `\\w` leaves out the vowel signs of Indic scripts."""
    marks = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_MARKS = _mark_ranges()
_MARK_RUN = re.compile(f"([{_MARKS}]{{{MAX_MARKS}}})[{_MARKS}]+")
_WORD = re.compile(f"[{_CONTINUOUS}]|[^\\W_{_CONTINUOUS}](?:[^\\W_{_CONTINUOUS}]|[{_MARKS}])*")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ANY_WORD = re.compile(r"\w")
_INNER = re.compile(r"['’ʼ`´‘]")
_NOT_WORD = re.compile(f"[^\\w{_MARKS}]|_")


def squash(text: str) -> str:
    """NFC with every run of white space as one space: the form in which "verbatim" is checked.

    Of a run of combining marks that is not in order the first `MAX_MARKS` stay: ordering costs the square of the run.
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", _MARK_RUN.sub(r"\1", text))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The words in reading order, NFKC and case-folded; scripts without spaces give single characters.

    Marks belong to their letters; apostrophes and punctuation divide.
    """
    folded = _folded(text)
    return _ASCII_WORD.findall(folded) if folded.isascii() else _WORD.findall(folded)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


_STEMMERS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech", "da": "danish", "nl": "dutch",
    "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish", "fr": "french", "de": "german",
    "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "fa": "persian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "es": "spanish",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str] | None:
    name = _STEMMERS.get(language)
    if name is None or name not in snowballstemmer.algorithms():
        return None
    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return stem


def search_terms(text: str, language: str = "") -> list[str]:
    """What goes to the full-text index, for documents and queries alike, in reading order.

    ICU words, case-folded, stemmed where snowball knows `language` (BCP 47), without diacritics of Latin, Greek and
    Cyrillic; scripts without spaces give overlapping bigrams. Terms hold letters, marks and digits only.
    """
    primary = language.partition("-")[0].lower()
    terms: list[str] = []
    for index, run in enumerate(_RUNS.split(_folded(text))):
        if index % 2:
            terms.extend(_bigrams(run))
        elif _ANY_WORD.search(run):
            for token in WordBreaker(run, "en"):
                terms.extend(_terms_of(token, primary))
    return terms


def _bigrams(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


@lru_cache(maxsize=STEM_CACHE)
def _terms_of(token: str, language: str) -> tuple[str, ...]:
    """The terms of one ICU token: elisions ("l'homme") and possessives ("city's") give their word alone."""
    parts = _INNER.split(token) if _INNER.search(token) else [token]
    bare = [_NOT_WORD.sub("", part)[:MAX_WORD_CHARS] for part in parts]
    kept = [part for part in bare if len(part) > 1] if len(bare) > 1 else [part for part in bare if part]
    return tuple(_term(part, language) for part in kept)


def _term(word: str, language: str) -> str:
    stem = _stemmer(language)
    return _plain((stem(word) if stem else word) or word) or word


# Letters that are typed in several ways: Arabic yeh, kaf and alef; tatweel, vowel points and joiners go.
_SAME_LETTERS = str.maketrans(
    {"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0622": "\u0627", "\u0623": "\u0627",
     "\u0625": "\u0627", "\u0640": None, "\u200c": None, "\u200d": None, "ł": "l", "ø": "o", "đ": "d", "ı": "i",
     "æ": "ae", "œ": "oe", "ß": "ss"} | dict.fromkeys(range(0x64B, 0x660))
)  # fmt: skip
_DIACRITICS = re.compile("[\u0300-\u036f]")


def _plain(term: str) -> str:
    if term.isascii():
        return term
    bare = _DIACRITICS.sub("", unicodedata.normalize("NFD", term.translate(_SAME_LETTERS)))
    return unicodedata.normalize("NFC", bare)


_SCRIPT_LANGUAGES = (
    (
        re.compile("[a-z\u00c0-\u024f]"),
        (
            "en",
            "es",
            "fr",
            "de",
            "it",
            "pt",
            "nl",
            "sv",
            "da",
            "nb",
            "fi",
            "pl",
            "cs",
            "ro",
            "hu",
            "tr",
            "id",
            "ca",
            "lt",
        ),
    ),
    (re.compile("[\u0400-\u04ff]"), ("ru", "sr")),
    (re.compile("[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile("[\u0900-\u097f]"), ("hi", "ne")),
    (re.compile("[\u0370-\u03ff]"), ("el",)),
    (re.compile("[\u0530-\u058f]"), ("hy",)),
    (re.compile("[\u0590-\u05ff]"), ("yi",)),
    (re.compile("[\u0b80-\u0bff]"), ("ta",)),
)


def query_alternatives(text: str, language: str = "") -> list[tuple[str, ...]]:
    """For each term of a query, every form that it may have in the index: for queries whose language is unknown.

    Each tuple is an "or" (plain, then the stem in every language of the term's script), the list an "and".
    """
    if language:
        return [tuple(dict.fromkeys((stemmed, plain))) for stemmed, plain in _pairs(text, language)]
    return [tuple(dict.fromkeys((term, *_stems_of(term)))) for term in search_terms(text)]


def _pairs(text: str, language: str) -> list[tuple[str, str]]:
    return list(zip(search_terms(text, language), search_terms(text), strict=True))


def _stems_of(term: str) -> list[str]:
    for script, languages in _SCRIPT_LANGUAGES:
        if script.search(term):
            return [_term(term, language) for language in languages]
    return []


_CLOSERS = "\"'”’“‘»›」』）)\\]】》"
_JOINED_CLOSERS = _CLOSERS.replace("“", "").replace("‘", "")  # without a space before them these open the next one
# Marks that end a sentence with a space behind them; marks that need none (CJK, Khmer, Myanmar, Tibetan); Greek and
# Armenian write ";" and ":"; Thai and Lao sentences end at a space, which also divides clauses: the longer ones count.
_SPACED_MARKS = "[.!?\u061f\u06d4\u0964\u0965\u1362\u1367\u037e\u0589\u1803\u2026]"
_JOINED_MARKS = "[。！？｡．\u104b\u17d4\u17d5\u0f0d\u0f0e]"
_LETTER_MARKS = "(?<=[\u0370-\u03ff\u1f00-\u1fff]);|(?<=[\u0561-\u0587]):"
_THAI = "\u0e00-\u0eff"
_END = re.compile(
    f"(?:(?<!{_SPACED_MARKS}){_SPACED_MARKS}++[{_CLOSERS}]*+(?:\\s[»›](?=\\s|$))?+(?=\\s|$)|{_JOINED_MARKS}++[{_JOINED_CLOSERS}]*+|(?:{_LETTER_MARKS})[{_CLOSERS}]*(?=\\s|$)"
    f"|(?<=[{_THAI}]) (?=[{_THAI}]))"
)
MIN_SPACED_SENTENCE = 40
"""A Thai or Lao sentence is at least so long; a space sooner divides clauses."""

_REPEAT_SIGNS = "\u0e46\u0ec6"  # stand between spaces inside a sentence
_ABBREVIATION_WORDS = """
mr mrs ms dr prof st sr jr gen col lt sgt capt rep sen gov hon rev no nos vs etc inc ltd co corp dept est fig
approx jan feb mar apr jun jul aug sep sept oct nov dec al ca cf ed eds vol pp op cit bzw ggf usw evtl nr str tel
zb u.a z.b d.h u.s u.k u.n e.g i.e a.m p.m m mme mlle mm cie av env art sig sra srta ud uds dña ee.uu dott ing avv
tzv např tj ul im ks tzn godz tys mln mld św т г гг тыс млн млрд руб им ул проф акад др стр т.е т.д т.п п dhr mevr
bv bijv enz jl kl ca fvt osv bl.a t.ex f.ö m.m mv stb kb ún dl dna d-na nr.crt sz vb hz av.uk π.χ δηλ αρ κ κκ κ.ά д-р
ст डॉ प्रो कि.मी रु श्री मो د م أ ص ق دکتر
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_WORDS.split())
_LAST_WORD = re.compile(r"[^\s(\[\"“«„]+$")


def _ends(text: str) -> list[int]:
    """Offsets just after each sentence of `text`, the last one at its end."""
    ends: list[int] = []
    for match in _END.finditer(text):
        if match.group() == " ":
            start = ends[-1] if ends else 0
            if match.end() - start >= MIN_SPACED_SENTENCE and not _beside_sign(text, match):
                ends.append(match.end())
        elif not _is_inside(text, match):
            ends.append(match.end())
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return ends


def _beside_sign(text: str, space: re.Match[str]) -> bool:
    """Whether a space belongs to the sign that repeats a word."""
    return text[space.start() - 1] in _REPEAT_SIGNS or text[space.end()] in _REPEAT_SIGNS


def _is_inside(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop does not end its sentence: abbreviation, initial, ordinal, or a small letter follows."""
    mark = match.group(0)
    if mark[0] in ";:":
        return bool(_next_letter(text, match.end())) and not _next_letter(text, match.end()).isupper()
    if mark[-1] in "」』":
        return "ぁ" <= text[match.end() : match.end() + 1] <= "ゖ"  # 「…。」と話した: the sentence goes on
    if mark[0] != "." or len(mark) > 1:
        return mark[0] in ".\u2026" and _is_small(_next_letter(text, match.end()))
    following = _next_letter(text, match.end())
    word = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
    last = word.group(0) if word else ""
    if _is_small(following) or last.lower() in _ABBREVIATIONS:
        return bool(following)
    if len(last) == 1 and last.isalpha() and not last.islower():
        return bool(following)
    return last.isdigit() and len(last) <= 2 and following.isalpha() and match.start() - len(last) > 0


def _is_small(letter: str) -> bool:
    """Whether a letter has a capital form that would have begun a sentence: Georgian writes none there."""
    return letter.islower() and not "\u10d0" <= letter <= "\u10ff"


def _next_letter(text: str, at: int) -> str:
    for character in text[at : at + 6]:
        if not character.isspace() and character not in "\"'“”«»„(":
            return character
    return ""


def sentences(text: str) -> list[str]:
    """The sentences in order, verbatim, without surrounding white space; any script's full stops."""
    starts = [0, *_ends(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(starts))
    return [piece for piece in pieces if piece]


ELLIPSIS = "…"
"""Stands after an excerpt whose first sentence alone was too long; not part of the verbatim words."""


def excerpt(paragraphs: Sequence[str], max_chars: int) -> str:
    """The longest run of whole first sentences within `max_chars` code points, verbatim in squashed form.

    Paragraphs are joined by one space. If even the first sentence is too long, it is cut at a word and `ELLIPSIS`
    is added within the limit.
    """
    taken = ""
    for paragraph in paragraphs:
        text = squash(paragraph)
        if not text:
            continue
        lead = taken + " " if taken else ""
        fitting = [end for end in _ends(text) if len(lead) + len(text[:end].rstrip()) <= max_chars]
        if not fitting:
            return taken or _cut(text, max_chars)
        taken = lead + text[: fitting[-1]].rstrip()
        if fitting[-1] < len(text):
            break
    return taken


def _cut(text: str, max_chars: int) -> str:
    room = max_chars - len(ELLIPSIS)
    if room <= 0:
        return ""
    head = text[: room + 1]
    if len(head) > room and not _RUNS.fullmatch(head[room - 1 : room + 1]):
        head = head.rpartition(" ")[0] or head[:room]
    head = head[:room].rstrip(" ,;:-–—")
    while head and unicodedata.combining(head[-1]):
        head = head[:-1]
    return head + ELLIPSIS if head else ""
