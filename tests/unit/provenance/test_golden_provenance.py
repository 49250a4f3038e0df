"""Whole inputs of the trace filter with the answer they must get: primary, relation, immediate source."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from headwater.model.article import Article, Publisher
from headwater.model.time import StatedTime
from headwater.provenance import TraceRecord, credits_from_text, trace_records
from headwater.text.urls import registrable_domain

CASES = Path(__file__).parents[2] / "golden" / "provenance"


def record(line: str) -> TraceRecord:
    given = json.loads(line)
    paragraphs = tuple(given["text"].split("\n\n"))
    article = Article(
        id=given["id"],
        url=given["url"],
        headline=given["headline"],
        paragraphs=paragraphs,
        publisher=Publisher(domains=(registrable_domain(given["url"]),)),
        published_at=StatedTime.parse(given["published_at"]),
        credits=credits_from_text(paragraphs, given["url"]),
        language="en",
    )
    return TraceRecord(article=article, at=datetime.fromisoformat(given["published_at"]))


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_golden_inputs_keep_their_primary_sources(case: str) -> None:
    folder = CASES / case
    lines = (folder / "input.ndjson").read_text("utf-8").splitlines()
    found = [
        {key: trace[key] for key in ("primary", "relation", "via") if key in trace}
        for trace in trace_records(map(record, lines))
    ]
    assert found == json.loads((folder / "expected.json").read_text("utf-8"))
