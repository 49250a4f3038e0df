"""Where the caption and the credit of one image stand: in the smallest element around it, or right after that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from headwater.extract._captions import credit_name, is_caption_line, is_labelled, source_of, split_credit
from headwater.extract._figure_texts import Texts, completed, figure_credit, own_texts, stated_texts, texts_in
from headwater.extract._images import image_key, image_url, is_decoration
from headwater.extract._visible_texts import visible_text_of

MAX_STEPS = 6
"""How far above an image its caption is looked for."""

MAX_CAPTION_LINE_CHARS = 260
"""A paragraph of its own below an image is a caption up to this length, if it ends in a credit."""

MAX_LABELLED_CHARS = 80
"""A credit that stands alone below an image is no longer."""

MAX_AFTER = 7
"""Nodes right after an image or its figure among which its caption is looked for."""

MAX_AFTER_CHARS = 3_000
"""An element after an image that holds more text is no caption."""

MAX_AROUND_CHARS = 6_000
"""An element around an image that holds more text is no figure."""

MAX_ICONS = 8
"""Icons of a bar between an image and its caption that are looked at."""

ROOTS = frozenset({"body", "html", "-document"})
"""The elements above which nothing is looked for."""

_OTHER_MEDIA = "img, amp-img, figure, video, iframe"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What ends the search: the elements around the text, its paragraphs; `base_url` completes addresses."""

    around: frozenset[int]
    paragraphs: Sequence[str]
    base_url: str


def find_texts(image: LexborNode, key: str, bounds: Bounds) -> Texts:
    """What the page says of the image identified by `key`; captions of its neighbours are never taken."""
    found, stated = Texts(), stated_texts(image)
    node = image
    for _ in range(MAX_STEPS):
        had_caption = bool(found.caption)
        if node is not image and (node.text() or "").strip():
            found = completed(found, texts_in(node))
        if not (found.caption and found.credit):
            found = completed(found, _texts_after(node, bounds.paragraphs))
        if node.tag == "figure" and not found.caption and not found.credit:
            found = completed(found, own_texts(visible_text_of(node)[: MAX_CAPTION_LINE_CHARS + 1]))
        if node.tag == "figure" and not found.credit:
            found = completed(found, _source_in(node))
        if node.tag == "figure" and found.caption and not found.credit:
            found = completed(found, Texts(credit=figure_credit(node)))
        parent = node.parent
        if _is_whole(node, found, had_caption=had_caption) or parent is None or _ends_at(parent, key, bounds):
            break
        stated = completed(stated, stated_texts(parent))
        node = parent
    return completed(found, stated)


def _is_whole(node: LexborNode, found: Texts, *, had_caption: bool) -> bool:
    """Whether no more is looked for above: all is found, or it was the figure, or one step beyond the caption."""
    if found.caption and found.credit:
        return True
    return had_caption or (node.tag == "figure" and bool(found.caption or found.credit))


def _ends_at(parent: LexborNode, key: str, bounds: Bounds) -> bool:
    """Whether `parent` holds more than one picture: the text, or another image."""
    if parent.tag in ROOTS or parent.mem_id in bounds.around or len(parent.text() or "") > MAX_AROUND_CHARS:
        return True
    return _has_other_image(parent, key, bounds.base_url)


def _has_other_image(node: LexborNode, key: str, base_url: str) -> bool:
    images = node.css("img, amp-img")[:6]
    if len(images) < 2:
        return False
    for other in images:
        url = image_url(other, base_url)
        if url and image_key(url) != key and not is_decoration(other):
            return True
    return False


def _texts_after(node: LexborNode, paragraphs: Sequence[str]) -> Texts | None:
    """The caption or credit in the elements right after `node`."""
    after = node.next
    found: Texts | None = None
    for _ in range(MAX_AFTER):
        if after is None:
            break
        if (after.tag or "-").startswith("-"):
            if after.tag == "-text" and (after.text() or "").strip():
                break
            after = after.next
            continue
        said = after.text() or ""
        if not said.strip() and all(is_decoration(image) for image in after.css(_OTHER_MEDIA)[:MAX_ICONS]):
            after = after.next  # a bar of icons
            continue
        if len(said) > MAX_AFTER_CHARS or after.css_first(_OTHER_MEDIA) is not None:
            break
        texts = texts_in(after) or _caption_line(after, paragraphs)
        if texts is None:
            break
        found = texts if found is None else completed(found, texts)
        after = after.next
    return found


def _caption_line(node: LexborNode, paragraphs: Sequence[str]) -> Texts | None:
    """A paragraph that can only be a caption and was not taken for text."""
    if node.tag not in ("p", "div", "em", "small", "i", "span") or len(node.css("img, p, div")) > 1:
        return None
    said = visible_text_of(node)
    if not 0 < len(said) <= MAX_CAPTION_LINE_CHARS or said in paragraphs or not _is_caption(said):
        return None
    caption, credit = split_credit(said)
    return Texts(caption=caption, credit=credit)


def _is_caption(said: str) -> bool:
    """Whether a line right after a picture is its caption: it ends in a credit, or points to the picture."""
    return said[0] in "▲△▼◀▶↑↓" or is_caption_line(said) or (len(said) <= MAX_LABELLED_CHARS and is_labelled(said))


def _source_in(figure: LexborNode) -> Texts:
    """The owner that a line of a figure names beside its caption."""
    for line in figure.css("p, span")[:MAX_ICONS]:
        said = visible_text_of(line)
        credit = source_of(said) or (credit_name(said) if len(said) <= MAX_LABELLED_CHARS and is_labelled(said) else "")
        if credit:
            return Texts(credit=credit)
    return Texts()
