"""Order, lags, folding, and the other reports that a card shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from headwater.model.provenance import Relation
from headwater.model.time import Precision, StatedTime
from headwater.publish import coverage
from unit.publish.invented_press import START, InventedReader, article, derived, story

STORY = InventedReader().stories[0]


def test_coverage_is_in_order_of_time_with_lags_from_the_primary_source() -> None:
    rows = coverage.reports(STORY)
    assert rows[0].is_primary
    assert rows[0].lag is None
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert next(row for row in rows if row.article.id == "01WIRE").lag == timedelta(minutes=19)


def test_back_dated_copy_has_a_negative_lag() -> None:
    early = article("EARLY", "reka.example", "x", START - timedelta(minutes=12), primary=derived(Relation.COPIED_FROM))
    rows = coverage.reports(replace(STORY, articles=(*STORY.articles, early)))
    assert rows[0].article.id == "EARLY"
    assert rows[0].lag == timedelta(minutes=-12)


def test_bare_day_is_narrowed_by_when_it_was_first_seen_and_has_no_lag() -> None:
    day = StatedTime(at=datetime(2026, 11, 23, tzinfo=UTC), precision=Precision.DAY)
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert coverage.instant(day, noon) == noon
    assert coverage.instant(day, noon - timedelta(days=3)) == day.at
    assert coverage.instant(day, noon + timedelta(days=3)) == day.at + timedelta(days=1)
    assert next(row for row in coverage.reports(STORY) if row.article.id == "01DAY").lag is None


def test_folding_loses_no_report() -> None:
    rows = coverage.reports(STORY)
    folded = coverage.folded(rows)
    found = [one.article.id for row in folded for one in (row, *row.copies)]
    assert sorted(found) == sorted(row.article.id for row in rows)


def test_few_copies_are_not_folded() -> None:
    kept = [one for one in STORY.articles if not one.id.startswith("01COPY")] + list(STORY.articles[9:12])
    rows = coverage.reports(replace(STORY, articles=tuple(kept)))
    assert all(not row.copies for row in coverage.folded(rows))


def test_copies_that_name_each_other_are_still_shown() -> None:
    urls = [f"https://www.reka.example/r{n}" for n in range(6)]
    ring = [
        article(f"R{n}", "reka.example", "x", START + timedelta(minutes=n), url=urls[n],
                primary=replace(derived(Relation.COPIED_FROM, urls[(n + 1) % 6]), article_id=""))
        for n in range(6)
    ]  # fmt: skip
    folded = coverage.folded(coverage.reports(story("S", "x", "ru", ring)))
    assert sum(1 + len(row.copies) for row in folded) == 6


def test_other_reports_differ_in_language_or_country_and_originals_come_first() -> None:
    others = coverage.other_reports(STORY)
    assert len(others) == 3
    assert len({(one.language, one.country) for one in others}) == 3
    assert all(one.primary.relation is Relation.ORIGINAL for one in others)
    assert "01LEAD" not in {one.id for one in others}


def test_bars_are_relative_to_the_longest_and_the_rest_is_counted() -> None:
    bars, others = coverage.bars((("a", 1), ("b", 4), *((f"z{n}", 1) for n in range(9))))
    assert [(bar.code, bar.percent) for bar in bars[:2]] == [("b", 100.0), ("a", 25.0)]
    assert len(bars) == 8
    assert others == 3


def test_days_without_articles_are_zero_not_missing() -> None:
    assert coverage.every_day((("2026-02-27", 3), ("2026-03-02", 1))) == (
        ("2026-02-27", 3), ("2026-02-28", 0), ("2026-03-01", 0), ("2026-03-02", 1)
    )  # fmt: skip
    assert coverage.every_day(()) == ()
    assert len(coverage.every_day((("2020-01-01", 1), ("2026-01-01", 1)))) == 90
