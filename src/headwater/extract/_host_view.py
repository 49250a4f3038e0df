"""What is known of a host, seen on one of its pages: which blocks repeat, and which elements have a known shape.

Knowledge only weighs and labels. Inside the element that holds the article a block is left out because its very text
stood on other works' pages, never because of its place. Beside that element lists of items are left out (comments,
teasers: several alike, of a shape that stood beside the text on other pages too); other new text there stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from headwater.extract._blocks import Block, Page, is_prose
from headwater.extract._dates import Dates, is_date_line
from headwater.extract._host import (
    HostKnowledge,
    PageTrace,
    Role,
    address_of,
    fingerprint,
    headline_of,
    is_same_headline,
)
from headwater.extract._host_shapes import MAX_LEAD_CHARS, Shapes, holder_of, lead_mark, lead_of
from headwater.extract._lines import line_parts
from headwater.extract._person import BY, is_name, split_names
from headwater.extract._shape import Hint
from headwater.model.time import Precision, StatedTime
from headwater.text.dates import is_believable, parse_stated

MIN_COUNT = 2
"""Pages on which a shape must have done its work before it is relied on."""

KNOWN_BONUS = 2.0
"""How much more prose weighs in an element whose shape held the article before."""

REPEATED_PAGES = 2
"""Other works on which a block that stands out from the paragraphs (links, another shape, the author's name) is
boilerplate."""

EDGE_PAGES, EDGE_SHARE = 3, 0.3
"""Other works, and share of the recent ones, on which a plain paragraph at either end is boilerplate."""

AMID_PAGES, AMID_SHARE = 4, 0.4
"""The same for a plain paragraph amid new text: background that several reports repeat must stay."""

MIN_LINK_SHARE = 0.1
"""A repeated block with so much link text stands out."""

MAX_LABEL_CHARS = 160
"""Longer blocks are no byline or date, wherever they stand."""

_WEAK_ORIGINS = frozenset({"time-element", "visible text", "url"})


ESTABLISHED_LABEL = 4
"""A line that says the same on so many works' pages is no byline or date of one of them."""

_FOREIGN = Hint.NAVIGATION | Hint.TEASER | Hint.JUNK


class HostView:
    """One page in the light of what is known of its host."""

    def __init__(self, known: HostKnowledge, page: Page, *, url: str, headline: str) -> None:
        self._page = page
        self.shapes = Shapes(page)
        address, title = address_of(url), headline_of(headline)
        self._others = {one.number for one in known.recent if not _is_same(one, address, title)}
        self._marks = known.blocks if self._others else {}
        self._roles = {
            role: frozenset(shape for shape, count in known.shapes.get(role, {}).items() if count >= MIN_COUNT)
            for role in Role
        }
        self._counts: dict[str, int] = {}
        self._items: set[int] = set()
        self._paragraphs: frozenset[str] = frozenset()

    @property
    def knows(self) -> bool:
        """Whether anything was learned from other works of the host."""
        return bool(self._others)

    def pages_with(self, mark: str) -> int:
        """On how many other works' pages a fingerprint was seen."""
        numbers = self._marks.get(mark)
        return len(self._others.intersection(numbers)) if numbers else 0

    def repeats(self, block: Block) -> int:
        """On how many other works' pages a block stood, or the lead before its link."""
        text = block.text
        count = self._counts.get(text)
        if count is None:
            count = self.pages_with(fingerprint(text)) if self._marks else 0
            lead = lead_of(block) if self._marks else ""
            if lead:
                count = max(count, self.pages_with(lead_mark(lead)))
            self._counts[text] = count
        return count

    def is_known(self, role: Role, element: int) -> bool:
        """Whether an element has a shape that was relied on in `role`."""
        known = self._roles[role]
        return bool(known) and self.shapes.of(element) in known

    def is_inside(self, element: int, shapes: Collection[str]) -> bool:
        """Whether an element, or one that holds it, has one of some shapes."""
        while element >= 0:
            if self.shapes.of(element) in shapes:
                return True
            element = self._page.elements[element].parent
        return False

    def weights(self) -> list[float]:
        """What each block's weight is multiplied by: nothing for what repeats, more inside a known container."""
        page = self._page
        if not self.knows:
            return [1.0] * len(page.blocks)
        known = self._roles[Role.CONTAINER]
        inside = [bool(known) and self.is_inside(block.element, known) for block in page.blocks]
        repeated = [self.repeats(block) >= REPEATED_PAGES for block in page.blocks]
        has_text = any(
            is_prose(block) and block_is_inside and not is_repeated
            for block, block_is_inside, is_repeated in zip(page.blocks, inside, repeated, strict=True)
        )
        self._items = set(self._items_outside(inside)) if has_text else set()
        return [
            0.0 if repeated[number] or number in self._items else KNOWN_BONUS if inside[number] else 1.0
            for number in range(len(page.blocks))
        ]

    def _items_outside(self, inside: Sequence[bool]) -> Iterator[int]:
        """The blocks of comments and teasers: of items that stood beside the text before, several on this page too."""
        items = self._roles[Role.ITEM] - self._roles[Role.CONTAINER]
        holders: dict[str, dict[int, list[int]]] = {}
        for number in range(len(self._page.blocks)) if items else ():
            holder = holder_of(self._page, number)
            if not inside[number] and self.shapes.of(holder) in items:
                holders.setdefault(self.shapes.of(holder), {}).setdefault(holder, []).append(number)
        for alike in holders.values():
            if len(alike) > 1:
                yield from (number for numbers in alike.values() for number in numbers)

    def left_out(self, numbers: Sequence[int], people: Sequence[str], pictures: Callable[[], int]) -> set[int]:
        """Those of the text's blocks that the host repeats, or that are captions; never all of them.

        `people` are the authors' names; `pictures` counts the page's pictures, if need be.
        """
        found = (
            self._boilerplate(numbers, people) | self._captions(numbers, pictures) | self._items.intersection(numbers)
        )
        return found if len(found) < len(numbers) else set()

    def _boilerplate(self, numbers: Sequence[int], people: Sequence[str]) -> set[int]:
        blocks = self._page.blocks
        counts = [self.repeats(blocks[number]) for number in numbers]
        edges = _edges(counts)
        fresh = {self.shapes.of(blocks[n].element) for n, count in zip(numbers, counts, strict=True) if not count}
        self._paragraphs = self._roles[Role.PARAGRAPH] | fresh
        found = {
            number
            for index, number in enumerate(numbers)
            if counts[index]
            and not blocks[number].hints & Hint.HEADING
            and self._is_boilerplate(blocks[number], counts[index], is_edge=index in edges, people=people)
        }
        return found | self._headings(numbers, found)

    def _headings(self, numbers: Sequence[int], found: set[int]) -> set[int]:
        """Repeated headings of which nothing but boilerplate, or nothing, is left."""
        blocks = self._page.blocks
        empty: set[int] = set()
        has_text = False
        for number in reversed(numbers):
            if not blocks[number].hints & Hint.HEADING:
                has_text = has_text or number not in found
                continue
            if not has_text and self.repeats(blocks[number]) >= REPEATED_PAGES:
                empty.add(number)
            has_text = False
        return empty

    def _is_boilerplate(self, block: Block, count: int, *, is_edge: bool, people: Sequence[str]) -> bool:
        if count < REPEATED_PAGES:
            return False
        share = count / len(self._others)
        if count >= AMID_PAGES and share >= AMID_SHARE:
            return True
        if self._stands_out(block) or (is_edge and any(name in block.text for name in people)):
            return True
        return is_edge and count >= EDGE_PAGES and share >= EDGE_SHARE

    def _stands_out(self, block: Block) -> bool:
        """Whether a block looks unlike the host's paragraphs: links, or an element of another shape."""
        if block.link_chars >= MIN_LINK_SHARE * len(block.text):
            return True
        if block.hints & (Hint.LIST | Hint.QUOTE | Hint.TABLE) or not self._paragraphs:
            return False
        return self.shapes.of(block.element) not in self._paragraphs

    def standfirst(self, numbers: range) -> int | None:
        """The first of some blocks whose shape was that of standfirsts, and that repeats nothing."""
        blocks = self._page.blocks
        known = (
            n for n in numbers if self.is_known(Role.STANDFIRST, blocks[n].element) and not self.repeats(blocks[n])
        )
        return next((n for n in known if len(blocks[n].text) > MAX_LEAD_CHARS), None)

    def with_labels(self, lines: Sequence[Block]) -> list[Block]:
        """Lines with those of a known byline's or date's shape marked as such, wherever on the page they stand."""
        blocks = self._page.blocks
        held = {id(line) for line in lines}
        more = [block for block in blocks if self._mark(block) and id(block) not in held]
        return [*lines, *more]

    def _mark(self, block: Block) -> bool:
        if len(block.text) > MAX_LABEL_CHARS or self.repeats(block) >= ESTABLISHED_LABEL:
            return False
        if self.is_known(Role.BYLINE, block.element) and _names_people(block.text):
            block.hints = (block.hints | Hint.BYLINE) & ~_FOREIGN
            return True
        return self.is_known(Role.DATE, block.element)

    def dated(self, dates: Dates, *, language: str, captured_at: datetime) -> Dates:
        """The dates with the published one from its known place, where the page declares none by machine."""
        published = dates.published_at
        if published is not None and published.origin not in _WEAK_ORIGINS:
            return dates
        for block in self._page.blocks:
            if len(block.text) <= MAX_LABEL_CHARS and self.is_known(Role.DATE, block.element):
                stated = stated_in(block.text, language)
                if stated is None or not is_believable(stated, now=captured_at):
                    continue
                return dates if _is_coarser(stated, published) else replace(dates, published_at=stated)
        return dates

    def known_captions(self) -> list[Block]:
        """The blocks that stand where captions stood."""
        return [block for block in self._page.blocks if self.is_known(Role.CAPTION, block.element)]

    def _captions(self, numbers: Sequence[int], pictures: Callable[[], int]) -> set[int]:
        """Blocks among the text that stand where captions stood and paragraphs never did, at most one a picture."""
        blocks = self._page.blocks
        found = [
            number
            for number in numbers
            if self.is_known(Role.CAPTION, blocks[number].element)
            and not self.is_known(Role.PARAGRAPH, blocks[number].element)
        ]
        return set(found) if found and len(found) <= pictures() else set()


def stated_in(text: str, language: str) -> StatedTime | None:
    """The first time that a line or a part of it states."""
    candidates = (text, *line_parts(text))
    for part in candidates:
        if sum(map(str.isdigit, part)) < 3:
            continue
        stated = parse_stated(part, origin="visible text", language=language)
        if stated is not None:
            return stated
    return None


def _is_coarser(stated: StatedTime, published: StatedTime | None) -> bool:
    """Whether a shown day would take the place of a finer statement of the same day."""
    if published is None or stated.precision is not Precision.DAY:
        return False
    return stated.local.date() == published.local.date()


def _is_same(trace: PageTrace, address: str, headline: tuple[str, ...]) -> bool:
    return trace.address == address or is_same_headline(trace.headline, headline)


def _edges(counts: Sequence[int]) -> set[int]:
    """The places before the first and after the last block that repeats nowhere."""
    fresh = [index for index, count in enumerate(counts) if not count]
    if not fresh:
        return set(range(len(counts)))
    return {index for index in range(len(counts)) if index < fresh[0] or index > fresh[-1]}


def _names_people(text: str) -> bool:
    if is_date_line(text):
        return False
    match = BY.match(text)
    names = split_names(text[match.end() :] if match else text)
    return bool(names) and all(is_name(name) for name in names)
