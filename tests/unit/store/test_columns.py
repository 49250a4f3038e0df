"""Values in columns stay exact."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from headwater.store import columns


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 23, 12, 0, 0, 999_999, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
def test_an_instant_is_exact_to_the_microsecond(at):
    back = columns.instant(columns.microseconds(at))
    assert back == at
    assert back.tzinfo is UTC


def test_packing_is_lossless_and_small():
    data = b"the same words again " * 1000
    assert columns.unpack(columns.pack(data)) == data
    assert len(columns.pack(data)) < 200


def test_a_vector_is_kept_as_float32():
    assert columns.unpack_vector(columns.pack_vector((0.5, -0.125))) == (0.5, -0.125)
    assert len(columns.pack_vector([0.1] * 384)) == 384 * 4
