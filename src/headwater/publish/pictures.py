"""Pictures on pages: which one may be drawn, at which of our addresses, and the name of its licence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from headwater.model.view import ArticleView, PictureView, StoryView

PICTURE_PATH = "/picture/"

_CREATIVE_COMMONS = re.compile(
    r"^https?://creativecommons\.org/(?:licenses/([a-z-]{2,12})(?:/([\d.]{1,4}))?|publicdomain/(zero|mark))", re.I
)


def picture_path(picture: PictureView) -> str:
    """The path of our own copy of a picture."""
    return PICTURE_PATH + quote(picture.copy_id, safe="")


def is_shown(picture: PictureView, at: datetime) -> bool:
    """Whether there is a copy, with a credit, and its time is not over."""
    has_credit = bool(picture.credit or picture.creator)
    return bool(picture.copy_id) and has_credit and (picture.until is None or picture.until >= at)


def has_words(picture: PictureView) -> bool:
    """Whether a picture has something to say where it is not shown."""
    return bool(picture.caption or picture.credit or picture.creator)


def credit_line(picture: PictureView) -> str:
    """Author and owner: "Ola Brekkhus / Nordtele", each once."""
    is_named_twice = picture.creator and picture.creator in picture.credit
    return " / ".join(filter(None, ("" if is_named_twice else picture.creator, picture.credit)))


def licence_name(stated: str) -> str:
    """A licence as people call it: "CC BY 4.0" for its address; any other statement as it is."""
    found = _CREATIVE_COMMONS.match(stated)
    if found is None:
        return stated
    elements, version, dedication = found.groups()
    if dedication:
        return "CC0" if dedication.lower() == "zero" else "public domain"
    return f"CC {elements.upper()}{' ' + version if version else ''}"


def lead_picture(story: StoryView, at: datetime) -> tuple[ArticleView, PictureView] | None:
    """The picture of a story: the first shown one of its primary source's article, else of the earliest with one."""
    ordered = sorted(story.articles, key=lambda one: one.id != story.primary.article_id)
    return next(((article, picture) for article in ordered for picture in _shown(article.pictures, at)), None)


def _shown(pictures: Sequence[PictureView], at: datetime) -> Sequence[PictureView]:
    return [picture for picture in pictures if is_shown(picture, at)]
