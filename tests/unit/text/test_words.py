import pytest

from headwater.text.words import MAX_MARKS, excerpt, query_alternatives, search_terms, sentences, squash, words


def test_words_are_folded_in_any_script() -> None:
    assert words("Don’t STOP ﬁne Straße") == ["don", "t", "stop", "fine", "strasse"]
    assert words("हिन्दी में Наука") == ["हिन्दी", "में", "наука"]
    assert words("東京 ab") == ["東", "京", "ab"]


def test_search_finds_inflected_words_with_and_without_accents() -> None:
    assert search_terms("The ministers were running", "en") == search_terms("the minister were runs", "en")
    assert search_terms("São Paulo") == search_terms("sao paulo")
    assert search_terms("l'économie", "fr") == search_terms("économies", "fr")


def test_scripts_without_spaces_give_bigrams() -> None:
    assert search_terms("東京タワー") == ["東京", "京タ", "タワ", "ワー"]
    assert search_terms("水") == ["水"]
    assert search_terms("ไทย") == ["ไท", "ทย"]


def test_terms_hold_no_punctuation_and_are_bounded() -> None:
    assert search_terms("U.S. 1,000 😀 — city's “x”") == ["us", "1000", "city", "x"]
    assert max(map(len, search_terms("a" * 5000))) == 64


def test_arabic_spellings_meet() -> None:
    assert search_terms("علي") == search_terms("على") == search_terms("علی")


def test_a_query_without_language_tries_the_stems_of_its_script() -> None:
    alternatives = query_alternatives("running ministers")
    assert len(alternatives) == 2
    assert {"running", "run"} <= set(alternatives[0])
    assert query_alternatives("東京") == [("東京",)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? “Four.” Five…", 5),
        ("Dr. Reed met Mr. J. Stone on 3. Oktober at 2 p.m. in town.", 1),
        ("He lives in the U.S. and works.", 1),
        ("東京です。はい！そうですか？", 3),
        ("यह है। क्या? हाँ।", 3),
        ("هل جاء؟ نعم. یہ ہے۔ جی۔", 4),
        ("It cost 3.5 million. Fine.", 2),
        ("", 0),
        ("no full stop", 1),
    ],
)
def test_sentences_end_where_readers_hear_them_end(text: str, count: int) -> None:
    found = sentences(text)
    assert len(found) == count, found
    assert squash(" ".join(found)).replace(" ", "") == squash(text).replace(" ", "")


def test_an_excerpt_is_whole_sentences_and_verbatim() -> None:
    paragraphs = ["The river  rose.\nIt rained all night long in town.", "People left."]
    whole = squash(" ".join(paragraphs))
    for limit in range(16, 80):
        found = excerpt(paragraphs, limit)
        assert len(found) <= limit
        assert found in whole
        assert found.endswith(".")
    assert excerpt(paragraphs, 16) == "The river rose."
    assert excerpt(paragraphs, 500) == whole


def test_an_excerpt_of_a_script_without_spaces_is_verbatim() -> None:
    assert excerpt(["川が増水した。町は静かだ。"], 8) == "川が増水した。"
    assert excerpt(["川が増水した。町は静かだ。"], 5) == "川が増水…"


def test_a_first_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    assert excerpt(["The river rose above the old stone bridge."], 20) == "The river rose…"
    assert excerpt(["x" * 50], 10) == "x" * 9 + "…"
    assert excerpt([], 100) == ""
    assert excerpt(["Some text."], 0) == ""


def test_towers_of_marks_are_cut_to_what_can_be_ordered_in_time() -> None:
    tower = "a" + "\u0301\u0316" * 200_000 + "b"
    assert len(squash(tower)) <= MAX_MARKS + 2
    assert squash(squash(tower)) == squash(tower)
