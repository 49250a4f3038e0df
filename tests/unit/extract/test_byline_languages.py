"""Bylines as newsrooms of the world write them: names only, one each."""

from __future__ import annotations

import pytest

from headwater.extract._person import split_names
from unit.extract.pages import page, read


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("By MAUD KELLER", ["MAUD KELLER"]),
        ("By Maud Keller, Ivo Brandt and Ana Lima", ["Maud Keller", "Ivo Brandt", "Ana Lima"]),
        ("By Maud Keller Updated Monday 23 November 2026", ["Maud Keller"]),
        ("Maud Keller (maud@lantern.example)", ["Maud Keller"]),
        ("By Maud Keller @mkeller", ["Maud Keller"]),
        ("Keller, Maud", ["Maud Keller"]),
        ("By Maud Keller, harbour reporter, and Ivo Brandt, editor", ["Maud Keller", "Ivo Brandt"]),
        ("Maud Keller Jr.", ["Maud Keller Jr."]),
        ('Maud "Skipper" Keller', ['Maud "Skipper" Keller']),
        ("By Maud Keller in Port Ellery", ["Maud Keller"]),
        ("Von Jutta Amsel, Hamburg", ["Jutta Amsel"]),
        ("Jutta Amsel Aktualisiert am 23.11.2026", ["Jutta Amsel"]),
        ("Text: Karl Nessel", ["Karl Nessel"]),
        ("Par Odile Castaing avec AFP", ["Odile Castaing", "AFP"]),
        ("Odile Castaing Publié le lundi 23 novembre 2026", ["Odile Castaing"]),
        ("Nuria Salcedo Actualizado 23/11/2026 14:05", ["Nuria Salcedo"]),
        ("Por Nuria Salcedo, corresponsal", ["Nuria Salcedo"]),
        ("Por Rui Teles e Ana Prado", ["Rui Teles", "Ana Prado"]),
        ("di Carla Neri", ["Carla Neri"]),
        ("Door Joost Vink en Mieke Daal", ["Joost Vink", "Mieke Daal"]),
        ("Av Signe Holm", ["Signe Holm"]),
        ("Tekst: Lars Nygård og Siri Dahl", ["Lars Nygård", "Siri Dahl"]),
        ("Teksti: Aino Salo", ["Aino Salo"]),
        ("Autor: Jan Wolny", ["Jan Wolny"]),
        ("Autoři: Petr Hora, Eva Malá", ["Petr Hora", "Eva Malá"]),
        ("Írta: Kiss Dóra", ["Kiss Dóra"]),
        ("Autor: Ion Munte", ["Ion Munte"]),
        ("Autorius: Jonas Upė", ["Jonas Upė"]),
        ("Nga Arben Deti", ["Arben Deti"]),
        ("Автор: Пётр Ильин", ["Пётр Ильин"]),
        ("Текст: Олена Гай", ["Олена Гай"]),
        ("Автор: Иван Колев", ["Иван Колев"]),
        ("Συντάκτης: Νίκος Πέτρου", ["Νίκος Πέτρου"]),
        ("Yazan: Deniz Kaya", ["Deniz Kaya"]),
        ("Müəllif: Aysel Quliyeva", ["Aysel Quliyeva"]),
        ("بقلم: ليلى الحداد", ["ليلى الحداد"]),
        ("نویسنده: مینا کاوه", ["مینا کاوه"]),
        ("تحریر: سلیم انور", ["سلیم انور"]),
        ("מאת: נועה לב", ["נועה לב"]),
        ("लेखक: राहुल वर्मा", ["राहुल वर्मा"]),
        ("লেখক: রহিমা খাতুন", ["রহিমা খাতুন"]),
        ("எழுதியவர்: கவின் மாறன்", ["கவின் மாறன்"]),
        ("రచన: సీత రావు", ["సీత రావు"]),
        ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("작성자: 김하늘", ["김하늘"]),
        ("김하늘 기자", ["김하늘"]),
        ("김하늘·이바다 기자", ["김하늘", "이바다"]),
        ("김하늘 기자 hanul@haneul.example", ["김하늘"]),
        ("記者：王小明", ["王小明"]),
        ("本報記者王小明／台北報導", ["王小明"]),
        ("记者 李明 王芳", ["李明", "王芳"]),
        ("作者：李明", ["李明"]),
        ("文・山田花子", ["山田花子"]),
        ("編集委員 山田花子", ["山田花子"]),
        ("筆者：山田花子", ["山田花子"]),
        ("Oleh: Budi Santoso", ["Budi Santoso"]),
        ("Tác giả: Nguyễn Lan", ["Nguyễn Lan"]),
        ("Mwandishi: Juma Bakari", ["Juma Bakari"]),
        ("ጸሐፊ: ሰላም ታደሰ", ["ሰላም ታደሰ"]),
        ("ავტორი: ნინო ბერიძე", ["ნინო ბერიძე"]),
        ("Հեղինակ՝ Անի Սարյան", ["Անի Սարյան"]),
        ("Автор: Айгүл Нұрова", ["Айгүл Нұрова"]),
    ],
)
def test_names_are_told_from_what_stands_around_them_in_many_languages(stated: str, names: list[str]) -> None:
    assert split_names(stated) == names


def test_organisation_declared_as_author_is_no_person() -> None:
    author = '{"@type":"Organization","name":"Port Ellery 12"}'
    graph = f'{{"@type":"NewsArticle","headline":"Council closes sinking ferry terminal","author":{author}}}'
    assert read(page(head=f'<script type="application/ld+json">{graph}</script>')).byline == ()


def test_shown_byline_that_names_more_than_the_declared_one_is_believed() -> None:
    head = '<meta name="author" content="Maud Keller">'
    assert read(page(head=head, top="<p>By Maud Keller and Ivo Brandt</p>")).byline == ("Maud Keller", "Ivo Brandt")


def test_account_is_an_author_only_where_the_page_says_no_more() -> None:
    head = '<meta name="author" content="mkeller">'
    assert read(page(head=head, top="<p>By Maud Keller</p>")).byline == ("Maud Keller",)
    assert read(page(head=head)).byline == ("mkeller",)


def test_prose_about_the_author_names_no_second_one() -> None:
    head = '<meta name="author" content="Maud Keller">'
    told = (
        "Maud Keller and Ivo Brandt once walked every pier of the coast and wrote a book about what they had seen there"
    )
    assert read(page(head=head, top=f'<div class="author">{told}</div>')).byline == ("Maud Keller",)


def test_agency_behind_a_name_is_a_credit() -> None:
    article = read(page(head='<meta name="author" content="Maud Keller Reuters">'))
    assert article.byline == ("Maud Keller",)
    assert [credit.name for credit in article.credits] == ["Reuters"]


def test_title_ends_before_the_hosts_address_within_it() -> None:
    title = "Council closes the sinking terminal - lantern.example - Port Ellery"
    html = page().replace("<title>Council closes sinking ferry terminal", f"<title>{title}").replace("h1>", "div>")
    assert read(html).headline == "Council closes the sinking terminal"


def test_single_h1_that_shares_no_word_with_what_the_head_declares_twice_is_the_sites() -> None:
    said = "Harbour council votes for closure"
    graph = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{said}"}}</script>'
    head = graph + f'<meta property="og:title" content="{said}">'
    html = page(head=head).replace("<h1>Council closes sinking ferry terminal", "<h1>Lantern Daily Ellery Edition")
    assert read(html).headline == said
