"""A page as a list of blocks: runs of text between two breaks, each with what its elements say about it.

One pass over the tree without recursion, so that a hundred thousand nested elements cost what a flat page costs;
then one pass up (how much text lies below) and one down (hints are inherited).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._lines import text_size
from headwater.extract._shape import INLINE_TAGS, STRUCTURE, UNSEEN_TAGS, Hint, element_hints
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

_SENTENCE_ENDS = ".!?…:;。！？।۔|"
_TEXT = "-text"
_BOLD_TAGS = frozenset({"b", "strong"})
_Step: TypeAlias = "tuple[LexborNode, int, int, int, str]"


@dataclass(slots=True)
class Element:
    """One block-level or hinted element on the way to a block."""

    parent: int
    tag: str
    own: int
    hints: int = Hint.NONE
    prose: int = 0
    names: str = ""


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
    is_cut: bool = False
    hidden_chars: int = 0


@dataclass(slots=True)
class _Run:
    """The text gathered since the last break."""

    parts: list[str] = field(default_factory=list)
    link_chars: int = 0
    bold_chars: int = 0
    hinted_chars: int = 0
    hints: int = Hint.NONE
    links: list[tuple[str, str]] = field(default_factory=list)
    marked: list[tuple[int, str]] = field(default_factory=list)


class _Walk:
    """State of the one pass; `element` is the innermost recorded element, `inline` what inline elements hint."""

    def __init__(self) -> None:
        self.elements: list[Element] = [Element(parent=-1, tag="body", own=Hint.NONE)]
        self.blocks: list[Block] = []
        self.element = 0
        self.block_element = 0
        self.inline = Hint.NONE
        self.run = _Run()
        self.link_depth = 0
        self.bold_depth = 0
        self.link_href = ""
        self.link_start = 0
        self.breaks = 0
        self.marks: list[tuple[int, int, _Run, int]] = []

    def flush(self, *, by_break: bool = False) -> None:
        """End the current block; `by_break` says that only a <br> ended it."""
        run = self.run
        text = ""
        if run.parts:
            self.run, self.link_start = _Run(), 0
            text = squash("".join(run.parts))
        if not text:
            self.breaks = self.breaks + 1 if by_break and self.breaks else 0
            return
        breaks_before, self.breaks = self.breaks, int(by_break)
        if len(text) > MAX_BLOCK_CHARS:
            return
        hints = run.hints if run.hinted_chars > HINTED_SHARE * len(text) else Hint.NONE
        self.blocks.append(
            Block(
                text=text,
                size=text_size(text),
                element=self.block_element,
                link_chars=run.link_chars,
                bold_chars=run.bold_chars,
                links=tuple(run.links),
                tag=self.elements[self.block_element].tag,
                hints=hints,
                breaks_before=breaks_before,
                marked=tuple(run.marked),
            )
        )

    def add_text(self, text: str) -> None:
        """Add a text node to the current block."""
        inline = self.inline
        if inline & Hint.HIDDEN:
            return
        run = self.run
        run.parts.append(text)
        if not (inline or self.link_depth or self.bold_depth):
            return
        chars = len(text.strip())
        if self.link_depth:
            run.link_chars += chars
        if self.bold_depth:
            run.bold_chars += chars
        if inline:
            run.hinted_chars += chars
            run.hints |= inline

    def enter_link(self, href: str) -> None:
        """Open a link."""
        self.link_depth += 1
        self.link_href = href
        self.link_start = len(self.run.parts)

    def leave_link(self) -> None:
        """Close a link and remember where it led and what it said."""
        self.link_depth -= 1
        if self.link_href:
            self.run.links.append((self.link_href, squash("".join(self.run.parts[self.link_start :]))))
        self.link_href = ""

    def open_mark(self, hints: int) -> None:
        """Remember where an inline element begins that names author or date."""
        self.marks.append((self.element, hints, self.run, len(self.run.parts)))

    def close_mark(self) -> None:
        """Keep what the innermost such element said, if it closes now and lies within one block."""
        element, hints, run, start = self.marks[-1]
        if element == self.element:
            self.marks.pop()
            if run is self.run:
                run.marked.append((hints, squash("".join(run.parts[start:]))))


def read_blocks(tree: LexborHTMLParser) -> Page:
    """The visible blocks of a parsed page in reading order, in time linear in its nodes."""
    walk = _Walk()
    body = tree.body
    is_cut = _walk_nodes(walk, body) if body is not None else False
    walk.flush()
    page = Page(elements=walk.elements, blocks=_without_soft_breaks(walk.blocks), is_cut=is_cut)
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


def _walk_nodes(walk: _Walk, body: LexborNode) -> bool:
    """Visit every node below `body` once; True if the page was too large to be read whole."""
    node = body.first_child
    path: list[_Step] = []
    for _ in range(MAX_NODES):
        if node is None:
            return False
        child = _visit(walk, node, path)
        if child is not None:
            node = child
            continue
        following = node.next
        while following is None:
            if not path:
                return False
            node = _leave(walk, path)
            following = node.next
        node = following
    return True


def _visit(walk: _Walk, node: LexborNode, path: list[_Step]) -> LexborNode | None:
    """Take in one node; its first child if there is one to go down to."""
    tag = node.tag or ""
    if tag == _TEXT:
        walk.add_text(node.text_content or "")
        return None
    if tag in UNSEEN_TAGS or tag.startswith("-"):
        return None
    if tag == "br":
        walk.flush(by_break=True)
        return None
    child = node.first_child
    if child is None:
        if tag not in INLINE_TAGS:
            walk.flush()
        return None
    path.append((node, walk.element, walk.block_element, walk.inline, tag))
    _enter(walk, node, tag)
    return child


def _enter(walk: _Walk, node: LexborNode, tag: str) -> None:
    attributes = node.attributes
    if tag == "a":
        walk.enter_link(attributes.get("href") or "")
    elif tag in _BOLD_TAGS:
        walk.bold_depth += 1
    if tag in INLINE_TAGS:
        hints = element_hints(tag, attributes) & ~STRUCTURE if attributes or tag == "time" else Hint.NONE
        if hints:
            walk.inline |= hints
            walk.elements.append(Element(parent=walk.element, tag=tag, own=hints))
            walk.element = len(walk.elements) - 1
            if hints & (Hint.BYLINE | Hint.DATE):
                walk.open_mark(hints)
        return
    walk.flush()
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:200] if attributes else ""
    walk.elements.append(Element(parent=walk.element, tag=tag, own=element_hints(tag, attributes), names=names))
    walk.element = walk.block_element = len(walk.elements) - 1


def _leave(walk: _Walk, path: list[_Step]) -> LexborNode:
    node, outer, outer_block, inline, tag = path.pop()
    if tag == "a":
        walk.leave_link()
    elif tag in _BOLD_TAGS:
        walk.bold_depth -= 1
    if tag not in INLINE_TAGS:
        walk.flush()
    elif walk.marks:
        walk.close_mark()
    walk.element, walk.block_element, walk.inline = outer, outer_block, inline
    return node


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
    page.hidden_chars = sum(len(block.text) for block in page.blocks if block.hints & Hint.HIDDEN)
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
