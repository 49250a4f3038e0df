"""The main sections of a site: what its home page's navigation links to. For outlets that have no feed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from headwater.model.web import Capture
from headwater.text.decode import decode_html
from headwater.text.nesting import flattened
from headwater.text.urls import canonical_url, host_of, same_site
from headwater.text.words import squash

MAX_PAGE_BYTES = 4 * 1024 * 1024
MAX_LINKS = 2_000
MAX_SECTIONS = 30
MAX_TITLE_CHARS = 40
"""Longer link texts are headlines."""

MAX_DEPTH = 2
"""Path segments of a section's address; deeper ones are articles or sections of sections."""

_NAVIGATION = (
    'nav a[href], header a[href], [role="navigation"] a[href], [class*="nav" i] a[href], [class*="menu" i] a[href], '
    '[id*="nav" i] a[href], [id*="menu" i] a[href]'
)
_SERVICE_PAGE = re.compile(
    r"\.(?:xml|rss|json|pdf|jpe?g|png|zip|ics|apk)$|"
    r"(?:^|[/_-])(?:log-?in|sign-?in|sign-?up|register|registration|subscri\w*|abo(?:nnement)?s?|account|my-?\w*|profile|"
    r"privacy|datenschutz|terms|legal|imprint|impressum|mentions-legales|contacts?|kontakt|contacto|about(?:-us)?|ueber-uns|"
    r"qui-sommes-nous|quienes-somos|cookies?|newsletters?|advertis\w*|werbung|mediadaten|publicidad|reklama|shop|store|"
    r"jobs?|careers?|help|faq|support|search|suche|buscar|recherche|rss|feeds?|apps?|e-?paper|archive?s?|archiv|sitemap|"
    r"games?|puzzles?|crosswords?|horoscopes?|weather|wetter|meteo|tv-?guide|podcasts?|video|videos|live-?tv|donate|"
    r"support-us|tags?|authors?|404)(?:[/_.-]|$)",
    re.I,
)
_ARTICLE = re.compile(r"\d{4,}|[^-_/][-_](?:[^-_/]+[-_]){3}", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A section page: its address and the text of the link that leads there."""

    url: str
    title: str


def sections(capture: Capture) -> tuple[Section, ...]:
    """The sections that a page's navigation names, in its order: short texts, shallow paths, the same host."""
    text, _ = decode_html(capture.body[:MAX_PAGE_BYTES], capture.headers.get("content-type", ""))
    tree = LexborHTMLParser(flattened(text))
    found: dict[str, Section] = {}
    for anchor in tree.css(_NAVIGATION)[:MAX_LINKS]:
        url = canonical_url(anchor.attributes.get("href") or "", capture.final_url)
        title = squash(anchor.text(separator=" "))
        if title and len(title) <= MAX_TITLE_CHARS and _may_be_section(url, capture.final_url):
            found.setdefault(url, Section(url=url, title=title))
    return tuple(found.values())[:MAX_SECTIONS]


def _may_be_section(url: str, home: str) -> bool:
    parts = urlsplit(url)
    if not url or not same_site(url, home) or host_of(url) != host_of(home) or parts.query:
        return False
    segments = [segment for segment in parts.path.split("/") if segment]
    is_shallow = 1 <= len(segments) <= MAX_DEPTH
    return is_shallow and not _SERVICE_PAGE.search(parts.path) and not _ARTICLE.search(parts.path)
