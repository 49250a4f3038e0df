"""Which blocks of a page are the article: one container that holds its prose, and what to leave out inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.extract._blocks import Block, Page
from headwater.extract._phrases import is_boilerplate_line, is_section_heading
from headwater.extract._shape import STRUCTURE, Hint

_OUTSIDE = Hint.NAVIGATION | Hint.JUNK | Hint.ASIDE | Hint.FORM | Hint.COMMENTS | Hint.FOOTER | Hint.TEASER
_ASIDE_LINES = Hint.CAPTION | Hint.BYLINE | Hint.DATE
_ENDS = re.compile(r"[.!?…:;。！？।۔؟։።|»”\"'’)\]]\s*$")


def is_sentence(text: str) -> bool:
    return bool(_ENDS.search(text[-4:]))


def weight(block: Block) -> float:
    n = len(block.text)
    hints = block.hints
    density = min(1.0, block.link_chars / n)
    if hints & Hint.HEADING:
        return 0.0
    if (n >= 80 or (n >= 25 and is_sentence(block.text))) and density < 0.5:
        value = min(n, 800) * (1 - density)
        if hints & _OUTSIDE:
            return -0.3 * value
        if hints & (_ASIDE_LINES | Hint.PRE):
            return 0.0
        if hints & Hint.LIST:
            return 0.6 * value
        return value
    if hints & _OUTSIDE or density > 0.5:
        return -5.0 - 0.2 * min(n, 100)
    return 0.0


MAX_DRAG = 100.0


def choose_container(page: Page) -> int:
    elements = page.elements
    sums = [0.0] * len(elements)
    for block in page.blocks:
        sums[block.element] += weight(block)
    for index in range(len(elements) - 1, 0, -1):
        sums[elements[index].parent] += max(sums[index], -MAX_DRAG)
    best, best_value = 0, 0.0
    for index, value in enumerate(sums):
        own = elements[index].own
        if own & Hint.BODY:
            value *= 1.15
        elif own & Hint.ARTICLE:
            value *= 1.05
        if value >= best_value:
            best, best_value = index, value
    return best


def subtree_end(page: Page, index: int) -> int:
    elements = page.elements
    end = index + 1
    while end < len(elements) and elements[end].parent >= index:
        end += 1
    return end


def main_blocks(page: Page, headline: str = "") -> list[Block]:
    kept = attempt(page, headline)
    chars = sum(len(b.text) for b in kept)
    if chars < 0.3 * page.elements[0].prose:
        forget_names(page)
        again = attempt(page, headline)
        if sum(len(b.text) for b in again) > 2 * chars:
            return again
    return kept


def forget_names(page: Page) -> None:
    """Take back what class names say of elements that hold a fair share of the prose."""
    total = page.elements[0].prose
    for e in page.elements[1:]:
        own = e.own
        if e.prose > 0.15 * total:
            own &= STRUCTURE | Hint.NAVIGATION | (Hint.COMMENTS if e.prose < 0.9 * total else 0)
        e.hints = page.elements[e.parent].hints | own
    for b in page.blocks:
        b.hints = page.elements[b.element].hints


def attempt(page: Page, headline: str) -> list[Block]:
    top = choose_container(page)
    end = subtree_end(page, top)
    inside = [b for b in page.blocks if top <= b.element < end]
    base = page.elements[top].hints & (_OUTSIDE | _ASIDE_LINES)
    kept = [b for b in inside if keep(b, b.hints & ~base)]
    return drop_sections(drop_empty_headings(kept))


def looks_like_code(text: str) -> bool:
    marks = sum(text.count(c) for c in "{};=<>$#/()[]_\\|&")
    return marks * 25 > len(text)


def keep(block: Block, hints: int) -> bool:
    text = block.text
    n = len(text)
    density = min(1.0, block.link_chars / n)
    if hints & _OUTSIDE:
        return False
    if hints & _ASIDE_LINES and (n < 200 or hints & Hint.CAPTION):
        return False
    if block.tag == "h1":
        return False
    if hints & Hint.PRE and looks_like_code(text):
        return False
    if is_boilerplate_line(text) and not (hints & Hint.HEADING):
        return False
    if hints & Hint.HEADING:
        return n < 300 and density < 0.9
    if density > 0.5:
        return n > 300
    return True


def drop_sections(blocks: Sequence[Block]) -> list[Block]:
    """Leave out what follows a heading that opens something else, up to the next heading of its rank."""
    kept: list[Block] = []
    dropping = ""
    total = sum(len(b.text) for b in blocks)
    seen = 0
    for block in blocks:
        seen += len(block.text)
        if (block.hints & Hint.HEADING or len(block.text) < 60) and is_section_heading(block.text):
            if block.tag[:1] == "h" and seen > 0.3 * total:
                dropping = block.tag
            continue
        if dropping and block.hints & Hint.HEADING and block.tag <= dropping:
            dropping = ""
        if not dropping:
            kept.append(block)
    return kept


def drop_empty_headings(blocks: Sequence[Block]) -> list[Block]:
    kept: list[Block] = []
    has_text = False
    for block in reversed(blocks):
        if block.hints & Hint.HEADING:
            if has_text or is_section_heading(block.text):
                kept.append(block)
        else:
            has_text = True
            kept.append(block)
    kept.reverse()
    return kept
