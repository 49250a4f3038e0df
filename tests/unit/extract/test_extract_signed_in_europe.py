"""Bylines as European and African pages write them."""

from __future__ import annotations

import pytest

from headwater.extract._person import split_names
from unit.extract.pages import page, read


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Аўтар: Алесь Каваленка", "Алесь Каваленка"),
        ("Од: Билјана Стојановска", "Билјана Стојановска"),
        ("oprac. Agnieszka Wrona", "Agnieszka Wrona"),
        ("Piše Tončica Barbarić", "Tončica Barbarić"),
        ("Marubuci, Zainab Ladan", "Zainab Ladan"),
    ],
)
def test_a_label_before_a_name_is_no_part_of_it(line: str, name: str) -> None:
    assert split_names(line) == [name]


def test_linked_authors_are_all_read_though_only_the_first_is_marked() -> None:
    links = '<a class="author" href="/authors/1">Оксана Тимчук</a>, <a href="/authors/2">Роман Лисенко</a>'
    top = f"<div>{links} — субота, 21 листопада 2026, 12:48</div>"
    assert read(page(top=top)).byline == ("Оксана Тимчук", "Роман Лисенко")


def test_the_name_of_the_domain_with_a_word_that_joins_names_is_no_two_people() -> None:
    graph = '{"@context":"https://schema.org","@type":"NewsArticle","author":{"name":"Gazeta e Detit"}}'
    head = f'<script type="application/ld+json">{graph}</script>'
    html = page(head=head, top='<div>Nga <a rel="author" href="/author/a">Ardita Lleshi</a></div>')
    assert read(html, url="https://gazetaedetit.example/lajme/mbyllet-rruga").byline == ("Ardita Lleshi",)


def test_what_ends_like_a_recording_is_no_picture() -> None:
    media = '{"@type":"MediaObject","contentUrl":"https://sound.lantern.example/41.mp3"}'
    graph = f'{{"@context":"https://schema.org","@type":"NewsArticle","associatedMedia":{media}}}'
    head = f'<script type="application/ld+json">{graph}</script>'
    assert read(page(head=head)).pictures == ()


def test_initials_behind_a_second_word_are_no_second_author() -> None:
    head = '<meta name="author" content="Maud Keller">'
    assert read(page(head=head, top="<p>By Maud Keller, Holistic SEO</p>")).byline == ("Maud Keller",)
