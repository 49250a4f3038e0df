"""Pages written by us in the manner of real layouts: what is read of each is what a person would read."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from headwater.extract import article_line, extract
from headwater.extract._faithful import visible_text
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.text.decode import decode_html

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.toml"))


def _capture(case: Path) -> Capture:
    settings = tomllib.loads((case / "case.toml").read_text("utf-8"))
    return Capture(
        id=case.name,
        requested_url=settings["url"],
        final_url=settings["url"],
        status=200,
        headers={"content-type": settings.get("content_type", "text/html")},
        body=(case / "input.html").read_bytes(),
        captured_at=datetime.fromisoformat(settings["captured_at"]),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_golden_page_is_read_as_a_person_reads_it(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    result = extract(_capture(case), article_id=case.name)
    if "rejection" in expected:
        assert isinstance(result, Rejection)
        assert (result.stage, result.reason.value) == tuple(expected["rejection"].values())
        return
    assert not isinstance(result, Rejection), result
    line = article_line(result)
    for key, value in expected["article"].items():
        assert line["article"][key] == value, key
    for key, value in expected.get("form", {}).items():
        assert getattr(result.form, key) == value, key
    if "credits" in expected:
        found = [credit for credit in line["credits"] if credit["kind"] != "desk"]
        assert found == expected["credits"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_golden_paragraph_stands_verbatim_in_its_page(case: Path) -> None:
    capture = _capture(case)
    result = extract(capture, article_id=case.name)
    html, _ = decode_html(capture.body, capture.headers["content-type"])
    seen = visible_text(LexborHTMLParser(html))
    if not isinstance(result, Rejection):
        assert all(paragraph in seen for paragraph in result.article.paragraphs)
