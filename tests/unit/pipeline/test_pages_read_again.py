"""Pages read again over real HTTP: conditional, at growing intervals, edits become versions, refusals take effect."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest

from headwater.model.job import Stage
from headwater.model.version import RunKind
from headwater.pipeline.keeping import PARAGRAPH
from headwater.pipeline.rereading import DEFAULT, NEVER
from headwater.pipeline.sandbox import Children
from headwater.store import Reader, article_checks, articles, captures, entries, outcomes, queue, versions

from .edited_outlet import HOST, PLAIN, SOFT_404, START, Page, open_desk

pytestmark = pytest.mark.xdist_group("pages read again")  # one worker: its fixture starts once

WEEK = timedelta(days=7, hours=12)
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


def view(desk, path="/a"):
    with Reader.open(desk.store.path) as reader:
        return reader.article(article_id(desk, path))


def ages(desk, path="/a"):
    return [at - START for at, asked, _ in desk.outlet.asked if asked == path]


def test_an_unchanged_page_is_asked_for_conditionally_at_growing_intervals_and_then_left_alone(desk):
    desk.publish("/a", Page())
    desk.work(timedelta(days=30))
    statuses = [status for _, _, status in desk.outlet.asked]
    assert statuses == [200] + [304] * 7
    gaps = [later - earlier for earlier, later in pairwise(ages(desk))]
    assert gaps == sorted(gaps)
    assert timedelta(days=7) <= ages(desk)[-1] < timedelta(days=7, hours=1)
    assert desk.outcomes["fetch", "unchanged"] == 7
    assert desk.outcomes["read", "read"] == desk.outcomes["relate", "related"] == 1
    with desk.store.read() as tx:
        assert queue.counts(tx) == {}


def test_the_same_bytes_without_validators_are_not_read_again(desk):
    desk.publish("/a", Page(has_validators=False))
    desk.work(HOUR * 5)
    assert desk.outcomes == {
        ("fetch", "fetched"): 1,
        ("fetch", "unchanged"): 3,
        ("read", "read"): 1,
        ("relate", "related"): 1,
    }


def test_other_bytes_around_the_same_text_make_no_version_and_keep_one_raw_page(desk):
    desk.publish("/a", Page(noise=str))
    desk.work(HOUR * 5)
    assert desk.outcomes["read", "same"] == 3
    assert desk.outcomes["relate", "related"] == 1
    assert view(desk).versions == ()
    with desk.store.read() as tx:
        kept = articles.get_article(tx, article_id(desk))
        assert captures.get_capture(tx, kept.capture_id) is not None
        assert tx.exec_driver_sql("SELECT count(*) FROM captures").scalar() == 1


def edited(age):
    if age < timedelta(minutes=40):
        return {}
    second = PLAIN[1].replace("thirty-two", "thirty-four")
    return {"headline": "Wells of Sarn refill after twelve dry years", "paragraphs": (PLAIN[0], second, *PLAIN[2:])}


def test_what_an_article_lost_is_counted_once_however_often_its_page_is_read(desk):
    broken = "The reeve of Sarn <button>never</button> said that it was his work."
    desk.publish("/a", Page(noise=str, paragraphs=(*PLAIN, broken)))
    desk.work(HOUR * 5)
    assert desk.outcomes["read", "same"] == 3
    with desk.store.read() as tx:
        assert outcomes.rejection_counts(tx) == ((PARAGRAPH, "unfaithful", 1),)
        ((_, subject_id, rejection),) = outcomes.get_rejections(tx, stage=PARAGRAPH)
    assert subject_id == article_id(desk)
    assert "The reeve of Sarn said" in rejection.detail


def test_an_edit_becomes_a_version_with_its_differences_and_is_related_again(desk):
    desk.publish("/a", Page(edits=edited))
    desk.work(HOUR * 2)
    newest, first = view(desk).versions
    assert [(run.kind, run.text) for run in newest.headline_runs][1:3] == [
        (RunKind.DELETED, "eleven"),
        (RunKind.INSERTED, "twelve"),
    ]
    assert (newest.changes.changed_count, newest.changes.added_count, newest.changes.kept_count) == (1, 0, 2)
    (difference,) = newest.changes.differences
    assert [run.text for run in difference.runs if run.kind is not RunKind.KEPT] == ["two", "four"]
    assert first.headline == "Wells of Sarn refill after eleven dry years"
    assert first.seen_at < newest.seen_at
    assert desk.outcomes["relate", "related"] == 2
    # After the change the shortest interval starts again.
    assert ages(desk)[3] - ages(desk)[2] < timedelta(minutes=16)


def test_a_page_that_always_changes_is_left_alone_at_last(desk):
    desk.publish(
        "/a", Page(edits=lambda age: {"headline": f"Wells of Sarn hold water, hour {age // timedelta(minutes=5)}"})
    )
    desk.work(timedelta(days=60))
    assert len(ages(desk)) == 1 + DEFAULT.changes_per_step * len(DEFAULT.ages)
    with desk.store.read() as tx:
        assert queue.counts(tx) == {}


def test_an_old_article_enters_the_schedule_late_or_not_at_all(desk):
    desk.publish("/yesterday", Page(published=START - timedelta(days=2)))
    desk.publish("/old", Page(published=START - timedelta(days=8)))
    desk.work(timedelta(days=30))
    assert len(ages(desk, "/yesterday")) == 3
    assert len(ages(desk, "/old")) == 1


def test_a_page_that_is_gone_twice_is_withdrawn_by_its_publisher_and_stays_shown(desk):
    desk.publish("/a", Page(gone_after=HOUR * 2))
    desk.work(HOUR * 4.5)
    assert view(desk).withdrawn_at is None
    desk.work(timedelta(days=30))
    shown = view(desk)
    assert shown.headline == "Wells of Sarn refill after eleven dry years"
    assert HOUR * 5 <= shown.withdrawn_at - START < HOUR * 6
    assert [status for _, _, status in desk.outlet.asked] == [200, 304, 304, 410, 410]
    with desk.store.read() as tx:
        assert outcomes.get_rejections(tx, subject_id=article_id(desk))
    desk.publish("/a", Page(), updated=True)
    desk.work(HOUR)
    assert view(desk).withdrawn_at is None


def test_a_page_that_answers_200_and_says_that_there_is_none_is_withdrawn_too(desk):
    desk.publish("/a", Page(gone_after=HOUR * 2, gone=SOFT_404))
    desk.work(HOUR * 4.5)
    assert view(desk).withdrawn_at is None
    desk.work(timedelta(days=30))
    assert HOUR * 5 <= view(desk).withdrawn_at - START < HOUR * 6
    assert view(desk).versions == ()
    desk.publish("/a", Page(), updated=True)
    desk.work(HOUR)
    assert view(desk).withdrawn_at is None


def test_a_page_that_robots_txt_closes_is_not_asked_for_again(desk):
    desk.outlet.robots = lambda now: (
        "User-agent: *\nDisallow: /a\n" if now > START + HOUR * 24 else "User-agent: *\nAllow: /\n"
    )
    desk.publish("/a", Page())
    desk.work(timedelta(days=30))
    assert len(ages(desk)) <= 6
    assert max(ages(desk)) < timedelta(days=2)
    with desk.store.read() as tx:
        assert queue.counts(tx) == {}
    assert view(desk).headline


def test_a_reservation_in_an_unchanged_page_s_headers_takes_text_and_quotations_away(desk, tmp_path):
    rare = "quartzfinchwhistle"

    def edits(age):
        return {"paragraphs": (*PLAIN, f"The {rare} sang.")} if age < timedelta(minutes=10) else {}

    def headers(age):
        return {"tdm-reservation": "1"} if age > timedelta(hours=3) else {}

    desk.publish("/a", Page(edits=edits, headers=headers, has_validators=False))
    desk.work(HOUR * 2)
    assert rare in str(view(desk).versions[0].changes)
    desk.work(timedelta(days=8))
    (newest, _) = view(desk).versions
    assert newest.changes.removed_count == 1
    assert newest.changes.differences == ()
    with desk.store.read() as tx:
        assert articles.get_article(tx, article_id(desk)).paragraphs == ()
        assert rare not in str(articles.get_versions(tx, article_id(desk)))


def test_a_reservation_in_robots_txt_makes_an_unchanged_page_be_read_whole(desk):
    closed = "User-agent: *\nContent-Signal: search=no, ai-input=no, ai-train=no\nAllow: /\n"
    desk.outlet.robots = lambda now: closed if now > START + HOUR * 20 else "User-agent: *\nAllow: /\n"
    desk.publish("/a", Page())
    desk.work(timedelta(days=8))
    assert 200 in [status for at, _, status in desk.outlet.asked if at > START + HOUR * 20]
    assert desk.outcomes["fetch", "other rights"] == 1
    with desk.store.read() as tx:
        rulings = articles.get_rulings(tx, article_id(desk))
    assert [one.use.value for one in rulings.rulings if not one.allowed and one.use.value in ("index", "mine")]


def test_first_readings_go_before_readings_again_at_one_host(desk):
    desk.publish("/a", Page())
    desk.work(timedelta(minutes=14))
    desk.clock.at = START + timedelta(minutes=16)
    for number in range(20):
        desk.publish(f"/new{number}", Page(published=desk.clock.at))
    begun = len(desk.outlet.asked)
    desk.work(timedelta(minutes=30))
    order = [path for _, path, _ in desk.outlet.asked[begun:]]
    assert order.index("/a") > 19
    assert desk.outcomes["fetch", "waits"] >= 1


def test_readings_again_take_only_their_share_of_a_host(desk):
    desk.outlet.robots = lambda now: "User-agent: *\nCrawl-delay: 10\nAllow: /\n"
    for number in range(12):
        desk.publish(f"/a{number}", Page())
    desk.work(timedelta(minutes=40))
    seen = set()
    again = []
    for at, path, _ in desk.outlet.asked:
        again += [at] if path in seen else []
        seen.add(path)
    gaps = [later - earlier for earlier, later in pairwise(again)]
    assert len(again) == 12
    assert min(gaps) >= timedelta(seconds=40)


def test_turned_off_nothing_is_read_again(tmp_path, children):
    with open_desk(tmp_path, children, NEVER) as desk:
        desk.publish("/a", Page(edits=edited))
        desk.work(timedelta(days=8))
        assert len(desk.outlet.asked) == 1
        with desk.store.read() as tx:
            assert queue.counts(tx) == {}


def test_an_update_that_a_feed_announces_is_fetched_at_once_and_leaves_the_schedule(desk):
    desk.publish("/a", Page(edits=edited))
    desk.work(timedelta(minutes=41) + timedelta(seconds=0))
    desk.announce("/a", title="Another title")
    desk.work(timedelta(minutes=1))
    assert ages(desk)[-1] < timedelta(minutes=43)
    assert len(view(desk).versions) == 2
    with desk.store.read() as tx:
        assert queue.counts(tx) == {(Stage.FETCH.value, "waiting"): 1}


def test_a_text_that_may_not_be_kept_leaves_counts_only(desk):
    def edits(age):
        return {"paragraphs": (*PLAIN[:2], "The rope was sold.")} if age > timedelta(minutes=10) else {}

    desk.publish("/a", Page(edits=edits, headers=lambda age: {"tdm-reservation": "1"}))
    desk.work(HOUR)
    newest, _ = view(desk).versions
    assert (newest.changes.added_count, newest.changes.removed_count, newest.changes.kept_count) == (1, 1, 2)
    assert newest.changes.differences == ()
    assert not newest.changes.is_whole
    with desk.store.read() as tx:
        assert "rope" not in str(versions.get_changes(tx, article_id(desk)))
        assert len(article_checks.get_paragraph_keys(tx, article_id(desk))) == 3


def test_a_small_week_of_one_outlet(desk):
    """What a week of readings again costs and finds; `-s` prints it."""
    rng = random.Random(11)
    kinds = {
        "still, with validators": lambda: Page(),
        "still, without validators": lambda: Page(has_validators=False),
        "other bytes each time": lambda: Page(noise=str),
        "edited once": lambda: Page(edits=edited),
        "withdrawn": lambda: Page(gone_after=HOUR * 3),
    }
    wanted = [*["still, with validators"] * 10, *["still, without validators"] * 6, *["other bytes each time"] * 4]
    wanted += [*["edited once"] * 4, "withdrawn"]
    rng.shuffle(wanted)
    for number, kind in enumerate(wanted):
        page = kinds[kind]()
        page.published = desk.clock.now()
        page.headline = f"{page.headline}, part {number}"
        desk.publish(f"/w{number}", page)
        desk.work(timedelta(minutes=rng.randrange(5, 90)))
    desk.work(WEEK)
    print(f"\n{len(wanted)} articles, {len(desk.outlet.asked)} requests: {dict(desk.outcomes)}")
    assert desk.outcomes["read", "changed"] >= 4
    assert desk.outcomes["fetch", "unchanged"] > 100
    assert desk.outcomes["relate", "related"] == len(wanted) + desk.outcomes["read", "changed"]
