"""The demo outlets' feeds and sitemaps, written as their real-world kin write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from headwater.demo.pages import published_at
from headwater.demo.world import Item, Outlet, World

SUMMARY_CHARS = 180


def summary_of(item: Item) -> str:
    """The standfirst, else the first paragraph cut at a word."""
    text = item.standfirst or (item.paragraphs[0] if item.paragraphs else "")
    return text if len(text) <= SUMMARY_CHARS else text[:SUMMARY_CHARS].rsplit(" ", 1)[0] + "…"


def _source(item: Item) -> bool:
    return "feed_source" in item.declared and bool(item.of_url)


def rss(outlet: Outlet, items: list[Item], now: datetime) -> str:
    """RSS 2.0 with Dublin Core creators, Media RSS credits and `source`."""
    rows = "".join(_rss_item(item, now) for item in items)
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{outlet.home_url}</link><description>{escape(outlet.name)}</description>"
        f"<language>{outlet.language}</language>{rows}</channel></rss>\n"
    )


def _rss_item(item: Item, now: datetime) -> str:
    creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in item.authors)
    media = "".join(
        f'<media:content url="https://{item.outlet.host}/img/{item.id}-{number}.jpg" medium="image">'
        f"<media:description>{escape(photo.caption)}</media:description>"
        f"<media:credit>{escape(photo.credit)}</media:credit></media:content>"
        for number, photo in enumerate(item.photos, 1)
    )
    source = f"<source url={quoteattr(item.of_url)}>{escape(item.of_name)}</source>" if _source(item) else ""
    stated = format_datetime(published_at(item, now, stated=True))
    return (
        f"<item><title>{escape(item.headline)}</title><link>{item.url}</link><guid>{item.url}</guid>"
        f"<pubDate>{stated}</pubDate><description>{escape(summary_of(item))}</description>"
        f"<category>{escape(item.section)}</category>{creators}{media}{source}</item>\n"
    )


def atom(outlet: Outlet, items: list[Item], now: datetime) -> str:
    """Atom (RFC 4287) with `source` where the outlet names one."""
    rows = "".join(_atom_entry(item, now) for item in items)
    updated = max((published_at(item, now, stated=True) for item in items), default=now).isoformat()
    return (
        f'<?xml version="1.0" encoding="{outlet.charset}"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{outlet.language}"><title>{escape(outlet.name)}</title><id>{outlet.home_url}</id>'
        f'<link href="{outlet.home_url}"/><link rel="self" href="{outlet.home_url}feed.atom"/>'
        f"<updated>{updated}</updated>{rows}</feed>\n"
    )


def _atom_entry(item: Item, now: datetime) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in item.authors or (item.outlet.name,))
    stated = published_at(item, now, stated=True).isoformat()
    source = ""
    if _source(item):
        link = f"<link href={quoteattr(item.of_url)}/>"
        source = f"<source><id>{escape(item.of_url)}</id><title>{escape(item.of_name)}</title>{link}</source>"
    return (
        f'<entry><title>{escape(item.headline)}</title><link href="{item.url}"/><id>{item.url}</id>'
        f"<published>{stated}</published><updated>{stated}</updated>{authors}"
        f"<summary>{escape(summary_of(item))}</summary>{source}</entry>\n"
    )


def jsonfeed(outlet: Outlet, items: list[Item], now: datetime) -> str:
    """JSON Feed 1.1."""
    rows = [
        {
            "id": item.url,
            "url": item.url,
            "title": item.headline,
            "summary": summary_of(item),
            "date_published": published_at(item, now, stated=True).isoformat(),
            "authors": [{"name": name} for name in item.authors],
            "language": item.outlet.language,
        }
        | ({"external_url": item.of_url} if _source(item) else {})
        for item in items
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": outlet.home_url,
        "language": outlet.language,
        "items": rows,
    }
    return json.dumps(feed, ensure_ascii=False)


def sitemap(_: Outlet, items: list[Item], now: datetime) -> str:
    """A plain sitemap with dates."""
    rows = "".join(
        f"<url><loc>{item.url}</loc><lastmod>{published_at(item, now, stated=True).isoformat()}</lastmod></url>\n"
        for item in items
    )
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f"{head}{rows}</urlset>\n"


def news_sitemap(outlet: Outlet, items: list[Item], now: datetime) -> str:
    """A news sitemap."""
    rows = "".join(
        f"<url><loc>{item.url}</loc><news:news><news:publication><news:name>{escape(outlet.name)}</news:name>"
        f"<news:language>{outlet.language}</news:language></news:publication>"
        f"<news:publication_date>{published_at(item, now, stated=True).isoformat()}</news:publication_date>"
        f"<news:title>{escape(item.headline)}</news:title></news:news></url>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>\n'
    )


WRITERS: dict[str, Callable[[Outlet, list[Item], datetime], str]] = {
    "rss": rss,
    "atom": atom,
    "jsonfeed": jsonfeed,
    "sitemap": sitemap,
    "news_sitemap": news_sitemap,
}
CONTENT_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "jsonfeed": "application/feed+json",
    "sitemap": "application/xml",
    "news_sitemap": "application/xml",
}


def render_feed(kind: str, outlet: Outlet, world: World, now: datetime) -> str:
    """One of the outlet's feeds."""
    return WRITERS[kind](outlet, world.of_outlet(outlet), now)
