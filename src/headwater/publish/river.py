"""The river: a story drawn in time. Time runs along the line; the filled drop is the origin, rings above the line are
independent reports, grey dots below it are copies, each joined to what it came from.

Only shapes are made here; labels and numbers are HTML. Dots are zero-length strokes with round caps, drawn with
`vector-effect: non-scaling-stroke`, so that they stay round however wide or narrow the drawing is stretched.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from headwater.model.provenance import Relation
from headwater.model.view import ArticleView, StoryView
from headwater.publish.coverage import start_of, time_of
from headwater.publish.words import is_primary

WIDTH = 1000
HEIGHT = 100
LINE_Y = 50.0
MAX_DOTS = 160
MIN_ARTICLES = 3
TICK_COUNT = 4
# Minutes that read well on an axis.
_ROUND_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10080, 20160, 43200, 129600, 525600)


class DotKind(StrEnum):
    """What a dot stands for."""

    ORIGIN = "origin"
    VOICE = "voice"
    COPY = "copy"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """One report; `x` 0…1000 and `y` 0…100 in the drawing's own units. `article` is None for an origin not held."""

    x: float
    y: float
    kind: DotKind
    article: ArticleView | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """A copy joined to what it came from, as SVG path data."""

    path: str


@dataclass(frozen=True, kw_only=True, slots=True)
class River:
    """A drawing ready for the template: dots, edges, the times at each quarter of the axis, and what was left out."""

    dots: tuple[Dot, ...]
    edges: tuple[Edge, ...]
    ticks: tuple[timedelta, ...]
    start_at: datetime
    left_out: int = 0

    def points(self, kind: DotKind | str) -> str:
        """All dots of one kind as one path of zero-length strokes."""
        return "".join(point(dot) for dot in self.dots if dot.kind == kind)

    @property
    def edge_path(self) -> str:
        """All edges as one path."""
        return "".join(edge.path for edge in self.edges)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lanes:
    """Heights at which voices and copies stand, and how far apart two dots of one lane should be."""

    voices: tuple[float, ...]
    copies: tuple[float, ...]
    gap: float


LARGE = Lanes(voices=(32.0, 14.0, 23.0, 5.0), copies=(67.0, 81.0, 95.0, 74.0, 88.0), gap=26)
SMALL = Lanes(voices=(18.0,), copies=(78.0, 96.0), gap=30)


def point(dot: Dot) -> str:
    """A zero-length stroke: with round caps it is a dot."""
    return f"M{dot.x:g} {dot.y:g}h.01"


def draw(story: StoryView, lanes: Lanes = LARGE) -> River | None:
    """The river of a story; None where there are too few reports to show a course."""
    if len(story.articles) < MIN_ARTICLES:
        return None
    ordered = sorted(story.articles, key=lambda article: (time_of(article), article.id))
    shown = ordered[:MAX_DOTS]
    start = min(filter(None, (start_of(story), time_of(ordered[0]))))
    axis = Axis(time_of(shown[-1]) - start)
    dots = _place(shown, story, start, axis, lanes)
    return River(
        dots=tuple(dots),
        edges=tuple(_edges(dots, story)),
        ticks=axis.ticks,
        start_at=start,
        left_out=len(ordered) - len(shown),
    )


class Axis:
    """Time since the first report on an axis whose quarters are round times, so that early minutes have room.

    Between two round times it is linear; the round times themselves are chosen near equal steps of a logarithm.
    """

    def __init__(self, length: timedelta) -> None:
        minutes = max(4.0, length.total_seconds() / 60)
        last = next((m for m in _ROUND_MINUTES if m >= minutes), math.ceil(minutes))
        steps = [0.0]
        for quarter in range(1, TICK_COUNT):
            ideal = math.expm1(math.log1p(last) * (0.35 + 0.65 * quarter / TICK_COUNT))
            steps.append(_nearest_round(ideal, steps[-1], last, TICK_COUNT - quarter))
        self._steps = [*steps, float(last)]

    @property
    def ticks(self) -> tuple[timedelta, ...]:
        """The times at 0, ¼, ½, ¾ and 1 of the width."""
        return tuple(timedelta(minutes=step) for step in self._steps)

    def x(self, since_start: timedelta) -> float:
        """The place of an instant, 0…1000."""
        minutes = min(max(0.0, since_start.total_seconds() / 60), self._steps[-1])
        index = min(bisect_right(self._steps, minutes), TICK_COUNT) - 1
        low, high = self._steps[index], self._steps[index + 1]
        return round(WIDTH * (index + (minutes - low) / (high - low)) / TICK_COUNT, 1)


def _nearest_round(ideal: float, above: float, below: float, still_needed: int) -> float:
    """The round time nearest to `ideal` that leaves room for the steps still to come; even steps where none fits."""
    inside = [float(minute) for minute in _ROUND_MINUTES if above < minute < below]
    inside = inside[: len(inside) - (still_needed - 1)] if still_needed > 1 else inside
    if not inside:
        return above + (below - above) / (still_needed + 1)
    return min(inside, key=lambda minute: abs(math.log(minute / max(ideal, 0.5))))


def _place(shown: Sequence[ArticleView], story: StoryView, start: datetime, axis: Axis, lanes: Lanes) -> list[Dot]:
    free = dict.fromkeys((*lanes.voices, *lanes.copies), -math.inf)
    held = any(is_primary(article, story) for article in shown)
    dots = [] if held else [Dot(x=0, y=LINE_Y, kind=DotKind.ORIGIN)]
    for article in shown:
        x = axis.x(time_of(article) - start)
        kind = _kind(article, story)
        if kind is DotKind.ORIGIN:
            dots.append(Dot(x=x, y=LINE_Y, kind=kind, article=article))
            continue
        lane = _lane(lanes.voices if kind is DotKind.VOICE else lanes.copies, free, x, lanes.gap)
        free[lane] = x
        dots.append(Dot(x=x, y=lane, kind=kind, article=article))
    return dots


def _kind(article: ArticleView, story: StoryView) -> DotKind:
    if is_primary(article, story):
        return DotKind.ORIGIN
    is_own = article.primary.relation in (Relation.ORIGINAL, Relation.UNKNOWN)
    return DotKind.VOICE if is_own else DotKind.COPY


def _lane(choice: Sequence[float], free: Mapping[float, float], x: float, gap: float) -> float:
    """The lane that has been free the longest, so that neighbours spread; the middle one first while all have room."""
    roomy = [lane for lane in choice if x - free[lane] >= 4 * gap]
    return roomy[0] if len(roomy) == len(choice) else min(choice, key=lambda lane: free[lane])


def _edges(dots: Sequence[Dot], story: StoryView) -> list[Edge]:
    by_url = {dot.article.url: dot for dot in dots if dot.article}
    by_id = {dot.article.id: dot for dot in dots if dot.article}
    origin = next((dot for dot in dots if dot.kind is DotKind.ORIGIN), None)
    edges = []
    for dot in dots:
        if dot.kind is not DotKind.COPY or dot.article is None:
            continue
        primary = dot.article.primary
        source = by_url.get(primary.via_url) or by_id.get(primary.article_id) or by_url.get(primary.url)
        if source is None and primary.url == story.primary.url:
            source = origin
        if source is not None and source is not dot:
            edges.append(Edge(path=_curve(source, dot)))
    return edges


def _curve(source: Dot, target: Dot) -> str:
    reach = (target.x - source.x) * 0.45
    return (
        f"M{source.x:g} {source.y:g}C{source.x + reach:.4g} {source.y:g} "
        f"{target.x - reach:.4g} {target.y:g} {target.x:g} {target.y:g}"
    )
