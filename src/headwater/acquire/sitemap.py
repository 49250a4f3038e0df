"""XML sitemaps, sitemap indexes and news sitemaps (sitemaps.org, Google's news and image extensions), plain or gzip."""

from __future__ import annotations

from lxml import etree

from headwater.acquire._xml import Document, name_of, parse_xml, rejected
from headwater.model.rejection import Reason, Rejection
from headwater.model.time import StatedTime
from headwater.model.web import Capture, Entry, Feed, FeedMedia, SourceKind
from headwater.text.dates import parse_stated
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_ADDRESSES = 50_000
"""The limit of the sitemap protocol."""

MAX_PICTURES = 20

_Group = dict[str, str]


def detect(document: Document) -> SourceKind | None:
    """Which kind of sitemap a document is, None for other XML."""
    root = name_of(document.root.tag).rpartition(":")[2]
    if root == "sitemapindex":
        return SourceKind.SITEMAP_INDEX
    if root != "urlset":
        return None
    first = next((child for child in document.root if name_of(child.tag).rpartition(":")[2] == "url"), None)
    is_news = first is not None and any(name_of(child.tag) == "news:news" for child in first)
    return SourceKind.NEWS_SITEMAP if is_news else SourceKind.SITEMAP


def read(capture: Capture) -> Feed | Rejection:
    """The sitemap in a capture, or why there is none."""
    document = parse_xml(capture)
    return document if isinstance(document, Rejection) else read_document(capture, document)


def read_document(capture: Capture, document: Document) -> Feed | Rejection:
    """The addresses of a parsed sitemap; an index gives `children` only."""
    kind = detect(document)
    if kind is None:
        return rejected(
            capture, Reason.NOT_A_FEED, f"XML with the root <{name_of(document.root.tag)}>, which is no sitemap"
        )
    blocks = [child for child in document.root if name_of(child.tag).rpartition(":")[2] in ("url", "sitemap")]
    repaired = document.repaired + (("too_many_entries",) if len(blocks) > MAX_ADDRESSES else ())
    if kind is SourceKind.SITEMAP_INDEX:
        addresses = (canonical_url(_texts(block).get("loc", ""), capture.final_url) for block in blocks[:MAX_ADDRESSES])
        return Feed(kind=kind, children=tuple(dict.fromkeys(filter(None, addresses))), repaired=repaired)
    entries = tuple(entry for block in blocks[:MAX_ADDRESSES] if (entry := _entry(block, capture.final_url)).url)
    title, language = _publication(blocks)
    return Feed(kind=kind, entries=entries, title=title, language=language, repaired=repaired)


def _texts(block: etree._Element) -> _Group:
    """The texts of a block's leaves by name, its news part among them."""
    found: _Group = {}
    for child in block:
        name = name_of(child.tag)
        if name in ("news:news", "news:publication"):
            found.update(_texts(child))
        elif not len(child) and child.text:
            found.setdefault(name.removeprefix("other:"), child.text.strip())
    return found


def _entry(block: etree._Element, base: str) -> Entry:
    texts = _texts(block)
    url = canonical_url(texts.get("loc", ""), base)
    return Entry(
        url=url,
        guid=texts.get("loc", ""),
        title=squash(texts.get("news:title", "")),
        published_at=_time(texts.get("news:publication_date")),
        updated_at=_time(texts.get("lastmod")),
        categories=tuple(filter(None, map(squash, texts.get("news:keywords", "").split(",")))),
        language=texts.get("news:language", ""),
        media=tuple(_pictures(block, base))[:MAX_PICTURES],
    )


def _pictures(block: etree._Element, base: str) -> list[FeedMedia]:
    found: list[FeedMedia] = []
    for child in block:
        if name_of(child.tag) == "image:image":
            texts = _texts(child)
            if address := canonical_url(texts.get("image:loc", ""), base):
                caption = squash(texts.get("image:caption", "") or texts.get("image:title", ""))
                found.append(FeedMedia(url=address, media_type="image", caption=caption))
    return found


def _publication(blocks: list[etree._Element]) -> tuple[str, str]:
    texts = _texts(blocks[0]) if blocks else {}
    return squash(texts.get("news:name", "")), texts.get("news:language", "")


def _time(text: str | None) -> StatedTime | None:
    return parse_stated(text, origin="sitemap") if text else None
