"""Captions and credits apart, in the languages and habits of the world's picture desks."""

from __future__ import annotations

import pytest

from headwater.extract._captions import is_caption_line, split_credit
from unit.extract.pages import page, read


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The pier at low tide. Photo: Lena Ortiz", "The pier at low tide.", "Lena Ortiz"),
        ("The pier at low tide. Photograph: Lena Ortiz/Meridian", "The pier at low tide.", "Lena Ortiz/Meridian"),
        (
            "The pier at low tide. (Photo by Lena Ortiz/Getty Images)",
            "The pier at low tide.",
            "Lena Ortiz/Getty Images",
        ),
        ("The pier at low tide (AP Photo/Lena Ortiz)", "The pier at low tide", "AP Photo/Lena Ortiz"),
        ("The pier at low tide © Lena Ortiz/Reuters", "The pier at low tide", "Lena Ortiz/Reuters"),
        ("The pier at low tide. Lena Ortiz / AFP", "The pier at low tide.", "Lena Ortiz / AFP"),
        ("The pier at low tide. Courtesy of Lena Ortiz", "The pier at low tide.", "Lena Ortiz"),
        ("Der Kai bei Ebbe. Foto: Karl Nessel/dpa", "Der Kai bei Ebbe.", "Karl Nessel/dpa"),
        ("Le quai à marée basse. Crédit photo : Odile Castaing", "Le quai à marée basse.", "Odile Castaing"),
        ("El muelle. Fotografía: Nuria Salcedo", "El muelle.", "Nuria Salcedo"),
        ("Причал. Фото: Пётр Ильин / ТАСС", "Причал.", "Пётр Ильин / ТАСС"),
        ("الرصيف. تصوير: سامر عودة", "الرصيف.", "سامر عودة"),
        ("桟橋＝白浜市　写真：佐藤健", "桟橋＝白浜市", "佐藤健"),
        ("Zdjęcie mola. Fot. Jan Kowal", "Zdjęcie mola.", "Jan Kowal"),
        ("The pier at low tide", "The pier at low tide", ""),
        ("", "", ""),
    ],
)
def test_credit_is_told_from_caption(text: str, caption: str, credit: str) -> None:
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    "text", ["The mayor said no. (Reuters)", "He took a photo of the pier and left the town at noon."]
)
def test_sentence_is_no_caption_line(text: str) -> None:
    assert not is_caption_line(text)


def test_credit_element_inside_the_caption_is_the_credit() -> None:
    figure = (
        '<figure><img src="/a.jpg"><figcaption>The pier. <span class="credit">Lena Ortiz</span></figcaption></figure>'
    )
    picture = read(page(top=figure)).pictures[0]
    assert (picture.caption, picture.credit) == ("The pier.", "Lena Ortiz")


def test_largest_candidate_of_a_lazy_picture_is_taken() -> None:
    figure = '<figure><img srcset="/s.jpg 300w, /l.jpg 1200w" src="data:image/gif;base64,R0lGOD"></figure>'
    assert [picture.url for picture in read(page(top=figure)).pictures] == ["https://news.lantern.example/l.jpg"]


def test_same_picture_in_figure_and_head_counts_once() -> None:
    head = '<meta property="og:image" content="https://news.lantern.example/a.jpg?w=1200">'
    figure = '<figure><img src="/a.jpg?w=300"><figcaption>The pier</figcaption></figure>'
    pictures = read(page(head=head, top=figure)).pictures
    assert [(picture.url, picture.caption) for picture in pictures] == [
        ("https://news.lantern.example/a.jpg?w=300", "The pier")
    ]


def test_pictures_of_teasers_are_not_the_articles() -> None:
    teaser = '<aside class="related"><figure><img src="/b.jpg"><figcaption>Another story</figcaption></figure></aside>'
    assert read(page(end=teaser)).pictures == ()


def test_creator_and_licence_come_from_json_ld() -> None:
    node = (
        '{"@type":"NewsArticle","headline":"x","image":{"@type":"ImageObject",'
        '"url":"/a.jpg","creator":{"name":"Lena Ortiz"},'
        '"license":"https://creativecommons.org/licenses/by/4.0/"}}'
    )
    picture = read(page(head=f'<script type="application/ld+json">{node}</script>')).pictures[0]
    assert (picture.creator, picture.licence) == ("Lena Ortiz", "https://creativecommons.org/licenses/by/4.0/")
