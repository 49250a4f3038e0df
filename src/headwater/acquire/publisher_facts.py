"""What a home page, a feed, `trust.txt`, `ads.txt` and a domain say about the organisation that publishes there.

Each statement is a `Fact` with where it stood and how far it can be trusted; `headwater.app.finding` weighs them.
Weights are judgements: a name that an outlet gives machines about itself (schema.org, news sitemaps) beats what was
written for readers (titles), and a default that every content system ships ("en-US") says next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from headwater.acquire._fact import Fact, FactKind, named, tag_facts
from headwater.acquire._organisation import json_ld_facts
from headwater.model.web import Capture, Feed, SourceKind
from headwater.text.countries import claimed_country, country_code, country_of_domain
from headwater.text.decode import decode_html
from headwater.text.nesting import flattened
from headwater.text.urls import registrable_domain
from headwater.text.words import squash, words

MAX_PAGE_BYTES = 4 * 1024 * 1024
"""Who publishes stands in the head of a page; the rest is not read."""

MAX_TEXT_FILE_CHARS = 200_000
MAX_TEXT_FILE_LINES = 5_000
__all__ = ["UNSURE", "Fact", "FactKind", "ads_facts", "domain_facts", "feed_facts", "publisher_facts", "trust_facts"]

UNSURE = 0.25
"""Below this a fact is only mentioned; it is not believed on its own."""


def publisher_facts(capture: Capture) -> tuple[Fact, ...]:
    """What one answer says about its publisher: a page, a `trust.txt` or an `ads.txt` (told by its path)."""
    path = urlsplit(capture.final_url).path
    if path.endswith("/trust.txt"):
        return trust_facts(_text(capture), capture.final_url)
    if path.endswith("/ads.txt"):
        return ads_facts(_text(capture), capture.final_url)
    return page_facts(capture)


def domain_facts(url: str) -> tuple[Fact, ...]:
    """The domain itself and the country of its top-level domain (weak where that domain is sold to everybody)."""
    domain = registrable_domain(url)
    found = [Fact(kind=FactKind.DOMAIN, value=domain, origin="address", weight=1.0)] if domain else []
    sure, claimed = country_of_domain(url), claimed_country(url)
    if sure or claimed:
        weight = 0.8 if sure else 0.1
        found.append(Fact(kind=FactKind.COUNTRY, value=claimed, origin="top-level domain", weight=weight))
    return tuple(found)


_FEED_NOISE = re.compile(
    r"^(?:rss|atom|feed|news feed|latest(?: news)?(?: from)?|home|homepage|startseite|accueil|inicio|главная)"
    r"\s*[-–—:|»]\s*|"
    r"\s*(?:[-–—:|»•·/]\s*)?(?:rss(?: 2\.0)?|atom|feeds?|rss[- ]?feeds?|home(?:page)?|"
    r"latest(?: news| articles| stories| posts)?|"
    r"top stories|all (?:news|articles|posts|content)|news feed|startseite|aktuelle nachrichten|accueil|"
    r"à la une|inicio|portada|últimas noticias|главная|все новости|últimas)\s*$",
    re.I,
)


def feed_facts(feed: Feed) -> tuple[Fact, ...]:
    """What a feed or sitemap says about its publisher: its title without "- RSS", its language and region.

    The title of a feed of one section names the section too: it counts less than what the home page says.
    """
    is_news_sitemap = feed.kind is SourceKind.NEWS_SITEMAP
    name = squash(_FEED_NOISE.sub("", _FEED_NOISE.sub("", feed.title)))
    origin = "news sitemap" if is_news_sitemap else "feed"
    found = named(name, origin, 0.8 if is_news_sitemap else 0.55)
    return (*found, *tag_facts(feed.language, f"{origin}'s language", 0.6))


def trust_facts(text: str, url: str) -> tuple[Fact, ...]:
    """Owner and domains by `trust.txt` (JournalList specification): `controlledby=`, `control=`, `disclosure` left.

    A publisher controls many outlets; of the addresses after `control=` only those are domains of this one whose name
    is the same under another ending (`paper.example`, `paper.test`). `member=` lists others, `belongto=` associations.
    """
    found: list[Fact] = []
    for name, value in _lines(text, "="):
        domain = registrable_domain(value)
        if not domain or domain == registrable_domain(url):
            continue
        if name == "controlledby":
            found.append(Fact(kind=FactKind.OWNER, value=domain, origin="trust.txt", weight=0.7))
        elif name == "control" and _label(domain) == _label(url):
            found.append(Fact(kind=FactKind.DOMAIN, value=domain, origin="trust.txt", weight=0.8))
    return tuple(dict.fromkeys(found))


def ads_facts(text: str, url: str) -> tuple[Fact, ...]:
    """The owner's domain by `ads.txt` 1.1 (IAB): `OWNERDOMAIN=`. `MANAGERDOMAIN` sells advertising and owns nothing."""
    owners = [registrable_domain(value) for name, value in _lines(text, "=") if name == "ownerdomain"]
    strangers = [owner for owner in owners if owner and "." in owner and owner != registrable_domain(url)]
    return tuple(Fact(kind=FactKind.OWNER, value=owner, origin="ads.txt", weight=0.4) for owner in strangers[:1])


def _lines(text: str, mark: str) -> Iterator[tuple[str, str]]:
    for line in text[:MAX_TEXT_FILE_CHARS].splitlines()[:MAX_TEXT_FILE_LINES]:
        name, found, value = line.partition("#")[0].partition(mark)
        if found and value.strip():
            yield name.strip().lower(), value.strip()


def _text(capture: Capture) -> str:
    """The text of a plain-text file; nothing of the HTML that many servers answer in its place."""
    text = capture.body[: 4 * MAX_TEXT_FILE_CHARS].decode("utf-8", "replace").lstrip("\ufeff")
    return "" if text.lstrip()[:1] == "<" else text


def _label(host_or_url: str) -> str:
    return registrable_domain(host_or_url).partition(".")[0]


# -- pages


def page_facts(capture: Capture) -> tuple[Fact, ...]:
    """What a home page says about its publisher: JSON-LD, metas, its language, its title."""
    text, _ = decode_html(capture.body[:MAX_PAGE_BYTES], capture.headers.get("content-type", ""))
    tree = LexborHTMLParser(flattened(text))
    url = capture.final_url
    metas = _metas(tree)
    root = tree.css_first("html")
    declared = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
    language = declared.partition("-")[0] or metas.get("og:locale", "").partition("_")[0]
    title = tree.css_first("title")
    return (
        *json_ld_facts((script.text() for script in tree.css('script[type*="ld+json"]')), url, language),
        *_meta_facts(metas, language),
        *tag_facts(declared, "language of the page", 0.7),
        *tag_facts(capture.headers.get("content-language", "").partition(",")[0], "Content-Language", 0.3),
        *_title_facts(squash(title.text()) if title else "", url),
    )


def _metas(tree: LexborHTMLParser) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for meta in tree.css("meta[content]")[:500]:
        attributes = meta.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv") or ""
        found.setdefault(name.strip().lower(), squash(attributes.get("content") or ""))
    return found


def _meta_facts(metas: Mapping[str, str], language: str) -> Iterator[Fact]:
    yield from named(metas.get("og:site_name", ""), "og:site_name", 0.75)
    yield from named(metas.get("application-name", ""), "application-name", 0.5)
    yield from named(metas.get("apple-mobile-web-app-title", ""), "apple-mobile-web-app-title", 0.4)
    yield from named(metas.get("dc.publisher", ""), "dc.publisher", 0.6)
    yield from tag_facts(metas.get("og:locale", ""), "og:locale", 0.5)
    yield from tag_facts(metas.get("content-language", "").partition(",")[0], "content-language", 0.4)
    for name in ("geo.country", "geo.region"):
        code = country_code(metas.get(name, "").partition("-")[0], language)
        if code:
            yield Fact(kind=FactKind.COUNTRY, value=code, origin=name, weight=0.6)


_TITLE_PARTS = re.compile(r"\s+[-–—:|•·]\s+|\s*[|｜»]\s*|:\s+")


def _title_facts(title: str, url: str) -> Iterator[Fact]:
    """The part of the title that spells the host's name; failing that, a title that is no more than a name."""
    parts = [part.strip() for part in _TITLE_PARTS.split(title[:500]) if part.strip()]
    label = _label(url).replace("-", "")
    spelled = [part for part in parts if label and _spelled(part) in (label, f"the{label}", label.removeprefix("the"))]
    if spelled:
        yield from named(spelled[0], "title", 0.7)
    elif len(parts) == 1:
        yield from named(parts[0], "title", 0.5)
    elif parts:
        yield from named(parts[0], "title", 0.3)


def _spelled(text: str) -> str:
    return "".join(words(text)).casefold()
