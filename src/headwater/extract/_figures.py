"""The images of a page that stand in its article, each with the caption and the credit that belong to it.

An image belongs to the article by its place: beside the paragraphs of the text, in no teaser, navigation or card.
Its caption is looked for in the smallest element around it that has one, and right after that; it ends where another
image begins, so that captions of neighbours are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._caption_search import MAX_STEPS, ROOTS, Bounds, find_texts
from headwater.extract._figure_texts import Texts
from headwater.extract._images import (
    IMAGES,
    image_key,
    image_size,
    image_url,
    is_decoration,
    is_image_address,
    looks_like_a_photograph,
)
from headwater.extract._shape import Hint, element_hints
from headwater.model.article import Picture
from headwater.text.urls import canonical_url, same_site
from headwater.text.words import squash

MAX_IMAGES = 200
"""Images looked at in one page."""

MAX_PARAGRAPHS = 3_000
"""Elements among which the paragraphs of the text are looked for."""

MAX_ANCESTORS = 60
"""How far up an image's place is looked for."""

START_CHARS = 40
"""So many characters at its start tell one paragraph from another."""

MIN_WIDTH = 300
"""An image without caption above the text is a picture from this stated width on, in CSS pixels."""

_OUTSIDE = Hint.NAVIGATION | Hint.JUNK | Hint.ASIDE | Hint.COMMENTS | Hint.FOOTER | Hint.TEASER | Hint.BYLINE
_GALLERY = (
    "carousel",
    "gallery",
    "slide",
    "slider",
    "swiper",
    "lightbox",
    "galeria",
    "galerie",
    "diapo",
    "photo-print",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text stands: the order of its first and last paragraph, the elements around and right around them."""

    headline: int
    first: int
    last: int
    around: frozenset[int]
    beside: frozenset[int]


@dataclass(frozen=True, slots=True)
class Page:
    """What decides whether an image is the article's: its address, its text, the addresses that its head declares."""

    url: str
    base_url: str
    paragraphs: Sequence[str]
    declared: frozenset[str]


def find_figures(tree: LexborHTMLParser, page: Page) -> Iterator[Picture]:
    """The pictures that stand in the article, in page order, each address once."""
    nodes = tree.css(f"h1, p, {IMAGES}")[: MAX_PARAGRAPHS + MAX_IMAGES]
    place = _place(tree, nodes, page.paragraphs)
    count = 0
    seen: set[int] = set()
    for order, node in enumerate(nodes):
        if node.tag in ("p", "h1") or node.mem_id in seen:
            continue
        if place is not None and order > place.last and not _is_beside(node, place):
            continue
        if is_decoration(node):
            continue
        seen.add(node.mem_id)
        count += 1
        if count > MAX_IMAGES:
            return
        picture = _picture(node, order, place, page)
        if picture is not None:
            yield picture


def _picture(image: LexborNode, order: int, place: Place | None, page: Page) -> Picture | None:
    url = image_url(image, page.base_url)
    is_declared = image_key(url) in page.declared or "image" in (image.attributes.get("itemprop") or "").split()
    if not url or (not is_declared and _is_outside(image, place)):
        return None
    if not is_declared and not _stands_in(image, order, place, has_texts=True):
        return None  # no caption could make it the article's
    around = place.around if place is not None else frozenset()
    texts = find_texts(image, image_key(url), Bounds(around, page.paragraphs, page.base_url))
    if not _is_linked_here(image, texts, page):
        return None
    has_texts = bool(texts.caption or texts.credit)
    if not is_declared and not (
        _stands_in(image, order, place, has_texts=has_texts) and _is_picture(image, url, has_texts)
    ):
        return None
    return Picture(url=url, caption=texts.caption, credit=texts.credit, creator=texts.creator, licence=texts.licence)


def _place(tree: LexborHTMLParser, nodes: Sequence[LexborNode], paragraphs: Sequence[str]) -> Place | None:
    """Where the paragraphs stand among `nodes`; None where they are not found."""
    starts = {paragraph[:START_CHARS] for paragraph in paragraphs if len(paragraph) >= START_CHARS}
    if not starts:
        return None
    found = [
        (order, node)
        for order, node in enumerate(nodes)
        if node.tag == "p" and len(text := node.text()) >= START_CHARS and squash(text[:400])[:START_CHARS] in starts
    ]
    headline = next((order for order, node in enumerate(nodes) if node.tag == "h1"), -1)
    if found:
        return _place_of([node for _, node in found], headline, found[0][0], found[-1][0])
    others = [
        node
        for node in tree.css("div, td, section, article, li, span, blockquote")[:MAX_PARAGRAPHS]
        if squash((node.text(deep=False) or "")[:400])[:START_CHARS] in starts
    ]
    return _place_of(others, headline, headline, len(nodes)) if others else None


def _place_of(found: Sequence[LexborNode], headline: int, first: int, last: int) -> Place:
    around: set[int] = set()
    beside: set[int] = set()
    for node in found:
        parent: LexborNode | None = node if node.tag != "p" else node.parent
        if parent is not None:
            beside.add(parent.mem_id)
        while parent is not None and parent.mem_id not in around:
            around.add(parent.mem_id)
            parent = parent.parent
    return Place(headline, first, last, frozenset(around), frozenset(beside))


def _is_outside(image: LexborNode, place: Place | None) -> bool:
    """Whether an image stands in navigation, a teaser, comments or the page's frame, on the way up to the text."""
    node = _outer_figure(image).parent
    for _ in range(MAX_ANCESTORS):
        if node is None or node.tag in ROOTS:
            return False
        if place is not None and node.mem_id in place.around:
            return False
        if place is None and node.tag in ("main", "article"):
            return False
        if (node.tag != "a" and _frames(node)) or (node.tag == "article" and node.css_first("h1") is None):
            return True
        node = node.parent
    return False


def _outer_figure(image: LexborNode) -> LexborNode:
    """The figure around an image, else its <picture>, else itself: names inside a figure say nothing of its place."""
    found, node = image, image.parent
    for _ in range(MAX_STEPS):
        if node is None or node.tag in ROOTS:
            break
        if node.tag in ("figure", "picture"):
            found = node
        node = node.parent
    return found


def _frames(node: LexborNode) -> bool:
    attributes = node.attributes
    if not element_hints(node.tag or "", attributes) & _OUTSIDE:
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()
    return not any(word in names for word in _GALLERY)


def _is_picture(image: LexborNode, url: str, has_texts: bool) -> bool:
    """Whether an image is no icon: it has a caption, a figure of its own, a photograph's format, or width."""
    if has_texts or looks_like_a_photograph(url) or image_size(image) >= MIN_WIDTH:
        return True
    parent = image.parent
    return parent is not None and (parent.tag in ("figure", "picture") or bool(_wears_figure(parent)))


def _wears_figure(node: LexborNode) -> int:
    return element_hints(node.tag or "", node.attributes) & Hint.FIGURE


def _stands_in(image: LexborNode, order: int, place: Place | None, *, has_texts: bool) -> bool:
    """Whether an image stands among the paragraphs, between headline and text, or in what holds them."""
    if place is None or place.first <= order <= place.last:
        return True
    is_beside = _is_beside(image, place)
    if place.headline <= order < place.first and place.headline >= 0:
        return has_texts or is_beside or image_size(image) >= MIN_WIDTH
    return is_beside and (has_texts or (place.headline < 0 and order < place.first))


def _is_beside(image: LexborNode, place: Place) -> bool:
    """Whether an image stands in what holds the paragraphs, or in what is marked as the article."""
    node: LexborNode | None = image.parent
    while node is not None and node.mem_id not in place.around:
        node = node.parent
    if node is None:
        return False
    hints = element_hints(node.tag or "", node.attributes)
    is_article = bool(hints & (Hint.ARTICLE | Hint.BODY)) or "Article" in (node.attributes.get("itemtype") or "")
    return node.mem_id in place.beside or is_article


def _is_linked_here(image: LexborNode, texts: Texts, page: Page) -> bool:
    """Whether an image leads nowhere, to itself, or has a caption apart from its link: else it is a teaser or an ad."""
    node: LexborNode | None = image.parent
    for _ in range(MAX_STEPS):
        if node is None or node.tag in ROOTS:
            return True
        if node.tag == "a":
            break
        node = node.parent
    else:
        return True
    address = (node.attributes.get("href") or "").strip() if node is not None else ""
    if not address or address.startswith(("#", "javascript:")) or is_image_address(address):
        return True
    url = canonical_url(address, page.base_url)
    if url.partition("?")[0].rstrip("/") == page.url.partition("?")[0].rstrip("/"):
        return True
    if not same_site(url, page.url):
        return bool(texts.caption or texts.credit)
    return bool(texts.credit or texts.caption) and address not in texts.links
