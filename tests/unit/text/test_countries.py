from datetime import UTC, datetime

import pytest

from headwater.text.countries import (
    claimed_country,
    countries_speaking,
    country_code,
    country_codes,
    country_of_clock,
    country_of_domain,
    country_of_language,
)

WINTER = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("host", "country"),
    [
        ("paper.no", "NO"),
        ("https://www.paper.co.uk/a", "GB"),
        ("paper.com.co", "CO"),
        ("paper.co", ""),
        ("paper.io", ""),
        ("paper.tv", ""),
        ("paper.me", ""),
        ("paper.com", ""),
        ("paper.example", ""),
        ("paper.xn--p1ai", "RU"),
        ("рупор.рф", "RU"),
        ("paper.eu", ""),
        ("", ""),
    ],
)
def test_a_national_domain_names_its_country_and_one_sold_to_everybody_does_not(host, country):
    assert country_of_domain(host) == country


def test_a_domain_that_is_sold_still_claims_a_country():
    assert claimed_country("paper.me") == "ME"
    assert claimed_country("paper.com") == ""


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("NO", "", "NO"),
        ("no", "", "NO"),
        ("NOR", "", "NO"),
        ("Norway", "", "NO"),
        ("Norge", "nb", "NO"),
        ("Қазақстан", "kk-KZ", "KZ"),
        (" United  States of America. ", "", "US"),
        ("UK", "", "GB"),
        ("Atlantis", "", ""),
        ("ZZ", "", ""),
        ("", "", ""),
        ("Norge", "no such language", ""),
    ],
)
def test_countries_are_known_by_code_and_by_name_in_their_language(text, language, code):
    assert country_code(text, language) == code


def test_a_language_points_to_a_country_only_where_few_share_it():
    assert country_of_language("nb") == ("NO", True)
    assert country_of_language("kk") == ("KZ", True)
    assert country_of_language("el") == ("GR", False)
    assert country_of_language("es") == ("", False)
    assert country_of_language("xx") == ("", False)
    assert {"RU", "KZ"} <= countries_speaking("ru")


def test_language_and_clock_together_may_point_to_one_country():
    assert country_of_clock("pt", -180, WINTER) == "BR"
    assert country_of_clock("en", 330, WINTER) in ("IN", "")
    assert country_of_clock("ru", 300, WINTER) == ""  # Yekaterinburg or Almaty
    assert country_of_clock("ja", -300, WINTER) == ""


def test_every_code_is_of_two_capital_letters():
    assert all(len(code) == 2 and code.isupper() for code in country_codes())
    assert len(country_codes()) > 230
