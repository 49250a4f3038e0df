"""Text that stands in JSON-LD `articleBody` only, on a page that shows none (docs/decisions/0013-text-in-json-ld.md).

schema.org articleBody is "the actual body of the article". It is read where the page itself is an empty shell that a
script would fill, and only from the node of the page's own article, and never where a paywall is declared.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import read_blocks
from headwater.extract._faithful import Checked, check, visible_text
from headwater.extract._jsonld import ARTICLE_TYPES, Node, text_of, types_of, url_of
from headwater.extract._lines import text_size
from headwater.extract._metadata import Head
from headwater.extract._phrases import is_boilerplate_line
from headwater.extract._terms import is_accessible
from headwater.text.nesting import flattened
from headwater.text.urls import address_key
from headwater.text.words import sentences, squash

MIN_DECLARED_BODY_CHARS = 400
"""Least text taken from a declaration; below it stand descriptions and teasers. Dense scripts count triple."""

MAX_DECLARED_BODY_CHARS = 400_000
"""Longer statements are not read: the longest real article of 400 has a tenth of this."""

MAX_DECLARED_PARAGRAPHS = 2_000
"""Paragraphs taken from one declaration."""

GROUP_CHARS = 400
"""A statement without line breaks is cut behind the first sentence that reaches this size."""

_MARKUP = re.compile(r"<(?:/?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|section|figure|a|b|i|em|strong|span)\b)", re.I)
_CUT_OFF = re.compile(r"(?:…|\.{3}|\[(?:…|\.{3}|\+\d+ chars)\])\s*$")


def declared_text(head: Head) -> Checked | None:
    """The paragraphs that the page declares as the body of its own article; None where it may not be used.

    Each stands verbatim in the declared statement (NFC, white space collapsed). Not used: bodies of other works,
    bodies of which a paywall is declared (isAccessibleForFree, hasPart, content tier), bodies cut off ("…").
    """
    node = head.article
    if not _is_own(head, node) or _is_closed(head, node):
        return None
    body = _statement(node)
    if len(body) > MAX_DECLARED_BODY_CHARS or _CUT_OFF.search(body[-20:]):
        return None
    paragraphs, statement = _read_markup(body) if _MARKUP.search(body) else _read_lines(body)
    headline = text_of(node.get("headline"))
    wanted = [text for text in paragraphs if text != headline and not is_boilerplate_line(text)]
    checked = check(wanted[:MAX_DECLARED_PARAGRAPHS], statement)
    enough = sum(map(text_size, checked.paragraphs)) >= MIN_DECLARED_BODY_CHARS
    return checked if enough and checked.is_faithful else None


def _statement(node: Node) -> str:
    """The declared body with its entities read; some pages write them twice over."""
    value = node.get("articleBody") or node.get("reviewBody") or ""
    if isinstance(value, list):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    for _ in range(2):
        value = html.unescape(value) if "&" in value[:MAX_DECLARED_BODY_CHARS] else value
    return value


def _is_own(head: Head, node: Node) -> bool:
    """Whether a node is the page's article: it names the page's address or title, or is the only article there is."""
    if not ARTICLE_TYPES.intersection(types_of(node)):
        return False
    keys = {address_key(url) for url in (head.url, head.canonical) if url}
    named = [address_key(url) for url in _addresses(node) if url.startswith("http")]
    if keys.intersection(named):
        return True
    headline = text_of(node.get("headline") or node.get("name")).casefold()
    titles = (head.meta("og:title", "twitter:title").casefold(), head.title.casefold())
    if headline and any(title.startswith(headline) for title in titles):
        return True
    articles = [other for other in head.graph.nodes if ARTICLE_TYPES.intersection(types_of(other))]
    return not named and len(articles) == 1


def _addresses(node: Node) -> Iterator[str]:
    yield url_of(node.get("mainEntityOfPage"))
    yield url_of(node.get("url"))
    yield str(node.get("@id", ""))


def _is_closed(head: Head, node: Node) -> bool:
    """Whether anything on the page says that the text, or a part of it, is not free to read."""
    if is_accessible(head) is False or head.meta("article:content_tier").casefold() in ("metered", "locked", "paid"):
        return True
    if any(said.casefold().endswith(("false", "no")) for said in head.property_texts("isaccessibleforfree")):
        return True
    nodes = (node, *head.graph.nodes, *head.graph.foreign)
    return any(_is_false(other.get("isAccessibleForFree")) or _hides_part(other) for other in nodes)


def _is_false(value: object) -> bool:
    return value is False or str(value).strip().rpartition("/")[2].casefold() in ("false", "no", "0")


def _hides_part(node: Node) -> bool:
    """A part of the page under a selector that is not said to be free (structured data for paywalled content)."""
    return "cssSelector" in node and "WebPageElement" in types_of(node) and node.get("isAccessibleForFree") is None


def _read_markup(body: str) -> tuple[list[str], str]:
    """The blocks of a body written in HTML, and all its visible text, each read on a path of its own."""
    tree = LexborHTMLParser(flattened(body))
    return [squash(block.text) for block in read_blocks(tree).blocks], visible_text(tree)


def _read_lines(body: str) -> tuple[list[str], str]:
    """The lines of a plain body, or groups of sentences where it has no line breaks, and the body as it stands."""
    lines = [line for line in map(squash, body.splitlines()) if line]
    return [part for line in lines for part in _groups(line)], squash(body)


def _groups(line: str) -> Iterator[str]:
    """A line cut between sentences into stretches of about `GROUP_CHARS`; the words and blanks inside stay."""
    if text_size(line) <= 3 * GROUP_CHARS:
        yield line
        return
    start = end = 0
    for sentence in sentences(line):
        end = line.index(sentence, end) + len(sentence)
        if text_size(line[start:end]) >= GROUP_CHARS:
            yield line[start:end].strip()
            start = end
    if line[start:].strip():
        yield line[start:].strip()
