"""What is not an article: listings, logins, paywalls, error pages, consent walls, empty shells, foreign media types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from headwater.extract._blocks import Block
from headwater.extract._jsonld import LISTING_TYPES
from headwater.extract._lines import text_size
from headwater.extract._metadata import Head
from headwater.extract._reading import (
    MIN_DECLARED_TEXT_CHARS,
    MIN_TEXT_CHARS,
    SHORT_TEXT_CHARS,
    Reading,
    declares_article,
    opens_with,
    reject,
    text_weight,
    title_parts,
)
from headwater.extract._reject_words import LISTING_ENDINGS, LISTING_OPENINGS
from headwater.extract._shape import Hint
from headwater.extract._walls import find_wall
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture
from headwater.text.plausible import is_garbled
from headwater.text.urls import is_listing_address

MAX_HTML_BYTES = 16_000_000
"""Largest page that is parsed, after embedded images are taken out; the largest of 400 measured pages has 4 MB."""

MIN_LINKED_LINES = 20
"""So many linked lines as long as headlines make a list of a page with hardly any text."""

MIN_LINKED_LINE_CHARS = 30
"""A linked line of this length is a headline; shorter ones are menus. Dense scripts count triple."""

MIN_TEASERS = 5
"""So many short texts under linked titles of their own, and little else, are the teasers of a list."""

MIN_TEASER_CHARS = 40
MAX_TEASER_CHARS = 400
"""Shorter lines are labels, longer ones paragraphs of an article."""

MAX_TEASER_GAP = 3
"""A teaser is one of the first blocks after its title; dates, names and sections stand between."""

MIN_TITLE_CHARS = 20
"""A linked title is at least as long; dense scripts count triple."""

_HTML_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "application/octet-stream"}
)
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|amp-)\b", re.IGNORECASE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"ID3",
    b"\x00\x00\x01\x00",
    b"BM\x00",
    b"%!PS",
    b"7z\xbc\xaf",
    b"OggS",
    b"\xd0\xcf\x11\xe0",
)
# Feeds, sitemaps, drawings and data that a server sends as a page (RSS 2.0, RFC 4287, sitemaps.org, RFC 8259).
_FOREIGN_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<\?[^>]{0,300}>\s*){0,3}(?:<!--[^>]{0,500}>\s*){0,3}"
    rb"(?:<!DOCTYPE (?:rss|svg)\b[^>]{0,300}>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml|svg|Error|wml)\b"
)
_DATA = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[\w.$]{1,40}\()?(?:\{\s*(?:\"|\})|\[\s*(?:\{|\"|\]|\[))")
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search|keyword|text)=", re.IGNORECASE)
_SCRIPT_NEEDED = re.compile(
    r"(?:enable|activate|turn on|requires?|need|aktivieren|activer|activar?|habilit|attiva|включит|увімкн|"
    r"etkinleştir|"
    r"启用|有効).{0,40}java ?script|java ?script.{0,60}"
    r"(?:enable|disabled|required|aktivier|activ|включ|deaktiviert|désactivé|無効)",
    re.IGNORECASE,
)


def reject_unread(capture: Capture, body: bytes) -> Rejection | None:
    """What can be told before parsing: status, media type, emptiness, size."""
    if capture.status >= 400:
        return reject(capture, Reason.ERROR_PAGE, f"status {capture.status}")
    if not body or body.isspace():
        return reject(capture, Reason.NOT_HTML, "empty body")
    if capture.media_type not in _HTML_TYPES:
        return reject(capture, Reason.NOT_HTML, f"media type {capture.media_type[:80]}")
    if (
        body.startswith(_BINARY)
        or body[4:8] == b"ftyp"
        or _FOREIGN_ROOT.match(body)
        or _DATA.match(body)
        or (
            capture.media_type not in ("text/html", "application/xhtml+xml")
            and not _LOOKS_LIKE_HTML.search(body[:4096])
        )
    ):
        return reject(capture, Reason.NOT_HTML, "the body is no HTML")
    if len(body) > MAX_HTML_BYTES:
        return reject(capture, Reason.TOO_LARGE, f"{len(body)} bytes of markup, limit {MAX_HTML_BYTES}")
    return None


def reject_read(reading: Reading) -> Rejection | None:
    """What can be told from the read page: walls, shells, listings, missing headline or text."""
    weight = text_weight(reading.paragraphs)
    for judge in (find_wall, _empty_shell, _listing):
        rejection = judge(reading, weight)
        if rejection is not None:
            return rejection
    if not reading.headline:
        return reject(reading.capture, Reason.NO_HEADLINE, f"{weight} characters of text without a headline")
    needed = MIN_DECLARED_TEXT_CHARS if declares_article(reading.head) else MIN_TEXT_CHARS
    if weight < needed:
        return reject(reading.capture, Reason.NO_TEXT, f"{weight} characters of text, at least {needed} needed")
    if is_garbled("\n".join(reading.paragraphs)):
        return reject(reading.capture, Reason.GARBLED, "too many bytes of the text belong to no letter; wrong encoding")
    return None


def _empty_shell(reading: Reading, weight: int) -> Rejection | None:
    if weight >= MIN_TEXT_CHARS:
        return None
    body = reading.tree.body
    visible = sum(len(block.text) for block in reading.page.blocks)
    noscript = " ".join(node.text() or "" for node in reading.tree.css("noscript")[:5])
    scripts = len(reading.tree.css("script"))
    wants_script = bool(
        _SCRIPT_NEEDED.search(noscript[:2_000]) or _SCRIPT_NEEDED.search(" ".join(reading.paragraphs)[:2_000])
    )
    if body is None or (visible < MIN_TEXT_CHARS and (scripts or wants_script)):
        return reject(reading.capture, Reason.EMPTY_SHELL, f"{visible} visible characters, {scripts} scripts")
    if wants_script and weight < MIN_DECLARED_TEXT_CHARS:
        return reject(reading.capture, Reason.EMPTY_SHELL, "the page asks for a browser that runs scripts")
    return None


def _listing(reading: Reading, weight: int) -> Rejection | None:
    """A front page, section or search: by address, by title, by declaration, or by the shape of its text."""
    url = reading.head.url
    declares = declares_article(reading.head)
    headings = _linked_headings(reading)
    is_linkish = headings >= 8 and weight < 400 * headings
    if _is_front_page(reading.head) and (not declares or weight < 3 * SHORT_TEXT_CHARS or is_linkish):
        return reject(reading.capture, Reason.LISTING_PAGE, f"the front page; {headings} linked headings")
    if is_listing_address(url) and (not declares or is_linkish) and (is_linkish or weight < 3 * SHORT_TEXT_CHARS):
        return reject(reading.capture, Reason.LISTING_PAGE, f"the address names a listing; {headings} linked headings")
    if declares:
        return None
    if any(opens_with(part, LISTING_OPENINGS) or part.endswith(LISTING_ENDINGS) for part in title_parts(reading)):
        return reject(reading.capture, Reason.LISTING_PAGE, "the title names a list of pages")
    if LISTING_TYPES.intersection(reading.head.graph.types()) and headings >= 5 and weight < 300 * headings:
        return reject(reading.capture, Reason.LISTING_PAGE, "the page declares a collection")
    if headings >= 15 and weight < 120 * headings:
        return reject(reading.capture, Reason.LISTING_PAGE, f"{headings} linked headings, {weight} characters of text")
    return _teasers(reading) or _linked_list(reading, weight)


def _is_front_page(head: Head) -> bool:
    """Whether a page stands at the site's root and calls itself a website, or is the answer to a search there."""
    parts = urlsplit(head.url)
    if parts.path not in ("", "/"):
        return False  # many pages wrongly name the root as their canonical address
    return _SEARCH_QUERY.search(parts.query) is not None or (not parts.query and _is_website(head))


def _is_website(head: Head) -> bool:
    return head.meta("og:type").casefold() == "website"


def _teasers(reading: Reading) -> Rejection | None:
    """Most of what was read are short lines, each under a linked title of its own."""
    kept = {id(block) for block in reading.kept}
    titles: set[str] = set()
    teasers = others = since_title = 0
    for block in _between(reading):
        if _is_linked_title(block):
            titles.add(block.links[0][0] if block.links else block.text)
            since_title = 0
            continue
        since_title += 1
        if id(block) in kept and len(block.text) >= MIN_TEASER_CHARS:
            is_teaser = bool(titles) and since_title <= MAX_TEASER_GAP and len(block.text) <= MAX_TEASER_CHARS
            teasers, others = teasers + is_teaser, others + (not is_teaser)
            since_title += MAX_TEASER_GAP  # what follows the first text under a title is an article's
    if min(teasers, len(titles)) >= MIN_TEASERS and teasers > 3 * others:
        return reject(reading.capture, Reason.LISTING_PAGE, f"{teasers} short texts under linked titles")
    return None


def _between(reading: Reading) -> Iterator[Block]:
    """The blocks from shortly before the first to the last that was read as text."""
    blocks = reading.page.blocks
    if not reading.kept:
        return
    first = next((number for number, block in enumerate(blocks) if block is reading.kept[0]), 0)
    last = next((number for number, block in enumerate(blocks) if block is reading.kept[-1]), len(blocks) - 1)
    yield from blocks[max(0, first - MAX_TEASER_GAP) : last + 1]


def _is_linked_title(block: Block) -> bool:
    size = text_size(block.text)
    return MIN_TITLE_CHARS <= size <= MAX_TEASER_CHARS and block.link_chars > 0.8 * len(block.text)


def _linked_list(reading: Reading, weight: int) -> Rejection | None:
    """More lines of the page are links as long as headlines than its text could be an article with."""
    node = reading.head.article
    if node.get("datePublished") or node.get("uploadDate"):
        return None
    lines = sum(
        block.link_chars > 0.8 * len(block.text) and text_size(block.text) >= MIN_LINKED_LINE_CHARS
        for block in reading.page.blocks
    )
    if lines >= MIN_LINKED_LINES and weight < 20 * lines:
        return reject(reading.capture, Reason.LISTING_PAGE, f"{lines} linked lines, {weight} characters of text")
    return None


def _linked_headings(reading: Reading) -> int:
    """Linked headings from the first to the last block of what was read as text: the teasers of a listing."""
    blocks = reading.page.blocks
    if not reading.kept:
        return sum(map(_is_linked_heading, blocks))
    inside = False
    count = 0
    for block in blocks:
        inside = inside or block is reading.kept[0]
        count += inside and _is_linked_heading(block)
        if block is reading.kept[-1]:
            break
    return count


def _is_linked_heading(block: Block) -> bool:
    return bool(block.hints & Hint.HEADING) and block.link_chars > 0.8 * len(block.text)
