"""A reader's search, from what was typed to an FTS5 expression: words, "phrases", -word, source:, lang:."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from headwater.text.words import query_alternatives, search_terms

MAX_QUERY_CHARS = 400
"""Of a longer query the rest is not looked at."""

MAX_PARTS = 24
"""Words and phrases of one query; the rest is not looked at."""

PHRASE_LANGUAGES = (
    "", "en", "es", "fr", "de", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ro", "hu", "tr", "id", "ca",
    "lt", "ru", "sr", "ar", "fa", "hi", "ne", "el", "hy", "yi", "ta",
)  # fmt: skip
"""A phrase of unknown language is looked for in the stems of each of these (and unstemmed)."""

_PART = re.compile(
    r'(?P<minus>-?)(?:(?P<field>source|lang):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE
)


@dataclass(slots=True)
class Query:
    """A parsed search. `match` and `refused` are FTS5 expressions, empty where nothing was asked."""

    match: str = ""
    refused: str = ""
    sources: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not (self.match or self.refused or self.sources or self.languages)


def parse(typed: str) -> Query:
    """Read what was typed; anything gives a query, nothing raises."""
    parts = list(_PART.finditer(typed[:MAX_QUERY_CHARS]))[:MAX_PARTS]
    query = Query()
    for part in parts:
        value = (part["phrase"] or part["word"] or "").strip().lower()
        kind = (part["field"] or "").lower()
        if kind and value:
            (query.sources if kind == "source" else query.languages).append(value)
    language = query.languages[0] if len(query.languages) == 1 else ""
    wanted: list[str] = []
    refused: list[str] = []
    for part in parts:
        if not part["field"]:
            expression = _expression(part["phrase"], part["word"] or "", language)
            (refused if part["minus"] else wanted).append(expression)
    query.match = " AND ".join(expression for expression in wanted if expression)
    query.refused = " OR ".join(expression for expression in refused if expression)
    return query


def _expression(phrase: str | None, word: str, language: str) -> str:
    """A phrase in every stemming that it may have; a word of several terms (CJK, "o'neil") is one too."""
    if phrase is not None:
        return _phrase(phrase, language)
    alternatives = query_alternatives(word, language)
    if len(alternatives) > 1:
        return _phrase(word, language)
    return " OR ".join(_quoted([term]) for terms in alternatives for term in terms).join("()") if alternatives else ""


def _phrase(text: str, language: str) -> str:
    forms = dict.fromkeys(
        tuple(search_terms(text, code)) for code in ([language, ""] if language else PHRASE_LANGUAGES)
    )
    quoted = [_quoted(list(form)) for form in forms if form]
    return " OR ".join(quoted).join("()") if quoted else ""


def _quoted(terms: list[str]) -> str:
    """An FTS5 string; terms hold letters, marks and digits only, the doubling is for the day they do not."""
    return '"' + " ".join(terms).replace('"', '""') + '"'


def any_of(terms: list[str]) -> str:
    """An expression that finds headlines with any of these terms."""
    return "headline : (" + " OR ".join(_quoted([term]) for term in terms) + ")"
