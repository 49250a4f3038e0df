"""The shipped world keeps what it promises, and its site serves it."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from headwater.demo import DemoSite, load_world
from headwater.demo.pages import FEED_PATHS, words_of
from headwater.loopback import WebRequest
from headwater.model.provenance import Relation

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture
def site(world):
    return DemoSite(world, NOW)


def get(site, url, **headers):
    return site.answer(WebRequest(method="GET", url=url, headers=headers))


def test_it_is_as_large_as_promised(world):
    assert len(world.outlets) >= 30
    assert len(world.items) >= 250
    assert len({item.outlet.language for item in world.items.values()}) >= 12
    assert len({item.event for item in world.items.values()}) >= 15


def test_every_copy_leads_to_a_root(world):
    for item in world.items.values():
        assert item.origin_url.startswith("https://")
        if item.relation is Relation.ORIGINAL:
            assert item.origin == item.id
        elif item.origin:
            assert world.items[item.origin].of == ""


def test_a_copy_is_published_after_its_source_in_truth(world):
    for item in world.items.values():
        if item.of:
            assert item.minute >= world.items[item.of].minute, item.id


def test_addresses_are_unique(world):
    assert [url for url, count in Counter(i.url for i in world.items.values()).items() if count > 1] == []


def test_all_hosts_are_invented(world):
    assert all(outlet.host.endswith(".example") for outlet in world.outlets.values())


def test_furniture_speaks_every_language_of_the_world(world):
    for outlet in world.outlets.values():
        if outlet.language != "en":
            assert words_of(outlet.language) != words_of("en"), outlet.language


def test_every_expected_item_is_served_with_its_text(world, site):
    for item in world.items.values():
        if item.is_expected and not item.outlet.behaviour:
            answer = get(site, item.url)
            text = answer.body.decode(item.outlet.charset)
            assert answer.status == 200
            assert item.paragraphs[0].split("'")[0].split('"')[0].split("&")[0][:40] in text, item.id


def test_every_feed_announces_its_outlets_items(world, site):
    for outlet in world.outlets.values():
        for kind in outlet.feeds if not outlet.behaviour else ():
            body = get(site, outlet.home_url[:-1] + FEED_PATHS[kind]).body.decode(outlet.charset)
            for item in world.of_outlet(outlet):
                assert item.path in body.replace("\\/", "/")


def test_a_page_that_is_known_answers_304(world, site):
    item = next(item for item in world.items.values() if not item.outlet.behaviour)
    tag = get(site, item.url).headers["etag"]
    assert get(site, item.url, **{"if-none-match": tag}).status == 304


def test_a_back_dated_copy_states_an_earlier_time_than_its_source(world):
    lies = [item for item in world.items.values() if item.stated_minute < item.minute]
    assert lies
    assert any(item.of and item.stated_minute < world.items[item.of].minute for item in lies)
