"""The shapes of a page's elements, and leads: what is the same on two pages of one layout, whatever their articles."""

from __future__ import annotations

import re

from headwater.extract._blocks import Block, Page
from headwater.extract._host import fingerprint

MAX_LEAD_CHARS = 40
"""Longest words before a link ("Read also:") that are known as a lead."""

MIN_LEAD_CHARS = 3

MAX_PARENTS = 3
"""Elements above one that belong to its shape."""

# Names that say what this one article is about, or number it, are no part of a layout.
_OF_ONE_PAGE = re.compile(
    r"^(?:tag|category|cat|author|section|topic|post|page|id|term|tax|single|postid|node|article|story)[-_]", re.I
)
_DIGITS = re.compile(r"\d+")
_TEXT_TAGS = frozenset({"p", "li", "ul", "ol", "blockquote", "h2", "h3", "h4", "h5", "h6"})


class Shapes:
    """The shapes of one page's elements, each reckoned once: hashes of tags and names, from the element upwards."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: dict[int, str] = {}
        self._own: dict[int, str] = {}

    def of(self, element: int) -> str:
        """The shape of an element: the same on pages of one layout, whatever the article."""
        shape = self._known.get(element)
        if shape is None:
            parts: list[str] = []
            at = element
            while at >= 0 and len(parts) <= MAX_PARENTS:
                parts.append(self._described(at))
                at = self._page.elements[at].parent
            shape = self._known[element] = fingerprint("<".join(parts))
        return shape

    def _described(self, element: int) -> str:
        said = self._own.get(element)
        if said is None:
            one = self._page.elements[element]
            names = sorted({_DIGITS.sub("#", name) for name in one.names.split() if not _OF_ONE_PAGE.match(name)})
            said = self._own[element] = ".".join((one.tag, *names))
        return said


def holder_of(page: Page, number: int) -> int:
    """The element that holds a block as one of its paragraphs."""
    element = page.blocks[number].element
    while element > 0 and page.elements[element].tag in _TEXT_TAGS:
        element = page.elements[element].parent
    return element


def lead_of(block: Block) -> str:
    """The words before the one link with which a block ends ("Read also:"), or empty."""
    if len(block.links) != 1:
        return ""
    said = block.links[0][1]
    lead = block.text[: -len(said)].strip() if said and block.text.endswith(said) else ""
    return lead if MIN_LEAD_CHARS <= len(lead) <= MAX_LEAD_CHARS else ""


def lead_mark(lead: str) -> str:
    """The fingerprint of a lead, apart from that of a block of the same words."""
    return fingerprint(f"{lead}\x00")
