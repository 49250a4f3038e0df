"""Bylines are people only, one name each; agencies and desks are credits."""

from __future__ import annotations

import pytest

from headwater.extract._agencies import agency_of, is_desk
from headwater.extract._person import split_names
from headwater.model.article import CreditKind
from unit.extract.pages import page, read


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("By Maud Keller", ["Maud Keller"]),
        ("By Maud Keller and Ivo Brandt", ["Maud Keller", "Ivo Brandt"]),
        ("Maud Keller, Ivo Brandt & Ana Lima", ["Maud Keller", "Ivo Brandt", "Ana Lima"]),
        ("By Maud Keller, senior harbour correspondent", ["Maud Keller"]),
        ("Maud Keller, PhD, MBA", ["Maud Keller"]),
        ("Written by: Maud Keller | Updated 23 November 2026", ["Maud Keller"]),
        ("Von Jutta Amsel und Karl Nessel", ["Jutta Amsel", "Karl Nessel"]),
        ("Par Odile Castaing", ["Odile Castaing"]),
        ("Por Nuria Salcedo y Paco Ruiz", ["Nuria Salcedo", "Paco Ruiz"]),
        ("Di Carla Neri e Ugo Bassi", ["Carla Neri", "Ugo Bassi"]),
        ("Автор: Пётр Ильин", ["Пётр Ильин"]),
        ("بقلم: ليلى الحداد", ["ليلى الحداد"]),
        ("作者：李明", ["李明"]),
        ("Dr. Ludwig van der Meer", ["Dr. Ludwig van der Meer"]),
    ],
)
def test_names_are_told_from_what_stands_around_them(stated: str, names: list[str]) -> None:
    assert split_names(stated) == names


@pytest.mark.parametrize("name", ["Reuters", "AFP", "dpa", "ТАСС", "新华社", "Anadolu Ajansı", "연합뉴스", "PTI"])
def test_agencies_are_known_by_name(name: str) -> None:
    assert agency_of(name) == name


@pytest.mark.parametrize("name", ["Ap", "na", "Maud Keller", "Rita"])
def test_names_of_people_and_short_words_are_no_agencies(name: str) -> None:
    assert agency_of(name) == ""


@pytest.mark.parametrize("name", ["News Desk", "Lantern Staff", "Редакция", "编辑部"])
def test_desks_are_no_people(name: str) -> None:
    assert is_desk(name)


def test_agency_in_the_byline_goes_to_credits() -> None:
    article = read(page(head='<meta name="author" content="Maud Keller, Reuters">'))
    assert article.byline == ("Maud Keller",)
    assert [(c.kind, c.name) for c in article.credits] == [(CreditKind.AGENCY, "Reuters")]


def test_publisher_as_author_is_a_desk() -> None:
    head = '<meta property="og:site_name" content="The Lantern"><meta name="author" content="The Lantern">'
    article = read(page(head=head))
    assert article.byline == ()
    assert [(c.kind, c.name) for c in article.credits] == [(CreditKind.DESK, "The Lantern")]


def test_profile_addresses_are_no_names() -> None:
    head = '<meta property="article:author" content="https://social.example/mkeller">'
    assert read(page(head=head)).byline == ()


def test_json_ld_authors_are_resolved_by_reference() -> None:
    graph = (
        '{"@graph":[{"@type":"Person","@id":"#p","name":"Maud Keller"},'
        '{"@type":"NewsArticle","headline":"Council closes sinking ferry terminal","author":[{"@id":"#p"}]}]}'
    )
    assert read(page(head=f'<script type="application/ld+json">{graph}</script>')).byline == ("Maud Keller",)


def test_name_linked_to_an_author_page_is_a_byline() -> None:
    assert read(page(top='<div><a href="/author/maud">Maud Keller</a> in Harbour</div>')).byline == ("Maud Keller",)


def test_name_beside_a_date_is_a_byline() -> None:
    assert read(page(top="<div>Maud Keller</div><div>23 November 2026</div>")).byline == ("Maud Keller",)


def test_buttons_are_no_names() -> None:
    assert read(page(top='<div class="author">Full Bio</div><div class="author">Copy Link</div>')).byline == ()


@pytest.mark.parametrize(
    "line",
    [
        "<p>2026-11-20 21:20 | By Maud Keller</p>",
        '<div class="meta"><span class="author">By Maud Keller</span> <abbr class="date">20 November 2026</abbr></div>',
        '<div class="meta"><span class="date">20 November 2026</span><span class="author">Maud Keller</span></div>',
        "<p>By Maud Keller 20 November 2026</p>",
    ],
)
def test_name_and_date_in_one_line_are_told_apart(line: str) -> None:
    article = read(page(top=line))
    assert article.byline == ("Maud Keller",)
    assert article.published_at is not None
    assert article.published_at.text().startswith("2026-11-20")
