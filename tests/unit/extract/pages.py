"""Pages built for one question each; all texts are ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from headwater.extract import Extraction, extract
from headwater.model.article import Article
from headwater.model.rejection import Rejection
from headwater.model.web import Capture, Entry

CAPTURED_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
URL = "https://news.lantern.example/2026/harbour-terminal-closes-for-good"
PROSE = (
    "The harbour council of Port Ellery voted on Monday to close the old ferry terminal after forty years.",
    "Engineers had warned since the spring that the eastern pier was sinking by three centimetres a year.",
    "Two of the four boats will sail from the container dock, and the others will be sold before the winter.",
    "Commuters will be carried by bus until the new terminal opens, which the council expects in two years.",
)
HEADLINE = "Council closes sinking ferry terminal"


def capture(
    body: str | bytes, *, url: str = URL, content_type: str = "text/html; charset=utf-8", status: int = 200
) -> Capture:
    data = body.encode() if isinstance(body, str) else body
    return Capture(
        id="capture-1",
        requested_url=url,
        final_url=url,
        status=status,
        headers={"content-type": content_type},
        body=data,
        captured_at=CAPTURED_AT,
    )


def paragraphs(texts: Sequence[str] = PROSE) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str = "", *, head: str = "", top: str = "", end: str = "", lang: str = "en") -> str:
    """An article page: `top` stands between headline and text, `body` replaces the text, `end` follows inside it."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{HEADLINE}</title>{head}</head><body>'
        f"<article><h1>{HEADLINE}</h1>{top}<div>{body or paragraphs()}{end}</div></article></body></html>"
    )


def read(body: str | bytes, *, url: str = URL, entry: Entry | None = None) -> Article:
    result = extract(capture(body, url=url), article_id="a1", entry=entry)
    assert isinstance(result, Extraction), result
    return result.article


def refused(body: str | bytes, *, url: str = URL, content_type: str = "text/html", status: int = 200) -> Rejection:
    result = extract(capture(body, url=url, content_type=content_type, status=status), article_id="a1")
    assert isinstance(result, Rejection), result.article.headline
    return result
