"""Markup nested too deep, and two other shapes that cost parsers the square of their size, are cut before parsing.

HTML parsing looks up the stack of open elements at nearly every tag (WHATWG HTML §13.2.4.2), so time grows with the
square of the depth: a hundred thousand nested <div> cost lexbor 12 s. Real pages nest some dozens deep.
"""

from __future__ import annotations

import re
from itertools import islice

MAX_DEPTH = 1_000
"""Elements open at once beyond which start tags are dropped; browsers stop at 512, the deepest of 400 measured pages
has 70."""

MAX_OPTIONS = 4_000
"""Choices of all lists of a page; more are dropped, for lexbor's time grows with the square of their number as well."""

MAX_ATTRIBUTES = 5_000
"""Attributes that are kept of a monstrous tag: each new one is compared with all before it."""

MONSTROUS_CHARS = 100_000
"""Tags of this length are looked at for their number of attributes; one attribute alone may be longer."""

SCANNED_FROM_TAGS = 8_000
"""Pages with fewer tags cannot nest deep enough to cost a second and are not scanned."""

# Elements that close themselves or each other, so that leaving out their end tags is no nesting; shapes of drawings.
_UNCOUNTED_WORDS = """
area base br col embed hr img input link meta source track wbr param p li td th tr dt dd thead tbody tfoot colgroup
html head body path circle rect line polyline polygon ellipse use stop
"""
_UNCOUNTED = frozenset(_UNCOUNTED_WORDS.split())
_CHOICES = frozenset({"option", "optgroup"})
_RAW = frozenset({"script", "style", "textarea", "title", "noscript", "template", "xmp"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_MONSTER = re.compile(rf"<[a-zA-Z][^<>]{{{MONSTROUS_CHARS},}}")
_ATTRIBUTE = re.compile(r"""(?<![\s/])[\s/]+[^\s/=>][^\s/=>]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?""")


def flattened(html: str) -> str:
    """The same markup without what makes parsers slow; linear in its length.

    Taken out are start tags that would open more than `MAX_DEPTH` elements, choices beyond `MAX_OPTIONS`, and of
    monstrous tags the attributes beyond `MAX_ATTRIBUTES`.
    """
    if _may_hold_monster(html):
        html = _MONSTER.sub(_first_attributes, html)
    if html.count("<") < SCANNED_FROM_TAGS:
        return html
    pieces: list[str] = []
    kept_to = resume = 0
    depth = _Depth()
    ends = _RawEnds(html)
    for match in _TAG.finditer(html):
        start = match.start()
        name = match[2].lower()
        if start < resume or name in _UNCOUNTED:
            continue
        if match[1]:
            depth.close(name)
        elif name in _RAW:
            resume = ends.after(name, match.end())
        elif not depth.open(name):
            pieces.append(html[kept_to:start])
            end = html.find(">", match.end())
            kept_to = resume = len(html) if end < 0 else end + 1
    if not pieces:
        return html
    pieces.append(html[kept_to:])
    return "".join(pieces)


def _may_hold_monster(html: str) -> bool:
    """Whether somewhere half its length is free of "<" and ">": a few looks that end at once in ordinary pages."""
    half = MONSTROUS_CHARS // 2
    return any(
        html.find(">", at, at + half) < 0 and html.find("<", at, at + half) < 0
        for at in range(0, len(html) - half, half)
    )


def _first_attributes(tag: re.Match[str]) -> str:
    """A tag with at most `MAX_ATTRIBUTES` attributes."""
    last = next(islice(_ATTRIBUTE.finditer(tag[0]), MAX_ATTRIBUTES, None), None)
    return tag[0] if last is None else tag[0][: last.start()]


class _Depth:
    """How many elements are open; an end tag closes one of its own name only, as parsers ignore stray ones."""

    def __init__(self) -> None:
        self._open: dict[str, int] = {}
        self._depth = 0
        self._choices = 0

    def open(self, name: str) -> bool:
        """Whether one more element may be opened; it is, then."""
        if name in _CHOICES:
            self._choices += 1
            return self._choices <= MAX_OPTIONS
        if self._depth >= MAX_DEPTH:
            return False
        self._depth += 1
        self._open[name] = self._open.get(name, 0) + 1
        return True

    def close(self, name: str) -> None:
        """Close an element, if one of this name is open."""
        count = self._open.get(name, 0)
        if count:
            self._open[name] = count - 1
            self._depth -= 1


class _RawEnds:
    """Where raw-text elements end; a name whose end tag never comes again is not looked for twice."""

    def __init__(self, html: str) -> None:
        self._html = html.lower()
        self._absent: set[str] = set()

    def after(self, name: str, start: int) -> int:
        """The place after the next `</name` from `start` on; `start` itself where it never comes."""
        if name in self._absent:
            return start
        found = self._html.find(f"</{name}", start)
        if found < 0:
            self._absent.add(name)
            return start
        return found + len(name) + 2
