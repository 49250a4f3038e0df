"""An extraction in the public shape of the `extract` filter (docs/filters.md)."""

from __future__ import annotations

from typing import Any

from headwater.extract._extraction import Extraction
from headwater.model.article import Article, Credit, Picture
from headwater.model.codec import to_json


def article_line(extraction: Extraction) -> dict[str, Any]:
    """`{article, credits, signals}` in exactly the shape of filters.md; absent is None, lists may be empty."""
    return {
        "article": {**_article(extraction.article), "lost_chars": extraction.lost.char_count},
        "credits": [_credit(credit) for credit in extraction.article.credits],
        "signals": [to_json(signal) for signal in extraction.signals],
    }


def _article(article: Article) -> dict[str, Any]:
    published, modified = article.published_at, article.modified_at
    return {
        "url": article.url,
        "canonical_url": article.canonical_url or None,
        "headline": article.headline,
        "byline": list(article.byline),
        "publisher": {"name": article.publisher.name or None, "domain": article.publisher.domain or None},
        "published_at": published.text() if published else None,
        "published_at_from": (published.origin or None) if published else None,
        "published_at_precision": published.precision.value if published else None,
        "modified_at": modified.text() if modified else None,
        "language": article.language or None,
        "declared_language": article.declared_language or None,
        "text": article.text,
        "paragraphs": list(article.paragraphs),
        "images": [_picture(picture) for picture in article.pictures],
        "section": article.section or None,
        "keywords": list(article.keywords),
        "licence": article.licence or None,
        "dateline": article.dateline or None,
        "summary": article.summary or None,
        "is_accessible": article.is_accessible,
        "kind": article.kind or None,
        "text_from": article.text_from or None,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    line: dict[str, Any] = {"url": picture.url, "caption": picture.caption or None, "credit": picture.credit or None}
    if picture.creator:
        line["creator"] = picture.creator
    if picture.licence:
        line["licence"] = picture.licence
    return line


def _credit(credit: Credit) -> dict[str, Any]:
    line: dict[str, Any] = {"kind": credit.kind.value, "text": credit.text}
    for name, value in (("url", credit.url), ("name", credit.name), ("place", credit.place)):
        if value:
            line[name] = value
    return line
