"""The people who wrote an article: one name each, without "By", roles, times, agencies and desks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.extract._agencies import agency_of, is_desk
from headwater.extract._blocks import Block, line_parts
from headwater.extract._dates import is_foreign
from headwater.extract._jsonld import listed, text_of, types_of, url_of
from headwater.extract._metadata import Head, property_text
from headwater.extract._shape import Hint
from headwater.model.article import Credit, CreditKind
from headwater.text.dates import parse_stated
from headwater.text.words import squash, words

MAX_NAME_CHARS = 60
"""Longer "names" are sentences."""

MAX_NAME_WORDS = 6
"""The longest real bylines (Iberian, Arabic, with particles) have six words."""

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

# "By" and its like, before or after which the name stands.
_BY = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|words|story|text|article|report(?:ed|ing)?|analysis|review(?:ed)?|created|"
    r"submitted|compiled|by line|opinion|column)\s+(?:and\s+\w+\s+)?by|by|author(?:s|\(s\))?|authored by|von|autor(?:in|en)?|"
    r"text|ein (?:bericht|kommentar|gastbeitrag|interview) von|aus \w+ von|par|propos recueillis par|auteur[e·.]*s?|por|autora?(?:es)?|"
    r"escrito por|texto|di|a cura di|autore|de|door|geschreven door|tekst|af|av|skrevet av|skriven av|text av|foto og tekst|"
    r"kirjoittanut|teksti|autorzy|tekst|napisał[ao]?|opracował[ao]?|autoři|napsal[ao]?|autori|szerző|írta|scris de|autorul|de către|piše|"
    r"avtor(?:ica|ji)?|autori?ca|συντάκτης|γράφει (?:ο|η)|του|της|επιμέλεια|автор(?:ы|и|ка)?|текст|подготовил[аи]?|беседовал[аи]?|"
    r"материал подготовил[аи]?|записал[аи]?|от|пише|авторка|yazan|yazar|haber(?:i)?|müəllif|мүəллиф|авторы|"
    r"بقلم|كتب(?:ت)?|إعداد|تحرير|نویسنده|گزارش|تحریر|מאת|כתב(?:ה)?|लेखक|द्वारा|लेखन|লেখক|লিখেছেন|প্রতিবেদক|எழுதியவர்|రచయిత|"
    r"โดย|ผู้เขียน|文|作者|撰文|记者|記者|編輯|编辑|責任編輯|责任编辑|来源|文／|筆者|著者|執筆者?|取材・文|글|기자|작성자|저자|"
    r"oleh|penulis|tác giả|theo|bài|na|imeandikwa na|mwandishi)\s*[:：]|"
    r"(?:written|posted|published|words|story|text|article|reporting|reported|analysis|reviewed|created|submitted|compiled)\s+(?:and\s+\w+\s+)?by|"
    r"by|von|par|por|di|door|af|av|από τ(?:ον|ην)|του|της|автор|авторы|текст|بقلم|كتب(?:ت)?|إعداد|מאת|โดย|oleh|tác giả|文／|文/|記者|记者|撰文)"
    r"(?:(?<=[:：])|(?=[\s:：|–-]))[\s:：|–-]*",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:author|by|written by|autor(?:in|a)?|auteur|autore|автор|авторы|текст|yazar|yazan|بقلم|كتب|نویسنده|מאת|लेखक|লেখক|โดย|作者|记者|記者|撰文|文|"
    r"筆者|著者|글|기자|oleh|penulis|tác giả|mwandishi)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[,|•·–—/(（\[]|\s-\s|\b(?:in|for|from|with|aus|für|à|en|para|per|di)\s(?-i:(?=[A-ZÀ-Þ]))|\b(?:updated|published|posted|on|at)\b|"
    r"기자|記者|记者|특파원|통신원|記事).*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:senior|chief|deputy|associate|assistant|contributing|managing|executive|staff|special|guest|freelance|former|lead|head of|"
    r"editor|reporter|correspondent|writer|author|journalist|columnist|producer|photographer|contributor|analyst|director|"
    r"professor|phd|ph\.d\.?|mba|cpa|esq|jr|sr|ceo|cto|cfo|coo|founder|co-founder|president|manager|"
    r"redakteur(?:in)?|korrespondent(?:in)?|journaliste?|periodista|redactor(?:a)?|corresponsal|giornalista|redattore|corrispondente|"
    r"jornalista|repórter|editora?|verslaggever|redacteur|journalist|reporter|toimittaja|dziennikarz|redaktor(?:ka)?|novinář|"
    r"журналист(?:ка)?|корреспондент|редактор|обозреватель|колумнист|кореспондент|muhabir|yazar|editör|"
    r"مراسل|محرر|صحفي|کارشناس|خبرنگار|기자|특파원|記者|记者)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|\||•|·|/|&|\+|、|،|؛|，|\n)\s*|\s+(?:and|with|und|et|avec|y|e|con|ed|en|og|och|ja|i|a|és|és|și|in|и|та|і|й|ve|və|және|و|və|और|एवं|এবং|dan|và|na|și)\s+",
    re.IGNORECASE,
)
_BAD = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|fr|co|ru|info)\b|\d|[<>{}=_#*\"“”„«»?!:%$€]", re.IGNORECASE)
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
_CREDENTIAL = re.compile(r"^(?:[A-Z][A-Za-z]{0,3}\.?){1,4}$|^(?:[A-Z]{2,6}(?:-[A-Z]+)*)$")
_ORGANISATION = re.compile(
    r"\b(?:center|centre|university|institute|council|committee|association|foundation|department|ministry|college|"
    r"hospital|clinic|society)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "el", "al", "bin", "ibn", "ben", "bint",
     "van", "von", "der", "den", "ter", "ten", "zu", "af", "av", "y", "e", "i", "of", "st", "'t", "mac", "ap", "abu", "ul"}
)  # fmt: skip
_NEVER_IN_NAMES = frozenset(
    "the to by for in on at from with and or your our my read more full bio articles posts stories min minute minutes courtesy clipboard "
    "copy share edited updated published best top new how what why vs use design type style category tag tags role company case "
    "text size news press privacy terms policy subscribe newsletter comment comments view all about contact".split()
)
_NOT_NAMES = frozenset(
    "admin author authors editor staff unknown anonymous none null undefined user guest share follow subscribe contact about updated "
    "published profile view all posts more by read article team website home photo image video source credit super wordpress root "
    "автор редактор фото".split()
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
    match = _BY.match(text)
    if match is None or len(words(text)) > MAX_LINE_WORDS or text.rstrip()[-1:] in ".!?…。":
        return False
    names = split_names(text)
    return bool(names) and all(_is_name(name) or is_desk(name) or agency_of(name) for name in names)


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
        match = _BY.match(text)
        following = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if match and match.end() == len(text) or _BY_ALONE.match(text):
            if _is_name(following) and not _has_date(following):
                yield _Statement(following)
        elif match and len(words(text)) <= MAX_LINE_WORDS:
            yield _Statement(text)
        elif len(text) <= MAX_LABELLED_CHARS and (
            labelled := [part for part in line_parts(text) if _LABELLED.match(part)]
        ):
            yield from map(_Statement, labelled)
        else:
            yield from _marked(block, following, blocks[index - 1].text if index else "")


def _marked(block: Block, following: str, before: str) -> Iterator[_Statement]:
    """Names in a block that says by class, link or neighbour that it names the author."""
    text = block.text
    linked = [said for href, said in block.links if _AUTHOR_ADDRESS.search(href) and _is_full_name(said)]
    if linked and len(words(text)) <= MAX_LINE_WORDS:
        yield from map(_Statement, linked)
    elif block.hints & (Hint.BYLINE | Hint.DATE):
        inner = _INNER_BY.search(text)
        if inner and len(words(text)) <= MAX_LINE_WORDS:
            yield _Statement(inner[1])
        else:
            yield from _named_parts(block)
    elif _is_full_name(text) and not block.hints & Hint.HEADING and (_has_date(following) or _has_date(before)):
        yield _Statement(text)


def _named_parts(block: Block) -> Iterator[_Statement]:
    """The parts of a marked line that are full names: linked, or between separators and dates."""
    linked = [said for _, said in block.links if _is_full_name(said)]
    parts = linked or [part for part in _DATE_GLUE.split(block.text) if _is_full_name(part)]
    yield from map(_Statement, parts or ([block.text] if _is_uncased_name(block) else []))


def _is_uncased_name(block: Block) -> bool:
    """A name in a script without capitals, marked as byline."""
    text = block.text
    first = next((char for char in text if char.isalpha()), "A")
    return bool(block.hints & Hint.BYLINE) and first.upper() == first.lower() and len(text) <= 30 and _is_name(text)


def _has_date(text: str) -> bool:
    return len(text) <= MAX_DATE_LINE_CHARS and parse_stated(text, origin="") is not None


def _is_full_name(text: str) -> bool:
    """Two to five words, capitalised but for particles: what a person's name alone looks like in cased scripts."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or not _is_name(text) or is_desk(text):
        return False
    folded = [part.casefold().strip(".,") for part in parts]
    if any(part in _NEVER_IN_NAMES for part in folded):
        return False
    return all(
        part[0].isupper() or part[0].lower() == part[0].upper() or low in _PARTICLES
        for part, low in zip(parts, folded, strict=True)
    )


def _take(byline: Byline, statement: _Statement, place: str, publisher: str) -> None:
    """Sort one statement into people, agencies and desks."""
    text = squash(statement.text)
    if _ADDRESS.search(text) or len(text) > MAX_STATEMENT_CHARS:
        return
    for name in split_names(text):
        agency = agency_of(name)
        name = _without_publisher(name, publisher)
        is_own_name = statement.is_person and len(name.split()) > 1 and not name.isupper()
        is_desks = is_desk(name) or _ORGANISATION.search(name) or (_same(name, publisher) and not is_own_name)
        if agency:
            byline.credits.append(Credit(kind=CreditKind.AGENCY, text=text, name=agency, place=place))
        elif is_desks:
            byline.credits.append(Credit(kind=CreditKind.DESK, text=text, name=name, place=place))
        elif _is_name(name) and (place in ("json-ld", "head", "feed") or _is_shown_name(name)):
            byline.people.append(name)
        elif place in ("json-ld", "head") and _is_name(name.title()):
            byline.people.append(name)


def _is_shown_name(name: str) -> bool:
    """Whether a name read off the visible page has none of the words that buttons and teasers are made of."""
    return not any(word in _NEVER_IN_NAMES for word in name.casefold().split())


def _without_publisher(name: str, publisher: str) -> str:
    if publisher and name != publisher and name.casefold().endswith(" " + publisher.casefold()):
        return name[: -len(publisher)].strip(" ,-–|")
    return name


def split_names(text: str) -> list[str]:
    """The parts of a byline that may be names, cleaned of "By", roles, credentials and times."""
    text = _BY.sub("", squash(text).strip(" \u200e\u200f|•·–—-"))
    if _ORGANISATION.search(text) and "," not in text:
        return [text]
    names: list[str] = []
    for part in _SPLIT.split(text):
        for index, piece in enumerate(re.split(r"\s*,\s*", part)):
            piece = _clean(piece)
            if index and (_ROLE.match(piece) or _CREDENTIAL.match(piece) or piece.startswith("The ")):
                break  # a role or an outlet follows the name, and nothing after it is a name
            if piece and not _ROLE.match(piece) and (not index or not names or _looks_like_person(piece)):
                names.append(piece)
    return names


def _clean(piece: str) -> str:
    piece = re.sub(r"^(?:and|und|et|y|e|og|och|i|и|та|و)\s+", "", piece, flags=re.IGNORECASE)
    piece = _BY.sub("", piece)
    if parse_stated(piece, origin="") is not None:
        return ""
    piece = _TAIL.sub("", piece) if len(piece) > 3 else piece
    return piece.strip(" .,;:|/–—-•·()[]（）\u200e\u200f")


def _looks_like_person(piece: str) -> bool:
    return 2 <= len(piece.split()) <= MAX_NAME_WORDS or agency_of(piece) != ""


def _is_name(name: str) -> bool:
    """Whether a text can be a person's name in any script."""
    if not 2 <= len(name) <= MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS or _BAD.search(name):
        return False
    if name.casefold() in _NOT_NAMES or not any(char.isalpha() for char in name):
        return False
    first = next(char for char in name if char.isalpha())
    is_cased = first.upper() != first.lower()
    tokens = name.split()
    if is_cased and len(tokens) > 1 and not any(token[:1].isupper() for token in tokens):
        return False
    return not (is_cased and len(tokens) == 1 and (name.casefold() in _NOT_NAMES or len(name) < 3))


def _same(one: str, other: str) -> bool:
    return bool(other) and "".join(words(one)) == "".join(words(other))


def _distinct(names: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(" ".join(words(name)), name)
    return list(kept.values())
