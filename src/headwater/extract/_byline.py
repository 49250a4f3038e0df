"""The people who wrote an article: one name each, without "By", roles, times, agencies and desks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from headwater.extract._agencies import agency_of, is_desk
from headwater.extract._blocks import Block
from headwater.extract._dates import is_foreign
from headwater.extract._jsonld import listed, text_of, types_of, url_of
from headwater.extract._lines import line_parts
from headwater.extract._metadata import Head, property_text
from headwater.extract._person import BY, ORGANISATION, is_full_name, is_name, is_role, is_shown_name, split_names
from headwater.extract._shape import Hint
from headwater.model.article import Credit, CreditKind
from headwater.text.dates import parse_stated
from headwater.text.urls import registrable_domain
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

OPENING_LINES = 12
"""Lines from the headline on in which the byline stands."""

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
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|org|net)/")
_BY_ALONE = re.compile(
    r"^(?:(?:article |story |text )?(?:written |posted |published |reported )?)by:?$|^authors?:?$|"
    r"^(?:von|par|por|autor|автор):?$",
    re.I,
)
_HAN_LABEL = re.compile(
    r"(?:作者|记者|記者|撰文|撰稿|采写)\s*[:：]\s*([^\s:：|｜/／]{2,20}?)(?=$|[\s|｜/／】）)]|[^\s:：]{2,6}[:：])"
)
_ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "OnlineBusiness"})
_ACCOUNT = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LIST_OF_OTHERS = Hint.JUNK | Hint.LIST
_ELSEWHERE = Hint.CAPTION | Hint.FIGURE | Hint.FOOTER | Hint.FORM | Hint.HEADING
_INNER_BY = re.compile(
    r"(?:^|[\s|•·–—-])(?:by|von|par|por|автор:)\s+(?-i:(?=[^\W\d_a-z]))(.{3,80})$",
    re.IGNORECASE,
)
_LEADING_BY = re.compile(r"(?:de|di|nga|per|av|af|door|oleh|minn|na|daga)\s+([^\W\d_a-z].{3,60})$", re.IGNORECASE)
_BARS = re.compile(r"\s*[|•·]\s*|\s[–—-]\s")
_DATE_GLUE = re.compile(r"(?<=\d{4})(?=[A-ZÀ-Þ])|\s*,\s*")
_HAS_INITIALS = re.compile(r"[a-z]\s[A-Z]{2,4}$")  # "Holistic SEO" is no second author
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|autor(?:es|en|i)?|auteurs?|staff|profiles?|people|contributors?|writers?|journalists?|producers?|"
    r"redakteur|columnist|by|team|person|user)s?/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """One text that may name authors; `is_person` where the page says that it is one, or that it is none.

    Statements of one `group` stand side by side and name authors of one article; `is_marked` are visible lines that
    begin with "By" or are marked as bylines.
    """

    text: str
    is_person: bool | None = None
    group: int = 0
    is_marked: bool = False


@dataclass(slots=True)
class Byline:
    """People by name in the order stated, the agencies and desks that stood among them, and declared accounts."""

    people: list[str] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    is_shown: bool = False


def find_byline(head: Head, blocks: Sequence[Block], *, publisher: str, feed_authors: Sequence[str] = ()) -> Byline:
    """The byline from JSON-LD, metas, microdata, visible lines and the feed: the first of them that names people."""
    byline = Byline()
    own_names = _own_names(publisher, head.url)
    is_declared = False
    sources: tuple[tuple[str, Iterator[_Statement]], ...] = (
        ("json-ld", _from_graph(head)),
        ("head", _from_metas(head)),
        ("body", _from_microdata(head)),
        ("feed", (_Statement(author) for author in feed_authors)),
        ("top", _from_blocks(blocks)),
    )
    for place, statements in sources:
        byline.is_shown = place == "top"
        group: int | None = None
        for statement in statements:
            if byline.people and place in ("top", "body") and statement.group != group:
                break  # further marked names are other teasers' and commenters'
            if place == "top" and is_declared and not statement.is_marked and statement.group > OPENING_LINES:
                continue  # the head names a desk or an account: only a line that is marked knows better
            _take(byline, statement, place, own_names)
            group = statement.group
            is_declared = is_declared or (place in ("json-ld", "head") and bool(statement.text))
        if byline.people:
            break
    people = _distinct(byline.people)
    byline.people = (_better_shown(people, blocks) if is_declared and people else people)[:MAX_AUTHORS]
    if not byline.people and not byline.credits:
        byline.people = byline.accounts[:1]  # all that the page says of its author
    return byline


def _better_shown(declared: list[str], blocks: Sequence[Block]) -> list[str]:
    """The names of the shown byline where it names all that the head declares and more, or a full name for an account.

    Content systems declare one author of several, or the account of the editor who put the page in.
    """
    is_account = len(declared) == 1 and " " not in declared[0] and declared[0].isascii()
    for block in blocks[:OPENING_LINES]:
        if len(block.text) > MAX_BYLINE_CHARS or block.hints & (Hint.BYLINE | Hint.HEADING) == Hint.HEADING:
            continue
        if len(words(block.text)) > MAX_LINE_WORDS:
            continue  # prose about an author names others too
        if not block.hints & Hint.BYLINE and BY.match(block.text) is None:
            continue
        said = [name for name in split_names(block.text) if is_full_name(name) and not agency_of(name)]
        names = [name for name in said if _HAS_INITIALS.search(name) is None or name in declared]
        keys = [frozenset(words(name)) for name in names]
        if len(names) > len(declared) and all(any(key >= set(words(name)) for key in keys) for name in declared):
            return _distinct(names)
        if is_account and names and BY.match(block.text):
            return _distinct(names)
    return declared


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
                types = types_of(node)
                is_person = True if "Person" in types else False if _ORGANISATIONS.intersection(types) else None
                if isinstance(node.get("name"), list):
                    yield from (_Statement(text_of(name)) for name in node["name"][:MAX_AUTHORS])
                    continue
                name = text_of(node.get("name")) or " ".join(
                    filter(None, (text_of(node.get("givenName")), text_of(node.get("familyName"))))
                )
                yield _Statement(name, is_person)
            elif not url_of(value).startswith("http"):
                yield _Statement(text_of(value))
        if article.get(key):
            return


def _from_microdata(head: Head) -> Iterator[_Statement]:
    for name in ("author", "creator"):
        first: tuple[int, ...] = ()
        for node in head.properties.get(name, ())[:MAX_AUTHORS]:
            inner = node.css_first('[itemprop~="name"]')
            parent = node.parent
            around = tuple(one.mem_id for one in (parent, parent.parent if parent else None) if one is not None)
            first = first or around
            group = 0 if set(first).intersection(around) else 1
            yield _Statement(property_text(inner if inner is not None else node), group=group)


def _from_blocks(blocks: Sequence[Block]) -> Iterator[_Statement]:
    """Visible lines around the headline that are marked as bylines, begin with "By", or stand beside a date."""
    group, was_name = 0, False
    for index, block in enumerate(blocks):
        if len(block.text) > MAX_BYLINE_CHARS or is_foreign(block.hints):
            was_name = False
            continue
        is_name_alone = bool(block.hints & Hint.BYLINE) and is_full_name(block.text)
        group += not (is_name_alone and was_name)  # marked names in a row are authors of one article
        was_name = is_name_alone
        following = blocks[index + 1].text if index + 1 < len(blocks) else ""
        said = list(_said_by(block.text, following)) or list(_marked(block))
        for text in said:
            yield _Statement(text, group=group, is_marked=not _is_doubtful(block))
        if not said and _stands_by_date(block, following, blocks[index - 1].text if index else ""):
            yield _Statement(block.text, group=group)


def _is_doubtful(block: Block) -> bool:
    """Whether a name stands where columnists and contributors of other pages are listed."""
    return bool(block.hints & (Hint.HEADER | Hint.FOOTER)) or block.hints & _LIST_OF_OTHERS == _LIST_OF_OTHERS


def _said_by(text: str, following: str) -> Iterator[str]:
    """Names in a line that begins with "By" or a label, or in the line after it."""
    match = BY.match(text)
    if (match and match.end() == len(text)) or _BY_ALONE.match(text):
        if is_name(following) and not _has_date(following):
            yield following
    elif match and len(words(text)) <= MAX_LINE_WORDS:
        yield text
    elif len(text) <= MAX_LABELLED_CHARS:
        yield from _labelled(text)


def _labelled(text: str) -> list[str]:
    """The parts of a line that a label or "By" tells to be the author's ("Source: X  Author: Y")."""
    if ("：" in text or ":" in text) and (glued := _HAN_LABEL.findall(text)):
        return list(glued)
    return [part for part in line_parts(text) if _LABELLED.match(part) or is_byline_line(part)]


def _marked(block: Block) -> Iterator[str]:
    """Names in a block that says by class or link that it names the author."""
    text = block.text
    is_short = len(words(text)) <= MAX_LINE_WORDS
    named = [said for hints, said in block.marked if hints & Hint.BYLINE and said != text and _names_people(said)]
    linked = [said for href, said in block.links if _AUTHOR_ADDRESS.search(href) and is_full_name(said)]
    if is_short and (named or linked):
        yield from linked if len(linked) > len(named) else named
    elif block.hints & Hint.FOOTER or not block.hints & (Hint.BYLINE | Hint.DATE):
        return
    elif is_short and not block.hints & Hint.HEADING and (inner := _INNER_BY.search(text) or _LEADING_BY.match(text)):
        yield from (name for name in split_names(inner[1]) if is_full_name(name) or agency_of(name))
    else:
        yield from _named_parts(block)


def _stands_by_date(block: Block, following: str, before: str) -> bool:
    """Whether a block is a name, no link to elsewhere, caption or button, right before or after a date."""
    if block.hints & _ELSEWHERE or any("#" in href for href, _ in block.links):
        return False
    return is_full_name(block.text) and (_has_date(following) or _has_date(before) or is_role(following))


def _named_parts(block: Block) -> Iterator[str]:
    """The parts of a marked line that are full names: linked, or in the first of its parts that has some."""
    names = [said for _, said in block.links if is_full_name(said)]
    for part in () if names else _BARS.split(block.text):
        names = names or [piece for piece in _DATE_GLUE.split(part) if is_full_name(piece)]
    yield from names or ([block.text] if _is_uncased_name(block) else [])


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


def _take(byline: Byline, statement: _Statement, place: str, own_names: Sequence[str]) -> None:
    """Sort one statement into people, agencies and desks."""
    text = squash(statement.text)
    if _ADDRESS.search(text) or len(text) > MAX_STATEMENT_CHARS:
        return
    is_whole = statement.is_person is False or _same(text, own_names[0]) or _is_label(text, own_names)
    names = [text] if is_whole else split_names(text)
    for name in names:
        name, agency = _without_agency(_without_publisher(name, own_names[0]))
        is_own_name = statement.is_person and len(name.split()) > 1 and not name.isupper()
        is_own = (_is_site(name, own_names) and not is_own_name) or (is_whole and statement.is_person is not True)
        is_desks = statement.is_person is False or "&" in name or is_desk(name) or ORGANISATION.search(name) or is_own
        if agency:
            byline.credits.append(Credit(kind=CreditKind.AGENCY, text=text, name=agency, place=place))
        if not name:
            continue
        if place in ("json-ld", "head") and _ACCOUNT.fullmatch(name) and is_name(name) and not is_own:
            byline.accounts.append(name)
        elif is_desks:
            byline.credits.append(Credit(kind=CreditKind.DESK, text=text, name=name, place=place))
        elif place == "top" and byline.people and not is_full_name(name) and name[:1].lower() != name[:1].title():
            continue  # "Research" of "Maud Keller, Research and Development"
        elif _is_person(name, place, has_desk=any(credit.kind is CreditKind.DESK for credit in byline.credits)):
            byline.people.append(name)


def _is_person(name: str, place: str, *, has_desk: bool) -> bool:
    """Whether a name is a person's: declared ones are believed more than shown ones, account names never."""
    if place in ("json-ld", "head"):
        is_doubtful = _ACCOUNT.fullmatch(name) is not None or (has_desk and " " not in name and name.isascii())
        return not is_doubtful and (is_name(name) or is_name(name.title()))
    return is_name(name) and (place == "feed" or is_shown_name(name))


def _without_agency(name: str) -> tuple[str, str]:
    """A name and the agency that it is, or that stands behind it ("Maud Keller Reuters")."""
    if agency := agency_of(name):
        return "", agency
    parts = name.split()
    for count in (1, 2):
        if len(parts) - count >= 2 and (agency := agency_of(" ".join(parts[-count:]))):
            return " ".join(parts[:-count]), agency
    return name, ""


def _without_publisher(name: str, publisher: str) -> str:
    if publisher and name != publisher and name.casefold().endswith(" " + publisher.casefold()):
        return name[: -len(publisher)].strip(" ,-–|")
    return name


def _own_names(publisher: str, url: str) -> tuple[str, ...]:
    """What a site calls itself: its publisher's name, that name without a slogan, and its domain."""
    domain = registrable_domain(url)
    short = re.split(r"\s[-–—|:]\s", publisher, maxsplit=1)[0]
    return publisher, short, domain


def _is_site(name: str, own_names: Sequence[str]) -> bool:
    label = own_names[-1].partition(".")[0]
    return any(_same(name, own) for own in own_names) or (" " not in name and _same(name, label))


def _is_label(name: str, own_names: Sequence[str]) -> bool:
    """Whether a name of several words is what the domain says without spaces ("Gazeta e Detit")."""
    return " " in name and _same(name, own_names[-1].partition(".")[0]) and any(part.islower() for part in name.split())


def _same(one: str, other: str) -> bool:
    """Whether two names are the same but for case, accents, spaces and "The"."""
    return bool(other) and _bare(one) == _bare(other)


@lru_cache(maxsize=256)
def _bare(name: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return "".join(words(plain)).removeprefix("the")


def _distinct(names: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(" ".join(words(name)), name)
    return list(kept.values())
