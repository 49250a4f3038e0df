"""The whole program over the demo world: real HTTP on loopback, and the truth to compare with."""

import pytest

from headwater.app.commands.demo import FLOORS
from headwater.app.settings import load_settings
from headwater.demo import load_world
from headwater.store.reading import Reader

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def reader(demo_run):
    with Reader.open(load_settings(demo_run.folder, {}).database_path) as opened:
        yield opened


@pytest.mark.parametrize("figure", sorted(FLOORS))
def test_the_demo_keeps_its_promises(demo_run, figure):
    found = demo_run.figures[figure]
    assert found["share"] >= FLOORS[figure], found["missed"]


def test_what_hosts_reserve_is_not_held(demo_run):
    assert demo_run.figures["rejected as they should be"]["missed"] == []


def test_every_item_names_its_primary_source(reader):
    page = reader.river(limit=200, before="")
    assert len(page) == 200
    assert [view.url for view in page if not view.primary.url] == []


def test_excerpts_are_verbatim_and_short(reader):
    world = load_world()
    by_url = world.by_url
    for view in reader.river(limit=200, before=""):
        item = by_url[view.url]
        assert len(view.excerpt) <= 300
        texts = [item.standfirst, *item.paragraphs, *(edit.text for edit in item.edits)]
        dated = f"{item.dateline} — " + " ".join([*item.paragraphs])
        core = " ".join(view.excerpt.rstrip("…").split())
        if not item.outlet.reserve and not item.edits:
            assert core in " ".join(texts) or core in dated, item.id


def test_a_failing_source_is_shown_with_its_reason(reader, demo_run):
    from datetime import UTC, datetime

    status = reader.status(datetime.now(UTC))
    assert status.failing_count >= 3
    reasons = {reason for _, reason, _ in status.rejections}
    assert "robots_disallowed" in reasons


def test_search_finds_words_of_every_script(reader):
    world = load_world()
    for language in ("en", "ru", "kk", "ar", "zh", "hi"):
        item = next(
            item
            for item in world.items.values()
            if item.outlet.language == language and item.is_expected and not item.outlet.reserve and not item.edits
        )
        page = reader.search(f'"{item.headline}"', limit=50, cursor="")
        assert item.url in {view.url for view in page.articles}, (language, item.headline)
