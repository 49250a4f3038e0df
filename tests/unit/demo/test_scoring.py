import pytest

from headwater.demo import Held, load_world, score
from headwater.demo.scoring import bcubed
from headwater.model.provenance import Relation


@pytest.fixture(scope="module")
def world():
    return load_world()


def perfect(item):
    return Held(
        url=item.url,
        story_id=item.event,
        relation=item.relation,
        primary_url=item.origin_url,
        authors=item.authors,
        credits=tuple(photo.credit for photo in item.photos),
        captions=tuple(photo.caption for photo in item.photos),
    )


def test_the_truth_itself_scores_full_marks(world):
    card = score(world, [perfect(item) for item in world.items.values() if item.is_expected])
    assert {figure.name: figure.share for figure in card.figures} == pytest.approx(
        {figure.name: 1.0 for figure in card.figures}
    )


def test_nothing_held_scores_nothing_stored(world):
    assert score(world, []).share("items stored") == 0


def test_holding_what_is_reserved_is_counted(world):
    unfit = next(item for item in world.items.values() if not item.is_expected)
    assert score(world, [perfect(unfit)]).share("rejected as they should be") < 1


def test_calling_an_independent_report_a_copy_is_counted(world):
    from dataclasses import replace

    original = next(i for i in world.items.values() if i.relation is Relation.ORIGINAL and i.is_expected)
    wrong = replace(perfect(original), relation=Relation.COPIED_FROM, primary_url="https://other.example/")
    card = score(world, [wrong])
    assert card.share("independent reports kept") == 0
    assert card.share("primary sources") == 0


def test_bcubed_of_one_blob_and_of_all_alone():
    truth = {"a": "1", "b": "1", "c": "2", "d": "2"}
    assert bcubed(truth, dict.fromkeys(truth, "x")) == (0.5, 1.0)
    assert bcubed(truth, {}) == (1.0, 0.5)
