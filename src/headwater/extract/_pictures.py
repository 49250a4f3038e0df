"""The pictures of an article with caption, credit and licence: in the page, its JSON-LD, og:image, its feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._captions import credit_name, is_caption_line, split_credit
from headwater.extract._figures import Page, find_figures
from headwater.extract._images import image_key, is_decoration_address
from headwater.extract._jsonld import Node, listed, plain, text_of, types_of, url_of
from headwater.extract._metadata import Head
from headwater.model.article import Picture
from headwater.model.web import Entry
from headwater.text.urls import canonical_url
from headwater.text.words import squash, words

__all__ = ["find_pictures", "is_caption_line", "split_credit"]

MAX_PICTURES = 60
"""Pictures kept of one page."""

MAX_IMAGE_OBJECTS = 300
"""ImageObjects of the JSON-LD that are looked at."""


def find_pictures(
    tree: LexborHTMLParser, head: Head, entry: Entry | None = None, *, paragraphs: Sequence[str] = ()
) -> tuple[Picture, ...]:
    """The article's pictures, each once: those in the page in its order, then JSON-LD, og:image, feed.

    `paragraphs` are the article's text: they tell where in the page its pictures stand.
    """
    alternatives = _Alternatives(tree)
    declared = [alternatives.without(picture) for picture in (*_from_graph(head), *_from_metas(head))]
    keys = frozenset(image_key(picture.url) for picture in declared)
    page = Page(head.url, head.base_url, paragraphs, keys)
    known = {image_key(picture.url): alternatives.without(picture) for picture in _image_objects(head)}
    found: dict[str, Picture] = {}
    for picture in (*find_figures(tree, page), *declared, *_from_entry(entry)):
        key = image_key(picture.url)
        held = found.get(key) or (_joined(picture, known[key]) if key in known else picture)
        found[key] = _joined(held, picture)
        if len(found) >= MAX_PICTURES:
            break
    return _without_false_captions(found.values(), tree, head)


def _joined(held: Picture, other: Picture) -> Picture:
    return replace(
        held,
        caption=held.caption or other.caption,
        credit=held.credit or other.credit,
        creator=held.creator or other.creator,
        licence=held.licence or other.licence,
    )


def _without_false_captions(pictures: Iterable[Picture], tree: LexborHTMLParser, head: Head) -> tuple[Picture, ...]:
    """The pictures; a "caption" that only says the headline again, or an image's alternative text, is none."""
    kept = tuple(pictures)
    if not any(picture.caption for picture in kept):
        return kept
    titles = (head.title, head.meta("og:title"), *(squash(node.text()) for node in tree.css("h1")[:3]))
    false = {title.casefold() for title in titles if title}
    return tuple(replace(picture, caption="") if picture.caption.casefold() in false else picture for picture in kept)


class _Alternatives:
    """The alternative texts of a page's images: what JSON-LD calls a caption is often no more than one of them."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._tree = tree
        self._texts: frozenset[str] | None = None

    def without(self, picture: Picture) -> Picture:
        """`picture` without a caption that is an alternative text of the page, or the words of its file's name."""
        if not picture.caption:
            return picture
        if self._texts is None:
            nodes = self._tree.css("img[alt]")[:MAX_IMAGE_OBJECTS]
            self._texts = frozenset(squash(node.attributes.get("alt") or "").casefold() for node in nodes)
        name = picture.url.partition("?")[0].rpartition("/")[2].rpartition(".")[0]
        if picture.caption.casefold() in self._texts or words(picture.caption) == words(name):
            return replace(picture, caption="")
        return picture


def _image_objects(head: Head) -> Iterator[Picture]:
    """Every ImageObject of the page's JSON-LD that says something of its image."""
    for node in (*head.graph.nodes, *head.graph.foreign)[:MAX_IMAGE_OBJECTS]:
        if "ImageObject" in types_of(node):
            picture = _from_node(node, head)
            if picture is not None and (picture.caption or picture.credit or picture.creator or picture.licence):
                yield picture


_RECORDINGS = (".mp3", ".m4a", ".mp4", ".m3u8", ".ogg", ".wav", ".webm", ".mov", ".aac")


def _from_graph(head: Head) -> Iterator[Picture]:
    for key in ("image", "associatedMedia", "thumbnailUrl"):
        for value in listed(head.article.get(key))[:MAX_PICTURES]:
            node: Any = head.graph.resolve(value)
            picture = _from_node(node, head) if isinstance(node, Mapping) else _bare(url_of(node), head)
            if picture is not None:
                yield picture
        if head.article.get(key):
            return


def _bare(address: str, head: Head) -> Picture | None:
    url = canonical_url(address, head.base_url)
    return Picture(url=url) if url and not is_decoration_address(url) else None


def _from_node(node: Node, head: Head) -> Picture | None:
    """The picture of a schema.org ImageObject (creditText, copyrightNotice, creator, license, acquireLicensePage)."""
    url = canonical_url(url_of(node.get("contentUrl")) or url_of(node), head.base_url)
    if not url or is_decoration_address(url) or url.lower().endswith(_RECORDINGS):
        return None
    caption, inner = split_credit(text_of(node.get("caption") or node.get("description")))
    creator = _names(node.get("creator") or node.get("author"))
    stated = plain(text_of(node.get("creditText") or node.get("copyrightNotice") or node.get("copyrightHolder")))
    stated = "" if stated.startswith(("http://", "https://")) else stated
    licence = next((value for key in ("license", "acquireLicensePage") if (value := node.get(key))), "")
    return Picture(
        url=url,
        caption=caption,
        credit=credit_name(stated) or inner,
        creator=creator,
        licence=canonical_url(url_of(licence), head.base_url) or text_of(licence),
    )


def _names(value: Any) -> str:
    return ", ".join(dict.fromkeys(name for part in listed(value)[:6] if (name := credit_name(text_of(part)))))


def _from_metas(head: Head) -> Iterator[Picture]:
    address = head.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image")
    picture = _bare(address, head)
    if picture is not None:
        yield picture


def _from_entry(entry: Entry | None) -> Iterator[Picture]:
    for medium in entry.media if entry else ():
        if medium.media_type.startswith("image/") or not medium.media_type:
            caption, credit = split_credit(medium.caption)
            yield Picture(url=medium.url, caption=caption, credit=credit_name(medium.credit) or credit)
