"""Which blocks of a page are the article: one container that holds its prose, and what to leave out inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from headwater.extract._blocks import Block, Page
from headwater.extract._shape import Hint

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
            return -0.4 * value
        if hints & _ASIDE_LINES:
            return 0.0
        if hints & Hint.LIST:
            return 0.6 * value
        return value
    if hints & _OUTSIDE or density > 0.5:
        return -10.0 - 0.2 * min(n, 100)
    return -2.0


def choose_container(page: Page) -> int:
    elements = page.elements
    sums = [0.0] * len(elements)
    for block in page.blocks:
        sums[block.element] += weight(block)
    for index in range(len(elements) - 1, 0, -1):
        sums[elements[index].parent] += sums[index]
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
    inside = {index}
    for i in range(index + 1, len(elements)):
        if elements[i].parent in inside:
            inside.add(i)
            end = i + 1
        else:
            break
    return end


def main_blocks(page: Page, headline: str = "") -> list[Block]:
    top = choose_container(page)
    end = subtree_end(page, top)
    inside = [b for b in page.blocks if top <= b.element < end]
    base = page.elements[top].hints & (_OUTSIDE | _ASIDE_LINES)
    kept = [b for b in inside if keep(b, b.hints & ~base)]
    return drop_empty_headings(kept)


def keep(block: Block, hints: int) -> bool:
    n = len(block.text)
    density = min(1.0, block.link_chars / n)
    if hints & _OUTSIDE:
        return False
    if hints & _ASIDE_LINES and (n < 200 or hints & Hint.CAPTION):
        return False
    if hints & Hint.HEADING:
        return n < 300 and density < 0.9
    if density > 0.5:
        return n > 300
    return True


def drop_empty_headings(blocks: Sequence[Block]) -> list[Block]:
    kept: list[Block] = []
    has_text = False
    for block in reversed(blocks):
        if block.hints & Hint.HEADING:
            if has_text:
                kept.append(block)
        else:
            has_text = True
            kept.append(block)
    kept.reverse()
    return kept
