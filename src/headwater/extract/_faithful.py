"""Every paragraph that is kept stands verbatim in the page: checked against a reading of its own, repaired or dropped.

"Verbatim" is after `squash` (NFC, white space) only. The visible text is read here by another path than the one that
found the paragraphs, so that a fault in the finder cannot hide itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._shape import INLINE_TAGS, hiding_hints
from headwater.text.words import sentences, squash

MAX_LOST_SHARE = 0.2
"""If more of the text than this cannot be found in the page, the article is rejected."""

MIN_PIECE_CHARS = 20
"""Shorter pieces of a broken paragraph are not kept: they would be found anywhere."""

NEAR_CHARS = 20_000
"""How far beyond the last paragraph the next one is expected."""

MAX_SEARCHES = 500
"""Looks through the whole page for paragraphs out of order; 400 measured articles need at most 16."""

_UNREAD_PARENTS = frozenset(
    {"script", "style", "template", "noscript", "textarea", "title", "iframe", "noembed", "noframes"}
)


@dataclass(frozen=True, slots=True)
class Checked:
    """Paragraphs that stand in the page, and how many characters did not."""

    paragraphs: tuple[str, ...]
    lost_chars: int
    total_chars: int

    @property
    def is_faithful(self) -> bool:
        """Whether little enough was lost."""
        return self.lost_chars <= MAX_LOST_SHARE * self.total_chars


def visible_text(tree: LexborHTMLParser) -> str:
    """All text of the page's body outside scripts and styles, squashed; a break wherever a block begins."""
    body = tree.body
    if body is None:
        return ""
    parts: list[str] = []
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            if _is_seen(node.parent):
                parts.append(node.text_content or "")
        elif tag not in INLINE_TAGS:
            parts.append("\n")
    return squash("".join(parts))


def _is_seen(parent: LexborNode | None) -> bool:
    """Whether a reader sees the text directly below `parent`: no script or style, no hidden inline element."""
    if parent is None:
        return True
    tag = parent.tag
    if tag in _UNREAD_PARENTS:
        return False
    return tag not in INLINE_TAGS or not hiding_hints(parent.attributes)


def check(paragraphs: Iterable[str], visible: str) -> Checked:
    """The paragraphs that are found in `visible`; others are cut into sentences of which the found ones stay.

    Linear for paragraphs in page order: each is looked for from where the last one ended. One out of order costs a
    look through the whole page, and `MAX_SEARCHES` such looks are made.
    """
    page = _Searched(visible)
    kept: list[str] = []
    lost = total = 0
    for paragraph in paragraphs:
        text = squash(paragraph)
        total += len(text)
        if page.says(text):
            kept.append(text)
            continue
        pieces = [piece for piece in map(squash, sentences(text)) if len(piece) >= MIN_PIECE_CHARS and page.says(piece)]
        kept.extend(pieces)
        lost += len(text) - sum(map(len, pieces))
    return Checked(tuple(kept), lost, total)


class _Searched:
    """A visible text with the place where the last found paragraph ended."""

    def __init__(self, visible: str) -> None:
        self._visible = visible
        self._at = 0
        self._searches = 0

    def says(self, text: str) -> bool:
        """Whether the text stands in the page; False, unsearched, once too many were not where they should be."""
        end = self._at + len(text) + NEAR_CHARS
        found = self._visible.find(text, self._at, end)
        if found < 0:
            self._searches += 1
            found = self._visible.find(text) if self._searches <= MAX_SEARCHES else -1
        if found >= 0:
            self._at = found + len(text)
        return found >= 0
