"""On which terms a page may be used and what it says of its own place: licence, access, section, keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from headwater.extract._jsonld import listed, plain, text_of, url_of
from headwater.extract._metadata import Head
from headwater.model.rights import Signal, Use
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_KEYWORDS = 40
"""Keywords kept; pages with more stuff them."""

MAX_KEYWORD_CHARS = 80
"""Longer keywords are sentences."""

MAX_SECTION_CHARS = 80
"""Longer sections are paths or sentences."""

MAX_LICENCE_LINKS = 20
"""Links to Creative Commons that are looked at."""

MAX_ANCESTORS = 100
"""How far up the article is looked for in which such a link stands."""

_LICENCE_HOSTS = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:creativecommons\.org/(?:licenses|publicdomain)/|"
    r"nationalarchives\.gov\.uk/doc/open-government-licence|"
    r"opendatacommons\.org/licenses|rightsstatements\.org/vocab|gnu\.org/(?:licenses|copyleft))",
    re.IGNORECASE,
)


def find_licence(head: Head) -> str:
    """The address (or name) of the licence of the article: JSON-LD, rel=license, microdata, metas; empty where none."""
    return next((licence for licence in _licences(head) if licence), "")


def _licences(head: Head) -> Iterator[str]:
    for value in listed(head.article.get("license"))[:5]:
        yield canonical_url(url_of(value), head.base_url) or text_of(value)
    yield head.link("license")
    for node in head.elements("[license]")[:5]:
        yield canonical_url(node.attributes.get("href") or "", head.base_url)
    for name in ("dcterms.license", "dc.rights.license", "dc.license", "copyright-license", "og:license", "cc:license"):
        yield head.meta(name)
    for node in head.elements("a")[:MAX_LICENCE_LINKS]:
        url = canonical_url(node.attributes.get("href") or "", head.base_url)
        yield url if _LICENCE_HOSTS.match(url) and _is_in_article(node) else ""


def _is_in_article(node: LexborNode) -> bool:
    """Whether an element stands in an <article> or <main>."""
    parent = node.parent
    for _ in range(MAX_ANCESTORS):
        if parent is None or parent.tag in ("article", "main"):
            return parent is not None
        parent = parent.parent
    return False


def licence_signals(licence: str, url: str) -> tuple[Signal, ...]:
    """What an open licence grants (Creative Commons, open government): one signal, or none for other licences."""
    if not _LICENCE_HOSTS.match(licence):
        return ()
    uses = [Use.STORE, Use.INDEX, Use.EXCERPT, Use.MINE]
    if "-nd" not in licence:
        uses.append(Use.SUMMARISE)
    return (Signal(kind="licence", uses=tuple(uses), allows=True, text=licence, url=url),)


def is_accessible(head: Head) -> bool | None:
    """schema.org isAccessibleForFree, or the content tier (article:content_tier); None where unsaid."""
    value: Any = head.article.get("isAccessibleForFree")
    said = str(value[0] if isinstance(value, list) and value else value).strip().rpartition("/")[2].casefold()
    if said in ("true", "yes", "1"):
        return True
    if said in ("false", "no", "0"):
        return False
    tier = head.meta("article:content_tier").casefold()
    return {"free": True, "locked": False}.get(tier)


def find_section(head: Head) -> str:
    """The section of the outlet that the article stands in; empty where unsaid."""
    candidates = (
        text_of(head.article.get("articleSection")),
        head.meta(
            "article:section",
            "og:article:section",
            "parsely-section",
            "sailthru.section",
            "cxenseparse:section",
            "section",
        ),
        next(iter(head.property_texts("articlesection")), ""),
    )
    return next((name for name in candidates if name and len(name) <= MAX_SECTION_CHARS), "")


def find_keywords(head: Head) -> tuple[str, ...]:
    """The publisher's own keywords, each once, in order."""
    found: dict[str, str] = {}
    for statement in _keyword_statements(head):
        for word in re.split(r"[,;،、，]", statement):
            keyword = squash(word).strip(" #\"'")
            if 1 < len(keyword) <= MAX_KEYWORD_CHARS and not keyword.startswith(("http:", "https:")):
                found.setdefault(keyword.casefold(), keyword)
        if len(found) >= MAX_KEYWORDS:
            break
    return tuple(found.values())[:MAX_KEYWORDS]


def _keyword_statements(head: Head) -> Iterator[str]:
    for value in listed(head.article.get("keywords"))[:MAX_KEYWORDS]:
        yield plain(str(value)) if isinstance(value, str) else text_of(value)
    yield from head.metas.get("article:tag", ())
    yield from head.metas.get("news_keywords", ())
    if not head.article.get("keywords"):
        yield from head.metas.get("keywords", ())
