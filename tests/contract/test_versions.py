"""Versions: what is kept of each, what readers see of it, and how a stricter ruling shortens it."""

from dataclasses import replace

import pytest

from headwater.model.job import Stage
from headwater.model.version import Difference, DifferenceKind, RunKind, TextRun, VersionChanges
from headwater.model.web import Validators
from headwater.store import article_checks, articles, queue, tombstones, versions
from headwater.store.article_checks import AGAIN, ArticleCheck

SAID = Difference(
    kind=DifferenceKind.CHANGED,
    runs=(
        TextRun(kind=RunKind.KEPT, text="It cost "),
        TextRun(kind=RunKind.DELETED, text="290"),
        TextRun(kind=RunKind.INSERTED, text="298"),
        TextRun(kind=RunKind.KEPT, text=" million crowns."),
    ),
)
CHANGES = VersionChanges(changed_count=1, kept_count=2, differences=(SAID,))


def edit(tx, kit, article, *, minutes=60, **cleared):
    """Save an edited article and how it was changed."""
    before = versions.find_standing(tx, article.id).version
    kit.save(tx, article, now=kit.at(minutes), **cleared)
    versions.save_changes(tx, article.id, before, CHANGES)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", " Harbour  bridge a\u00a0opens "),
        ("paragraphs", ("The bridge called a\n opened on Monday.", "", "Two hundred people crossed it. ")),
        ("byline", ("Somebody Else",)),
        ("keywords", ("bridge",)),
        ("body_digest", "sha256:other-bytes"),
    ],
)
def test_white_space_and_what_stands_around_the_text_make_no_version(store, kit, field, value):
    article = kit.article("a")
    with store.write() as tx:
        kit.save(tx, article)
        assert kit.save(tx, replace(article, **{field: value})) == 1


def test_another_release_of_the_extractor_makes_no_version_but_a_headline_does(store, kit):
    article = kit.article("a", extractor="e", extractor_version=1)
    with store.write() as tx:
        kit.save(tx, article)
        reread = replace(article, extractor_version=2, paragraphs=("Read quite differently now.",))
        assert kit.save(tx, reread) == 1
        assert articles.get_article(tx, "a").paragraphs == reread.paragraphs
        assert kit.save(tx, replace(reread, headline="Bridge closes")) == 2


def test_an_unkept_text_is_compared_by_its_digest(store, kit):
    article = kit.article("a")
    with store.write() as tx:
        assert kit.save(tx, article, is_kept=False) == 1
        assert kit.save(tx, article, is_kept=False) == 1
        assert kit.save(tx, replace(article, paragraphs=("Edited.",)), is_kept=False) == 2


def test_the_raw_page_of_a_version_stays_that_of_its_first_reading(store, kit):
    article = kit.article("a", capture_id="c1")
    with store.write() as tx:
        kit.save(tx, article)
        kit.save(tx, replace(article, capture_id="c2"))
        assert articles.get_article(tx, "a").capture_id == "c1"
        kit.save(tx, replace(article, capture_id="c3", headline="Bridge closes"))
        assert articles.get_article(tx, "a").capture_id == "c3"


def test_readers_see_versions_newest_first_with_what_changed(store, kit, reader):
    article = kit.article("a")
    with store.write() as tx:
        kit.save(tx, article)
        edit(tx, kit, replace(article, headline="Harbour bridge a closes"))
        edit(tx, kit, replace(article, headline="Harbour bridge a closes", paragraphs=("Shut.",)), minutes=120)
    third, second, first = reader.article("a").versions
    assert [one.number for one in (third, second, first)] == [3, 2, 1]
    assert [one.seen_at for one in (third, second, first)] == [kit.at(120), kit.at(60), kit.now]
    assert [(run.kind.value, run.text) for run in second.headline_runs] == [
        ("kept", "Harbour bridge a "),
        ("deleted", "opens"),
        ("inserted", "closes"),
    ]
    assert third.headline_runs == ()
    assert third.changes == CHANGES
    assert first.changes is None


def test_one_version_is_no_history_and_lists_leave_versions_out(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
    assert reader.article("a").versions == ()
    with store.write() as tx:
        edit(tx, kit, kit.article("a", headline="Other"))
    assert len(reader.article("a").versions) == 2
    assert [one.versions for one in reader.river()] == [()]


def test_a_stricter_ruling_shortens_what_is_quoted_and_a_wider_one_brings_nothing_back(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        edit(tx, kit, kit.article("a", headline="Other"))
        versions.restrict(tx, "a", 300)
        assert versions.get_changes(tx, "a") == {1: CHANGES}
        versions.restrict(tx, "a", 12)
        (short,) = versions.get_changes(tx, "a")[1].differences
        assert "".join(run.text for run in short.runs).startswith("It cost 290")
        assert "crowns" not in str(short)
        assert not versions.get_changes(tx, "a")[1].is_whole
        versions.restrict(tx, "a", None)
        assert versions.get_changes(tx, "a")[1].differences == (short,)


def test_text_that_may_no_longer_be_kept_leaves_headlines_and_counts(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        edit(tx, kit, kit.article("a", headline="Other", paragraphs=("Shut.",)))
        kit.save(tx, kit.article("a", headline="Other", paragraphs=("Shut.",)), is_kept=False)
    newest, first = reader.article("a").versions
    assert (newest.changes.changed_count, newest.changes.differences) == (1, ())
    assert first.headline == "Harbour bridge a opens"


def test_of_very_many_versions_the_first_and_the_latest_are_kept(store, kit, reader):
    with store.write() as tx:
        for number in range(versions.MAX_VERSIONS + 10):
            kit.save(tx, kit.article("a", headline=f"Edit {number}"), now=kit.at(number))
    shown = reader.article("a").versions
    assert len(shown) == versions.MAX_VERSIONS + 1
    assert (shown[0].number, shown[-1].number) == (versions.MAX_VERSIONS + 10, 1)


def test_a_withdrawn_page_is_told_and_hidden_with_its_article(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        kit.save(tx, kit.article("b"))
        before = reader.generation()
        article_checks.save_check(tx, ArticleCheck(article_id="a", checked_at=kit.now, withdrawn_at=kit.at(5)))
    assert reader.generation() > before
    assert {one.id: one.withdrawn_at for one in reader.river()} == {"a": kit.at(5), "b": None}
    with store.write() as tx:
        tombstones.withhold(tx, "a", reason="asked", now=kit.now, tombstone_id="t")
    with reader.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visible_withdrawals").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM visible_versions").scalar() == 0


def test_a_check_comes_back_as_it_was_saved(store, kit):
    check = ArticleCheck(
        article_id="a",
        checked_at=kit.now,
        host="morning.example",
        step=3,
        check_count=4,
        validators=Validators(etag='"x"', last_modified="yesterday"),
        body_digest="sha256:0",
        host_signals="h",
        header_signals="k",
        missing_since=kit.at(1),
    )
    with store.write() as tx:
        assert article_checks.find_check(tx, "a") is None
        article_checks.save_check(tx, check)
        assert article_checks.find_check(tx, "a") == check
        article_checks.save_paragraph_keys(tx, "a", ("1", "2"))
        assert article_checks.get_paragraph_keys(tx, "a") == ("1", "2")
        article_checks.save_check(tx, replace(check, step=4))
        assert article_checks.get_paragraph_keys(tx, "a") == ("1", "2")
        assert article_checks.last_check_at(tx, "morning.example") == kit.now
        assert article_checks.last_check_at(tx, "other.example") is None


def test_what_is_due_at_a_host_is_counted_apart_for_first_readings_and_readings_again(store, kit):
    host = "morning.example"
    with store.write() as tx:
        for number in range(3):
            queue.enqueue(tx, Stage.FETCH, f"n{number}", due_at=kit.now, host=host)
        queue.enqueue(tx, Stage.FETCH, "later", due_at=kit.at(9), host=host)
        queue.enqueue(tx, Stage.FETCH, "elsewhere", due_at=kit.now, host="other.example")
        article_checks.enqueue_again(tx, "old", host=host, due_at=kit.now)
        article_checks.enqueue_again(tx, "never", host=host, due_at=None)
        assert article_checks.waiting_at(tx, host, kit.now) == (3, 1)
        assert AGAIN not in ("", None)
