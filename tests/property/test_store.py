"""The store under arbitrary values and orders of acts."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.model.article import Article, Publisher
from headwater.model.job import Stage
from headwater.model.rights import Cleared, Rulings
from headwater.store import Reader, Store, articles, hosts, queue, tombstones

NOW = datetime(2026, 11, 23, tzinfo=UTC)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def world():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with Store.open(path) as store, Reader.open(path) as reader:
            yield store, reader


def save(tx, article):
    cleared = Cleared(article=article, excerpt="", pictures=(), attribution="")
    return articles.save_article(
        tx, article, rulings=Rulings(subject="", rulings=()), cleared=cleared, first_seen_at=NOW, now=NOW
    )


# A lone surrogate is no text: decoding never gives one, and SQLite's UTF-8 cannot hold it.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@FEW
@given(headline=TEXT, paragraphs=st.lists(TEXT, max_size=4), names=st.lists(TEXT, max_size=3), keywords=st.lists(TEXT))
def test_any_article_comes_back_as_it_was(world, headline, paragraphs, names, keywords):
    store, reader = world
    article = Article(
        id="any",
        url="https://a.example/any",
        headline=headline,
        paragraphs=tuple(paragraphs),
        byline=tuple(names),
        keywords=tuple(keywords),
        publisher=Publisher(domains=("a.example",)),
    )
    with store.write() as tx:
        save(tx, article)
        kept = articles.get_article(tx, "any")
        tx.exec_driver_sql("INSERT INTO article_search(article_search) VALUES ('integrity-check')")
    assert (kept.headline, kept.paragraphs, kept.byline) == (headline, tuple(paragraphs), tuple(names))
    view = reader.article("any")
    assert (view.headline, view.byline, view.keywords) == (headline, tuple(names), tuple(keywords))


@FEW
@given(typed=st.one_of(st.text(max_size=80), st.text('"-:() *^ANDORTsourcelang北京', max_size=60)))
def test_any_query_is_answered(world, typed):
    _, reader = world
    assert reader.search(typed).total >= 0


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_a_withheld_article_is_in_no_answer_whatever_else_happens(data):
    ids = [f"n{index}" for index in range(4)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with Store.open(path) as store, Reader.open(path) as reader:
            hidden: set[str] = set()
            for step in range(data.draw(st.integers(1, 8))):
                name = data.draw(st.sampled_from(ids))
                act = data.draw(st.sampled_from(["save", "withhold", "erase"]))
                with store.write() as tx:
                    if act == "save":
                        save(tx, Article(id=name, url=f"https://a.example/{name}", headline=name, paragraphs=()))
                    elif act == "withhold":
                        url = f"https://a.example/{name}"
                        tombstones.withhold(tx, url, reason="r", now=NOW, tombstone_id=f"{name}-{step}")
                        hidden.add(name)
                    else:
                        for stone in tombstones.list_tombstones(tx, is_erased=False):
                            tombstones.erase(tx, stone.id, NOW)
                shown = {article.id for article in reader.river()}
                assert not shown & hidden
                assert all(reader.search(name).total == 0 for name in hidden)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_claim_never_takes_two_jobs_of_a_host_or_one_before_its_time(data):
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "x.db") as store, store.write() as tx:
        due: dict[str, tuple[str, datetime]] = {}
        pace: dict[str, datetime] = {}
        for index in range(data.draw(st.integers(1, 12))):
            host = data.draw(st.sampled_from(["a", "b", "c"]))
            at = NOW + timedelta(minutes=data.draw(st.integers(-5, 5)))
            if data.draw(st.booleans()):
                queue.enqueue(tx, Stage.FETCH, str(index), due_at=at, host=host)
                due[str(index)] = (host, at)
            else:
                hosts.set_next_request(tx, host, at)
                pace[host] = at
        ready = {host for host, at in due.values() if at <= NOW and pace.get(host, NOW) <= NOW}
        soonest = [max(at, pace.get(host, at)) for host, at in due.values()]
        assert queue.next_due_at(tx, stages=(Stage.FETCH,)) == (min(soonest) if soonest else None)
        taken = queue.claim(tx, stages=(Stage.FETCH,), now=NOW, lease=timedelta(hours=1), limit=10)
        assert sorted(job.host for job in taken) == sorted(ready)
        for job in taken:
            same = [at for host, at in due.values() if host == job.host]
            assert job.due_at == min(same)
