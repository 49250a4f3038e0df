"""Pictures whose captions stand where those of the host's other pages stood, in elements that do not say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._blocks import Block
from headwater.extract._captions import split_credit
from headwater.extract._images import image_url
from headwater.model.article import Picture
from headwater.text.words import squash

MAX_LOOKED_AT = 2_000
"""Elements of the caption's tag that are looked through for it."""

MAX_STEPS = 4
"""Elements before a caption, and above it, among which its picture is looked for."""


def with_known_captions(
    pictures: tuple[Picture, ...], captions: Sequence[Block], tree: LexborHTMLParser, base_url: str
) -> tuple[Picture, ...]:
    """The pictures, with those captions that belong to one without, or to an image that was not known as a picture.

    A caption belongs to the image before it or beside it; without one, to the only picture that lacks a caption.
    """
    found = list(pictures)
    for block in captions:
        if any(picture.caption and block.text.startswith(picture.caption) for picture in found):
            continue
        url = _image_beside(tree, block, base_url)
        bare = [index for index, picture in enumerate(found) if not picture.caption]
        index = next((index for index in bare if found[index].url == url), None)
        if index is None and not url and len(bare) == 1:
            index = bare[0]
        caption, credit = split_credit(block.text)
        if index is not None:
            found[index] = replace(found[index], caption=caption, credit=found[index].credit or credit)
        elif url and all(picture.url != url for picture in found):
            found.append(Picture(url=url, caption=caption, credit=credit))
    return tuple(found)


def _image_beside(tree: LexborHTMLParser, block: Block, base_url: str) -> str:
    """The address of the last image before the element that says the caption, in it or in one around it."""
    named = (node for node in tree.css(block.tag)[:MAX_LOOKED_AT] if squash(node.text()) == block.text)
    node: LexborNode | None = next(named, None)
    for _ in range(MAX_STEPS):
        if node is None or node.tag in ("body", "html", "article", "main"):
            return ""
        image = _image_at(node, base_url) or _image_before(node, base_url)
        if image:
            return image
        node = node.parent
    return ""


def _image_before(node: LexborNode, base_url: str) -> str:
    before = node.prev
    for _ in range(MAX_STEPS):
        if before is None:
            return ""
        if before.tag != "-text":
            return _image_at(before, base_url)
        before = before.prev
    return ""


def _image_at(node: LexborNode, base_url: str) -> str:
    image = node if node.tag == "img" else node.css_first("img")
    return image_url(image, base_url) if image is not None else ""
