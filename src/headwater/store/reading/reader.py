"""The one door for readers: a read-only database behind the gate, answering in values that may be published."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from headwater.model.errors import ExitCode, UserError
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
from headwater.store import totals
from headwater.store.database import READER_CONNECTIONS, make_engine, path_of
from headwater.store.driver import sqlite_module
from headwater.store.failures import translating
from headwater.store.gate import connect_reader
from headwater.store.generation import current
from headwater.store.reading import health, searching, source_pages, story_pages
from headwater.store.reading.cards import gone, gone_article, load_article, load_articles
from headwater.store.reading.picture_copies import picture_copy
from headwater.store.schema import tombstones
from headwater.store.views import visible_articles


class Reader:
    """Everything that pages, feeds and the API may say. Safe to call from several threads."""

    def __init__(self, url_or_path: str | Path) -> None:
        self.path = path_of(url_or_path)
        if not self.path.exists():
            raise UserError(
                f"There is no database at {self.path}: run `headwater init` or give the right path.",
                exit_code=ExitCode.NOT_FOUND,
            )
        self._engine = make_engine(lambda: connect_reader(self.path), begin="BEGIN", size=READER_CONNECTIONS)

    @classmethod
    def open(cls, url_or_path: str | Path) -> Reader:
        """A reader of the database at a path or `sqlite:///` URL; UserError where there is none."""
        return cls(url_or_path)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A gated connection on one consistent state; what is not for readers is refused by the database."""
        with translating(self.path, sqlite_module().Error), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *ignored: object) -> None:
        self.close()

    def generation(self) -> int:
        """A number that moves whenever anything that readers see has changed."""
        with self.connection() as connection:
            return current(connection)

    def front(self, *, limit: int = 60, before: str = "", language: str = "") -> tuple[StoryView, ...]:
        """Stories, best first: recent ones that many speak of independently (`stories.recompute` has the score).

        `before` is the id of the last story of the page before; `language` keeps stories told in it, with a
        headline in it.
        """
        with self.connection() as connection:
            return story_pages.front(connection, limit=limit, before=before, language=language)

    def story(self, story_id: str) -> StoryView | Gone | str | None:
        """A whole story; `Gone` where all of it was removed; the survivor's id where it was merged away."""
        with self.connection() as connection:
            return story_pages.story(connection, story_id)

    def article(self, article_id: str) -> ArticleView | Gone | None:
        """One article; `Gone` where it is withheld or erased."""
        with self.connection() as connection:
            return load_article(connection, article_id) or gone_article(connection, article_id)

    def picture(self, picture_id: str) -> PictureCopyView | None:
        """Our copy of a picture; None where there is none, or its article or its address is withheld or erased."""
        with self.connection() as connection:
            return picture_copy(connection, picture_id)

    def related(self, article_id: str, limit: int = 6) -> tuple[ArticleView, ...]:
        """Articles of the same story, then recent ones with like headlines."""
        with self.connection() as connection:
            return searching.related(connection, article_id, limit)

    def river(self, *, limit: int = 200, before: str = "") -> tuple[ArticleView, ...]:
        """Articles, newest first; `before` is the id of the last article of the page before.

        Nothing comes after an article that is gone meanwhile.
        """
        articles = visible_articles.c
        with self.connection() as connection:
            query = select(articles.id).order_by(articles.ordered_at.desc(), articles.number.desc())
            if before:
                place = select(articles.ordered_at, articles.number).where(articles.id == before)
                last = connection.execute(place).first()
                if last is None:
                    return ()
                query = query.where(story_pages.after(articles.ordered_at, last[0], articles.number, last[1]))
            ids = connection.execute(query.limit(min(limit, story_pages.MAX_PAGE))).scalars()
            return tuple(load_articles(connection, list(ids)))

    def source(self, domain: str) -> SourceView | None:
        """One publisher by its registrable domain."""
        with self.connection() as connection:
            return source_pages.source(connection, domain)

    def sources(self, *, after: str = "", limit: int = source_pages.PAGE) -> tuple[SourceView, ...]:
        """Publishers that are polled or were read, by domain; `after` is the last domain of the page before."""
        with self.connection() as connection:
            return source_pages.some_sources(connection, after=after, limit=limit)

    def deafness(self, now: datetime) -> Deafness | None:
        """Since when and why nothing is read any more; None while all is well."""
        with self.connection() as connection:
            return totals.deafness(connection, now)

    def search(self, query: str, *, limit: int = 30, cursor: str = "") -> SearchPage:
        """Articles that match words, "phrases", -word, source:domain, lang:code; newest first."""
        with self.connection() as connection:
            return searching.search(connection, query, limit=limit, cursor=cursor)

    def status(self, now: datetime) -> StatusView:
        """The program's health as of `now`."""
        with self.connection() as connection:
            return health.status(connection, now)

    def tombstones(self, limit: int = 100) -> tuple[Gone, ...]:
        """What was removed, latest first, by article id: for feeds (RFC 6721)."""
        query = select(tombstones).where(tombstones.c.subject_id != "").order_by(tombstones.c.since.desc())
        with self.connection() as connection:
            return tuple(gone(row, row.subject_id) for row in connection.execute(query.limit(limit)))
