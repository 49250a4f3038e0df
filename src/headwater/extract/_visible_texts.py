"""The text of a small element as a reader sees it: without hidden labels and buttons, in lines."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from headwater.extract._shape import INLINE_TAGS, UNSEEN_TAGS, Hint, element_hints
from headwater.text.words import squash

MAX_TEXT_NODES = 400
"""Nodes of a caption that are read."""

_BREAK = "\u2028"  # white space that no page is likely to hold: the end of a line
_HIDDEN = re.compile(
    r"(?<![a-z])(?:sr-?only|visually-?hidden|screen-?reader|off-?screen|a11y|toggle|counter|button|btn)", re.IGNORECASE
)


def visible_text_of(node: LexborNode, *, without: frozenset[int] = frozenset(), is_apart: bool = False) -> str:
    """The squashed text of `node` without hidden labels, buttons and the elements in `without`.

    With `is_apart` neighbouring inline elements are divided by a space: names that only styles keep apart.
    """
    return squash(_raw_text(node, without, is_apart=is_apart))


def visible_lines_of(node: LexborNode, *, without: frozenset[int] = frozenset()) -> list[str]:
    """The same as lines: divided where a <br> or a block ends one."""
    return [line for part in _raw_text(node, without, is_apart=False).split(_BREAK) if (line := squash(part))]


def _raw_text(node: LexborNode, without: frozenset[int], *, is_apart: bool) -> str:
    parts: list[str] = []
    stack: list[LexborNode | str] = [node]
    for _ in range(MAX_TEXT_NODES):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        tag = item.tag or ""
        if tag == "-text":
            parts.append(item.text_content or "")
        elif _is_left_out(item, tag, without, is_root=item is node):
            parts.append(_BREAK if tag == "br" else " ")
        else:
            divider = _BREAK if tag not in INLINE_TAGS else " " if is_apart else ""
            stack.append(divider)
            stack.extend(reversed(list(item.iter(include_text=True))))
            parts.append(divider)
    return "".join(parts)


def _is_left_out(node: LexborNode, tag: str, without: frozenset[int], *, is_root: bool) -> bool:
    if tag in UNSEEN_TAGS or tag == "br" or tag.startswith("-") or node.mem_id in without:
        return True
    return not is_root and _is_hidden(node)


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if _HIDDEN.search((attributes.get("class") or "")[:400]):
        return True
    return bool(element_hints(node.tag or "", attributes) & Hint.HIDDEN)
