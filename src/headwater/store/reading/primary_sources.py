"""The primary source of an article as readers see it: its link is never empty and never leads to what is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headwater.model.article import Publisher
from headwater.model.codec import from_json
from headwater.model.provenance import Evidence, Relation
from headwater.model.time import StatedTime
from headwater.model.view import PrimarySourceView, UrlKind
from headwater.store.columns import Record

ArticleRow = Record
LinkRow = Record


def stated(data: Any) -> StatedTime | None:
    """A stated time from its column."""
    return None if data is None else from_json(StatedTime, data)


def primary_of(article: ArticleRow, link: LinkRow | None, held: Mapping[str, ArticleRow]) -> PrimarySourceView:
    """The primary source: the origin's article where it is held and visible, else its address, else its publisher.

    Where only the publisher is known the link leads to the page that we read (`UrlKind.COPY`). `held` has the
    visible articles that links name.
    """
    if link is None:
        return _itself(article, UrlKind.COPY, Relation.UNKNOWN, 0.0)
    relation = Relation(link.relation)
    origin = held.get(link.origin_article_id)
    if relation is Relation.ORIGINAL or link.origin_article_id == article.id:
        return _itself(article, UrlKind.ORIGIN, relation, link.confidence, _evidence(link))
    if relation is Relation.UNKNOWN:
        return _itself(article, UrlKind.COPY, relation, link.confidence, _evidence(link))
    if origin is not None:
        return _held(origin, link, relation, held)
    return _elsewhere(article, link, relation, held)


def _evidence(link: LinkRow) -> tuple[Evidence, ...]:
    return tuple(from_json(Evidence, item) for item in link.evidence)


def _itself(
    article: ArticleRow, kind: UrlKind, relation: Relation, confidence: float, evidence: tuple[Evidence, ...] = ()
) -> PrimarySourceView:
    return PrimarySourceView(
        url=article.url,
        url_kind=kind,
        relation=relation,
        confidence=confidence,
        evidence=evidence,
        **_of_article(article),
    )


def _of_article(article: ArticleRow) -> dict[str, Any]:
    return {
        "publisher_name": article.publisher_name,
        "publisher_domain": article.publisher_domain,
        "headline": article.headline,
        "language": article.language,
        "authors": tuple(article.byline),
        "published_at": stated(article.published),
        "first_seen_at": article.first_seen_at,
        "article_id": article.id,
    }


def _via(link: LinkRow, held: Mapping[str, ArticleRow]) -> dict[str, Any]:
    via = held.get(link.via_article_id)
    if via is None:
        return {"via_url": link.via_url}
    return {"via_url": via.url, "via_publisher_name": via.publisher_name}


def _held(origin: ArticleRow, link: LinkRow, relation: Relation, held: Mapping[str, ArticleRow]) -> PrimarySourceView:
    return PrimarySourceView(
        url=origin.url,
        url_kind=UrlKind.ORIGIN,
        relation=relation,
        confidence=link.confidence,
        evidence=_evidence(link),
        **_of_article(origin),
        **_via(link, held),
    )


def _elsewhere(
    article: ArticleRow, link: LinkRow, relation: Relation, held: Mapping[str, ArticleRow]
) -> PrimarySourceView:
    publisher = from_json(Publisher, link.origin_publisher)
    return PrimarySourceView(
        url=link.origin_url or article.url,
        url_kind=UrlKind.ORIGIN if link.origin_url else UrlKind.COPY,
        relation=relation,
        confidence=link.confidence,
        publisher_name=publisher.name or publisher.domain,
        publisher_domain=publisher.domain,
        evidence=_evidence(link),
        **_via(link, held),
    )
