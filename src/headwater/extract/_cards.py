"""Cards: what a page says of other articles, a linked title with a line or two, set the same way several times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from headwater.extract._blocks import Block, Element, Page, is_prose
from headwater.extract._shape import Hint
from headwater.text.urls import host_of

MIN_CARDS = 3
"""Fewer siblings of one form are no row of cards."""

MAX_CARD_SIZE = 450
"""A card says no more of its article than this."""

MAX_CARD_PROSE = 2
"""A card has no more paragraphs."""

MAX_CARD_BLOCKS = 7
"""A card has no more lines: labels, title, lead, author, date."""

MAX_SHARE = 0.6
"""Cards that hold more of the page's prose than this are the page itself: a listing, a live blog."""

MAX_HEIGHT = 5
"""Elements above a title among which its card is looked for."""

TITLE_SIZES = range(12, 301)
LINK_SHARE = 0.9
_CARD_TAGS = frozenset({"div", "article", "li", "section", "td", "dd", "tr"})


def mark_cards(page: Page, url: str) -> None:
    """Give the blocks of cards the hint of teasers; `url` is the page's own address."""
    own_host = host_of(url).removeprefix("www.")
    titles = [block for block in page.blocks if len(block.links) == 1 and _is_title(block, url, own_host)]
    if len(titles) < MIN_CARDS:
        return
    cards = _cards(page, titles)
    if not cards or sum(page.elements[card].prose for card in cards) > MAX_SHARE * page.elements[0].prose:
        return
    for block in page.blocks:
        if _lies_in(page.elements, block.element, cards):
            block.hints |= Hint.TEASER


def _is_title(block: Block, url: str, own_host: str) -> bool:
    """Whether a block with one link is nothing but that link, to another page of the same host."""
    if block.link_chars < LINK_SHARE * len(block.text) or block.size not in TITLE_SIZES:
        return False
    href = block.links[0][0]
    if not href or href[0] in "#?" or href.startswith(url):
        return False
    host = host_of(href) if href.startswith(("http:", "https:", "//")) else ""
    return not host or not url or host.removeprefix("www.") == own_host


def _cards(page: Page, titles: Sequence[Block]) -> set[int]:
    """The elements that hold a title and little prose, and have brothers that do."""
    elements = page.elements
    holding = _rows_of(
        elements,
        {place for block in titles for place in _above(elements, block.element) if _may_be_card(elements[place])},
    )
    lines: dict[int, int] = {}
    prose: dict[int, int] = {}
    for block in page.blocks if holding else ():
        for place in _above(elements, block.element):
            if place in holding:
                lines[place] = lines.get(place, 0) + 1
                prose[place] = prose.get(place, 0) + is_prose(block)
    small = (p for p, count in prose.items() if 1 <= count <= MAX_CARD_PROSE and lines[p] <= MAX_CARD_BLOCKS)
    return _rows_of(elements, small)


def _rows_of(elements: Sequence[Element], places: Iterable[int]) -> set[int]:
    """Those of the places that have enough brothers of their form among them."""
    rows: dict[tuple[int, str], list[int]] = {}
    for place in places:
        rows.setdefault((elements[place].parent, elements[place].tag), []).append(place)
    return {place for row in rows.values() if len(row) >= MIN_CARDS for place in row}


def _may_be_card(element: Element) -> bool:
    return element.tag in _CARD_TAGS and element.prose <= MAX_CARD_SIZE


def _above(elements: Sequence[Element], place: int) -> list[int]:
    found: list[int] = []
    while place > 0 and len(found) < MAX_HEIGHT:
        found.append(place)
        place = elements[place].parent
    return found


def _lies_in(elements: Sequence[Element], place: int, cards: set[int]) -> bool:
    return not cards.isdisjoint(_above(elements, place))
