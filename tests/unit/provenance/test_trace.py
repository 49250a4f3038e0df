from dataclasses import replace
from datetime import timedelta

from headwater.model.neighbour import Fingerprint
from headwater.provenance import TraceRecord, Window, compare, trace_records, trace_stream
from unit.provenance.world import FLOOD, FLOOD_GERMAN, LOCAL, NOON, NORDTELE, OTHER_VOICE, article, fingerprint


def records(*articles: object) -> list[TraceRecord]:
    return [TraceRecord(article=one, at=one.published_at.at if one.published_at else NOON) for one in articles]  # type: ignore[attr-defined, arg-type]


ORIGIN = article("origin", "nordtele.example", FLOOD, publisher=NORDTELE)
COPY = article("copy", "harrow.example", [*FLOOD, *LOCAL], minute=30)
SECOND = article(
    "second", "echo.example", [*FLOOD, *LOCAL, "https://harrow.example/2026/copy Glacier lake drains"], minute=60
)


def test_a_trace_has_the_shape_of_the_filter() -> None:
    lines = list(trace_records(records(ORIGIN, COPY, SECOND)))
    assert lines[0]["relation"] == "original"
    assert lines[0]["primary"] == {
        "url": "https://nordtele.example/2026/origin",
        "article_id": "origin",
        "publisher": {"name": "Nordtele", "domain": "nordtele.example"},
    }
    assert lines[2]["primary"]["article_id"] == "origin"  # type: ignore[index]
    assert lines[2]["via"] == {"url": "https://harrow.example/2026/copy", "article_id": "copy"}
    assert all({"kind", "text", "weight"} <= set(item) for line in lines for item in line["evidence"])  # type: ignore[attr-defined]


def test_the_whole_input_is_read_before_the_first_answer() -> None:
    backwards = list(trace_records(records(SECOND, COPY, ORIGIN)))
    assert backwards[0]["primary"]["article_id"] == "origin"  # type: ignore[index]


def test_a_stream_answers_from_what_came_before() -> None:
    lines = list(trace_records(records(COPY, ORIGIN, SECOND), is_stream=True))
    assert lines[0]["relation"] == "original"
    assert lines[2]["relation"] == "copied_from"


def test_a_publisher_alone_may_be_the_primary_source() -> None:
    made = article("copy", "harrow.example", [f"VINTERDAL (AFP) — {FLOOD[0]}", *FLOOD[1:]])
    (line,) = trace_records(records(made))
    assert line["primary"] == {"publisher": {"name": "Agence France-Presse", "domain": "afp.com"}}


def test_an_article_without_anything_still_names_itself() -> None:
    bare = replace(article("bare", "x.example", ()), url="", headline="", paragraphs=())
    (line,) = trace_records(records(bare))
    assert line["primary"]["article_id"] == "bare"  # type: ignore[index]


def test_the_stream_forgets_what_is_older_than_its_window() -> None:
    prints = [
        fingerprint(article("old", "a.example", FLOOD)),
        fingerprint(article("new", "b.example", FLOOD, minute=60 * 24 * 20)),
    ]
    assert [line["relation"] for line in trace_stream(prints)] == ["original", "original"]


def window_of(*prints: Fingerprint) -> Window:
    window = Window()
    for one in prints:
        window.add(one)
    return window


def test_a_window_finds_copies_by_shared_keys_and_leaves_strangers() -> None:
    text = ["A cat sat by the window all day long and nobody came."]
    strangers = fingerprint(article("stranger", "c.example", text, headline="A cat waits by the window"))
    window = window_of(fingerprint(COPY), strangers)
    assert [near.fingerprint.article_id for near in window.find(fingerprint(ORIGIN))] == ["copy"]


def test_a_window_finds_near_vectors_without_any_shared_key() -> None:
    def pointed(article_id: str, vector: tuple[float, ...]) -> Fingerprint:
        return Fingerprint(article_id=article_id, at=NOON, vector=vector)

    window = window_of(pointed("near", (0.8, 0.6)), pointed("far", (-1.0, 0.0)))
    found = window.find(pointed("asked", (1.0, 0.0)))
    assert [(near.fingerprint.article_id, round(near.cosine or 0, 2)) for near in found] == [("near", 0.8)]


def test_a_window_lets_go_of_what_is_removed_or_old() -> None:
    window = window_of(fingerprint(COPY), fingerprint(ORIGIN))
    window.remove("copy")
    assert window.find(fingerprint(SECOND))[0].fingerprint.article_id == "origin"
    window.forget(NOON + timedelta(days=15))
    assert len(window) == 0


def test_a_key_that_everybody_shares_is_not_followed() -> None:
    window = window_of(*(Fingerprint(article_id=f"a{n}", at=NOON, keys=("h:same",)) for n in range(300)))
    assert window.find(Fingerprint(article_id="asked", at=NOON, keys=("h:same",))) == []


def relation(a: object, b: object) -> str:
    return compare(fingerprint(a), fingerprint(b)).relation  # type: ignore[arg-type]


def test_compare_names_what_two_texts_are_to_each_other() -> None:
    trimmed = article("t", "t.example", FLOOD[:3])
    reworked = article("r", "r.example", [*FLOOD[:3], *OTHER_VOICE[:3]])
    assert relation(ORIGIN, article("same", "s.example", FLOOD)) == "same_text"
    assert relation(ORIGIN, trimmed) == "copy"
    assert relation(ORIGIN, reworked) == "rewrite"
    assert (
        relation(ORIGIN, article("c", "c.example", ["A cat sat by the window all day long."], headline="Cats"))
        == "different"
    )


def test_compare_takes_the_word_of_clustering_for_stories() -> None:
    a, b = fingerprint(ORIGIN), fingerprint(article("voice", "v.example", OTHER_VOICE, headline="Woken at three"))
    assert compare(a, b, same_story_probability=0.9).relation == "same_story"
    assert compare(a, b, same_story_probability=0.3).relation == "related"
    assert compare(a, b, same_story_probability=0.01).relation == "different"


def test_similarity_is_symmetric_and_within_bounds() -> None:
    german = replace(article("de", "moor.example", FLOOD_GERMAN), language="de")
    for other in (COPY, SECOND, german, article("voice", "v.example", OTHER_VOICE)):
        forth, back = compare(fingerprint(ORIGIN), fingerprint(other)), compare(fingerprint(other), fingerprint(ORIGIN))
        assert forth == back
        assert 0 <= forth.similarity <= 1
