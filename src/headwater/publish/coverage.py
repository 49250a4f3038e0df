"""What a story page and a card say about who reported what when: order, lags, the few other reports worth showing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from headwater.model.provenance import Relation
from headwater.model.time import Precision, StatedTime
from headwater.model.view import ArticleView, StoryView
from headwater.publish.words import is_primary

MAX_OTHER_REPORTS = 3
MAX_BARS = 8
FOLD_FROM = 4
MAX_DAYS = 90


def time_of(article: ArticleView) -> datetime:
    """The instant by which an article is ordered: as stated; within a stated day, when it was first seen."""
    stated = article.published_at
    if stated is None:
        return article.first_seen_at
    return instant(stated, article.first_seen_at)


def instant(stated: StatedTime, first_seen_at: datetime) -> datetime:
    """The instant of a stated time; a bare day is narrowed by when the article was first seen."""
    if stated.precision is not Precision.DAY:
        return stated.at
    return min(max(first_seen_at, stated.at), stated.at + timedelta(days=1))


def start_of(story: StoryView) -> datetime | None:
    """When the primary source published, else the story's first time; None for a story without any."""
    primary = next((article for article in story.articles if is_primary(article, story)), None)
    if primary is not None:
        return time_of(primary)
    if story.primary.published_at is not None and story.primary.published_at.precision is not Precision.DAY:
        return story.primary.published_at.at
    return story.first_published_at or min((time_of(article) for article in story.articles), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One line of a story's coverage; `lag` is None for the primary source itself and for bare days."""

    article: ArticleView
    at: datetime
    lag: timedelta | None
    is_primary: bool
    copies: tuple[Report, ...] = ()


def reports(story: StoryView) -> tuple[Report, ...]:
    """All coverage in order of time, the primary source first where times are equal."""
    start = start_of(story)
    rows = [_report(article, story, start) for article in story.articles]
    return tuple(sorted(rows, key=lambda row: (row.at, not row.is_primary, row.article.id)))


def folded(rows: Sequence[Report]) -> tuple[Report, ...]:
    """Coverage with word-for-word copies under the report that they came from, where there are four or more."""
    by_id = {row.article.id: row for row in rows}
    by_url = {row.article.url: row for row in rows}
    parents: dict[str, list[Report]] = {}
    for row in rows:
        parent = _copied_from(row, by_id, by_url)
        if parent is not None and _copied_from(parent, by_id, by_url) is None:
            parents.setdefault(parent.article.id, []).append(row)
    many = {key: tuple(copies) for key, copies in parents.items() if len(copies) >= FOLD_FROM}
    hidden = {copy.article.id for copies in many.values() for copy in copies}
    return tuple(replace(row, copies=many.get(row.article.id, ())) for row in rows if row.article.id not in hidden)


def _copied_from(row: Report, by_id: Mapping[str, Report], by_url: Mapping[str, Report]) -> Report | None:
    primary = row.article.primary
    if primary.relation is not Relation.COPIED_FROM:
        return None
    source = by_url.get(primary.via_url) or by_id.get(primary.article_id) or by_url.get(primary.url)
    return source if source is not row else None


def _report(article: ArticleView, story: StoryView, start: datetime | None) -> Report:
    at = time_of(article)
    first = is_primary(article, story)
    is_day = article.published_at is not None and article.published_at.precision is Precision.DAY
    lag = None if first or is_day or start is None else at - start
    return Report(article=article, at=at, lag=lag, is_primary=first)


def other_reports(story: StoryView, limit: int = MAX_OTHER_REPORTS) -> tuple[ArticleView, ...]:
    """Up to `limit` reports besides the primary source: each from another language or country, originals first."""
    rest = [article for article in story.articles if not is_primary(article, story)]
    rest.sort(key=lambda article: (article.primary.relation is not Relation.ORIGINAL, time_of(article), article.id))
    seen = {(story.primary.language or story.title_language, _primary_country(story))}
    chosen: list[ArticleView] = []
    for article in rest:
        kind = (article.language, article.country)
        if kind not in seen and article.headline != story.title:
            seen.add(kind)
            chosen.append(article)
    return tuple(chosen[:limit])


def _primary_country(story: StoryView) -> str:
    return next((article.country for article in story.articles if is_primary(article, story)), "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar of a chart: a code, its count, and its length in per cent of the longest."""

    code: str
    count: int
    percent: float


def bars(counts: tuple[tuple[str, int], ...]) -> tuple[tuple[Bar, ...], int]:
    """At most eight bars, the longest first, and how many reports are in the rest."""
    ordered = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    longest = max((count for _, count in ordered), default=1) or 1
    shown = tuple(Bar(code=code, count=count, percent=round(100 * count / longest, 1)) for code, count in ordered)
    return shown[:MAX_BARS], sum(bar.count for bar in shown[MAX_BARS:])


def first_seen(story: StoryView) -> ArticleView | None:
    """The article of the story that we saw first."""
    return min(story.articles, key=lambda article: (article.first_seen_at, article.id), default=None)


def earliest(story: StoryView) -> ArticleView | None:
    """The article whose publisher states the earliest time, a bare day not counted."""
    stated = [a for a in story.articles if a.published_at and a.published_at.precision is not Precision.DAY]
    return min(stated, key=lambda article: (time_of(article), article.id), default=None)


def duration(story: StoryView) -> timedelta:
    """From the first report to the last."""
    times = [time_of(article) for article in story.articles]
    return max(times) - min(times) if times else timedelta()


def every_day(per_day: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Counts by day (ISO dates, oldest first) with the days in between that have none; at most the last ninety."""
    if not per_day:
        return ()
    counts = dict(per_day)
    last = date.fromisoformat(per_day[-1][0])
    length = min((last - date.fromisoformat(per_day[0][0])).days, MAX_DAYS - 1)
    days = [(last - timedelta(days=back)).isoformat() for back in range(length, -1, -1)]
    return tuple((day, counts.get(day, 0)) for day in days)
