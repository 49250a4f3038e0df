"""JSON-LD as it really stands in pages: several blocks, graphs, references, broken syntax (schema.org, JSON-LD 1.1)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.text.urls import address_key
from headwater.text.words import squash

MAX_BLOCK_CHARS = 2_000_000
"""A single JSON-LD block beyond this is not read."""

MAX_BLOCKS = 60
"""JSON-LD blocks read in one page."""

MAX_NODES = 4_000
"""Nodes read of all blocks together."""

MAX_TEXT_CHARS = 4_000
"""Longest plain value that is cleaned as text (article bodies are read apart)."""

Node = Mapping[str, Any]

ARTICLE_TYPES = frozenset(
    {
        "NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle",
        "BackgroundNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "LiveBlogPosting", "TechArticle",
        "ScholarlyArticle", "Report", "SocialMediaPosting", "AdvertiserContentArticle", "SatiricalArticle",
        "MedicalScholarlyArticle", "APIReference", "DiscussionForumPosting", "Review", "ClaimReview", "Recipe", "HowTo",
    }
)  # fmt: skip
LISTING_TYPES = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "Blog", "ProfilePage"})
# What hangs below these keys belongs to other works.
_FOREIGN_KEYS = frozenset(
    {"itemListElement", "hasPart", "mentions", "relatedLink", "comment", "isPartOf", "blogPost", "review", "citation",
     "isBasedOn", "liveBlogUpdate", "subjectOf", "about", "recordedIn", "mainEntityOfPage", "publisher", "author",
     "blogPosts", "workExample", "significantLink", "potentialAction", "breadcrumb"}
)  # fmt: skip
_NOISE = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|"
    r"/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_TAG = re.compile(r"<[^<>]{0,500}>")
_SALVAGE = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|@type|articleSection|license|isAccessibleForFree)"\s*:\s*"((?:[^"\\\n]|\\.){1,500})"'
)


@dataclass(frozen=True, slots=True)
class Graph:
    """Every node of a page, those of the page's own first, and the nodes by their @id."""

    nodes: tuple[Node, ...]
    foreign: tuple[Node, ...]
    by_id: Mapping[str, Node]

    def resolve(self, value: Any) -> Any:
        """The node that a bare reference ({"@id": …}) names, else `value` itself."""
        if isinstance(value, Mapping) and "@id" in value and len(value) <= 2:
            return self.by_id.get(str(value["@id"]), value)
        return value

    def types(self) -> frozenset[str]:
        """The types of the page's own nodes."""
        return frozenset(kind for node in self.nodes for kind in types_of(node))


def read_graph(blocks: Iterable[str]) -> Graph:
    """All nodes of the given JSON-LD texts; broken ones are mended, or give what can be salvaged."""
    own: list[Node] = []
    foreign: list[Node] = []
    for number, block in enumerate(blocks):
        if number >= MAX_BLOCKS or len(own) + len(foreign) >= MAX_NODES:
            break
        for value in _values(block[: MAX_BLOCK_CHARS + 1]):
            _flatten(value, own, foreign)
    by_id: dict[str, Node] = {}
    for node in (*own, *foreign):
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, {})):
            by_id[name] = node
    return Graph(tuple(own), tuple(foreign), by_id)


def _values(block: str) -> Iterator[Any]:
    if len(block) > MAX_BLOCK_CHARS:
        return
    text = block.strip()
    if not (text.startswith(("{", "[")) and text.endswith(("}", "]"))):  # the marks of comments stand around no others
        text = _NOISE.sub("", _NOISE.sub("", text)).strip()
    found = False
    for candidate in _mended(text):
        values = list(_decoded(candidate))
        if values:
            yield from values
            found = True
            break
    if not found and text:
        salvaged = {key: _unescaped(value) for key, value in reversed(_SALVAGE.findall(text))}
        if salvaged:
            yield salvaged


def _mended(text: str) -> Iterator[str]:
    """The text as it is, then with the usual faults mended."""
    yield text
    mended = _TRAILING_COMMA.sub(r"\1", text)
    if mended != text:
        yield mended
    if "&quot;" in mended:
        yield html.unescape(mended)
    for closers in ("}", "]}", "}]", "}}", "]"):
        yield mended + closers


def _decoded(text: str) -> Iterator[Any]:
    """Every JSON value standing one after the other; nothing where the first is broken."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while at < len(text):
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
        if at >= len(text):
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value


def _unescaped(value: str) -> str:
    try:
        return str(json.loads(f'"{value}"', strict=False))
    except (ValueError, RecursionError):
        return value


def _flatten(value: Any, own: list[Node], foreign: list[Node]) -> None:
    """Collect the nodes below `value`, level by level, own and foreign apart."""
    queue: list[tuple[Any, bool]] = [(value, False)]
    for item, is_foreign in queue:
        if len(queue) > MAX_NODES:
            break
        if isinstance(item, list):
            queue.extend((part, is_foreign) for part in item if isinstance(part, (dict, list)))
        elif isinstance(item, dict):
            if item.keys() - {"@context", "@graph"}:
                (foreign if is_foreign else own).append(item)
            queue.extend(
                (part, is_foreign or key in _FOREIGN_KEYS)
                for key, part in item.items()
                if isinstance(part, (dict, list)) and key != "@context"
            )


def types_of(node: Node) -> tuple[str, ...]:
    """The schema.org types of a node without their namespace."""
    value = node.get("@type", ())
    values = value if isinstance(value, list) else [value]
    return tuple(str(kind).rpartition("/")[2].rpartition(":")[2] for kind in values if isinstance(kind, str))


def article_node(graph: Graph, url: str, titles: Iterable[str] = ()) -> Node:
    """The node that describes the page's own article; empty where there is none.

    Of several, the one that names the page's address or bears one of its titles; then the first with a headline.
    """
    articles = [node for node in graph.nodes if ARTICLE_TYPES.intersection(types_of(node))]
    if not articles:
        articles = [node for node in graph.nodes if "headline" in node]
    if not articles:
        return _page_node(graph)
    key = address_key(url)
    folded = {squash(title).casefold() for title in titles if title}

    def rank(node: Node) -> tuple[bool, bool, bool, int]:
        addresses = (url_of(node.get("mainEntityOfPage")), url_of(node.get("url")), str(node.get("@id", "")))
        is_named = any(address_key(address) == key for address in addresses if address.startswith("http"))
        has_title = text_of(node.get("headline") or node.get("name")).casefold() in folded
        return is_named, has_title, "headline" in node, len(node)

    return max(articles, key=rank)


def _page_node(graph: Graph) -> Node:
    pages = [node for node in graph.nodes if {"WebPage", "ItemPage", "VideoObject"}.intersection(types_of(node))]
    return next((node for node in pages if "datePublished" in node), pages[0] if pages else {})


def text_of(value: Any) -> str:
    """A plain, squashed text of a JSON-LD value: string, {"@value"}, {"name"}, or the first of a list."""
    if isinstance(value, list):
        return next((text for text in map(text_of, value[:20]) if text), "")
    if isinstance(value, Mapping):
        return text_of(value.get("@value") or value.get("name") or value.get("text") or "")
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return plain(str(value))
    return ""


def plain(text: str) -> str:
    """A string without entities and tags, squashed."""
    text = text[:MAX_TEXT_CHARS]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return squash(text)


def url_of(value: Any) -> str:
    """The address of a JSON-LD value: string, {"url"}, {"@id"}, or the first of a list."""
    if isinstance(value, list):
        return next((url for url in map(url_of, value[:20]) if url), "")
    if isinstance(value, Mapping):
        return url_of(value.get("url") or value.get("contentUrl") or value.get("@id") or "")
    return value.strip() if isinstance(value, str) else ""


def listed(value: Any) -> list[Any]:
    """A value as a list: itself if it is one, nothing for nothing."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]
