"""Whatever the bytes: a value or a rejection, and never a paragraph that the page does not say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from headwater.extract import Extraction, article_line, extract
from headwater.model.rejection import Rejection
from headwater.text.decode import decode_html
from headwater.text.words import squash
from unit.extract.pages import capture

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "extract").glob("*/input.html"))
PAGES = [path.read_bytes() for path in GOLDEN]
BOUNDED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TAGS = (
    b"<div> </div> <p> </p> <br> <b> </b> <a\thref=x> </a> <table> <td> <!-- <script> </script> <style> <h1> "
    b"&amp; &#0; \0 \xff <span\thidden> <svg> \xe2\x80"
).split(b" ")


def _everything_said(body: bytes) -> str:
    """All text of the page without any white space, by lexbor's own text function: another road than ours."""
    html, _ = decode_html(body, "text/html; charset=utf-8")
    tree = LexborHTMLParser(html)
    for hidden in tree.css("span[hidden], body title"):
        hidden.decompose()
    return "".join(squash(tree.body.text() if tree.body is not None else "").split())


def _assert_faithful(body: bytes) -> None:
    result = extract(capture(body), article_id="a1")
    if isinstance(result, Rejection):
        assert result.stage == "extract"
        return
    assert isinstance(result, Extraction)
    said = _everything_said(body)
    for paragraph in result.article.paragraphs:
        assert "".join(paragraph.split()) in said
    assert article_line(result)["article"]["headline"]


@BOUNDED
@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_value_or_a_rejection(body: bytes) -> None:
    _assert_faithful(body)


@BOUNDED
@given(st.data())
def test_garbled_pages_never_give_unfaithful_text(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(PAGES)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(body)))
        cut = data.draw(st.integers(0, 60))
        body[at : at + cut] = data.draw(st.sampled_from([b"", *TAGS]))
    _assert_faithful(bytes(body))


@BOUNDED
@given(st.lists(st.sampled_from([*TAGS, b"word ", b"A sentence of some length that ends here. "]), max_size=200))
def test_broken_nesting_never_gives_unfaithful_text(pieces: list[bytes]) -> None:
    _assert_faithful(b"<h1>A headline of four words</h1>" + b"".join(pieces))


@BOUNDED
@given(st.sampled_from(PAGES), st.integers(1, 8), st.integers(1, 8))
def test_pages_cut_and_joined_are_read_the_same_twice(body: bytes, first: int, second: int) -> None:
    cut = body[: len(body) * first // 8] + body[len(body) * (8 - second) // 8 :]
    assert extract(capture(cut), article_id="a1") == extract(capture(cut), article_id="a1")
