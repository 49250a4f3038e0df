"""Every statement of a page, and of the feed that announced it, about where the material came from, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from headwater.extract._agencies import agency_of
from headwater.extract._blocks import Block
from headwater.extract._jsonld import listed, text_of, url_of
from headwater.extract._metadata import Head
from headwater.extract._shape import Hint
from headwater.model.article import Credit, CreditKind
from headwater.model.web import Entry
from headwater.text.credit_lines import CreditLine, read_credit_line, read_dateline, read_signature
from headwater.text.urls import canonical_url, is_listing_address, registrable_domain, same_site
from headwater.text.words import words

MAX_LINES = 4_000
"""Lines of a page that are looked at for credits."""

MAX_CREDITS = 60
"""Credits kept of one page."""

MAX_PURE_CHARS = 220
"""Up to this length a credit line is nothing but a credit and no paragraph of the text."""

END_SHARE = 0.15
"""A link stands at the end when at most this share of the text follows it."""

LINES_AFTER = 25
"""Lines after the text in which source lines are still the article's own."""

_PURE_KINDS = frozenset(
    {CreditKind.VISIBLE_SOURCE, CreditKind.TRAILING_LINK, CreditKind.COPYRIGHT, CreditKind.TRANSLATION,
     CreditKind.LICENCE_ATTRIBUTION, CreditKind.AGENCY}
)  # fmt: skip
_SOURCE_METAS = (
    "original-source", "syndication-source", "original_source", "article:original_source", "article:source", "og:source",
    "dcterms.source.original", "originalsource", "news_source", "source", "content_source", "mediasource", "article_source",
)  # fmt: skip
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|youtube|youtu|t|telegram|whatsapp|wa|linkedin|tiktok|pinterest|reddit|vk|ok|threads|bsky|"
    r"patreon|paypal|google|apple|spotify|amazon|amzn|bit|creativecommons)\.(?:com|be|me|ru|net|co|app|ly|org)$"
)
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


def find_credits(head: Head, lines: Lines, *, entry: Entry | None, publisher: str) -> FoundCredits:
    """All credits: head, JSON-LD, visible lines, datelines, signatures, trailing links, feed."""
    found = FoundCredits([], "", set())
    found.credits.extend(_from_head(head))
    found.credits.extend(_from_graph(head))
    _from_lines(found, head, lines, publisher)
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


def _from_graph(head: Head) -> Iterator[Credit]:
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


def _from_lines(found: FoundCredits, head: Head, lines: Lines, publisher: str) -> None:
    total = sum(len(lines.blocks[number].text) for number in lines.kept) or 1
    seen = 0
    stop = min(len(lines.blocks), lines.last + LINES_AFTER + 1)
    for number in range(max(0, lines.first - LINES_AFTER), min(stop, lines.first + MAX_LINES)):
        block = lines.blocks[number]
        if number in lines.kept:
            seen += len(block.text)
        if block.hints & _FOREIGN:
            continue
        place = (
            "top"
            if number < lines.first or seen < 0.1 * total
            else "end"
            if number >= lines.last or seen > 0.8 * total
            else "body"
        )
        is_last = number >= lines.first and total - seen <= END_SHARE * total
        credit = _read_line(head, block, is_last=is_last, is_inside=number <= lines.last)
        if credit is None or _is_own(credit, publisher, head):
            continue
        found.credits.append(_credit(head, credit, block, place))
        if credit.kind in _PURE_KINDS and len(block.text) <= MAX_PURE_CHARS:
            found.pure.add(number)


def _read_line(head: Head, block: Block, *, is_last: bool, is_inside: bool) -> CreditLine | None:
    """What one line says; links count as trailing only at the end of the text."""
    credit = read_credit_line(block.text)
    if credit is None:
        return _linked(head, block) if is_last and is_inside else None
    if credit.kind is CreditKind.TRAILING_LINK and not is_last:
        return None
    if credit.kind is CreditKind.AGENCY and not agency_of(credit.name):
        return None
    if credit.kind is CreditKind.DATELINE:
        return None  # read with the paragraphs
    return credit


def _linked(head: Head, block: Block) -> CreditLine | None:
    """A paragraph that is one link to another site's article, and nothing else."""
    if len(block.links) != 1 or block.link_chars < 0.9 * len(block.text) or block.hints & Hint.HEADING:
        return None
    url = canonical_url(block.links[0][0], head.base_url)
    host = registrable_domain(url)
    if not url or same_site(url, head.url) or _SOCIAL.search(host) or is_listing_address(url):
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
    return bool(name) and (name == own or name == label or bool(own) and own in name)


def _credit(head: Head, line: CreditLine, block: Block, place: str) -> Credit:
    url = canonical_url(line.url, head.base_url)
    if not url:
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
