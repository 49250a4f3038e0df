"""Differences lose nothing and invent nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.model.version import DifferenceKind, RunKind
from headwater.text.differences import ELLIPSIS, differences, quoted, word_runs
from headwater.text.words import squash

WORDS = st.sampled_from(["a", "b", "bridge", "мост", "桥", "ดี", "को", ",", "12", "…", "x.y", "\u0301"])
PARAGRAPH = st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=12)
TEXT = st.lists(PARAGRAPH, max_size=8)


def side(found, own):
    return ["".join(run.text for run in one.runs if run.kind in (RunKind.KEPT, own)) for one in found]


@given(TEXT, TEXT, st.sampled_from([3, 50, 100_000]))
@settings(max_examples=150, deadline=None)
def test_both_versions_can_be_put_together_again(old, new, max_steps):
    found = differences(old, new, max_steps=max_steps)
    before = [one for one in found if one.kind is not DifferenceKind.ADDED]
    after = [one for one in found if one.kind is not DifferenceKind.REMOVED]
    assert side(before, RunKind.DELETED) == [squash(text) for text in old if squash(text)]
    assert side(after, RunKind.INSERTED) == [squash(text) for text in new if squash(text)]


@given(PARAGRAPH, PARAGRAPH)
@settings(max_examples=150, deadline=None)
def test_runs_of_equal_lines_are_kept_and_of_others_are_not(old, new):
    runs = word_runs(old, new)
    is_same = squash(old) == squash(new)
    assert all(run.kind is RunKind.KEPT for run in runs) == is_same


@given(TEXT, TEXT, st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_a_quotation_stays_within_its_length(old, new, max_chars):
    shown, is_whole = quoted(differences(old, new), max_chars)
    assert sum(len(run.text) - run.text.count(ELLIPSIS) for one in shown for run in one.runs) <= max_chars
    if is_whole:
        changed = [one for one in differences(old, new) if one.kind is not DifferenceKind.KEPT]
        assert len(shown) == len(changed)
