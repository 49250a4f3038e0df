"""Sources, publishers, hosts, entries, captures and outcomes: natural keys and round trips."""

from dataclasses import replace
from datetime import timedelta

from headwater.model.article import Publisher, PublisherKind
from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Entry, FetchOutcome, Source, SourceKind, Validators
from headwater.store import captures, entries, hosts, outcomes, publishers, queue, sources
from headwater.store.hosts import HostState

FEED = Source(id="", url="https://feeds.morning.example/all.xml", kind=SourceKind.RSS, title="Morning")


def test_a_source_is_known_by_its_address(store):
    with store.write() as tx:
        first = sources.add_source(tx, FEED)
        assert sources.add_source(tx, replace(FEED, id="another", title="Renamed")) == first
        found = sources.find_source(tx, FEED.url)
        assert found.title == "Morning"
        assert found.publisher.domain == "morning.example"
        assert sources.find_source(tx, first) == found
        assert sources.find_source(tx, "morning.example") == found
        assert sources.find_source(tx, "nowhere.example") is None


def test_an_updated_source_comes_back_equal(store, kit):
    with store.write() as tx:
        source_id = sources.add_source(tx, FEED)
        source = replace(
            sources.find_source(tx, source_id),
            validators=Validators(etag='"x"', last_modified="Mon"),
            next_check_at=kit.at(15),
            last_check_at=kit.now,
            failure_count=3,
            last_outcome="timeout",
            interval=timedelta(seconds=90.5),
        )
        assert sources.update_source(tx, source)
        assert sources.list_sources(tx) == [source]
        assert sources.remove_source(tx, source_id)
        assert sources.list_sources(tx) == []
        assert not sources.update_source(tx, source)


def test_pausing_a_source_takes_its_job_away_and_resuming_brings_it_back(store, kit):
    with store.write() as tx:
        source_id = sources.add_source(tx, FEED)
        queue.enqueue(tx, Stage.POLL, source_id, due_at=kit.now, host="feeds.morning.example")
        assert sources.set_paused(tx, source_id, True)
        assert queue.next_due_at(tx, stages=(Stage.POLL,)) is None
        assert sources.find_source(tx, source_id).is_paused
        assert sources.set_paused(tx, source_id, False)
        claimed = queue.claim(tx, stages=(Stage.POLL,), now=kit.now, lease=timedelta(1), limit=1)
        assert [job.host for job in claimed] == ["feeds.morning.example"]
        assert not sources.set_paused(tx, "nothing", True)


def test_a_publisher_grows_and_never_forgets(store):
    named = Publisher(name="Steppe Wire", domains=("steppe.example",), kind=PublisherKind.AGENCY, country="KZ")
    with store.write() as tx:
        known = publishers.upsert_publisher(tx, named)
        later = publishers.upsert_publisher(tx, Publisher(domains=("steppe.example", "s.test"), languages=("kk",)))
        assert later.id == known.id
        assert later == replace(known, domains=("steppe.example", "s.test"), languages=("kk",))
        assert publishers.list_publishers(tx) == [later]
        assert publishers.upsert_publisher(tx, Publisher(name="No domain")) == Publisher(name="No domain")


def test_a_host_keeps_its_state(store, kit):
    state = HostState(
        host="h.example",
        next_request_at=kit.at(1),
        crawl_delay=timedelta(seconds=2.5),
        robots_body=b"User-agent: *\xff",
        robots_status=200,
        robots_expires_at=kit.at(60),
        robots_url="https://h.example/robots.txt",
        failure_count=2,
    )
    with store.write() as tx:
        assert hosts.get_host(tx, "h.example") == HostState(host="h.example")
        hosts.save_host(tx, state)
        hosts.set_next_request(tx, "h.example", kit.at(5))
        assert hosts.get_host(tx, "h.example") == replace(state, next_request_at=kit.at(5))


def test_one_work_has_one_id_under_all_its_addresses(store, kit):
    with store.write() as tx:
        assert kit.announce(tx, "bridge") == ("bridge", True)
        again = Entry(url="http://www.morning.example/news/bridge?utm_source=x", source_id="s2", title="T")
        assert entries.save_entry(tx, again, now=kit.at(5), new_id="other") == ("bridge", False)
        assert entries.add_alias(tx, "https://morning.example/2026/bridge.html", "bridge") == "bridge"
        assert entries.find_article_id(tx, "https://morning.example/2026/bridge.html") == "bridge"
        assert [entry.title for entry in entries.get_entries(tx, "bridge")] == ["Title of bridge", "T"]
        assert entries.article_address(tx, "bridge") == kit.url("bridge")
        assert entries.first_seen_at(tx, "bridge") == kit.now
        assert entries.find_article_id(tx, kit.url("unknown")) is None


def test_an_alias_that_leads_elsewhere_names_its_owner(store, kit):
    with store.write() as tx:
        kit.announce(tx, "one")
        kit.announce(tx, "two")
        assert entries.add_alias(tx, kit.url("two"), "one") == "two"


def test_an_entry_that_is_announced_again_is_brought_up_to_date(store, kit):
    with store.write() as tx:
        kit.announce(tx, "bridge", title="First")
        kit.announce(tx, "bridge", title="Corrected")
        assert [entry.title for entry in entries.get_entries(tx, "bridge")] == ["Corrected"]


def test_a_capture_comes_back_byte_for_byte_until_its_age(store, kit):
    body = bytes(range(256)) * 40
    capture = kit.capture("c1", kit.url("bridge"), body, redirects=("https://a.example/",), body_digest="sha256:0")
    with store.write() as tx:
        captures.save_capture(tx, capture, article_id="bridge")
        captures.save_capture(tx, replace(capture, id="c2", captured_at=kit.at(9)), with_body=False)
        assert captures.get_capture(tx, "c1") == capture
        assert captures.article_of_capture(tx, "c1") == "bridge"
        assert captures.get_capture(tx, "c2").body == b""
        assert captures.drop_captures_before(tx, kit.at(5)) == 1
        assert captures.get_capture(tx, "c1") is None
        assert not captures.has_capture(tx, "c1")
        assert captures.has_capture(tx, "c2")
        assert captures.drop_captures_before(tx, kit.at(99)) == 0  # c2 has no body: it only says that it was read


def test_a_capture_that_is_still_to_be_read_is_kept(store, kit):
    with store.write() as tx:
        captures.save_capture(tx, kit.capture("c1", kit.url("bridge"), b"page"), article_id="bridge")
        queue.enqueue(tx, Stage.READ, "bridge", due_at=kit.now, detail="c1")
        assert captures.drop_captures_before(tx, kit.at(99)) == 0
        (job,) = queue.claim(tx, stages=(Stage.READ,), now=kit.now, lease=timedelta(minutes=1), limit=1)
        queue.finish(tx, job)
        assert captures.drop_captures_before(tx, kit.at(99)) == 1


def test_every_fetch_leaves_its_outcome(store, kit):
    refusal = Rejection(stage="net", reason=Reason.TIMEOUT, detail="no answer " * 200)
    with store.write() as tx:
        capture = kit.capture("c1", kit.url("a"), b"abc", status=304)
        outcomes.record_fetch(tx, source_id="s1", url=kit.url("a"), at=kit.now, outcome=FetchOutcome(capture=capture))
        outcomes.record_fetch(
            tx, source_id="s1", url=kit.url("a"), at=kit.at(1), outcome=FetchOutcome(rejection=refusal)
        )
        outcomes.record_fetch(
            tx, article_id="a", url=kit.url("a"), at=kit.at(2), outcome=FetchOutcome(rejection=refusal)
        )
        late, early = outcomes.get_fetches(tx, source_id="s1")
        assert (early.status, early.reason, early.body_bytes) == (304, "", 3)
        assert (late.status, late.reason) == (None, "timeout")
        assert len(late.detail) == outcomes.MAX_DETAIL_CHARS
        assert len(outcomes.get_fetches(tx, article_id="a")) == 1
        assert outcomes.drop_outcomes_before(tx, kit.at(2)) == 2


def test_rejections_are_kept_and_counted_by_reason(store, kit):
    with store.write() as tx:
        for subject in ("a", "b"):
            rejection = Rejection(stage="extract", reason=Reason.NO_TEXT, detail="d", subject=kit.url(subject))
            outcomes.record_rejection(tx, rejection, at=kit.now, subject_id=subject)
        other = Rejection(stage="acquire", reason=Reason.NOT_A_FEED)
        outcomes.record_rejection(tx, other, at=kit.now, subject_id="s1")
        assert outcomes.rejection_counts(tx) == (("extract", "no_text", 2), ("acquire", "not_a_feed", 1))
        assert outcomes.get_rejections(tx, subject_id="s1") == [(kit.now, "s1", other)]
        assert [row[1] for row in outcomes.get_rejections(tx, reason="no_text")] == ["b", "a"]
        assert outcomes.get_rejections(tx, stage="net") == []
