"""Our own copies of pictures that may be shown: wanted with their article, brought later, erased with either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, delete, or_, select, update

from headwater.model.article import Picture
from headwater.model.codec import from_json, to_json
from headwater.model.rights import Ruling
from headwater.store.blocks import block_of_article, hash_of, is_blocked
from headwater.store.columns import Record
from headwater.store.generation import bump
from headwater.store.queue import drop_jobs
from headwater.store.schema import picture_copies
from headwater.store.upserts import insert_missing
from headwater.text.ids import digest

ID_CHARS = 32


class CopyState(StrEnum):
    """Where a copy stands."""

    WANTED = "wanted"  # may be shown, not brought yet
    KEPT = "kept"
    REFUSED = "refused"  # there is none, for the reason given


@dataclass(frozen=True, kw_only=True, slots=True)
class WantedPicture:
    """A picture of an article that may be shown, and the ruling that allows it. `grant_id` where a grant decided."""

    article_id: str
    position: int
    picture: Picture
    ruling: Ruling
    grant_id: str = ""
    until: datetime | None = None

    @property
    def id(self) -> str:
        """The name of the copy: the same for the same picture of the same article."""
        return sha256(f"{self.article_id}\n{self.picture.url}".encode("utf-8", "replace")).hexdigest()[:ID_CHARS]


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureCopy:
    """Our own copy: re-encoded bytes without metadata, and the words that go with them."""

    media_type: str
    width: int
    height: int
    body: bytes
    credit: str = ""
    creator: str = ""
    caption: str = ""
    licence: str = ""
    has_content_credentials: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyRow:
    """What is known of one wanted picture."""

    wanted: WantedPicture
    state: CopyState
    reason: str = ""
    copied_at: datetime | None = None


def want_pictures(
    tx: Connection, article_id: str, wanted: Sequence[WantedPicture], now: datetime
) -> tuple[WantedPicture, ...]:
    """Let these be the pictures of an article that are shown; the new ones among them, which are to be brought.

    Copies of others are gone at once. What is known of those that stay is kept; words and grounds are the new ones.
    """
    if block_of_article(tx, article_id) is not None:
        return ()
    allowed = [one for one in wanted if is_blocked(tx, one.picture.url) is None]
    known = set(tx.execute(select(picture_copies.c.id).where(picture_copies.c.article_id == article_id)).scalars())
    _drop(tx, known - {one.id for one in allowed})
    for one in allowed:
        if one.id in known:
            tx.execute(update(picture_copies).where(picture_copies.c.id == one.id).values(_grounds(one)))
    new = tuple(one for one in allowed if one.id not in known)
    insert_missing(tx, picture_copies, [_row(one, now) for one in new])
    return new


def _grounds(one: WantedPicture) -> dict[str, Any]:
    return {
        "position": one.position,
        "because": to_json(one.ruling),
        "grant_id": one.grant_id,
        "until": one.until,
    }


def _row(one: WantedPicture, now: datetime) -> dict[str, Any]:
    picture = one.picture
    return {
        **_grounds(one),
        "id": one.id,
        "article_id": one.article_id,
        "url": picture.url,
        "url_hash": hash_of(picture.url),
        "state": CopyState.WANTED,
        "reason": "",
        "media_type": "",
        "width": 0,
        "height": 0,
        "credit": picture.credit,
        "creator": picture.creator,
        "caption": picture.caption,
        "licence": picture.licence,
        "body_digest": "",
        "body": None,
        "has_content_credentials": False,
        "wanted_at": now,
        "copied_at": None,
    }


def find_copy(connection: Connection, picture_id: str) -> CopyRow | None:
    """What is known of one picture; None where it is not wanted (any more), or is blocked."""
    row = connection.execute(select(picture_copies).where(picture_copies.c.id == picture_id)).first()
    if row is None or block_of_article(connection, row.article_id) or is_blocked(connection, row.url):
        return None
    return _copy_row(row)


def copies_of(connection: Connection, article_id: str) -> tuple[CopyRow, ...]:
    """The pictures of one article that may be shown, in order."""
    query = select(picture_copies).where(picture_copies.c.article_id == article_id)
    return tuple(_copy_row(row) for row in connection.execute(query.order_by(picture_copies.c.position)))


def _copy_row(row: Record) -> CopyRow:
    picture = Picture(url=row.url, caption=row.caption, credit=row.credit, creator=row.creator, licence=row.licence)
    wanted = WantedPicture(
        article_id=row.article_id,
        position=row.position,
        picture=picture,
        ruling=from_json(Ruling, row.because),
        grant_id=row.grant_id,
        until=row.until,
    )
    return CopyRow(wanted=wanted, state=CopyState(row.state), reason=row.reason, copied_at=row.copied_at)


def save_copy(tx: Connection, picture_id: str, copy: PictureCopy, now: datetime) -> bool:
    """Keep the copy of a picture that is still wanted; whether it is."""
    if find_copy(tx, picture_id) is None:
        return False
    values: Mapping[str, Any] = {
        "state": CopyState.KEPT,
        "reason": "",
        "media_type": copy.media_type,
        "width": copy.width,
        "height": copy.height,
        "credit": copy.credit,
        "creator": copy.creator,
        "caption": copy.caption,
        "licence": copy.licence,
        "body": copy.body,
        "body_digest": digest(copy.body),
        "has_content_credentials": copy.has_content_credentials,
        "copied_at": now,
    }
    tx.execute(update(picture_copies).where(picture_copies.c.id == picture_id).values(values))
    bump(tx)
    return True


def refuse_copy(tx: Connection, picture_id: str, reason: str) -> None:
    """There will be no copy of this picture, for a reason in words."""
    row = {"state": CopyState.REFUSED, "reason": reason, "body": None, "body_digest": ""}
    tx.execute(update(picture_copies).where(picture_copies.c.id == picture_id).values(row))
    bump(tx)


def drop_copies_of_grant(tx: Connection, grant_id: str) -> int:
    """Let go of what was shown under a grant; how many pictures there were."""
    return _drop(tx, tx.execute(select(picture_copies.c.id).where(picture_copies.c.grant_id == grant_id)).scalars())


def drop_copies_past(tx: Connection, now: datetime) -> int:
    """Let go of pictures that might be shown until some time, and that has come; how many there were."""
    past = and_(picture_copies.c.until.is_not(None), picture_copies.c.until < now)
    return _drop(tx, tx.execute(select(picture_copies.c.id).where(past)).scalars())


def _drop(tx: Connection, picture_ids: Any) -> int:
    gone = sorted(picture_ids)
    if not gone:
        return 0
    drop_jobs(tx, gone)
    tx.execute(delete(picture_copies).where(picture_copies.c.id.in_(gone)))
    bump(tx)
    return len(gone)


def erase_copies(tx: Connection, article_id: str, url_hashes: frozenset[str]) -> int:
    """Erase the copies of an article's pictures, and of pictures at these addresses; how many there were."""
    ours = or_(
        and_(picture_copies.c.article_id == article_id, picture_copies.c.article_id != ""),
        picture_copies.c.url_hash.in_(sorted(url_hashes)),
    )
    return _drop(tx, tx.execute(select(picture_copies.c.id).where(ours)).scalars())
