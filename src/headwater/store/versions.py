"""Earlier versions of articles, and how each became the next: never more words than may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, and_, delete, select, update

from headwater.model.article import Article
from headwater.model.codec import from_json, to_json
from headwater.model.version import VersionChanges
from headwater.store.columns import Record
from headwater.store.schema import article_versions, articles
from headwater.store.upserts import upsert
from headwater.text.differences import quoted
from headwater.text.ids import digest
from headwater.text.words import squash

MAX_VERSIONS = 50
"""Versions kept of one article: of more, the first one and the latest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """An article as it stands: its version, and whether its text is kept and mined."""

    version: int
    is_kept: bool
    is_mined: bool


def find_standing(connection: Connection, article_id: str) -> Standing | None:
    """How an article stands; None where it is not held."""
    columns = (articles.c.version, articles.c.is_kept, articles.c.is_mined)
    row = connection.execute(select(*columns).where(articles.c.id == article_id)).first()
    return None if row is None else Standing(version=row.version, is_kept=row.is_kept, is_mined=row.is_mined)


def text_digest(paragraphs: Sequence[str]) -> str:
    """The digest of a text with its white space collapsed: equal texts are no new version."""
    texts = (squash(text) for text in paragraphs)
    return digest("\n\n".join(text for text in texts if text).encode("utf-8", "replace"))


def says_the_same(known: Record, article: Article) -> bool:
    """Whether a row of `articles` says what `article` says: headline and text, white space apart.

    A text that an earlier release of the extractor read says nothing about an edit: only the headline counts then.
    """
    if squash(known.headline) != squash(article.headline):
        return False
    before = from_json(Article, known.body)
    if (before.extractor, before.extractor_version) != (article.extractor, article.extractor_version):
        return True
    said = text_digest(before.paragraphs) if before.paragraphs else known.body_digest
    return said == text_digest(article.paragraphs)


def put_aside(tx: Connection, known: Record) -> None:
    """Keep a row of `articles` as an earlier version."""
    row = {name: getattr(known, name) for name in ("version", "headline", "saved_at", "body")}
    upsert(tx, article_versions, {"article_id": known.id, **row}, key=("article_id", "version"))
    crowded = and_(article_versions.c.version > 1, article_versions.c.version <= known.version + 1 - MAX_VERSIONS)
    tx.execute(delete(article_versions).where(article_versions.c.article_id == known.id, crowded))


def save_changes(tx: Connection, article_id: str, version: int, changes: VersionChanges) -> None:
    """Keep how `version` became the next one. Readers see all of it: only what may be shown belongs here."""
    key = and_(article_versions.c.article_id == article_id, article_versions.c.version == version)
    tx.execute(update(article_versions).where(key).values(changes=to_json(changes)))


def get_changes(connection: Connection, article_id: str) -> dict[int, VersionChanges]:
    """How each earlier version became the next, by its number."""
    query = select(article_versions.c.version, article_versions.c.changes).where(
        article_versions.c.article_id == article_id, article_versions.c.changes.is_not(None)
    )
    return {row.version: from_json(VersionChanges, row.changes) for row in connection.execute(query)}


def restrict(tx: Connection, article_id: str, max_chars: int | None) -> None:
    """Shorten what is quoted of every earlier version to `max_chars` characters each; None: no bound.

    A wider ruling does not bring words back: they are gone.
    """
    if max_chars is None:
        return
    for version, changes in get_changes(tx, article_id).items():
        shown, is_whole = quoted(changes.differences, max_chars)
        if shown != changes.differences:
            shorter = replace(changes, differences=shown, is_whole=changes.is_whole and is_whole)
            save_changes(tx, article_id, version, shorter)


def erase_texts(tx: Connection, article_id: str) -> None:
    """Drop the texts of all earlier versions and every word quoted of them; headlines and counts stay."""
    tx.execute(update(article_versions).where(article_versions.c.article_id == article_id).values(body={}))
    restrict(tx, article_id, 0)
