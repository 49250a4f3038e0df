"""How an article came from another work (W3C PROV: wasDerivedFrom, wasQuotedFrom, wasRevisionOf)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.model.article import Publisher


class Relation(StrEnum):
    """How an article relates to its primary source. `ORIGINAL`: it is its own."""

    ORIGINAL = "original"
    COPIED_FROM = "copied_from"
    REWRITTEN_FROM = "rewritten_from"
    TRANSLATED_FROM = "translated_from"
    QUOTED_FROM = "quoted_from"
    REVISION_OF = "revision_of"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One reason for a link: its kind, the very words it rests on, and its weight (0…1, its share of the decision)."""

    kind: str
    text: str
    url: str = ""
    article_id: str = ""
    weight: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ProvenanceLink:
    """What is known about one article's origin; exactly one current link per article.

    For an original, `relation` is ORIGINAL and the origin is the article itself. `origin_article_id` is set where
    we hold the origin; else `origin_url`, or `origin_publisher` alone. `via_article_id`/`via_url` name the
    immediate source in a chain of copies. `confidence` is the probability that the origin named is right.
    """

    article_id: str
    relation: Relation
    confidence: float
    origin_article_id: str = ""
    origin_url: str = ""
    origin_publisher: Publisher = Publisher()
    via_article_id: str = ""
    via_url: str = ""
    evidence: tuple[Evidence, ...] = ()
    method_version: int = 1
