"""The article and what belongs to it, in the words of schema.org NewsArticle and IPTC ninjs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.model.time import StatedTime


class PublisherKind(StrEnum):
    """What kind of organisation publishes."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    MAGAZINE = "magazine"
    ONLINE = "online"
    AGGREGATOR = "aggregator"
    INSTITUTION = "institution"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Publisher:
    """An organisation that publishes news (schema.org NewsMediaOrganization).

    `domains` are registrable domains, the first is the main one. `country` ISO 3166-1 alpha-2,
    `languages` BCP 47; `owner` the organisation behind it; empty where unknown.
    """

    id: str = ""
    name: str = ""
    kind: PublisherKind = PublisherKind.UNKNOWN
    domains: tuple[str, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()
    owner: str = ""

    @property
    def domain(self) -> str:
        """The main registrable domain, or empty."""
        return self.domains[0] if self.domains else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """An image of an article (schema.org ImageObject); texts are verbatim, empty where absent."""

    url: str
    caption: str = ""
    credit: str = ""
    creator: str = ""
    licence: str = ""


class CreditKind(StrEnum):
    """What a credit found in a page or feed is. Provenance weighs each kind on its own."""

    CANONICAL = "canonical"  # rel=canonical / og:url that points to another registrable domain
    BASED_ON = "based_on"  # schema.org isBasedOn, dc:source
    ORIGINAL_SOURCE = "original_source"  # original-source, syndication-source metas
    FEED_SOURCE = "feed_source"  # RSS source, Atom source, via
    VISIBLE_SOURCE = "visible_source"  # "Source: …", "first published by …", "this article appeared in …"
    TRAILING_LINK = "trailing_link"  # a bare link standing alone at the end of the text
    AGENCY = "agency"  # an agency named in byline, dateline or copyright line
    DESK = "desk"  # a desk or staff byline that is no person
    DATELINE = "dateline"  # "PARIS (AFP) —"
    COPYRIGHT = "copyright"  # "© 2026 …"
    TRANSLATION = "translation"  # "translated from …"
    LICENCE_ATTRIBUTION = "licence_attribution"  # "republished under CC BY from …"
    ATTRIBUTION = "attribution"  # "told Le Monde", "сообщает …": a quotation source, no origin


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """One statement about where the material came from.

    `text` is verbatim as it stood; `url` the absolute link it carries, if any; `name` the organisation named,
    where it could be told apart; `place` says where it stood: "head", "json-ld", "top", "end", "body", "feed".
    """

    kind: CreditKind
    text: str = ""
    url: str = ""
    name: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One version of a work as extracted from one capture.

    `paragraphs` are standfirst, subheads, paragraphs, list items and quotations in reading order, plain text,
    each found verbatim in the page (NFC, white space collapsed). `byline` holds people only, one name each.
    `is_accessible` is schema.org isAccessibleForFree, None where unsaid. `summary` is the publisher's own
    (feed or meta description), used where the text itself is reserved. `kind` is the form of its page: article,
    live_blog, gallery, video, audio, listing; empty where unknown. `text_from` is "page" where the text was read in
    the visible page, "json-ld" where it stands in the declared articleBody only; empty where unknown.
    """

    id: str
    url: str
    headline: str
    paragraphs: tuple[str, ...]
    version: int = 1
    capture_id: str = ""
    canonical_url: str = ""
    publisher: Publisher = Publisher()
    byline: tuple[str, ...] = ()
    dateline: str = ""
    summary: str = ""
    pictures: tuple[Picture, ...] = ()
    kind: str = ""
    text_from: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    published_at: StatedTime | None = None
    modified_at: StatedTime | None = None
    language: str = ""
    declared_language: str = ""
    licence: str = ""
    is_accessible: bool | None = None
    credits: tuple[Credit, ...] = ()
    body_digest: str = ""
    extractor: str = ""
    extractor_version: int = 0

    @property
    def text(self) -> str:
        """The paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)
