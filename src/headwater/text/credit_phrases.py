"""The wordings of credits in the world's languages (`credit_phrases.toml`), folded and ready to be looked up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from headwater.model.article import CreditKind

_SURROGATE = re.compile("[\ud800-\udfff]")  # half characters: the automaton takes UTF-8 only


@dataclass(frozen=True, kw_only=True, slots=True)
class CreditLine:
    """What one line says about where the text came from; `text` is the line verbatim, `name` and `url` may be empty."""

    kind: CreditKind
    text: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One meaning of a wording: its role ("original", "phrase", "after", "translated") in a language."""

    role: str
    language: str


@dataclass(frozen=True, slots=True)
class Table:
    """All wordings by what they are for; `meanings` run parallel to the patterns of `automaton`."""

    labels: Mapping[str, CreditKind]
    pictures: frozenset[str]
    alone: frozenset[str]
    originals: tuple[str, ...]
    work: tuple[str, ...]
    prepositions: Mapping[str, tuple[str, ...]]
    meanings: tuple[tuple[Phrase, ...], ...]
    automaton: AhoCorasick


def fold(text: str) -> str:
    """Lower case without a change of length, so that offsets hold; curly apostrophes become straight."""
    if text.isascii():
        return text.lower()
    whole = _SURROGATE.sub("\ufffd", text)
    lowered = whole.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else ("i" if c == "İ" else c) for c in whole)
    return lowered.replace("’", "'")


def languages() -> frozenset[str]:
    """The BCP 47 codes of the languages whose credit lines are read."""
    return frozenset(wordings())


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, Mapping[str, list[str]]]:
    """The table as it is written: language, role, wordings."""
    return tomllib.loads(files("headwater.text").joinpath("credit_phrases.toml").read_text("utf-8"))


def _entries() -> Iterator[tuple[str, str, str]]:
    for language, roles in wordings().items():
        for role, said in roles.items():
            for wording in said:
                yield language, role, fold(wording)


@lru_cache(maxsize=1)
def credit_table() -> Table:
    """The table that lines are read by."""
    labels: dict[str, CreditKind] = {}
    needles: dict[str, list[Phrase]] = {}
    for language, role, wording in _entries():
        if role in ("source", "original", "phrase", "after"):
            labels.setdefault(wording, CreditKind.VISIBLE_SOURCE)
        if role == "translated":
            labels[wording] = CreditKind.TRANSLATION
        if role in ("original", "phrase", "after", "translated"):
            needles.setdefault(wording, []).append(Phrase(role, language))
    pictures = _wordings_of("picture")
    ordered = sorted(needles, key=len, reverse=True)
    return Table(
        labels={label: kind for label, kind in labels.items() if label not in pictures},
        pictures=pictures,
        alone=_wordings_of("alone"),
        originals=tuple(sorted(_wordings_of("original"), key=len, reverse=True)),
        work=tuple(sorted(_wordings_of("work"), key=len, reverse=True)),
        prepositions={
            language: tuple(fold(word) for word in roles.get("by", ())) for language, roles in wordings().items()
        },
        meanings=tuple(tuple(needles[needle]) for needle in ordered),
        automaton=AhoCorasick(ordered, matchkind=MatchKind.Standard),
    )


def _wordings_of(role: str) -> frozenset[str]:
    return frozenset(wording for _, found, wording in _entries() if found == role)


@lru_cache(maxsize=256)
def preposition_pattern(language: str, max_filler_chars: int) -> re.Pattern[str]:
    """What stands between a phrase and the origin's name: an optional filler, then a preposition of the language."""
    words = sorted(filter(None, credit_table().prepositions[language]), key=len, reverse=True)
    choice = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?:\s[^.:]{{0,{max_filler_chars}}}?)?\s(?:{choice})(?:\s*[:：])?(?:\s+|(?<='))(?=\D)")
