"""What the site asks of the store: everything behind it has passed the gate, so that what is withheld is not there."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from headwater.model.view import (
    ArticleView,
    Deafness,
    Gone,
    PictureCopyView,
    SearchPage,
    SourceView,
    StatusView,
    StoryView,
)


class ReaderProtocol(Protocol):
    """A reader of the store, safe to call from several threads; `model.errors.Transient` means not ready."""

    def generation(self) -> int:
        """A number that moves whenever something that readers see has changed."""

    def front(self, *, limit: int, before: str, language: str) -> tuple[StoryView, ...]:
        """Stories for the front page after the story `before` (an id, or empty); with a language, those told in it."""

    def story(self, story_id: str) -> StoryView | Gone | str | None:
        """A story; the id of the one that it was merged into; None where there never was one."""

    def article(self, article_id: str) -> ArticleView | Gone | None:
        """An article, or what is left of it."""

    def picture(self, picture_id: str) -> PictureCopyView | None:
        """Our copy of a picture that may be shown."""

    def related(self, article_id: str, limit: int) -> tuple[ArticleView, ...]:
        """Articles near in meaning, other than the article itself."""

    def river(self, *, limit: int, before: str) -> tuple[ArticleView, ...]:
        """All articles, newest first, after the article `before` (an id, or empty)."""

    def source(self, domain: str) -> SourceView | None:
        """A publisher by its registrable domain."""

    def sources(self, *, after: str, limit: int) -> tuple[SourceView, ...]:
        """Publishers by domain after the domain `after` (maybe empty)."""

    def deafness(self, now: datetime) -> Deafness | None:
        """Since when and why nothing is read any more; None while all is well."""

    def search(self, query: str, *, limit: int, cursor: str) -> SearchPage:
        """Articles for a query; `model.errors.UserError` says in words what is wrong with a query or cursor."""

    def status(self, now: datetime) -> StatusView:
        """The program's own health."""

    def tombstones(self, limit: int) -> tuple[Gone, ...]:
        """The latest removed items, newest first."""
