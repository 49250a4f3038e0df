"""What polls leave behind: many results in one transaction, none lost, none able to spoil the others."""

import asyncio
from datetime import timedelta

import pytest

from headwater.model.job import Stage
from headwater.model.rejection import Reason
from headwater.model.web import Feed, SourceKind
from headwater.pipeline import settling
from headwater.store import Store, hosts, outcomes, queue, sources

from .poll_results import NOW, brought, claimed, failed, still_shop

OLD, NEW = "http://old.example/feed", "https://new.example/feed"
PAUSE = timedelta(seconds=1)


@pytest.fixture
def shop(tmp_path):
    with Store.open(tmp_path / "test.db", create=True) as store:
        yield still_shop(store)


@pytest.mark.parametrize("is_moved_first", [True, False])
def test_a_source_that_moves_to_what_another_result_announces_ends_or_keeps_it_from_being_added(shop, is_moved_first):
    moving, index = claimed(shop, OLD, "http://index.example/sitemap.xml")
    results = [
        brought(moving, moved_to=NEW),
        brought(index, Feed(kind=SourceKind.SITEMAP_INDEX, children=(NEW,))),
    ]
    settling.save(shop, results if is_moved_first else results[::-1])
    with shop.store.read() as tx:
        known = {source.url: source.is_paused for source in sources.list_sources(tx) if "index" not in source.url}
    assert known == ({NEW: False} if is_moved_first else {NEW: False, OLD: True})


def test_of_two_sources_that_move_to_one_address_one_ends(shop):
    first, second = claimed(shop, OLD, "http://older.example/feed")
    settling.save(shop, [brought(first, moved_to=NEW), brought(second, moved_to=NEW)])
    with shop.store.read() as tx:
        assert {source.url: source.is_paused for source in sources.list_sources(tx)} == {
            NEW: False,
            "http://older.example/feed": True,
        }


def test_a_source_whose_address_leads_to_what_is_no_feed_stays_where_it_is(shop):
    (taken,) = claimed(shop, OLD)
    settling.save(shop, [failed(taken, Reason.NOT_A_FEED, 200, moved_to="http://old.example/")])
    with shop.store.read() as tx:
        assert [(source.url, source.failure_count) for source in sources.list_sources(tx)] == [(OLD, 1)]


def test_a_poll_that_was_lost_leaves_its_host_the_pause(shop):
    (taken,) = claimed(shop, OLD)
    with shop.store.write() as tx:
        sources.set_paused(tx, taken[1].id, True)
        queue.enqueue(tx, Stage.FETCH, "art", due_at=NOW, host="old.example")
    assert settling.save(shop, [brought(taken)]) == ["lost"]
    with shop.store.read() as tx:
        assert queue.next_due_at(tx, stages=[Stage.FETCH]) == NOW + PAUSE


def test_pages_of_a_host_wait_for_its_pause_after_a_source_that_has_ended(shop):
    (taken,) = claimed(shop, OLD)
    with shop.store.write() as tx:
        queue.enqueue(tx, Stage.FETCH, "art", due_at=NOW, host="old.example")
    settling.save(shop, [failed(taken, Reason.GONE, 410)])
    with shop.store.read() as tx:
        assert queue.next_due_at(tx, stages=[Stage.FETCH]) == NOW + PAUSE


def test_a_host_that_a_redirect_led_to_gets_the_time_that_it_asked_for(shop):
    (taken,) = claimed(shop, OLD)
    asked = timedelta(minutes=20)
    settling.save(shop, [failed(taken, Reason.HTTP_STATUS, 503, at="https://cdn.example/f", retry_after=asked)])
    with shop.store.read() as tx:
        old, cdn = hosts.get_host(tx, "old.example"), hosts.get_host(tx, "cdn.example")
    assert (cdn.next_request_at, cdn.failure_count) == (NOW + asked, 1)
    assert (old.next_request_at, old.failure_count) == (NOW + PAUSE, 0)


def test_a_poll_without_a_permit_is_kept_with_its_reason_and_leaves_the_host_as_it_was(shop):
    (taken,) = claimed(shop, OLD)
    assert settling.save(shop, [failed(taken, Reason.ROBOTS_DISALLOWED, 0, request_count=0)]) == ["robots_disallowed"]
    with shop.store.read() as tx:
        assert [fetch.reason for fetch in outcomes.get_fetches(tx, source_id=taken[1].id)] == ["robots_disallowed"]
        assert hosts.get_host(tx, "old.example").next_request_at is None


def test_everyone_who_waits_is_told_when_the_store_fails(shop):
    taken = claimed(shop, OLD, "http://other.example/feed")
    with shop.store.write() as tx:
        tx.exec_driver_sql("DROP TABLE fetches")

    async def settle_all():
        keeper = settling.Settling(shop)
        return await asyncio.gather(*(keeper.settle(brought(one)) for one in taken), return_exceptions=True)

    told = asyncio.run(asyncio.wait_for(settle_all(), 10))
    assert [isinstance(one, Exception) for one in told] == [True, True]
