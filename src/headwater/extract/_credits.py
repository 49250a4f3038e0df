"""Every statement of a page, and of the feed that announced it, about where the material came from, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from headwater.extract._agencies import agency_of
from headwater.extract._blocks import Block
from headwater.extract._byline import is_byline_line
from headwater.extract._headline import agreement
from headwater.extract._jsonld import listed, text_of, url_of
from headwater.extract._lines import line_parts
from headwater.extract._metadata import Head
from headwater.extract._shape import Hint
from headwater.model.article import Credit, CreditKind
from headwater.model.web import Entry
from headwater.text.credit_lines import CreditLine, is_original_label, read_credit_line, read_dateline, read_signature
from headwater.text.urls import canonical_url, is_listing_address, registrable_domain, same_site
from headwater.text.words import words

MAX_LINES = 4_000
"""Lines of a page that are looked at for credits."""

MAX_CREDITS = 60
"""Credits kept of one page."""

MAX_PURE_CHARS = 220
"""Up to this length a credit line is nothing but a credit and no paragraph of the text."""

MAX_KEPT_CHARS = 260
"""Longer paragraphs of the text are prose, whatever they say of sources."""

END_SHARE = 0.15
"""A link stands at the end when at most this share of the text follows it."""

MIN_NAME_CHARS = 3
"""Shorter contents of a source meta are flags."""

MAX_BODY_CHARS = 140
"""The same in the middle of the text, where only a line of its own counts."""

REPEATING_END_SHARE = 0.4
"""The same for a link beside the article's headline, which cannot be meant for something else."""

LINES_AFTER = 25
"""Lines after the text in which source lines are still the article's own."""

LINES_OF_LINK = 3
"""Lines after the text in which a bare link is still the article's own."""

MIN_LINK_WORDS = 4
"""A linked line of fewer words that does not repeat the headline is a button."""

MAX_PARTS_CHARS = 140
"""A line of several labelled statements: date, source, author."""

SAME_HEADLINE = 0.5
"""From this agreement on the words beside a link are the headline of the original."""

_PURE_KINDS = frozenset(
    {CreditKind.VISIBLE_SOURCE, CreditKind.TRAILING_LINK, CreditKind.COPYRIGHT, CreditKind.TRANSLATION,
     CreditKind.LICENCE_ATTRIBUTION, CreditKind.AGENCY}
)  # fmt: skip
_SOURCE_NAMES = """
original-source syndication-source original_source article:original_source article:source og:source
dcterms.source.original originalsource news_source source content_source mediasource article_source
"""
_SOURCE_METAS = tuple(_SOURCE_NAMES.split())
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|youtube|youtu|t|telegram|whatsapp|wa|linkedin|tiktok|pinterest|reddit|"
    r"vk|ok|threads|bsky|"
    r"patreon|paypal|google|apple|spotify|amazon|amzn|bit|creativecommons)\.(?:com|be|me|ru|net|co|app|ly|org)$"
)
_CALLS = re.compile(
    r"^\W*(?:click|buy|shop|book|get|try|start|join|subscribe|sign|register|download|watch|listen|donate|support|see|"
    r"view|check|learn|"
    r"enroll|apply|order|hier|jetzt|cliquez|haga|clique|clicca|klik)\b",
    re.IGNORECASE,
)
_DIVIDER = re.compile(r"[|｜·•●:：]")  # a line without one of these says one thing only
_UNTEXTLIKE = Hint.HEADING | Hint.JUNK | Hint.FOOTER | Hint.ASIDE
_FOREIGN = Hint.NAVIGATION | Hint.COMMENTS | Hint.TEASER | Hint.FORM


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a page around its text: `first` and `last` are where its text begins and ends among `blocks`."""

    blocks: Sequence[Block]
    first: int
    last: int
    kept: frozenset[int]


@dataclass(slots=True)
class FoundCredits:
    """Credits in reading order, the dateline, and the numbers of the blocks that are nothing but a credit."""

    credits: list[Credit]
    dateline: str
    pure: set[int]


@dataclass(frozen=True, slots=True)
class Names:
    """What the page calls itself and its article: a link that says the headline again leads to the original."""

    publisher: str
    headline: str


def find_credits(head: Head, lines: Lines, *, entry: Entry | None, names: Names) -> FoundCredits:
    """All credits: head, JSON-LD, visible lines, datelines, signatures, trailing links, feed."""
    found = FoundCredits([], "", set())
    found.credits.extend(_from_head(head))
    found.credits.extend(_from_graph(head, names.publisher))
    _from_lines(found, head, lines, names)
    _from_paragraphs(found, lines)
    found.credits.extend(_from_entry(entry))
    found.credits = _distinct(found.credits)[:MAX_CREDITS]
    return found


def _from_head(head: Head) -> Iterator[Credit]:
    for url in dict.fromkeys((head.link("canonical"), canonical_url(head.meta("og:url"), head.base_url))):
        if url and not same_site(url, head.url):
            yield Credit(kind=CreditKind.CANONICAL, text=url, url=url, name=registrable_domain(url), place="head")
    for name in _SOURCE_METAS:
        for value in head.metas.get(name, ()):
            if len(value) >= MIN_NAME_CHARS:
                yield _stated(head, CreditKind.ORIGINAL_SOURCE, value, "head")
    for value in (*head.metas.get("dc.source", ()), *head.metas.get("dcterms.source", ())):
        yield _stated(head, CreditKind.BASED_ON, value, "head")
    for link in head.links:
        if {"original", "syndication-source", "original-source", "via"}.intersection(link.relations):
            yield _stated(head, CreditKind.ORIGINAL_SOURCE, link.url, "head")


def _stated(head: Head, kind: CreditKind, value: str, place: str) -> Credit:
    is_address = value.startswith(("http://", "https://", "//"))
    url = canonical_url(value, head.base_url) if is_address else ""
    return Credit(kind=kind, text=value, url=url, name=registrable_domain(url) if url else value, place=place)


def _from_graph(head: Head, publisher: str) -> Iterator[Credit]:
    article = head.article
    keys = (
        ("isBasedOn", CreditKind.BASED_ON),
        ("isBasedOnUrl", CreditKind.BASED_ON),
        ("basedOn", CreditKind.BASED_ON),
        ("translationOfWork", CreditKind.TRANSLATION),
        ("sourceOrganization", CreditKind.ORIGINAL_SOURCE),
        ("copyrightHolder", CreditKind.COPYRIGHT),
    )
    for key, kind in keys:
        for value in listed(article.get(key))[:10]:
            node = head.graph.resolve(value)
            url = canonical_url(url_of(node), head.base_url) if url_of(node).startswith("http") else ""
            name = text_of(node) if isinstance(node, Mapping) or not url else ""
            if url or name:
                yield Credit(
                    kind=kind, text=name or url, url=url, name=name or registrable_domain(url), place="json-ld"
                )


def _from_lines(found: FoundCredits, head: Head, lines: Lines, names: Names) -> None:
    total = sum(len(lines.blocks[number].text) for number in lines.kept) or 1
    seen = 0
    trailing: list[tuple[int, Credit]] = []
    stop = min(len(lines.blocks), lines.last + LINES_AFTER + 1)
    for number in range(max(0, lines.first - LINES_AFTER), min(stop, lines.first + MAX_LINES)):
        block = lines.blocks[number]
        is_kept = number in lines.kept
        seen += len(block.text) if is_kept else 0
        place = _place(lines, number, seen / total)
        if block.hints & _FOREIGN or (is_kept and len(block.text) > _longest(place)):
            continue
        is_last = number >= lines.first and _is_closing(block, names, (total - seen) / total)
        if number < lines.first and is_byline_line(block.text):
            continue
        line = _read_line(head, block, names, is_last=is_last and number <= lines.last + LINES_OF_LINK)
        if line is None or _is_own(line, names.publisher, head):
            continue
        credit = _credit(head, line, block, place)
        if credit.kind is CreditKind.TRAILING_LINK:
            trailing.append((number, credit))
            continue
        found.credits.append(credit)
        if credit.kind in _PURE_KINDS and len(block.text) <= MAX_PURE_CHARS:
            found.pure.add(number)
    for number, credit in _the_source_links(trailing, names):
        found.credits.append(credit)
        found.pure.add(number)


def _longest(place: str) -> int:
    return MAX_BODY_CHARS if place == "body" else MAX_KEPT_CHARS


def _is_closing(block: Block, names: Names, share_after: float) -> bool:
    """Whether so little text follows that a link here closes it; more may follow one that repeats the headline."""
    if share_after <= END_SHARE:
        return True
    if share_after > REPEATING_END_SHARE or not (block.links or "://" in block.text):
        return False
    return agreement(block.text, names.headline) > SAME_HEADLINE


def _place(lines: Lines, number: int, share: float) -> str:
    if number < lines.first or share < 0.1:
        return "top"
    return "end" if number >= lines.last or share > 0.8 else "body"


def _the_source_links(trailing: Sequence[tuple[int, Credit]], names: Names) -> list[tuple[int, Credit]]:
    """The links at the end that lead to the source: those that repeat the headline, or the only one."""
    repeating = [found for found in trailing if agreement(found[1].text, names.headline) > SAME_HEADLINE]
    return repeating or (list(trailing) if len({credit.url for _, credit in trailing}) == 1 else [])


def _read_line(head: Head, block: Block, names: Names, *, is_last: bool) -> CreditLine | None:
    """What one line says; links count as trailing only at the end of the text."""
    credit = read_credit_line(block.text) or _part(block.text)
    if credit is None:
        return _original(head, block) or (_linked(head, block, names) if is_last else None)
    if credit.kind is CreditKind.TRAILING_LINK and (not is_last or block.hints & Hint.LIST):
        return None
    if credit.kind is CreditKind.AGENCY and not agency_of(credit.name):
        return None
    if credit.kind is CreditKind.DATELINE:
        return None  # read with the paragraphs
    return credit


def _original(head: Head, block: Block) -> CreditLine | None:
    """A line that only says that its link leads to the original, if it leads to another site."""
    if len(block.links) != 1 or not is_original_label(block.text):
        return None
    url = canonical_url(block.links[0][0], head.base_url)
    if not url or same_site(url, head.url) or _SOCIAL.search(registrable_domain(url)):
        return None
    return CreditLine(kind=CreditKind.VISIBLE_SOURCE, text=block.text, url=url)


def _part(text: str) -> CreditLine | None:
    """A source named beside date and author in one line."""
    if len(text) > MAX_PARTS_CHARS or not _DIVIDER.search(text):
        return None
    parts = line_parts(text)
    found = (read_credit_line(part) for part in parts) if len(parts) > 1 else ()
    return next((credit for credit in found if credit is not None and credit.kind is CreditKind.VISIBLE_SOURCE), None)


def _linked(head: Head, block: Block, names: Names) -> CreditLine | None:
    """A paragraph that is one link to another site's article, and nothing else."""
    if len(block.links) != 1 or block.link_chars < 0.9 * len(block.text) or block.hints & (_UNTEXTLIKE | Hint.LIST):
        return None
    url = canonical_url(block.links[0][0], head.base_url)
    host = registrable_domain(url)
    if not url or same_site(url, head.url) or _SOCIAL.search(host) or is_listing_address(url):
        return None
    says_headline = agreement(block.text, names.headline) > SAME_HEADLINE
    if not says_headline and (block.tag != "p" or len(words(block.text)) < MIN_LINK_WORDS or _CALLS.search(block.text)):
        return None
    return CreditLine(kind=CreditKind.TRAILING_LINK, text=block.text, url=url)


def _is_own(credit: CreditLine, publisher: str, head: Head) -> bool:
    """Whether a copyright line or link only names the page's own publisher."""
    if credit.kind not in (CreditKind.COPYRIGHT, CreditKind.TRAILING_LINK):
        return False
    if credit.url and same_site(credit.url, head.url):
        return True
    name, own = "".join(words(credit.name)), "".join(words(publisher))
    label = registrable_domain(head.url).partition(".")[0].replace("-", "")
    return bool(name) and (name in (own, label) or (bool(own) and own in name))


def _credit(head: Head, line: CreditLine, block: Block, place: str) -> Credit:
    url = canonical_url(line.url, head.base_url)
    if not url and line.kind is not CreditKind.COPYRIGHT:
        targets = (canonical_url(href, head.base_url) for href, said in block.links if said)
        url = next((target for target in targets if target), "")
    return Credit(kind=line.kind, text=line.text, url=url, name=line.name, place=place)


def _from_paragraphs(found: FoundCredits, lines: Lines) -> None:
    """Datelines of the first paragraphs, signatures of the last."""
    kept = [lines.blocks[number] for number in sorted(lines.kept)]
    prose = [block for block in kept if not block.hints & Hint.HEADING]
    for block in prose[:3]:
        line = read_dateline(block.text) or read_dateline(block.text, known=lambda name: bool(agency_of(name)))
        if line is not None:
            found.dateline = found.dateline or line.text
            found.credits.append(_named(line, "top"))
            break
    for block in prose[-2:]:
        line = read_signature(block.text)
        if line is not None and agency_of(line.name):
            found.credits.append(_named(line, "end"))


def _named(line: CreditLine, place: str) -> Credit:
    return Credit(kind=line.kind, text=line.text, name=agency_of(line.name) or line.name, place=place)


def _from_entry(entry: Entry | None) -> Iterator[Credit]:
    if entry is not None and entry.origin is not None and (entry.origin.title or entry.origin.url):
        origin = entry.origin
        text = origin.title or origin.url
        yield Credit(kind=CreditKind.FEED_SOURCE, text=text, url=origin.url, name=origin.title, place="feed")


def _distinct(credits: Iterable[Credit]) -> list[Credit]:
    kept: dict[tuple[CreditKind, str, str], Credit] = {}
    for credit in credits:
        key = (credit.kind, credit.text.casefold(), credit.url)
        kept.setdefault(key, replace(credit, name=credit.name.strip()))
    return list(kept.values())
