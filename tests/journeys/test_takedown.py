"""Withholding: one command hides an item everywhere, erases it, and it does not come back."""

from pathlib import Path

import pytest

from headwater.app.settings import load_settings
from headwater.demo import load_world
from headwater.model.view import Gone
from headwater.store.reading import Reader

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture
def victim():
    """An ordinary item with a long headline, in Latin script so that bytes can be searched for."""
    return next(
        item
        for item in load_world().items.values()
        if item.is_expected and item.outlet.language == "en" and not item.outlet.reserve and not item.edits
        if item.outlet.behaviour == "" and item.relation == "original"
    )


def views(folder: Path):
    with Reader.open(load_settings(folder, {}).database_path) as reader:
        return list(reader.river(limit=200, before="")) + list(reader.river(limit=200, before=""))


def test_an_erased_item_is_gone_from_every_outlet_and_file(headwater, demo_copy, victim):
    ran = headwater("takedown", "apply", victim.url, "--reason", "The owner asked.", "--data", demo_copy, "--json")
    assert ran.code == 0, ran.err
    with Reader.open(load_settings(demo_copy, {}).database_path) as reader:
        assert isinstance(reader.article(ran.json["subject_id"]), Gone)
        assert victim.url not in {view.url for view in reader.river(limit=200, before="")}
        assert reader.search(f'"{victim.headline}"', limit=10, cursor="").total == 0
        for story in reader.front(limit=60, before="", language=""):
            assert victim.url not in {view.url for view in story.articles}
            assert all(view.primary.url != victim.url for view in story.articles)
    tail = victim.paragraphs[0][-24:].encode()
    holding = [path.name for path in demo_copy.iterdir() if path.is_file() and tail in path.read_bytes()]
    assert holding == []


def test_an_erased_item_does_not_come_back(headwater, demo_copy, victim):
    headwater("takedown", "apply", victim.url, "--reason", "The owner asked.", "--data", demo_copy)
    again = headwater("demo", "--check", "--json", "--data", demo_copy)
    assert victim.id in again.json["figures"]["items stored"]["missed"]


def test_an_unknown_address_is_said_plainly(headwater, demo_copy):
    ran = headwater("takedown", "apply", "nonsense", "--reason", "x", "--data", demo_copy)
    assert ran.code == 4
    assert "nonsense" in ran.err
    assert "Traceback" not in ran.err
