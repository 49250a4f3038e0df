import json

import numpy as np
import pytest

from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import CreditKind
from headwater.model.codec import from_json, to_json
from headwater.model.neighbour import Fingerprint
from headwater.provenance import credits_from_text, prepare
from headwater.provenance._work import read_work
from unit.provenance.world import FLOOD, NOON, OTHER_VOICE, article, fingerprint


def test_a_fingerprint_survives_json_and_reads_back_as_the_same_work() -> None:
    made = fingerprint(article("a", "a.example", [*FLOOD, "Source: Nordtele"]))
    again = from_json(Fingerprint, json.loads(json.dumps(to_json(made))))
    first, second = read_work(made), read_work(again)
    assert np.array_equal(first.hashes, second.hashes)
    assert np.array_equal(first.quoted, second.quoted)
    assert (first.credits, first.figures, first.names, first.at) == (
        second.credits,
        second.figures,
        second.names,
        second.at,
    )


def test_no_word_of_the_text_is_kept_but_hashes_and_credits() -> None:
    kept = json.dumps(to_json(fingerprint(article("a", "a.example", FLOOD))), ensure_ascii=False)
    assert "municipality" not in kept
    assert "caravans" not in kept


def test_keys_are_bounded_and_distinct() -> None:
    long = [
        f"Paragraph {n} tells of {n * 137} things in Town{n} and {n * 7}.5 more, said Person{n} Name{n}."
        for n in range(2000)
    ]
    keys = fingerprint(article("a", "a.example", long)).keys
    assert len(keys) == len(set(keys)) < 260


def test_the_addresses_of_an_article_and_of_what_it_credits_are_keys() -> None:
    made = article("a", "www.a.example", [*FLOOD, "Source: https://b.example/x?utm_source=z"])
    keys = fingerprint(made).keys
    assert "u:a.example/2026/a" in keys
    assert "u:b.example/x" in keys


def test_credit_lines_and_datelines_are_no_words_of_the_text() -> None:
    plain = read_work(fingerprint(article("a", "a.example", FLOOD)))
    stamped = read_work(
        fingerprint(article("b", "b.example", [f"VINTERDAL (AFP) — {FLOOD[0]}", *FLOOD[1:], "Source: AFP"]))
    )
    assert np.array_equal(plain.hashes, stamped.hashes)


def test_quotations_are_marked() -> None:
    work = read_work(fingerprint(article("a", "a.example", FLOOD)))
    assert 0.1 < float(work.quoted.mean()) < 0.4


def test_vector_and_language_come_from_the_annotations() -> None:
    said = (
        Annotation(article_id="a", kind=AnnotationKind.LANGUAGE, body={"code": "nb"}),
        Annotation(article_id="a", kind=AnnotationKind.VECTOR, body={"model": "m", "values": [0.6, 0.8]}),
    )
    made = prepare(article("a", "a.example", FLOOD), at=NOON, annotations=said)
    assert made.vector == (0.6, 0.8)
    assert read_work(made).language == "nb"


@pytest.mark.parametrize("paragraphs", [(), ("",), ("\x00\ud800",), ("😀" * 50,), ("1" * 5000,), ("word " * 20_000,)])
def test_any_text_gives_a_fingerprint(paragraphs: tuple[str, ...]) -> None:
    made = fingerprint(article("a", "a.example", paragraphs))
    assert read_work(made).article_id == "a"


def test_credits_are_read_from_both_ends_of_the_text_only() -> None:
    middle = [*OTHER_VOICE, "Source: Ministry of Fish", *OTHER_VOICE, *OTHER_VOICE]
    assert not [c for c in credits_from_text(middle) if c.kind is CreditKind.VISIBLE_SOURCE]
    (credit,) = credits_from_text([*OTHER_VOICE, "Source: Nordtele"])
    assert (credit.kind, credit.name, credit.place) == (CreditKind.VISIBLE_SOURCE, "Nordtele", "end")


def test_links_to_the_own_site_are_no_credits() -> None:
    assert credits_from_text([*OTHER_VOICE, "https://a.example/next The next story"], "https://a.example/this") == ()


def test_a_known_agency_in_brackets_at_the_end_is_a_credit() -> None:
    credits = credits_from_text([*OTHER_VOICE[:-1], OTHER_VOICE[-1] + " (AFP)"])
    assert [(c.kind, c.name) for c in credits] == [(CreditKind.AGENCY, "AFP")]
