from datetime import UTC, datetime, timedelta

import pytest

from headwater.text.ids import digest, new_id, url_hash

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)


def test_identifiers_sort_by_time() -> None:
    early, late = new_id(NOW, b"\xff" * 10), new_id(NOW + timedelta(milliseconds=1), b"\x00" * 10)
    assert early < late
    assert len(early) == len(late) == 26


def test_identifiers_follow_the_ulid_example() -> None:
    assert new_id(datetime.fromtimestamp(1469918176.385, UTC), bytes(10)) == "01ARYZ6S41" + "0" * 16


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        new_id(NOW, b"short")


def test_hashes_name_their_method_and_variants_share_one() -> None:
    assert digest(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert url_hash("https://www.paper.example/a/") == url_hash("http://paper.example/a?utm_source=x")
