"""The people who wrote an article: one name each, without "By", roles, times, agencies and desks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.extract._agencies import agency_of, is_desk
from headwater.extract._blocks import Block
from headwater.extract._dates import is_foreign
from headwater.extract._jsonld import listed, text_of, types_of, url_of
from headwater.extract._lines import line_parts
from headwater.extract._metadata import Head, property_text
from headwater.extract._person import BY, ORGANISATION, is_full_name, is_name, is_shown_name, split_names
from headwater.extract._shape import Hint
from headwater.model.article import Credit, CreditKind
from headwater.text.dates import parse_stated
from headwater.text.words import squash, words

MAX_AUTHORS = 20
"""Names kept of one article."""

MAX_BYLINE_CHARS = 300
"""Longer visible lines are no bylines."""

MAX_LINE_WORDS = 16
"""A byline with role and date has no more words."""

MAX_STATEMENT_CHARS = 600
"""Longer author statements are no lists of names."""

MAX_LABELLED_CHARS = 140
"""A line of several labelled statements: date, source, author."""

MAX_DATE_LINE_CHARS = 60
"""A line that is a date and little else."""

_META_NAMES = (
    "author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author",
    "byl", "article:author_name", "cxenseparse:author", "dcsext.author", "creator", "twitter:data1-author",
)  # fmt: skip

_LABELLED = re.compile(
    r"(?:author|by|written by|autor(?:in|a)?|auteur|autore|автор|авторы|текст|yazar|yazan|"
    r"بقلم|كتب|نویسنده|خبرنگار|تحریر|ავტორი|հեղինակ|"
    r"מאת|लेखक|"
    r"লেখক|โดย|作者|记者|記者|撰文|文|"
    r"筆者|著者|글|기자|oleh|penulis|tác giả|mwandishi)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|net)/|@\w+\.")
_BY_ALONE = re.compile(
    r"^(?:(?:written|posted|published|reported|reviewed) )?by:?$|^authors?:?$|^(?:von|par|por|autor|автор):?$", re.I
)
_INNER_BY = re.compile(r"(?:^|[\s|•·–—-])(?:by|von|par|por|автор:)\s+(?-i:(?=[^\W\d_a-z]))(.{3,80})$", re.IGNORECASE)
_DATE_GLUE = re.compile(r"(?<=\d{4})(?=[A-ZÀ-Þ])|\s*[|•·,]\s*|\s[–—-]\s")
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|autor(?:es|en|i)?|auteurs?|staff|profiles?|people|contributors?|writers?|journalists?|producers?|"
    r"redakteur|columnist|by|team|person|user)s?/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """One text that may name authors; `is_person` where the page says that it is one."""

    text: str
    is_person: bool = False


@dataclass(slots=True)
class Byline:
    """People by name in the order stated, and the agencies and desks that stood among them."""

    people: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    is_shown: bool = False


def find_byline(head: Head, blocks: Sequence[Block], *, publisher: str, feed_authors: Sequence[str] = ()) -> Byline:
    """The byline from JSON-LD, metas, microdata, visible lines and the feed: the first of them that names people."""
    byline = Byline()
    sources: tuple[tuple[str, Iterator[_Statement]], ...] = (
        ("json-ld", _from_graph(head)),
        ("head", _from_metas(head)),
        ("body", _from_microdata(head)),
        ("feed", (_Statement(author) for author in feed_authors)),
        ("top", _from_blocks(blocks)),
    )
    for place, statements in sources:
        byline.is_shown = place == "top"
        for statement in statements:
            _take(byline, statement, place, publisher)
            if byline.people and place in ("top", "body"):
                break  # further marked names are other teasers' and commenters'
        if byline.people:
            break
    byline.people = _distinct(byline.people)[:MAX_AUTHORS]
    return byline


def is_byline_line(text: str) -> bool:
    """Whether a line only names its author: "By" and a name, a date perhaps beside it."""
    match = BY.match(text)
    if match is None or len(words(text)) > MAX_LINE_WORDS or text.rstrip()[-1:] in ".!?…。":
        return False
    names = split_names(text)
    return bool(names) and all(is_name(name) or is_desk(name) or agency_of(name) for name in names)


def _from_metas(head: Head) -> Iterator[_Statement]:
    for name in _META_NAMES:
        for value in head.metas.get(name, ()):
            family, comma, given = value.partition(",")
            is_inverted = name == "citation_author" and comma and "," not in given  # "Roy, Aniruddha" (Highwire Press)
            yield _Statement(f"{given.strip()} {family.strip()}" if is_inverted else value)


def _from_graph(head: Head) -> Iterator[_Statement]:
    article = head.article
    for key in ("author", "creator"):
        for value in listed(article.get(key))[:MAX_AUTHORS]:
            node: Any = head.graph.resolve(value)
            if isinstance(node, Mapping):
                if isinstance(node.get("name"), list):
                    yield from (_Statement(text_of(name)) for name in node["name"][:MAX_AUTHORS])
                    continue
                name = text_of(node.get("name")) or " ".join(
                    filter(None, (text_of(node.get("givenName")), text_of(node.get("familyName"))))
                )
                yield _Statement(name, "Person" in types_of(node))
            elif not url_of(value).startswith("http"):
                yield _Statement(text_of(value))
        if article.get(key):
            return


def _from_microdata(head: Head) -> Iterator[_Statement]:
    for name in ("author", "creator"):
        for node in head.properties.get(name, ())[:MAX_AUTHORS]:
            inner = node.css_first('[itemprop~="name"]')
            yield _Statement(property_text(inner if inner is not None else node))


def _from_blocks(blocks: Sequence[Block]) -> Iterator[_Statement]:
    """Visible lines around the headline that are marked as bylines, begin with "By", or stand beside a date."""
    for index, block in enumerate(blocks):
        text = block.text
        if len(text) > MAX_BYLINE_CHARS or is_foreign(block.hints):
            continue
        named = [said for hints, said in block.marked if hints & Hint.BYLINE and said != text and _names_people(said)]
        if named and len(words(text)) <= MAX_LINE_WORDS:
            yield from map(_Statement, named)
            continue
        match = BY.match(text)
        following = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if (match and match.end() == len(text)) or _BY_ALONE.match(text):
            if is_name(following) and not _has_date(following):
                yield _Statement(following)
        elif match and len(words(text)) <= MAX_LINE_WORDS:
            yield _Statement(text)
        elif len(text) <= MAX_LABELLED_CHARS and (
            labelled := [part for part in line_parts(text) if _LABELLED.match(part) or is_byline_line(part)]
        ):
            yield from map(_Statement, labelled)
        else:
            yield from _marked(block, following, blocks[index - 1].text if index else "")


def _marked(block: Block, following: str, before: str) -> Iterator[_Statement]:
    """Names in a block that says by class, link or neighbour that it names the author."""
    text = block.text
    linked = [said for href, said in block.links if _AUTHOR_ADDRESS.search(href) and is_full_name(said)]
    if linked and len(words(text)) <= MAX_LINE_WORDS:
        yield from map(_Statement, linked)
    elif block.hints & (Hint.BYLINE | Hint.DATE):
        inner = _INNER_BY.search(text)
        if inner and len(words(text)) <= MAX_LINE_WORDS:
            yield _Statement(inner[1])
        else:
            yield from _named_parts(block)
    elif is_full_name(text) and not block.hints & Hint.HEADING and (_has_date(following) or _has_date(before)):
        yield _Statement(text)


def _named_parts(block: Block) -> Iterator[_Statement]:
    """The parts of a marked line that are full names: linked, or between separators and dates."""
    linked = [said for _, said in block.links if is_full_name(said)]
    parts = linked or [part for part in _DATE_GLUE.split(block.text) if is_full_name(part)]
    yield from map(_Statement, parts or ([block.text] if _is_uncased_name(block) else []))


def _is_uncased_name(block: Block) -> bool:
    """A name in a script without capitals, marked as byline."""
    text = block.text
    first = next((char for char in text if char.isalpha()), "A")
    return bool(block.hints & Hint.BYLINE) and first.title() == first.lower() and len(text) <= 30 and is_name(text)


def _names_people(said: str) -> bool:
    """Whether an element marked as byline says a full name, "By" before it or not."""
    return any(is_full_name(name) for name in split_names(said))


def _has_date(text: str) -> bool:
    return len(text) <= MAX_DATE_LINE_CHARS and parse_stated(text, origin="") is not None


def _take(byline: Byline, statement: _Statement, place: str, publisher: str) -> None:
    """Sort one statement into people, agencies and desks."""
    text = squash(statement.text)
    if _ADDRESS.search(text) or len(text) > MAX_STATEMENT_CHARS:
        return
    for name in split_names(text):
        agency = agency_of(name)
        name = _without_publisher(name, publisher)
        is_own_name = statement.is_person and len(name.split()) > 1 and not name.isupper()
        is_desks = is_desk(name) or ORGANISATION.search(name) or (_same(name, publisher) and not is_own_name)
        if agency:
            byline.credits.append(Credit(kind=CreditKind.AGENCY, text=text, name=agency, place=place))
        elif is_desks:
            byline.credits.append(Credit(kind=CreditKind.DESK, text=text, name=name, place=place))
        elif (is_name(name) and (place in ("json-ld", "head", "feed") or is_shown_name(name))) or (
            place in ("json-ld", "head") and is_name(name.title())
        ):
            byline.people.append(name)


def _without_publisher(name: str, publisher: str) -> str:
    if publisher and name != publisher and name.casefold().endswith(" " + publisher.casefold()):
        return name[: -len(publisher)].strip(" ,-–|")
    return name


def _same(one: str, other: str) -> bool:
    return bool(other) and "".join(words(one)) == "".join(words(other))


def _distinct(names: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(" ".join(words(name)), name)
    return list(kept.values())
