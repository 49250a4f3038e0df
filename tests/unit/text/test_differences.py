"""Differences between versions: what stayed, what went, what came; any script, bounded time."""

import random

import pytest

from headwater.model.version import DifferenceKind, RunKind
from headwater.text.differences import ELLIPSIS, MAX_STEPS, differences, quoted, word_runs

OLD = (
    "The ferry left Lomvi at six on Monday with sixty cars aboard.",
    "It cost 290 million crowns, the county said.",
    "Nobody was hurt.",
)


def told(found):
    return [(one.kind.value, "|".join(f"{run.kind.value[0]}:{run.text}" for run in one.runs)) for one in found]


def test_the_same_paragraphs_are_kept_whatever_their_white_space():
    assert [one.kind for one in differences(OLD, [f"  {text} \n".replace(" ", "\u00a0 ") for text in OLD])] == [
        DifferenceKind.KEPT
    ] * 3


def test_a_changed_number_is_one_word_deleted_and_one_inserted():
    new = (OLD[0], "It cost 298 million crowns, the county said.", OLD[2])
    assert told(differences(OLD, new)) == [
        ("kept", f"k:{OLD[0]}"),
        ("changed", "k:It cost |d:290|i:298|k: million crowns, the county said."),
        ("kept", f"k:{OLD[2]}"),
    ]


def test_paragraphs_are_added_and_removed_where_they_stood():
    new = ("A correction was made to this report.", *OLD[:2])
    assert told(differences(OLD, new)) == [
        ("added", "i:A correction was made to this report."),
        ("kept", f"k:{OLD[0]}"),
        ("kept", f"k:{OLD[1]}"),
        ("removed", "d:Nobody was hurt."),
    ]


def test_a_rewritten_paragraph_is_told_from_one_that_was_replaced():
    new = ("Quite other words stand here today and nothing else.", "It cost 298 million, the county now says.", OLD[2])
    assert [one.kind.value for one in differences(OLD, new)] == ["removed", "added", "changed", "kept"]


def test_changes_that_only_a_space_or_a_mark_divides_are_one():
    assert (
        told(differences(["He said yes, sir."], ["He said no: madam."]))[0][1]
        == "k:He said |d:yes, sir|i:no: madam|k:."
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("山谷争取了六个小时", "山谷争取了七个小时", "k:山谷争取了|d:六|i:七|k:个小时"),
        ("الكلفة 61 مليون دولار", "الكلفة 64 مليون دولار", "k:الكلفة |d:61|i:64|k: مليون دولار"),
        ("घाटी को बचाया गया", "घाटी को छोड़ा गया", "k:घाटी को |d:बचाया|i:छोड़ा|k: गया"),
        ("Школы закрыты", "Школы открыты", "k:Школы |d:закрыты|i:открыты"),
    ],
)
def test_words_are_compared_in_any_script(old, new, expected):
    assert "|".join(f"{run.kind.value[0]}:{run.text}" for run in word_runs(old, new)) == expected


def test_nothing_against_something_is_all_added():
    assert [one.kind.value for one in differences([], OLD)] == ["added"] * 3
    assert differences([], [" "]) == ()


def hostile(rng, shape):
    if shape == "few words":
        return [" ".join(rng.choice("ab") for _ in range(40_000))]
    if shape == "interleaved":
        return [" ".join(f"{rng.random()} c" for _ in range(20_000))]
    if shape == "one long word":
        return ["x" * 300_000 + str(rng.random())]
    return [str(rng.randrange(5)) for _ in range(20_000)]


@pytest.mark.parametrize("shape", ["few words", "interleaved", "one long word", "many short paragraphs"])
def test_hostile_texts_are_given_up_within_the_budget_and_nothing_is_lost(shape):
    rng = random.Random(7)
    old, new = hostile(rng, shape), hostile(rng, shape)
    found = differences(old, new, max_steps=MAX_STEPS // 10)
    assert wording(found, RunKind.DELETED) == [text for text in old if text]
    assert wording(found, RunKind.INSERTED) == [text for text in new if text]


def wording(found, own):
    sides = ["".join(run.text for run in one.runs if run.kind in (RunKind.KEPT, own)) for one in found]
    return [text for text in sides if text]


def test_a_quotation_shows_the_change_with_a_few_words_around_it():
    before = "One two three four five six seven eight nine ten eleven twelve was red and then came the rest of it all."
    found = differences([before], [before.replace("red", "blue")])
    (shown,), is_whole = quoted(found, 300)
    assert [run.text for run in shown.runs] == [
        "… eight nine ten eleven twelve was ",
        "red",
        "blue",
        " and then came the rest of …",
    ]
    assert is_whole


def test_a_quotation_never_exceeds_its_length_and_says_that_it_was_cut():
    found = differences(OLD, ["Wholly new wording about something else."] * 30)
    shown, is_whole = quoted(found, 100)
    assert 50 < sum(len(run.text.replace(ELLIPSIS, "")) for one in shown for run in one.runs) <= 100
    assert not is_whole
    assert quoted(found, 0) == ((), False)


def test_a_quotation_can_be_quoted_again():
    found = differences(OLD, [OLD[0].replace("sixty", "seventy"), "New.", OLD[2].replace("Nobody", "One person")])
    once, _ = quoted(found, 200)
    assert quoted(once, 200)[0] == once
    assert sum(len(run.text) for one in quoted(once, 20)[0] for run in one.runs) <= 20 + 2


def test_without_a_length_every_change_is_shown_whole():
    new = (OLD[0].replace("sixty", "seventy"), *OLD[1:])
    (shown,), is_whole = quoted(differences(OLD, new), None)
    assert "".join(run.text for run in shown.runs if run.kind is not RunKind.DELETED) == new[0]
    assert is_whole
