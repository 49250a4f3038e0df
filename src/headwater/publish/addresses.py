"""Our own addresses: the id decides, the slug is for people (`/story/{id}-{slug}`)."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, urlsplit

from headwater.model.view import ArticleView, StoryView

MAX_SLUG_CHARS = 60
MAX_ID_CHARS = 64
_WEB_SCHEMES = ("http", "https")


def slug(title: str) -> str:
    """Words of a title joined by hyphens, in its own script, cut at a word; empty where it has no letters."""
    folded = unicodedata.normalize("NFC", title.casefold())
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in folded)
    out = ""
    for word in kept.split():
        longer = f"{out}-{word}" if out else word
        if len(longer) > MAX_SLUG_CHARS:
            return out or word[:MAX_SLUG_CHARS]
        out = longer
    return out


def story_path(story: StoryView) -> str:
    """The path of a story's page, percent-encoded."""
    tail = slug(story.title)
    return f"/story/{quote(story.id, safe='')}" + (f"-{quote(tail)}" if tail else "")


def story_id_path(story_id: str) -> str:
    """The path that leads to a story when only its id is known (it redirects to the one with the slug)."""
    return f"/story/{quote(story_id, safe='')}"


def article_path(article: ArticleView | str) -> str:
    """The path of an article's page, from the article or its id."""
    article_id = article if isinstance(article, str) else article.id
    return f"/a/{quote(article_id, safe='')}"


def source_path(domain: str) -> str:
    """The path of a source's page."""
    return f"/source/{quote(domain, safe='.')}"


def search_path(query: str, cursor: str = "") -> str:
    """The path of a search."""
    return f"/search?q={quote(query, safe='')}" + (f"&cursor={quote(cursor, safe='')}" if cursor else "")


def web_address(url: str) -> str:
    """`url` if it is an http or https address with a host, else a fragment that leads nowhere.

    Foreign addresses reach an `href` only through here, so that no `javascript:` or `data:` ever does.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in _WEB_SCHEMES and bool(parts.hostname)
    except ValueError:
        usable = False
    return url if usable else "#no-usable-address"


def host_words(url: str) -> str:
    """The host of an address as people say it (`www.` dropped), or empty."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
