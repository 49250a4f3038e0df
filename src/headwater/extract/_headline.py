"""The article's own headline: its h1 where that agrees with what the head declares, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from headwater.extract._jsonld import text_of
from headwater.extract._metadata import Head
from headwater.text.urls import host_of
from headwater.text.words import squash, words

MAX_HEADLINE_CHARS = 400
"""Longer "headlines" are paragraphs."""

MAX_COMPARED_CHARS = 600
"""Titles are compared up to this length."""

AGREEMENT = 0.6
"""Share of common words from which an h1 and a declared title are the same headline."""

MIN_ONLY_WORDS = 3
"""A single h1 of fewer words that no declared title supports is a section's name."""

MAX_TAIL_WORDS = 3
"""Longer parts behind a bar belong to the headline."""

_SEPARATOR = re.compile(r"\s+[|–—\-·•:»«›~/]+\s+|\s*[|»«]\s*|\s+::\s+")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
_GENERIC_WORDS = """
home news blog article articles insights resources latest press media startseite accueil inicio главная новости
nachrichten actualités noticias notizie nyheter haberler newsletter podcast video menu search
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())


def find_headline(head: Head, h1s: Sequence[str], *, site_names: Sequence[str] = (), entry_title: str = "") -> str:
    """The headline of the page's article, plain text; empty where none can be told."""
    sites = [name for name in (*site_names, head.meta("og:site_name"), host_of(head.url)) if name]
    declared = list(_declared(head, sites, entry_title))
    shown = [h1 for h1 in h1s if h1 and len(h1) <= MAX_HEADLINE_CHARS and not _is_site(h1, sites)]
    best = _agreeing(shown, declared) or _only(shown, head, declared)
    if best:
        is_whole = _same(best, text_of(head.article.get("headline")))
        title = _without_tail(without_site_name(best, sites, others=() if is_whole else declared))
        return _without_glued_kicker(title, declared)
    if declared:
        return _without_tail(next((title for title in declared if not _CUT.search(title)), declared[0]))
    return shown[0] if shown else ""


def _only(shown: Sequence[str], head: Head, declared: Sequence[str]) -> str:
    """The page's single h1, where it is long enough to be a headline though the head says something else.

    Where JSON-LD and og:title agree, an h1 without a word of theirs is the site's.
    """
    distinct = list(dict.fromkeys(shown))
    if len(distinct) != 1 or len(words(distinct[0])) < MIN_ONLY_WORDS:
        return ""
    said = text_of(head.article.get("headline"))
    is_sure = bool(said and head.meta("og:title")) and sum(_same(said, title) for title in declared[:2]) > 1
    return "" if is_sure and not _word_set(distinct[0]) & _word_set(said) else distinct[0]


def _without_glued_kicker(shown: str, declared: Sequence[str]) -> str:
    """A shown headline without the kicker that stands in the same element: all but the end that the head declares."""
    for title in declared:
        kicker = shown.removesuffix(title)
        if kicker != shown and 0 < len(words(kicker)) <= MAX_TAIL_WORDS < len(words(title)):
            return title if kicker.rstrip()[-1:].isalnum() else shown
    return shown


def _without_tail(title: str) -> str:
    """A declared title without a short last part behind a bar, which is a site or section hardly ever not."""
    rest, bar, tail = title.rpartition(" | ")
    return rest.strip() if bar and len(words(tail)) <= MAX_TAIL_WORDS < len(words(rest)) else title


def _declared(head: Head, sites: Sequence[str], entry_title: str) -> Iterable[str]:
    """Declared titles, the most trustworthy first, without site names."""
    article = head.article
    raw = (
        text_of(article.get("headline")),
        head.meta("og:title"),
        head.meta("twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"),
        next(iter(head.property_texts("headline")), ""),
        head.title,
        squash(entry_title),
    )
    known = [title for title in raw if title]
    for number, title in enumerate(raw):
        if title and len(title) <= MAX_HEADLINE_CHARS:
            clean = without_site_name(title, sites, others=known if number else ())
            if clean and not _is_site(clean, sites):
                yield clean


def _agreeing(shown: Sequence[str], declared: Sequence[str]) -> str:
    """The h1 that agrees best with a declared title; empty where none agrees."""
    best, best_score = "", AGREEMENT
    for h1 in shown:
        for title in declared:
            score = agreement(h1, title)
            if score > best_score:
                best, best_score = h1, score
    return best


@lru_cache(maxsize=256)
def _word_set(text: str) -> frozenset[str]:
    return frozenset(words(text[:MAX_COMPARED_CHARS]))


def agreement(one: str, other: str) -> float:
    """How far two titles share their words (0…1): common words over those of the shorter, at least two words long."""
    first, second = _word_set(one), _word_set(other)
    if not first or not second:
        return 0.0
    shorter, longer = sorted((len(first), len(second)))
    common = len(first & second)
    return common / longer if shorter < 2 else (common / shorter) * (0.5 + 0.5 * shorter / longer)


def without_site_name(title: str, sites: Sequence[str], *, others: Sequence[str] = ()) -> str:
    """A title without the site's name before or after it.

    A part goes when it is a known name of the site, or when another title of the page is what remains.
    """
    parts = list(_SEPARATOR.finditer(title))
    if not parts:
        return title
    for before, after in pairwise(parts):
        if _is_host_name(title[before.end() : after.start()], sites):
            return title[: before.start()]  # "Headline - lantern.example - City"
    first, last = parts[0], parts[-1]
    candidates = ((title[: last.start()], title[last.end() :]), (title[first.end() :], title[: first.start()]))
    for rest, part in candidates:
        if not rest.strip() or not part.strip():
            continue
        if _is_site(part, sites) or any(_same(rest, other) for other in others if other != title):
            return without_site_name(rest.strip(), sites, others=others)
    return title


def _is_host_name(part: str, sites: Sequence[str]) -> bool:
    """Whether a part of a title is written like an address and names the page's host."""
    plain = part.strip().casefold()
    return "." in plain and " " not in plain and any(site.casefold().endswith(plain) for site in sites if "." in site)


def _same(one: str, other: str) -> bool:
    return words(one) == words(other)


@lru_cache(maxsize=1_024)
def _joined(text: str) -> str:
    """The words of a title or name without what divides them."""
    return "".join(words(text))


def _is_site(text: str, sites: Sequence[str]) -> bool:
    """Whether a text is a name of the site or a word that heads every page."""
    said = _joined(text)
    if not said or text.casefold().strip() in _GENERIC:
        return True
    for site in sites:
        name = _joined(site)
        if said == name:
            return True
        labels = site.casefold().split(".")
        if "." in site and len(said) >= 3 and said in {label.replace("-", "") for label in labels[:-1]} - {"www"}:
            return True
        if len(said) >= 4 and (name.startswith(said) or said.startswith(name)) and abs(len(name) - len(said)) <= 8:
            return True
    return False
