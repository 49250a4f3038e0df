"""What the shape of an element says: which tags break a line, and what class names and roles admit.

Class names are written by people for themselves, and yet the same few dozen words return on every continent,
because they come from the same few content systems. The lists hold such words only, no publisher's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from headwater.extract import _names

MAX_HINT_CHARS = 400
"""Class and id strings are looked at up to this length: attackers write megabytes of them."""

SLUG_HYPHENS = 6
"""A name of so many parts is a heading turned into an anchor, and says what the text says."""

_INLINE = """
a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt ruby s samp
small span strike strong sub sup time tt u var wbr
"""
INLINE_TAGS = frozenset(_INLINE.split())
_UNSEEN = """
script style template noscript head title meta link svg math iframe object embed canvas audio video map select
option datalist input textarea button dialog noframes source track param base
"""
UNSEEN_TAGS = frozenset(_UNSEEN.split())
"""Elements whose content is never read as the text of the page."""

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Hint:
    """What an element says about the blocks below it, as bits: plain integers, for `IntFlag` doubles the time."""

    NONE = 0
    HIDDEN = 1
    NAVIGATION = 2
    JUNK = 4
    ASIDE = 8
    FIGURE = 16
    CAPTION = 32
    BYLINE = 64
    DATE = 128
    LIST = 256
    TABLE = 512
    QUOTE = 1024
    FORM = 2048
    COMMENTS = 4096
    ARTICLE = 8192
    BODY = 16384
    HEADING = 32768
    FOOTER = 65536
    HEADER = 131072
    TEASER = 262144
    PRE = 524288
    STANDFIRST = 1048576


STRUCTURE = Hint.LIST | Hint.TABLE | Hint.QUOTE | Hint.HEADING | Hint.ARTICLE | Hint.BODY | Hint.PRE
"""Hints that only say what a block is, not that it lies outside the article."""

TAG_HINTS: Mapping[str, int] = {
    "nav": Hint.NAVIGATION,
    "menu": Hint.NAVIGATION,
    "footer": Hint.FOOTER,
    "header": Hint.HEADER,
    "aside": Hint.ASIDE,
    "figure": Hint.FIGURE,
    "amp-img": Hint.FIGURE,
    "figcaption": Hint.FIGURE | Hint.CAPTION,
    "time": Hint.DATE,
    "address": Hint.BYLINE,
    "ul": Hint.LIST,
    "ol": Hint.LIST,
    "dl": Hint.LIST,
    "table": Hint.TABLE,
    "blockquote": Hint.QUOTE,
    "form": Hint.FORM,
    "fieldset": Hint.FORM,
    "article": Hint.ARTICLE,
    "main": Hint.ARTICLE,
    "pre": Hint.PRE,
    **dict.fromkeys(HEADING_TAGS, Hint.HEADING),
}

ROLE_HINTS: Mapping[str, int] = {
    "navigation": Hint.NAVIGATION,
    "menu": Hint.NAVIGATION,
    "menubar": Hint.NAVIGATION,
    "banner": Hint.NAVIGATION,
    "search": Hint.FORM,
    "complementary": Hint.ASIDE,
    "contentinfo": Hint.FOOTER,
    "dialog": Hint.HIDDEN,
    "alertdialog": Hint.HIDDEN,
    "main": Hint.ARTICLE,
    "article": Hint.ARTICLE,
    "doc-endnotes": Hint.JUNK,
}


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    lists = (
        (_names.COMMENTS, Hint.COMMENTS),
        (_names.CAPTION, Hint.CAPTION),
        (_names.FIGURE, Hint.FIGURE),
        (_names.BYLINE, Hint.BYLINE),
        (_names.DATE, Hint.DATE),
        (_names.BODY, Hint.BODY),
        (_names.STANDFIRST, Hint.STANDFIRST),
        (_names.TEASER, Hint.TEASER),
        (_names.JUNK, Hint.JUNK),
    )
    for words, hint in lists:
        for word in words.split():
            table[word] = table.get(word, 0) | hint
    return table


_TABLE = _table()
# Every beginning of a name of the table: most words of most class names begin none, which one look-up tells.
_BEGINNINGS = frozenset(name[:end] for name in _TABLE for end in range(1, len(name) + 1))
_LONGEST = 4  # words in the longest name of the table ("you-may-also-like" says it with three)
_DIVIDERS = re.compile(r"[-_:./\[\]()]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_HUMPED = re.compile(r"[A-Z\d]")
# The words that these divide, in names of ASCII letters, digits, "-" and "_" only: found in a third of the time.
_PLAIN_WORDS = re.compile(r"[A-Z]+[a-z]*|[a-z]+|\d+")
# Parts of names that build tools make of hashes ("sc-f98b1ad2-0"): the letters between their digits say nothing.
_HASHED = re.compile(r"(?<![A-Za-z\d])(?=[A-Za-z]*\d+[A-Za-z]+\d)[A-Za-z\d]{6,}(?![A-Za-z\d])")
_MAY_BE_HASHED = re.compile(r"\d[A-Za-z]+\d")
_DIVIDING_CHARS = str.maketrans(dict.fromkeys("-_:./[]()", " "))
# Names that describe the page, the post's own tags or a style, not the place of an element.
_SAYS_NOTHING = re.compile(
    r"(?:category|tag|type|status|format|has|is|no|not|with|without|hide|show|cat|tax|term|elementor|hs|hs_cos|wpb|vc|"
    r"et|"
    r"et_pb|fl|col|row|span\d|w|mt|mb|my|mx|pt|pb|px|py|p|m|text|bg|border|font|flex|grid|sm:|md:|lg:|xl:|hover:|max|"
    r"min|"
    r"line|leading|widget-type|w-dyn|brxe|ast|single-format|page-template|page-id|(?:post|"
    r"page)-type)[-_:\[]|(?:post|page)-\d"
)
_LAYOUT = frozenset({"layout", "grid", "page", "column", "columns", "fluid", "main", "cms", "template"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@lru_cache(maxsize=32_768)
def name_hints(names: str) -> int:
    """What a class and id string says, at most `MAX_HINT_CHARS` of it looked at."""
    hint = Hint.NONE
    for name in names[:MAX_HINT_CHARS].split():
        hint |= _one_name_hints(name)
    return hint


@lru_cache(maxsize=65_536)
def _one_name_hints(name: str) -> int:
    if name.count("-") >= SLUG_HYPHENS:
        return Hint.NONE
    words = _words_of(name)
    hint = Hint.NONE
    for start, joined in enumerate(words):
        following = start + 1
        while joined in _BEGINNINGS:
            hint |= _TABLE.get(joined, Hint.NONE)
            if following >= len(words) or following >= start + _LONGEST:
                break
            joined += words[following]
            following += 1
    if not hint or _SAYS_NOTHING.match(name.lower()):
        return Hint.NONE
    if hint & Hint.JUNK and words[-1] in _LAYOUT:
        hint &= ~Hint.JUNK
    return hint


def _words_of(name: str) -> list[str]:
    """The words of a class name in lower case, divided by marks, capitals and digits."""
    if _HUMPED.search(name):  # the dear way, for half of all names
        if _MAY_BE_HASHED.search(name):
            name = _HASHED.sub("", name)
        if name.isascii() and name.replace("-", "").replace("_", "").isalnum():
            return " ".join(_PLAIN_WORDS.findall(name)).lower().split()
        return [word.lower() for word in _DIVIDERS.split(name) if word]
    return name.lower().translate(_DIVIDING_CHARS).split()


def element_hints(tag: str, attributes: Mapping[str, str | None]) -> int:
    """What one element says by its tag, role, microdata, style and names (schema.org, WAI-ARIA 1.2, HTML)."""
    hint = TAG_HINTS.get(tag, Hint.NONE)
    if not attributes:
        return hint
    names = attributes.get("class")
    if names:
        hint |= name_hints(names)
    names = attributes.get("id")
    if names and tag not in HEADING_TAGS:
        hint |= name_hints(names)
    if tag == "p":
        hint &= ~Hint.TEASER
    role = attributes.get("role")
    if role:
        hint |= ROLE_HINTS.get(role.strip().lower(), Hint.NONE)
    if "itemprop" in attributes or "rel" in attributes:
        hint |= _microdata_hints(attributes)
    if "style" in attributes or "hidden" in attributes:
        hint |= hiding_hints(attributes)
    return hint


def _microdata_hints(attributes: Mapping[str, str | None]) -> int:
    itemprop = (attributes.get("itemprop") or "").lower()
    if "articlebody" in itemprop:
        return Hint.BODY | Hint.ARTICLE
    if itemprop in ("author", "creator") or "author" in (attributes.get("rel") or "").split():
        return Hint.BYLINE
    if itemprop in ("datepublished", "datemodified", "datecreated"):
        return Hint.DATE
    if itemprop in ("caption", "copyrightholder"):
        return Hint.CAPTION
    return Hint.COMMENTS if itemprop == "comment" else Hint.NONE


def hiding_hints(attributes: Mapping[str, str | None]) -> int:
    """Whether an element hides itself: the hidden attribute, or a style of its own (HTML §6.1, CSS display)."""
    if "hidden" in attributes:
        return Hint.HIDDEN
    style = attributes.get("style")
    if style and _HIDING_STYLE.search(style[:MAX_HINT_CHARS]):
        return Hint.HIDDEN
    return Hint.NONE
