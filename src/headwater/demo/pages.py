"""Draw the demo world's pages: seven layouts as real sites have them, around the same truth."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from headwater.demo.world import Edit, Item, Outlet, Photo, World
from headwater.text.urls import same_site

RELATED_COUNT = 6
PAYWALL_PARAGRAPHS = 2
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
MEDIA_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "jsonfeed": "application/feed+json"}
FEED_PATHS = {
    "rss": "/feed.rss",
    "atom": "/feed.atom",
    "jsonfeed": "/feed.json",
    "sitemap": "/sitemap.xml",
    "news_sitemap": "/news-sitemap.xml",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedLink:
    """A `link rel=alternate` of a page."""

    type: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that a template needs of one item."""

    item: Item
    outlet: Outlet
    url: str
    slug: str
    language: str
    is_rtl: bool
    charset: str
    words: dict[str, Any]
    headline: str
    standfirst: str
    section: str
    authors: tuple[str, ...]
    byline: str
    dateline: str
    published: str
    published_words: str
    modified: str
    shown: tuple[str, ...]
    is_cut: bool
    notes: tuple[str, ...]
    photos: tuple[Photo, ...]
    credit: str
    credit_link: bool
    credit_at: str
    bare_link: bool
    of_url: str
    of_headline: str
    canonical: str
    based_on: str
    reserve: str
    feeds: tuple[FeedLink, ...]
    related: tuple[Item, ...]
    json_ld: Markup = field(default=Markup())


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """All that a home or listing page needs."""

    outlet: Outlet
    language: str
    is_rtl: bool
    charset: str
    words: dict[str, Any]
    feeds: tuple[FeedLink, ...]
    entries: tuple[Item, ...]


@cache
def _environment() -> Environment:
    loader = PackageLoader("headwater.demo", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@cache
def words_of(language: str) -> dict[str, Any]:
    """The furniture's words in a language; English where we have none."""
    table = tomllib.loads((resources.files("headwater.demo") / "words.toml").read_text("utf-8"))
    return dict(table.get(language, table["en"]))


def published_at(item: Item, now: datetime, *, stated: bool) -> datetime:
    """When an item was published: as its page states it, or in truth; in its outlet's own offset."""
    minute = item.stated_minute if stated else item.minute
    at = now - timedelta(minutes=item.starts_hours_ago * 60 - minute)
    return at.astimezone(timezone(timedelta(minutes=item.outlet.utc_offset_minutes))).replace(second=0, microsecond=0)


def feed_links(outlet: Outlet) -> tuple[FeedLink, ...]:
    """The feeds that an outlet's pages name."""
    return tuple(
        FeedLink(type=MEDIA_TYPES[kind], href=FEED_PATHS[kind]) for kind in outlet.feeds if kind in MEDIA_TYPES
    )


def render_item(item: Item, world: World, now: datetime, *, has_edits: bool = True) -> str:
    """The item's page in its outlet's layout; without `has_edits` as it was first published."""
    edits = tuple(edit for edit in item.edits if has_edits and edit.minute <= item.starts_hours_ago * 60)
    return _environment().get_template(f"{item.outlet.layout}.html").render(page=_page(item, world, now, edits))


def render_home(outlet: Outlet, world: World) -> str:
    """The outlet's front page: links to its items."""
    return _environment().get_template("home.html").render(home=_home(outlet, world.of_outlet(outlet)))


def render_unfit(item: Item, world: World) -> str:
    """A page that is announced as an article and is none: a listing, an empty shell, or a soft 404."""
    outlet = item.outlet
    home = _home(outlet, world.of_outlet(outlet))
    if "listing" in item.expect_reason:
        return _environment().get_template("listing.html").render(home=home, heading=item.headline)
    if "shell" in item.expect_reason:
        return _environment().get_template("shell.html").render(home=home, heading=item.headline)
    context = {"home": home, "heading": "404 – Page not found", "message": "The page you asked for does not exist."}
    return _environment().get_template("message.html").render(**context)


def render_login(outlet: Outlet) -> str:
    """A login page, as some feeds' addresses answer."""
    return (
        f"<!doctype html><html><head><title>Log in – {outlet.name}</title></head><body><h1>Log in</h1>"
        '<form method="post" action="/login"><input name="user"><input type="password" name="password">'
        "<button>Log in</button></form></body></html>"
    )


def _home(outlet: Outlet, items: list[Item]) -> Home:
    return Home(
        outlet=outlet,
        language=outlet.language,
        is_rtl=outlet.language in RIGHT_TO_LEFT,
        charset=outlet.charset,
        words=words_of(outlet.language),
        feeds=() if outlet.discover and "sitemap" in "".join(outlet.feeds) else feed_links(outlet),
        entries=tuple(items),
    )


def _page(item: Item, world: World, now: datetime, edits: tuple[Edit, ...]) -> Page:
    outlet = item.outlet
    paragraphs = list(item.paragraphs)
    for edit in edits:
        if edit.index >= 0:
            paragraphs[edit.index] = edit.text
    shown = paragraphs[:PAYWALL_PARAGRAPHS] if outlet.paywall else paragraphs
    stated = published_at(item, now, stated=True)
    headline = next((edit.headline for edit in reversed(edits) if edit.headline), item.headline)
    page = Page(
        item=item,
        outlet=outlet,
        url=item.url,
        slug=item.id,
        language=outlet.language,
        is_rtl=outlet.language in RIGHT_TO_LEFT,
        charset="utf-8" if outlet.behaviour == "wrong_charset" else outlet.charset,
        words=words_of(outlet.language),
        headline=headline,
        standfirst=item.standfirst,
        section=item.section,
        authors=item.authors,
        byline=byline(item),
        dateline=item.dateline,
        published=stated.isoformat(),
        published_words=stated.strftime("%Y-%m-%d %H:%M"),
        modified=_modified(item, edits, now),
        shown=tuple(shown),
        is_cut=len(shown) < len(paragraphs),
        notes=tuple(edit.note for edit in edits if edit.note),
        photos=item.photos,
        credit=item.credit,
        credit_link=item.credit_link,
        credit_at=item.credit_at,
        bare_link=item.bare_link,
        of_url=item.of_url,
        of_headline=item.of_headline or headline,
        canonical=item.of_url if "canonical" in item.declared else item.url,
        based_on=item.of_url if "isBasedOn" in item.declared else "",
        reserve=outlet.reserve,
        feeds=feed_links(outlet),
        related=tuple(other for other in world.of_outlet(outlet) if other is not item)[:RELATED_COUNT],
    )
    return _with_json_ld(page)


def _modified(item: Item, edits: tuple[Edit, ...], now: datetime) -> str:
    if not edits:
        return ""
    at = now - timedelta(minutes=item.starts_hours_ago * 60 - edits[-1].minute)
    zone = timezone(timedelta(minutes=item.outlet.utc_offset_minutes))
    return at.astimezone(zone).replace(second=0, microsecond=0).isoformat()


def byline(item: Item) -> str:
    """The byline as printed: people in the outlet's manner, else the agency."""
    if item.authors:
        names = " / ".join(filter(None, [", ".join(item.authors), item.agency_byline]))
        return str(words_of(item.outlet.language)["by"]).format(names)
    return item.agency_byline


def _with_json_ld(page: Page) -> Page:
    from dataclasses import replace

    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.headline,
        "datePublished": page.published,
        "mainEntityOfPage": page.url,
        "inLanguage": page.language,
        "articleSection": page.section,
        "publisher": {"@type": "NewsMediaOrganization", "name": page.outlet.name, "url": page.outlet.home_url},
        "author": [{"@type": "Person", "name": name} for name in page.authors]
        or [{"@type": "Organization", "name": page.item.agency_byline or page.outlet.name}],
        "isAccessibleForFree": not page.is_cut,
    }
    if page.photos:
        data["image"] = [
            {
                "@type": "ImageObject",
                "url": f"https://{page.outlet.host}/img/{page.slug}-{number}.jpg",
                "caption": photo.caption,
                "creditText": photo.credit,
            }
            for number, photo in enumerate(page.photos, 1)
        ]
    if page.modified:
        data["dateModified"] = page.modified
    if page.based_on:
        data["isBasedOn"] = page.based_on
    if page.outlet.licence:
        data["license"] = "https://creativecommons.org/licenses/by/4.0/"
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return replace(page, json_ld=Markup(text))  # noqa: S704 (our own data, "<" escaped as JSON)


def is_foreign(item: Item) -> bool:
    """Whether the item's immediate source is on another site."""
    return bool(item.of_url) and not same_site(item.of_url, item.url)
