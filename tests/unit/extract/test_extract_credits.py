"""Evidence of origin: every statement of the page with its place, and none invented."""

from __future__ import annotations

import pytest

from headwater.model.article import Credit, CreditKind
from headwater.model.web import Entry, EntryOrigin
from unit.extract.pages import HEADLINE, PROSE, page, read

LINES = {
    "en": "Source: Nordtele",
    "de": "Quelle: Nordtele",
    "fr": "Source : Nordtele",
    "es": "Fuente: Nordtele",
    "pt": "Fonte: Nordtele",
    "it": "Fonte: Nordtele",
    "nl": "Bron: Nordtele",
    "sv": "Källa: Nordtele",
    "nb": "Kilde: Nordtele",
    "da": "Kilde: Nordtele",
    "fi": "Lähde: Nordtele",
    "pl": "Źródło: Nordtele",
    "cs": "Zdroj: Nordtele",
    "hu": "Forrás: Nordtele",
    "ro": "Sursa: Nordtele",
    "hr": "Izvor: Nordtele",
    "el": "Πηγή: Nordtele",
    "ru": "Источник: Nordtele",
    "uk": "Джерело: Nordtele",
    "bg": "Източник: Nordtele",
    "kk": "Дереккөз: Nordtele",
    "tr": "Kaynak: Nordtele",
    "az": "Mənbə: Nordtele",
    "ar": "المصدر: Nordtele",
    "fa": "منبع: Nordtele",
    "he": "מקור: Nordtele",
    "hi": "स्रोत: Nordtele",
    "bn": "সূত্র: Nordtele",
    "zh": "来源：Nordtele",
    "ja": "出典：Nordtele",
    "ko": "출처: Nordtele",
    "vi": "Nguồn: Nordtele",
    "id": "Sumber: Nordtele",
    "th": "ที่มา: Nordtele",
}


def _credits(html: str, kind: CreditKind) -> list[Credit]:
    return [credit for credit in read(html).credits if credit.kind is kind]


@pytest.mark.parametrize("language", sorted(LINES))
def test_source_line_is_a_credit_and_no_paragraph(language: str) -> None:
    article = read(page(end=f"<p>{LINES[language]}</p>"))
    assert [(c.kind, c.text, c.name, c.place) for c in article.credits] == [
        (CreditKind.VISIBLE_SOURCE, LINES[language], "Nordtele", "end")
    ]
    assert article.paragraphs == PROSE


def test_source_line_carries_its_link_absolute() -> None:
    found = _credits(
        page(end='<p>Source: <a href="//nordtele.example/a?utm_source=x">Nordtele</a></p>'), CreditKind.VISIBLE_SOURCE
    )
    assert [credit.url for credit in found] == ["https://nordtele.example/a"]


@pytest.mark.parametrize(
    "line",
    [
        f"https://www.meridian.example/content/4f1c {HEADLINE}",
        f'<a href="https://www.meridian.example/content/4f1c">https://www.meridian.example/content/4f1c</a> {HEADLINE}',
        f'<a href="https://www.meridian.example/content/4f1c">{HEADLINE}</a>',
        "https://www.meridian.example/content/4f1c",
    ],
)
def test_bare_link_at_the_end_is_a_trailing_link(line: str) -> None:
    article = read(page(end=f"<p>{line}</p><p>Hal Soames</p>"))
    assert [c.url for c in article.credits if c.kind is CreditKind.TRAILING_LINK] == [
        "https://www.meridian.example/content/4f1c"
    ]
    assert article.paragraphs == PROSE


def test_row_of_links_at_the_end_is_a_list_and_no_source() -> None:
    rows = "".join(f"<p>https://library.example/book/{n}</p>" for n in range(5))
    assert _credits(page(end=rows), CreditKind.TRAILING_LINK) == []


@pytest.mark.parametrize(
    "url", ["https://www.facebook.com/lantern", "https://news.lantern.example/other-story-of-the-day"]
)
def test_links_to_social_networks_and_the_site_itself_are_no_sources(url: str) -> None:
    assert _credits(page(end=f'<p><a href="{url}">{HEADLINE}</a></p>'), CreditKind.TRAILING_LINK) == []


def test_dateline_names_the_agency_and_stays_in_the_text() -> None:
    first = "PORT ELLERY (AFP) — " + PROSE[0]
    article = read(page("".join(f"<p>{text}</p>" for text in (first, *PROSE[1:]))))
    assert article.dateline == "PORT ELLERY (AFP) —"
    assert [(c.kind, c.name, c.place) for c in article.credits] == [(CreditKind.DATELINE, "AFP", "top")]
    assert article.paragraphs[0] == first


def test_canonical_on_another_site_is_evidence() -> None:
    found = _credits(page(head='<link rel="canonical" href="https://meridian.example/a">'), CreditKind.CANONICAL)
    assert [(credit.url, credit.name, credit.place) for credit in found] == [
        ("https://meridian.example/a", "meridian.example", "head")
    ]


def test_canonical_on_the_same_site_is_none() -> None:
    assert _credits(page(head='<link rel="canonical" href="https://lantern.example/a">'), CreditKind.CANONICAL) == []


def test_declared_sources_are_collected_from_head_and_json_ld() -> None:
    head = (
        '<meta name="original-source" content="https://meridian.example/a"><meta name="syndication-source" content="https://nordtele.example/b">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x y z","isBasedOn":"https://vale.example/c",'
        '"sourceOrganization":{"@type":"Organization","name":"Vale Wire"}}</script>'
    )
    article = read(page(head=head))
    assert [(c.kind.value, c.url, c.place) for c in article.credits] == [
        ("original_source", "https://meridian.example/a", "head"),
        ("original_source", "https://nordtele.example/b", "head"),
        ("based_on", "https://vale.example/c", "json-ld"),
        ("original_source", "", "json-ld"),
    ]


def test_feed_source_is_a_credit() -> None:
    entry = Entry(
        url="https://news.lantern.example/x", origin=EntryOrigin(title="Nordtele", url="https://nordtele.example/feed")
    )
    assert [(c.kind, c.name, c.url, c.place) for c in read(page(), entry=entry).credits] == [
        (CreditKind.FEED_SOURCE, "Nordtele", "https://nordtele.example/feed", "feed")
    ]


def test_translated_and_licensed_texts_say_so() -> None:
    assert _credits(page(end="<p>Translated from Le Fjord</p>"), CreditKind.TRANSLATION)
    line = "<p>This article was republished from Vale Review under a Creative Commons licence.</p>"
    assert [c.name for c in _credits(page(end=line), CreditKind.LICENCE_ATTRIBUTION)] == ["Vale Review"]


def test_own_copyright_line_is_no_credit() -> None:
    head = '<meta property="og:site_name" content="The Lantern">'
    assert _credits(page(head=head, end="<p>© 2026 The Lantern</p>"), CreditKind.COPYRIGHT) == []


def test_sentence_that_speaks_of_sources_stays_text() -> None:
    sentence = "The council said that the source of the leak was a pipe that nobody had looked at since 1987."
    assert sentence in read(page(end=f"<p>{sentence}</p>")).paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "Read the original article here.",
        "Zum Originalartikel",
        "Lire l’article original",
        "Читать оригинал",
        "阅读原文",
    ],
)
def test_a_link_to_the_original_is_a_source_without_a_name(line: str) -> None:
    end = f'<p><a href="https://nordtele.example/2026/terminal">{line}</a></p>'
    found = _credits(page(end=end), CreditKind.VISIBLE_SOURCE)
    assert [(c.text, c.url, c.name, c.place) for c in found] == [
        (line, "https://nordtele.example/2026/terminal", "", "end")
    ]
    assert read(page(end=end)).paragraphs == PROSE


@pytest.mark.parametrize("url", ["/2025/first-report", "https://www.facebook.com/lantern"])
def test_a_link_to_an_original_on_the_own_site_or_a_network_is_no_source(url: str) -> None:
    end = f'<p><a href="{url}">Read the original article</a></p>'
    assert _credits(page(end=end), CreditKind.VISIBLE_SOURCE) == []


@pytest.mark.parametrize("line", ["Von Jutta Amsel", "Von Karl Nessel und Jutta Amsel"])
def test_a_byline_at_the_end_is_no_source(line: str) -> None:
    assert _credits(page(end=f"<p>{line}</p>"), CreditKind.VISIBLE_SOURCE) == []


def test_a_source_among_other_statements_of_a_line_is_found() -> None:
    found = _credits(page(end="<p>22 November 2026 | Source: Nordtele | Views: 12</p>"), CreditKind.VISIBLE_SOURCE)
    assert [credit.name for credit in found] == ["Nordtele"]
