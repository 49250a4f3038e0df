"""A page as a list of blocks: runs of text between two breaks, each with what its elements say about it.

One pass over the tree without recursion, so that a hundred thousand nested elements cost what a flat page costs;
then one pass up (how much text lies below) and one down (hints are inherited).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._lines import text_size
from headwater.extract._shape import INLINE_TAGS, STRUCTURE, TAG_HINTS, UNSEEN_TAGS, Hint, element_hints
from headwater.text.words import squash

MAX_NODES = 400_000
"""Nodes of a page that are read; what lies beyond is left out (the largest of 400 measured pages has 25,000)."""

MAX_BLOCK_CHARS = 60_000
"""Longest single block that is kept as text; longer ones are data, not prose."""

IGNORED_HINT_SHARE = 0.6
"""A wrapper that holds more than this share of the page's prose is no boilerplate, whatever its class says."""

MAX_JOINED_SIZE = 4_000
"""Lines broken by hand are joined up to this size: joining without end would cost the square of the page."""

HINTED_SHARE = 0.6
"""Inline elements speak for a whole block when they hold more than this share of it."""

MIN_PROSE_SIZE = 60
"""From this size on a block with few links counts as prose of the page."""

MAX_NAMES_CHARS = 200
"""Class names and id of an element are kept up to this length."""

_SENTENCE_ENDS = ".!?…:;。！？।۔|"
_BOLD_TAGS = frozenset({"b", "strong"})
_Step: TypeAlias = "tuple[LexborNode, int, int, int, str]"


@dataclass(slots=True)
class Element:
    """One block-level or hinted element on the way to a block."""

    parent: int
    tag: str
    own: int
    attributes: Mapping[str, str | None] | None = None
    hints: int = Hint.NONE
    prose: int = 0

    @property
    def names(self) -> str:
        """Class names and id, as far as they are kept; only the knowledge of hosts asks for them."""
        attributes = self.attributes
        return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:MAX_NAMES_CHARS] if attributes else ""


@dataclass(slots=True)
class Block:
    """A run of text between two breaks; `text` is squashed, `links` are (href, text) as they stood.

    `marked` are the inline elements in it that name author or date: (hints, text).
    `size` is its length in characters, those of dense scripts (Han, kana, Hangul, Thai, Khmer…) counted triple.
    """

    text: str
    size: int
    element: int
    link_chars: int
    bold_chars: int
    links: tuple[tuple[str, str], ...]
    tag: str = ""
    hints: int = Hint.NONE
    breaks_before: int = 0
    marked: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Page:
    """The visible page: its elements (parents before children) and its blocks in reading order."""

    elements: list[Element]
    blocks: list[Block]


class _Run:
    """The text gathered since the last break."""

    __slots__ = ("bold_chars", "hinted_chars", "hints", "link_chars", "links", "marked", "parts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.link_chars = self.bold_chars = self.hinted_chars = 0
        self.hints = Hint.NONE
        self.links: list[tuple[str, str]] = []
        self.marked: list[tuple[int, str]] = []


class _Walk:
    """State of the one pass; `element` is the innermost recorded element, `inline` what inline elements hint."""

    __slots__ = (
        "block_element", "blocks", "bold_depth", "breaks", "element", "elements", "inline", "link_depth", "link_href",
        "link_start", "marks", "run",
    )  # fmt: skip

    def __init__(self) -> None:
        self.elements: list[Element] = [Element(parent=-1, tag="body", own=Hint.NONE)]
        self.blocks: list[Block] = []
        self.element = self.block_element = 0
        self.inline = Hint.NONE
        self.run = _Run()
        self.link_depth = self.bold_depth = self.breaks = self.link_start = 0
        self.link_href = ""
        self.marks: list[tuple[int, int, _Run, int]] = []

    def flush(self, *, by_break: bool = False) -> None:
        """End the current block; `by_break` says that only a <br> ended it."""
        run = self.run
        text = ""
        if run.parts:
            self.run, self.link_start = _Run(), 0
            text = squash("".join(run.parts))
        if text:
            self._add_block(text, run, self.breaks)
            self.breaks = int(by_break)
        elif self.breaks:
            self.breaks = self.breaks + 1 if by_break else 0

    def _add_block(self, text: str, run: _Run, breaks_before: int) -> None:
        if len(text) > MAX_BLOCK_CHARS:
            return
        element = self.block_element
        self.blocks.append(
            Block(
                text,
                text_size(text),
                element,
                run.link_chars,
                run.bold_chars,
                tuple(run.links),
                self.elements[element].tag,
                run.hints if run.hinted_chars > HINTED_SHARE * len(text) else Hint.NONE,
                breaks_before,
                tuple(run.marked),
            )
        )

    def add_marked_text(self, text: str) -> None:
        """Add a text node that stands in a link, in bold letters or in an inline element with hints."""
        run, inline = self.run, self.inline
        if inline & Hint.HIDDEN:
            return
        run.parts.append(text)
        chars = len(text.strip())
        if self.link_depth:
            run.link_chars += chars
        if self.bold_depth:
            run.bold_chars += chars
        if inline:
            run.hinted_chars += chars
            run.hints |= inline

    def close_link(self) -> None:
        """Close a link and remember where it led and what it said; one around a picture alone says nothing."""
        self.link_depth -= 1
        said = squash("".join(self.run.parts[self.link_start :])) if self.link_href else ""
        if said:
            self.run.links.append((self.link_href, said))
        self.link_href = ""

    def close_mark(self) -> None:
        """Keep what the innermost element said that names author or date, if it closes now within one block."""
        element, hints, run, start = self.marks[-1]
        if element == self.element:
            self.marks.pop()
            if run is self.run:
                run.marked.append((hints, squash("".join(run.parts[start:]))))


def read_blocks(tree: LexborHTMLParser) -> Page:
    """The visible blocks of a parsed page in reading order, in time linear in its nodes."""
    walk = _Walk()
    body = tree.body
    if body is not None:
        _walk_nodes(walk, body)
    walk.flush()
    page = Page(elements=walk.elements, blocks=_without_soft_breaks(walk.blocks))
    _hand_down(page)
    return page


def _without_soft_breaks(blocks: list[Block]) -> list[Block]:
    """Blocks with those joined that only a single <br> divides in the middle of a sentence."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if before is None or block.breaks_before != 1 or block.element != before.element or not _runs_on(before, block):
            joined.append(block)
            continue
        before.text = f"{before.text} {block.text}"
        before.size += block.size + 1
        before.link_chars += block.link_chars
        before.bold_chars += block.bold_chars
        before.links += block.links
        before.marked += block.marked
        before.hints &= block.hints
    return joined


def _runs_on(before: Block, after: Block) -> bool:
    return before.size < MAX_JOINED_SIZE and before.text[-1] not in _SENTENCE_ENDS and after.text[0].islower()


# What a tag is to the walk; every other one begins a block.
_SKIPPED, _BREAK, _INLINE, _TEXT = 1, 2, 3, 4
_KINDS = {
    "-text": _TEXT,
    **dict.fromkeys(INLINE_TAGS, _INLINE),
    **dict.fromkeys((*UNSEEN_TAGS, "-comment", "-cdata", "-doctype", "-document", ""), _SKIPPED),
    "br": _BREAK,
}


def _walk_nodes(walk: _Walk, body: LexborNode) -> None:  # noqa: C901
    """Visit every node below `body` once, `MAX_NODES` of them at most.

    One loop without calls for what most of a page's two thousand nodes are: calls cost an eighth of the reading.
    """
    node = body.first_child
    path: list[_Step] = []
    for _ in range(MAX_NODES):
        if node is None:
            return
        tag = node.tag or ""
        kind = _KINDS.get(tag)
        if kind == _TEXT:
            run, text = walk.run, node.text_content or ""
            if walk.inline or walk.link_depth or walk.bold_depth:
                walk.add_marked_text(text)
            elif run.parts or not text.isspace():  # white space before a block's first word is none of it
                run.parts.append(text)
        elif kind == _BREAK:
            walk.flush(by_break=True)
        elif kind != _SKIPPED:
            child = node.first_child
            if child is not None:
                path.append((node, walk.element, walk.block_element, walk.inline, tag))
                enter = _enter_block if kind is None else _enter_inline
                enter(walk, node.attributes, tag)
                node = child
                continue
            if kind is None and (walk.breaks or walk.run.parts):
                walk.flush()
        following = node.next
        while following is None:
            if not path:
                return
            node, outer, outer_block, inline, tag = path.pop()
            if tag in INLINE_TAGS:
                _leave_inline(walk, inline, tag)
            elif walk.run.parts or walk.breaks:
                walk.flush()
            walk.element, walk.block_element, walk.inline = outer, outer_block, inline
            following = node.next
        node = following


def _enter_block(walk: _Walk, attributes: Mapping[str, str | None], tag: str) -> None:
    if walk.run.parts or walk.breaks:
        walk.flush()
    elements = walk.elements
    if attributes:
        elements.append(Element(walk.element, tag, element_hints(tag, attributes), attributes))
    else:
        elements.append(Element(walk.element, tag, TAG_HINTS.get(tag, Hint.NONE)))
    walk.element = walk.block_element = len(elements) - 1


def _enter_inline(walk: _Walk, attributes: Mapping[str, str | None], tag: str) -> None:
    if tag == "a":
        walk.link_depth += 1
        walk.link_href = attributes.get("href") or ""
        walk.link_start = len(walk.run.parts)
    elif tag in _BOLD_TAGS:
        walk.bold_depth += 1
    hints = element_hints(tag, attributes) & ~STRUCTURE if attributes or tag == "time" else Hint.NONE
    if hints:
        if hints & Hint.CAPTION and walk.run.parts:
            walk.flush()  # "<em class=img_desc>" beside the first words of the text
        walk.inline |= hints
        walk.elements.append(Element(walk.element, tag, hints))
        walk.element = len(walk.elements) - 1
        if hints & (Hint.BYLINE | Hint.DATE):
            walk.marks.append((walk.element, hints, walk.run, len(walk.run.parts)))


def _leave_inline(walk: _Walk, inline: int, tag: str) -> None:
    if tag == "a":
        walk.close_link()
    elif tag in _BOLD_TAGS:
        walk.bold_depth -= 1
    if walk.marks:
        walk.close_mark()
    if walk.inline & ~inline & Hint.CAPTION and walk.run.parts:
        walk.flush()


def _hand_down(page: Page) -> None:
    """Sum prose upwards, then hand hints downwards except those that a wrapper of most of the prose wears."""
    elements = page.elements
    for block in page.blocks:
        if is_prose(block):
            elements[block.element].prose += block.size
    for index in range(len(elements) - 1, 0, -1):
        elements[elements[index].parent].prose += elements[index].prose
    total = elements[0].prose
    for element in elements[1:]:
        own = element.own
        if own and element.prose:
            own = _believed(own, element.prose, total)
        element.hints = elements[element.parent].hints | own
    for block in page.blocks:
        block.hints |= elements[block.element].hints
    page.blocks = [block for block in page.blocks if not block.hints & Hint.HIDDEN]


def _believed(own: int, prose: int, total: int) -> int:
    """The hints of an element that its own weight does not refute."""
    if prose > IGNORED_HINT_SHARE * total:
        own &= STRUCTURE | (Hint.COMMENTS if prose < 0.9 * total else 0)
    if prose > 250:
        own &= ~(Hint.TEASER | Hint.DATE | Hint.BYLINE)
    return own


def is_prose(block: Block) -> bool:
    """Whether a block reads like sentences: long enough, mostly not links."""
    return block.size >= MIN_PROSE_SIZE and block.link_chars * 3 < len(block.text)
