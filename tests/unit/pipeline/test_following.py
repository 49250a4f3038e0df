"""Articles on several pages over real HTTP: joined before they are shown, politely, and never silently cut short."""

from datetime import timedelta
from itertools import pairwise

import pytest

from headwater.loopback import WebAnswer
from headwater.model.job import Stage
from headwater.model.rejection import Reason
from headwater.model.rights import Use
from headwater.pipeline.following import Pages
from headwater.pipeline.joining import MAX_PAGES, STAGE
from headwater.pipeline.sandbox import Children
from headwater.store import articles, entries, outcomes, queue, tombstones, versions
from headwater.store.schema import addresses
from headwater.store.schema import captures as capture_rows

from .edited_outlet import HOST, PLAIN, START, Page, open_desk

HEADLINE = "The long way of the water from the springs of Sarn to the sea"
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.xdist_group("pages read again")  # one worker: its fixture starts once


@pytest.fixture(scope="module")
def children():
    with Children(1) as crew:
        yield crew


@pytest.fixture
def desk(tmp_path, children):
    with open_desk(tmp_path, children) as opened:
        yield opened


def text(number):
    return tuple(
        f"Stage {number}.{part}: {sentence}"
        for part, sentence in enumerate((*PLAIN, "The ferryman keeps a list of every bridge that he has passed."))
    )


def page(number, *, to=None, **fields):
    """One page of the article; it names page `to` as the next one, the last page names none."""
    link = f'<link rel="next" href="/wells/{to}">' if to else ""
    return Page(headline=HEADLINE, paragraphs=text(number), edits=lambda age: {"head": link}, **fields)


def put(desk, count):
    """The article on `count` pages, announced by its first one."""
    for number in range(2, count + 1):
        desk.outlet.pages[f"/wells/{number}"] = page(number, to=number + 1 if number < count else None)
    desk.publish("/wells", page(1, to=2 if count > 1 else None))


def article(desk):
    with desk.store.read() as tx:
        return articles.get_article(tx, entries.find_article_id(tx, f"https://{HOST}/wells"))


def shortfalls(desk):
    with desk.store.read() as tx:
        return [rejection for _, _, rejection in outcomes.get_rejections(tx, stage=STAGE)]


def kept_captures(desk):
    with desk.store.read() as tx:
        return {row.requested_url for row in tx.execute(capture_rows.select())}


def address(*numbers):
    return {f"https://{HOST}/wells" + (f"/{number}" if number > 1 else "") for number in numbers}


def test_the_pages_of_an_article_are_fetched_at_the_hosts_pace_and_shown_as_one(desk):
    put(desk, 3)
    desk.work(HOUR / 6)
    found = article(desk)
    assert found.paragraphs == text(1) + text(2) + text(3)
    assert (found.byline, found.url) == (("Ilse Marden",), f"https://{HOST}/wells")
    with desk.store.read() as tx:
        assert versions.find_standing(tx, found.id).version == 1
        assert {entries.find_article_id(tx, url) for url in address(1, 2, 3)} == {found.id}
    assert kept_captures(desk) == address(1, 2, 3)
    times = [at for at, path, _ in desk.outlet.asked]
    assert all(later - earlier >= desk.shop.politeness.pause for earlier, later in pairwise(times))
    assert [path for _, path, _ in desk.outlet.asked] == ["/wells", "/wells/2", "/wells/3"]
    assert shortfalls(desk) == []
    assert desk.outcomes["read", "read"] == 1


def test_an_edit_of_the_first_page_is_an_edit_of_the_whole_article(desk):
    put(desk, 2)
    new = "The council of Sarn has named the spring after its oldest miller."

    def edits(age):
        link = '<link rel="next" href="/wells/2">'
        return {"head": link, "paragraphs": (*text(1), new)} if age > HOUR / 6 else {"head": link}

    desk.outlet.pages["/wells"].edits = edits
    desk.work(HOUR / 2)
    found = article(desk)
    assert found.paragraphs == (*text(1), new, *text(2))
    assert found.version == 2


def test_a_page_that_robots_txt_keeps_us_from_is_done_without_and_said_so(desk):
    desk.outlet.robots = lambda now: "User-agent: *\nDisallow: /wells/3\n"
    put(desk, 3)
    desk.work(HOUR / 6)
    assert article(desk).paragraphs == text(1) + text(2)
    (shortfall,) = shortfalls(desk)
    assert (shortfall.reason, shortfall.subject) == (Reason.ROBOTS_DISALLOWED, f"https://{HOST}/wells/3")
    assert "/wells/3" not in {path for _, path, _ in desk.outlet.asked}


def test_a_page_that_is_not_there_is_done_without_and_said_so(desk):
    put(desk, 2)
    del desk.outlet.pages["/wells/2"]
    desk.work(HOUR / 6)
    assert article(desk).paragraphs == text(1)
    assert [one.reason for one in shortfalls(desk)] == [Reason.HTTP_STATUS]
    with desk.store.read() as tx:
        assert set(queue.counts(tx)) <= {(Stage.FETCH, "waiting")}  # the next reading of the first page


class Down:
    """A page whose server fails until `until`, or after `since`."""

    def __init__(self, whole, *, until=timedelta(), since=timedelta(days=99)):
        self.whole, self.until, self.since = whole, until, since

    def answer(self, request, now):
        is_up = self.until <= now - START < self.since
        return self.whole.answer(request, now) if is_up else WebAnswer(status=503)


def test_a_page_whose_server_fails_once_is_asked_for_again(desk):
    put(desk, 2)
    desk.outlet.pages["/wells/2"] = Down(page(2), until=timedelta(seconds=20))
    desk.work(HOUR / 6)
    assert article(desk).paragraphs == text(1) + text(2)
    assert shortfalls(desk) == []


def test_an_article_is_not_shortened_by_a_server_that_fails_for_a_day(desk):
    put(desk, 2)
    desk.outlet.pages["/wells"].noise = lambda age: str(age > HOUR / 6)
    desk.outlet.pages["/wells/2"] = Down(page(2), since=HOUR / 6)
    desk.work(HOUR)
    assert article(desk).paragraphs == text(1) + text(2)
    assert article(desk).version == 1
    assert [one.reason for one in shortfalls(desk)][:1] == [Reason.HTTP_STATUS]


def test_a_page_that_says_the_first_one_again_ends_the_article(desk):
    put(desk, 2)
    desk.outlet.pages["/wells/2"] = page(2, to=3)
    desk.outlet.pages["/wells/3"] = page(1, to=4)
    desk.work(HOUR / 6)
    assert article(desk).paragraphs == text(1) + text(2)
    assert kept_captures(desk) == address(1, 2)
    assert "/wells/4" not in {path for _, path, _ in desk.outlet.asked}


def test_the_next_article_is_no_next_page(desk):
    put(desk, 2)
    desk.outlet.pages["/wells/2"] = Page(headline="Council of Orrin votes against a third market day", paragraphs=PLAIN)
    desk.work(HOUR / 6)
    assert article(desk).paragraphs == text(1)
    assert kept_captures(desk) == address(1)
    with desk.store.read() as tx:
        assert entries.find_article_id(tx, f"https://{HOST}/wells/2") is None


def test_an_article_without_end_is_read_so_far_and_said_so(desk):
    put(desk, MAX_PAGES + 2)
    desk.work(HOUR / 6)
    assert len(article(desk).paragraphs) == MAX_PAGES * len(text(1))
    assert [one.reason for one in shortfalls(desk)] == [Reason.TOO_LARGE]


def test_the_strictest_page_rules(desk):
    put(desk, 2)
    desk.outlet.pages["/wells/2"].headers = lambda age: {"x-robots-tag": "nosnippet"}
    desk.work(HOUR / 6)
    with desk.store.read() as tx:
        rulings = articles.get_rulings(tx, article(desk).id)
    assert not rulings.allows(Use.EXCERPT)


def test_a_takedown_by_any_pages_address_removes_all_of_them(desk):
    put(desk, 3)
    desk.work(HOUR / 6)
    held = article(desk).id
    with desk.store.write() as tx:
        tombstone = tombstones.withhold(
            tx, f"https://{HOST}/wells/2", reason="notice", now=desk.clock.now(), tombstone_id="t"
        )
        tombstones.erase(tx, tombstone.id, desk.clock.now())
        assert articles.get_article(tx, held) is None
        assert tx.execute(capture_rows.select()).all() == []
        assert tx.execute(addresses.select()).all() == []


def test_an_article_taken_down_between_two_pages_asks_for_no_more(desk):
    put(desk, 3)
    answered = desk.outlet.answer
    taken = []

    def answer(request):
        if request.path == "/wells/2" and not taken:
            with desk.store.write() as tx:
                taken.append(
                    tombstones.withhold(
                        tx, f"https://{HOST}/wells", reason="notice", now=desk.clock.now(), tombstone_id="t"
                    )
                )
        return answered(request)

    desk.outlet.answer = answer
    desk.work(HOUR / 6)
    assert article(desk) is None
    assert "/wells/3" not in {path for _, path, _ in desk.outlet.asked}
    assert kept_captures(desk) <= address(1)  # what was there before waits for its erasure


def test_the_pages_of_a_reading_stand_in_its_job():
    pages = Pages(capture_ids=("a", "b"), is_over=True)
    assert Pages.parse(pages.text()) == pages
    assert Pages.parse("a") == Pages(capture_ids=("a",))
