"""Pages over real HTTP: each host in its own line, patience with robots.txt, nothing kept of what was erased."""

from datetime import timedelta

import pytest

from headwater.loopback import WebAnswer
from headwater.model.job import Stage
from headwater.model.web import Entry
from headwater.pipeline.polling import announce
from headwater.pipeline.sandbox import Children
from headwater.store import entries, queue, tombstones
from headwater.store.schema import fetches, rejections

from .edited_outlet import HOST, START, Page, open_desk

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def children():
    with Children(1) as crew:
        yield crew


@pytest.fixture
def desk(tmp_path, children):
    with open_desk(tmp_path, children) as opened:
        yield opened


def article_id(desk, path="/a"):
    with desk.store.read() as tx:
        return entries.find_article_id(tx, f"https://{HOST}{path}")


def test_a_page_that_a_second_source_names_at_another_host_waits_in_line_at_the_host_that_is_asked(desk):
    desk.outlet.pages["/a"] = Page()
    with desk.store.write() as tx:
        announce(desk.shop, tx, Entry(url=f"https://{HOST}/a", source_id="feed"), START)
        article = entries.find_article_id(tx, f"https://{HOST}/a")
        queue.drop_jobs(tx, [article])
        queue.enqueue(tx, Stage.FETCH, article, due_at=START, host="mirror.example")
    desk.work(timedelta(minutes=2))
    assert desk.outcomes["fetch", "other host"] == 1
    assert desk.outcomes["fetch", "fetched"] == 1


def test_a_page_whose_robots_txt_is_out_of_reach_for_an_hour_is_read_afterwards(desk):
    answered = desk.outlet.answer

    def answer(request):
        is_down = request.path == "/robots.txt" and desk.clock.now() < START + HOUR
        return WebAnswer(status=503) if is_down else answered(request)

    desk.outlet.answer = answer
    desk.publish("/a", Page())
    desk.work(6 * HOUR)
    assert [path for _, path, _ in desk.outlet.asked][:1] == ["/a"]
    assert desk.outcomes["read", "read"] == 1


@pytest.mark.parametrize("answer", [WebAnswer(status=404, body=b"gone"), None])
def test_nothing_is_kept_of_a_page_that_is_erased_while_it_is_asked_for(desk, answer):
    answered = desk.outlet.answer

    def erase_and_answer(request):
        if request.path == "/a":
            with desk.store.write() as tx:
                tombstones.withhold(tx, f"https://{HOST}/a", reason="The owner asked.", now=START, tombstone_id="t1")
                tombstones.erase(tx, "t1", START)
        return answer if answer is not None and request.path == "/a" else answered(request)

    desk.outlet.answer = erase_and_answer
    desk.publish("/a", Page())
    desk.work(HOUR)
    with desk.store.read() as tx:
        kept = [*tx.execute(fetches.select()), *tx.execute(rejections.select())]
        assert not [row for row in kept if "/a" in str(row._mapping)]
    assert desk.outcomes["fetch", "blocked"] == 1
