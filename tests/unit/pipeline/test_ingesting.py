"""Archives: their hosts teach their later pages, and what they taught is kept; pages of one article are joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from headwater.extract import extract, read_recipe
from headwater.model.rejection import Reason
from headwater.pipeline import host_learning
from headwater.pipeline.ingesting import IngestReport, ingest_records
from headwater.pipeline.keeping import PARAGRAPH, RECIPE
from headwater.pipeline.rereading import NEVER
from headwater.pipeline.sandbox import Children
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, articles, captures, entries, outcomes

from .edited_outlet import MovedClock
from .one_host import REPEATED, reports, told
from .test_following import HOST, address, page

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.xdist_group("pages read again")  # one worker: its fixture starts once


@pytest.fixture(scope="module")
def children():
    with Children(1) as crew:
        yield crew


@pytest.fixture
def shop(tmp_path, children):
    with Store.open(tmp_path / "news.db") as store:
        made = Workshop(
            store=store, fetcher=None, children=children, clock=MovedClock(NOW), agent="headwater",
            next_check=lambda *_: None, with_vectors=False, rereading=NEVER,
        )  # fmt: skip
        yield made
        made.threads.shutdown()


def ingest(shop, records):
    report = IngestReport()
    ingest_records(shop, records, report=report, tick=lambda: None)
    return report


def held(shop, url):
    with shop.store.read() as tx:
        found = entries.find_article_id(tx, url)
        return articles.get_article(tx, found) if found else None


def test_the_later_pages_of_a_host_are_read_better_than_alone(shop):
    found = reports()
    report = ingest(shop, found)
    assert (report.articles, dict(report.rejected)) == (len(found), {})
    assert extract(found[0], article_id="alone").article.paragraphs == (*told(0), REPEATED)
    for number, one in list(enumerate(found))[4:]:
        assert extract(one, article_id="alone").article.paragraphs == (*told(number), REPEATED)
        assert held(shop, one.final_url).paragraphs == told(number)
    with shop.store.read() as tx:
        assert host_learning.known(tx, found[0].final_url).pages == len(found)


def test_a_second_archive_of_a_host_is_read_with_what_the_first_taught(shop):
    *earlier, last = reports()
    ingest(shop, earlier)
    ingest(shop, [last])
    assert held(shop, last.final_url).paragraphs == told(len(earlier))


def test_records_that_are_known_are_skipped_and_teach_nothing_twice(shop):
    records = reports()
    ingest(shop, records)
    again = ingest(shop, records)
    assert (again.known, again.articles) == (len(records), 0)


def capture(number, to=None):
    body = page(number, to=to).answer(_Request(), NOW).body
    (url,) = address(number)
    return replace(reports()[0], id=f"w{number}", requested_url=url, final_url=url, body=body)


class _Request:
    headers: dict[str, str] = {}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_the_pages_of_an_article_in_an_archive_become_one_article(shop, order):
    records = {1: capture(1, to=2), 2: capture(2, to=3), 3: capture(3)}
    report = ingest(shop, [records[number] for number in order])
    assert report.articles == 1
    stored = held(shop, f"https://{HOST}/wells")
    assert [one.split(":")[0] for one in stored.paragraphs] == [
        f"Stage {number}.{part}" for number in (1, 2, 3) for part in range(4)
    ]
    with shop.store.read() as tx:
        assert {entries.find_article_id(tx, url) for url in address(1, 2, 3)} == {stored.id}
        assert {captures.article_of_capture(tx, one.id) for one in records.values()} == {stored.id}
    assert ingest(shop, records.values()).known == 3


def test_a_recipe_that_finds_no_text_is_counted_and_the_page_read_without_it(shop):
    text = f'domains = ["{HOST}"]\nvalid_from = 2026-01-01\nchecked = 2026-11-01\ntext = ".gone"\n'
    stale = replace(shop, recipes=(read_recipe(text, "sarn-weekly.toml"),))
    assert ingest(stale, [capture(3)]).articles == 1
    assert len(held(shop, f"https://{HOST}/wells/3").paragraphs) == 4
    with shop.store.read() as tx:
        ((_, _, rejection),) = outcomes.get_rejections(tx)
    assert (rejection.stage, rejection.reason) == (RECIPE, Reason.NO_TEXT)
    assert "the recipe sarn-weekly found no text" in rejection.detail


def test_paragraphs_that_are_not_word_for_word_in_the_page_are_kept_as_a_rejection_beside_the_article(shop):
    broken = b"<p>The reeve of Sarn <button>never</button> said that any of it was his own work.</p>"
    one, two = capture(1, to=2), capture(2)
    records = [replace(found, body=found.body.replace(b"</p>", b"</p>" + broken, 1)) for found in (one, two)]
    assert ingest(shop, records).articles == 1
    stored = held(shop, f"https://{HOST}/wells")
    assert len(stored.paragraphs) == 8
    with shop.store.read() as tx:
        ((_, subject_id, rejection),) = outcomes.get_rejections(tx)
        assert outcomes.rejection_counts(tx) == ((PARAGRAPH, "unfaithful", 2),)
    assert (subject_id, rejection.stage, rejection.reason) == (stored.id, PARAGRAPH, Reason.UNFAITHFUL)
    assert "The reeve of Sarn said" in rejection.detail


def test_an_article_whose_next_page_was_not_archived_is_kept_with_what_there_is(shop):
    report = ingest(shop, [capture(1, to=2), capture(3)])
    assert report.articles == 2
    assert len(held(shop, f"https://{HOST}/wells").paragraphs) == 4
    with shop.store.read() as tx:
        assert outcomes.get_rejections(tx) == []
