"""What is not an article is refused with its reason; what is one is not."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from headwater.extract import Extraction, Lost, all_lost, article_line, extract
from headwater.extract._extract import MAX_BODY_BYTES
from headwater.extract._faithful import MAX_EVIDENCE, MAX_EVIDENCE_CHARS, check, visible_text
from headwater.extract._reject import MAX_HTML_BYTES
from headwater.model.rejection import Reason
from headwater.text.nesting import MAX_DEPTH, flattened
from unit.extract.pages import HEADLINE, PROSE, capture, page, paragraphs, read, refused
from unit.extract.refused_pages import Page, look_alikes, refused_pages


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", Reason.NOT_HTML),
        ("   \n ", Reason.NOT_HTML),
        ("%PDF-1.7", Reason.NOT_HTML),
        ("<title>404 Not Found</title><h1>404 Not Found</h1><p>nginx</p>", Reason.ERROR_PAGE),
        ("<title>Seite nicht gefunden</title><h1>Seite nicht gefunden</h1><p>Leider.</p>", Reason.ERROR_PAGE),
        ("<title>页面不存在</title><h1>页面不存在</h1>", Reason.ERROR_PAGE),
        ("<title>Just a moment...</title><p>Checking your browser</p>", Reason.ERROR_PAGE),
        ("<title>Anmelden</title><form><input type=password></form>", Reason.LOGIN_PAGE),
        ("<title>x</title><h1>We value your privacy</h1><p>We use cookies. Manage consent.</p>", Reason.CONSENT_WALL),
        ("<div id=root></div><script src=a.js></script>", Reason.EMPTY_SHELL),
        (f"<p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p>", Reason.NO_HEADLINE),
        (f"<h1>{HEADLINE}</h1><p>Too short.</p>", Reason.NO_TEXT),
    ],
)
def test_page_that_is_no_article_is_refused_with_its_reason(body: str, reason: Reason) -> None:
    assert refused(body).reason is reason


@pytest.mark.parametrize("case", refused_pages(), ids=lambda case: case[0])
def test_page_of_any_language_that_is_no_article_is_refused_with_its_reason(case: Page) -> None:
    _, reason, url, html = case
    assert refused(html, url=url).reason is reason


@pytest.mark.parametrize("case", look_alikes(), ids=lambda case: case[0])
def test_article_that_speaks_of_walls_and_lost_pages_is_read(case: Page) -> None:
    _, _, url, html = case
    assert read(html, url=url).headline


def test_error_status_is_refused_whatever_the_page_says() -> None:
    assert refused(page(), status=404).reason is Reason.ERROR_PAGE


def test_other_media_types_are_refused() -> None:
    assert refused('{"a": 1}', content_type="application/json").reason is Reason.NOT_HTML
    assert refused("plain words", content_type="text/plain").reason is Reason.NOT_HTML


def test_front_page_is_a_listing() -> None:
    teasers = "".join(
        f'<h2><a href="/{n}">A headline of some length, number {n}</a></h2><p>A few words.</p>' for n in range(20)
    )
    assert (
        refused(f"<title>The Lantern</title>{teasers}", url="https://news.lantern.example/").reason
        is Reason.LISTING_PAGE
    )


def test_article_about_a_lost_page_is_no_error_page() -> None:
    assert read(page().replace(HEADLINE, "Why the page was not found: a history of error 404")).paragraphs == PROSE


def test_rejection_names_stage_and_subject() -> None:
    rejection = refused("", url="https://news.lantern.example/empty")
    assert (rejection.stage, rejection.subject) == ("extract", "https://news.lantern.example/empty")


def test_markup_beyond_the_limit_is_refused_and_embedded_images_do_not_count() -> None:
    image = '<img src="data:image/png;base64,' + "A" * (MAX_HTML_BYTES + 1) + '">'
    assert read(page(end=image)).paragraphs == PROSE
    assert refused(page(end="x" * (MAX_HTML_BYTES + 1))).reason is Reason.TOO_LARGE
    assert refused(b"x" * (MAX_BODY_BYTES + 1)).reason is Reason.TOO_LARGE


def test_hundred_thousand_nested_elements_are_flattened_and_read() -> None:
    assert read(f"<h1>{HEADLINE}</h1>{'<div>' * 100_000}{paragraphs()}").paragraphs == PROSE


def test_flattening_leaves_ordinary_pages_alone() -> None:
    html = "<div><p>x</p></div>" * 5_000 + "<script>'<div>'</script>" * 5_000
    assert flattened(html) == html


def test_flattening_bounds_the_depth_and_keeps_the_text() -> None:
    html = "".join(f"<section>word{number} " for number in range(10_000))
    flat = flattened(html)
    assert flat.count("<section>") == MAX_DEPTH
    assert all(f"word{number} " in flat for number in (0, MAX_DEPTH, 9_999))


def test_nul_bytes_and_lying_charset_do_not_harm() -> None:
    text = "Der Fährhafen von Süderwiek wird nach vierzig Jahren geschlossen, beschloss der Rat am Montag im Rathaus."
    html = page(paragraphs((text, *PROSE))).replace("<p>", "<p>\0")
    assert read(html.encode("windows-1252")).paragraphs[0] == text


def test_paragraph_that_is_not_in_the_page_is_repaired_or_dropped() -> None:
    visible = visible_text(LexborHTMLParser(f"<body>{paragraphs()}</body>"))
    invented = "The mayor denied everything."
    checked = check([PROSE[0], f"{PROSE[1]} {invented}", invented], visible)
    assert checked.paragraphs == (PROSE[0], PROSE[1])
    assert checked.lost_chars > len(invented)
    assert checked.what_is_lost.paragraph_count == 2
    assert invented in checked.what_is_lost.evidence


def test_what_is_lost_is_nothing_where_all_is_found_and_its_evidence_has_a_limit() -> None:
    assert check(PROSE, " ".join(PROSE)).what_is_lost == Lost()
    lost = check([*PROSE, *(f"Number {n} was made up. " * 20 for n in range(50))], " ".join(PROSE)).what_is_lost
    assert lost.paragraph_count == 50
    assert len(lost.evidence) < 100 + MAX_EVIDENCE * (MAX_EVIDENCE_CHARS + 4)


def test_a_sentence_that_is_not_word_for_word_in_the_page_is_left_out_and_said_so() -> None:
    broken = "The harbour master <button>said</button> that nobody had asked him."
    result = extract(capture(page(end=f"<p>Nobody was hurt in the night. {broken}</p>")), article_id="a1")
    assert isinstance(result, Extraction)
    assert result.article.paragraphs == (*PROSE, "Nobody was hurt in the night.")
    assert (result.lost.paragraph_count, result.lost.char_count) == (
        1,
        len("The harbour master that nobody had asked him."),
    )
    assert "nobody had asked him" in result.lost.evidence
    assert article_line(result)["article"]["lost_chars"] == result.lost.char_count
    assert article_line(extract(capture(page()), article_id="a1"))["article"]["lost_chars"] == 0


def test_losses_of_several_pages_are_one_loss() -> None:
    lost = all_lost([Lost(2, 90, "first"), Lost(), Lost(1, 20, "third")])
    assert lost == Lost(3, 110, "first; third")


def test_text_that_is_mostly_invented_is_unfaithful() -> None:
    assert not check(["Nothing of this stands in the page at all."], "some other words").is_faithful
    assert check([PROSE[0]], PROSE[0]).is_faithful
