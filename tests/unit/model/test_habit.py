import json
from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.codec import from_json, to_json
from headwater.model.habit import HOURS_OF_WEEK, Habit, habit_from_json, habit_to_json

NOW = datetime(2026, 11, 23, 12, 17, 5, 250, tzinfo=UTC)
LEARNED = Habit(
    counts=tuple(hour / 7 for hour in range(HOURS_OF_WEEK)),
    since=NOW - timedelta(days=40),
    updated_at=NOW,
    recent_count=2.5,
    recent_expected=1.25,
    fresh_for=timedelta(minutes=5),
    update_interval=timedelta(hours=1),
)
QUIET = Habit(counts=(0.0,) * HOURS_OF_WEEK, since=NOW, updated_at=NOW)
STATED = Habit(update_interval=timedelta(minutes=15))


@pytest.mark.parametrize("habit", [Habit(), QUIET, STATED, LEARNED])
def test_a_habit_survives_its_row(habit: Habit):
    assert habit_from_json(json.loads(json.dumps(habit_to_json(habit)))) == habit


@pytest.mark.parametrize("habit", [Habit(), STATED, LEARNED])
def test_the_short_way_writes_what_the_codec_writes(habit: Habit):
    assert (habit_to_json(habit) or {}) == to_json(habit)
    assert from_json(Habit, habit_to_json(habit) or {}) == habit


def test_what_the_codec_wrote_is_read():
    assert habit_from_json(to_json(QUIET)) == QUIET


def test_a_source_that_was_only_watched_has_a_short_row():
    assert "counts" not in (habit_to_json(QUIET) or {})


def test_of_nothing_no_row_is_written():
    assert habit_to_json(Habit()) is None
    assert habit_from_json(None) == Habit()
