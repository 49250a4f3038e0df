"""Reading one item: from elements, grouped by name, to `Entry`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from headwater.acquire._elements import MAX_TITLE_CHARS, ElementReader, Group, attribute, grouped, text_of
from headwater.acquire._xml import name_of
from headwater.model.time import StatedTime
from headwater.model.web import Entry, EntryOrigin, FeedMedia
from headwater.text.urls import MAX_URL_CHARS, canonical_url
from headwater.text.words import squash

MAX_AUTHORS = 20
MAX_CATEGORIES = 50
MAX_MEDIA = 20
"""Bounds of what one entry may announce; the rest is dropped."""

_SUMMARY_NAMES = (
    "description", "summary", "atom:summary", "abstract", "dc:description", "itunes:summary", "content:encoded",
    "content", "atom:content", "xhtml:body", "body", "itunes:subtitle", "media:description", "fullitem",
)  # fmt: skip
_PUBLISHED_NAMES = (
    "pubdate", "published", "atom:published", "issued", "atom:issued", "dcterms:issued", "dc:date", "dcterms:created",
    "created", "atom:created", "prism:publicationdate",
)  # fmt: skip
_CATEGORY_LISTS = frozenset({"media:keywords", "itunes:keywords", "tags"})
_CATEGORY_NAMES = (
    "tags", "category", "atom:category", "dc:subject", "media:category", "itunes:category", "media:keywords",
    "itunes:keywords",
)  # fmt: skip
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MAIL = re.compile(r"\s*[<(\[]?(?:mailto:)?[^\s<>()@]+@[^\s<>()@]+\.[^\s<>()@]+[>)\]]?\s*")


@dataclass(frozen=True, slots=True)
class EntryReader(ElementReader):
    """Reads entries."""

    def _address(self, group: Group, item: etree._Element) -> str:
        for name in ("feedburner:origlink", "link"):
            for element in group.get(name, ()):
                if found := self.absolute(element.text, element):
                    return found
        return (
            self.link(group, "alternate")
            or self._permalink(group)
            or self.absolute(item.get(_RDF_ABOUT), item)
            or self.absolute(attribute(item, "href"), item)
            or (self.link(group, "related", "self", "via") if self.names.is_atom else "")
        )

    def _permalink(self, group: Group) -> str:
        for element in group.get("guid", ()):
            if (element.get("isPermaLink") or element.get("ispermalink") or "true").lower() != "false":
                guid = (element.text or "").strip()
                return guid if guid[:8].lower().startswith(("http://", "https://")) and canonical_url(guid) else ""
        return ""

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
        for name in _CATEGORY_NAMES:
            for element in group.get(name, ())[:MAX_CATEGORIES]:
                is_list = name in _CATEGORY_LISTS
                for stated in [self._category(element), *map(self._category, self._nested(element, name))]:
                    pieces = stated.split(",") if is_list else [stated]
                    found.update(dict.fromkeys(filter(None, map(squash, pieces))))
        return tuple(found)[:MAX_CATEGORIES]

    def _category(self, element: etree._Element) -> str:
        return element.get("label") or element.get("term") or element.get("text") or text_of(element, limit=200)

    def _nested(self, element: etree._Element, name: str) -> list[etree._Element]:
        """Podcast feeds put a category's kinds inside it."""
        return [child for child in element if self.names.of(child) == name][:MAX_CATEGORIES]

    def _origin(self, group: Group) -> EntryOrigin | None:
        """Where the entry says that it came from: `source` of RSS or Atom, `dc:source`, a `via` link."""
        for element in [*group.get("source", ()), *group.get("atom:source", ())]:
            parts = grouped(element, self.names)
            title = self.text(parts, "title", "atom:title") if parts else text_of(element, limit=MAX_TITLE_CHARS)
            url = self.absolute(element.get("url"), element) or self.link(parts, "alternate") or self._source_id(parts)
            if title or url:
                return EntryOrigin(title=title, url=url)
        for element in group.get("dc:source", ()):
            stated = text_of(element, limit=MAX_TITLE_CHARS)
            is_address = stated[:8].lower().startswith(("http://", "https://"))
            if stated:
                return EntryOrigin(url=stated) if is_address else EntryOrigin(title=stated)
        via = self.link(group, "via")
        return EntryOrigin(url=via) if via else None

    def _source_id(self, parts: Group) -> str:
        stated = self.text(parts, "id", "atom:id")
        is_address = stated[:8].lower().startswith(("http://", "https://"))
        return self.link(parts, "self") or (stated if is_address else "")

    # -- media

    def _media(self, item: etree._Element, group: Group) -> tuple[FeedMedia, ...]:
        found: dict[str, FeedMedia] = {}
        shared = {item: group}
        for medium in self._media_elements(group):
            for_one = grouped(medium, self.names)
            parent = medium.getparent()
            if parent is not None and parent not in shared:
                shared[parent] = {**group, **grouped(parent, self.names)}
            whole = shared[parent] if parent is not None else group
            address = self.absolute(medium.get("url") or medium.get("href") or medium.text, medium)
            if address and address not in found:
                found[address] = FeedMedia(
                    url=address,
                    media_type=_media_type(medium),
                    caption=self._of(for_one, whole, "media:description", "media:title"),
                    credit=self._of(for_one, whole, "media:credit"),
                )
        return tuple(found.values())[:MAX_MEDIA]

    def _of(self, own: Group, shared: Group, *names: str) -> str:
        return self.text(own, *names) or self.text(shared, *names)

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
        guid = self.text(group, "guid", "id", "atom:id", "dc:identifier", limit=MAX_URL_CHARS)
        return Entry(
            url=self._address(group, item),
            guid=guid or (item.get(_RDF_ABOUT) or "").strip(),
            title=self.text(group, "title", "atom:title", "dc:title", "media:title"),
            summary=self._summary(group),
            authors=self._authors(group),
            published_at=self._published(group),
            updated_at=self.time(
                group, "updated", "atom:updated", "modified", "atom:modified", "dcterms:modified", "dc:date"
            )
            or self.stated(attribute(item, "lastmod")),
            categories=self._categories(group),
            language=self.language(item, group),
            origin=self._origin(group),
            media=self._media(item, group),
            rights=self.rights(group),
        )

    def _summary(self, group: Group) -> str:
        names: tuple[str, ...] = _SUMMARY_NAMES
        if "summary" in group and "description" in group:
            names = (_first_of(group, "summary", "description"), *_SUMMARY_NAMES)
        stated = self.text(group, *names, limit=0)
        if stated or "media:group" not in group:
            return stated
        return self.text(grouped(group["media:group"][0], self.names), "media:description", limit=0)

    def _published(self, group: Group) -> StatedTime | None:
        return self.time(group, *_PUBLISHED_NAMES)


def _media_type(element: etree._Element) -> str:
    stated = (element.get("type") or "").strip().lower()
    if stated:
        return stated
    medium = (element.get("medium") or "").strip().lower()
    is_picture = medium == "image" or name_of(element.tag) in ("media:thumbnail", "itunes:image")
    return "image" if is_picture else medium


def _first_of(group: Group, *names: str) -> str:
    """The name that stands first in the document."""
    return next(name for name in group if name in names)
