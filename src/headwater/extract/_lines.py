"""Lines of a page as text: their size in any script, and the statements that share one."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[|｜·•●]|\s(?=[^\s:：]{1,12}[:：](?!\d))")
_DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)


def text_size(text: str) -> int:
    """The length of a text, characters of dense scripts counted triple: three letters say what one such says."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def line_parts(text: str) -> list[str]:
    """The statements that stand in one line beside each other ("22 May 2026 14:30 | Source: X  Author: Y")."""
    return [part.strip() for part in _PARTS.split(text) if part and part.strip()]
