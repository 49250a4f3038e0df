"""What the head of a page declares: metas, links, JSON-LD, microdata, title, language. Own reader on selectolax."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._jsonld import Graph, Node, article_node, plain, read_graph
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_METAS = 600
"""Metas and links read of one page; pages with more are hostile or broken."""

MAX_PROPERTIES = 2_000
"""Microdata properties read of one page."""

_DECLARING = "meta, link[rel][href], base[href], title, h1, script[type], time, [itemprop], \
a[rel~='license'], a[href*='creativecommons.org/']"
_LOADING_WORDS = """
stylesheet preload prefetch dns-prefetch preconnect modulepreload prerender icon shortcut mask-icon fluid-icon
apple-touch-icon apple-touch-icon-precomposed apple-touch-startup-image manifest pingback edituri wlwmanifest
"""
_LOADING = frozenset(_LOADING_WORDS.split())

_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class HeadLink:
    """A <link> or rel-carrying <a>: its relations (lower case), absolute address, and type."""

    relations: tuple[str, ...]
    url: str
    media_type: str = ""


class Head:
    """The declarations of one page, read lazily; all addresses absolute, all texts squashed."""

    def __init__(self, tree: LexborHTMLParser, url: str) -> None:
        self._tree = tree
        self.url = url
        base = next(iter(self.elements("base")), None)
        self.base_url = canonical_url((base.attributes.get("href") or "") if base else "", url) or url

    @cached_property
    def _declaring(self) -> Mapping[str, list[LexborNode]]:
        """The elements that declare something by tag, and again by "[itemprop]" and "[license]", in document order.

        Found in one look through the page: each costs a tenth of what parsing costs.
        """
        found: dict[str, list[LexborNode]] = {}
        last = 0
        for node in self._tree.css(_DECLARING):
            if node.mem_id == last:
                continue  # it matches two of the selectors
            last = node.mem_id
            found.setdefault(node.tag or "", []).append(node)
            attributes = node.attributes
            if "itemprop" in attributes:
                found.setdefault("[itemprop]", []).append(node)
            if "license" in f"{attributes.get('rel')} {attributes.get('itemprop')}".split():
                found.setdefault("[license]", []).append(node)
        return found

    def elements(self, tag: str) -> Sequence[LexborNode]:
        """The page's elements of one of the tags of `_DECLARING`, "[itemprop]" or "[license]", in document order."""
        return self._declaring.get(tag, ())

    @cached_property
    def metas(self) -> Mapping[str, tuple[str, ...]]:
        """Contents by lower-case name, property or http-equiv, in document order."""
        found: dict[str, list[str]] = {}
        for node in self.elements("meta")[:MAX_METAS]:
            attributes = node.attributes
            content = attributes.get("content")
            if not content:
                continue
            for key in ("name", "property", "http-equiv"):
                name = attributes.get(key)
                if name:
                    found.setdefault(name.strip().lower(), []).append(plain(content))
        return {name: tuple(values) for name, values in found.items()}

    def meta(self, *names: str) -> str:
        """The first content under the first of `names` that is not empty."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    @cached_property
    def links(self) -> tuple[HeadLink, ...]:
        """The page's <link> elements that say something of it: not what browsers load to show it."""
        found = []
        for node in self.elements("link")[:MAX_METAS]:
            attributes = node.attributes
            relations = tuple((attributes.get("rel") or "").lower().split())
            if not relations or relations[0] in _LOADING:
                continue
            url = canonical_url(attributes.get("href") or "", self.base_url)
            if url:
                found.append(HeadLink(relations, url, (attributes.get("type") or "").lower()))
        return tuple(found)

    def link(self, relation: str) -> str:
        """The first address linked under `relation`, or empty."""
        return next((link.url for link in self.links if relation in link.relations), "")

    @cached_property
    def title(self) -> str:
        """The <title> of the page, squashed."""
        titles = self.elements("title")
        node = next((node for node in titles if node.parent is not None and node.parent.tag == "head"), None)
        node = node or next(iter(titles), None)
        return squash(node.text()) if node else ""

    @cached_property
    def graph(self) -> Graph:
        """The page's JSON-LD."""
        scripts = self.elements("script")
        return read_graph(node.text() for node in scripts if "ld+json" in (node.attributes.get("type") or "").lower())

    @cached_property
    def article(self) -> Node:
        """The JSON-LD node that describes the page's article; empty where there is none."""
        titles = (self.meta("og:title"), self.title, *(squash(node.text()) for node in self.elements("h1")[:3]))
        return article_node(self.graph, self.canonical or self.url, titles)

    @cached_property
    def canonical(self) -> str:
        """The declared canonical address (RFC 6596), else og:url, else empty."""
        return self.link("canonical") or canonical_url(self.meta("og:url"), self.base_url)

    @cached_property
    def properties(self) -> Mapping[str, tuple[LexborNode, ...]]:
        """Microdata nodes by lower-case itemprop, in document order."""
        found: dict[str, list[LexborNode]] = {}
        for node in self.elements("[itemprop]")[:MAX_PROPERTIES]:
            for name in (node.attributes.get("itemprop") or "").lower().split():
                found.setdefault(name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    def property_texts(self, name: str) -> list[str]:
        """The texts of a microdata property: content, datetime, href, else the visible text."""
        return [text for node in self.properties.get(name, ())[:20] if (text := property_text(node))]

    @cached_property
    def language(self) -> str:
        """The language that the page declares (BCP 47), or empty."""
        root = self._tree.root
        attributes = root.attributes if root is not None else {}
        candidates = (
            attributes.get("lang") or "",
            attributes.get("xml:lang") or "",
            self.meta("content-language"),
            str(self.article.get("inLanguage") or ""),
            self.meta("og:locale"),
            self.meta("dc.language", "language"),
        )
        for candidate in candidates:
            tag = candidate.strip().partition(",")[0].replace("_", "-")
            if tag and _LANGUAGE.match(tag):
                return _normal_tag(tag)
        return ""


def property_text(node: LexborNode) -> str:
    """The value of a microdata node (HTML microdata: content, datetime, then text)."""
    attributes = node.attributes
    for name in ("content", "datetime"):
        value = attributes.get(name)
        if value:
            return plain(value)
    return squash(node.text(separator=" "))[:1000]


def _normal_tag(tag: str) -> str:
    """A language tag in the usual case: `pt-BR`, `zh-Hant` (RFC 5646 §2.1.1)."""
    first, *rest = tag.split("-")
    parts = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest]
    return "-".join([first.lower(), *parts])
