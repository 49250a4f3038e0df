"""Pages written by us in the manner of real layouts: what is read of each is what a person would read."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from headwater.extract import article_line, extract
from headwater.extract._faithful import visible_text
from headwater.extract._metadata import Head
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.text.decode import decode_html
from headwater.text.words import squash

COMPLETE = {"headline", "byline", "published_at", "language", "paragraphs", "images"}
CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.toml"))


def _settings(case: Path) -> dict[str, Any]:
    return tomllib.loads((case / "case.toml").read_text("utf-8"))


def _capture(case: Path) -> Capture:
    settings = _settings(case)
    return Capture(
        id=case.name,
        requested_url=settings["url"],
        final_url=settings["url"],
        status=200,
        headers={"content-type": settings.get("content_type", "text/html")},
        body=(case / "input.html").read_bytes(),
        captured_at=datetime.fromisoformat(settings["captured_at"]),
    )


def _known_failures() -> list[Any]:
    """One test for each field known to be read wrongly: it fails, and its line is struck out once it is right."""
    return [
        pytest.param(case, field, marks=pytest.mark.xfail(reason=reason, strict=True), id=f"{case.name}-{field}")
        for case in CASES
        for field, reason in _settings(case).get("known_failures", {}).items()
    ]


def _wrong_fields(case: Path) -> list[str]:
    """The fields that are read otherwise than expected, each as a line."""
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    result = extract(_capture(case), article_id=case.name)
    if "rejection" in expected:
        assert isinstance(result, Rejection)
        found: dict[str, Any] = {"rejection": {"stage": result.stage, "reason": result.reason.value}}
        wanted: dict[str, Any] = {"rejection": expected["rejection"]}
    else:
        assert not isinstance(result, Rejection), result
        line = article_line(result)
        credits = [credit for credit in line["credits"] if credit["kind"] != "desk"]
        form = {name: getattr(result.form, name) for name in expected.get("form", {})}
        found = {**line["article"], **form, "credits": credits}
        wanted = {**expected["article"], **expected.get("form", {})}
        if "credits" in expected:
            wanted["credits"] = expected["credits"]
    return [f"{name}: {found[name]!r}, not {value!r}" for name, value in wanted.items() if found[name] != value]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_golden_page_is_read_as_a_person_reads_it(case: Path) -> None:
    known = _settings(case).get("known_failures", {})
    assert [line for line in _wrong_fields(case) if line.partition(":")[0] not in known] == []


@pytest.mark.parametrize(("case", "field"), _known_failures())
def test_what_is_known_to_be_read_wrongly_is_read_right(case: Path, field: str) -> None:
    assert [line for line in _wrong_fields(case) if line.partition(":")[0] == field] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_golden_case_says_all_that_a_person_would_say(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert isinstance(_settings(case)["tuned"], bool)
    assert "rejection" in expected or expected["article"].keys() >= COMPLETE


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_golden_paragraph_stands_verbatim_in_its_page(case: Path) -> None:
    capture = _capture(case)
    result = extract(capture, article_id=case.name)
    if isinstance(result, Rejection):
        return
    html, _ = decode_html(capture.body, capture.headers["content-type"])
    seen = visible_text(LexborHTMLParser(html))
    if result.article.text_from == "json-ld":
        seen = squash(str(Head(LexborHTMLParser(html), capture.final_url).article["articleBody"]))
    assert all(paragraph in seen for paragraph in result.article.paragraphs)


def test_the_list_of_golden_pages_names_every_case_and_whether_it_was_tuned_on() -> None:
    listed = (Path(__file__).parent / "README.md").read_text("utf-8")
    for case in CASES:
        tuned = "yes" if _settings(case)["tuned"] else "no"
        assert re.search(rf"^\| {case.name} \| .+ \| {tuned} \|$", listed, re.MULTILINE), case.name
