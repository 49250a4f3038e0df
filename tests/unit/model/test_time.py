from datetime import UTC, datetime

import pytest

from headwater.model.time import Precision, StatedTime


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T14:05:00+05:00",
        "2026-11-23T14:05:00Z",
        "2026-11-23",
        "2026-11-23T23:30:00-03:30",
        "2026-11-23T14:05:00",
    ],
)
def test_the_publishers_own_offset_is_kept(text):
    assert StatedTime.parse(text).text() == text


def test_a_bare_date_is_of_day_precision():
    assert StatedTime.parse("2026-11-23").precision is Precision.DAY


def test_the_instant_is_kept_in_utc():
    assert StatedTime.parse("2026-11-23T04:00:00+05:00").at == datetime(2026, 11, 22, 23, tzinfo=UTC)


def test_a_time_without_offset_claims_none():
    stated = StatedTime.parse("2026-11-23T14:05:00")
    assert stated.offset_minutes is None
    assert stated.text() == "2026-11-23T14:05:00"


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        StatedTime(at=datetime(2026, 1, 1))  # noqa: DTZ001
