"""Which dear paths a page's reading took is told, and none where the page declares all and reads plainly."""

from __future__ import annotations

import pytest
from tests.unit.extract.pages import capture

from headwater.extract import Extraction, ReadingPath, extract

PROSE = "".join(
    f"<p>Sentence {n} of the report on the lock gates says in plain words what the harbour office decided that day.</p>"
    for n in range(12)
)
TIME = '<meta property="article:published_time" content="2026-03-02T08:15:00+01:00">'
DECLARED = f'{TIME}<meta name="author" content="Ada Moor">'


def _paths(html: str) -> frozenset[ReadingPath]:
    result = extract(capture(html), article_id="a1")
    assert isinstance(result, Extraction)
    return result.paths


def _page(body: str, head: str = DECLARED) -> str:
    return f"<html lang=en><head><title>The lock gates</title>{head}</head><body>{body}</body></html>"


def test_a_plain_page_that_declares_all_takes_no_dear_path() -> None:
    assert _paths(_page(f"<h1>The lock gates</h1><article>{PROSE}</article>")) == frozenset()


@pytest.mark.parametrize(
    ("html", "path"),
    [
        (
            _page(f"<h1>The lock gates</h1><article><p>By Ada Moor</p><p>2 March 2026</p>{PROSE}</article>", head=""),
            ReadingPath.SHOWN_DATE,
        ),
        (
            _page(f"<h1>The lock gates</h1><article><p>By Ada Moor</p><p>2 March 2026</p>{PROSE}</article>", head=""),
            ReadingPath.SHOWN_BYLINE,
        ),
        (
            _page(f"<h1>The lock gates</h1><div hidden>{PROSE}</div>"),
            ReadingPath.HIDDEN_TEXT,
        ),
        (
            _page(f"<h1>The lock gates</h1><div>{f'<div class=sidebar>{PROSE}</div>' * 3}</div>"),
            ReadingPath.NAMES_FORGOTTEN,
        ),
    ],
)
def test_a_page_that_leaves_a_question_takes_the_path_that_answers_it(html: str, path: ReadingPath) -> None:
    assert path in _paths(html)
