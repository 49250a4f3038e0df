"""Addresses, texts, times and rights out of feed elements, whatever way a dialect marks them."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from headwater.acquire._plain import looks_like_markup, plain_text, western
from headwater.acquire._xml import name_of
from headwater.model.time import StatedTime
from headwater.text.dates import parse_stated
from headwater.text.urls import MAX_URL_CHARS, canonical_url
from headwater.text.words import squash

MAX_TITLE_CHARS = 1_000
"""Longer titles and names are cut."""

MAX_RIGHTS = 5
MAX_RSL_ELEMENTS = 100
"""Statements about rights that are read of one feed or entry."""

Group = dict[str, list[etree._Element]]
"""Child elements by name, in document order."""

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
HTML_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Names:
    """Element names in one document: in Atom, the Atom namespace (or none at all) is the plain one."""

    is_atom: bool

    def of(self, element: etree._Element) -> str:
        """The name under which an element is looked up."""
        name = name_of(element.tag)
        if not self.is_atom:
            return name
        return name[5:] if name.startswith("atom:") else name.removeprefix("other:")


def grouped(element: etree._Element, names: Names) -> Group:
    """The children of an element by name."""
    found: Group = {}
    for child in element:
        found.setdefault(names.of(child), []).append(child)
    return found


@dataclass(frozen=True, slots=True)
class ElementReader:
    """Reads addresses, texts, times and rights of one document. `has_bases`: whether `xml:base` occurs in it at all."""

    names: Names
    url: str
    has_bases: bool

    # -- addresses

    def absolute(self, address: str | None, element: etree._Element) -> str:
        """An absolute http(s) address as it was said, resolved against `xml:base`; "" if it is none."""
        cleaned = (address or "").strip()
        if not cleaned or len(cleaned) > MAX_URL_CHARS:
            return ""
        try:
            base = urljoin(self.url, element.base or "") if self.has_bases else self.url
            joined = cleaned if cleaned[:8].lower().startswith(("http://", "https://")) else urljoin(base, cleaned)
        except ValueError:
            return ""
        return joined if canonical_url(joined) else ""

    def link(self, group: Group, *relations: str) -> str:
        """The first Atom link with one of the relations, HTML before other types."""
        best = ""
        for link in [*group.get("link", ()), *group.get("atom:link", ())]:
            if (link.get("rel") or "alternate").strip().lower().rpartition("/")[2] not in relations:
                continue
            address = self.absolute(link.get("href"), link)
            if address and (link.get("type") or "text/html").lower() in HTML_TYPES:
                return address
            best = best or address
        return best

    # -- texts

    def text(self, group: Group, *names: str, limit: int = MAX_TITLE_CHARS) -> str:
        for name in names:
            for element in group.get(name, ()):
                if found := text_of(element, limit=limit):
                    return found
        return ""

    def time(self, group: Group, *names: str) -> StatedTime | None:
        for name in names:
            for element in group.get(name, ()):
                if element.text and (found := parse_stated(element.text, origin="feed")):
                    return found
        return None

    def language(self, element: etree._Element, group: Group) -> str:
        stated = self.text(group, "language", "dc:language") or element.get(_LANGUAGE) or ""
        stated = stated.strip().replace("_", "-")
        return stated if _LANGUAGE_TAG.fullmatch(stated) else ""

    def stated(self, text: str | None) -> StatedTime | None:
        """The time that a text says, None for anything else."""
        return parse_stated(text, origin="feed") if text else None

    def rights(self, group: Group) -> str:
        """Statements about rights: the text, addresses of licences, and the terms of RSL, parted by " · "."""
        found = [self.text(group, "rights", "atom:rights", "copyright", "dc:rights", "media:copyright")]
        for name in ("cc:license", "media:license"):
            for element in group.get(name, ())[:MAX_RIGHTS]:
                stated = element.get(RDF_RESOURCE) or element.get("href") or element.text
                found.append(self.absolute(stated, element))
        found.append(self.link(group, "license"))
        found += [rsl_terms(element) for element in group.get("rsl:content", ())[:MAX_RIGHTS]]
        return " · ".join(dict.fromkeys(filter(None, found)))


def attribute(element: etree._Element, name: str) -> str:
    """An attribute whatever the case of its name: CDF was written in capitals."""
    return element.get(name) or element.get(name.upper()) or ""


def rsl_terms(content: etree._Element) -> str:
    """The terms of one RSL 1.0 `content` element in words: "RSL permits usage search; prohibits usage ai-train"."""
    terms: list[str] = []
    for element in islice(content.iter(), MAX_RSL_ELEMENTS):
        name = name_of(element.tag)
        kind = squash(element.get("type") or "")[:100]
        text = squash(element.text or "")[:200]
        if name in ("rsl:permits", "rsl:prohibits", "rsl:payment"):
            terms.append(" ".join(filter(None, (name[4:], kind, text))))
    server = content.get("server") or content.get("url") or ""
    address = server if server[:8].lower().startswith(("http://", "https://")) else ""
    return f"RSL {'; '.join(terms) or 'terms'}{' ' + address[:MAX_URL_CHARS] if address else ''}"


def text_of(element: etree._Element, *, limit: int) -> str:
    """An element's text as one plain line, whatever way its dialect marks mark-up; `limit` 0 is the usual one."""
    kind = (element.get("type") or "").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if len(element):
        return _bounded(_inner(element), limit)
    text = element.text or ""
    if mode == "base64" or (kind and kind not in ("text", "html", "xhtml") and _is_base64(text, kind, mode)):
        text = _from_base64(text)
    if kind in HTML_TYPES or looks_like_markup(text):
        return _bounded(text, limit)
    return squash(western(text)) if len(text) < MAX_TITLE_CHARS else _bounded(text, limit)


def _bounded(markup: str, limit: int) -> str:
    return plain_text(markup, limit=limit) if limit else plain_text(markup)


def _inner(element: etree._Element) -> str:
    """Inline mark-up (xhtml, or tags that a feed forgot to escape) as a string; entities keep their names."""
    parts = [_escaped(element.text)]
    for child in element:
        parts.append(
            etree.tostring(child, encoding="unicode", with_tail=False)
            if isinstance(child.tag, str)
            else child.text or ""
        )
        parts.append(_escaped(child.tail))
    return "".join(parts)


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;")


def _is_base64(text: str, kind: str, mode: str) -> bool:
    if mode or kind.startswith("text/") or kind.endswith(("+xml", "/xml")):
        return False
    return "/" in kind and re.fullmatch(r"[A-Za-z0-9+/\s]+=*\s*", text) is not None


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode("".join(text.split())).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
