"""Each folder here is a case: `input.*`, `case.toml`, and the line that `headwater feed` writes (`expected.json`)."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from headwater.acquire import feed_line, read
from headwater.model.codec import to_json
from headwater.model.rejection import Rejection
from headwater.model.web import Capture

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/case.toml"))


def line_of(case: Path) -> dict[str, object]:
    told = tomllib.loads((case / "case.toml").read_text())
    (given,) = case.glob("input.*")
    capture = Capture(
        id=case.name,
        requested_url=told["url"],
        final_url=told["url"],
        status=200,
        headers={"content-type": told["content_type"]},
        body=given.read_bytes(),
        captured_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    )
    found = read(capture)
    return {"rejection": to_json(found)} if isinstance(found, Rejection) else feed_line(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_feed_is_read_as_expected(case: Path) -> None:
    assert line_of(case) == json.loads((case / "expected.json").read_text())
