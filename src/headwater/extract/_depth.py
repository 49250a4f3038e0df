"""Markup nested too deep is flattened before it is parsed.

HTML parsing looks up the stack of open elements at nearly every tag (WHATWG HTML §13.2.4.2), so time grows with the
square of the depth: a hundred thousand nested <div> cost lexbor 12 s. Real pages nest some dozens deep.
"""

from __future__ import annotations

import re

MAX_DEPTH = 2_000
"""Elements open at once beyond which start tags are dropped; the deepest of 400 measured pages has 70."""

SCANNED_FROM_TAGS = 8_000
"""Pages with fewer tags cannot nest deep enough to cost a second and are not scanned."""

# Elements that close themselves or each other, so that leaving out their end tags is no nesting.
_UNCOUNTED_WORDS = """
area base br col embed hr img input link meta source track wbr param p li td th tr dt dd option optgroup thead
tbody tfoot colgroup rt rp html head body
"""
_UNCOUNTED = frozenset(_UNCOUNTED_WORDS.split())
_RAW = frozenset({"script", "style", "textarea", "title", "noscript", "template", "xmp"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")


def flattened(html: str) -> str:
    """The same markup without the start tags that would open more than `MAX_DEPTH` elements; linear in its length."""
    if html.count("<") < SCANNED_FROM_TAGS:
        return html
    pieces: list[str] = []
    kept_to = depth = resume = 0
    ends = _RawEnds(html)
    for match in _TAG.finditer(html):
        start = match.start()
        name = match[2].lower()
        if start < resume or name in _UNCOUNTED:
            continue
        if match[1]:
            depth = max(0, depth - 1)
        elif name in _RAW:
            resume = ends.after(name, match.end())
        elif depth >= MAX_DEPTH:
            pieces.append(html[kept_to:start])
            end = html.find(">", match.end())
            kept_to = resume = len(html) if end < 0 else end + 1
        else:
            depth += 1
    if not pieces:
        return html
    pieces.append(html[kept_to:])
    return "".join(pieces)


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
