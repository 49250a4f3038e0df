"""Search and related articles: the full-text index finds numbers, the gate decides which are shown."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from headwater.model.view import ArticleView, SearchPage
from headwater.store.reading.cards import load_articles
from headwater.store.reading.query import Query, any_of, parse
from headwater.store.views import visible_articles, visible_story_members
from headwater.text.words import search_terms

TOTAL_CAP = 1000
"""Hits are counted up to here; deeper results are for the export."""

MAX_HITS = 200
"""Hits on one page, at most."""

RELATED_WINDOW = 20_000
"""Related articles are looked for among this many of the latest."""

RELATED_TERMS = 12
"""Terms of a headline that are looked for."""

RELATED_SHARED = 2
"""A related headline shares at least so many terms."""

_FIRST = 1 << 62


def search(connection: Connection, typed: str, *, limit: int, cursor: str) -> SearchPage:
    """Articles that match, newest (last saved first) first; `cursor` is an earlier page's `next_cursor`."""
    started = perf_counter()
    query = parse(typed)
    if query.is_empty:
        return SearchPage(query=typed, articles=(), total=0, hint='Type a word, a "phrase", source:… or lang:….')
    limit = max(1, min(limit, MAX_HITS))
    sql, values = _statement(query)
    # The index gives its rows in this order by itself: articles are looked at only until the page is full.
    number = "f.rowid" if query.match else "v.number"
    last = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else _FIRST
    hits = connection.execute(
        text(f"{sql} AND {number} < :last ORDER BY {number} DESC LIMIT :limit"),
        {**values, "last": last, "limit": limit + 1},
    ).all()
    counted = f"SELECT count(*) FROM ({sql} LIMIT {TOTAL_CAP:d}) AS hits"  # noqa: S608 (fixed parts, bound values)
    total = connection.execute(text(counted), values).scalar_one()
    articles = load_articles(connection, [hit.id for hit in hits[:limit]])
    return SearchPage(
        query=typed,
        articles=tuple(articles),
        total=total,
        next_cursor=str(hits[limit - 1].number) if len(hits) > limit else "",
        elapsed_ms=(perf_counter() - started) * 1000,
        hint="" if total else _hint(query),
    )


def _hint(query: Query) -> str:
    if query.sources or query.languages:
        return "Nothing found; try without source: and lang:."
    return "Nothing found; try fewer or other words."


def _statement(query: Query) -> tuple[str, dict[str, Any]]:
    """SELECT … FROM … WHERE … without order or limit; values are bound, never written into the SQL."""
    values: dict[str, Any] = {}
    conditions = ["v.id <> ''"]
    origin = "visible_articles AS v"
    if query.match:
        # CROSS JOIN keeps SQLite from scanning articles and asking the index for each.
        origin = "article_search AS f CROSS JOIN visible_articles AS v"
        conditions += ["article_search MATCH :match", "v.number = f.rowid"]
        values["match"] = f"({query.match}) NOT ({query.refused})" if query.refused else query.match
    elif query.refused:
        conditions.append("v.number NOT IN (SELECT rowid FROM article_search WHERE article_search MATCH :refused)")
        values["refused"] = query.refused
    for name, wanted in (("source", query.sources), ("lang", query.languages)):
        alternatives = []
        for index, value in enumerate(wanted):
            key = f"{name}{index}"
            values[key], values[f"{key}_like"] = value, _escaped(value) + (".%" if name == "source" else "-%")
            column = "v.publisher_domain" if name == "source" else "lower(v.language)"
            alternatives.append(f"{column} = :{key} OR {column} LIKE :{key}_like ESCAPE '!'")
        if alternatives:
            conditions.append(f"({' OR '.join(alternatives)})")
    return f"SELECT v.id, v.number FROM {origin} WHERE {' AND '.join(conditions)}", values  # noqa: S608 (fixed parts, bound values)


def _escaped(value: str) -> str:
    return value.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def related(connection: Connection, article_id: str, limit: int) -> tuple[ArticleView, ...]:
    """Other articles of the same story, then recent ones whose headlines share words, best first."""
    asked = connection.execute(
        select(visible_articles.c.headline, visible_articles.c.language).where(visible_articles.c.id == article_id)
    ).first()
    if asked is None:
        return ()
    ids = [other for other in _same_story(connection, article_id, limit) if other != article_id]
    if len(ids) < limit:
        ids += [other for other in _same_words(connection, asked, limit) if other not in {article_id, *ids}]
    return tuple(load_articles(connection, ids[:limit]))


def _same_story(connection: Connection, article_id: str, limit: int) -> list[str]:
    mine = select(visible_story_members.c.story_id).where(visible_story_members.c.article_id == article_id)
    query = select(visible_story_members.c.article_id).where(visible_story_members.c.story_id == mine.scalar_subquery())
    return list(connection.execute(query.order_by(visible_story_members.c.joined_at).limit(limit + 1)).scalars())


def _same_words(connection: Connection, asked: Any, limit: int) -> list[str]:
    terms = list(dict.fromkeys(term for term in search_terms(asked.headline, asked.language) if len(term) > 1))
    terms = terms[:RELATED_TERMS]
    if len(terms) < RELATED_SHARED:
        return []
    newest = connection.execute(select(func.max(visible_articles.c.number))).scalar() or 0
    statement = text(
        "SELECT v.id, v.headline, v.language FROM article_search AS f CROSS JOIN visible_articles AS v "
        "WHERE article_search MATCH :match AND f.rowid > :oldest AND v.number = f.rowid ORDER BY f.rank LIMIT :limit"
    ).bindparams(bindparam("match"), bindparam("oldest"), bindparam("limit"))
    values = {"match": any_of(terms), "oldest": newest - RELATED_WINDOW, "limit": 4 * limit}
    wanted = set(terms)
    return [
        row.id
        for row in connection.execute(statement, values)
        if len(wanted.intersection(search_terms(row.headline, row.language))) >= RELATED_SHARED
    ]
