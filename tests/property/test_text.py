from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.text.dates import parse_stated
from headwater.text.decode import decode_html, decode_xml
from headwater.text.urls import address_key, canonical_url
from headwater.text.words import excerpt, search_terms, sentences, squash, words

URLS = st.one_of(
    st.text(max_size=80),
    st.builds("https://{}{}".format, st.sampled_from(["paper.example", "ü.example", "[::1]:8"]), st.text(max_size=60)),
    st.builds("http://www.paper.example/{}?{}#{}".format, *(st.text(max_size=20) for _ in range(3))),
)
DATES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["23", "2026", "November", "14:05", "/", "-", ".", " ", "T", "Z", "+01:00", "年", "3", "pm", "آذر", "1405"]
        ),
        max_size=9,
    ).map("".join),
)


@given(URLS)
@settings(max_examples=300, deadline=None)
def test_canonical_of_canonical_is_itself(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert address_key(url) == address_key(once)


@given(DATES)
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_date_or_none(text: str) -> None:
    stated = parse_stated(text, origin="x")
    assert stated is None or stated.at.tzinfo is not None


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "text/html; charset=utf-16", "x; charset=hz", "; charset=\x00", "charset=rot13"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_decode(body: bytes, content_type: str) -> None:
    for text, name in (decode_html(body, content_type), decode_xml(body, content_type)):
        assert "\x00" not in text
        assert name


@given(st.lists(st.text(max_size=120), max_size=4), st.integers(min_value=0, max_value=150))
@settings(max_examples=300, deadline=None)
def test_excerpts_are_bounded_and_verbatim(paragraphs: list[str], limit: int) -> None:
    found = excerpt(paragraphs, limit)
    assert len(found) <= limit
    whole = " ".join(filter(None, map(squash, paragraphs)))
    assert found in whole or found.removesuffix("…") in whole


@given(st.text(max_size=150))
@settings(max_examples=200, deadline=None)
def test_sentences_lose_nothing(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.text(max_size=100))
@settings(max_examples=200, deadline=None)
def test_words_and_terms_hold_no_white_space(text: str) -> None:
    assert all(word and not any(map(str.isspace, word)) for word in [*words(text), *search_terms(text, "en")])
