"""Addresses, names, times and what machines decided, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest

from headwater.model.provenance import Evidence, Relation
from headwater.publish.addresses import MAX_SLUG_CHARS, host_words, slug, story_path, web_address
from headwater.publish.localisation import Localisation
from headwater.publish.pages import Pages
from headwater.publish.site import Frame, SiteSettings
from headwater.publish.words import CONFIDENCE_WORDS, RELATION_WORDS, Words, link_name, publisher_name
from unit.publish.invented_press import InventedReader, only_publisher_known

LOCAL = Localisation("en")
WORDS = Words(LOCAL)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Six countries agree: “one timetable”!", "six-countries-agree-one-timetable"),
        ("गाँव की पंचायत", "गाँव-की-पंचायत"),
        ("冰川湖一夜", "冰川湖一夜"),
        ("???", ""),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slug_keeps_words_of_any_script(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_slug_ends_at_a_word_and_is_bounded() -> None:
    assert len(slug("word " * 100)) <= MAX_SLUG_CHARS
    assert slug("word " * 100).endswith("-word")
    assert len(slug("x" * 500)) == MAX_SLUG_CHARS


def test_story_address_is_ascii_and_begins_with_the_id() -> None:
    for story in InventedReader().stories:
        path = story_path(story)
        assert path.isascii()
        assert unquote(path).removeprefix("/story/").partition("-")[0] == story.id


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "http:///x", "", "JaVaScRiPt:x", "http://[", "/x"]
)
def test_address_that_is_no_web_address_leads_nowhere(url: str) -> None:
    assert web_address(url) == "#no-usable-address"


def test_web_address_is_left_as_it_is() -> None:
    assert web_address("https://a.example/x?y=1&z=%20#f") == "https://a.example/x?y=1&z=%20#f"
    assert host_words("https://www.a.example:8080/x") == "a.example"


def test_confidence_has_words_for_every_value() -> None:
    assert [WORDS.confidence(value) for value in (1.0, 0.95, 0.949, 0.8, 0.6, 0.4, 0.39, 0.0, -0.1)] == [
        "very sure", "very sure", "sure", "sure", "likely", "uncertain", "a guess", "a guess", "a guess"
    ]  # fmt: skip
    assert [floor for floor, _ in CONFIDENCE_WORDS] == sorted((floor for floor, _ in CONFIDENCE_WORDS), reverse=True)


def test_every_relation_has_words() -> None:
    assert set(RELATION_WORDS) == set(Relation)
    assert all(WORDS.relation_from(relation) for relation in Relation)


def test_unknown_kind_of_evidence_is_shown_as_it_is() -> None:
    assert WORDS.evidence(Evidence(kind="brand_new_kind", text="")) == "brand new kind"


def test_words_of_a_page_are_quoted_and_explanations_are_not() -> None:
    frame = Frame(path="/", as_of=datetime(2026, 11, 23, tzinfo=UTC))
    page = Pages(SiteSettings()).story(InventedReader().stories[0], frame)
    assert '<q dir="auto">wie die Zeitung Vinterdal Avis berichtet</q>' in page
    assert '<span dir="auto">118 of 121 words' in page


def test_link_is_named_after_where_it_leads() -> None:
    copy = only_publisher_known()
    assert link_name(copy) == "The Skerry Post"
    assert publisher_name(copy.primary) == "Lusopress"
    nameless = replace(copy, publisher_name="", publisher_domain="")
    assert link_name(nameless) == "skerrypost.example"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "+0 min"), (19, "+19 min"), (60, "+1 h"), (185, "+3 h 05"), (1500, "+1 d 1 h"), (-12, "−12 min"),
     (-90, "−1 h 30")],
)  # fmt: skip
def test_lag_in_words(minutes: int, words: str) -> None:
    assert LOCAL.lag(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [(timedelta(seconds=5), "1 minute"), (timedelta(minutes=41), "41 minutes"), (timedelta(minutes=61), "1 hour"),
     (timedelta(hours=47), "47 hours"), (timedelta(days=3), "3 days"), (timedelta(-1), "1 minute")],
)  # fmt: skip
def test_span_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert LOCAL.span(span) == words


def test_times_are_in_utc() -> None:
    at = datetime.fromisoformat("2026-11-23T01:31:00+03:00")
    assert LOCAL.moment(at) == "22 Nov 22:31 UTC"


def test_unknown_codes_are_shown_not_guessed() -> None:
    assert LOCAL.language_name("kk") == "Kazakh"
    assert LOCAL.language_name("zh-Hant-TW")
    assert LOCAL.language_name("qqq") == "qqq"
    assert LOCAL.language_name('"><i') == '"><i'
    assert LOCAL.language_name("") == "language not stated"
    assert LOCAL.country_name("KZ") == "Kazakhstan"
    assert LOCAL.country_name("ZZZ") == "ZZZ"


def test_right_to_left_interface_says_so_and_keeps_time_axes_left_to_right() -> None:
    pages = Pages(SiteSettings(), language="ar")
    page = pages.story(InventedReader().stories[0], Frame(path="/", as_of=datetime(2026, 11, 23, tzinfo=UTC)))
    assert '<html lang="ar" dir="rtl"' in page
    assert '<div class="course" dir="ltr">' in page
