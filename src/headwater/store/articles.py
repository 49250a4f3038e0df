"""Articles, one row each with what readers may see; earlier versions beside it; machine statements about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from headwater.model.article import Article, CreditKind, Publisher
from headwater.model.codec import from_json, to_json
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import Cleared, Rulings
from headwater.store.blocks import block_of_article, hash_of, is_blocked
from headwater.store.columns import Record
from headwater.store.generation import bump
from headwater.store.publishers import upsert_publisher
from headwater.store.schema import addresses, article_versions, articles
from headwater.store.search_index import put_document, remove_document
from headwater.store.stories import recompute_story_of
from headwater.store.upserts import insert_missing, upsert
from headwater.store.versions import erase_texts, put_aside, says_the_same, text_digest
from headwater.text.urls import registrable_domain, same_site

MAX_CREDIT_CHARS = 200
"""A credit shown to readers is a line, not a paragraph."""

_SHOWN_CREDITS = frozenset(
    {
        CreditKind.VISIBLE_SOURCE,
        CreditKind.AGENCY,
        CreditKind.DESK,
        CreditKind.COPYRIGHT,
        CreditKind.TRANSLATION,
        CreditKind.LICENCE_ATTRIBUTION,
        CreditKind.FEED_SOURCE,
    }
)


def save_article(
    tx: Connection, article: Article, *, rulings: Rulings, cleared: Cleared, first_seen_at: datetime, now: datetime
) -> int | Rejection:
    """Keep an article and what readers may see of it; the number of its current version.

    The same text and headline again, white space apart, make no new version, only what is cleared may change;
    otherwise the earlier headline and text are kept as the version before. Text that may not be kept is not. A
    Rejection, and nothing saved, for a withheld or erased work: its id, its address, or its text on the same
    registrable domain.
    """
    rejection = _refusal(tx, article)
    if rejection is not None:
        return rejection
    article = replace(article, publisher=_publisher(tx, article), body_digest=text_digest(article.paragraphs))
    known = tx.execute(select(articles).where(articles.c.id == article.id)).first()
    version, saved_at = _version(tx, article, known, now)
    if known is not None and version == known.version:
        article = replace(article, capture_id=known.body.get("capture_id", article.capture_id))
    kept = replace(article, version=version, paragraphs=article.paragraphs if cleared.is_kept else ())
    row = {
        **_identity(kept, first_seen_at if known is None else known.first_seen_at, saved_at),
        **_cleared_columns(kept, cleared),
        "text_chars": len(article.text),
        "body": to_json(kept),
        "rulings": to_json(rulings),
    }
    upsert(tx, articles, row, key=("id",))
    _keep_addresses(tx, article)
    if not cleared.is_kept:
        erase_texts(tx, article.id)
    _index(tx, article, cleared)
    if known is not None:
        recompute_story_of(tx, article.id)
    bump(tx)
    return version


def _keep_addresses(tx: Connection, article: Article) -> None:
    """Let the article's own addresses lead to it, unless they lead elsewhere: a takedown may name any of them."""
    own = article.canonical_url if same_site(article.url, article.canonical_url) else ""
    rows = [
        {"url_hash": hash_of(url), "article_id": article.id, "url": url, "is_alias": True, "first_seen_at": None}
        for url in dict.fromkeys((article.url, own))
        if url
    ]
    insert_missing(tx, addresses, rows)


def _refusal(tx: Connection, article: Article) -> Rejection | None:
    tombstone = block_of_article(tx, article.id) or is_blocked(
        tx, article.url, text_hash=text_digest(article.paragraphs)
    )
    # A canonical address on another site belongs to another publisher: the page at hand is a copy, not that work.
    if tombstone is None and article.canonical_url and same_site(article.url, article.canonical_url):
        tombstone = is_blocked(tx, article.canonical_url)
    if tombstone is None:
        return None
    reason = Reason.WITHHELD if tombstone.erased_at is None else Reason.ERASED
    return Rejection(stage="store", reason=reason, detail=tombstone.id, subject=article.id)


def _publisher(tx: Connection, article: Article) -> Publisher:
    publisher = article.publisher
    if not publisher.domains:
        domain = registrable_domain(article.url)
        publisher = replace(publisher, domains=(domain,) if domain else ())
    return upsert_publisher(tx, publisher)


def _version(tx: Connection, article: Article, known: Record | None, now: datetime) -> tuple[int, datetime]:
    """The number and time of the current version; the one before is put aside when this one differs."""
    if known is None:
        return 1, now
    if says_the_same(known, article):
        return known.version, known.saved_at
    put_aside(tx, known)
    return known.version + 1, now


def _identity(article: Article, first_seen_at: datetime, saved_at: datetime) -> dict[str, object]:
    published = article.published_at
    return {
        "id": article.id,
        "version": article.version,
        "url": article.url,
        "url_hash": hash_of(article.url),
        "headline": article.headline,
        "publisher_id": article.publisher.id,
        "publisher_name": article.publisher.name or article.publisher.domain,
        "publisher_domain": article.publisher.domain,
        "country": article.publisher.country,
        "language": article.language or article.declared_language,
        "published_at": published.at if published else None,
        "first_seen_at": first_seen_at,
        # A stated time after our own first sight of it is wrong: a page cannot be read before it is published.
        "ordered_at": min(published.at, first_seen_at) if published else first_seen_at,
        "saved_at": saved_at,
        "body_digest": article.body_digest,
    }


def _cleared_columns(article: Article, cleared: Cleared) -> dict[str, object]:
    return {
        "byline": list(article.byline),
        "published": to_json(article.published_at),
        "modified": to_json(article.modified_at),
        "excerpt": cleared.excerpt,
        "full_text": cleared.full_text,
        "pictures": [_picture(shown.picture, shown.is_shown) for shown in cleared.pictures],
        "licence": article.licence,
        "attribution": cleared.attribution,
        "section": article.section,
        "keywords": list(article.keywords),
        "credits": _credit_lines(article),
        "is_accessible": article.is_accessible,
        "kind": article.kind,
        "text_from": article.text_from,
        "is_indexed": cleared.is_indexed,
        "is_kept": cleared.is_kept,
        "is_mined": cleared.is_mined,
    }


def _picture(picture: object, is_shown: bool) -> dict[str, object]:
    """A picture's words always, its address only where it may be shown: readers cannot get what is not there."""
    data: dict[str, object] = to_json(picture)
    if not is_shown:
        data["url"] = ""
    return data


def _credit_lines(article: Article) -> list[str]:
    shown = [credit for credit in article.credits if credit.kind in _SHOWN_CREDITS]
    lines = ((credit.text or credit.name)[:MAX_CREDIT_CHARS].strip() for credit in shown)
    return list(dict.fromkeys(line for line in lines if line))


def _index(tx: Connection, article: Article, cleared: Cleared) -> None:
    number = tx.execute(select(articles.c.number).where(articles.c.id == article.id)).scalar_one()
    if not cleared.is_indexed:
        remove_document(tx, number)
        return
    body = article.text if cleared.is_kept else cleared.excerpt
    language = article.language or article.declared_language
    put_document(tx, number, headline=article.headline, body=body, language=language)


def get_article(connection: Connection, article_id: str) -> Article | None:
    """The current version as it is kept (withheld or not: for the pipeline, never for readers)."""
    body = connection.execute(select(articles.c.body).where(articles.c.id == article_id)).scalar()
    return None if body is None else from_json(Article, body)


def get_rulings(connection: Connection, article_id: str) -> Rulings | None:
    """The rulings under which an article was last saved."""
    body = connection.execute(select(articles.c.rulings).where(articles.c.id == article_id)).scalar()
    return None if body is None else from_json(Rulings, body)


def get_versions(connection: Connection, article_id: str) -> list[Article]:
    """The earlier versions, first one first; those whose text may no longer be kept are left out."""
    query = select(article_versions.c.body).where(article_versions.c.article_id == article_id)
    rows = connection.execute(query.order_by(article_versions.c.version))
    return [from_json(Article, row.body) for row in rows if row.body]


def count_articles(connection: Connection) -> int:
    """How many articles are kept, withheld ones too."""
    return connection.execute(select(func.count()).select_from(articles)).scalar_one()


def drop_texts_before(tx: Connection, at: datetime, *, limit: int = 1000) -> int:
    """Drop the text of up to `limit` articles saved before `at` (retention); headline and excerpt stay."""
    query = select(articles.c.id, articles.c.number, articles.c.body).where(
        articles.c.saved_at < at, articles.c.is_kept
    )
    rows = tx.execute(query.limit(limit)).all()
    for row in rows:
        bare = {**row.body, "paragraphs": []}
        tx.execute(update(articles).where(articles.c.number == row.number).values(body=bare, is_kept=False))
        tx.execute(delete(article_versions).where(article_versions.c.article_id == row.id))
    return len(rows)
