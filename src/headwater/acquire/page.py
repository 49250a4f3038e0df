"""HTML pages as sources: links to articles on a front or section page, and the feeds that a page names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.acquire._plain import cut
from headwater.acquire._xml import rejected
from headwater.acquire.patterns import ACCEPTED_SHARE, REFUSED_SHARE, Shapes
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry, Feed, SourceKind
from headwater.text.decode import decode_html
from headwater.text.nesting import flattened
from headwater.text.urls import address_key, canonical_url, is_listing_address, same_site
from headwater.text.words import squash

MAX_PAGE_BYTES = 10 * 1024 * 1024
MAX_LINKS = 5_000
MAX_ARTICLES = 300
"""A front page names 30 to 150 articles; more is an archive."""

MIN_TITLE_CHARS = 20
"""Shorter link texts are menu items, unless they stand in a heading."""

MIN_HEADING_CHARS = 4

MAX_TITLE_CHARS = 300

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml"}
)
_FEED_ADDRESS = re.compile(r"(?:^|[/._-])(?:rss|feed|feeds|atom|rss2)(?:[/._?-]|$)|\.(?:rss|rdf|atom)$", re.I)
_MENUS = frozenset({"nav", "footer", "form"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_ARTICLE_ADDRESS = re.compile(r"\d{4,}|[^/_-][-_](?:[^/_-]+[-_]){2}|/\d{4}/\d{1,2}/|/node/\d", re.I)
_ARTICLE_QUERY = re.compile(
    r"(?:^|&)(?:p|a|n|id|nid|aid|art|article|articleid|article_id|news|newsid|news_id|story|storyid|idarticle|idnews|"
    r"idx|idxno|no|artid|postid|sid|docid|cid|item)=\d{2,}",
    re.I,
)
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_NO_ARTICLE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|json|rss)$|/(?:login|log-in|signin|sign-in|register|subscribe|account|"
    r"privacy|terms|imprint|impressum|contact|about|cookies?|newsletters?|advertis\w*)(?:[/.?-]|$)",
    re.I,
)
_LOGIN_WORDS = re.compile(
    r"\b(?:log ?in|sign ?in|anmelden|connexion|iniciar sesión|accedi|войти|giriş|登录|ログイン)\b", re.I
)
_MAX_CLIMB = 12


def _tree(capture: Capture) -> LexborHTMLParser:
    text, _ = decode_html(capture.body[:MAX_PAGE_BYTES], capture.headers.get("content-type", ""))
    return LexborHTMLParser(flattened(text))


def detect(capture: Capture) -> bool:
    """Whether a capture is an HTML page, by its first bytes and, failing these, its media type."""
    head = capture.body[:2048].lstrip(b"\xef\xbb\xbf\x00\t\r\n ").lower()
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf", b"{", b"\x1f\x8b")):
        return b"<html" in head and b"<rss" not in head and b"<feed" not in head
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        capture.media_type in ("text/html", "application/xhtml+xml") and b"<" in head and b"<rss" not in head
    )


def read(capture: Capture, *, patterns: Sequence[str] = ()) -> Feed | Rejection:
    """The links to articles on a page, in page order, each once, with the longest text that links there.

    `patterns` (of `patterns.learn`) overrule the page's structure where they know a link's address.
    """
    tree = _tree(capture)
    if _is_login(tree):
        return rejected(capture, Reason.LOGIN_PAGE, "the page asks for a name and a password")
    links = _links(tree, _base(tree, capture.final_url), Shapes(patterns))
    found = links.accepted
    if not found:
        found = links.refused  # patterns that refuse a whole page are wrong: it has changed
    elif links.refused:
        found |= _sample(links.refused, capture.captured_at.toordinal())
    if not found:
        return rejected(capture, Reason.EMPTY_FEED, "the page links to no article")
    title = tree.css_first("title")
    return Feed(
        kind=SourceKind.PAGE,
        entries=tuple(found.values()),
        title=cut(squash(title.text()), MAX_TITLE_CHARS) if title else "",
        home_url=capture.final_url,
        language=_language(tree),
    )


@dataclass(frozen=True, slots=True)
class _Links:
    """What a page announces, by key; `refused` looks like articles, but its addresses never were."""

    accepted: dict[str, Entry]
    refused: dict[str, Entry]


def _links(tree: LexborHTMLParser, base: str, shapes: Shapes) -> _Links:
    links = _Links({}, {})
    own = address_key(base)
    for anchor in tree.css("a[href]")[:MAX_LINKS]:
        url = _inner_address(anchor, base)
        score = shapes.score(url) if url else None
        entry = _entry(anchor, url, score) if url else None
        if entry is None or (key := address_key(url)) == own:
            continue
        found = links.refused if score is not None and score <= REFUSED_SHARE else links.accepted
        if key not in found and len(found) >= MAX_ARTICLES:
            continue
        if key not in found or len(entry.title) > len(found[key].title):
            found[key] = entry
    return links


def _sample(refused: dict[str, Entry], day: int) -> dict[str, Entry]:
    """One refused link a day, each in turn: if it is an article after all, the patterns learn it."""
    key = sorted(refused)[day % len(refused)]
    return {key: refused[key]}


def is_login(capture: Capture) -> bool:
    """Whether a page is mainly a log-in form."""
    return _is_login(_tree(capture))


def _is_login(tree: LexborHTMLParser) -> bool:
    if tree.css_first('input[type="password"]') is None:
        return False
    return len(tree.css("article, h2, h3")) < 5 or bool(_LOGIN_WORDS.search(_title(tree)))


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return node.text() if node else ""


def _language(tree: LexborHTMLParser) -> str:
    node = tree.css_first("html")
    stated = (node.attributes.get("lang") or "").strip().replace("_", "-") if node else ""
    return stated if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", stated) else ""


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return canonical_url(node.attributes.get("href") or "", url) or url if node else url


def _inner_address(anchor: LexborNode, base: str) -> str:
    """The address of a link to a page of this site, "" for other sites and files."""
    url = canonical_url(anchor.attributes.get("href") or "", base)
    return url if url and same_site(url, base) and not _NO_ARTICLE.search(urlsplit(url).path) else ""


def _entry(anchor: LexborNode, url: str, score: float | None) -> Entry | None:
    """The article that a link announces, None for menus and listings. `score` is what patterns say of its address."""
    is_known = score is not None and score >= ACCEPTED_SHARE
    if not is_known and is_listing_address(url):
        return None
    title = _link_title(anchor)
    place = _place(anchor)
    if place.is_menu or not (is_known or _looks_like_article(urlsplit(url), title, place)):
        return None
    return Entry(url=url, guid=url, title=cut(title, MAX_TITLE_CHARS))


def _looks_like_article(parts: SplitResult, title: str, place: _Place) -> bool:
    """What structure alone says of a link."""
    if place.is_aside:
        return False
    width = _width(title)
    if width < (MIN_HEADING_CHARS if place.is_heading else MIN_TITLE_CHARS):
        return False
    return place.is_heading or bool(_ARTICLE_ADDRESS.search(parts.path) or _ARTICLE_QUERY.search(parts.query))


def _width(title: str) -> int:
    """Characters, where those of Chinese, Japanese and Korean say as much as two others."""
    return len(title) + len(_WIDE.findall(title))


def _link_title(anchor: LexborNode) -> str:
    """What a link says: the heading in it, its text, its picture's, or its label."""
    heading = anchor.css_first("h1, h2, h3, h4, h5")
    title = squash((heading or anchor).text(separator=" "))
    if title:
        return title
    picture = anchor.css_first("img[alt]")
    stated = (picture.attributes.get("alt") if picture else "") or anchor.attributes.get("aria-label")
    return squash(stated or anchor.attributes.get("title") or "")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a link stands on its page."""

    is_menu: bool = False
    is_aside: bool = False
    is_heading: bool = False


def _place(anchor: LexborNode) -> _Place:
    """Whether a link stands in the page's furniture, and whether in or around a heading."""
    is_heading = anchor.css_first("h1, h2, h3, h4, h5") is not None
    is_aside = False
    node = anchor.parent
    for _ in range(_MAX_CLIMB):
        if node is None:
            break
        if node.tag in _MENUS:
            return _Place(is_menu=True)
        is_aside = is_aside or node.tag == "aside"
        is_heading = is_heading or node.tag in _HEADINGS
        node = node.parent
    return _Place(is_aside=is_aside, is_heading=is_heading)


def discover(capture: Capture) -> tuple[str, ...]:
    """The feeds and sitemaps that a page (or a robots.txt) names, the declared ones first, each once."""
    if urlsplit(capture.final_url).path == "/robots.txt":
        return _from_robots(capture)
    tree = _tree(capture)
    base = _base(tree, capture.final_url)
    found: dict[str, None] = {}
    for link in tree.css("link[href]"):
        relation = (link.attributes.get("rel") or "").lower().split()
        kind = (link.attributes.get("type") or "").lower().partition(";")[0].strip()
        if ("alternate" in relation and kind in _FEED_TYPES) or "feed" in relation or "sitemap" in relation:
            found.setdefault(canonical_url(link.attributes.get("href") or "", base))
    for anchor in tree.css("a[href]")[:MAX_LINKS]:
        url = canonical_url(anchor.attributes.get("href") or "", base)
        if url and same_site(url, base) and _FEED_ADDRESS.search(urlsplit(url).path):
            found.setdefault(url)
    found.pop("", None)
    return tuple(found)[:100]


def _from_robots(capture: Capture) -> tuple[str, ...]:
    lines = capture.body[:512_000].decode("utf-8", "replace").splitlines()
    named = (line.partition(":") for line in lines)
    found = (
        canonical_url(value.strip(), capture.final_url) for name, _, value in named if name.strip().lower() == "sitemap"
    )
    return tuple(dict.fromkeys(filter(None, found)))[:100]
