import pytest

from headwater.provenance._facts import breaks, figures, in_place, is_telling, names, near, shared_in_order


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3.2 million cubic metres", ["3200000"]),
        ("3,2 millioner kubikkmeter", ["3200000"]),
        ("320万立方米", ["3200000"]),
        ("3,2 млн кубометров", ["3200000"]),
        ("5 lakh people", ["500000"]),
        ("1 247 and 1.247 and 1,247", ["1247", "1247", "1247"]),
        ("١٢٤٧ شخصا", ["1247"]),
        ("19 bin 400 kişi", ["19400"]),
        ("2.4 and 2,4 and 2,40", ["2.4", "2.4", "2.4"]),
        ("at 4:12 with 7 others", ["4:12"]),
        ("no figure", []),
    ],
)
def test_figures_have_one_notation_in_all_languages(text: str, found: list[str]) -> None:
    assert list(figures([text]).values) == found


def test_names_are_capitalised_words_inside_sentences() -> None:
    assert list(names(["Researcher Maren Dyrhaug said so. The lake of Kvitbreen grew."]).values) == [
        "mrn",
        "drg",
        "kvtb",
    ]


def test_places_are_thousandths_of_the_whole_text() -> None:
    found = figures(["x" * 50 + " 12", "y" * 40 + " 345"])
    assert list(found.places) == sorted(found.places)
    assert 0 <= found.places[0] < found.places[1] <= 1000
    assert breaks(["a" * 30, "b" * 70]) == (300,)


def test_the_same_facts_elsewhere_are_not_in_place() -> None:
    here = figures(["11 " + "x " * 200, "22 " + "x " * 200, "33 " + "x " * 200])
    there = figures(["33 " + "x " * 200, "22 " + "x " * 200, "11 " + "x " * 200])
    assert in_place(here, here, 60) == 3
    assert in_place(here, there, 60) == 1


def test_a_text_cut_off_at_its_end_keeps_its_facts_in_place() -> None:
    paragraphs = [f"{10 + n} " + "x " * 100 for n in range(8)]
    assert in_place(figures(paragraphs[:5]), figures(paragraphs), 60) == 5


def test_near_counts_places_within_reach() -> None:
    assert near((100, 500, 900), (110, 700), 22) == 1
    assert near((), (1,), 22) == 0


@pytest.mark.parametrize(
    ("a", "b", "length"), [("abcde", "xaxcxe", 3), ("", "abc", 0), ("abc", "cba", 1), ("aab", "ab", 2)]
)
def test_the_longest_common_subsequence_is_exact(a: str, b: str, length: int) -> None:
    assert shared_in_order(a, b) == length
    assert shared_in_order(b, a) == length


def test_years_and_round_figures_tell_little() -> None:
    assert is_telling("1247")
    assert is_telling("2.4")
    assert not is_telling("2026")
    assert not is_telling("18")
    assert not is_telling("3000000")
