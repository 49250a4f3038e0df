"""What machines said about an article: one packed row per article, its vector beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from headwater.model.annotation import Annotation
from headwater.model.codec import from_json, to_json
from headwater.store.blocks import block_of_article
from headwater.store.schema import article_annotations
from headwater.store.upserts import upsert


def save_annotations(tx: Connection, article_id: str, version: int, found: Sequence[Annotation]) -> None:
    """Keep the annotations of an article's version, in place of earlier ones; nothing for an erased article."""
    if block_of_article(tx, article_id):
        return
    row = {"article_id": article_id, "version": version, "body": to_json(tuple(found))}
    upsert(tx, article_annotations, row, key=("article_id",))


def get_annotations(connection: Connection, article_id: str) -> tuple[Annotation, ...]:
    """The annotations that were last saved for an article."""
    body: Any = connection.execute(
        select(article_annotations.c.body).where(article_annotations.c.article_id == article_id)
    ).scalar()
    return tuple(from_json(Annotation, item) for item in body or ())
