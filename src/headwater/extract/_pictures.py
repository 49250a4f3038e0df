"""The pictures of an article with caption, credit and licence: figures, JSON-LD images, og:image."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._jsonld import listed, plain, text_of, url_of
from headwater.extract._metadata import Head
from headwater.extract._shape import UNSEEN_TAGS, Hint, element_hints
from headwater.model.article import Picture
from headwater.model.web import Entry
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_PICTURES = 60
"""Pictures kept of one page."""

MAX_FIGURES = 200
"""Figures looked at in one page."""

MAX_CAPTION_CHARS = 2_000
"""Longer captions are paragraphs in the wrong place."""

MAX_ANCESTORS = 40
"""How far up a figure's place is looked for."""

_FIGURES = (
    "figure, .wp-caption, [itemtype*='ImageObject'], div[class*='image' i][class*='caption' i], amp-story-page, "
    "div[class*='photo' i]:has(img), .article-image, .picture, table:has(img):has(.caption)"
)
_CAPTIONS = (
    "figcaption, .wp-caption-text, [itemprop~='caption'], [itemprop~='description'], [class*='caption' i], "
    "[class*='legend' i], "
    "[class*='bildunterschrift' i], [class*='cutline' i], [class*='didascalia' i], [class*='leyenda' i], "
    "[class*='pie-foto' i]"
)
_CREDITS = (
    "[class*='credit' i], [class*='copyright' i], [class*='photographer' i], [itemprop~='copyrightHolder'], "
    "[itemprop~='creditText'], [itemprop~='author'], [class*='image-source' i], [class*='photo-source' i], "
    "[class*='imagesource' i], [class*='bildnachweis' i], [class*='fotograf' i], small, cite"
)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-url", "src")
_SETS = ("data-srcset", "srcset", "data-lazy-srcset")
_OUTSIDE = Hint.NAVIGATION | Hint.JUNK | Hint.ASIDE | Hint.COMMENTS | Hint.FOOTER | Hint.TEASER | Hint.BYLINE

# Labels of a picture credit; what follows is the credit.
_LABEL = (
    r"(?:photo(?:s|graph|graphs|graphy|graphie)?|image(?:s)?|picture(?:s)?|pic|illustration|graphic|video|still|"
    r"courtesy(?: of)?|handout|"
    r"foto(?:s|grafia|grafía|graf|grafie|grafi|ğraf)?|bild(?:er|quelle|nachweis|rechte)?|grafik|abbildung|quelle|"
    r"imagen|imágenes|"
    r"imagem|imagens|immagine|crédit(?:s)?|crédito(?:s)?|crediti|credit(?:s)?|fonte|fuente|source|afbeelding|beeld|"
    r"billede|kuva|zdjęcie|zdj\.|fot\.|fot|"
    r"obrázek|snímek|snímka|kép|imagine|slika|snimka|εικόνα|φωτ[όο](?:γραφία)?|φωτο|фото(?:графия|графія)?|снимка|"
    r"снимок|изображение|иллюстрация|слика|"
    r"сурет|görsel|şəkil|الصورة|صورة|تصوير|مصدر الصورة|عکس|تصویر|תמונה|צילום|קרדיט|फोटो|तस्वीर|चित्र|ছবি|படம்|ఫోటో|"
    r"ചിത്രം|ภาพ|ảnh|hình ảnh|"
    r"图|图片|圖|圖片|图源|摄影|攝影|写真|画像|撮影|提供|사진|이미지|그래픽|picha|gambar)"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[\s.,;:!?。，、()（\[|–—-]))(?:cr[eé]dit[oi]?s?\s+)?(?:{_LABEL})"
    rf"(?:\s*(?:credit|source|by|courtesy(?: of)?|von|par|de|di|por|"
    rf"via|/|・|：|:|=|©|\(c\)|quelle|crédit|provided by))+\s*[:：=]?\s*(?P<name>[^\n]{{2,160}})$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:©|\(c\)|ⓒ|copyright\b)\s*:?\s*(?P<name>[^\n©]{2,160})$", re.IGNORECASE)
_BRACKETED = re.compile(
    r"[(（\[]\s*(?P<name>(?=[^()（）\[\]]*(?:/|photo|foto|getty|reuters|\bafp\b|\bap\b|\bepa\b|\bdpa\b|via|courtesy|©|"
    r"фото|写真|사진|图|image|credit|handout))[^()（）\[\]]{2,140})\s*[)）\]]\s*\.?$",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(?:^|(?<=[.!?。|]\s)|(?<=[.!?。|]))\s*(?P<name>[^\W\d_](?:[\w '’&-]|\.(?!\s)){1,50}"
    r"(?:\s*/\s*(?:[\w '’&-]|\.(?!\s)){2,50}){1,4})\s*\.?$"
)
_COURTESY = re.compile(r"(?:^|(?<=[\s.,;:!?(]))courtesy(?: of)?:?\s+(?P<name>[^\n]{2,120})$", re.IGNORECASE)
_AGENCY_END = re.compile(
    r"(?:^|(?<=[.!?。|–—]\s)|(?<=[.!?。|]))\s*(?P<name>(?:[^\W\d_][\w.'’-]*\s+){0,5}(?:via\s+)?(?:Getty Images?|AFP|"
    r"REUTERS|Reuters|AP(?: Photo)?|EPA(?:-EFE)?|dpa|Shutterstock|iStock|Alamy|"
    r"Unsplash|Pixabay|Pexels|Wikimedia Commons|Flickr|Depositphotos|Adobe Stock|picture[- ]alliance|"
    r"imago(?: images)?|Scanpix|Bloomberg|"
    r"TASS|ТАСС|РИА Новости|Xinhua|PTI|ANI|EFE|ANSA|Lusa|PAP|ČTK|TASR|MTI|Anadolu|LaPresse|Keystone|Belga|ANP|NTB|"
    r"Ritzau|Lehtikuva|UNIAN|УНІАН))\s*\.?$"
)
_PATTERNS = (_BRACKETED, _LABELLED, _SIGN, _COURTESY, _SLASHED, _AGENCY_END)
_BY_LABEL = re.compile(
    rf"^[\s(（\[]*(?:(?:cr[eé]dit[oi]?s?\s+)?{_LABEL}(?:\s+(?:credit|source))?"
    rf"(?:\s*[:：=/・©]+|\s+(?:by|courtesy of)\b)|"
    r"(?:by|courtesy of)\b|©|\(c\)|ⓒ)[\s:：=©]*",
    re.IGNORECASE,
)
_PICTURE_LABEL = re.compile(
    r"^\W*(?:photo|image|picture|illustration|graphic|foto|bild|grafik|imagen|imagem|immagine|crédit|crédito|credit|"
    r"afbeelding|beeld|billede|kuva|zdj|fot|"
    r"obrázek|snímek|snímka|kép|slika|snimka|εικόνα|φωτ|фото|снимка|снимок|сурет|görsel|الصورة|صورة|تصوير|عکس|תמונה|"
    r"צילום|फोटो|तस्वीर|छবি|ছবি|ภาพ|ảnh|"
    r"图|圖|摄影|攝影|写真|画像|사진|이미지|picha|gambar)",
    re.IGNORECASE,
)
_PICTURE_WORD = re.compile(r"photo|foto|image|courtesy|getty|©|фото|写真|사진|图|圖|handout", re.IGNORECASE)
_TINY = re.compile(
    r"(?:logo|icon|avatar|sprite|pixel|spacer|blank|placeholder|loading|emoji|gravatar|1x1)", re.IGNORECASE
)


def find_pictures(tree: LexborHTMLParser, head: Head, entry: Entry | None = None) -> tuple[Picture, ...]:
    """The article's pictures, each address once, in the order figures, JSON-LD, og:image, feed."""
    found: dict[str, Picture] = {}
    for picture in (*_from_figures(tree, head), *_from_graph(head), *_from_metas(head), *_from_entry(entry)):
        key = _picture_key(picture.url)
        held = found.get(key)
        found[key] = picture if held is None else _joined(held, picture)
        if len(found) >= MAX_PICTURES:
            break
    return tuple(found.values())


def _joined(held: Picture, other: Picture) -> Picture:
    return replace(
        held,
        caption=held.caption or other.caption,
        credit=held.credit or other.credit,
        creator=held.creator or other.creator,
        licence=held.licence or other.licence,
    )


def _picture_key(url: str) -> str:
    """An address without query and size, so that the same picture in three sizes counts once."""
    path = url.partition("?")[0]
    return re.sub(
        r"[-_]\d{2,4}x\d{2,4}(?=\.\w+$)|/(?:w|h|width|height)[=_-]?\d+|/\d{2,4}x\d{2,4}/", "", path
    ).casefold()


def _from_figures(tree: LexborHTMLParser, head: Head) -> Iterator[Picture]:
    seen: set[int] = set()
    for figure in tree.css(_FIGURES)[:MAX_FIGURES]:
        image = figure.css_first("img, amp-img, picture source")
        if image is None or image.mem_id in seen or _is_outside(figure):
            continue
        url: str = _image_url(image, head.base_url) or _image_url(figure.css_first("source") or image, head.base_url)
        if not url or _TINY.search(url.rpartition("/")[2]):
            continue
        seen.add(image.mem_id)
        yield _with_texts(url, figure)


def _with_texts(url: str, figure: LexborNode) -> Picture:
    stated = next((node for node in figure.css(_CREDITS)[:6] if 1 < len(_text(node)) <= 200), None)
    captions = [text for node in figure.css(_CAPTIONS)[:4] if 0 < len(text := _text(node)) <= MAX_CAPTION_CHARS]
    whole = max(captions, key=len, default="")
    said = _text(stated) if stated is not None else ""
    if said and (said != whole or _is_credit(said)):
        caption = (
            whole[: -len(said)] if whole.endswith(said) else whole.replace(said, " ", 1) if said in whole else whole
        )
        return Picture(url=url, caption=_trimmed(caption), credit=_credit_name(said))
    caption, credit = split_credit(whole)
    return Picture(url=url, caption=caption, credit=credit)


def _is_credit(text: str) -> bool:
    return any(pattern.search(text) for pattern in _PATTERNS)


def is_caption_line(text: str) -> bool:
    """Whether a line of its own can only be a caption: it ends in a labelled credit, a © or a chain of owners.

    An agency in brackets or at the end is none: so do dispatches end.
    """
    sign = _SIGN.search(text)
    if sign is not None and sign.start() > 0:
        return True
    labelled = _LABELLED.search(text)
    if labelled is not None and _PICTURE_LABEL.search(text[labelled.start() :]):
        return True
    bracketed = _BRACKETED.search(text)
    return bracketed is not None and bool(_PICTURE_WORD.search(bracketed["name"]))


def split_credit(text: str) -> tuple[str, str]:
    """A caption and the credit at its end, apart; the credit without its label ("Photo:", "©")."""
    for pattern in _PATTERNS:
        match = pattern.search(text)
        if match:
            return _trimmed(text[: match.start()]), _credit_name(match["name"])
    return _trimmed(text), ""


def _credit_name(text: str) -> str:
    return _BY_LABEL.sub("", text).strip(" .,;:|–—-()[]（）")


def _trimmed(text: str) -> str:
    return squash(text).strip(" |–—-(（[")


def _text(node: LexborNode) -> str:
    return squash(node.text(separator=" ")) if node.tag not in UNSEEN_TAGS else ""


def _is_outside(node: LexborNode) -> bool:
    """Whether a figure stands in navigation, teasers, comments or the page's frame."""
    parent: LexborNode | None = node.parent
    for _ in range(MAX_ANCESTORS):
        if parent is None or parent.tag in ("body", "html", "main", "article"):
            return False
        if element_hints(parent.tag or "", parent.attributes) & _OUTSIDE:
            return True
        parent = parent.parent
    return False


def _image_url(node: LexborNode, base: str) -> str:
    attributes = node.attributes
    for name in _SOURCES:
        address = (attributes.get(name) or "").strip()
        if address and not address.startswith(("data:", "blob:")):
            url = canonical_url(address, base)
            if url:
                return url
    for name in _SETS:
        candidates = attributes.get(name)
        if candidates:
            return canonical_url(_largest(candidates), base)
    return ""


def _largest(srcset: str) -> str:
    """The candidate with the largest descriptor of a srcset (HTML, srcset attribute)."""
    best, best_size = "", -1.0
    for candidate in re.split(r",\s+", srcset[:8_000]):
        address, _, descriptor = candidate.strip().partition(" ")
        number = re.match(r"\s*([\d.]{1,8})[wx]", descriptor)
        size = float(number[1]) if number and number[1].count(".") < 2 and number[1] != "." else 0.0
        if address and not address.startswith("data:") and size > best_size:
            best, best_size = address, size
    return best


def _from_graph(head: Head) -> Iterator[Picture]:
    for key in ("image", "thumbnailUrl"):
        for value in listed(head.article.get(key))[:MAX_PICTURES]:
            node: Any = head.graph.resolve(value)
            url = canonical_url(url_of(node), head.base_url)
            if not url:
                continue
            if isinstance(node, Mapping):
                caption, credit = split_credit(text_of(node.get("caption") or node.get("description")))
                yield Picture(
                    url=url,
                    caption=caption,
                    credit=_credit_name(plain(text_of(node.get("creditText") or node.get("copyrightNotice"))))
                    or credit,
                    creator=text_of(node.get("creator") or node.get("author")),
                    licence=canonical_url(url_of(node.get("license")), head.base_url) or text_of(node.get("license")),
                )
            else:
                yield Picture(url=url)
        if head.article.get(key):
            return


def _from_metas(head: Head) -> Iterator[Picture]:
    url = canonical_url(head.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image"), head.base_url)
    if url and not _TINY.search(url.rpartition("/")[2]):
        yield Picture(url=url)


def _from_entry(entry: Entry | None) -> Iterator[Picture]:
    for medium in entry.media if entry else ():
        if medium.media_type.startswith("image/") or not medium.media_type:
            yield Picture(url=medium.url, caption=medium.caption, credit=medium.credit)
