"""The river: where dots stand, what is joined to what, and what its axis says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from headwater.model.provenance import Relation
from headwater.publish import river
from headwater.publish.coverage import time_of
from headwater.publish.river import Axis, DotKind
from unit.publish.invented_press import InventedReader, article, derived, story

STORY = InventedReader().stories[0]


def test_every_report_is_one_dot_and_the_origin_is_the_leftmost() -> None:
    drawn = river.draw(STORY)
    assert drawn is not None
    assert sorted(dot.article.id for dot in drawn.dots if dot.article) == sorted(one.id for one in STORY.articles)
    origin = [dot for dot in drawn.dots if dot.kind is DotKind.ORIGIN]
    assert [(dot.x, dot.y) for dot in origin] == [(0, 50)]
    assert sum(dot.kind is DotKind.VOICE for dot in drawn.dots) == 7


def test_voices_stand_above_the_line_and_copies_below() -> None:
    for lanes in (river.LARGE, river.SMALL):
        drawn = river.draw(STORY, lanes)
        assert drawn is not None
        assert all(dot.y < river.LINE_Y for dot in drawn.dots if dot.kind is DotKind.VOICE)
        assert all(dot.y > river.LINE_Y for dot in drawn.dots if dot.kind is DotKind.COPY)
        assert all(0 <= dot.x <= river.WIDTH and 0 <= dot.y <= river.HEIGHT for dot in drawn.dots)


def test_later_reports_stand_further_right() -> None:
    drawn = river.draw(STORY)
    assert drawn is not None
    dots = sorted((dot for dot in drawn.dots if dot.article), key=lambda dot: time_of(dot.article))  # type: ignore[arg-type]
    assert [dot.x for dot in dots] == sorted(dot.x for dot in dots)


def test_copy_is_joined_to_the_report_that_it_came_through() -> None:
    drawn = river.draw(STORY)
    assert drawn is not None
    wire = next(dot for dot in drawn.dots if dot.article and dot.article.id == "01WIRE")
    from_wire = [edge for edge in drawn.edges if edge.path.startswith(f"M{wire.x:g} {wire.y:g}C")]
    assert len(from_wire) == 12
    assert len(drawn.edges) == 15


def test_origin_that_is_not_held_is_drawn_at_the_start() -> None:
    copies = [
        article(f"C{n}", "reka.example", "x", STORY.articles[0].first_seen_at + timedelta(hours=n),
                primary=replace(derived(Relation.COPIED_FROM), article_id="", url="https://elsewhere.example/a"))
        for n in range(1, 4)
    ]  # fmt: skip
    drawn = river.draw(story("S", "x", "ru", copies))
    assert drawn is not None
    assert [dot.article for dot in drawn.dots if dot.kind is DotKind.ORIGIN] == [None]
    assert len(drawn.edges) == 3


def test_too_few_reports_make_no_river() -> None:
    assert river.draw(replace(STORY, articles=STORY.articles[:2])) is None


def test_reports_beyond_the_limit_are_counted() -> None:
    many = [
        article(f"M{n}", "reka.example", "x", STORY.articles[0].first_seen_at + timedelta(minutes=n))
        for n in range(river.MAX_DOTS + 7)
    ]
    drawn = river.draw(story("S", "x", "ru", many))
    assert drawn is not None
    assert drawn.left_out == 7
    assert len(drawn.dots) == river.MAX_DOTS


@pytest.mark.parametrize("minutes", [0, 1, 3, 4, 5, 7, 12, 60, 61, 500, 1441, 5000, 50_000, 3_000_000])
def test_axis_rises_in_round_steps_and_holds_all(minutes: int) -> None:
    axis = Axis(timedelta(minutes=minutes))
    assert len(axis.ticks) == 5
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert axis.ticks[-1] >= timedelta(minutes=minutes)
    assert axis.x(timedelta()) == 0
    assert axis.x(axis.ticks[-1]) == river.WIDTH
    assert [axis.x(tick) for tick in axis.ticks] == [0, 250, 500, 750, 1000]
    assert axis.x(timedelta(minutes=-5)) == 0


def test_all_times_equal_is_no_division_by_zero() -> None:
    same = [article(f"E{n}", "reka.example", "x", STORY.articles[0].first_seen_at) for n in range(5)]
    drawn = river.draw(story("S", "x", "ru", same))
    assert drawn is not None
    assert {dot.x for dot in drawn.dots} == {0}
