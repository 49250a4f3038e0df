"""A small part of `bench/rhythm.py`, so that nobody makes the rhythm worse unseen."""

import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(Path(__file__).parents[3] / "bench")
    import rhythm

    yield rhythm
    for name in ("rhythm", "rhythm_world"):
        sys.modules.pop(name, None)


def test_a_day_of_many_sources_costs_fewer_requests_and_less_waiting_than_every_quarter_of_an_hour(bench: ModuleType):
    outlets = bench.draw(bench.MIXES["tuned"], 60, 24.0)
    fixed = bench.figures(bench.run(outlets, bench.every_quarter, 24.0))
    learned = bench.figures(bench.run(outlets, bench.Rhythm().next_check, 24.0, learns=True))
    requests, median, p90, mean, per_entry = (ours / base for ours, base in zip(learned, fixed, strict=True))
    assert requests < 0.9
    assert per_entry < 0.9
    assert median < 0.7
    assert p90 < 1.0
    assert mean < 1.0
