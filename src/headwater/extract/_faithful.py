"""Every paragraph that is kept stands verbatim in the page: checked against a reading of its own, repaired or dropped.

"Verbatim" is after `squash` (NFC, white space) only. The visible text is read here by another path than the one that
found the paragraphs, so that a fault in the finder cannot hide itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._shape import INLINE_TAGS
from headwater.text.words import sentences, squash

MAX_LOST_SHARE = 0.2
"""If more of the text than this cannot be found in the page, the article is rejected."""

MIN_PIECE_CHARS = 20
"""Shorter pieces of a broken paragraph are not kept: they would be found anywhere."""

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
            parent = node.parent
            if parent is None or parent.tag not in _UNREAD_PARENTS:
                parts.append(node.text_content or "")
        elif tag not in INLINE_TAGS:
            parts.append("\n")
    return squash("".join(parts))


def check(paragraphs: Iterable[str], visible: str) -> Checked:
    """The paragraphs that are found in `visible`; others are cut into sentences of which the found ones stay."""
    kept: list[str] = []
    lost = total = 0
    for paragraph in paragraphs:
        text = squash(paragraph)
        total += len(text)
        if text in visible:
            kept.append(text)
            continue
        pieces = _found_pieces(sentences(text), visible)
        kept.extend(pieces)
        lost += len(text) - sum(map(len, pieces))
    return Checked(tuple(kept), lost, total)


def _found_pieces(pieces: Sequence[str], visible: str) -> list[str]:
    return [piece for piece in map(squash, pieces) if len(piece) >= MIN_PIECE_CHARS and piece in visible]
