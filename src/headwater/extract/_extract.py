"""From one capture to one article: pure, total over any bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import Block, Page, read_blocks
from headwater.extract._byline import Byline, find_byline
from headwater.extract._credits import FoundCredits, Lines, Names, find_credits
from headwater.extract._dates import DateEvidence, find_dates
from headwater.extract._declared_text import declared_text
from headwater.extract._extraction import Extraction, ReadingPath
from headwater.extract._faithful import Checked, Lost, check_in
from headwater.extract._headline import find_headline
from headwater.extract._host import HostKnowledge
from headwater.extract._host_facts import ReadPage, page_facts
from headwater.extract._host_pictures import with_known_captions
from headwater.extract._host_view import HostView
from headwater.extract._kinds import Shape, page_form
from headwater.extract._main import MainText, find_main_text
from headwater.extract._metadata import Head
from headwater.extract._pictures import find_pictures
from headwater.extract._publisher import find_publisher
from headwater.extract._reading import Reading, reject
from headwater.extract._recipes import Recipe, read_with
from headwater.extract._reject import reject_read, reject_unread
from headwater.extract._shape import Hint
from headwater.extract._signed import is_house, is_signature, known_people, signed_names
from headwater.extract._tail import text_numbers
from headwater.extract._terms import find_keywords, find_licence, find_section, is_accessible, licence_signals
from headwater.model.article import Article, Credit, Publisher
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry
from headwater.text.decode import decode_html
from headwater.text.ids import digest
from headwater.text.languages import detect_language
from headwater.text.nesting import flattened
from headwater.text.urls import canonical_url

EXTRACTOR = "headwater"
EXTRACTOR_VERSION = 2

MAX_BODY_BYTES = 64_000_000
"""Bodies beyond this are not even searched for embedded images."""

MAX_SUMMARY_CHARS = 2_000
"""Longest publisher's summary that is kept."""

LANGUAGE_CHARS = 1_000
"""Headline and this much text tell the language."""

LINES_BEFORE = 20
"""Lines before the headline in which byline and date may stand."""

LINES_AFTER = 16
"""Lines after the text in which byline and date may stand."""

OPENING_BLOCKS = 6
"""Blocks at both ends of the text that may be labels in paragraphs of their own."""

SIGNED_AFTER = 6
"""Lines after the text in which a reporter may sign it."""

MAX_LABEL_CHARS = 200
"""Longer blocks are prose, not byline or date."""

UNREAD_LINES = 60
"""Lines looked at on a page in which no text was found."""

SHOWN_ORIGINS = frozenset({"time-element", "visible text", "url"})
"""Where dates are read only if a page declares none to machines."""

_TEXTLESS = frozenset({Reason.EMPTY_SHELL, Reason.NO_TEXT})
"""Rejections of pages that show no text: only then is declared text looked at (docs/decisions/0013)."""

# Embedded images, fonts and media: up to 20 MB of base64 in real pages, of which not one byte is text.
_EMBEDDED = re.compile(
    rb"data:(?:image|font|audio|video|application)/[\w.+-]{1,60};(?:[\w=.+-]{1,60};){0,4}base64,[A-Za-z0-9+/=%\s]{64,}"
)


@dataclass(frozen=True, slots=True)
class _Parsed:
    tree: LexborHTMLParser
    head: Head
    page: Page
    headline: str
    text: MainText
    view: HostView | None = None
    paths: set[ReadingPath] = field(default_factory=set)


def extract(
    capture: Capture,
    *,
    article_id: str,
    entry: Entry | None = None,
    host: HostKnowledge | None = None,
    recipe: Recipe | None = None,
) -> Extraction | Rejection:
    """The article of one captured page, every paragraph verbatim in the page, or why there is none.

    `entry` is what a feed said of it: its title, authors, times and source are witnesses of lower rank than the page.
    `host` is what other pages of the host taught, and asks for the facts that this one teaches (`Extraction.facts`);
    a page that does not fit it is read alone. `recipe` is what an operator wrote of the publisher's layout: a hint.
    """
    if recipe is not None:
        return read_with(capture, recipe, lambda page: extract(page, article_id=article_id, entry=entry, host=host))
    result = _read(capture, article_id, entry, host)
    if isinstance(result, Rejection) and host is not None and host.pages:
        result = _read(capture, article_id, entry, HostKnowledge())
        if isinstance(result, Extraction):
            return replace(result, paths=result.paths | {ReadingPath.READ_ALONE})
    return result


def _read(capture: Capture, article_id: str, entry: Entry | None, host: HostKnowledge | None) -> Extraction | Rejection:
    if len(capture.body) > MAX_BODY_BYTES:
        return reject(capture, Reason.TOO_LARGE, f"{len(capture.body)} bytes, limit {MAX_BODY_BYTES}")
    body = _EMBEDDED.sub(b"data:,", capture.body) if b";base64," in capture.body else capture.body
    rejection = reject_unread(capture, body)
    if rejection is not None:
        return rejection
    html, _ = decode_html(body, capture.headers.get("content-type", ""))
    parsed = _parse(html, capture, entry, host)
    publisher = find_publisher(parsed.head, parsed.headline)
    found = _credits(parsed, entry, publisher)
    near = _lines_near(parsed)
    byline = _byline(parsed, near[0], entry, publisher)
    numbers = text_numbers(parsed.page.blocks, parsed.text.numbers, found, byline.people)
    numbers = _without_repeated(parsed, _without_labels(parsed.page.blocks, numbers, byline.people), byline.people)
    kept = [parsed.page.blocks[number] for number in numbers]
    checked = check_in((block.text for block in kept), parsed.tree)
    parsed.paths.update(_paths_to_text(parsed.text, checked, len(kept)))
    if not checked.is_faithful:
        return reject(capture, Reason.UNFAITHFUL, checked.evidence)
    shown = Reading(capture, parsed.tree, parsed.head, parsed.page, parsed.headline, checked.paragraphs, kept)
    rejection = reject_read(shown)
    pieces = _Pieces(article_id, entry, publisher, found, byline, near, checked.paragraphs, checked.what_is_lost)
    if rejection is None:
        return _extraction(parsed, capture, pieces)
    declared = declared_text(parsed.head) if rejection.reason in _TEXTLESS else None
    if declared is None or reject_read(replace(shown, paragraphs=declared.paragraphs, kept=())) is not None:
        return rejection
    pieces = replace(pieces, paragraphs=declared.paragraphs, lost=declared.what_is_lost, text_from="json-ld")
    return _extraction(parsed, capture, pieces)


@dataclass(frozen=True, slots=True)
class _Pieces:
    article_id: str
    entry: Entry | None
    publisher: Publisher
    found: FoundCredits
    byline: Byline
    near: tuple[list[Block], int]
    paragraphs: tuple[str, ...]
    lost: Lost
    text_from: str = "page"


def _parse(html: str, capture: Capture, entry: Entry | None, host: HostKnowledge | None) -> _Parsed:
    tree = LexborHTMLParser(flattened(html))
    url = canonical_url(capture.final_url) or canonical_url(capture.requested_url)
    head = Head(tree, url)
    page = read_blocks(tree)
    h1s = [block.text for block in page.blocks if block.tag == "h1"]
    headline = find_headline(head, h1s, entry_title=entry.title if entry else "")
    view = HostView(host, page, url=url, headline=headline) if host is not None else None
    return _Parsed(tree, head, page, headline, find_main_text(page, headline, head, view), view)


def _without_labels(blocks: Sequence[Block], numbers: list[int], people: Sequence[str]) -> list[int]:
    """The text without lines of its authors' names, and without what stands once more as a picture's caption."""
    captions = {block.text for block in blocks if block.hints & Hint.CAPTION}
    return [
        number
        for number in numbers
        if (blocks[number].text not in captions or blocks[number].hints & Hint.CAPTION)
        and not (people and is_signature(blocks[number].text, people))
    ]


def _without_repeated(parsed: _Parsed, numbers: list[int], people: Sequence[str]) -> list[int]:
    """The text without what the host says under other headlines too, and without captions in their known place."""
    view = parsed.view
    if view is None or not view.knows:
        return numbers
    left_out = view.left_out(numbers, people, lambda: len(parsed.tree.css("img")))
    return [number for number in numbers if number not in left_out]


def _byline(parsed: _Parsed, lines: list[Block], entry: Entry | None, publisher: Publisher) -> Byline:
    authors = entry.authors if entry else ()
    byline = find_byline(parsed.head, lines, publisher=publisher.name, feed_authors=authors)
    byline.people = known_people(byline.people)
    if byline.people and (byline.is_shown or len(byline.people) == 1) and not byline.people[0].isascii():
        byline.people = _better_signed(lines, byline)
    if all(is_house(name, publisher.name, publisher.domain) for name in byline.people):
        signed = known_people(_signed(parsed, lines, is_bare_believed=bool(byline.people)))
        byline.people = signed or byline.people
    return byline


def _better_signed(lines: list[Block], byline: Byline) -> list[str]:
    """The reporters named with their calling below the headline, where they are more, or the page declares nobody."""
    signed = known_people(signed_names([block.text for block in lines[:OPENING_BLOCKS]], (), ()))
    return signed if signed and (byline.is_shown or set(signed) > set(byline.people)) else byline.people


def _signed(parsed: _Parsed, lines: list[Block], *, is_bare_believed: bool) -> list[str]:
    """Who signed the text itself, where the page declares nobody or only the house."""
    blocks, numbers = parsed.page.blocks, parsed.text.numbers
    if not numbers:
        return []
    opening = [block.text for block in lines[:OPENING_BLOCKS]]
    after = [block.text for block in blocks[numbers[-1] + 1 : numbers[-1] + 1 + SIGNED_AFTER]]
    paragraphs = [blocks[number].text for number in numbers]
    shown = [block for block in lines[:LINES_AFTER] if block.hints & Hint.BYLINE]
    marked = [text for block in shown for text in (block.text, *(said for _, said in block.links))]
    return signed_names(opening, paragraphs, after, marked=marked, is_bare_believed=is_bare_believed)


def _credits(parsed: _Parsed, entry: Entry | None, publisher: Publisher) -> FoundCredits:
    numbers = parsed.text.numbers
    first, last = (numbers[0], numbers[-1]) if numbers else (0, len(parsed.page.blocks) - 1)
    lines = Lines(parsed.page.blocks, first, last, frozenset(numbers))
    return find_credits(parsed.head, lines, entry=entry, names=Names(publisher.name, parsed.headline))


def _lines_near(parsed: _Parsed) -> tuple[list[Block], int]:
    """The blocks in which byline and date stand, and how many of them lie between headline and text.

    First those from the headline to the first paragraphs, then those before the headline, then those after the text.
    """
    blocks = parsed.page.blocks
    numbers = parsed.text.numbers
    if not numbers:
        return blocks[:UNREAD_LINES], 0
    first, last = numbers[0], numbers[-1]
    top = numbers[min(OPENING_BLOCKS, len(numbers)) - 1]
    title = next((n for n in range(top, -1, -1) if blocks[n].text == parsed.headline), first)
    start = min(first, title)
    bottom = max(top + 1, numbers[-OPENING_BLOCKS:][0])
    opening, before, after = (
        [n for n in lines if len(blocks[n].text) < MAX_LABEL_CHARS]
        for lines in (
            range(start, top + 1),
            range(max(0, start - LINES_BEFORE), start),
            range(bottom, min(len(blocks), last + 1 + LINES_AFTER)),
        )
    )
    lines = [blocks[n] for n in (*opening, *before, *after)]
    return lines if parsed.view is None else parsed.view.with_labels(lines), len(opening)


def _extraction(parsed: _Parsed, capture: Capture, pieces: _Pieces) -> Extraction:
    head, entry, found = parsed.head, pieces.entry, pieces.found
    byline, (lines, shown) = pieces.byline, pieces.near
    dates = find_dates(_date_evidence(parsed, lines, shown, entry), captured_at=capture.captured_at)
    licence = find_licence(head)
    pictures = find_pictures(parsed.tree, head, entry, paragraphs=pieces.paragraphs)
    if parsed.view is not None:
        dates = parsed.view.dated(dates, language=head.language, captured_at=capture.captured_at)
        pictures = with_known_captions(pictures, parsed.view.known_captions(), parsed.tree, head.base_url)
    shape = (parsed.tree, head, parsed.page.blocks, parsed.text.numbers)
    form = page_form(Shape(*shape, parsed.headline, pieces.paragraphs, pictures))
    article = Article(
        id=pieces.article_id,
        url=head.url,
        headline=parsed.headline,
        paragraphs=pieces.paragraphs,
        capture_id=capture.id,
        canonical_url=form.original_url or head.canonical,
        publisher=pieces.publisher,
        byline=tuple(byline.people),
        dateline=found.dateline,
        summary=_summary(head, entry),
        pictures=pictures,
        kind=form.kind.value,
        text_from=pieces.text_from,
        section=find_section(head),
        keywords=find_keywords(head),
        published_at=dates.published_at,
        modified_at=dates.modified_at,
        language=_language(parsed.headline, pieces.paragraphs, head.language or (entry.language if entry else "")),
        declared_language=head.language,
        licence=licence,
        is_accessible=is_accessible(head),
        credits=(*found.credits, *_byline_credits(byline)),
        body_digest=capture.body_digest or digest(capture.body),
        extractor=EXTRACTOR,
        extractor_version=EXTRACTOR_VERSION,
    )
    facts = None
    if parsed.view is not None and pieces.text_from == "page":
        facts = page_facts(ReadPage(parsed.page, parsed.text.numbers, lines, article), parsed.view, head.url)
    parsed.paths.update(_paths_to_credits(article, byline))
    signals = licence_signals(licence, head.url)
    paths = frozenset(parsed.paths)
    return Extraction(article=article, signals=signals, form=form, facts=facts, paths=paths, lost=pieces.lost)


def _paths_to_text(text: MainText, checked: Checked, count: int) -> Iterator[ReadingPath]:
    if text.has_second_try:
        yield ReadingPath.NAMES_FORGOTTEN
    if checked.lost or len(checked.paragraphs) != count:
        yield ReadingPath.PARAGRAPH_REPAIR
    if checked.has_read_hidden:
        yield ReadingPath.HIDDEN_TEXT


def _paths_to_credits(article: Article, byline: Byline) -> Iterator[ReadingPath]:
    if article.text_from == "json-ld":
        yield ReadingPath.DECLARED_TEXT
    if article.published_at is None or article.published_at.origin.removesuffix(" (modified)") in SHOWN_ORIGINS:
        yield ReadingPath.SHOWN_DATE
    if byline.is_shown:
        yield ReadingPath.SHOWN_BYLINE


def _date_evidence(parsed: _Parsed, lines: list[Block], shown: int, entry: Entry | None) -> DateEvidence:
    return DateEvidence(
        tree=parsed.tree,
        head=parsed.head,
        lines=lines,
        shown_lines=shown,
        feed_published=entry.published_at if entry else None,
        feed_updated=entry.updated_at if entry else None,
    )


def _byline_credits(byline: Byline) -> list[Credit]:
    return list(dict.fromkeys(byline.credits))


def _summary(head: Head, entry: Entry | None) -> str:
    said = (entry.summary if entry else "") or head.meta("og:description", "description", "twitter:description")
    return said[:MAX_SUMMARY_CHARS]


def _language(headline: str, paragraphs: tuple[str, ...], declared: str) -> str:
    sample = "\n".join((headline, *paragraphs))[: len(headline) + LANGUAGE_CHARS]
    return detect_language(sample, prior=declared)[0]
