"""Reading one item or one feed head: from elements, grouped by name, to `Entry` and `Feed`."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from headwater.acquire._plain import looks_like_markup, plain_text, western
from headwater.acquire._xml import name_of
from headwater.model.time import StatedTime
from headwater.model.web import Entry, EntryOrigin, Feed, FeedMedia, SourceKind
from headwater.text.dates import parse_stated
from headwater.text.urls import MAX_URL_CHARS, canonical_url
from headwater.text.words import squash

MAX_AUTHORS = 20
MAX_CATEGORIES = 50
MAX_MEDIA = 20
MAX_TITLE_CHARS = 1_000
"""Bounds of what one entry may announce; the rest is dropped."""

Group = dict[str, list[etree._Element]]
"""Child elements by name, in document order."""

_SUMMARY_NAMES = (
    "description", "summary", "atom:summary", "abstract", "dc:description", "itunes:summary", "content:encoded",
    "content", "atom:content", "xhtml:body", "body", "itunes:subtitle", "media:description", "fullitem",
)  # fmt: skip
_PUBLISHED_NAMES = (
    "pubdate", "published", "atom:published", "issued", "atom:issued", "dcterms:issued", "dc:date", "dcterms:created",
    "created", "atom:created", "prism:publicationdate",
)  # fmt: skip
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_HTML_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_MAIL = re.compile(r"\s*[<(\[]?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+\.[^\s<>()@]+[>)\]]?\s*")
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
class EntryReader:
    """Reads entries of one document. `has_bases`: whether `xml:base` occurs in it at all."""

    names: Names
    url: str
    has_bases: bool

    # -- addresses

    def _absolute(self, address: str | None, element: etree._Element) -> str:
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

    def _link(self, group: Group, *relations: str) -> str:
        """The first Atom link with one of the relations, HTML before other types."""
        best = ""
        for link in [*group.get("link", ()), *group.get("atom:link", ())]:
            if (link.get("rel") or "alternate").strip().lower().rpartition("/")[2] not in relations:
                continue
            address = self._absolute(link.get("href"), link)
            if address and (link.get("type") or "text/html").lower() in _HTML_TYPES:
                return address
            best = best or address
        return best

    def _address(self, group: Group, item: etree._Element) -> str:
        for name in ("feedburner:origlink", "link"):
            for element in group.get(name, ()):
                if found := self._absolute(element.text, element):
                    return found
        return (
            self._link(group, "alternate")
            or self._permalink(group)
            or self._absolute(item.get(_RDF_ABOUT), item)
            or self._absolute(item.get("href") or item.get("HREF"), item)
            or (self._link(group, "related", "self", "via") if self.names.is_atom else "")
        )

    def _permalink(self, group: Group) -> str:
        for element in group.get("guid", ()):
            if (element.get("isPermaLink") or element.get("ispermalink") or "true").lower() != "false":
                guid = (element.text or "").strip()
                return guid if guid[:8].lower().startswith(("http://", "https://")) and canonical_url(guid) else ""
        return ""

    # -- texts

    def _text(self, group: Group, *names: str, limit: int = MAX_TITLE_CHARS) -> str:
        for name in names:
            for element in group.get(name, ()):
                if found := text_of(element, limit=limit):
                    return found
        return ""

    def _time(self, group: Group, *names: str) -> StatedTime | None:
        for name in names:
            for element in group.get(name, ()):
                if element.text and (found := parse_stated(element.text, origin="feed")):
                    return found
        return None

    def _language(self, element: etree._Element, group: Group) -> str:
        stated = self._text(group, "language", "dc:language") or element.get(_LANGUAGE) or ""
        stated = stated.strip().replace("_", "-")
        return stated if _LANGUAGE_TAG.fullmatch(stated) else ""

    def _rights(self, group: Group) -> str:
        stated = self._text(group, "rights", "atom:rights", "copyright", "dc:rights", "media:copyright")
        if stated:
            return stated
        for name in ("cc:license", "media:license"):
            for element in group.get(name, ()):
                if found := self._absolute(element.get(_RDF_RESOURCE) or element.get("href") or element.text, element):
                    return found
        return self._link(group, "license")

    # -- people and topics

    def _authors(self, group: Group) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in ("author", "atom:author", "dc:creator", "dc:author", "itunes:author", "creator", "other:creator"):
            for element in group.get(name, ()):
                if person := self._person(element):
                    found.setdefault(person)
            if found and name in ("dc:creator", "atom:author"):
                break
        return tuple(found)[:MAX_AUTHORS]

    def _person(self, element: etree._Element) -> str:
        """A name without its mail address; "" where only an address stands."""
        parts = grouped(element, self.names)
        named = parts.get("name") or parts.get("atom:name") or parts.get("other:name")
        stated = text_of(named[0] if named else element, limit=200) if named or not len(element) else ""
        return _MAIL.sub(" ", stated).strip(' ()<>[],;\t"')

    def _categories(self, group: Group) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in (
            "category",
            "atom:category",
            "dc:subject",
            "media:category",
            "itunes:category",
            "media:keywords",
            "itunes:keywords",
        ):
            for element in group.get(name, ()):
                stated = (
                    element.get("label") or element.get("term") or element.get("text") or text_of(element, limit=200)
                )
                pieces = stated.split(",") if name.endswith("keywords") else [stated]
                found.update(dict.fromkeys(filter(None, map(squash, pieces))))
        return tuple(found)[:MAX_CATEGORIES]

    def _origin(self, group: Group) -> EntryOrigin | None:
        """Where the entry says that it came from: `source` of RSS or Atom, `dc:source`, a `via` link."""
        for element in [*group.get("source", ()), *group.get("atom:source", ())]:
            parts = grouped(element, self.names)
            title = self._text(parts, "title", "atom:title") if parts else text_of(element, limit=MAX_TITLE_CHARS)
            url = (
                self._absolute(element.get("url"), element) or self._link(parts, "alternate") or self._source_id(parts)
            )
            if title or url:
                return EntryOrigin(title=title, url=url)
        for element in group.get("dc:source", ()):
            stated = text_of(element, limit=MAX_TITLE_CHARS)
            is_address = stated[:8].lower().startswith(("http://", "https://"))
            if stated:
                return EntryOrigin(url=stated) if is_address else EntryOrigin(title=stated)
        via = self._link(group, "via")
        return EntryOrigin(url=via) if via else None

    def _source_id(self, parts: Group) -> str:
        stated = self._text(parts, "id", "atom:id")
        is_address = stated[:8].lower().startswith(("http://", "https://"))
        return self._link(parts, "self") or (stated if is_address else "")

    # -- media

    def _media(self, item: etree._Element, group: Group) -> tuple[FeedMedia, ...]:
        found: dict[str, FeedMedia] = {}
        for medium in self._media_elements(group):
            for_one = grouped(medium, self.names)
            around = grouped(parent, self.names) if (parent := medium.getparent()) is not None else {}
            whole = around if parent is item else {**group, **around}
            address = self._absolute(medium.get("url") or medium.get("href") or medium.text, medium)
            if address and address not in found:
                found[address] = FeedMedia(
                    url=address,
                    media_type=_media_type(medium),
                    caption=self._of(for_one, whole, "media:description", "media:title"),
                    credit=self._of(for_one, whole, "media:credit"),
                )
        return tuple(found.values())[:MAX_MEDIA]

    def _of(self, own: Group, shared: Group, *names: str) -> str:
        return self._text(own, *names) or self._text(shared, *names)

    def _media_elements(self, group: Group) -> list[etree._Element]:
        elements = [*group.get("media:content", ()), *group.get("enclosure", ()), *group.get("itunes:image", ())]
        for container in group.get("media:group", ()):
            inner = grouped(container, self.names)
            elements += [*inner.get("media:content", ()), *inner.get("media:thumbnail", ())]
        links = [*group.get("link", ()), *group.get("atom:link", ())]
        elements += [link for link in links if (link.get("rel") or "").lower() == "enclosure"]
        nested = (grouped(content, self.names).get("media:thumbnail", ()) for content in group.get("media:content", ()))
        thumbnails = [*group.get("media:thumbnail", ()), *(thumb for inner_thumbs in nested for thumb in inner_thumbs)]
        return (elements + thumbnails)[: 2 * MAX_MEDIA]

    # -- the whole

    def entry(self, item: etree._Element) -> Entry:
        """One item as it was announced; empty where nothing was said."""
        group = grouped(item, self.names)
        guid = self._text(group, "guid", "id", "atom:id", "dc:identifier", limit=MAX_URL_CHARS)
        return Entry(
            url=self._address(group, item),
            guid=guid or (item.get(_RDF_ABOUT) or "").strip(),
            title=self._text(group, "title", "atom:title", "dc:title", "media:title"),
            summary=self._summary(group),
            authors=self._authors(group),
            published_at=self._published(group),
            updated_at=self._time(
                group, "updated", "atom:updated", "modified", "atom:modified", "dcterms:modified", "dc:date"
            ),
            categories=self._categories(group),
            language=self._language(item, group),
            origin=self._origin(group),
            media=self._media(item, group),
            rights=self._rights(group),
        )

    def _summary(self, group: Group) -> str:
        stated = self._text(group, *_SUMMARY_NAMES, limit=0)
        if stated or "media:group" not in group:
            return stated
        return self._text(grouped(group["media:group"][0], self.names), "media:description", limit=0)

    def _published(self, group: Group) -> StatedTime | None:
        return self._time(group, *_PUBLISHED_NAMES)

    def feed(
        self, kind: SourceKind, root: etree._Element, head: list[etree._Element], entries: tuple[Entry, ...],
        repaired: tuple[str, ...],
    ) -> Feed:  # fmt: skip
        """The feed itself with its entries."""
        group: Group = {}
        for child in head:
            group.setdefault(self.names.of(child), []).append(child)
        return Feed(
            kind=kind,
            entries=entries,
            title=self._text(group, "title", "atom:title", "dc:title"),
            home_url=self._home(group),
            language=self._language(root, group),
            hub_url=self._link(group, "hub"),
            rights=self._rights(group),
            updated_at=self._time(
                group, "lastbuilddate", "updated", "atom:updated", "modified", "dcterms:modified", "dc:date", "pubdate"
            ),
            repaired=repaired,
        )

    def _home(self, group: Group) -> str:
        for element in group.get("link", ()):
            if found := self._absolute(element.text, element):
                return found
        return self._link(group, "alternate")


def text_of(element: etree._Element, *, limit: int) -> str:
    """An element's text as one plain line, whatever way its dialect marks mark-up; `limit` 0 is the usual one."""
    kind = (element.get("type") or "").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if len(element):
        return _bounded(_inner(element), limit)
    text = element.text or ""
    if mode == "base64" or (kind and kind not in ("text", "html", "xhtml") and _is_base64(text, kind, mode)):
        text = _from_base64(text)
    if kind in _HTML_TYPES or looks_like_markup(text):
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


def _media_type(element: etree._Element) -> str:
    stated = (element.get("type") or "").strip().lower()
    if stated:
        return stated
    medium = (element.get("medium") or "").strip().lower()
    is_picture = medium == "image" or name_of(element.tag) in ("media:thumbnail", "itunes:image")
    return "image" if is_picture else medium
