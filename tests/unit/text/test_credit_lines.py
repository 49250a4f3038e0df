import pytest

from headwater.model.article import CreditKind
from headwater.text.credit_lines import first_link, languages, read_credit_line, read_dateline, read_signature

NAMED = [
    ("Source: Nordtele", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("(Source: Nordtele)", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Quelle: Nordtele", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Fuente: Nordtele.", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Источник: «Нордтеле»", CreditKind.VISIBLE_SOURCE, "Нордтеле"),
    ("Джерело: Нордтеле", CreditKind.VISIBLE_SOURCE, "Нордтеле"),
    ("Дереккөз: Нордтеле", CreditKind.VISIBLE_SOURCE, "Нордтеле"),
    ("المصدر: نوردتيلي", CreditKind.VISIBLE_SOURCE, "نوردتيلي"),
    ("מקור: נורדטלה", CreditKind.VISIBLE_SOURCE, "נורדטלה"),
    ("منبع: نوردتله", CreditKind.VISIBLE_SOURCE, "نوردتله"),
    ("来源：北讯社", CreditKind.VISIBLE_SOURCE, "北讯社"),
    ("（來源：北訊社）", CreditKind.VISIBLE_SOURCE, "北訊社"),
    ("출처: 노르드텔레", CreditKind.VISIBLE_SOURCE, "노르드텔레"),
    ("出典：ノルドテレ", CreditKind.VISIBLE_SOURCE, "ノルドテレ"),
    ("ที่มา: นอร์ดเทเล", CreditKind.VISIBLE_SOURCE, "นอร์ดเทเล"),
    ("Nguồn: Nordtele", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Kaynak: Nordtele", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Πηγή: Νορντέλε", CreditKind.VISIBLE_SOURCE, "Νορντέλε"),
    ("स्रोत: नॉर्डटेले", CreditKind.VISIBLE_SOURCE, "नॉर्डटेले"),
    ("Først publisert av Vinterdal Avis", CreditKind.VISIBLE_SOURCE, "Vinterdal Avis"),
    ("First published in the Vinterdal Gazette", CreditKind.VISIBLE_SOURCE, "Vinterdal Gazette"),
    (
        "This article was originally published on 3 May 2026 by Nordtele. Read more.",
        CreditKind.VISIBLE_SOURCE,
        "Nordtele",
    ),
    ("A version of this article first appeared in The Vale Post", CreditKind.VISIBLE_SOURCE, "The Vale Post"),
    ("Dieser Artikel erschien zuerst bei Nordtele.", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Cet article a été publié par Nordtele le 3 mai.", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Este artículo se publicó originalmente en Nordtele.", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("Статья впервые опубликована в издании «Нордтеле»", CreditKind.VISIBLE_SOURCE, "Нордтеле"),
    ("Bu haber ilk olarak Nordtele tarafından yayımlandı.", CreditKind.VISIBLE_SOURCE, "Nordtele"),
    ("この記事はノルドテレに初めて掲載されました。", CreditKind.VISIBLE_SOURCE, "ノルドテレ"),
    ("本文首发于《北讯》", CreditKind.VISIBLE_SOURCE, "北讯"),
    ("यह लेख नॉर्डटेले में पहली बार प्रकाशित हुआ।", CreditKind.VISIBLE_SOURCE, "नॉर्डटेले"),
    ("Translated from Nordtele", CreditKind.TRANSLATION, "Nordtele"),
    ("Oversatt fra Nordtele", CreditKind.TRANSLATION, "Nordtele"),
    ("Text: Nordtele, CC BY 4.0", CreditKind.LICENCE_ATTRIBUTION, "Nordtele"),
    (
        "This article is republished from Nordtele under a Creative Commons license.",
        CreditKind.LICENCE_ATTRIBUTION,
        "Nordtele",
    ),
    ("© 2026 Nordtele. All rights reserved.", CreditKind.COPYRIGHT, "Nordtele"),
    ("Copyright 2026 Nordtele", CreditKind.COPYRIGHT, "Nordtele"),
    ("(Nordtele)", CreditKind.AGENCY, "Nordtele"),
    ("VINTERDAL (Nordtele) – The river rose on Monday.", CreditKind.DATELINE, "Nordtele"),
    ("ВИНТЕРДАЛ, 12 ноября. /Нордтеле/. Река поднялась.", CreditKind.DATELINE, "Нордтеле"),
    ("(NORDTELE) - ROMA, 12 NOV - Il fiume è salito.", CreditKind.DATELINE, "NORDTELE"),
    ("(빈터달=노르드텔레) 강물이 불었다.", CreditKind.DATELINE, "노르드텔레"),
    ("北讯社冬谷11月12日电 河水上涨。", CreditKind.DATELINE, "北讯社"),
]

SILENT = [
    "The river rose by two metres on Monday, said the mayor.",
    "MIT Executive Programme",
    "Von Jutta Amsel",
    "Photo: Nordtele",
    "Foto: Anna Berg / Nordtele",
    "Bild: Nordtele",
    "사진: 노르드텔레",
    "This webcam image is provided courtesy of Nordtele.",
    "© Press Service of the President via Nordtele",
    "Soldiers stand by the river © Nordtele",
    "The study, first published in Fjord Science, shows that rivers rise.",
    "Translated from the French by Anna Berg",
    "Follow us: https://t.me/nordtele",
    "Subscribe to our newsletter https://vale.example/letters",
    "Why it matters: the source says nothing",
    "The appeal court said: nothing is known.",
    "Click-Through Rate measures (CTR 2) nothing",
    "This work is licensed under CC BY 4.0",
    "Originally published in March 2026.",
    "",
    "   ",
]


@pytest.mark.parametrize(("line", "kind", "name"), NAMED)
def test_a_credit_line_names_its_origin_and_its_kind(line: str, kind: CreditKind, name: str) -> None:
    credit = read_credit_line(line)
    assert credit is not None
    assert (credit.kind, credit.name) == (kind, name)


@pytest.mark.parametrize("line", SILENT)
def test_other_lines_credit_nobody(line: str) -> None:
    assert read_credit_line(line) is None


def test_a_bare_link_with_a_headline_beside_it_is_a_trailing_link() -> None:
    credit = read_credit_line("https://www.nordtele.example/content/3af8 Glacier breaks its silence")
    assert credit is not None
    assert credit.kind is CreditKind.TRAILING_LINK
    assert credit.url == "https://www.nordtele.example/content/3af8"


def test_a_source_line_keeps_the_link_it_carries() -> None:
    credit = read_credit_line("Source: Nordtele, https://nordtele.example/2026/brefall.")
    assert credit is not None
    assert (credit.name, credit.url) == ("Nordtele", "https://nordtele.example/2026/brefall")


def test_the_text_of_a_credit_is_the_line_verbatim() -> None:
    credit = read_credit_line("  • Source:  Nordtele ")
    assert credit is not None
    assert credit.text == "• Source:  Nordtele"


def test_loose_datelines_are_read_only_for_known_names() -> None:
    line = "VINTERDAL. NORDTELE – The river rose."
    assert read_dateline(line) is None
    found = read_dateline(line, known=lambda name: name == "NORDTELE")
    assert found is not None
    assert found.name == "NORDTELE"


def test_a_signature_closes_a_paragraph() -> None:
    found = read_signature("The river rose, said the mayor. (Nordtele)")
    assert found is not None
    assert found.name == "Nordtele"
    assert read_signature("The river rose, said the mayor.") is None


def test_the_first_link_loses_the_punctuation_after_it() -> None:
    assert first_link("see https://nordtele.example/a, and more") == "https://nordtele.example/a"
    assert first_link("no link") == ""


def test_at_least_thirty_languages_are_read() -> None:
    assert len(languages()) >= 30


def test_a_very_long_paragraph_is_no_credit_line() -> None:
    assert read_credit_line("Source: Nordtele " + "and the river rose " * 40) is None
