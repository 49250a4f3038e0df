"""Older pages of feeds (RFC 5005), over real HTTP on loopback, with a clock that jumps instead of waiting."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from headwater.loopback import LoopbackWeb, WebAnswer, WebRequest
from headwater.model.web import Entry, Feed, Source, SourceKind
from headwater.net import Fetcher
from headwater.pipeline import paging
from headwater.pipeline.paging import Ending, Older, PagingLimits, has_gap, older
from headwater.pipeline.sandbox import Children, SandboxLimits
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, hosts, outcomes

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOST = "https://tarn.example"
SHORT = PagingLimits(max_pages=4, max_entries=9)


class JumpingClock:
    """Time that passes only where somebody waits."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    async def sleep_until(self, at: datetime) -> None:
        self.time = max(self.time, at)

    async def idle_until(self, at: datetime | None, wake: asyncio.Event) -> None:
        raise AssertionError("nobody idles here")


def atom(numbers: Sequence[int], link: str) -> bytes:
    entries = "".join(
        f"<entry><id>urn:tarn:{n}</id><title>No. {n}</title><link href='/a/{n}'/></entry>" for n in numbers
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{link}{entries}</feed>".encode()


class Shelf:
    """A site of feed pages; records what it was asked and when on the clock."""

    def __init__(self, pages: dict[str, WebAnswer], clock: JumpingClock) -> None:
        self.pages = pages
        self.clock = clock
        self.asked: list[tuple[str, datetime]] = []

    def answer(self, request: WebRequest) -> WebAnswer:
        self.asked.append((request.path, self.clock.now()))
        return self.pages.get(request.path, WebAnswer(status=404))


@pytest.fixture(scope="module")
def crew() -> Iterator[Children]:
    with Children(1, SandboxLimits(deadline_seconds=20)) as children:
        yield children


@pytest.fixture
def walk(tmp_path: Path, crew: Children):
    """`walk(pages, known, limits)`: what `older` finds behind the feed at /feed, and the requests that it made."""

    def run(pages: dict[str, bytes | WebAnswer], known: Sequence[int] = (), limits: PagingLimits = SHORT):
        return asyncio.run(_walk(tmp_path, crew, pages, {f"urn:tarn:{n}" for n in known}, limits))

    return run


async def _walk(folder: Path, crew: Children, pages, known: set[str], limits: PagingLimits):
    clock = JumpingClock()
    answers = {path: page if isinstance(page, WebAnswer) else WebAnswer(body=page) for path, page in pages.items()}
    shelf = Shelf(answers, clock)
    store = Store.open(folder / "press.db")
    source = Source(id="s1", url=f"{HOST}/feed", kind=SourceKind.ATOM, last_success_at=NOW - timedelta(hours=3))
    with LoopbackWeb({"tarn.example": shelf}) as web:
        async with Fetcher.open(user_agent="test", route=web.route) as fetcher:
            shop = Workshop(
                store=store, fetcher=fetcher, children=crew, clock=clock, agent="headwater", next_check=lambda *_: None
            )
            newest = crew.call("read_feed", (_capture(answers["/feed"].body), False))
            assert isinstance(newest, Feed)

            async def any_known(entries: Sequence[Entry]) -> bool:
                return any(entry.guid in known for entry in entries)

            found = await older(shop, source, newest, any_known, limits=limits)
    return found, shelf.asked


def _capture(body: bytes):
    from headwater.model.web import Capture

    url = f"{HOST}/feed"
    return Capture(id="c", requested_url=url, final_url=url, status=200, headers={}, body=body, captured_at=NOW)


def numbers(found: Older) -> list[int]:
    return [int(entry.guid.rpartition(":")[2]) for entry in found.entries]


ARCHIVE = {
    "/feed": atom([9, 8], "<link rel='prev-archive' href='/2026/10'/>"),
    "/2026/10": atom([7, 6], "<link rel='prev-archive' href='/2026/09'/><link rel='current' href='/feed'/>"),
    "/2026/09": atom([5, 4], "<link rel='prev-archive' href='/2026/08'/>"),
    "/2026/08": atom([3, 2], ""),
}


def test_what_became_of_an_older_page_is_kept_and_its_host_gets_the_time_that_it_asks_for(walk, tmp_path) -> None:
    busy = WebAnswer(status=503, headers={"Retry-After": "600"})
    found, _ = walk(ARCHIVE | {"/2026/10": busy})
    assert found.ending is Ending.FAILED
    with Store.open(tmp_path / "press.db") as store, store.read() as tx:
        (kept,) = [one for one in outcomes.get_fetches(tx) if one.url.endswith("/2026/10")]
        host = hosts.get_host(tx, "tarn.example")
    assert (kept.status, kept.source_id) == (503, "")
    assert host.next_request_at is not None
    assert host.next_request_at >= NOW + timedelta(seconds=600)


def test_an_archived_feed_is_followed_to_the_first_known_entry(walk) -> None:
    found, asked = walk(ARCHIVE, known=[4])
    assert numbers(found) == [7, 6, 5, 4]
    assert (found.ending, found.page_count) == (Ending.KNOWN, 2)
    assert {entry.source_id for entry in found.entries} == {"s1"}
    assert [path for path, _ in asked] == ["/robots.txt", "/2026/10", "/2026/09"]


def test_an_archived_feed_ends_with_its_oldest_page(walk) -> None:
    found, _ = walk(ARCHIVE)
    assert numbers(found) == [7, 6, 5, 4, 3, 2]
    assert found.ending is Ending.OLDEST


def test_a_paged_feed_is_followed_and_repeated_entries_come_once(walk) -> None:
    pages = {
        "/feed": atom([9, 8], "<link rel='next' href='?page=2'/>"),
        "/feed?page=2": atom([8, 7, 6], "<link rel='next' href='?page=3'/><link rel='previous' href='?page=1'/>"),
        "/feed?page=3": atom([6, 5], ""),
    }
    found, _ = walk(pages)
    assert numbers(found) == [7, 6, 5]


def test_the_hosts_pause_is_kept_between_pages(walk) -> None:
    robots = b"User-agent: *\nCrawl-delay: 7\n"
    _, asked = walk({**ARCHIVE, "/robots.txt": robots})
    times = [at for _, at in asked]
    assert all(later - earlier >= timedelta(seconds=7) for earlier, later in pairwise(times[1:]))
    assert len(times) == 4


def test_a_walk_that_would_take_too_long_is_not_finished(walk) -> None:
    robots = b"User-agent: *\nCrawl-delay: 30\n"
    found, asked = walk({**ARCHIVE, "/robots.txt": robots}, limits=PagingLimits(max_time=timedelta(seconds=70)))
    assert found.ending is Ending.LIMIT
    assert asked[-1][1] - asked[0][1] <= timedelta(seconds=70)
    assert found.page_count == 2


def test_a_disallowed_page_is_not_asked_for(walk) -> None:
    found, asked = walk({**ARCHIVE, "/robots.txt": b"User-agent: *\nDisallow: /2026/09\n"})
    assert (found.ending, numbers(found)) == (Ending.REFUSED, [7, 6])
    assert "/2026/09" not in [path for path, _ in asked]


def test_an_archive_that_leads_in_a_circle_ends(walk) -> None:
    pages = {**ARCHIVE, "/2026/09": atom([5, 4], "<link rel='prev-archive' href='/2026/10'/>")}
    assert walk(pages)[0].ending is Ending.LOOP
    assert walk({**ARCHIVE, "/2026/10": atom([7], "<link rel='next' href='/feed#x'/>")})[0].ending is Ending.LOOP


def test_an_archive_that_repeats_itself_under_new_addresses_ends(walk) -> None:
    pages = {f"/p/{n}": atom([9, 8], f"<link rel='next' href='/p/{n + 1}'/>") for n in range(30)}
    found, asked = walk({"/feed": atom([9, 8], "<link rel='next' href='/p/0'/>"), **pages})
    assert (found.ending, found.entries) == (Ending.NOTHING_NEW, ())
    assert len(asked) == 2


def test_an_endless_archive_ends_at_the_limit_of_pages_or_entries(walk) -> None:
    pages = {f"/p/{n}": atom([100 + 2 * n, 101 + 2 * n], f"<link rel='next' href='/p/{n + 1}'/>") for n in range(30)}
    start = {"/feed": atom([9, 8], "<link rel='next' href='/p/0'/>"), **pages}
    found, _ = walk(start)
    assert (found.ending, found.page_count, len(found.entries)) == (Ending.LIMIT, 4, 8)
    found, _ = walk(start, limits=PagingLimits(max_pages=20, max_entries=5))
    assert (found.ending, found.page_count, len(found.entries)) == (Ending.LIMIT, 3, 5)


def test_other_hosts_are_not_asked(walk) -> None:
    found, asked = walk({"/feed": atom([9], "<link rel='prev-archive' href='https://elsewhere.example/x'/>")})
    assert found.ending is Ending.OTHER_HOST
    assert asked == []
    away = WebAnswer(status=302, headers={"location": "https://elsewhere.example/x"})
    found, _ = walk({**ARCHIVE, "/2026/10": away})
    assert found.ending is Ending.FAILED
    assert "another host" in found.detail


def test_a_page_that_cannot_be_read_ends_the_walk_with_what_was_found(walk) -> None:
    for broken in (WebAnswer(status=500), WebAnswer(body=b"<html><p>Gone fishing")):
        found, _ = walk({**ARCHIVE, "/2026/09": broken})
        assert (found.ending, numbers(found)) == (Ending.FAILED, [7, 6])
        assert found.detail


def test_a_gap_is_when_nothing_is_known_of_a_source_that_was_read_before() -> None:
    source = Source(id="s", url=f"{HOST}/feed", kind=SourceKind.ATOM, last_success_at=NOW)
    feed = Feed(kind=SourceKind.ATOM, entries=(Entry(url=f"{HOST}/a"),), previous_url=f"{HOST}/older")
    assert has_gap(source, feed, 0)
    assert not has_gap(source, feed, 1)
    assert not has_gap(Source(id="s", url=source.url, kind=SourceKind.ATOM), feed, 0)
    assert not has_gap(source, Feed(kind=SourceKind.ATOM, entries=feed.entries), 0)
    complete = Feed(kind=SourceKind.ATOM, entries=feed.entries, previous_url=feed.previous_url, is_complete=True)
    assert not has_gap(source, complete, 0)


def test_the_limits_of_one_poll_are_below_its_lease() -> None:
    lease = next(field for field in Workshop.__dataclass_fields__.values() if field.name == "lease").default
    assert paging.PagingLimits().max_time <= lease / 2
