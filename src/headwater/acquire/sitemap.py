"""Sitemaps: XML, text, indexes and news sitemaps (sitemaps.org, Google's news and image extensions), plain or gzip."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from headwater.acquire._sitemap_index import Child, chosen_children
from headwater.acquire._xml import MAX_DOCUMENT_BYTES, Document, name_of, parse_xml, rejected
from headwater.model.rejection import Reason, Rejection
from headwater.model.time import StatedTime
from headwater.model.web import Capture, Entry, Feed, FeedMedia, SourceKind
from headwater.text.dates import parse_stated
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_ADDRESSES = 50_000
"""The limit of the sitemap protocol."""

MAX_PICTURES = 20
MAX_KEYWORDS = 50
MAX_KEYWORD_CHARS = 5_000
"""What is read of one block; the rest is dropped."""

MAX_TEXT_LINE_CHARS = 2_048
"""The limit of the sitemap protocol for an address; longer lines of a text sitemap are dropped."""

_Group = dict[str, str]
_SNIFFED_LINES = 20
_NO_ADDRESS = re.compile(rb"[<\s]")
_NEWS_PARTS = frozenset({"news", "publication"})
_BLOCKS = frozenset({"url", "sitemap"})
_SNIFFED_BLOCKS = 20


def detect(document: Document) -> SourceKind | None:
    """Which kind of sitemap a document is, None for other XML."""
    root = _local(document.root)
    if root == "sitemapindex":
        return SourceKind.SITEMAP_INDEX
    if root != "urlset":
        return None
    first = (child for child in islice(document.root, _SNIFFED_BLOCKS) if _local(child) == "url")
    is_news = any(_local(part) == "news" for block in first for part in block)
    return SourceKind.NEWS_SITEMAP if is_news else SourceKind.SITEMAP


def read(capture: Capture) -> Feed | Rejection:
    """The sitemap in a capture, or why there is none."""
    document = parse_xml(capture)
    return document if isinstance(document, Rejection) else read_document(capture, document)


def read_document(capture: Capture, document: Document) -> Feed | Rejection:
    """The addresses of a parsed sitemap, newest first, undated ones last; an index gives `children` only."""
    kind = detect(document)
    if kind is None:
        return rejected(
            capture, Reason.NOT_A_FEED, f"XML with the root <{name_of(document.root.tag)}>, which is no sitemap"
        )
    blocks = [child for child in document.root if _local(child) in _BLOCKS]
    repaired = document.repaired + (("too_many_entries",) if len(blocks) > MAX_ADDRESSES else ())
    if kind is SourceKind.SITEMAP_INDEX:
        stated = [_child(block, capture.final_url) for block in blocks[:MAX_ADDRESSES]]
        return Feed(kind=kind, children=chosen_children(stated, capture.captured_at), repaired=repaired)
    entries = [entry for block in blocks[:MAX_ADDRESSES] if (entry := _entry(block, capture.final_url)).url]
    title, language = _publication(blocks)
    return Feed(kind=kind, entries=tuple(sorted(entries, key=_age)), title=title, language=language, repaired=repaired)


def detect_text(body: bytes) -> bool:
    """Whether the bytes are a text sitemap: addresses, one a line, and no mark-up (sitemaps.org, "Text file")."""
    sniffed = _SNIFFED_LINES * MAX_TEXT_LINE_CHARS
    head = body[:sniffed].lstrip(b"\xef\xbb\xbf\t\r\n ")
    lines = head.split(b"\n")
    if len(body) > sniffed:
        lines.pop()  # cut in the middle
    stated = [line.strip() for line in lines[:_SNIFFED_LINES] if line.strip()]
    return bool(stated) and all(b"://" in line[:12] and not _NO_ADDRESS.search(line) for line in stated)


def read_text(capture: Capture, body: bytes) -> Feed:
    """The addresses of a text sitemap in their order; they have no dates."""
    text = body[:MAX_DOCUMENT_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    lines = [line for line in text.splitlines() if line.strip()]
    addresses = (canonical_url(line) for line in lines[:MAX_ADDRESSES] if len(line) <= MAX_TEXT_LINE_CHARS)
    repaired = ("too_many_entries",) if len(lines) > MAX_ADDRESSES else ()
    entries = tuple(Entry(url=url, guid=url) for url in dict.fromkeys(filter(None, addresses)))
    return Feed(kind=SourceKind.SITEMAP, entries=entries, repaired=repaired)


def _local(element: etree._Element) -> str:
    """An element's name without its namespace, which many sitemaps get wrong."""
    return name_of(element.tag).rpartition(":")[2]


def _texts(block: etree._Element) -> _Group:
    """The texts of a block's leaves by local name; those of its news part begin with "news:"."""
    found: _Group = {}
    for child in block:
        name = _local(child)
        if name in _NEWS_PARTS and len(child):
            found.update({f"news:{key.removeprefix('news:')}": text for key, text in _texts(child).items()})
        elif not len(child) and child.text and name_of(child.tag).partition(":")[0] not in ("image", "video", "xhtml"):
            found.setdefault(name, child.text.strip())
    return found


def _child(block: etree._Element, base: str) -> Child:
    texts = _texts(block)
    stated = _time(texts.get("lastmod"))
    return Child(url=canonical_url(texts.get("loc", ""), base), modified_at=stated.at if stated else None)


def _entry(block: etree._Element, base: str) -> Entry:
    texts = _texts(block)
    url = canonical_url(texts.get("loc", ""), base)
    keywords = texts.get("news:keywords", "")[:MAX_KEYWORD_CHARS].split(",")
    return Entry(
        url=url,
        guid=texts.get("loc", ""),
        title=squash(texts.get("news:title", "")),
        published_at=_time(texts.get("news:publication_date")),
        updated_at=_time(texts.get("lastmod")),
        categories=tuple(filter(None, map(squash, keywords)))[:MAX_KEYWORDS],
        language=texts.get("news:language", ""),
        media=tuple(_pictures(block, base))[:MAX_PICTURES],
    )


def _age(entry: Entry) -> float:
    """What sorts entries newest first, undated ones last."""
    stated = entry.published_at or entry.updated_at
    return -stated.at.timestamp() if stated else 0.0


def _pictures(block: etree._Element, base: str) -> list[FeedMedia]:
    """The pictures of a block with their captions (Google's image extension)."""
    found: list[FeedMedia] = []
    for child in islice((child for child in block if _local(child) == "image"), MAX_PICTURES):
        texts = {_local(part): part.text or "" for part in child}
        if address := canonical_url(texts.get("loc", ""), base):
            caption = squash(texts.get("caption") or texts.get("title") or "")
            found.append(FeedMedia(url=address, media_type="image", caption=caption))
    return found


def _publication(blocks: list[etree._Element]) -> tuple[str, str]:
    """The name and language that the first news part gives its publication."""
    named = (texts for block in blocks[:_SNIFFED_BLOCKS] if "news:name" in (texts := _texts(block)))
    texts = next(named, {})
    return squash(texts.get("news:name", "")), texts.get("news:language", "")


def _time(text: str | None) -> StatedTime | None:
    return parse_stated(text, origin="sitemap") if text else None
