"""schema.org in an article page: `NewsArticle` that says what it is based on (schema.org isBasedOn)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from headwater.model.view import ArticleView
from headwater.publish.addresses import article_path, web_address
from headwater.publish.site import SiteSettings
from headwater.publish.words import link_name, publisher_name


def news_article(article: ArticleView, settings: SiteSettings) -> dict[str, Any]:
    """The article as a schema.org NewsArticle; absent facts are left out, never guessed."""
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "url": settings.absolute(article_path(article)),
        "mainEntityOfPage": web_address(article.url),
        "isBasedOn": {
            "@type": "NewsArticle",
            "url": web_address(article.primary.url),
            "publisher": {"@type": "NewsMediaOrganization", "name": link_name(article)},
        },
        "publisher": {"@type": "NewsMediaOrganization", "name": publisher_name(article)},
        "author": [{"@type": "Person", "name": name} for name in article.byline],
        "inLanguage": article.language,
        "datePublished": article.published_at.text() if article.published_at else "",
        "dateModified": article.modified_at.text() if article.modified_at else "",
        "description": article.excerpt,
        "articleSection": article.section,
        "license": article.licence if article.licence.startswith("http") else "",
        "creditText": article.attribution,
        "isAccessibleForFree": article.is_accessible,
    }
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def script_safe(value: dict[str, Any]) -> Markup:
    """JSON that cannot end its script element: `<`, `>` and `&` are written as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    for char, escaped in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e")):
        text = text.replace(char, escaped)
    return Markup(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704
