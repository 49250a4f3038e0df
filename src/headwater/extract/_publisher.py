"""The organisation that publishes a page: its name as it calls itself, and its registrable domain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from headwater.extract._jsonld import Node, text_of, types_of
from headwater.extract._metadata import Head
from headwater.model.article import Publisher
from headwater.text.urls import registrable_domain
from headwater.text.words import words

MAX_NAME_CHARS = 100
"""Longer names are slogans."""

MAX_TITLE_PART_CHARS = 40
"""A longer last part of a title is a second headline."""

_SEPARATOR = re.compile(r"\s?[|｜_»«•·]\s?|\s[-–—:]\s")
_ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "LocalBusiness", "OnlineBusiness"})


def find_publisher(head: Head, headline: str = "") -> Publisher:
    """The publisher by JSON-LD, microdata, metas, or the end of the title; the domain is the page's own."""
    domain = registrable_domain(head.url)
    name = next((name for name in _names(head, headline) if name and len(name) <= MAX_NAME_CHARS), "")
    return Publisher(name=name, domains=(domain,) if domain else ())


def _names(head: Head, headline: str) -> Iterator[str]:
    publisher: Any = head.graph.resolve(head.article.get("publisher"))
    yield _unless_address(text_of(publisher))
    yield _unless_address(next(iter(head.property_texts("publisher")), ""))
    yield _unless_address(head.meta("og:site_name"))
    yield text_of(_site(head).get("name"))
    yield _unless_address(
        head.meta("application-name", "apple-mobile-web-app-title", "dc.publisher", "citation_publisher")
    )
    yield _from_title(head)
    yield _after_headline(head.title, headline)


def _unless_address(name: str) -> str:
    return "" if name.startswith(("http:", "https:", "//")) else name


def _site(head: Head) -> Node:
    """The node of the website or its organisation."""
    nodes = [*head.graph.nodes, *head.graph.foreign]
    for wanted in (frozenset({"WebSite"}), _ORGANISATIONS):
        for node in nodes:
            if isinstance(node, Mapping) and wanted.intersection(types_of(node)) and node.get("name"):
                return node
    return {}


def _from_title(head: Head) -> str:
    """The part of the title that spells the host's name."""
    label = registrable_domain(head.url).partition(".")[0].replace("-", "")
    for part in (head.title.replace("|", " - ").replace("–", "-").replace("—", "-")).split(" - "):
        if label and "".join(words(part)) == label:
            return part.strip()
    return ""


def _after_headline(title: str, headline: str) -> str:
    """The last part of a title that begins with the headline: "Headline - Section - Outlet"."""
    if not headline or not title.startswith(headline):
        return ""
    parts = [part for part in _SEPARATOR.split(title[len(headline) :]) if part.strip()]
    return (
        parts[-1].strip()
        if parts and len(parts[-1]) <= MAX_TITLE_PART_CHARS and _SEPARATOR.match(title[len(headline) :])
        else ""
    )
