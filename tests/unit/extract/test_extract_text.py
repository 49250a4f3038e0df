"""What belongs to the text of an article and what does not."""

from __future__ import annotations

import pytest

from unit.extract.pages import PROSE, page, paragraphs, read


def test_paragraphs_are_kept_in_reading_order() -> None:
    assert read(page()).paragraphs == PROSE


def test_headline_is_no_paragraph() -> None:
    assert "Council closes" not in read(page()).text


def test_subheads_lists_and_quotations_are_text() -> None:
    body = (
        f"<p>{PROSE[0]}</p><h2>What happens next</h2><ul><li>Buses run free</li></ul>"
        f"<blockquote>{PROSE[1]}</blockquote><p>{PROSE[2]}</p>"
    )
    assert read(page(body)).paragraphs == (PROSE[0], "What happens next", "Buses run free", PROSE[1], PROSE[2])


def test_subhead_without_text_after_it_is_left_out() -> None:
    assert read(page(end="<h2>What happens next</h2>")).paragraphs == PROSE


@pytest.mark.parametrize(
    "junk",
    [
        "<p>Advertisement</p>",
        "<p>Read more: <a href='/x'>How the pier began to sink</a></p>",
        "<p>Lesen Sie auch: <a href='/x'>Warum der Kai sinkt</a></p>",
        "<p>Читайте также: <a href='/x'>Почему тонет причал</a></p>",
        "<p>اقرأ أيضا: <a href='/x'>لماذا يغرق الرصيف</a></p>",
        "<p>関連記事：<a href='/x'>桟橋はなぜ沈むのか</a></p>",
        "<p>© 2026 The Lantern. All rights reserved.</p>",
        "<div class='share-buttons'>Share Tweet Print</div>",
        "<div class='newsletter-signup'><p>Our letter from the harbour reaches you every Friday at noon.</p></div>",
        "<aside><p>The Lantern has written about the sea since 1898 and is owned by those who read it.</p></aside>",
        "<form><p>Please tell us what you think of this page in the box below, we read every single letter.</p></form>",
        "<figure><img src='a.jpg'><figcaption>The pier at low tide, seen from the west</figcaption></figure>",
        "<p class='byline'>By Maud Keller</p>",
        "<p>23 November 2026, 17:42</p>",
        "<p style='display: none'>This sentence is hidden from every reader and must never be taken for text.</p>",
        "<p hidden>This sentence is hidden from every reader and must never be taken for text.</p>",
        "<script>var sentence = 'This is a sentence in a script, of no use to any reader of the page.';</script>",
    ],
)
def test_lines_that_are_no_text_are_left_out(junk: str) -> None:
    assert read(page(body=f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p>{junk}<p>{PROSE[2]}</p>")).paragraphs == PROSE[:3]


def test_related_section_is_dropped_up_to_the_next_heading_of_its_rank() -> None:
    end = "<h2>Related articles</h2><p>The bridge over the river was closed in 1990 and never opened again.</p>"
    assert read(page(end=end)).paragraphs == PROSE


def test_class_names_that_lie_about_the_whole_article_are_not_believed() -> None:
    html = f"<h1>Council closes sinking ferry terminal</h1><div class='newsletter-content sidebar'>{paragraphs()}</div>"
    assert read(html).paragraphs == PROSE


def test_comments_are_not_the_article_even_if_longer() -> None:
    comment = "<p>I have taken this ferry every day since 1987, and I shall miss it more than I can say in words.</p>"
    html = page().replace("</article>", f"</article><section class='comments'>{comment * 30}</section>")
    assert read(html).paragraphs == PROSE


def test_lines_divided_by_double_breaks_are_paragraphs() -> None:
    assert read(page("<br><br>".join(PROSE))).paragraphs == PROSE


def test_line_broken_by_hand_in_a_sentence_is_joined() -> None:
    first, second = PROSE[0][:40].strip(), PROSE[0][40:].strip()
    assert second[0].islower()
    assert read(page(f"<p>{first}<br>{second}</p>{paragraphs(PROSE[1:])}")).paragraphs == PROSE


def test_inline_markup_does_not_divide_words() -> None:
    first = (
        "<p>The <b>har</b>bour <a href='/x'>council</a> of Port Ellery voted on <span class='date'>Monday</span> "
        "to close the terminal.</p>"
    )
    assert (
        read(page(first + paragraphs(PROSE[1:]))).paragraphs[0]
        == "The harbour council of Port Ellery voted on Monday to close the terminal."
    )


def test_standfirst_outside_the_text_is_its_first_paragraph() -> None:
    standfirst = "Port Ellery gives up its ferry terminal after forty years of service."
    html = page().replace("</h1>", f"</h1><p class='standfirst'>{standfirst}</p>")
    assert read(html).paragraphs == (standfirst, *PROSE)


def test_caption_in_a_plain_paragraph_and_its_twin_are_left_out() -> None:
    twins = (
        "<p>A ferry leaves the old pier</p><p>A ferry leaves the old pier on Sunday © Lena Ortiz/Meridian Pictures</p>"
    )
    assert read(page(f"<p>{PROSE[0]}</p>{twins}{paragraphs(PROSE[1:])}")).paragraphs == PROSE


def test_dispatch_that_ends_in_its_agency_is_no_caption() -> None:
    last = "Commuters will be carried by bus until the new terminal opens. (Reuters)"
    assert read(page(paragraphs((*PROSE[:3], last)))).paragraphs[-1] == last


def test_program_text_in_pre_is_no_text() -> None:
    assert read(page(f"{paragraphs()}<pre>if (a) {{ b = c[0]; }} else {{ d(); }}</pre>")).paragraphs == PROSE


def test_hidden_words_inside_a_paragraph_are_left_out_and_the_rest_stays_whole() -> None:
    body = paragraphs().replace("harbour council", "harbour <span style='display:none'>secret </span>council")
    assert read(page(body)).paragraphs == PROSE
