"""Text of feeds and pages as plain text: no mark-up, no entities, white space collapsed."""

from __future__ import annotations

import html
import re

from headwater.text.words import squash

MAX_PLAIN_CHARS = 4_000
"""Summaries longer than this are whole articles: cut at a word."""

MAX_MARKUP_CHARS = 200_000
"""How much mark-up of one text is read at all."""

_UNSEEN = re.compile(
    r"<(script|style|applet|noscript|template|svg|math)\b(?:[^<>]*[^<>/])?>.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_COMMENT = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>|<[!?][^<>]*>", re.S)
_TORN_COMMENT = re.compile(r"<!--[^>]*(?:>|\Z)|<!\[CDATA\[|\]\]>|<[!?][^<>]*>", re.S)
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|ruby|rt|s|samp|small|span|strike|"
    r"strong|sub|sup|time|tt|u|var|wbr|blink)(?:[\s/][^<>]*)?>",
    re.I,
)
# No "<" within quotes, possessive: each tag ends before the next begins, so that no text is looked at twice.
_TAG = re.compile(r"</?[a-zA-Z](?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>")
# Bytes of windows-1252 that somebody called Latin-1 (HTML reads numeric references the same way).
_C1 = re.compile("[\x80-\x9f]")
_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_LOOKS_LIKE_MARKUP = re.compile(
    r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});"
)


def plain_text(markup: str, *, limit: int = MAX_PLAIN_CHARS) -> str:
    """HTML as one line of plain text: tags away (block tags part words), entities decoded once, at most `limit`."""
    text = markup[:MAX_MARKUP_CHARS]
    if "<" in text:
        text = _without_comments(_UNSEEN.sub(" ", text))
        text = _TAG.sub(" ", _INLINE.sub("", text))
    return cut(squash(western(html.unescape(text) if "&" in text else text)), limit)


def _without_comments(text: str) -> str:
    """Comments away. One that is never closed ends at the next ">", so that it hides no text (and costs no time)."""
    end = text.rfind("-->") + 3
    closed, rest = (text[:end], text[end:]) if end > 2 else ("", text)
    return _COMMENT.sub("", closed) + _TORN_COMMENT.sub("", rest)


def western(text: str) -> str:
    """Control characters U+0080–U+009F as the windows-1252 letters that were meant."""
    return text.translate(_WINDOWS) if _C1.search(text) else text


def looks_like_markup(text: str) -> bool:
    """Whether a text that should be plain holds tags or entities: most feeds escape once too often."""
    return ("<" in text or "&" in text) and _LOOKS_LIKE_MARKUP.search(text) is not None


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a space where there is one."""
    if len(text) <= limit:
        return text
    head = text[: limit + 1].rpartition(" ")[0]
    return head if len(head) > limit // 2 else text[:limit]
