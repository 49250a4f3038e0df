"""OPML 1.0 and 2.0: lists of feeds, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from headwater.acquire._xml import Document, name_of, parse_xml, rejected
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry, Feed, Source, SourceKind
from headwater.text.urls import canonical_url
from headwater.text.words import squash

MAX_OUTLINES = 20_000


def detect(document: Document) -> SourceKind | None:
    """OPML by its root element."""
    return SourceKind.OPML if name_of(document.root.tag).rpartition(":")[2] == "opml" else None


def read(capture: Capture) -> Feed | Rejection:
    """The list of feeds in a capture, or why there is none."""
    document = parse_xml(capture)
    return document if isinstance(document, Rejection) else read_document(capture, document)


def read_document(capture: Capture, document: Document) -> Feed | Rejection:
    """`children` are the feeds' addresses; `entries` name each with its title and the folders above it."""
    if detect(document) is None:
        return rejected(
            capture, Reason.NOT_A_FEED, f"XML with the root <{name_of(document.root.tag)}>, which is no OPML"
        )
    entries: dict[str, Entry] = {}
    title = ""
    for element in document.root.iter():
        name = name_of(element.tag)
        if name == "title" and not title:
            title = squash(element.text or "")
        elif name == "outline" and len(entries) < MAX_OUTLINES:
            attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
            if address := canonical_url(attributes.get("xmlurl", ""), capture.final_url):
                entries.setdefault(address, _entry(address, attributes, _folders(element)))
    return Feed(
        kind=SourceKind.OPML,
        entries=tuple(entries.values()),
        title=title,
        children=tuple(entries),
        repaired=document.repaired,
    )


def _entry(address: str, attributes: dict[str, str], folders: tuple[str, ...]) -> Entry:
    title = squash(attributes.get("title") or attributes.get("text") or "")
    return Entry(url=address, guid=address, title=title, language=attributes.get("language", ""), categories=folders)


def _folders(element: object) -> tuple[str, ...]:
    names: list[str] = []
    parent = element.getparent()  # type: ignore[attr-defined]
    while parent is not None and name_of(parent.tag) == "outline":
        names.append(squash(parent.get("text") or parent.get("title") or ""))
        parent = parent.getparent()
    return tuple(filter(None, reversed(names)))


def render_opml(sources: Sequence[Source], *, title: str) -> str:
    """OPML 2.0 of the sources, grouped in folders by country, for any other reader program."""
    folders: dict[str, list[Source]] = {}
    for source in sources:
        folders.setdefault(source.publisher.country or "", []).append(source)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{_escaped(title)}</title></head>",
        "<body>",
    ]
    for country in sorted(folders):
        outlines = [_outline(source) for source in folders[country]]
        lines += [f"<outline text={quoteattr(country)}>", *outlines, "</outline>"] if country else outlines
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _outline(source: Source) -> str:
    name = quoteattr(source.title or source.publisher.name or source.url)
    language = f" language={quoteattr(source.language)}" if source.language else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={quoteattr(source.url)}{language}/>'


def _escaped(text: str) -> str:
    return quoteattr(text)[1:-1]
