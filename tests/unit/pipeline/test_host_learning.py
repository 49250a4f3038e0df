"""What a host taught goes through the store to its next pages; what was learned since looks like no edit."""

from __future__ import annotations

from datetime import UTC, datetime

from headwater.extract import HostKnowledge
from headwater.pipeline import host_learning
from headwater.pipeline.reading import ReadResult, ReadTask, read_page
from headwater.store import Store, host_layouts
from headwater.store.host_layouts import HostLayout

from .one_host import reports

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def read(task: ReadTask) -> ReadResult:
    result = read_page(task, None)
    assert isinstance(result, ReadResult)
    return result


def test_pages_of_a_host_teach_the_next_one_through_the_store(tmp_path):
    first, *others = reports()
    with Store.open(tmp_path / "news.db") as store:
        for number, capture in enumerate(others):
            with store.write() as tx:
                known = host_learning.known(tx, capture.final_url)
                task = ReadTask(
                    capture=capture, article_id=f"a{number}", first_seen_at=NOW, with_vectors=False, host=known
                )
                facts = read(task).facts
                assert facts is not None
                host_learning.learn(tx, capture.final_url, facts, NOW)
        with store.read() as tx:
            known = host_learning.known(tx, first.final_url)
            assert host_learning.known(tx, "https://other.example/x") == HostKnowledge()
    assert known.pages == len(others)
    task = ReadTask(capture=first, article_id="b", first_seen_at=NOW, with_vectors=False)
    alone = read(task)
    learned = read(ReadTask(capture=first, article_id="b", first_seen_at=NOW, with_vectors=False, host=known))
    assert set(learned.article.paragraphs) < set(alone.article.paragraphs)
    again = ReadTask(
        capture=first, article_id="b", first_seen_at=NOW, with_vectors=False, host=known, previous=alone.article
    )
    assert read(again).article.paragraphs == alone.article.paragraphs


def test_knowledge_in_a_form_that_cannot_be_read_is_none(tmp_path):
    with Store.open(tmp_path / "news.db") as store, store.write() as tx:
        for body in ({"blocks": [1, 2]}, {"recent": 7}, {"shapes": {"date": 3}}):
            layout = HostLayout(host="odd.example", body=body, pages=1, updated_at=NOW)
            host_layouts.save_host_layout(tx, layout)
            assert host_learning.known(tx, "https://odd.example/a") == HostKnowledge()
