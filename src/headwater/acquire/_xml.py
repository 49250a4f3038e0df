"""Foreign bytes to an XML tree: repaired where it can be, bounded everywhere, no entity of the document expanded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree

from headwater.model.rejection import Reason, Rejection
from headwater.text.decode import decode_xml

if TYPE_CHECKING:
    from headwater.model.web import Capture

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
"""The limit of the sitemap protocol, also for what a gzip body unfolds to; the rest is not read."""

MAX_TAG_CHARS = 65_536
"""A longer tag is an attack by attributes: it loses them."""

MAX_DECLARED_ENTITIES = 100
MAX_CHARS_WITH_ENTITIES = 1_000_000
"""An entity is at most 64 characters, and only in documents of this size: nothing can blow up."""

_ENTITY_DECLARATION = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+["']([^"'&%<]{1,64})["']\s*>""")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,400}?\?>", re.I)
_PROLOGUE = re.compile(r"\A(?:\s+|<\?.{0,2000}?\?>|<!--.{0,100000}?-->)*", re.S)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.S | re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_VERBATIM = re.compile(r"<!\[CDATA\[|<!--")
_VERBATIM_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});|([a-zA-Z][a-zA-Z0-9]{1,31});)?")
_OWN_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BARE_LESS = re.compile(r"<(?![a-zA-Z/!?_])")
_LONG_TAG = re.compile(rf"<([a-zA-Z][\w:.-]{{0,60}}+)[^<>]{{{MAX_TAG_CHARS},}}+>")
_ROOT_END = re.compile(
    r"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex|opml)\s*>\s*(?:<!--.{0,2000}?-->\s*)*\Z",
    re.I | re.S,
)
_TAIL_CHARS = 4_096


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document, what had to be repaired, and its source text."""

    root: etree._Element
    text: str
    repaired: tuple[str, ...] = field(default=())


def unpacked(body: bytes) -> bytes | None:
    """A gzip body unfolded (bounded, also when it is cut short), any other as it is; None if it is broken gzip."""
    if body[:2] != b"\x1f\x8b":
        return body[:MAX_DOCUMENT_BYTES]
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, MAX_DOCUMENT_BYTES)
    except zlib.error:
        return None


def parse_xml(capture: Capture) -> Document | Rejection:
    """The tree of an XML body, or why there is none. Namespaces, charset, ampersands and ends are mended."""
    body = unpacked(capture.body)
    if body is None:
        return rejected(capture, Reason.NOT_A_FEED, "the gzip body is broken")
    if not body.strip(b"\x00\t\r\n "):
        return rejected(capture, Reason.NOT_A_FEED, "the answer is empty")
    text, encoding = decode_xml(body, capture.headers.get("content-type", ""))
    entities = _declared_entities(text)
    text, repairs = _bounded(text, len(capture.body) > MAX_DOCUMENT_BYTES or len(body) == MAX_DOCUMENT_BYTES)
    root = _parsed(text, capture.final_url, is_strict=True)
    if root is None:
        text, more = _mended(text, entities)
        repairs += more
        root = _parsed(text, capture.final_url, is_strict=True)
    if root is None:
        repairs += [] if "truncated" in repairs else ["malformed"]
        root = _parsed(text, capture.final_url, is_strict=False)
    if root is None:
        return rejected(capture, Reason.NOT_A_FEED, "the answer is no XML")
    if not encoding.startswith("utf-") and "�" in text:
        repairs.append("charset")
    return Document(root=root, text=text, repaired=tuple(dict.fromkeys(repairs)))


def rejected(capture: Capture, reason: Reason, detail: str) -> Rejection:
    """The rejection of a capture by this stage."""
    return Rejection(stage="acquire", reason=reason, detail=detail, subject=capture.final_url)


def _bounded(text: str, is_cut: bool) -> tuple[str, list[str]]:
    """The text without its declarations; over-long tags lose their attributes."""
    repairs = ["too_large"] if is_cut else []
    text = _XML_DECLARATION.sub("", text, count=1)
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    doctype = _DOCTYPE.match(text, start)
    if doctype:
        text = text[:start] + text[doctype.end() :]
    if _has_long_tag(text):
        text = _counted(_LONG_TAG.sub(_bare_tag, text), text, "attributes_dropped", repairs)
    return text, repairs


def _bare_tag(match: re.Match[str]) -> str:
    return f"<{match.group(1)}{'/' if match.group(0).endswith('/>') else ''}>"


def _has_long_tag(text: str) -> bool:
    """A cheap look: between two ">" there are fewer characters than a tag may have."""
    position = 0
    while (step := position + MAX_TAG_CHARS) < len(text):
        found = text.rfind(">", position, step)
        if found < 0:
            return True
        position = found + 1
    return False


def _parsed(text: str, url: str, *, is_strict: bool) -> etree._Element | None:
    """The tree; without `huge_tree` libxml2 reads no deeper than 256 elements (real feeds stay below 20)."""
    parser = etree.XMLParser(
        recover=not is_strict, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True, ns_clean=True, collect_ids=False, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser, base_url=url or None)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _declared_entities(text: str) -> Mapping[str, str]:
    """The plain short entities that a document declares for itself; nested, external and long ones are ignored."""
    if len(text) > MAX_CHARS_WITH_ENTITIES:
        return {}
    prologue = _PROLOGUE.match(text)
    doctype = _DOCTYPE.match(text, prologue.end() if prologue else 0)
    return dict(_ENTITY_DECLARATION.findall(doctype.group(0))[:MAX_DECLARED_ENTITIES]) if doctype else {}


def _mended(text: str, entities: Mapping[str, str]) -> tuple[str, list[str]]:
    """The usual faults put right, and their names."""
    repairs: list[str] = []
    start = text.find("<")
    if start > 0 and text[:start].strip():
        repairs.append("leading_junk")
    text = text[max(start, 0) :]
    text = _counted(_CONTROLS.sub("", text), text, "control_characters", repairs)
    if not _ROOT_END.search(text, max(0, len(text) - _TAIL_CHARS)):
        text = _without_torn_end(text)
        repairs.append("truncated")
    put = partial(_entity, declared=entities)
    parts = _parts(text)
    parts[::2] = [_BARE_LESS.sub("&lt;", _AMPERSAND.sub(put, part)) for part in parts[::2]]
    return _counted("".join(parts), text, "entities", repairs), repairs


def _parts(text: str) -> list[str]:
    """The text parted at CDATA sections and comments: those have odd indices. Openings without an end are text."""
    parts: list[str] = []
    start = position = 0
    ends = dict(_VERBATIM_ENDS)
    while ends and (opening := _VERBATIM.search(text, position)):
        closing = ends.get(opening.group(0))
        end = text.find(closing, opening.end()) if closing else -1
        if closing is None or end < 0:
            ends.pop(opening.group(0), None)  # looked for once only: else a thousand openings cost a thousand looks
            position = opening.end()
            continue
        parts += [text[start : opening.start()], text[opening.start() : end + len(closing)]]
        start = position = end + len(closing)
    return [*parts, text[start:]]


def _counted(after: str, before: str, name: str, repairs: list[str]) -> str:
    if after != before:
        repairs.append(name)
    return after


def _without_torn_end(text: str) -> str:
    """A cut document without its last piece of text, so that no half address or title is taken for a whole one."""
    opened = text.rfind("<![CDATA[")
    if opened >= 0 and text.find("]]>", opened) < 0:
        text = text[:opened]
    return text[: text.rfind(">") + 1]


def _entity(match: re.Match[str], declared: Mapping[str, str]) -> str:
    number, name = match.groups()
    if number:
        return _character(number, match.group(0))
    if name is None:
        return "&amp;"
    if name in _OWN_ENTITIES:
        return match.group(0)
    found = declared.get(name) or html5.get(name + ";")
    return found if found and found not in "<&" else f"&amp;{name};"


def _character(number: str, whole: str) -> str:
    """A numeric reference, or a blank where XML has no such character (windows-1252's are read as HTML reads them)."""
    code = int(number[2:], 16) if number[1] in "xX" else int(number[1:])
    if 0x80 <= code <= 0x9F:
        return bytes([code]).decode("cp1252", "replace")
    is_legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return whole if is_legal else ""


_PREFIX_NAMES = """
atom http://www.w3.org/2005/atom https://www.w3.org/2005/atom http://purl.org/atom/ns# http://example.com/newformat#
atom http://example.com/necho http://purl.org/echo/ uri/of/echo/namespace# http://purl.org/pie/
rss http://purl.org/rss/1.0/ http://purl.org/rss/1.0 http://my.netscape.com/rdf/simple/0.9/
rss http://my.netscape.com/rdf/simple/0.9 http://channel.netscape.com/rdf/simple/0.9/ http://purl.org/net/rss1.1#
rss http://backend.userland.com/rss http://backend.userland.com/rss2 http://backend.userland.com/rss191
rss http://blogs.law.harvard.edu/tech/rss http://www.rssboard.org/rss-specification
rss http://www.sitemaps.org/schemas/sitemap/0.9 http://www.google.com/schemas/sitemap/0.84
rdf http://www.w3.org/1999/02/22-rdf-syntax-ns#
dc http://purl.org/dc/elements/1.1/ http://purl.org/dc/elements/1.0/
dcterms http://purl.org/dc/terms/
content http://purl.org/rss/1.0/modules/content/
media http://search.yahoo.com/mrss/ http://search.yahoo.com/mrss http://video.search.yahoo.com/mrss/
media http://video.search.yahoo.com/mrss
itunes http://www.itunes.com/dtds/podcast-1.0.dtd http://example.com/dtds/podcast-1.0.dtd
feedburner http://rssnamespace.org/feedburner/ext/1.0
cc http://web.resource.org/cc/ http://creativecommons.org/ns# http://backend.userland.com/creativecommonsrssmodule
cc http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html
prism http://prismstandard.org/namespaces/basic/2.0/ http://prismstandard.org/namespaces/1.2/basic/
news http://www.google.com/schemas/sitemap-news/0.9 https://www.google.com/schemas/sitemap-news/0.9
image http://www.google.com/schemas/sitemap-image/1.1
xhtml http://www.w3.org/1999/xhtml
rsl https://rslstandard.org/rsl
fh http://purl.org/syndication/history/1.0
at http://purl.org/atompub/tombstones/1.0
sy http://purl.org/rss/1.0/modules/syndication/ http://purl.org/rss/1.0/modules/syndication
"""
_PREFIXES = {
    space: "" if prefix == "rss" else prefix
    for prefix, *spaces in map(str.split, _PREFIX_NAMES.strip().splitlines())
    for space in spaces
}


def name_of(tag: object) -> str:
    """An element's lower-case name with the usual prefix of its namespace ("dc:creator"), "" for entities."""
    if not isinstance(tag, str):
        return ""
    found = _NAMES.get(tag)
    if found is None:
        if len(_NAMES) > _MAX_NAMES:
            _NAMES.clear()
        found = _NAMES[tag] = _named(tag)
    return found


_MAX_NAMES = 4_096
_NAMES: dict[str, str] = {}


def _named(tag: str) -> str:
    space, _, local = tag[1:].rpartition("}") if tag[:1] == "{" else ("", "", tag)
    local = local.lower()
    if not space:
        # Without a declaration of its prefix an element keeps it in its name.
        return local.removeprefix("rss:") if ":" in local else local
    prefix = _PREFIXES.get(space.lower())
    if prefix is None:
        return f"other:{local}"
    return f"{prefix}:{local}" if prefix else local
