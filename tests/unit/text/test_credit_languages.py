"""Each language says each kind of credit in the way its publishers do: invented lines, invented outlets."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from headwater.extract._captions import split_credit
from headwater.model.article import CreditKind
from headwater.text.credit_lines import is_original_label, read_credit_line
from headwater.text.credit_phrases import wordings

LINES = tomllib.loads(Path(__file__).with_name("credit_languages.toml").read_text("utf-8"))
KINDS = {
    "source": CreditKind.VISIBLE_SOURCE,
    "first_published": CreditKind.VISIBLE_SOURCE,
    "original": CreditKind.VISIBLE_SOURCE,
    "translated": CreditKind.TRANSLATION,
}
NAMES = frozenset(
    {
        "Nordtele",
        "北讯社",
        "ノルドテレ",
        "노르드텔레",
        "นอร์ดเทเล",
        "নর্ডটেলে",
        "नॉर्डटेले",
        "نوردتیلے",
        "نوردتله",
        "نوردتيلي",
        "נורדטלה",
    }
)


@pytest.mark.parametrize("language", sorted(LINES))
@pytest.mark.parametrize("what", KINDS)
def test_a_language_says_where_a_text_comes_from(language: str, what: str) -> None:
    found = read_credit_line(LINES[language][what])
    assert found is not None
    assert found.kind is KINDS[what]
    assert found.name in NAMES


@pytest.mark.parametrize("language", sorted(LINES))
def test_a_language_labels_its_photographers(language: str) -> None:
    line = LINES[language]["caption"]
    caption, credit = split_credit(line)
    label = line[len(caption) : line.rindex(credit)].strip()
    assert caption
    assert label.strip(" :：.")
    assert len(credit.split()) <= 2
    assert line.startswith(caption)
    assert line.endswith(credit)


def test_fifty_languages_have_every_kind_of_wording() -> None:
    kinds = ("source", "original", "translated", "picture")
    complete = [
        language
        for language, roles in wordings().items()
        if all(roles.get(kind) for kind in kinds) and (roles.get("phrase") or roles.get("after"))
    ]
    assert len(complete) >= 50
    assert set(LINES) <= set(complete)


LABELS = sorted(
    {
        (role, wording)
        for roles in wordings().values()
        for role in ("source", "original")
        for wording in roles.get(role, ())
    }
)


@pytest.mark.parametrize(("role", "wording"), LABELS)
def test_every_label_of_the_table_names_the_outlet_after_it(role: str, wording: str) -> None:
    found = read_credit_line(f"{wording}: Nordtele")
    assert found is not None
    assert found.name == "Nordtele"


@pytest.mark.parametrize("wording", sorted({w for roles in wordings().values() for w in roles.get("original", ())}))
def test_every_wording_of_the_original_is_known_alone_over_its_link(wording: str) -> None:
    assert is_original_label(f"{wording.capitalize()}.")


@pytest.mark.parametrize(
    "line",
    [
        "The original article can be read in every library of the town",
        "Originals",
        "原文によると市長は会議の席でこう述べた",
    ],
)
def test_sentences_about_originals_are_no_links_to_them(line: str) -> None:
    assert not is_original_label(line)


def test_a_byline_is_no_source() -> None:
    assert read_credit_line("Von Jutta Amsel") is None
