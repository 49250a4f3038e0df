from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from headwater.cluster import (
    Pair,
    StoryLine,
    Window,
    cluster_lines,
    compared_pairs,
    group,
    place,
    prepare,
    repair,
    same_story_probability,
)
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article
from headwater.model.neighbour import Fingerprint, Neighbour
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.model.rejection import Reason, Rejection
from headwater.model.story import ChangeKind

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def say(kind: AnnotationKind, body: dict[str, object], field: str = "headline") -> Annotation:
    return Annotation(article_id="", kind=kind, body=body, field=field, start=0, end=1)


def annotate_by_words(articles: Sequence[Article]) -> list[list[Annotation]]:
    """An annotator that a test can see through: long words are keywords, figures numbers, capitals names."""
    said = []
    for article in articles:
        found = []
        for word in f"{article.headline} {article.text}".replace(".", " ").split():
            if word.isdigit():
                found.append(say(AnnotationKind.NUMBER, {"value": float(word)}))
            elif len(word) > 4:
                body = {"text": word.lower(), "term": word.lower(), "weight": 1.0, "rarity": 1.0}
                found.append(say(AnnotationKind.KEYWORD, body))
                if word[0].isupper():
                    found.append(say(AnnotationKind.NAME, {"text": word, "kind": "unknown"}))
        said.append(found)
    return said


def fingerprint(name: str, headline: str, *, hours: float = 0, language: str = "en") -> Fingerprint:
    article = Article(id=name, url="", headline=headline, paragraphs=(), language=language)
    return prepare(article, annotate_by_words([article])[0], at=START + timedelta(hours=hours))


BRIDGE = "Marwick opens Orrin bridge after 9 years and 1284 workers"
BRIDGE_TOO = "Orrin bridge opened by Marwick, built by 1284 workers"
PEARS = "Baker tries medieval pears from Harrow archive"


def test_reports_of_one_event_are_likely_and_others_are_not() -> None:
    a, b, c = fingerprint("a", BRIDGE), fingerprint("b", BRIDGE_TOO), fingerprint("c", PEARS)
    assert same_story_probability(a, b) > 0.5 > 0.2 > same_story_probability(a, c)


def test_the_probability_is_symmetric() -> None:
    a, b = fingerprint("a", BRIDGE), fingerprint("b", BRIDGE_TOO, hours=5, language="ru")
    assert same_story_probability(a, b) == pytest.approx(same_story_probability(b, a))


def test_days_between_two_reports_make_one_event_less_likely() -> None:
    a = fingerprint("a", BRIDGE)
    near, far = fingerprint("b", BRIDGE_TOO, hours=1), fingerprint("c", BRIDGE_TOO, hours=60)
    assert same_story_probability(a, far) < same_story_probability(a, near)


def test_vectors_of_different_models_are_never_compared() -> None:
    article = Article(id="a", url="", headline="x", paragraphs=())
    vectors = [say(AnnotationKind.VECTOR, {"model": model, "values": [1.0, 0.0]}) for model in ("one", "two")]
    one, two = (prepare(article, [vector], at=START) for vector in vectors)
    assert same_story_probability(one, two) < same_story_probability(one, one)


def test_a_reserved_text_leaves_no_trace_in_the_fingerprint() -> None:
    article = Article(id="a", url="", headline="Marwick speaks", paragraphs=("A secret canary stands here.",))
    said = [
        say(AnnotationKind.KEYWORD, {"text": "canary", "term": "canari"}, "text"),
        say(AnnotationKind.QUOTE, {"text": "a secret canary stands here now"}, "text"),
    ]
    assert "canar" not in repr(prepare(article, said, at=START, is_mined=False))
    assert "canar" in repr(prepare(article, said, at=START))


def test_the_first_report_opens_a_story() -> None:
    (change,) = place(fingerprint("a", BRIDGE), [])
    assert (change.kind, change.story_id, change.article_id) == (ChangeKind.OPENED, "", "a")


def test_a_second_report_joins_and_says_why() -> None:
    first = Neighbour(fingerprint=fingerprint("a", BRIDGE), story_id="s1")
    (change,) = place(fingerprint("b", BRIDGE_TOO, hours=0.75), [first])
    assert (change.kind, change.story_id) == (ChangeKind.JOINED, "s1")
    assert "1284" in change.reason
    assert "marwick" in change.reason
    assert "45 minutes apart" in change.reason


def test_another_event_opens_its_own_story() -> None:
    first = Neighbour(fingerprint=fingerprint("a", BRIDGE), story_id="s1")
    (change,) = place(fingerprint("c", PEARS), [first])
    assert change.kind is ChangeKind.OPENED


def test_a_copy_joins_the_story_of_its_origin_whatever_it_says() -> None:
    link = ProvenanceLink(article_id="c", relation=Relation.TRANSLATED_FROM, confidence=0.9, origin_article_id="a")
    (change,) = place(fingerprint("c", PEARS), [], link=link, linked_story_id="s1")
    assert (change.kind, change.story_id, change.confidence) == (ChangeKind.JOINED, "s1", 0.9)


def test_an_unsure_link_and_an_original_do_not_carry() -> None:
    for relation, confidence in ((Relation.COPIED_FROM, 0.2), (Relation.ORIGINAL, 1.0)):
        link = ProvenanceLink(article_id="c", relation=relation, confidence=confidence)
        (change,) = place(fingerprint("c", PEARS), [], link=link, linked_story_id="s1")
        assert change.kind is ChangeKind.OPENED


def test_an_article_that_belongs_to_two_stories_merges_them() -> None:
    neighbours = [
        Neighbour(fingerprint=fingerprint("a", BRIDGE), story_id="s1"),
        Neighbour(fingerprint=fingerprint("b", BRIDGE), story_id="s2"),
    ]
    joined, merged = place(fingerprint("c", BRIDGE), neighbours)
    assert joined.kind is ChangeKind.JOINED
    assert merged.kind is ChangeKind.MERGED
    assert {merged.story_id, merged.other_story_id} == {"s1", "s2"}


def test_the_order_of_neighbours_changes_nothing() -> None:
    neighbours = [
        Neighbour(fingerprint=fingerprint(f"n{n}", text, hours=n), story_id=f"s{n % 3}")
        for n, text in enumerate([BRIDGE, BRIDGE_TOO, PEARS, BRIDGE, PEARS, BRIDGE_TOO])
    ]
    expected = place(fingerprint("c", BRIDGE), neighbours)
    for seed in range(5):
        shuffled = random.Random(seed).sample(neighbours, len(neighbours))
        assert place(fingerprint("c", BRIDGE), shuffled) == expected


def test_the_window_finds_by_shared_words_and_not_beyond_its_span() -> None:
    window = Window(span=timedelta(hours=72))
    window.add(fingerprint("old", BRIDGE, hours=-80), "s0")
    window.add(fingerprint("a", BRIDGE), "s1")
    window.add(fingerprint("c", PEARS), "s2")
    assert [n.fingerprint.article_id for n in window.find(fingerprint("b", BRIDGE_TOO))] == ["a"]
    assert window.forget(START + timedelta(hours=10)) == 1
    assert len(window) == 2


def test_the_window_forgets_what_is_removed_and_follows_merges() -> None:
    window = Window()
    for name, story in (("a", "s1"), ("b", "s2")):
        window.add(fingerprint(name, BRIDGE), story)
    window.merge("s1", "s2")
    assert window.story_of("b") == "s1"
    window.remove("a")
    assert [n.fingerprint.article_id for n in window.find(fingerprint("c", BRIDGE))] == ["b"]


def test_the_window_finds_by_vector_and_reuses_rows() -> None:
    def with_vector(name: str, *values: float) -> Fingerprint:
        return Fingerprint(article_id=name, at=START, vector=values, features={"model": "m"})

    window = Window()
    window.add(with_vector("a", 1.0, 0.0), "s1")
    window.add(with_vector("b", 0.0, 1.0), "s2")
    window.remove("a")
    window.add(with_vector("c", 0.8, 0.6), "s3")
    (near,) = window.find(with_vector("d", 1.0, 0.0))
    assert near.fingerprint.article_id == "c"
    assert near.cosine == pytest.approx(0.8)


def test_groups_do_not_depend_on_order() -> None:
    prints = [
        fingerprint(f"{n}", text, hours=n / 10)
        for n, text in enumerate(
            [BRIDGE, PEARS, BRIDGE_TOO, PEARS + " again", BRIDGE + " today", "Nothing else happened"]
        )
    ]
    window = Window()
    for one in prints:
        window.add(one, one.article_id)
    pairs = compared_pairs(window)
    expected = {frozenset(ids) for ids in group(prints, pairs)}
    assert expected == {frozenset({"0", "2", "4"}), frozenset({"1", "3"}), frozenset({"5"})}
    for seed in range(5):
        shuffled = random.Random(seed).sample(prints, len(prints))
        assert {frozenset(ids) for ids in group(shuffled, pairs)} == expected


def test_a_side_report_joins_the_story_that_it_is_like_in_part() -> None:
    core = [Fingerprint(article_id=f"c{n}", at=START) for n in range(4)]
    side = Fingerprint(article_id="side", at=START)
    pairs = {(a.article_id, b.article_id): Pair(4.0, None) for a in core for b in core if a.article_id < b.article_id}
    likely = pairs | {(f"c{n}", "side"): Pair(0.5, None) for n in range(3)}
    assert [len(ids) for ids in group([*core, side], likely)] == [5]
    unlikely = pairs | {(f"c{n}", "side"): Pair(-2.0, None) for n in range(3)}
    assert [len(ids) for ids in group([*core, side], unlikely)] == [4, 1]


def test_the_repair_pass_merges_moves_and_splits() -> None:
    prints = [Fingerprint(article_id=name, at=START) for name in "abcdef"]
    pairs = {pair: Pair(5.0, None) for pair in (("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"))}
    stories = {"a": "s1", "b": "s1", "c": "s2", "d": "s3", "e": "s3", "f": "s3"}
    members = [Neighbour(fingerprint=p, story_id=stories[p.article_id]) for p in prints]
    changes = repair(members, pairs)
    assert {(c.kind, c.story_id, c.other_story_id, c.article_ids) for c in changes} == {
        (ChangeKind.MERGED, "s1", "s2", ()),
        (ChangeKind.SPLIT, "s3", "", ("f",)),
    }


def test_stories_in_order_need_no_repair() -> None:
    members = [Neighbour(fingerprint=fingerprint("a", BRIDGE), story_id="s1")]
    assert repair(members, {}) == ()


def records(*headlines: str) -> list[dict[str, object]]:
    return [{"id": str(n), "headline": headline, "text": ""} for n, headline in enumerate(headlines)]


def ids(lines: Sequence[StoryLine | Rejection]) -> list[str]:
    return [line.id if isinstance(line, StoryLine) else "" for line in lines]


@pytest.mark.parametrize("stream", [False, True])
def test_lines_come_in_input_order_with_one_id_a_story(stream: bool) -> None:
    lines = list(cluster_lines(records(BRIDGE, PEARS, BRIDGE_TOO), annotate=annotate_by_words, stream=stream))
    first, other, again = ids(lines)
    assert first == again != other


def test_an_id_stays_when_more_is_read() -> None:
    short = ids(list(cluster_lines(records(BRIDGE, PEARS), annotate=annotate_by_words)))
    longer = ids(list(cluster_lines(records(BRIDGE, PEARS, BRIDGE_TOO, "Ferries", PEARS), annotate=annotate_by_words)))
    assert longer[:2] == short


def test_a_record_without_words_is_rejected_and_the_rest_goes_on() -> None:
    lines = list(
        cluster_lines([{"id": "x", "headline": None, "text": " "}, *records(BRIDGE)], annotate=annotate_by_words)
    )
    assert isinstance(lines[0], Rejection)
    assert (lines[0].reason, lines[0].subject) == (Reason.NO_TEXT, "x")
    assert isinstance(lines[1], StoryLine)


def test_a_stream_answers_before_it_has_read_everything() -> None:
    def endless() -> object:
        yield from records(BRIDGE)
        raise AssertionError("read ahead")

    assert isinstance(next(cluster_lines(endless(), annotate=annotate_by_words, stream=True)), StoryLine)  # type: ignore[arg-type]


def test_a_wrong_date_and_an_old_story_do_not_disturb_the_window() -> None:
    dated = [
        {"id": "0", "headline": BRIDGE, "published_at": "2026-03-01T08:00:00Z"},
        {"id": "1", "headline": PEARS, "published_at": "2999-01-01T00:00:00Z"},
        {"id": "2", "headline": BRIDGE_TOO, "published_at": "2026-03-01T09:00:00Z"},
        {"id": "3", "headline": BRIDGE_TOO, "published_at": "2026-05-01T09:00:00Z"},
    ]
    first, wrong, second, months_later = ids(list(cluster_lines(dated, annotate=annotate_by_words)))
    assert first == second
    assert len({first, wrong, months_later}) == 3
