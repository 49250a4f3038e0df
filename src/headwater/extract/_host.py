"""What many pages of one host teach: blocks that repeat, and the shapes of the elements that held text and labels.

Only hashes are kept, never a word of a page. A block is boilerplate only if it repeats on pages that are different
works: at another address, under a headline in other words, not sharing most of their text. Everything is bounded and
ages: a block that none of the last `MAX_RECENT` pages showed is forgotten, and a shape loses one count for every page
on which another shape did its work, so that a host that changes its layout is unlearned within a few pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from headwater.text.urls import address_key
from headwater.text.words import words

MAX_RECENT = 32
"""Latest pages of a host that are remembered: what none of them showed is forgotten."""

MAX_BLOCKS = 1_500
"""Fingerprints kept of one host; those seen once and longest ago go first."""

MAX_PAGE_BLOCKS = 120
"""Fingerprints taken from one page."""

MAX_SHAPES = 8
"""Shapes kept for each role."""

MAX_CONFIDENCE = 8
"""Counts of a shape stop here, so that a new layout overtakes an old one within as many pages."""

MAX_HEADLINE_WORDS = 24
"""Words of a headline that are compared."""

SAME_HEADLINE = 0.75
"""From this share of common words on (of the shorter headline) two headlines are of one work."""

SAME_WORK = 0.5
"""Pages that share more of their text than this, boilerplate aside, are versions of one work and count once."""

ESTABLISHED = 3
"""A block on so many pages says nothing about whether two pages are one work."""


class Role(StrEnum):
    """What an element of a known shape did before: hold the paragraphs, be one, or be a label.

    An item is one of several alike, beside the element that held the paragraphs: a comment, a teaser.
    """

    CONTAINER = "container"
    PARAGRAPH = "paragraph"
    BYLINE = "byline"
    DATE = "date"
    STANDFIRST = "standfirst"
    CAPTION = "caption"
    ITEM = "item"


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTrace:
    """One page that was learned from: its number, and hashes of its address and of the words of its headline."""

    number: int
    address: str
    headline: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFacts:
    """What one accepted page can teach: hashes only.

    `blocks` are fingerprints by the size of their text (0: a lead before a link), `text` those of the article's own
    blocks as a single page shows them; `shapes` by role.
    """

    address: str
    headline: tuple[str, ...] = ()
    blocks: Mapping[str, int] = field(default_factory=dict)
    text: tuple[str, ...] = ()
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class HostKnowledge:
    """What is known of one host: JSON-able with `model.codec`, bounded by the limits of this module.

    `pages` counts the works learned from. `blocks` are the numbers of the recent pages that showed a fingerprint;
    `shapes` are counts by role and shape.
    """

    pages: int = 0
    recent: tuple[PageTrace, ...] = ()
    blocks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def fingerprint(text: str) -> str:
    """48 bits of a text's hash, in hexadecimal."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def address_of(url: str) -> str:
    """The hash by which a page's address is known."""
    return fingerprint(address_key(url) or url)


def headline_of(headline: str) -> tuple[str, ...]:
    """The hashes of a headline's words, each once."""
    return tuple(dict.fromkeys(fingerprint(word)[:8] for word in words(headline)[:MAX_HEADLINE_WORDS]))


def is_same_headline(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two headlines say the same in most words; an empty one is like any other."""
    least = min(len(one), len(other))
    return not least or len(set(one).intersection(other)) >= SAME_HEADLINE * least


def learn(known: HostKnowledge, page: PageFacts) -> HostKnowledge:
    """`known` and what one more accepted page of the host says.

    A page read again, or a new version of one, counts once. Linear in the size of the two values, which is bounded.
    """
    trace = _same_work(known, page)
    if trace is None:
        trace = PageTrace(number=known.pages + 1, address=page.address, headline=page.headline)
    others = [one for one in known.recent if one.number != trace.number]
    recent = tuple(sorted((*others, trace), key=lambda one: one.number))[-MAX_RECENT:]
    return HostKnowledge(
        pages=max(known.pages, trace.number),
        recent=recent,
        blocks=_blocks(known.blocks, page, trace.number, recent[0].number),
        shapes=_shapes(known.shapes, page.shapes),
    )


def _same_work(known: HostKnowledge, page: PageFacts) -> PageTrace | None:
    """The recent page of which this one is another reading or version."""
    for trace in reversed(known.recent):
        if trace.address == page.address:
            return replace(trace, headline=page.headline)
        if is_same_headline(trace.headline, page.headline):
            return trace
    number = _shares_text_with(known, page)
    return next((trace for trace in known.recent if trace.number == number), None)


def _shares_text_with(known: HostKnowledge, page: PageFacts) -> int:
    """The number of the page that shows most of this page's text too, or 0."""
    total = 0
    shared: dict[int, int] = {}
    for mark in page.text:
        numbers = known.blocks.get(mark, ())
        if len(numbers) >= ESTABLISHED:
            continue
        size = page.blocks.get(mark, 0)
        total += size
        for number in numbers:
            shared[number] = shared.get(number, 0) + size
    number = max(shared, key=lambda one: shared[one], default=0)
    return number if number and shared[number] > SAME_WORK * total else 0


def _blocks(
    known: Mapping[str, tuple[int, ...]], page: PageFacts, number: int, oldest: int
) -> dict[str, tuple[int, ...]]:
    kept = {mark: tuple(one for one in numbers if one >= oldest) for mark, numbers in known.items()}
    for mark in list(page.blocks)[:MAX_PAGE_BLOCKS]:
        kept[mark] = tuple(sorted({*kept.get(mark, ()), number}))
    kept = {mark: numbers for mark, numbers in kept.items() if numbers}
    if len(kept) <= MAX_BLOCKS:
        return kept
    ranked = sorted(kept, key=lambda mark: (len(kept[mark]) > 1, kept[mark][-1], mark), reverse=True)
    return {mark: kept[mark] for mark in ranked[:MAX_BLOCKS]}


def _shapes(known: Mapping[str, Mapping[str, int]], found: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """Counts of shapes: up for those found, down for those whose work another shape did on this page."""
    roles: dict[str, dict[str, int]] = {role: dict(counts) for role, counts in known.items()}
    for role, shapes in found.items():
        if shapes:
            roles[role] = _counted(roles.get(role, {}), shapes[:MAX_SHAPES])
    return roles


def _counted(counts: Mapping[str, int], found: Iterable[str]) -> dict[str, int]:
    seen = set(found)
    risen = {shape: min(MAX_CONFIDENCE, counts.get(shape, 0) + 1) for shape in sorted(seen)}
    fallen = {shape: count - 1 for shape, count in counts.items() if shape not in seen and count > 1}
    joined = {**fallen, **risen}
    return dict(sorted(joined.items(), key=lambda one: (-one[1], one[0]))[:MAX_SHAPES])
