"""What readers see: primary sources that always have a link, pages, fronts, sources, status."""

from dataclasses import replace

from headwater.model.article import Publisher
from headwater.model.job import Stage
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.model.rejection import Reason, Rejection
from headwater.model.view import UrlKind
from headwater.model.web import Source, SourceKind
from headwater.store import outcomes, provenance, queue, sources


def test_an_unknown_item_is_none(reader):
    assert reader.article("nobody") is None
    assert reader.story("nothing") is None
    assert reader.source("nowhere.example") is None
    assert reader.related("nobody", 5) == ()
    assert reader.front() == reader.river() == reader.sources() == reader.tombstones(5) == ()


def test_an_article_without_a_link_names_itself_as_the_copy_that_we_read(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
    view = reader.article("a")
    assert (view.primary.url, view.primary.url_kind, view.primary.relation) == (
        kit.url("a"),
        UrlKind.COPY,
        Relation.UNKNOWN,
    )
    assert (view.publisher_name, view.publisher_domain, view.country) == ("Morning", "morning.example", "KZ")
    assert view.byline == ("Aru Bek",)
    assert view.published_at.at == kit.now
    assert view.text is None


def test_an_original_is_its_own_primary_source(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        kit.original(tx, "a")
    primary = reader.article("a").primary
    assert (primary.url, primary.url_kind, primary.article_id) == (kit.url("a"), UrlKind.ORIGIN, "a")
    assert (primary.authors, primary.confidence) == (("Aru Bek",), 0.9)


def test_a_copy_leads_to_the_article_that_is_held(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("origin", host="wire.example"))
        kit.save(tx, kit.article("middle", host="middle.example"))
        kit.save(tx, kit.article("copy"))
        evidence = (Evidence(kind="shared text", text="crossed it", weight=0.7),)
        link = ProvenanceLink(article_id="copy", relation=Relation.COPIED_FROM, confidence=0.8, evidence=evidence)
        link = replace(link, origin_article_id="origin", via_article_id="middle", origin_url="https://other.example/")
        provenance.save_link(tx, link, now=kit.now)
    primary = reader.article("copy").primary
    assert (primary.url, primary.url_kind) == (kit.url("origin", "wire.example"), UrlKind.ORIGIN)
    assert (primary.publisher_name, primary.headline) == ("Wire", "Harbour bridge origin opens")
    assert (primary.via_url, primary.via_publisher_name) == (kit.url("middle", "middle.example"), "Middle")
    assert primary.evidence == evidence


def test_a_copy_of_what_is_not_held_leads_to_the_address_or_to_itself(store, kit, reader):
    wire = Publisher(name="Steppe Wire", domains=("steppe.example",))
    with store.write() as tx:
        for name in ("address", "publisher", "vanished"):
            kit.save(tx, kit.article(name))
        kit.copy(tx, "address", origin_url="https://steppe.example/1", origin_publisher=wire)
        kit.copy(tx, "publisher", origin_publisher=wire)
        kit.copy(tx, "vanished", origin_article_id="never saved")
    views = {article.id: article.primary for article in reader.river()}
    assert (views["address"].url, views["address"].url_kind) == ("https://steppe.example/1", UrlKind.ORIGIN)
    assert (views["publisher"].url, views["publisher"].url_kind) == (kit.url("publisher"), UrlKind.COPY)
    assert views["publisher"].publisher_name == "Steppe Wire"
    assert (views["vanished"].url, views["vanished"].url_kind) == (kit.url("vanished"), UrlKind.COPY)


def test_the_river_runs_in_time_and_pages_meet(store, kit, reader):
    with store.write() as tx:
        for index in range(7):
            kit.save(tx, kit.article(f"a{index}", minutes=(index * 3) % 7))
    everything = [article.id for article in reader.river()]
    paged, before = [], ""
    while page := reader.river(limit=3, before=before):
        paged += [article.id for article in page]
        before = page[-1].id
    assert paged == everything
    assert len(paged) == 7
    times = [article.published_at.at for article in reader.river()]
    assert times == sorted(times, reverse=True)


def test_front_pages_meet_and_keep_a_language(store, kit, reader):
    with store.write() as tx:
        for index in range(5):
            language = "fr" if index % 2 else "en"
            kit.save(tx, kit.article(f"a{index}", minutes=-index, language=language))
            kit.join(tx, f"a{index}", f"s{index}")
        kit.save(tx, kit.article("extra", language="fr", headline="Le pont", minutes=-30))
        kit.join(tx, "extra", "s0")
    assert [story.id for story in reader.front()] == ["s0", "s1", "s2", "s3", "s4"]
    first = reader.front(limit=2)
    assert [story.id for story in reader.front(limit=9, before=first[-1].id)] == ["s2", "s3", "s4"]
    french = reader.front(language="fr")
    assert [story.id for story in french] == ["s0", "s1", "s3"]
    assert (french[0].title, french[0].title_language) == ("Le pont", "fr")
    assert [story.id for story in reader.front(language="fr", before="s1")] == ["s3"]


def test_a_story_carries_counts_primary_source_and_history(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("o", section="Cities", language="kk"))
        kit.save(tx, kit.article("c", host="evening.example", minutes=30, section="Cities"))
        kit.join(tx, "o", "s", reason="first")
        kit.join(tx, "c", "s", reason="same bridge")
        kit.original(tx, "o")
        kit.copy(tx, "c", origin_article_id="o")
    story = reader.story("s")
    assert [article.id for article in story.articles] == ["o", "c"]
    assert (story.article_count, story.voice_count, story.copy_count) == (2, 1, 1)
    assert story.primary.url == kit.url("o")
    assert dict(story.languages) == {"kk": 1, "en": 1}
    assert story.countries == (("KZ", 2),)
    assert (story.first_published_at, story.updated_at) == (kit.now, kit.at(30))
    assert (story.section, story.lede, story.gone_count) == ("Cities", "The bridge called o opened on Monday.", 0)
    assert [words for _, words in story.history] == ["opened: first", "joined: same bridge"]
    assert [article.id for article in reader.related("o", 5)] == ["c"]


def test_a_card_shows_the_lead_and_many_languages(store, kit, reader):
    with store.write() as tx:
        for index in range(40):
            kit.save(tx, kit.article(f"a{index}", minutes=index, language="en", host=f"h{index % 3}.example"))
            kit.join(tx, f"a{index}", "s")
        kit.save(tx, kit.article("late", minutes=99, language="kk"))
        kit.join(tx, "late", "s")
    (card,) = reader.front()
    assert card.article_count == 41
    assert len(card.articles) == 8
    assert "late" in {article.id for article in card.articles}
    assert len(reader.story("s").articles) == 41


def test_a_source_tells_counts_health_and_days(store, kit, reader):
    with store.write() as tx:
        feed = Source(id="s1", url="https://morning.example/feed", kind=SourceKind.RSS, failure_count=2)
        sources.add_source(tx, replace(feed, last_outcome="timeout", next_check_at=kit.at(15)))
        kit.save(tx, kit.article("a"))
        kit.save(tx, kit.article("b", minutes=-3000))
        kit.save(tx, kit.article("c", host="evening.example", minutes=5))
        kit.original(tx, "a")
        kit.join(tx, "a", "s")
        kit.join(tx, "c", "s")
    view = reader.source("https://www.morning.example/news")
    assert (view.domain, view.name, view.country) == ("morning.example", "Morning", "KZ")
    assert (view.article_count, view.original_count, view.first_count) == (2, 1, 1)
    assert [article.id for article in view.recent] == ["a", "b"]
    assert view.per_day == (("2026-11-21", 1), ("2026-11-23", 1))
    (health,) = view.feeds
    assert (health.url, health.failure_count, health.last_outcome) == ("https://morning.example/feed", 2, "timeout")
    assert [(source.domain, source.article_count) for source in reader.sources()] == [
        ("evening.example", 1),
        ("morning.example", 2),
    ]


def test_a_source_that_was_only_added_has_a_page(store, reader):
    with store.write() as tx:
        sources.add_source(tx, Source(id="", url="https://new.example/feed", kind=SourceKind.ATOM, title="New"))
    assert (reader.source("new.example").name, reader.source("new.example").article_count) == ("New", 0)
    assert [source.domain for source in reader.sources()] == ["new.example"]


def test_status_counts_what_is_there(store, kit, reader):
    with store.write() as tx:
        sources.add_source(tx, Source(id="s1", url="https://a.example/", kind=SourceKind.RSS, failure_count=1))
        queue.enqueue(tx, Stage.READ, "c1", due_at=kit.at(-9))
        queue.enqueue(tx, Stage.READ, "c2", due_at=kit.at(9))
        outcomes.record_rejection(tx, Rejection(stage="extract", reason=Reason.NO_TEXT), at=kit.now, subject_id="x")
        kit.save(tx, kit.article("a"))
        kit.join(tx, "a", "s")
    status = reader.status(kit.now)
    assert (status.source_count, status.failing_count, status.article_count, status.story_count) == (1, 1, 1, 1)
    assert (status.publisher_count, status.language_count) == (1, 1)
    assert status.queue == (("read waiting", 2),)
    assert status.oldest_due_at == kit.at(-9)
    assert status.rejections == (("extract", "no_text", 1),)
    assert status.newest_article_at == kit.at(1)
    assert status.median_lag_seconds == 60
    assert status.generation == reader.generation() > 0


def test_generation_moves_with_every_visible_change(store, kit, reader):
    seen = [reader.generation()]
    for change in (
        lambda tx: kit.save(tx, kit.article("a")),
        lambda tx: kit.join(tx, "a", "s"),
        lambda tx: kit.original(tx, "a"),
    ):
        with store.write() as tx:
            change(tx)
        seen.append(reader.generation())
    assert seen == sorted(set(seen))
