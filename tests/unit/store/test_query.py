"""From what was typed to an index expression."""

from headwater.store.reading.query import MAX_PARTS, any_of, parse


def test_words_are_all_wanted():
    assert parse("lang:en harbour bridge").match == '("harbour") AND ("bridg" OR "bridge")'


def test_a_phrase_of_known_language_has_two_forms():
    assert parse('lang:en "running costs"').match == '("run cost" OR "running costs")'


def test_exclusions_filters_and_words_are_told_apart():
    query = parse('-x source:A.example LANG:fr "y z"')
    assert query.refused == '("x")'
    assert (query.sources, query.languages) == (["a.example"], ["fr"])
    assert query.match


def test_several_languages_leave_the_stem_open():
    assert parse("lang:en lang:fr houses").match == '("houses" OR "hous" OR "house")'


def test_a_word_of_several_terms_is_a_phrase():
    assert '"北京 京大 大学"' in parse("北京大学").match


def test_nothing_typed_is_empty():
    assert parse("").is_empty
    assert parse('- " ( )').is_empty
    assert not parse("lang:en").is_empty


def test_long_queries_are_cut():
    assert parse("ab " * 500).match.count(" AND ") == MAX_PARTS - 1


def test_any_of_looks_in_headlines():
    assert any_of(["a", "b"]) == 'headline : ("a" OR "b")'
