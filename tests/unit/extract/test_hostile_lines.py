"""Lines of 20,000 characters made to harm patterns, in every place of a page that is read; the judge is the deadline of
a real child, as in test_extract_hostile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

import pytest

from headwater.pipeline.reading import ReadResult
from headwater.pipeline.sandbox import Children, SandboxLimits
from unit.extract.pages import PROSE, URL, page
from unit.extract.test_extract_hostile import DEADLINE_SECONDS, MEMORY_BYTES, answer_of

CHARS = 20_000
LINES = 40
"""So many short lines of the same kind stand around the text."""

PIECES = (
    "a", "A ", "1 ", "(", ". ", "a.", "/ ", "- ", "a-", " | ", "文", "; ", "\"'", "A, ", "and ", "by ", "on 3 ",
    "foto: ", "© 2026 ", "cc by ", "http://a", "Mon, 3 ", "A/A ", "nuotr. ", "&nbsp; ",
)  # fmt: skip


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    limits = SandboxLimits(deadline_seconds=DEADLINE_SECONDS, memory_bytes=MEMORY_BYTES)
    with Children(1, limits) as crew:
        yield crew


def _hostile_page(piece: str) -> str:
    long = (piece * (CHARS // len(piece)))[:CHARS]
    short = escape(long[:250])
    said = escape(long)
    declared = {
        "@context": "https://schema.org", "@type": "NewsArticle", "url": URL, "headline": long, "keywords": long,
        "author": [{"@type": "Person", "name": long}, "Jane " + long], "datePublished": long, "license": long,
        "articleSection": long, "publisher": {"@type": "Organization", "name": long, "url": long},
        "image": {"@type": "ImageObject", "url": "/a.jpg", "caption": long, "creditText": long, "author": long},
        "isBasedOn": long, "copyrightNotice": long,
    }  # fmt: skip
    metas = "author og:title og:description article:published_time og:site_name copyright robots dc.rights keywords"
    head = (
        "".join(f'<meta name="{name}" property="{name}" content="{said}">' for name in metas.split())
        + f'<meta http-equiv="refresh" content="9;{said}"><link rel="license" href="{said}"><base target="{said}">'
        + f'<script type="application/ld+json">{json.dumps(declared)}</script>'
    )
    top = (
        f'<p class="byline author">{said}</p><p class="byline">By Jane {short}</p><time datetime="{said}">{said}</time>'
        f'<p class="date">{short}</p><div itemprop="author">{said}</div><p>{short}</p>'
    )
    figure = (
        f'<figure><img src="/b.jpg" width="900" height="600" alt="{said}" srcset="{said}" data-caption="{said}">'
        f'<figcaption>{said}</figcaption><span class="credit">{said}</span></figure>'
        f'<figure><img src="/c.jpg" width="900" height="600"><figcaption>{short}</figcaption></figure>'
    )
    lines = "".join(f'<p>{short}{number}</p><p class="source">{number} {short}</p>' for number in range(LINES))
    aside = f'<aside><a href="/{said}">{said}</a><a rel="license" href="{said}">{short}</a></aside><p>{said}</p>'
    body = page(head=head, top=top, end=f"{figure}{lines}{aside}")
    return body.replace("<title>", f"<title>{said}", 1)


@pytest.mark.slow
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("piece", PIECES)
def test_long_lines_of_one_piece_in_every_place_cost_no_deadline(children: Children, piece: str) -> None:
    answer = answer_of(children, _hostile_page(piece))
    assert isinstance(answer, ReadResult), answer
    assert set(PROSE) <= set(answer.article.paragraphs)
