from datetime import UTC, datetime, timedelta

import pytest

from headwater.model.time import Precision, StatedTime
from headwater.text.dates import is_believable, parse_stated


def read(text: str, language: str = "") -> str | None:
    stated = parse_stated(text, origin="test", language=language)
    return stated.text() if stated else None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2026-11-23T14:05:00+01:00", "2026-11-23T14:05:00+01:00"),
        ("20261123T140500Z", "2026-11-23T14:05:00Z"),
        ("2026-11-23T14:05:00.123456-0330", "2026-11-23T14:05:00-03:30"),
        ("2026-11-23 14:05:00 +0000", "2026-11-23T14:05:00Z"),
        ("2026-327", "2026-11-23"),
        ("Mon, 23 Nov 2026 14:05:00 GMT", "2026-11-23T14:05:00Z"),
        ("23 Nov 26 14:05:01 +0530", "2026-11-23T14:05:01+05:30"),
        ("Mon, 23 Nov 2026 14:05:00 EST", "2026-11-23T14:05:00-05:00"),
        ("Mon Nov 23 14:05:00 2026", "2026-11-23T14:05:00"),
        ("Fri, 31 Dec 1999 24:00:00 GMT", "2000-01-01T00:00:00Z"),
        ("1700000000", "2023-11-14T22:13:20Z"),
        ("1700000000000", "2023-11-14T22:13:20Z"),
    ],
)
def test_dates_for_machines_are_read(given: str, expected: str) -> None:
    assert read(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Nov. 23, 2026 2:05 p.m. ET", "2026-11-23T14:05:00-05:00"),
        ("July 4, 2026 2:05 p.m. ET", "2026-07-04T14:05:00-04:00"),
        ("Published: 23rd November 2026, 14:05 CET", "2026-11-23T14:05:00+01:00"),
        ("12:00 AM, November 23, 2026", "2026-11-23T00:00:00"),
        ("Montag, 23. November 2026, 14.05 Uhr", "2026-11-23T14:05:00"),
        ("23.11.2026", "2026-11-23"),
        ("mardi 24 novembre 2026 à 14h05", "2026-11-24T14:05:00"),
        ("mar, 24 nov 2026", "2026-11-24"),
        ("23 de noviembre de 2026", "2026-11-23"),
        ("23 ноября 2026, 14:05 (МСК)", "2026-11-23T14:05:00+03:00"),
        ("23 қараша 2026", "2026-11-23"),
        ("2026. november 23. 14:05", "2026-11-23T14:05:00"),
        ("23. marraskuuta 2026 klo 14.05", "2026-11-23T14:05:00"),
        ("23 Kasım 2026", "2026-11-23"),
        ("23 listopada 2026", "2026-11-23"),
        ("23. listopada 2026.", "2026-10-23"),
        ("2026年11月23日 下午2:05", "2026-11-23T14:05:00"),
        ("令和8年11月23日", "2026-11-23"),
        ("2026년 11월 23일 오후 2:05", "2026-11-23T14:05:00"),
        ("23 tháng 11, 2026", "2026-11-23"),
        ("23 พฤศจิกายน 2569", "2026-11-23"),
        ("٢٣ نوفمبر ٢٠٢٦ - 14:05", "2026-11-23T14:05:00"),
        ("23 كانون الثاني 2026", "2026-01-23"),
        ("۲ آذر ۱۴۰۵", "2026-11-23"),
        ("२३ नवंबर २०२६", "2026-11-23"),
        ("২৩ নভেম্বর ২০২৬", "2026-11-23"),
        ("23 בנובמבר 2026", "2026-11-23"),
        ("23 Νοεμβρίου 2026", "2026-11-23"),
        ("2026 оны 11-р сарын 23", "2026-11-23"),
    ],
)
def test_visible_dates_are_read_in_many_languages(given: str, expected: str) -> None:
    assert read(given) == expected


@pytest.mark.parametrize(
    "given",
    ["", "yesterday", "2 hours ago", "vor 3 Stunden", "May 5", "November 2026", "3/4/2026", "23.11.26", "2026-02-31",
     "31 June 2026", "call 0800 123 456", "x" * 500, "2026", "há 5 minutos"],
)  # fmt: skip
def test_what_is_not_stated_is_not_guessed(given: str) -> None:
    assert read(given) is None


def test_the_language_settles_the_order_of_day_and_month() -> None:
    assert read("3/4/2026", "en-US") == "2026-03-04"
    assert read("3/4/2026", "en-GB") == "2026-04-03"
    assert read("3/4/2026", "fr") == "2026-04-03"
    assert read("listopad 5 2026", "hr") == "2026-10-05"


def test_precision_is_what_was_stated() -> None:
    def precision(text: str) -> Precision:
        stated = parse_stated(text, origin="test")
        assert stated is not None
        return stated.precision

    assert precision("2026-11-23") is Precision.DAY
    assert precision("2026-11-23T14:05Z") is Precision.MINUTE
    assert precision("2026-11-23T14:05:00Z") is Precision.SECOND


def test_a_time_without_zone_has_no_offset() -> None:
    stated = parse_stated("2026-11-23 14:05", origin="test")
    assert stated is not None
    assert stated.offset_minutes is None
    assert stated.origin == "test"


def test_the_far_future_and_the_time_before_the_web_are_not_believed() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert is_believable(StatedTime(at=now + timedelta(hours=20)), now=now)
    assert not is_believable(StatedTime(at=now + timedelta(days=2)), now=now)
    assert not is_believable(StatedTime(at=datetime(1970, 1, 1, tzinfo=UTC)), now=now)


@pytest.mark.parametrize(
    ("given", "language", "expected"),
    [
        ("21.11.26 07:00", "no", "2026-11-21T07:00:00"),
        ("21/11/26 - 18:02", "es", "2026-11-21T18:02:00"),
        ("2026ko azaroaren 21a - 09:30", "eu", "2026-11-21T09:30:00"),
        ("21.11.2026 17.40 h", "sr", "2026-11-21T17:40:00"),
    ],
)
def test_years_of_two_digits_are_read_where_the_language_puts_the_day_first(
    given: str, language: str, expected: str
) -> None:
    stated = parse_stated(given, origin="", language=language)
    assert stated is not None
    assert stated.text() == expected


@pytest.mark.parametrize(("given", "language"), [("21/11/26", "en"), ("21.11.26", ""), ("26.11.21", "ko")])
def test_years_of_two_digits_are_not_guessed_elsewhere(given: str, language: str) -> None:
    assert parse_stated(given, origin="", language=language) is None
