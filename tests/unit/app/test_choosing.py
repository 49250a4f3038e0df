"""What people call countries and languages; what is chosen goes into the store without a rush of first polls."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from headwater.acquire import catalogue
from headwater.app.choosing import (
    FIRST_POLLS_WITHIN,
    Wish,
    add_outlets,
    countries_named,
    country_name,
    language_name,
    languages_named,
    outlets_for,
)
from headwater.model.errors import ExitCode, UserError
from headwater.model.job import Stage
from headwater.store import Store, queue, sources
from headwater.text.ids import new_id

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        (["Kenya, ch"], ("KE", "CH")),
        (["UK", "gb"], ("GB",)),
        (["", " , "], ()),
        (["Hong Kong SAR China"], ("HK",)),
    ],
)
def test_a_country_is_known_by_name_and_code(typed, codes):
    assert countries_named(typed) == codes


@pytest.mark.parametrize(
    ("typed", "tags"), [(["swahili,FR"], ("sw", "fr")), (["zh-hant"], ("zh-Hant",)), (["Norwegian"], ("no",))]
)
def test_a_language_is_known_by_name_and_tag(typed, tags):
    assert languages_named(typed) == tags


def test_an_unknown_language_is_said_with_the_nearest_one():
    with pytest.raises(UserError, match=r"'Frensh'\. Did you mean French\?") as told:
        languages_named(["Frensh"])
    assert told.value.exit_code == ExitCode.USAGE


def test_every_country_and_language_of_the_catalogue_has_a_name():
    held = catalogue.figures(catalogue.load())
    assert [code for code in held.countries if country_name(code) == code] == []
    assert [code for code in held.languages if language_name(code) == code] == []


def test_what_has_a_name_can_be_asked_for_by_it():
    held = catalogue.figures(catalogue.load())
    assert set(countries_named(country_name(code) for code in held.countries)) == set(held.countries)


def test_an_empty_wish_means_the_whole_catalogue():
    assert Wish().is_empty
    assert outlets_for(Wish()) == catalogue.load()


@pytest.fixture
def store(tmp_path):
    with_rows = Store.open(tmp_path / "headwater.sqlite", create=True)
    yield with_rows
    with_rows.close()


def outlets(how_many):
    lines = ["[CH]", *(f"Bote {n} | de | online | https://bote{n}.example/" for n in range(how_many))]
    return list(catalogue.parse(lines))


def ids():
    numbers = count(1)
    return lambda: new_id(NOW, next(numbers).to_bytes(10, "big"))


def test_first_polls_are_spread(store):
    assert add_outlets(store, outlets(4), now=NOW, new_id=ids()).new == 4
    due = []
    for quarter in range(4):
        with store.write() as tx:
            now = NOW + FIRST_POLLS_WITHIN * quarter / 4
            due.append(len(queue.claim(tx, stages=[Stage.POLL], now=now, lease=timedelta(hours=1), limit=9)))
    assert due == [1, 1, 1, 1]


def test_what_is_known_is_not_added_again(store):
    made = ids()
    add_outlets(store, outlets(2), now=NOW, new_id=made)
    added = add_outlets(store, outlets(3), now=NOW + timedelta(days=1), new_id=made)
    assert (added.new, added.known) == (1, 2)
    with store.read() as tx:
        assert len(sources.list_sources(tx)) == 3
        kept = sources.find_source(tx, "https://bote0.example/")
    assert kept.publisher.name == "Bote 0"
    assert kept.publisher.country == "CH"
