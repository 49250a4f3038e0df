from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.annotate import Embedder, annotate, annotation_line, annotators, load_embedder
from headwater.annotate.numbers import parse_number
from headwater.annotate.vectors import vector_text
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article


def article(headline: str, *paragraphs: str, language: str = "", summary: str = "") -> Article:
    return Article(
        id="a",
        url="https://news.example/1",
        headline=headline,
        paragraphs=paragraphs,
        language=language,
        summary=summary,
    )


def said(kind: AnnotationKind, headline: str, *paragraphs: str, language: str = "") -> list[Annotation]:
    (found,) = annotate([article(headline, *paragraphs, language=language)])
    return [annotation for annotation in found if annotation.kind is kind]


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("ru", "Министры встретились вчера в Казахстане и обсудили воду", "KZ"),
        ("pl", "Ministrowie spotkali się wczoraj w stolicy Francji", "FR"),
        ("fi", "Ministerit tapasivat eilen Venäjällä ja puhuivat vedestä", "RU"),
        ("hi", "मंत्री कल पाकिस्तान में पानी पर बात करने के लिए मिले", "PK"),
        ("ar", "التقى الوزراء أمس في لبنان لبحث المياه", "LB"),
        ("zh", "部长们昨天在日本讨论了水资源问题", "JP"),
        ("ko", "장관들이 어제 일본에서 물 문제를 논의했다", "JP"),
        ("th", "รัฐมนตรีพบกันที่ญี่ปุ่นเมื่อวานนี้เพื่อหารือเรื่องน้ำ", "JP"),
        ("el", "Οι υπουργοί συναντήθηκαν χθες στην Ελλάδα για το νερό", "GR"),
        ("kk", "Министрлер кеше Қазақстанда су мәселесін талқылады", "KZ"),
        ("tr", "Bakanlar dün Türkiye'de su sorununu görüştü", "TR"),
        ("en", "The Nigerian ministers met yesterday to speak about water", "NG"),
    ],
)
def test_a_country_is_found_in_an_inflected_language(language: str, text: str, country: str) -> None:
    assert country in {a.body["country"] for a in said(AnnotationKind.PLACE, text, language=language)}


@pytest.mark.parametrize(
    "text",
    [
        "He was reading a nice book about a mobile home near the bar",
        "Men of the split party can turkey and bathe in oil",
        "Wir haben gestern essen und trinken mit in der halle",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert said(AnnotationKind.PLACE, text) == []


def test_a_city_carries_its_geonames_id() -> None:
    (place,) = said(AnnotationKind.PLACE, "Snow stopped the trams of Helsinki", language="en")
    assert (place.body["country"], place.body["geonames_id"]) == ("FI", 658225)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("5,3", 5.3),
        ("5.3", 5.3),
        ("٤١", 41),
        ("४१", 41),
        ("1.234.567", 1234567),
    ],
)
def test_a_number_has_one_value_in_every_way_of_writing(written: str, value: float) -> None:
    assert parse_number(written) == value


def test_a_person_and_an_organisation_are_told_apart() -> None:
    found = said(
        AnnotationKind.NAME,
        "New ferry for the islands",
        "The ferry was paid for by the Harrow Bay University, said Odalys Brennick on Friday.",
        language="en",
    )
    assert {(a.body["text"], a.body["kind"]) for a in found} >= {
        ("Harrow Bay University", "organisation"),
        ("Odalys Brennick", "person"),
    }


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ko", "새 다리가 열렸다고 김하늘 시장이 말했다", "김하늘"),
        ("ar", "افتتح الرئيس سلمان القندوري الجسر الجديد", "سلمان القندوري"),
        ("ru", "Новый мост открыла вчера Тильда Марвик, сообщила газета", "Тильда Марвик"),
        ("ja", "新しい橋をティルダ・マーウィックさんが渡った", "ティルダ・マーウィック"),
    ],
)
def test_names_are_spotted_by_shape_and_company_in_other_scripts(language: str, text: str, name: str) -> None:
    assert name in {a.body["text"] for a in said(AnnotationKind.NAME, text, language=language)}


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert said(AnnotationKind.NAME, "Rain is expected", "Tomorrow it rains. Then the sun comes.", language="en") == []


def test_a_quotation_has_its_speaker() -> None:
    (quote,) = said(
        AnnotationKind.QUOTE,
        "A bridge",
        "“We waited nine years for this,” said Jonas Feld, who built it.",
        language="en",
    )
    assert (quote.body["text"], quote.body["speaker"]) == ("We waited nine years for this,", "Jonas Feld")


def test_two_words_between_marks_are_no_quotation() -> None:
    assert said(AnnotationKind.QUOTE, "The “smart bridge” opens", language="en") == []


def test_keywords_leave_out_what_every_text_says() -> None:
    words = [
        a.body["text"] for a in said(AnnotationKind.KEYWORD, "The saiga came back and the herd is large", language="en")
    ]
    assert set(words[:2]) == {"saiga", "herd"}
    assert not {"the", "and", "is"} & set(words)


def test_nothing_is_said_about_an_empty_article(letters: Embedder) -> None:
    assert annotate([article("")], embedder=letters) == [()]


def test_the_summary_is_read_where_there_is_no_text() -> None:
    (found,) = annotate([article("Water", summary="Floods reached Germany on Friday")])
    assert {a.field for a in found if a.kind is AnnotationKind.PLACE} == {"summary"}


def test_every_annotation_is_signed() -> None:
    (found,) = annotate([article("Floods reached Germany on 3 May", "“It was a long night,” said Jonas Feld.")])
    versions = {kind.name: kind.version for kind in annotators()}
    assert found
    assert all(versions[a.annotator] == a.annotator_version for a in found)


def test_an_annotator_comes_after_those_it_needs() -> None:
    names = [kind.name for kind in annotators()]
    assert all(names.index(need) < names.index(kind.name) for kind in annotators() for need in kind.needs)


def test_the_line_has_the_shape_of_the_filter(letters: Embedder) -> None:
    given = article("Floods reached Germany", "“It was a long night,” said Jonas Feld.", language="en")
    (found,) = annotate([given], embedder=letters)
    line = annotation_line(given, found)
    said_of = line["annotations"]
    assert isinstance(said_of, dict)
    assert set(said_of) >= {"language", "places", "names", "quotes", "keywords"}
    assert said_of["places"][0] | {"confidence": 1} == {
        "name": "Germany", "country": "DE", "field": "headline", "start": 15, "end": 22, "confidence": 1,
    }  # fmt: skip
    vector = line["vector"]
    assert isinstance(vector, dict)
    assert (vector["model"], len(vector["values"])) == ("letters-1", 26)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400))
def test_offsets_name_the_very_words_whatever_the_text(headline: str, text: str) -> None:
    (found,) = annotate([article(headline, text)])
    fields = {"headline": headline, "text": text}
    for annotation in found:
        if annotation.start >= 0 and annotation.kind in {AnnotationKind.NAME, AnnotationKind.QUOTE}:
            assert fields[annotation.field][annotation.start : annotation.end] == annotation.body["text"]


def test_the_vector_text_gives_a_repeated_headline_once() -> None:
    assert vector_text("A new bridge", "A new bridge – It opens on Friday.") == "A new bridge It opens on Friday."


def test_the_default_embedder_puts_translations_near_and_other_texts_far() -> None:
    embedder = load_embedder()
    texts = [
        "The night train to the coast runs again",
        "Ночной поезд к побережью снова ходит",
        "Baker tries old pear recipe",
        " ",
    ]
    vectors = embedder.encode(texts)
    assert vectors.shape == (4, embedder.dimension)
    cosines = vectors @ vectors.T
    assert cosines[0, 1] > 0.5 > 0.3 > cosines[0, 2]
    assert not np.any(vectors[3])
