"""The HTTP `Link` header field (RFC 8288), read however badly it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

MAX_HEADER_CHARS = 16 * 1024
MAX_LINKS = 50

# Possessive throughout: foreign headers must not make a pattern try twice.
_TARGET = re.compile(r"[\s,]*+<([^<>]*+)>")
_PARAMETER = re.compile(r'\s*+;\s*+([^\s=;,"<>]*+)\s*+(?:=\s*+("(?:[^"\\]|\\.)*+"|[^\s;,"]*+))?')
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One link: where to, absolute as it was written, and its relations in lower case."""

    url: str
    relations: frozenset[str]


def read_links(header: str, base_url: str) -> tuple[Link, ...]:
    """The links of a `Link` field about `base_url` itself, in order; any text in, never an exception.

    Links with an `anchor` elsewhere speak of another document (RFC 8288 §3.2) and are left out. Of several `rel` the
    first counts (§3.3). At most `MAX_LINKS` are read, of `MAX_HEADER_CHARS`.
    """
    text, at, found = header[:MAX_HEADER_CHARS], 0, []
    for _ in range(MAX_LINKS):
        at = text.find("<", at)
        target = _TARGET.match(text, at) if at >= 0 else None
        if target is None:
            break
        parameters, at = _parameters(text, target.end())
        url = _joined(base_url, target[1])
        if url and _joined(base_url, parameters.get("anchor", "")) == base_url:
            found.append(Link(url=url, relations=frozenset(parameters.get("rel", "").lower().split())))
    return tuple(found)


def _parameters(text: str, at: int) -> tuple[dict[str, str], int]:
    parameters: dict[str, str] = {}
    while (match := _PARAMETER.match(text, at)) is not None:
        at = match.end()
        value = match[2] or ""
        if value.startswith('"'):
            value = _ESCAPED.sub(r"\1", value[1:-1])
        parameters.setdefault(match[1].lower(), value)
    return parameters, at


def _joined(base_url: str, reference: str) -> str:
    try:
        return urljoin(base_url, reference.strip())
    except ValueError:
        return ""
