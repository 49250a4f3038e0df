"""The versions of one article as readers see them: what changed from each to the next."""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import Connection, select

from headwater.model.codec import from_json
from headwater.model.time import StatedTime
from headwater.model.version import TextRun, VersionChanges
from headwater.model.view import ArticleView, VersionView
from headwater.store.columns import Record
from headwater.store.views import visible_articles, visible_versions
from headwater.text.differences import word_runs
from headwater.text.words import squash


def load_versions(connection: Connection, article: ArticleView) -> tuple[VersionView, ...]:
    """All versions of a visible article, newest first; nothing where there is only one."""
    current = connection.execute(
        select(visible_articles.c.version, visible_articles.c.saved_at, visible_articles.c.headline).where(
            visible_articles.c.id == article.id
        )
    ).one()
    if current.version == 1:
        return ()
    query = select(visible_versions).where(visible_versions.c.article_id == article.id)
    earlier = connection.execute(query.order_by(visible_versions.c.version)).all()
    if not earlier:
        return ()
    views = [VersionView(number=earlier[0].version, seen_at=earlier[0].saved_at, headline=earlier[0].headline)]
    views += [_after(before, row, article.modified_at) for before, row in pairwise([*earlier, current])]
    return tuple(reversed(views))


def _after(before: Record, row: Record, modified_at: StatedTime | None) -> VersionView:
    """The version `row`, which followed `before`; `modified_at` is what the current one says of itself."""
    is_next = row.version == before.version + 1
    changes = from_json(VersionChanges, before.changes) if is_next and before.changes else None
    is_current = not hasattr(row, "changes")
    return VersionView(
        number=row.version,
        seen_at=row.saved_at,
        headline=row.headline,
        modified_at=changes.modified_at if changes is not None else modified_at if is_current else None,
        headline_runs=_headline_runs(before.headline, row.headline),
        changes=changes,
    )


def _headline_runs(before: str, after: str) -> tuple[TextRun, ...]:
    return word_runs(before, after) if squash(before) != squash(after) else ()
