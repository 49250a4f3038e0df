"""Whatever the bytes: a value or a rejection, and never a paragraph that the page does not say.

The judge is `oracle.py`, which shares no line with the readers it judges. That it can find something is shown by the
last tests: words put into a paragraph, taken from a script, or put in another order do not pass it.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.extract import Extraction, extract
from property.oracle import assert_faithful, compact, in_source, in_tree, shown, source_of, stated, texts_of
from unit.extract.pages import capture

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "extract").glob("*/input.html"))
PAGES = [path.read_bytes() for path in GOLDEN]
FOUND = sorted((Path(__file__).parent / "found").glob("*.html"))
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = (
    b"<div> </div> <p> </p> <br> <b> </b> <a\thref=x> </a> <table> <td> <!-- --> <script> </script> <style> <h1> "
    b"&amp; &#0; \0 \xff <span\thidden> <svg> \xe2\x80 <noscript> </noscript> <template> <title> <select> <button> "
    b"<textarea> <plaintext> <div\tstyle=display:none> &lt; &#xd800; <p\tclass=a\tclass=byline> \xcc\x81 \xe2\x80\xae "
    b"\xe2\x80\x8b <meta\tcharset=big5>"
).split(b" ")
SECRET = "Nobody was ever meant to read that the mayor had sold the quiet harbour to his brother in spring."
HIDDEN = [
    f"<script>{SECRET}</script>",
    f"<script type=application/ld+json>{{\"text\": \"{SECRET}\"}}</script>",
    f"<style>{SECRET}</style>",
    f"<!-- {SECRET} -->",
    f"<template><p>{SECRET}</p></template>",
    f"<noscript><p>{SECRET}</p></noscript>",
    f"<div hidden><p>{SECRET}</p></div>",
    f"<div style='color:red; display : none'><p>{SECRET}</p></div>",
    f"<p style=visibility:hidden>{SECRET}</p>",
    f"<span hidden>{SECRET}</span>",
    f"<textarea>{SECRET}</textarea>",
    f"<img alt='{SECRET}'>",
    f"<div data-text='{SECRET}' title='{SECRET}'></div>",
    f"<input type=hidden value='{SECRET}'>",
]  # fmt: skip


def _paragraphs(page: bytes) -> list[str]:
    result = extract(capture(page), article_id="a1")
    return texts_of(result.article) if isinstance(result, Extraction) and result.article.text_from != "json-ld" else []


@BOUNDED
@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_value_or_a_rejection(body: bytes) -> None:
    assert_faithful(body)


@BOUNDED
@given(st.data())
def test_garbled_pages_never_give_unfaithful_text(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(PAGES)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(body)))
        cut = data.draw(st.integers(0, 60))
        body[at : at + cut] = data.draw(st.sampled_from([b"", *TAGS]))
    assert_faithful(bytes(body))


@BOUNDED
@given(st.data())
def test_pages_with_swapped_and_doubled_stretches_never_give_unfaithful_text(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(PAGES))
    places = sorted(data.draw(st.lists(st.integers(0, len(body)), min_size=3, max_size=3)))
    first, second, third = places
    for _ in range(data.draw(st.integers(1, 3))):
        body = body[:first] + body[second:third] + body[first:second] + body[second:]
    assert_faithful(body)


@BOUNDED
@given(st.lists(st.sampled_from([*TAGS, b"word ", b"A sentence of some length that ends here. "]), max_size=200))
def test_broken_nesting_never_gives_unfaithful_text(pieces: list[bytes]) -> None:
    assert_faithful(b"<h1>A headline of four words</h1>" + b"".join(pieces))


@BOUNDED
@given(st.sampled_from(PAGES), st.integers(1, 8), st.integers(1, 8))
def test_pages_cut_and_joined_are_read_the_same_twice(body: bytes, first: int, second: int) -> None:
    cut = body[: len(body) * first // 8] + body[len(body) * (8 - second) // 8 :]
    assert extract(capture(cut), article_id="a1") == extract(capture(cut), article_id="a1")


@BOUNDED
@given(st.data())
def test_what_a_page_hides_never_becomes_its_text(data: st.DataObject) -> None:
    page = source_of(data.draw(st.sampled_from(PAGES)))
    ends = [at for at in range(page.find("<body"), len(page)) if page.startswith(("</p>", "</li>", "</h2>"), at)]
    at = page.find(">", data.draw(st.sampled_from(ends))) + 1 if ends else page.find("</body>")
    hidden = data.draw(st.sampled_from(HIDDEN))
    said = "\n".join(_paragraphs((page[:at] + hidden + page[at:]).encode()))
    assert compact(SECRET) not in compact(said)
    assert "sold the quiet harbour" not in said


@BOUNDED
@given(st.data())
def test_other_forms_of_the_same_letters_stay_verbatim(data: st.DataObject) -> None:
    page = source_of(data.draw(st.sampled_from(PAGES)))
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    page = unicodedata.normalize(form, page)
    noise = data.draw(st.sampled_from(["", "\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff", "\u034f"]))
    for at in sorted(data.draw(st.lists(st.integers(0, len(page)), max_size=8)), reverse=True):
        page = page[:at] + noise + page[at:]
    assert_faithful(page.encode())


@BOUNDED
@given(
    st.sampled_from(PAGES),
    st.sampled_from(["utf-16", "utf-16-le", "utf-8-sig", "cp1251", "koi8-r", "cp1252", "gb18030"]),
)
def test_pages_in_other_encodings_than_they_declare_are_faithful(page: bytes, encoding: str) -> None:
    assert_faithful(source_of(page).encode(encoding, "xmlcharrefreplace"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_golden_pages_say_every_paragraph_by_a_reader_without_a_tree(path: Path) -> None:
    page = path.read_bytes()
    seen = shown(source_of(page))
    for paragraph in _paragraphs(page):
        assert compact(paragraph) in seen


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.name)
def test_golden_pages_state_every_headline_name_caption_credit_and_summary(path: Path) -> None:
    page = path.read_bytes()
    result = extract(capture(page), article_id="a1")
    if isinstance(result, Extraction):
        article = result.article
        said = stated(source_of(page))
        pictures = [text for one in article.pictures for text in (one.caption, one.credit)]
        for text in (article.headline, article.summary, *article.byline, *pictures):
            assert compact(text) in said


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_fuzzing_found_is_read_or_refused(path: Path) -> None:
    assert_faithful(path.read_bytes())


def test_the_judge_finds_words_that_were_added_exchanged_or_taken_from_where_nobody_reads() -> None:
    page = (
        "<html><head><title>Harbour</title></head><body><p>The council closed the <b>old</b> terminal.</p>"
        f"<div hidden><p>{SECRET}</p></div><script>var text = 'Secret words.'</script><p>Two boats sail.</p></body>"
    )
    said = ("The council closed the old terminal.", "Two boats sail.")
    for judge in (shown, in_tree, in_source):
        assert all(compact(text) in judge(page) for text in said)
    assert compact(SECRET) not in shown(page)
    for judge in (shown, in_tree):
        assert "Secretwords" not in judge(page)
        assert compact("Two boats sail. The council") not in judge(page)
    for judge in (shown, in_tree, in_source):
        assert compact("The council never closed") not in judge(page)
