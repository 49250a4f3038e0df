"""An article that stands on several pages: whether a page goes on with it, and all of them as one article. Pure.

Each page was read and checked on its own, so every paragraph stands verbatim in the page that it was read from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from headwater.extract._host import headline_of, is_same_headline
from headwater.model.article import Article, Picture
from headwater.text.urls import address_key

NEW_SHARE = 0.2
"""A page of which less than this share of the text is new says again what the pages before said: sites answer a page
number that is too high with their first or last page."""

T = TypeVar("T")


class Continuation(StrEnum):
    """What a page is to the pages of an article before it."""

    NEXT = "next"  # it goes on with the article
    REPEATED = "repeated"  # it says what they said: the article is over
    OTHER = "other"  # it is another article


def continuation(pages: Sequence[Article], page: Article) -> Continuation:
    """What `page` is to `pages`, the pages read so far (at least one)."""
    if not _is_same_work(pages[0], page):
        return Continuation.OTHER
    said = {paragraph for one in pages for paragraph in one.paragraphs}
    new_chars = sum(len(paragraph) for paragraph in page.paragraphs if paragraph not in said)
    is_new = new_chars and new_chars >= NEW_SHARE * len("".join(page.paragraphs))
    return Continuation.NEXT if is_new else Continuation.REPEATED


def join_pages(first: Article, following: Sequence[Article]) -> Article:
    """The article whose first page is `first` and whose other pages are `following`, in order.

    Headline, byline, times and all else that is said once come from the first page. What a page repeats at its
    beginning (standfirst) stands once, where it stood first; what neighbouring pages repeat at their end (a line about
    the author) once, where it stood last. Pictures, keywords and credits are united, known captions kept. It is
    accessible for free only if no page says otherwise.
    """
    if not following:
        return first
    pages = (first, *following)
    return replace(
        first,
        paragraphs=_paragraphs(pages),
        pictures=_pictures(picture for page in pages for picture in page.pictures),
        keywords=_united(word for page in pages for word in page.keywords),
        credits=_united(credit for page in pages for credit in page.credits),
        is_accessible=False if any(page.is_accessible is False for page in pages) else first.is_accessible,
    )


def _is_same_work(first: Article, page: Article) -> bool:
    """Whether a page says that it is of the same work: by its canonical address, or by its headline in most words."""
    own = {address_key(first.url), address_key(first.canonical_url)} - {""}
    if page.canonical_url and address_key(page.canonical_url) in own:
        return True
    return is_same_headline(headline_of(first.headline), headline_of(page.headline))


def _paragraphs(pages: Sequence[Article]) -> tuple[str, ...]:
    texts: list[list[str]] = [list(pages[0].paragraphs)]
    said = {pages[0].headline, *pages[0].paragraphs}
    for page in pages[1:]:
        new = list(page.paragraphs)
        while new and new[0] in said:
            new.pop(0)
        _drop_common_end(texts[-1], new)
        texts.append(new)
        said.update(new)
    return tuple(paragraph for text in texts for paragraph in text)


def _drop_common_end(earlier: list[str], later: Sequence[str]) -> None:
    count = 0
    while count < min(len(earlier), len(later)) and earlier[-1 - count] == later[-1 - count]:
        count += 1
    del earlier[len(earlier) - count :]


def _pictures(found: Iterable[Picture]) -> tuple[Picture, ...]:
    """Each picture once; of two statements about it the first that says something counts, field by field."""
    known: dict[str, Picture] = {}
    for picture in found:
        before = known.get(picture.url, picture)
        known[picture.url] = Picture(
            url=picture.url,
            caption=before.caption or picture.caption,
            credit=before.credit or picture.credit,
            creator=before.creator or picture.creator,
            licence=before.licence or picture.licence,
        )
    return tuple(known.values())


def _united(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))
