"""Path patterns of robots.txt and TDMRep: `*` and a final `$`, compared octet by octet (RFC 9309 §2.2.2, §2.2.3)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

MAX_KEPT_PATTERNS = 20_000
"""Patterns whose reading is remembered: a host's rules are asked again with each of its pages."""

_AUTHORITY = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//[^/?]*")
_SAFE = "/:@!&'()+,;=~-._?[]|{}%"
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_RESERVED_IN_QUERY = re.compile(r"[:/?@\[\]]")
_KEPT_ENCODED = frozenset("/?#%*$&=+;:@")


def path_of(url: str) -> str:
    """The path and query of an address (or of a bare path) as rules are compared with it; "/" where empty."""
    rest = url.partition("#")[0].strip()
    if found := _AUTHORITY.match(rest):
        rest = rest[found.end() :]
    path = rest if rest.startswith("/") else "/" + rest
    return _normal(path).replace("*", "%2A").replace("$", "%24")


def _normal(path: str) -> str:
    """Upper-case percent codes, unreserved characters decoded, the rest encoded as UTF-8."""
    decoded = _PERCENT.sub(_decoded, path)
    return quote(decoded, safe=_SAFE + "*$", errors="replace")


def _decoded(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    character = chr(code)
    is_plain = 0x20 < code < 0x7F and character not in _KEPT_ENCODED
    return character if is_plain else match.group(0).upper()


def matches(pattern: str, path: str) -> bool:
    """Whether a rule's pattern matches the beginning of `path` (made by `path_of`), in time linear in both.

    Within a query reserved characters are the same plain and percent-encoded (the table of RFC 9309 §2.2.2:
    "/foo/bar?baz=https://foo.bar" is "/foo/bar?baz=https%3A%2F%2Ffoo.bar").
    """
    if _matches(pattern, path):
        return True
    return "?" in pattern and "?" in path and _matches(_query_encoded(pattern), _query_encoded(path))


def _query_encoded(path: str) -> str:
    before, mark, query = path.partition("?")
    return before + mark + _RESERVED_IN_QUERY.sub(lambda found: f"%{ord(found.group(0)):02X}", query)


def _matches(pattern: str, path: str) -> bool:
    pieces, is_anchored = _pieces(pattern)
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for piece in pieces[1:-1]:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    return _ends(pieces, path, position, is_anchored=is_anchored)


@lru_cache(maxsize=MAX_KEPT_PATTERNS)
def _pieces(pattern: str) -> tuple[tuple[str, ...], bool]:
    """What stands between the stars, and whether the end is meant."""
    body, is_anchored = (pattern[:-1], True) if pattern.endswith("$") else (pattern, False)
    return tuple(_normal(piece).replace("$", "%24") for piece in body.split("*")), is_anchored


def _ends(pieces: tuple[str, ...], path: str, position: int, *, is_anchored: bool) -> bool:
    if len(pieces) == 1:
        return position == len(path) if is_anchored else True
    last = pieces[-1]
    if is_anchored:
        return path.endswith(last) and len(path) - len(last) >= position
    return path.find(last, position) >= 0


@lru_cache(maxsize=MAX_KEPT_PATTERNS)
def weight(pattern: str) -> int:
    """How specific a pattern is: its length in octets (RFC 9309: the most octets win)."""
    return len(_normal(pattern))
