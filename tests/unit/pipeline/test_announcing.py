"""What a document announces: nothing of a long one is passed over for ever; what it takes back is looked at again."""

from datetime import timedelta

import pytest

from headwater.model.job import Stage
from headwater.model.web import Entry, Feed, Source, SourceKind
from headwater.pipeline import announcing
from headwater.pipeline.sandbox import Children
from headwater.store import Store, article_checks, entries, queue

from .edited_outlet import HOST, Page, open_desk
from .poll_results import NOW, still_shop

pytestmark = pytest.mark.xdist_group("announcing")  # one worker: its fixture starts once

SITEMAP = Source(id="map", url="https://long.example/sitemap.xml", kind=SourceKind.SITEMAP)


def listed(count: int) -> Feed:
    pages = tuple(Entry(url=f"https://long.example/{number}") for number in range(count))
    return Feed(kind=SourceKind.SITEMAP, entries=pages)


@pytest.fixture
def shop(tmp_path):
    with Store.open(tmp_path / "test.db", create=True) as store:
        yield still_shop(store)


def announced(shop, feed: Feed, now=NOW) -> int:
    with shop.store.write() as tx:
        return len(announcing.announce_feed(shop, tx, SITEMAP, feed, now))


def test_a_long_undated_sitemap_is_taken_in_part_by_part(shop):
    most = announcing.MAX_ENTRIES_PER_POLL
    feed = listed(2 * most + 10)
    assert [announced(shop, feed) for _ in range(4)] == [most, most, 10, 0]


def test_of_a_very_long_document_both_ends_are_always_looked_at_and_the_rest_in_turn():
    pages = listed(50_000).entries
    seen = [announcing.looked_at(pages, NOW + timedelta(hours=hours)) for hours in range(5)]
    assert all(len(set(some)) == announcing.MAX_LOOKED_AT for some in seen)
    assert all(pages[0] in some and pages[-1] in some for some in seen)
    assert len(set().union(*seen)) > 2 * announcing.MAX_LOOKED_AT


@pytest.fixture(scope="module")
def children():
    with Children(1) as crew:
        yield crew


@pytest.fixture
def desk(tmp_path, children):
    with open_desk(tmp_path, children) as opened:
        yield opened


def take_back(desk, *guids: str) -> list[tuple[str, str]]:
    """A poll of the feed that takes entries back; the (subject, host) of jobs that are due now."""
    source = Source(id="feed", url=f"https://{HOST}/feed", kind=SourceKind.ATOM)
    now = desk.clock.now()
    with desk.store.write() as tx:
        announcing.announce_feed(desk.shop, tx, source, Feed(kind=SourceKind.ATOM, deleted=guids), now)
        jobs = queue.claim(tx, stages=(Stage.FETCH,), now=now, lease=timedelta(minutes=1), limit=10)
        queue.give_back(tx, jobs)
    return [(job.subject_id, job.host) for job in jobs]


def published(desk, path: str, page: Page) -> str:
    desk.outlet.pages[path] = page
    entry = Entry(url=f"https://{HOST}{path}", source_id="feed", guid=f"tag:{path}")
    with desk.store.write() as tx:
        announcing.announce(desk.shop, tx, entry, desk.clock.now())
    desk.work(timedelta(days=20))  # the last reading again is over
    with desk.store.read() as tx:
        return entries.find_article_id(tx, entry.url)


def test_an_entry_that_its_feed_takes_back_is_withdrawn_when_its_page_is_gone(desk):
    article = published(desk, "/a", Page(gone_after=timedelta(days=19)))
    assert take_back(desk, "tag:/a", "tag:/unknown") == [(article, HOST)]
    desk.work(timedelta(hours=3))
    with desk.store.read() as tx:
        assert article_checks.find_check(tx, article).withdrawn_at is not None
    desk.work(timedelta(days=1))
    assert take_back(desk, "tag:/a") == []


def test_an_entry_taken_back_whose_page_stays_is_asked_for_a_few_times_a_day_at_most(desk):
    article = published(desk, "/a", Page())
    assert take_back(desk, "tag:/a") == [(article, HOST)]
    desk.work(timedelta(minutes=1))
    assert take_back(desk, "tag:/a") == []
    with desk.store.read() as tx:
        assert article_checks.find_check(tx, article).withdrawn_at is None


def test_what_another_source_announced_cannot_be_taken_back(desk):
    published(desk, "/a", Page())
    other = Source(id="stranger", url="https://stranger.example/feed", kind=SourceKind.ATOM)
    now = desk.clock.now()
    with desk.store.write() as tx:
        announcing.announce_feed(desk.shop, tx, other, Feed(kind=SourceKind.ATOM, deleted=("tag:/a",)), now)
        assert queue.counts(tx) == {}
