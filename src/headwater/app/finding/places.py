"""Where feeds and sitemaps usually are, where nobody names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin, urlsplit

COMMON_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/posts/default")
"""By how often they hit (WordPress; most home-made sites; static generators; Blogger)."""

COMMON_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml", "/sitemap.xml")
_BELOW = ("feed", "rss")
_NEWS = re.compile(r"news|aktuell|actualit|noticias|notizie|nachrichten|latest|recent|48h?", re.I)
_OTHER_SITEMAPS = re.compile(r"video|image|img|photo|gallery|author|tag|categor|topic|page(?!\d)|section|product", re.I)
_SITEMAP = re.compile(r"sitemap", re.I)


def common_feeds(url: str) -> tuple[str, ...]:
    """Addresses worth a guess: of the whole host for a home page, below it for a section's."""
    path = urlsplit(url).path
    if path in ("", "/"):
        return tuple(urljoin(url, place) for place in COMMON_FEEDS)
    folder = path if path.endswith("/") else f"{path}/"
    return tuple(urljoin(url, folder + place) for place in _BELOW)


def common_sitemaps(url: str) -> tuple[str, ...]:
    """Where sitemaps usually are."""
    return tuple(urljoin(url, place) for place in COMMON_SITEMAPS)


def is_sitemap_address(url: str) -> bool:
    """Whether an address looks like a sitemap's."""
    return _SITEMAP.search(urlsplit(url).path) is not None


def names_news(url: str) -> bool:
    """Whether a sitemap's address says that it lists news."""
    return _NEWS.search(urlsplit(url).path) is not None


def likely_first(urls: Iterable[str]) -> Sequence[str]:
    """Sitemaps in the order in which they are worth asking: news, indexes, others; never pictures, tags, authors."""
    kept = [url for url in urls if not _OTHER_SITEMAPS.search(urlsplit(url).path) or names_news(url)]
    return sorted(dict.fromkeys(kept), key=lambda url: (not names_news(url), "index" not in url.lower()))
