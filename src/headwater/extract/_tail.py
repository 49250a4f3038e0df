"""What stands in paragraphs of its own and is no text: captions, labels, all that follows a closing source link."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.extract._agencies import agency_of
from headwater.extract._blocks import Block
from headwater.extract._byline import is_byline_line
from headwater.extract._credits import FoundCredits
from headwater.extract._dates import is_date_line
from headwater.extract._headline import agreement
from headwater.extract._phrases import tells_calling
from headwater.extract._pictures import is_caption_line
from headwater.extract._publication_lines import is_publication_line
from headwater.extract._shape import Hint
from headwater.model.article import CreditKind

MAX_CAPTION_LINE_CHARS = 260
"""Longer paragraphs that end in a credit are prose."""

MAX_TAIL_SHARE = 0.4
"""What follows a closing source link is the host's own only when it is at most this share of the text."""

EDGE_BLOCKS = 6
"""Blocks at both ends of the text among which lines of byline and date are looked for."""

MAX_LABEL_LINE_CHARS = 90
"""A line of byline and date is no longer."""

BIOGRAPHY_BLOCKS = 4
"""Blocks at the end of the text in which it is said who the author is."""

MIN_NAME_CHARS = 5
"""Shorter names are words."""

MAX_BEFORE_NAME = 18
"""So much may stand before the name: "About the author: ", "Text: ", a bracket."""

MIN_REPEATED_SIZE = 40
"""From this size on a line that stands twice is the same line shown twice: a pull quote, a slide, a mobile version."""

MIN_LABELS = 4
"""A shorter line that stands this often is a label of buttons or slides."""

MIN_PULLED_SIZE, MAX_PULLED_SIZE = 20, 220
"""A quotation of this size that a paragraph says word for word as well is a pull quote."""

MAX_ROLE_SIZE = 70
"""What an author is, in a line of its own at the beginning of the text, is said in no more."""

MAX_SIGNATURE_WORDS = 4
"""A line of so few words that is an agency's name signs the text."""

SAME_CAPTION = 0.45
"""From this agreement on a line before a caption is the same picture's other description."""

_QUOTES = " \"'“”„‚‘’«»‹›「」『』.…–—-"
_OPENING_QUOTES = frozenset("\"'“„‚‘«‹»「『”")
_SENTENCE_ENDS = frozenset(".!?…:;。！？।۔\"”»’')")


def text_numbers(
    blocks: Sequence[Block], numbers: Sequence[int], found: FoundCredits, people: Sequence[str] = ()
) -> list[int]:
    """The blocks of the text without pure credits, plain-paragraph captions, and what follows a closing source link.

    `people` are the authors' names: what the page says of them at the end of the text is not the text.
    """
    kept = [number for number in numbers if number not in found.pure]
    labels = (
        _captions(blocks, kept)
        | _labels(blocks, kept, people)
        | _repeated(blocks, kept)
        | _people(blocks, kept, people)
    )
    labels |= _pulled(blocks, kept)
    kept = [number for number in kept if number not in labels]
    end = _closing_link(blocks, found)
    if end is None:
        return kept
    after = sum(len(blocks[number].text) for number in kept if number > end)
    total = sum(len(blocks[number].text) for number in kept)
    return [number for number in kept if number < end] if after <= MAX_TAIL_SHARE * total else kept


def _closing_link(blocks: Sequence[Block], found: FoundCredits) -> int | None:
    """The number of the last block that is a bare link to the source."""
    links = {credit.text for credit in found.credits if credit.kind is CreditKind.TRAILING_LINK}
    return max((number for number in found.pure if blocks[number].text in links), default=None)


def _repeated(blocks: Sequence[Block], kept: Sequence[int]) -> set[int]:
    """Sentences that the page says once more, and labels that it says again and again."""
    places: dict[str, list[int]] = {}
    for number in kept:
        places.setdefault(blocks[number].text, []).append(number)
    repeated: set[int] = set()
    for text, numbers in places.items():
        block = blocks[numbers[0]]
        if len(numbers) == 1 or block.hints & Hint.TABLE:
            continue
        if block.size >= MIN_REPEATED_SIZE:
            repeated.update(numbers[1:])
        elif len(numbers) >= MIN_LABELS and not block.hints & (Hint.HEADING | Hint.LIST) and text[-1] not in ":：,":
            repeated.update(numbers)
    return repeated


def _pulled(blocks: Sequence[Block], kept: Sequence[int]) -> set[int]:
    """Quotations set apart that a paragraph of the text says word for word as well."""
    quoted = [
        number
        for number in kept
        if blocks[number].hints & (Hint.QUOTE | Hint.STANDFIRST | Hint.HEADING)
        and MIN_PULLED_SIZE <= blocks[number].size <= MAX_PULLED_SIZE
        and (blocks[number].hints & Hint.QUOTE or blocks[number].text[0] in _OPENING_QUOTES)
    ]
    if not quoted:
        return set()
    prose = [blocks[number].text for number in kept if not blocks[number].hints & (Hint.QUOTE | Hint.HEADING)]
    said = {number: blocks[number].text.strip(_QUOTES) for number in quoted}
    return {number for number in quoted if any(said[number] in text for text in prose)}


def _labels(blocks: Sequence[Block], kept: Sequence[int], people: Sequence[str]) -> set[int]:
    """Lines at the edges of the text that only name the author, what he is, a date, or the agency that signs."""
    edges = {*kept[:EDGE_BLOCKS], *kept[-EDGE_BLOCKS:]}
    found = {number for number in edges if _is_label(blocks[number], people)}
    found.update(number for number in kept[:2] if len(kept) > 2 and _is_role_line(blocks[number]))
    if len(kept) > 2 and _is_signature(blocks[kept[-1]]):
        found.add(kept[-1])
    return found


def _is_role_line(block: Block) -> bool:
    """Whether a line only says what the author is ("Transport correspondent, Port Selby")."""
    is_plain = block.size <= MAX_ROLE_SIZE and not block.hints & (Hint.HEADING | Hint.QUOTE | Hint.LIST)
    return is_plain and block.text[-1] not in _SENTENCE_ENDS and tells_calling(block.text)


def _is_signature(block: Block) -> bool:
    """Whether a line is the name of an agency and nothing else ("/ritzau/", "Hina")."""
    name = block.text.strip(" /()[].–—-")
    return len(name.split()) <= MAX_SIGNATURE_WORDS and bool(agency_of(name))


def _people(blocks: Sequence[Block], kept: Sequence[int], people: Sequence[str]) -> set[int]:
    """Lines that are an author's name, and what begins with one at the end of the text: who the author is."""
    names = [name for name in people if len(name) >= MIN_NAME_CHARS]
    if not names:
        return set()
    found = {number for number in kept if blocks[number].text in names}
    last = kept[-BIOGRAPHY_BLOCKS:] if len(kept) > 2 * BIOGRAPHY_BLOCKS else kept[-len(kept) // 3 :]
    return found | {number for number in last if _tells_who(blocks[number], names)}


def _tells_who(block: Block, names: Sequence[str]) -> bool:
    """Whether a line begins with a name, set apart or said to be of the press, not as the one who speaks in it."""
    text = block.text
    for name in names:
        at = text.find(name, 0, MAX_BEFORE_NAME + len(name))
        if at >= 0 and text[at + len(name) :].lstrip()[:1] not in (":", "："):
            is_apart = any(name in said for _, said in block.links) or block.bold_chars >= len(name)
            return is_apart or tells_calling(text)
    return False


def _is_label(block: Block, people: Sequence[str]) -> bool:
    if block.hints & (Hint.HEADING | Hint.QUOTE | Hint.LIST):
        return False
    if len(block.text) <= MAX_LABEL_LINE_CHARS and (is_byline_line(block.text) or is_date_line(block.text)):
        return True
    return is_publication_line(block.text, people)


def _captions(blocks: Sequence[Block], kept: Sequence[int]) -> set[int]:
    """Lines that end in a picture's credit, and the line before one that says the same."""
    captions: set[int] = set()
    for index, number in enumerate(kept):
        block = blocks[number]
        if block.size > MAX_CAPTION_LINE_CHARS or block.hints & (Hint.HEADING | Hint.QUOTE):
            continue
        if not is_caption_line(block.text):
            continue
        captions.add(number)
        before = blocks[kept[index - 1]] if index else None
        if (
            before is not None
            and len(before.text) <= len(block.text)
            and agreement(before.text, block.text) > SAME_CAPTION
        ):
            captions.add(kept[index - 1])
    return captions
