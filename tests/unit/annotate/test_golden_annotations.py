"""Every annotator has a case: what it says about one text of ours, word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from headwater.annotate import Embedder, annotate, annotators
from headwater.model.article import Article

CASES = Path(__file__).parents[2] / "golden" / "annotate"


@pytest.mark.parametrize("name", [kind.name for kind in annotators()])
def test_every_annotator_says_what_its_golden_case_expects(name: str, letters: Embedder) -> None:
    case = CASES / name
    given = json.loads((case / "input.json").read_text(encoding="utf-8"))
    article = Article(
        id="a",
        url="https://news.example/1",
        headline=given["headline"],
        paragraphs=tuple(given["paragraphs"]),
        declared_language=given["declared_language"],
    )
    (said,) = annotate([article], embedder=letters)
    found = [
        {
            "kind": a.kind.value,
            "body": dict(a.body),
            "field": a.field,
            "start": a.start,
            "end": a.end,
            "confidence": a.confidence,
        }
        for a in said
        if a.annotator == name
    ]
    assert found == json.loads((case / "expected.json").read_text(encoding="utf-8"))
