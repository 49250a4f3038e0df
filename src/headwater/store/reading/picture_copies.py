"""Our copies of pictures as readers get them: the words with the article, the bytes one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from headwater.model.view import PictureCopyView, PictureView
from headwater.store.columns import Record
from headwater.store.views import visible_pictures

BATCH = 500
"""Articles in one query."""

Copies = Mapping[int, Record]
"""The copies of one article's pictures by the picture's place in it."""

_WORDS = [column for column in visible_pictures.c if column.name not in ("body", "body_digest")]


def load_copies(connection: Connection, article_ids: Sequence[str]) -> dict[str, Copies]:
    """The copies of these articles' pictures, without their bytes; articles without copies are left out."""
    found: dict[str, dict[int, Record]] = defaultdict(dict)
    for start in range(0, len(article_ids), BATCH):
        query = select(*_WORDS).where(visible_pictures.c.article_id.in_(article_ids[start : start + BATCH]))
        for row in connection.execute(query):
            found[row.article_id][row.position] = row
    return dict(found)


def with_copy(picture: PictureView, row: Record) -> PictureView:
    """A picture with our copy of it; what the picture itself says stands where its page said nothing."""
    return replace(
        picture,
        caption=picture.caption or row.caption,
        credit=picture.credit or row.credit,
        creator=picture.creator or row.creator,
        licence=picture.licence or row.licence,
        url=row.url,
        copy_id=row.id,
        width=row.width,
        height=row.height,
        until=row.until,
        is_granted=row.is_granted,
        has_content_credentials=row.has_content_credentials,
    )


def picture_copy(connection: Connection, picture_id: str) -> PictureCopyView | None:
    """The bytes of one copy."""
    row = connection.execute(select(visible_pictures).where(visible_pictures.c.id == picture_id)).first()
    if row is None:
        return None
    return PictureCopyView(media_type=row.media_type, body=row.body, body_digest=row.body_digest, until=row.until)
