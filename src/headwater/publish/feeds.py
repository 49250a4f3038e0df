"""Feeds: Atom (RFC 4287) with tombstones (RFC 6721), and JSON Feed 1.1, both drawn from the same entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from xml.etree import ElementTree

from headwater.model.time import utc_text
from headwater.model.view import ArticleView, Gone, PrimarySourceView, StoryView
from headwater.publish.addresses import article_path, story_id_path, story_path, web_address
from headwater.publish.coverage import time_of
from headwater.publish.jsonview import primary_source
from headwater.publish.site import Frame, SiteSettings
from headwater.publish.words import publisher_name

ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
# Characters that XML 1.0 cannot carry in any form (XML 1.0 §2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ElementTree.register_namespace("", ATOM)
ElementTree.register_namespace("at", TOMBSTONES)


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One entry: a story or an article with its primary source."""

    id: str
    url: str
    title: str
    language: str
    published_at: datetime | None
    updated_at: datetime
    primary: PrimarySourceView
    authors: tuple[str, ...]
    rights: str
    summary: str = ""
    section: str = ""
    note: str = ""


def story_entry(story: StoryView, frame: Frame, settings: SiteSettings) -> FeedEntry:
    """A story as a feed entry; its id does not change with its title."""
    lead = next((article for article in story.articles if article.id == story.primary.article_id), None)
    return FeedEntry(
        id=settings.absolute(story_id_path(story.id)),
        url=settings.absolute(story_path(story)),
        title=story.title,
        language=story.title_language,
        published_at=story.first_published_at,
        updated_at=story.updated_at or story.first_published_at or frame.as_of,
        primary=story.primary,
        authors=story.primary.authors,
        rights=lead.attribution if lead else "",
        summary=story.lede,
        section=story.section,
        note=f"{story.voice_count} independent, {story.copy_count} copies",
    )


def article_entry(article: ArticleView, settings: SiteSettings) -> FeedEntry:
    """An article as a feed entry."""
    return FeedEntry(
        id=settings.absolute(article_path(article)),
        url=settings.absolute(article_path(article)),
        title=article.headline,
        language=article.language,
        published_at=time_of(article),
        updated_at=article.modified_at.at if article.modified_at else time_of(article),
        primary=article.primary,
        authors=article.byline or article.primary.authors,
        rights=article.attribution or article.licence,
        summary=article.excerpt,
        section=article.section,
    )


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _html(entry: FeedEntry) -> str:
    """The entry's words and the plain link to its primary source."""
    name = publisher_name(entry.primary)
    language = f' lang="{escape(entry.language)}"' if entry.language else ""
    summary = f'<p{language} dir="auto">{escape(entry.summary)}</p>' if entry.summary else ""
    link = f'<a href="{escape(web_address(entry.primary.url))}">{escape(name)}</a>'
    note = f" · {escape(entry.note)}" if entry.note else ""
    return _clean(f"{summary}<p>Primary source: {link}{note}</p>")


def atom(
    title: str, entries: Sequence[FeedEntry], frame: Frame, settings: SiteSettings, *, gone: Sequence[Gone] = ()
) -> str:
    """An Atom document; each removed item is an `at:deleted-entry`, so that mirrors can follow."""
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _child(feed, "id", settings.absolute(frame.atom_path))
    _child(feed, "title", title)
    _child(feed, "updated", utc_text(max((entry.updated_at for entry in entries), default=frame.as_of)))
    _child(feed, "generator", "headwater")
    _child(feed, "rights", "All materials belong to their authors. Each entry links to its primary source.")
    _link(feed, "self", settings.absolute(frame.atom_path), "application/atom+xml")
    _link(feed, "alternate", settings.absolute(frame.path), "text/html")
    for entry in entries:
        feed.append(_atom_entry(entry))
    for item in gone:
        _deleted(feed, item, settings)
    body = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _atom_entry(entry: FeedEntry) -> ElementTree.Element:
    element = ElementTree.Element(f"{{{ATOM}}}entry")
    if entry.language:
        element.set(f"{{{XML}}}lang", entry.language)
    _child(element, "id", entry.id)
    _child(element, "title", entry.title)
    _child(element, "updated", utc_text(entry.updated_at))
    if entry.published_at:
        _child(element, "published", utc_text(entry.published_at))
    _link(element, "alternate", entry.url, "text/html")
    _link(element, "via", web_address(entry.primary.url), "text/html", title=publisher_name(entry.primary))
    for name in entry.authors or (publisher_name(entry.primary),):
        _child(_child(element, "author"), "name", name)
    if entry.section:
        _child(element, "category").set("term", _clean(entry.section))
    if entry.rights:
        _child(element, "rights", entry.rights)
    _source(element, entry)
    content = _child(element, "content", _html(entry))
    content.set("type", "html")
    return element


def _source(element: ElementTree.Element, entry: FeedEntry) -> None:
    """RFC 4287 §4.2.11: what the entry comes from; the publisher stands for a feed that we may never have seen."""
    source = _child(element, "source")
    domain = entry.primary.publisher_domain
    _child(source, "id", f"https://{domain}/" if domain else web_address(entry.primary.url))
    _child(source, "title", publisher_name(entry.primary))
    _child(source, "updated", utc_text(entry.updated_at))
    _link(source, "alternate", web_address(entry.primary.url), "text/html")


def _deleted(feed: ElementTree.Element, item: Gone, settings: SiteSettings) -> None:
    element = ElementTree.SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry")
    element.set("ref", settings.absolute(article_path(item.id)))
    element.set("when", utc_text(item.since))
    comment = ElementTree.SubElement(element, f"{{{TOMBSTONES}}}comment")
    comment.text = _clean(item.reason) or "removed"


def _child(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _clean(text) or None
    return element


def _link(parent: ElementTree.Element, rel: str, href: str, kind: str, *, title: str = "") -> None:
    element = _child(parent, "link")
    element.set("rel", rel)
    element.set("href", _clean(href))
    element.set("type", kind)
    if title:
        element.set("title", _clean(title))


def json_feed(title: str, entries: Sequence[FeedEntry], frame: Frame, settings: SiteSettings) -> dict[str, Any]:
    """A JSON Feed 1.1 document; the primary source stands in `external_url` and whole in `_headwater`."""
    return {
        "version": JSON_FEED_VERSION,
        "title": title,
        "home_page_url": settings.absolute(frame.path),
        "feed_url": settings.absolute(frame.json_path),
        "language": "en",
        "items": [_json_item(entry) for entry in entries],
    }


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": web_address(entry.primary.url),
        "title": entry.title,
        "content_html": _html(entry),
        "date_modified": utc_text(entry.updated_at),
        "authors": [{"name": name} for name in entry.authors or (publisher_name(entry.primary),)],
        "_headwater": {"primary_source": primary_source(entry.primary), "rights": entry.rights or None},
    }
    if entry.summary:
        item["summary"] = entry.summary
    if entry.published_at:
        item["date_published"] = utc_text(entry.published_at)
    if entry.language:
        item["language"] = entry.language
    if entry.section:
        item["tags"] = [entry.section]
    return item
