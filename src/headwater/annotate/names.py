"""People and organisations by shape and context, script by script; no model.

Scripts with capitals: runs of capitalised words that no sentence start explains. Others: words that stand beside a
title or a verb of speech, foreign names marked as such (katakana, the Chinese middle dot). Weak evidence, said with a
confidence; `kind` is "unknown" where context does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from headwater.annotate._annotator import Annotator, Reading, one_by_one
from headwater.annotate._name_words import (
    COMPANY_WORDS,
    HAN_NAME,
    HANGUL_NAME,
    HEAD_TITLES,
    PARTICLES,
    SPEECH_VERBS,
    TAIL_TITLES,
    WORDS_THAT_ARE_NO_NAMES,
)
from headwater.annotate._words import CASED, is_common, is_listed, level, script_of, starts_sentence
from headwater.model.annotation import Annotation, AnnotationKind

MAX_NAMES = 80
"""Mentions kept per article."""

MAX_WORDS = 5
"""Longest run of capitalised words that is still one name; longer runs are headlines in capitals."""

WORD_CACHE = 65_536
"""Judged words remembered per process."""

TITLE_CASE_SHARE = 0.6
"""A field in which this share of the words is capitalised is a title-case headline: capitals say nothing there."""

_TOKEN = re.compile(r"[^\W\d_][\w’'´\-‐.]*[\w]|[^\W\d_]")
_CAPITALISED_NOUNS = frozenset({"de", "lb"})
_FOREIGN = re.compile(
    r"[\u30a1-\u30fa\u30fc]{2,}(?:[・＝][\u30a1-\u30fa\u30fc]{2,})+|[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6})+"
)


def find_names(reading: Reading) -> Sequence[Annotation]:
    """NAME annotations: `text` as written, `kind` "person", "organisation" or "unknown"."""
    said: list[Annotation] = []
    for field, text in reading.fields:
        places = {a.start for a in reading.found_of(AnnotationKind.PLACE) if a.field == field and a.confidence >= 0.5}
        spotted = [*_cased(text, reading.language), *_beside_titles(text), *_marked_foreign(text)]
        for start, end, kind, confidence in sorted(spotted):
            is_place = start in places and kind != "organisation" and " " not in text[start:end]
            if not is_place and len(said) < MAX_NAMES:
                body = {"text": text[start:end], "kind": kind}
                said.append(reading.say(AnnotationKind.NAME, body, at=(field, start, end), confidence=confidence))
    return said


Spot = tuple[int, int, str, float]


def _cased(text: str, language: str) -> Iterator[Spot]:
    """Runs of capitalised words."""
    tokens = [m for m in _TOKEN.finditer(text) if script_of(m.group()[0]) in CASED]
    capitals = sum(m.group()[0].isupper() for m in tokens)
    is_title_case = capitals > TITLE_CASE_SHARE * len(tokens)
    run: list[re.Match[str]] = []
    for token in [*tokens, None]:
        if token is not None and _continues(run, token, text):
            run.append(token)
            continue
        if run:
            yield from _judge(_trim(run), text, language, is_title_case)
        run = [token] if token is not None and token.group()[0].isupper() else []


def _continues(run: list[re.Match[str]], token: re.Match[str], text: str) -> bool:
    if not run or len(run) > 2 * MAX_WORDS:
        return False
    between = text[run[-1].end() : token.start()]
    word = token.group()
    return (
        between in {" ", "\u00a0", ". ", "-"}
        and (between != ". " or len(run[-1].group()) == 1)
        and (word[0].isupper() or word.lower() in PARTICLES)
    )


def _trim(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while run and not run[-1].group()[0].isupper():
        run = run[:-1]
    return run


def _judge(run: list[re.Match[str]], text: str, language: str, is_title_case: bool) -> Iterator[Spot]:
    """The name in a run of capitalised words, if there is one."""
    if run and starts_sentence(text, run[0].start()) and _is_ordinary(run[0].group(), language):
        run = run[1:]
    while run and run[0].group().lower().rstrip(".") in (HEAD_TITLES | WORDS_THAT_ARE_NO_NAMES):
        run = run[1:]
    while run and not run[0].group()[0].isupper():
        run = run[1:]
    if not run or len(run) > MAX_WORDS:
        return
    ordinary = sum(_is_ordinary(token.group(), language) for token in run)
    is_acronym = len(run) == 1 and run[0].group().isupper() and len(run[0].group()) >= 2
    if ordinary == len(run) and (len(run) == 1 or is_title_case) and not is_acronym:
        return
    if is_title_case and ordinary and not is_acronym:
        yield from _proper_parts(run, language)
        return
    start, end = run[0].start(), run[-1].end()
    is_lone_start = len(run) == 1 and not is_acronym and starts_sentence(text, start)
    if is_lone_start and is_listed(run[0].group().casefold()) and _kind(text, start, end, is_acronym) == "unknown":
        return
    yield start, end, _kind(text, start, end, is_acronym), _confidence(run, language, ordinary)


def _proper_parts(run: list[re.Match[str]], language: str) -> Iterator[Spot]:
    """In a title-case headline: each stretch of words that are no ordinary words."""
    stretch: list[re.Match[str]] = []
    for token in [*run, None]:
        if token is not None and not _is_ordinary(token.group(), language):
            stretch.append(token)
            continue
        if stretch:
            yield stretch[0].start(), stretch[-1].end(), "unknown", 0.5
        stretch = []


@lru_cache(maxsize=WORD_CACHE)
def _is_ordinary(word: str, language: str) -> bool:
    """Whether a capitalised word is likely an ordinary word of its language."""
    folded = re.sub(r"[’'´]\w{1,2}$", "", word).casefold()
    if is_common(folded, at_most=15):
        return True
    if language.partition("-")[0] in _CAPITALISED_NOUNS:
        return is_listed(folded) and level(folded) <= 13
    return folded in WORDS_THAT_ARE_NO_NAMES


def _kind(text: str, start: int, end: int, is_acronym: bool) -> str:
    name = text[start:end]
    words = {word.casefold() for word in re.findall(r"\w+", name)}
    if is_acronym or words & COMPANY_WORDS:
        return "organisation"
    before = set(re.findall(r"\w+", text[max(0, start - 40) : start].lower())[-1:])
    after = set(re.findall(r"\w+", text[end : end + 30].lower())[:1])
    if before & (HEAD_TITLES | SPEECH_VERBS) or after & SPEECH_VERBS:
        return "person"
    is_full_name = 2 <= len(words) <= 3 and not any(is_common(word, at_most=13) for word in words - PARTICLES)
    return "person" if is_full_name else "unknown"


def _confidence(run: list[re.Match[str]], language: str, ordinary: int) -> float:
    if language.partition("-")[0] in _CAPITALISED_NOUNS and len(run) == 1:
        return 0.4
    return (0.85 if len(run) > 1 else 0.7) * (1 - 0.4 * ordinary / len(run))


_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff’'\"״׳-]*")
_UNCASED_TITLES = sorted((t for t in HEAD_TITLES | TAIL_TITLES if script_of(t[0]) not in CASED), key=len, reverse=True)
_BESIDE = re.compile("|".join(re.escape(title) for title in _UNCASED_TITLES))
_AFTER_TITLE = frozenset({"ARABIC", "HEBREW", "DEVANAGARI", "BENGALI", "TAMIL", "GEORGIAN", "ETHIOPIC", "THAI"})


def _beside_titles(text: str) -> Iterator[Spot]:
    """In scripts without capitals: up to two words after a title ("الرئيس …"), or the name before one ("… 대통령")."""
    for match in _BESIDE.finditer(text):
        written = script_of(match.group()[0])
        if written in _AFTER_TITLE:
            yield from _words_after(text, match.end())
        elif written in {"CJK", "HANGUL", "HIRAGANA", "KATAKANA"}:
            yield from _name_before(text, match.start(), written)


def _words_after(text: str, at: int) -> Iterator[Spot]:
    words: list[re.Match[str]] = []
    position = at
    while len(words) < 2:
        word = _WORD.match(text, position + 1) if text[position : position + 1] == " " else None
        if word is None or (is_listed(word.group()) and level(word.group()) <= 11):
            break
        words.append(word)
        position = word.end()
    if words and any(len(word.group()) > 2 for word in words):
        yield words[0].start(), words[-1].end(), "person", 0.6


def _name_before(text: str, at: int, script: str) -> Iterator[Spot]:
    pattern = HANGUL_NAME if script == "HANGUL" else HAN_NAME
    found = pattern.search(text, max(0, at - 6), at)
    if found and not is_common(found.group(1), at_most=12):
        yield found.start(1), found.end(1), "person", 0.6


def _marked_foreign(text: str) -> Iterator[Spot]:
    """Names that the script itself marks as foreign: katakana with a middle dot, Han characters with one."""
    for match in _FOREIGN.finditer(text):
        yield match.start(), match.end(), "person", 0.8


KIND = Annotator(name="names", version=1, annotate=one_by_one(find_names), needs=("language", "places"))
