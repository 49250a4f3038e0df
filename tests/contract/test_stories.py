"""Stories and provenance links: changes, repetition, what follows from the members."""

from dataclasses import replace

from headwater.model.article import Publisher
from headwater.model.provenance import Evidence, ProvenanceLink, Relation
from headwater.model.story import ChangeKind, StoryChange
from headwater.store import provenance, stories


def change(tx, kit, kind, new="new", **fields):
    return stories.apply_change(tx, StoryChange(kind=kind, **fields), now=kit.now, new_story_id=new)


def saved(tx, kit, *names, **fields):
    for name in names:
        kit.save(tx, kit.article(name, **fields))


def test_an_opened_story_takes_the_given_id_and_repeats_harmlessly(store, kit):
    with store.write() as tx:
        saved(tx, kit, "a")
        assert change(tx, kit, ChangeKind.OPENED, article_id="a", new="s1") == "s1"
        assert change(tx, kit, ChangeKind.OPENED, article_id="a", new="s2") == "s1"
        assert stories.get_story(tx, "s2") is None
        story = stories.get_story(tx, "s1")
    assert (story.article_ids, story.lead_article_id, story.title) == (("a",), "a", "Harbour bridge a opens")


def test_articles_join_once_and_can_move(store, kit):
    with store.write() as tx:
        saved(tx, kit, "a", "b")
        kit.join(tx, "a", "s1")
        kit.join(tx, "b", "s1")
        assert kit.join(tx, "b", "s1") == "s1"
        assert stories.get_story(tx, "s1").article_ids == ("a", "b")
        kit.join(tx, "b", "s2")
        change(tx, kit, ChangeKind.JOINED, article_id="b", story_id="s1")
        assert stories.story_of(tx, "b") == "s1"
        assert stories.story_of(tx, "nobody") == ""


def test_joining_a_story_that_is_not_there_opens_one(store, kit):
    with store.write() as tx:
        saved(tx, kit, "a")
        assert change(tx, kit, ChangeKind.JOINED, article_id="a", story_id="vanished", new="s9") == "s9"


def test_merged_ids_lead_to_the_survivor_through_any_chain(store, kit, reader):
    with store.write() as tx:
        saved(tx, kit, "a", "b", "c", "d")
        for name in "abc":
            kit.join(tx, name, f"s{name}")
        assert change(tx, kit, ChangeKind.MERGED, story_id="sb", other_story_id="sa") == "sb"
        assert change(tx, kit, ChangeKind.MERGED, story_id="sc", other_story_id="sb") == "sc"
        assert change(tx, kit, ChangeKind.MERGED, story_id="sc", other_story_id="sa") == "sc"
        assert stories.resolve(tx, "sa") == stories.resolve(tx, "sb") == "sc"
        assert sorted(stories.get_story(tx, "sc").article_ids) == ["a", "b", "c"]
        assert stories.get_story(tx, "sa").merged_into == "sc"
        assert change(tx, kit, ChangeKind.JOINED, article_id="d", story_id="sa") == "sc"
    assert reader.story("sa") == "sc"
    assert [story.id for story in reader.front()] == ["sc"]


def test_a_split_moves_members_to_a_new_story_with_its_reason(store, kit, reader):
    with store.write() as tx:
        saved(tx, kit, "a", "b", "c")
        for name in "abc":
            kit.join(tx, name, "s1")
        ids = ("b", "c", "stranger")
        split = {"story_id": "s1", "article_ids": ids, "reason": "another bridge"}
        assert change(tx, kit, ChangeKind.SPLIT, new="s2", **split) == "s2"
        assert change(tx, kit, ChangeKind.SPLIT, new="s3", **split) == "s1"
        assert stories.get_story(tx, "s1").article_ids == ("a",)
        assert stories.get_story(tx, "s2").article_ids == ("b", "c")
        assert stories.get_story(tx, "s3") is None
    assert (kit.now, "split: another bridge") in reader.story("s1").history
    assert reader.article("b").story_reason == "another bridge"


def test_the_lead_is_the_origin_of_most_members(store, kit):
    with store.write() as tx:
        saved(tx, kit, "first", minutes=-60)
        saved(tx, kit, "origin", "copy1", "copy2")
        for name in ("first", "origin", "copy1", "copy2"):
            kit.join(tx, name, "s1")
        kit.original(tx, "first")
        kit.original(tx, "origin")
        assert stories.get_story(tx, "s1").lead_article_id == "first"
        kit.copy(tx, "copy1", origin_article_id="origin")
        kit.copy(tx, "copy2", origin_article_id="origin")
        assert stories.get_story(tx, "s1").lead_article_id == "origin"


def test_front_ranks_many_independent_voices_above_copies(store, kit, reader):
    with store.write() as tx:
        for name, host in (("v1", "one.example"), ("v2", "two.example"), ("v3", "three.example")):
            saved(tx, kit, name, host=host, minutes=-120)
            kit.join(tx, name, "voices")
            kit.original(tx, name)
        saved(tx, kit, "c0", minutes=-60)
        kit.join(tx, "c0", "copies")
        kit.original(tx, "c0")
        for name in ("c1", "c2"):
            saved(tx, kit, name, host=f"{name}.example", minutes=-60)
            kit.join(tx, name, "copies")
            kit.copy(tx, name, origin_article_id="c0")
    first, second = reader.front()
    assert (first.id, first.voice_count, first.copy_count) == ("voices", 3, 0)
    assert (second.id, second.voice_count, second.copy_count) == ("copies", 1, 2)


LINK = ProvenanceLink(
    article_id="a",
    relation=Relation.COPIED_FROM,
    confidence=0.75,
    origin_article_id="o",
    origin_url="https://wire.example/1",
    origin_publisher=Publisher(name="Wire", domains=("wire.example",)),
    via_url="https://middle.example/1",
    evidence=(Evidence(kind="shared text", text="five words in a row", article_id="o", weight=0.5),),
    method_version=3,
)


def test_an_article_has_one_current_link_and_a_history(store, kit):
    with store.write() as tx:
        provenance.save_link(tx, LINK, now=kit.now)
        provenance.save_link(tx, LINK, now=kit.at(1))
        assert provenance.get_link_history(tx, "a") == []
        better = replace(LINK, confidence=0.9)
        provenance.save_link(tx, better, now=kit.at(2))
        assert provenance.get_link(tx, "a") == better
        assert provenance.get_link_history(tx, "a") == [(kit.now, LINK)]
        assert provenance.get_link(tx, "b") is None


def test_links_to_an_origin_leave_itself_out(store, kit):
    with store.write() as tx:
        kit.copy(tx, "a", origin_article_id="o")
        kit.copy(tx, "b", origin_article_id="o")
        own = ProvenanceLink(article_id="o", relation=Relation.ORIGINAL, confidence=1, origin_article_id="o")
        provenance.save_link(tx, own, now=kit.now)
        assert [link.article_id for link in provenance.links_to(tx, "o")] == ["a", "b"]
