"""What stands at the edges of a text and beside it: kickers, roles, boxes, pull quotes, signatures of agencies."""

from __future__ import annotations

import pytest

from unit.extract.pages import HEADLINE, PROSE, page, paragraphs, read


@pytest.mark.parametrize("kicker", ["TRANSPORTE", "Belföld", "Press release", "Покарання"])
def test_a_kicker_above_the_headline_is_no_text(kicker: str) -> None:
    html = page().replace("<h1>", f"<div>{kicker}</div><h1>").replace("<article>", "<div>").replace("<div><p>", "<p>")
    assert read(html).paragraphs == PROSE


def test_a_sentence_above_the_headline_stays() -> None:
    standfirst = "The last boat left on Sunday evening with eleven passengers and a dog."
    html = f"<html lang=en><body><main><p>{standfirst}</p><h1>{HEADLINE}</h1>{paragraphs()}</main></body></html>"
    assert read(html).paragraphs == (standfirst, *PROSE)


@pytest.mark.parametrize("links", ["<a href='/x'>Ferries to stay until May</a>", "<p>Boats sold to an island.</p>"])
def test_a_box_of_related_articles_ends_where_its_element_ends(links: str) -> None:
    box = f"<div class='q1'><h3>More on this story</h3>{links}</div>"
    body = paragraphs(PROSE[:2]) + box + paragraphs(PROSE[2:])
    assert read(page(body)).paragraphs == PROSE


def test_what_follows_a_heading_of_related_articles_in_the_text_itself_is_no_text() -> None:
    end = "<h3>More on this story</h3><p>Ferries will stay until the month of May at least.</p>"
    assert read(page(end=end)).paragraphs == PROSE


@pytest.mark.parametrize(
    "role", ["Transport correspondent, Port Ellery", "Redakteurin für Verkehr", "Journaliste au service économie"]
)
def test_what_the_author_is_below_the_headline_is_no_text(role: str) -> None:
    assert read(page(top=f"<div><span>By Moira Tennant</span><div>{role}</div></div>")).paragraphs == PROSE


def test_a_quotation_that_its_paragraph_says_as_well_is_said_once() -> None:
    said = "The pier sinks while we speak"
    sentence = f"“{said},” the harbour master told the council on Monday evening."
    quote = f"<blockquote class='q7'><p>“{said}”</p></blockquote>"
    assert read(page(paragraphs(PROSE) + quote + f"<p>{sentence}</p>")).paragraphs == (*PROSE, sentence)


def test_a_quotation_that_no_paragraph_says_stays() -> None:
    quote = "<blockquote><p>“The pier sinks while we speak.”</p></blockquote>"
    assert read(page(end=quote)).paragraphs == (*PROSE, "“The pier sinks while we speak.”")


@pytest.mark.parametrize("signature", ["/ritzau/", "Hina", "(APA)", "Źródło: PAP"])
def test_the_agency_that_signs_a_text_is_no_text(signature: str) -> None:
    assert read(page(end=f"<p><em>{signature}</em></p>")).paragraphs == PROSE


def test_a_last_line_that_names_no_agency_stays() -> None:
    assert read(page(end="<p>The end.</p>")).paragraphs == (*PROSE, "The end.")


@pytest.mark.parametrize("heading", ["Коментари (3)", "Comments (12)", "Komentarji (0)"])
def test_a_heading_of_comments_that_counts_them_opens_comments(heading: str) -> None:
    end = f"<h3>{heading}</h3><p>Every year the same story about that pier, and nobody answers for it.</p>"
    assert read(page(end=end)).paragraphs == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "La suite après cette publicité",
        "Dieses Thema im Programm: Inselfunk 1, 17 Uhr.",
        "Een versie van dit artikel verscheen ook in de krant van 23 november.",
        "De tekst gaat door onder de afbeelding.",
        "VÍDEOS: tudo sobre a região",
        "Lyssna på artikeln",
        "Citește și: Podul se închide",
        "Прочитајте још",
        "Pošaljite komentar",
        "Δείτε ακόμα: Το λιμάνι",
    ],
)
def test_lines_of_european_pages_that_lead_elsewhere_are_no_text(line: str) -> None:
    assert read(page(end=f"<p>{line}</p>")).paragraphs == PROSE


def test_a_kicker_in_the_element_of_the_headline_is_no_part_of_it() -> None:
    head = f'<meta property="og:title" content="{HEADLINE}">'
    html = page(head=head).replace("<h1>", "<h1><span>Harbour</span>")
    assert read(html).headline == HEADLINE


def test_a_label_with_a_colon_belongs_to_the_headline() -> None:
    head = f'<meta property="og:title" content="{HEADLINE}">'
    assert read(page(head=head).replace("<h1>", "<h1>Opinion: ")).headline == f"Opinion: {HEADLINE}"


def test_the_second_part_of_a_headline_stays_where_json_ld_declares_it_though_another_title_is_cut() -> None:
    whole = f"{HEADLINE} – boats to be sold"
    graph = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{whole}"}}'
    head = f'<meta property="og:title" content="{HEADLINE}"><script type="application/ld+json">{graph}</script>'
    assert read(page(head=head).replace(f"<h1>{HEADLINE}", f"<h1>{whole}")).headline == whole


@pytest.mark.parametrize(
    "line",
    [
        "21 novembre 2026 (modifica il 21 novembre 2026 | 18:20)",
        "21.11.2026 | 13:50Τελευταία ενημέρωση: 21.11.2026 | 14:22Maud Keller",
        "Publicerad: Idag 16.22Uppdaterad: för 40 minuter sedan",
        "Maud Keller — субота, 21 листопада 2026, 12:48",
        "2026ko azaroaren 21a - 09:30",
        "Publié le 21/11/2026 à 18h02 Mis à jour le 22/11/2026 à 09h15",
        "Aktualizacja: 21 listopada 2026, 16:05 Publikacja: 14:30",
    ],
)
def test_a_line_of_dates_and_the_authors_name_is_no_text(line: str) -> None:
    head = '<meta name="author" content="Maud Keller">'
    assert read(page(head=head, top=f"<div>{line}</div>")).paragraphs == PROSE


@pytest.mark.parametrize("line", ["Ranking in 2023", "Model RO4993426-1125", "Between 2015 and"])
def test_a_line_with_numbers_that_tells_no_time_stays(line: str) -> None:
    assert read(page(f"<p>{line}</p>" + paragraphs())).paragraphs == (line, *PROSE)


@pytest.mark.parametrize("name", ["sc-f98b1ad2-0", "x2nav7pk", "css-1ad4promo9"])
def test_letters_within_a_hash_are_no_class_name(name: str) -> None:
    body = paragraphs(PROSE[:2]) + f'<h2 class="{name}">What it costs</h2>' + paragraphs(PROSE[2:])
    assert read(page(body)).paragraphs == (*PROSE[:2], "What it costs", *PROSE[2:])


@pytest.mark.parametrize("line", ["Σελίδα 1 από 2 Επόμενη", "Page 2 of 3", "Strona 1 z 3", "Страница 2 из 5"])
def test_a_paginator_is_no_text(line: str) -> None:
    assert read(page(end=f"<div>{line}</div>")).paragraphs == PROSE


def test_a_sentence_about_pages_stays() -> None:
    line = "Page 2 of 3 of the report was blank, the harbour master said."
    assert read(page(end=f"<p>{line}</p>")).paragraphs == (*PROSE, line)
