"""What one accepted page can teach about its host: fingerprints of its blocks, and the shapes that did each work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.extract._blocks import Block, Page, is_prose
from headwater.extract._host import MAX_PAGE_BLOCKS, PageFacts, Role, address_of, fingerprint, headline_of
from headwater.extract._host_shapes import holder_of, lead_mark, lead_of
from headwater.extract._host_view import MAX_LABEL_CHARS, HostView, stated_in
from headwater.extract._shape import Hint
from headwater.model.article import Article
from headwater.model.time import Precision, StatedTime

MIN_PARAGRAPHS = 2
"""New blocks that an element holds at least to be known as the one that holds the article."""

CONTAINER_LEAD = 1.5
"""How much more of the text it holds than any other element."""

MAX_ITEM_BLOCKS = 2
"""Elements with more prose may be parts of a text; a comment of three paragraphs is not known as one."""

MIN_ITEMS = 2
"""Elements alike on one page that make a list of items."""

MIN_CAPTION_CHARS = 15
"""Shorter captions are found anywhere."""

MAX_DATED_LINES = 12
"""Lines looked at for the place of the date: reading visible dates is dear."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as it was read: `numbers` are the blocks found as its text, boilerplate among them.

    `near` are the lines in which byline and date were looked for.
    """

    page: Page
    numbers: Sequence[int]
    near: Sequence[Block]
    article: Article


def page_facts(read: ReadPage, view: HostView, url: str) -> PageFacts:
    """The facts of one accepted page: hashes, no word of it."""
    blocks = read.page.blocks
    text = {fingerprint(blocks[number].text): blocks[number].size for number in read.numbers}
    return PageFacts(
        address=address_of(url),
        headline=headline_of(read.article.headline),
        blocks={**dict(list(text.items())[:MAX_PAGE_BLOCKS]), **_more(read, MAX_PAGE_BLOCKS - len(text))},
        text=tuple(text)[:MAX_PAGE_BLOCKS],
        shapes=_shapes(read, view),
    )


def _more(read: ReadPage, limit: int) -> dict[str, int]:
    """Leads, and prose outside the text, which could be taken for text on a shorter page."""
    blocks = read.page.blocks
    inside = set(read.numbers)
    found: dict[str, int] = {}
    for number, block in enumerate(blocks):
        if len(found) >= limit:
            break
        lead = lead_of(block) if number in inside else ""
        if lead:
            found[lead_mark(lead)] = 0
        if number not in inside and is_prose(block):
            found.setdefault(fingerprint(block.text), block.size)
    return found


def _shapes(read: ReadPage, view: HostView) -> dict[str, tuple[str, ...]]:
    fresh = [number for number in read.numbers if view.repeats(read.page.blocks[number]) == 0]
    found = {
        Role.CONTAINER: _container(read, view, fresh),
        Role.PARAGRAPH: _paragraphs(read, view, fresh),
        Role.BYLINE: _of_blocks(_bylines(read), view),
        Role.DATE: _of_blocks(_dates(read), view),
        Role.STANDFIRST: _standfirst(read, view),
        Role.CAPTION: _of_blocks(_captions(read), view),
        Role.ITEM: _items(read, view, fresh),
    }
    return {role.value: shapes for role, shapes in found.items() if shapes}


def _container(read: ReadPage, view: HostView, fresh: Sequence[int]) -> tuple[str, ...]:
    """The shape of the element that holds several paragraphs and far more of the text than any other."""
    sizes: dict[int, list[int]] = {}
    for number in fresh:
        sizes.setdefault(holder_of(read.page, number), []).append(read.page.blocks[number].size)
    ranked = sorted(sizes, key=lambda one: sum(sizes[one]), reverse=True)
    if not ranked or not ranked[0] or len(sizes[ranked[0]]) < MIN_PARAGRAPHS:
        return ()
    second = sum(sizes[ranked[1]]) if len(ranked) > 1 else 0
    return (view.shapes.of(ranked[0]),) if sum(sizes[ranked[0]]) > CONTAINER_LEAD * second else ()


def _items(read: ReadPage, view: HostView, fresh: Sequence[int]) -> tuple[str, ...]:
    """The shapes of elements that hold one or two blocks each, beside others like them and outside the text's own."""
    own = _container(read, view, fresh)
    outside = [number for number, block in enumerate(read.page.blocks) if is_prose(block)]
    held: dict[int, int] = {}
    for number in outside:
        holder = holder_of(read.page, number)
        held[holder] = held.get(holder, 0) + 1
    counts: dict[str, int] = {}
    for holder, count in held.items():
        if holder and count <= MAX_ITEM_BLOCKS and not view.is_inside(holder, own):
            shape = view.shapes.of(holder)
            counts[shape] = counts.get(shape, 0) + 1
    return tuple(shape for shape, count in counts.items() if count >= MIN_ITEMS) if own else ()


def _paragraphs(read: ReadPage, view: HostView, fresh: Sequence[int]) -> tuple[str, ...]:
    """The shapes that at least a quarter of the new paragraphs have."""
    counts: dict[str, int] = {}
    plain = [n for n in fresh if not read.page.blocks[n].hints & (Hint.HEADING | Hint.LIST | Hint.QUOTE | Hint.TABLE)]
    for number in plain:
        shape = view.shapes.of(read.page.blocks[number].element)
        counts[shape] = counts.get(shape, 0) + 1
    return tuple(shape for shape, count in counts.items() if 4 * count >= len(plain) and count > 1)


def _of_blocks(blocks: Iterable[Block], view: HostView) -> tuple[str, ...]:
    return tuple(dict.fromkeys(view.shapes.of(block.element) for block in blocks))


def _bylines(read: ReadPage) -> list[Block]:
    """The lines that say every name of the byline and little else; the first of them."""
    people = read.article.byline
    least = sum(map(len, people))
    lines = (
        block
        for block in read.near
        if people
        and len(block.text) <= min(MAX_LABEL_CHARS, 3 * least + 20)
        and all(name in block.text for name in people)
    )
    return [block for block, _ in zip(lines, range(1), strict=False)]


def _dates(read: ReadPage) -> list[Block]:
    """The first line that shows the published time to the minute, else the day of it."""
    published = read.article.published_at
    if published is None:
        return []
    looked = [b for b in read.near if len(b.text) <= MAX_LABEL_CHARS and sum(map(str.isdigit, b.text)) >= 3]
    for block in looked[:MAX_DATED_LINES]:
        stated = stated_in(block.text, read.article.declared_language)
        if stated is not None and _agrees(stated, published):
            return [block]
    return []


def _agrees(shown: StatedTime, published: StatedTime) -> bool:
    if Precision.DAY in (shown.precision, published.precision):
        return shown.local.date() == published.local.date()
    return abs(shown.at - published.at).total_seconds() < 60 or (
        shown.local.replace(tzinfo=None, second=0) == published.local.replace(tzinfo=None, second=0, microsecond=0)
    )


def _standfirst(read: ReadPage, view: HostView) -> tuple[str, ...]:
    """The shape of an opening block that stands outside the element that holds the rest."""
    if len(read.numbers) < 3:
        return ()
    first, second = read.numbers[0], read.numbers[1]
    block = read.page.blocks[first]
    is_apart = holder_of(read.page, first) != holder_of(read.page, second)
    return (view.shapes.of(block.element),) if is_apart and not block.hints & Hint.HEADING else ()


def _captions(read: ReadPage) -> list[Block]:
    """The blocks that say a picture's caption."""
    captions = [one.caption for one in read.article.pictures if len(one.caption) >= MIN_CAPTION_CHARS]
    if not captions:
        return []
    return [block for block in read.page.blocks if any(block.text.startswith(caption) for caption in captions)]
