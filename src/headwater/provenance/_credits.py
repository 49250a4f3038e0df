"""The credits that stand in an article's own text, for articles of which only the text is known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from headwater.model.article import Credit, CreditKind
from headwater.provenance.agencies import Agencies, shipped
from headwater.text.credit_lines import CreditLine, fold, read_credit_line, read_dateline, read_signature
from headwater.text.urls import canonical_url, registrable_domain, same_site

TOP_PARAGRAPHS = 2
END_PARAGRAPHS = 12
MAX_TRAILING_SITES = 2  # more bare links than this are a list of references
MAX_ATTRIBUTIONS = 6


def credits_from_text(
    paragraphs: Sequence[str], base_url: str = "", *, agencies: Agencies | None = None
) -> tuple[Credit, ...]:
    """The credits in the words themselves: source lines and bare links at either end, datelines, signatures.

    Links to the article's own site say nothing and are left out. Of attributions ("told Le Monde") at most six.
    """
    table = agencies or shipped()
    found = [*_datelines(paragraphs, table), *_lines(paragraphs), *_signatures(paragraphs, table)]
    bare = {registrable_domain(c.url) for c in found if c.kind is CreditKind.TRAILING_LINK}
    kept = [c for c in found if c.kind is not CreditKind.TRAILING_LINK or len(bare) <= MAX_TRAILING_SITES]
    outside = [c for c in kept if not (c.url and base_url and same_site(c.url, base_url))]
    return tuple(dict.fromkeys([*outside, *attributions(paragraphs, table)]))


def credit_paragraphs(paragraphs: Sequence[str]) -> frozenset[int]:
    """Which paragraphs are credit lines and therefore no part of the text that was copied or written."""
    ends = _ends(paragraphs)
    return frozenset(
        index
        for index, _ in ends
        if (line := read_credit_line(paragraphs[index])) is not None and line.kind is not CreditKind.DATELINE
    )


def _ends(paragraphs: Sequence[str]) -> list[tuple[int, str]]:
    """Indices near either end with where they stand; only the outer lines of a text credit the whole of it."""
    count = len(paragraphs)
    top = [(index, "top") for index in range(min(TOP_PARAGRAPHS, count))]
    return top + [(index, "end") for index in range(max(len(top), count - END_PARAGRAPHS), count)]


def _lines(paragraphs: Sequence[str]) -> Iterator[Credit]:
    for index, place in _ends(paragraphs):
        for part in paragraphs[index].split("\n"):
            line = read_credit_line(part)
            if line is None or line.kind is CreditKind.DATELINE:
                continue
            if line.kind is CreditKind.TRAILING_LINK and place == "top":
                continue
            yield _credit(line, place)


def _datelines(paragraphs: Sequence[str], agencies: Agencies) -> Iterator[Credit]:
    for paragraph in paragraphs[:3]:
        line = read_dateline(paragraph, known=lambda name: agencies.find(name) is not None) or read_dateline(paragraph)
        if line is not None:
            yield _credit(line, "top")
            return


def _signatures(paragraphs: Sequence[str], agencies: Agencies) -> Iterator[Credit]:
    for paragraph in paragraphs[-3:]:
        line = read_signature(paragraph)
        if line is not None and agencies.find(line.name) is not None:
            yield _credit(line, "end")
        elif len(paragraph) <= 40 and agencies.find(paragraph) is not None:
            yield Credit(kind=CreditKind.AGENCY, text=paragraph, name=paragraph.strip(" ()[]©/"), place="end")


def _credit(line: CreditLine, place: str) -> Credit:
    return Credit(kind=line.kind, text=line.text, url=canonical_url(line.url), name=line.name, place=place)


def attributions(paragraphs: Sequence[str], agencies: Agencies) -> list[Credit]:
    """The agencies that the text quotes, by cue words in many languages: sources of quotations, never of the text."""
    automaton, roles = _cues()
    found: dict[str, Credit] = {}
    for paragraph in paragraphs:
        for index, start, end in automaton.find_matches_as_indexes(fold(paragraph)):
            if start and paragraph[start - 1 : start].isalpha() and paragraph[start : start + 1].isascii():
                continue  # inside a longer word
            name = _name_after(paragraph, end) if roles[index] == "before" else _name_before(paragraph, start)
            agency = agencies.find(name) if name else None
            if agency is not None and agency.name not in found:
                words = paragraph[max(0, start - len(name) - 1) : end + len(name) + 1].strip()
                found[agency.name] = Credit(kind=CreditKind.ATTRIBUTION, text=words, name=agency.name, place="body")
        if len(found) >= MAX_ATTRIBUTIONS:
            break
    return list(found.values())[:MAX_ATTRIBUTIONS]


_NAME_AFTER = re.compile(
    r"\s*(?:(?:the|agency|агентство|агентства|agencia|agence|news agency)\s)?"
    r"[«\"“„]?([^\W\d_][\w’-]*(?: [A-ZÀ-ÞА-Я][\w’-]*){0,2})"
)
_NAME_BEFORE = re.compile(r"([^\W\d_][\w’-]*(?: [A-ZÀ-ÞА-Я][\w’-]*){0,2})[»\"”]?,?\s*$")


def _name_after(paragraph: str, end: int) -> str:
    match = _NAME_AFTER.match(paragraph[end : end + 60])
    return match[1] if match else ""


def _name_before(paragraph: str, start: int) -> str:
    match = _NAME_BEFORE.search(paragraph[max(0, start - 40) : start])
    return match[1] if match else ""


@lru_cache(maxsize=1)
def _cues() -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = tomllib.loads(files("headwater.provenance").joinpath("data/attributions.toml").read_text("utf-8"))
    cues = {(cue, role) for row in rows.values() for role in ("before", "after") for cue in row.get(role, ())}
    ordered = sorted(cues)
    return AhoCorasick([cue for cue, _ in ordered], matchkind=MatchKind.Standard), tuple(role for _, role in ordered)
