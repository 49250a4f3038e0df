"""Which blocks of a page are its article: the one container that holds its prose, and what to leave out inside it.

Prose pulls a container up, links and boilerplate pull it down; the best subtree wins (maximum subtree sum, after
Pasternack and Roth 2009). If it holds little of the page's prose, class names lied and are forgotten in a second try.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.extract._blocks import Block, Page, is_prose
from headwater.extract._cards import mark_cards
from headwater.extract._headline import agreement
from headwater.extract._host_view import HostView
from headwater.extract._metadata import Head
from headwater.extract._phrases import is_boilerplate_line, is_section_heading
from headwater.extract._shape import STRUCTURE, Hint
from headwater.text.words import squash

OUTSIDE = Hint.NAVIGATION | Hint.JUNK | Hint.ASIDE | Hint.FORM | Hint.COMMENTS | Hint.FOOTER | Hint.TEASER
LABELS = Hint.CAPTION | Hint.BYLINE | Hint.DATE

MIN_PROSE_CHARS = 80
"""From this length on a block with few links is prose."""

MIN_SENTENCE_CHARS = 25
"""From this length on a block that ends like a sentence is prose."""

MAX_WEIGHED_CHARS = 800
"""Longer blocks weigh no more: one huge block of terms and conditions must not win."""

MAX_DRAG = 100.0
"""The most that one subtree can pull its container down: junk inside is left out anyway."""

BODY_BONUS, ARTICLE_BONUS = 1.15, 1.05
"""How much more an element weighs that calls itself the body of an article, or an article."""

MIN_SHARE_OF_PROSE = 0.3
"""If the text holds less of the page's prose than this, class names are forgotten and the better try is taken."""

MAX_LINK_SHARE = 0.5
"""Blocks with more link text are links."""

MAX_HEADING_CHARS = 300
MAX_LABEL_CHARS = 200
"""Longer blocks in a byline, date or caption element are prose in the wrong element."""

MAX_BOX_SHARE = 0.25
"""A box that opens with a heading such as "Related" holds at most this share of the prose of the article."""

MAX_KICKER_SIZE = 60
MAX_KICKERS = 8
"""Longer lines above the headline, or more of them, are text, not its kicker or the outlet's name."""

MAX_STANDFIRST_GAP = 14
"""Blocks between headline and text among which a standfirst is looked for."""

MIN_STANDFIRST_SIZE = 32
"""A standfirst is no shorter; characters of dense scripts count triple."""

CODE_SHARE = 0.04
"""Share of punctuation of programs from which preformatted text is code."""

_ENDS = re.compile(r"[.!?…:;。！？।۔؟։።|»”\"'’)\]]\s*$")
_CODE = re.compile(r"[{};=<>$#/()\[\]_\\|&]")


@dataclass(frozen=True, slots=True)
class MainText:
    """The numbers, in reading order, of the page's blocks that are its article.

    `has_second_try` says that the container was looked for twice, the second time without class names.
    """

    numbers: tuple[int, ...]
    has_second_try: bool = False


def find_main_text(page: Page, headline: str, head: Head | None = None, view: HostView | None = None) -> MainText:
    """The blocks of the article: standfirst, subheads, paragraphs, list items, quotations; not its headline.

    `view` is the page in the light of what is known of its host: it weighs blocks, and knows places of standfirsts.
    """
    mark_cards(page, head.url if head is not None else "")
    weights = view.weights() if view is not None else [1.0] * len(page.blocks)
    numbers = _attempt(page, headline, weights)
    chars = _new_chars(page, numbers, weights)
    is_unsure = chars < MIN_SHARE_OF_PROSE * _new_prose(page, weights)
    if is_unsure:
        _forget_names(page)
        again = _attempt(page, headline, weights)
        if _new_chars(page, again, weights) > 2 * chars:
            numbers = again
    return MainText(tuple(_standfirst(page, numbers, headline, head, view) + numbers), is_unsure)


def _chars(page: Page, numbers: Sequence[int]) -> int:
    return sum(page.blocks[number].size for number in numbers)


def _new_chars(page: Page, numbers: Sequence[int], weights: Sequence[float]) -> int:
    return sum(page.blocks[number].size for number in numbers if weights[number])


def _new_prose(page: Page, weights: Sequence[float]) -> int:
    repeated = (
        block.size for block, weight in zip(page.blocks, weights, strict=True) if not weight and is_prose(block)
    )
    return page.elements[0].prose - sum(repeated)


def _attempt(page: Page, headline: str, weights: Sequence[float]) -> list[int]:
    top = _container(page, weights)
    end = _subtree_end(page, top)
    accepted = page.elements[top].hints & (OUTSIDE | LABELS)
    numbers = [
        number
        for number, block in enumerate(page.blocks)
        if top <= block.element < end and _is_kept(block, block.hints & ~accepted, headline)
    ]
    return _without_empty_headings(page, _without_sections(page, _without_kickers(page, numbers, headline), top))


def _weight(block: Block) -> float:
    """How much a block pulls its containers up (prose) or down (links, boilerplate)."""
    chars = block.size
    hints = block.hints
    density = min(1.0, block.link_chars / len(block.text))
    if hints & Hint.HEADING:
        return 0.0
    is_prose = chars >= MIN_PROSE_CHARS or (chars >= MIN_SENTENCE_CHARS and _ENDS.search(block.text[-4:]))
    if is_prose and density < MAX_LINK_SHARE:
        value = min(chars, MAX_WEIGHED_CHARS) * (1 - density)
        if hints & OUTSIDE:
            return -0.3 * value
        if hints & (LABELS | Hint.PRE):
            return 0.0
        return 0.6 * value if hints & Hint.LIST else value
    if hints & OUTSIDE or density > MAX_LINK_SHARE:
        return -5.0 - 0.2 * min(chars, 100)
    return 0.0


def _container(page: Page, weights: Sequence[float]) -> int:
    """The element whose subtree weighs most; the innermost of equals."""
    elements = page.elements
    sums = [0.0] * len(elements)
    for block, factor in zip(page.blocks, weights, strict=True):
        value = _weight(block)
        sums[block.element] += value * factor if value > 0 else value
    for index in range(len(elements) - 1, 0, -1):
        value = sums[index]
        if value:
            sums[elements[index].parent] += value if value > -MAX_DRAG else -MAX_DRAG
    best, best_value = 0, 0.0
    for index, value in enumerate(sums):
        if value * BODY_BONUS < best_value:
            continue
        own = elements[index].own
        if own & Hint.BODY:
            value *= BODY_BONUS
        elif own & Hint.ARTICLE:
            value *= ARTICLE_BONUS
        if value >= best_value:
            best, best_value = index, value
    return best


def _subtree_end(page: Page, index: int) -> int:
    """The number after the last element below `index` (elements stand in document order)."""
    elements = page.elements
    end = index + 1
    while end < len(elements) and elements[end].parent >= index:
        end += 1
    return end


def _forget_names(page: Page) -> None:
    """Take back what class names say of elements that hold a fair share of the prose."""
    total = page.elements[0].prose
    for element in page.elements[1:]:
        own = element.own
        if element.prose > 0.15 * total:
            own &= STRUCTURE | Hint.NAVIGATION | (Hint.COMMENTS if element.prose < 0.9 * total else 0)
        element.hints = page.elements[element.parent].hints | own
    for block in page.blocks:
        block.hints = page.elements[block.element].hints


def _is_kept(block: Block, hints: int, headline: str) -> bool:
    """Whether a block inside the container belongs to the article."""
    text = block.text
    density = min(1.0, block.link_chars / len(text))
    if hints & Hint.QUOTE and block.tag == "footer":
        hints &= ~Hint.FOOTER  # who said it
    if hints & OUTSIDE or block.tag == "h1":
        return False
    if hints & LABELS and (len(text) < MAX_LABEL_CHARS or hints & Hint.CAPTION):
        return False
    if hints & Hint.HEADING:
        return len(text) < MAX_HEADING_CHARS and density < 0.9 and not _is_headline(text, headline)
    if hints & Hint.PRE and len(_CODE.findall(text)) > CODE_SHARE * len(text):
        return False
    if is_boilerplate_line(text):
        return bool(hints & Hint.TABLE) and _is_figure(text)
    return density <= MAX_LINK_SHARE or len(text) > MAX_HEADING_CHARS or _says_more(block)


def _says_more(block: Block) -> bool:
    """Whether a block of links says enough beside them to be a sentence with long links, not a link with a label."""
    return (
        block.tag in ("p", "li") and block.size - block.link_chars * block.size / len(block.text) >= MIN_SENTENCE_CHARS
    )


def _is_figure(text: str) -> bool:
    """Whether a line without a letter is a figure of a table."""
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def _is_headline(text: str, headline: str) -> bool:
    return text == headline or (bool(headline) and agreement(text, headline) > 0.95)


def _without_kickers(page: Page, numbers: list[int], headline: str) -> list[int]:
    """Leave out the short lines above the headline: its kicker, the section, the outlet's name."""
    if not numbers:
        return numbers
    blocks = page.blocks
    upto = range(numbers[0] + 1, numbers[min(len(numbers) - 1, MAX_KICKERS)] + 1)
    title = next((n for n in upto if blocks[n].tag == "h1" and _holds(blocks[n].text, headline)), -1)
    return [n for n in numbers if n > title or blocks[n].size > MAX_KICKER_SIZE or _ENDS.search(blocks[n].text[-4:])]


def _holds(text: str, headline: str) -> bool:
    return _is_headline(text, headline) or (bool(headline) and text.endswith(headline))


def _box_end(page: Page, number: int, top: int) -> int:
    """The number after the last element of the box that a heading opens; 0 where it stands in the text itself."""
    box = page.elements[page.blocks[number].element].parent
    if box <= top or page.elements[box].prose > MAX_BOX_SHARE * page.elements[top].prose:
        return 0
    end = _subtree_end(page, box)
    return end if any(box <= block.element < end for block in page.blocks[number + 1 : number + 2]) else 0


def _without_sections(page: Page, numbers: Sequence[int], top: int) -> list[int]:
    """Leave out what follows a heading that opens something else: its box, or all up to the next of its rank."""
    kept: list[int] = []
    dropping = ""
    total = _chars(page, numbers)
    seen = box_end = 0
    for number in numbers:
        block = page.blocks[number]
        seen += block.size
        is_heading = bool(block.hints & Hint.HEADING)
        if is_heading and is_section_heading(block.text):
            box_end = max(box_end, _box_end(page, number, top))
            if seen > 0.3 * total and block.element >= box_end:
                dropping = block.tag
            continue
        if block.element < box_end:
            continue
        if dropping and is_heading and block.tag <= dropping:
            dropping = ""
        if not dropping:
            kept.append(number)
    return kept


def _without_empty_headings(page: Page, numbers: Sequence[int]) -> list[int]:
    """Leave out the headings after which no text comes."""
    kept: list[int] = []
    has_text = False
    for number in reversed(numbers):
        is_heading = bool(page.blocks[number].hints & Hint.HEADING)
        if has_text or not is_heading:
            kept.append(number)
        has_text = has_text or not is_heading
    kept.reverse()
    return kept


def _standfirst(
    page: Page, numbers: Sequence[int], headline: str, head: Head | None, view: HostView | None
) -> list[int]:
    """The standfirst between headline and text, where it stands outside the container."""
    if not numbers:
        return []
    blocks = page.blocks
    first = numbers[0]
    title = next(
        (n for n in range(first - 1, max(-1, first - 80), -1) if blocks[n].tag == "h1" or blocks[n].text == headline),
        -1,
    )
    if title < 0 or first - title > MAX_STANDFIRST_GAP:
        return []
    described = squash(head.meta("og:description", "description")).casefold() if head else ""
    for number in range(title + 1, first):
        block = blocks[number]
        if block.size < MIN_STANDFIRST_SIZE or block.hints & (OUTSIDE | LABELS) or is_boilerplate_line(block.text):
            continue
        is_described = bool(described) and described.startswith(block.text.casefold()[:60])
        if (block.hints & Hint.STANDFIRST or is_described) and block.link_chars < 0.3 * len(block.text):
            if any(blocks[n].text == block.text for n in numbers[:5]):
                return []
            return [number]
    known = view.standfirst(range(title + 1, first)) if view is not None else None
    return [] if known is None else [known]
