"""Takedowns: hidden at once, erased everywhere, never back; also after a crash or a restore."""

import json
import shutil
from datetime import timedelta

import pytest

from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Picture, Publisher
from headwater.model.job import Stage
from headwater.model.neighbour import Fingerprint
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import Ruling, Use
from headwater.model.version import Difference, DifferenceKind, RunKind, TextRun, VersionChanges
from headwater.model.view import Gone, UrlKind
from headwater.model.web import Capture, FetchOutcome, Validators
from headwater.store import (
    Reader,
    Store,
    annotations,
    article_checks,
    articles,
    captures,
    entries,
    neighbours,
    outcomes,
    picture_copies,
    provenance,
    queue,
    schema,
    stories,
    tombstones,
    versions,
)
from headwater.store.article_checks import ArticleCheck
from headwater.store.picture_copies import PictureCopy, WantedPicture

CANARY = "quartzfinchwhistle"
TAIL = b"finchwhistle"
"""The index stores words with their beginnings shared away: files are searched for the end."""

LONG = tuple(f"Paragraph {number} of a text that is long enough to be told from others." for number in range(6))


def withhold(tx, kit, subject, tombstone_id="t1", **more):
    return tombstones.withhold(tx, subject, reason="The owner asked.", now=kit.now, tombstone_id=tombstone_id, **more)


def shown(tx, kit, article_id, url):
    """A picture of an article whose words and bytes say the canary, and our copy of it."""
    picture = Picture(url=url, caption=f"A {CANARY}.", credit=CANARY)
    ruling = Ruling(use=Use.IMAGE, allowed=True)
    wanted = WantedPicture(article_id=article_id, position=0, picture=picture, ruling=ruling)
    picture_copies.want_pictures(tx, article_id, [wanted], kit.now)
    queue.enqueue(tx, Stage.PICTURE, wanted.id, due_at=kit.now, host="img.example", detail=CANARY)
    body = b"RIFF" + CANARY.encode() + b"WEBP"
    copy = PictureCopy(media_type="image/webp", width=9, height=9, body=body, caption=f"A {CANARY}.", credit=CANARY)
    assert picture_copies.save_copy(tx, wanted.id, copy, kit.now)
    return wanted.id


def fill(tx, kit, name="a", other="b"):
    """One article whose every record says the canary, and a neighbour that quotes it."""
    url = kit.url(f"{name}-{CANARY}")
    kit.announce(tx, other)
    entry = {"title": f"The {CANARY}", "summary": CANARY}
    kit.announce(tx, name, **entry)
    entries.add_alias(tx, url, name)
    captures.save_capture(tx, kit.capture("page", url, f"<p>{CANARY}".encode()), article_id=name)
    captures.save_capture(tx, kit.capture("feed", "https://f.example/", CANARY.encode(), source_id="s1"))
    outcome = FetchOutcome(rejection=Rejection(stage="net", reason=Reason.TIMEOUT, detail=CANARY))
    outcomes.record_fetch(tx, article_id=name, url=url, at=kit.now, outcome=outcome)
    outcomes.record_rejection(tx, outcome.rejection, at=kit.now, subject_id=name)
    kit.save(tx, kit.article(name, url=url, headline=f"Early {CANARY}", paragraphs=LONG))
    kit.save(tx, kit.article(name, url=url, headline=f"The {CANARY}", paragraphs=(*LONG, f"A {CANARY} sang.")))
    kit.save(tx, kit.article(other))
    said = Difference(kind=DifferenceKind.ADDED, runs=(TextRun(kind=RunKind.INSERTED, text=f"A {CANARY} sang."),))
    versions.save_changes(tx, name, 1, VersionChanges(added_count=1, differences=(said,)))
    page = ArticleCheck(article_id=name, checked_at=kit.now, validators=Validators(etag=f'"{CANARY}"'))
    article_checks.save_check(tx, page)
    note = Annotation(article_id=name, kind=AnnotationKind.NAME, body={"text": CANARY})
    annotations.save_annotations(tx, name, 2, [note])
    print_ = Fingerprint(article_id=name, at=kit.now, keys=(f"name:{CANARY}",), features={"h": CANARY}, vector=(1.0,))
    neighbours.save_fingerprint(tx, "cluster", print_)
    kit.join(tx, name, "s", reason=f"about a {CANARY}")
    kit.join(tx, other, "s", reason=f"also about a {CANARY}")
    words = (Evidence(kind="shared text", text=f"the {CANARY} sang", article_id=name, url=url),)
    earlier = {"relation": Relation.REWRITTEN_FROM, "confidence": 0.5, "origin_article_id": name}
    publisher = Publisher(name="Morning", domains=("morning.example",))
    for relation in (Relation.REWRITTEN_FROM, Relation.COPIED_FROM):
        link = {**earlier, "relation": relation, "origin_publisher": publisher, "origin_url": url}
        provenance.save_link(tx, ProvenanceLink(article_id=other, evidence=words, **link), now=kit.now)
    provenance.save_link(
        tx, ProvenanceLink(article_id=name, relation=Relation.ORIGINAL, confidence=1, evidence=words), now=kit.now
    )
    queue.enqueue(tx, Stage.RELATE, name, due_at=kit.now, detail=CANARY)
    shown(tx, kit, name, f"https://img.example/{CANARY}.jpg")
    return url


def holding(folder, tail=TAIL):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and tail in path.read_bytes())


def test_the_canary_is_on_disk_before(store, kit):
    with store.write() as tx:
        fill(tx, kit)
    assert holding(store.path.parent) != []


def test_an_erased_word_is_in_no_file(store, kit, reader):
    with store.write() as tx:
        fill(tx, kit)
        withhold(tx, kit, "a")
    with store.write() as tx:
        steps = dict(tombstones.erase(tx, "t1", kit.at(720)))
        assert tombstones.erase(tx, "t1", kit.at(721)) == ()
    assert tombstones.after_erase(store)
    assert holding(store.path.parent) == []
    assert {name for name, count in steps.items() if count == 0} == set()
    assert reader.search(CANARY).total == 0


def test_outcomes_of_other_pages_that_led_to_the_erased_one_do_not_name_it(store, kit):
    with store.write() as tx:
        url = fill(tx, kit)
        elsewhere = "https://short.example/7"
        leads = Rejection(stage="fetch", reason=Reason.REDIRECT_LOOP, detail=f"{elsewhere} leads to {url}")
        capture = Capture(
            id="lead",
            requested_url=elsewhere,
            final_url=url,
            status=200,
            headers={},
            body=b"",
            captured_at=kit.now,
        )
        for outcome in (FetchOutcome(rejection=leads), FetchOutcome(capture=capture, status=200)):
            outcomes.record_fetch(tx, url=elsewhere, article_id="c", at=kit.now, outcome=outcome)
        outcomes.record_rejection(tx, leads, at=kit.now, subject_id="c")
        withhold(tx, kit, url)
        tombstones.erase(tx, "t1", kit.at(720))
        rows = [*tx.execute(schema.fetches.select()), *tx.execute(schema.rejections.select())]
    assert [row for row in rows if url in str(row)] == []


def test_erasing_leaves_nothing_of_the_article_in_any_table(store, kit):
    with store.write() as tx:
        url = fill(tx, kit)
        withhold(tx, kit, url)
        tombstones.erase(tx, "t1", kit.at(720))
        assert articles.get_article(tx, "a") is None
        assert entries.get_entries(tx, "a") == []
        assert entries.article_address(tx, "a") is None
        assert captures.get_capture(tx, "page") is None
        assert captures.get_capture(tx, "feed") is None
        assert annotations.get_annotations(tx, "a") == ()
        assert neighbours.get_fingerprint(tx, "cluster", "a") is None
        assert neighbours.load_vectors(tx, "cluster", kit.at(-99))[0] == []
        assert provenance.get_link(tx, "a") is None
        assert queue.counts(tx) == {}
        assert articles.get_article(tx, "b") is not None
        link = provenance.get_link(tx, "b")
        assert (link.origin_article_id, link.origin_url, link.evidence) == ("", "", ())
        assert link.origin_publisher.name == "Morning"
        assert stories.get_story(tx, "s").article_ids == ("b",)
        integrity = "INSERT INTO article_search(article_search) VALUES ('integrity-check')"
        tx.exec_driver_sql(integrity)


def test_withholding_hides_at_once_and_everywhere(store, kit, reader):
    with store.write() as tx:
        url = fill(tx, kit)
    before = reader.generation()
    assert reader.article("a").headline == f"The {CANARY}"
    with store.write() as tx:
        stone = withhold(tx, kit, url, notice_id="2026-1")
    assert reader.generation() > before
    gone = reader.article("a")
    assert gone == Gone(id="a", is_erased=False, since=kit.now, reason="The owner asked.", notice_id="2026-1")
    assert (stone.subject_id, reader.tombstones(5)) == ("a", (gone,))
    assert [article.id for article in reader.river()] == ["b"]
    assert reader.search(CANARY).total == 0
    assert reader.related("b", 5) == ()
    story = reader.story("s")
    assert ([article.id for article in story.articles], story.gone_count) == (["b"], 1)
    everything = (reader.front(), story, reader.river(), reader.source("morning.example"), reader.sources())
    assert CANARY not in repr(everything)
    assert (reader.status(kit.now).withheld_count, reader.status(kit.now).erased_count) == (1, 0)


def test_a_copy_of_a_withheld_origin_names_the_publisher_only(store, kit, reader):
    with store.write() as tx:
        fill(tx, kit)
    assert reader.article("b").primary.url_kind is UrlKind.ORIGIN
    with store.write() as tx:
        withhold(tx, kit, "a")
    primary = reader.article("b").primary
    assert (primary.url, primary.url_kind) == (kit.url("b"), UrlKind.COPY)
    assert (primary.publisher_name, primary.headline, primary.evidence) == ("Morning", "", ())


def test_an_origin_known_by_its_address_alone_is_hidden_too(store, kit, reader):
    address = "https://wire.example/never-held"
    with store.write() as tx:
        kit.save(tx, kit.article("b"))
        kit.copy(tx, "b", origin_url=address, via_url=address)
    assert reader.article("b").primary.url == address
    with store.write() as tx:
        withhold(tx, kit, address)
    primary = reader.article("b").primary
    assert (primary.url, primary.via_url) == (kit.url("b"), "")


def test_a_story_of_one_disappears_with_its_article(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        kit.join(tx, "a", "s")
        withhold(tx, kit, "a")
    assert reader.front() == ()
    assert isinstance(reader.story("s"), Gone)
    with store.write() as tx:
        tombstones.erase(tx, "t1", kit.at(1))
    assert reader.story("s") == Gone(id="s", is_erased=True, since=kit.at(1), reason="The owner asked.")


@pytest.mark.parametrize("erased", [False, True])
def test_a_blocked_address_does_not_come_back(store, kit, reader, erased):
    with store.write() as tx:
        url = fill(tx, kit)
        withhold(tx, kit, "a")
        if erased:
            tombstones.erase(tx, "t1", kit.at(1))
        for address in (url, kit.url("a"), url + "?utm_source=x", url.replace("https://", "http://www.")):
            assert tombstones.is_blocked(tx, address).id == "t1"
        assert tombstones.is_blocked(tx, kit.url("b")) is None
        assert kit.announce(tx, "a", source_id="s9")[1] is False
        assert entries.get_entries(tx, "a") == [] or not erased
        refused = kit.save(tx, kit.article("new id", url=url))
        assert refused.reason is (Reason.ERASED if erased else Reason.WITHHELD)
        assert kit.save(tx, kit.article("a")).reason is refused.reason
    assert [article.id for article in reader.river()] == ["b"]


def test_a_blocked_text_is_refused_at_another_address_of_the_same_domain_only(store, kit):
    paragraphs = (*LONG, "The very same words.")
    with store.write() as tx:
        kit.save(tx, kit.article("a", paragraphs=paragraphs))
        withhold(tx, kit, "a")
        again = kit.article("moved", url="https://news.morning.example/other", paragraphs=paragraphs)
        assert isinstance(kit.save(tx, again), Rejection)
        licensed = kit.article("elsewhere", host="evening.example", paragraphs=paragraphs)
        assert kit.save(tx, licensed) == 1


def test_short_texts_block_no_others(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a", paragraphs=()))
        withhold(tx, kit, "a")
        assert kit.save(tx, kit.article("b", paragraphs=())) == 1


def test_an_address_not_held_yet_is_blocked(store, kit):
    with store.write() as tx:
        stone = withhold(tx, kit, kit.url("later"))
        assert stone.subject_id == ""
        assert kit.announce(tx, "later") == ("", False)
        assert tombstones.erase(tx, "t1", kit.now) != ()
        assert isinstance(kit.save(tx, kit.article("later")), Rejection)


def test_a_foreign_canonical_address_does_not_block_a_copy(store, kit):
    with store.write() as tx:
        withhold(tx, kit, kit.url("original"))
        copy = kit.article("copy", host="evening.example", canonical_url=kit.url("original"))
        assert kit.save(tx, copy) == 1
        own = kit.article("own", canonical_url=kit.url("original"))
        assert isinstance(kit.save(tx, own), Rejection)


def test_withholding_twice_gives_the_first_tombstone(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        first = withhold(tx, kit, "a")
        assert withhold(tx, kit, kit.url("a"), "t2") == first
        assert withhold(tx, kit, "neither id nor address", "t3") is None
        assert tombstones.list_tombstones(tx) == [first]


def test_results_that_come_after_the_erasure_are_dropped(store, kit):
    with store.write() as tx:
        fill(tx, kit)
        withhold(tx, kit, "a")
        tombstones.erase(tx, "t1", kit.now)
        annotations.save_annotations(tx, "a", 1, [Annotation(article_id="a", kind=AnnotationKind.NAME, body={})])
        neighbours.save_fingerprint(tx, "cluster", Fingerprint(article_id="a", at=kit.now, keys=("k",)))
        kit.original(tx, "a")
        captures.save_capture(tx, kit.capture("late", kit.url("a"), b"late"), article_id="a")
        assert kit.join(tx, "a", "s") == ""
        assert annotations.get_annotations(tx, "a") == ()
        assert neighbours.get_fingerprint(tx, "cluster", "a") is None
        assert provenance.get_link(tx, "a") is None
        assert not captures.has_capture(tx, "late")


def test_a_lifted_tombstone_shows_the_article_again(store, kit, reader):
    with store.write() as tx:
        fill(tx, kit)
        withhold(tx, kit, "a")
        assert tombstones.lift(tx, "t1")
        assert not tombstones.lift(tx, "t1")
        assert tombstones.is_blocked(tx, kit.url("a")) is None
    assert reader.article("a").headline == f"The {CANARY}"
    assert reader.story("s").article_count == 2


def test_a_reader_in_the_way_is_noticed(store, kit, reader):
    with store.write() as tx:
        fill(tx, kit)
    with reader.connection() as connection:
        connection.exec_driver_sql("SELECT count(id) FROM visible_articles").scalar()
        with store.write() as tx:
            withhold(tx, kit, "a")
            tombstones.erase(tx, "t1", kit.now)
        assert not tombstones.after_erase(store, patience=timedelta())
    assert tombstones.after_erase(store)
    assert holding(store.path.parent) == []


def backup(store, folder):
    with store.outside_transactions() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copy(store.path, folder / "backup.db")


def restore(store, folder):
    store.close()
    for leftover in store.path.parent.glob(f"{store.path.name}-*"):
        leftover.unlink()
    shutil.copy(folder / "backup.db", store.path)


@pytest.mark.parametrize("erased", [False, True])
def test_a_restored_backup_forgets_no_tombstone(store, kit, tmp_path, erased):
    with store.write() as tx:
        fill(tx, kit)
    backup(store, tmp_path)
    with store.write() as tx:
        withhold(tx, kit, "a")
        withhold(tx, kit, kit.url("later"), "t2")
        if erased:
            tombstones.erase(tx, "t1", kit.at(9))
    restore(store, tmp_path)
    with Store.open(store.path) as opened, Reader.open(store.path) as reader:
        assert isinstance(reader.article("a"), Gone)
        assert reader.article("a").is_erased is erased
        with opened.read() as tx:
            assert (articles.get_article(tx, "a") is None) is erased
            assert tombstones.is_blocked(tx, kit.url("later")).id == "t2"
            assert tombstones.get_tombstone(tx, "t1").erased_at == (kit.at(9) if erased else None)
        assert tombstones.replay_ledger(opened) == tombstones.ReplayResult()
    if erased:
        assert holding(store.path.parent) == []


def test_a_restored_backup_from_before_lifting_is_lifted(store, kit, tmp_path):
    with store.write() as tx:
        fill(tx, kit)
        withhold(tx, kit, "a")
    backup(store, tmp_path)
    with store.write() as tx:
        tombstones.lift(tx, "t1")
    restore(store, tmp_path)
    with Store.open(store.path), Reader.open(store.path) as reader:
        assert not isinstance(reader.article("a"), Gone)


def test_the_ledger_speaks_before_the_commit(store, kit):
    """A crash after the line and before the commit: the next opening carries the act out."""
    with store.write() as tx:
        fill(tx, kit)
    with pytest.raises(ZeroDivisionError), store.write() as tx:  # noqa: PT012 (the block is what fails)
        withhold(tx, kit, "a")
        raise ZeroDivisionError
    with store.read() as tx:
        assert tombstones.list_tombstones(tx) == []
    store.close()
    with Store.open(store.path) as opened, opened.read() as tx:
        assert [stone.id for stone in tombstones.list_tombstones(tx)] == ["t1"]


def test_a_torn_line_swallows_nothing(store, kit):
    with store.write() as tx:
        fill(tx, kit)
        withhold(tx, kit, "a")
    with store.ledger.path.open("ab") as file:
        file.write(b'{"act":"withheld","tombst')
    with store.write() as tx:
        withhold(tx, kit, kit.url("later"), "t2")
    lines, broken = store.ledger.lines()
    assert ([line.tombstone.id for line in lines], broken) == (["t1", "t2"], 1)
    assert tombstones.replay_ledger(store).broken_line_count == 1


def test_a_lost_ledger_is_written_anew(store, kit):
    with store.write() as tx:
        fill(tx, kit)
        withhold(tx, kit, "a")
        tombstones.erase(tx, "t1", kit.at(9))
    lines, _ = store.ledger.lines()
    store.ledger.path.unlink()
    tombstones.replay_ledger(store)
    assert store.ledger.lines()[0][-1] == lines[-1]


def test_the_ledger_holds_hashes_and_no_address(store, kit):
    with store.write() as tx:
        url = fill(tx, kit)
        withhold(tx, kit, url)
        tombstones.erase(tx, "t1", kit.at(9))
    text = store.ledger.path.read_text()
    assert "http" not in text
    assert CANARY not in text
    assert [json.loads(line)["act"] for line in text.splitlines()] == ["withheld", "erased"]


def test_tombstones_are_written_only_where_the_ledger_is(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
    with store.read() as tx, pytest.raises(TypeError):
        withhold(tx, kit, "a")


def test_another_article_under_a_withheld_address_is_hidden_and_erased_too(store, kit, reader):
    """An address can come by two ways before it is known to be one work."""
    with store.write() as tx:
        kit.announce(tx, "first")
        entries.add_alias(tx, kit.url("target"), "first")
        kit.save(tx, kit.article("first"))
        kit.save(tx, kit.article("second", url=kit.url("target"), headline=f"A {CANARY}"))
        kit.join(tx, "second", "s")
    with store.write() as tx:
        withhold(tx, kit, "first")
    assert reader.river() == reader.front() == ()
    with store.write() as tx:
        tombstones.erase(tx, "t1", kit.now)
        assert articles.get_article(tx, "second") is None
    assert tombstones.after_erase(store)
    assert holding(store.path.parent) == []
