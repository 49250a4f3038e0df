"""What was read of a page, for the question whether it is an article, and the first things to be said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import Block, Page
from headwater.extract._jsonld import ARTICLE_TYPES
from headwater.extract._lines import text_size
from headwater.extract._metadata import Head
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture

MIN_TEXT_CHARS = 200
"""Least text of an article on a page that does not call itself one; Han, kana, Hangul and Thai count triple."""

MIN_DECLARED_TEXT_CHARS = 60
"""Least text where the page declares an article (schema.org, og:type) and shows a headline."""

SHORT_TEXT_CHARS = 1_200
"""Walls and error pages say no more than this."""

MAX_TITLE_TAIL_CHARS = 60
"""So much may stand behind the words by which a title names an error page or a listing."""

_DIVIDED = re.compile(r"\s[|–—-]\s|[|｜_]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page, for the question whether it is an article."""

    capture: Capture
    tree: LexborHTMLParser
    head: Head
    page: Page
    headline: str
    paragraphs: Sequence[str]
    kept: Sequence[Block]


def reject(capture: Capture, reason: Reason, detail: str = "") -> Rejection:
    """A rejection by this stage."""
    return Rejection(stage="extract", reason=reason, detail=detail, subject=capture.final_url or capture.requested_url)


def text_weight(paragraphs: Sequence[str]) -> int:
    """Characters of text, those of dense scripts counted triple."""
    return sum(map(text_size, paragraphs))


def declares_article(head: Head) -> bool:
    """Whether the page calls itself an article (schema.org type, og:type, article times)."""
    if ARTICLE_TYPES.intersection(head.graph.types()):
        return True
    return head.meta("og:type").casefold() in ("article", "news", "blog", "news.article") or bool(
        head.meta("article:published_time")
    )


def title_parts(reading: Reading) -> list[str]:
    """Headline and title, whole and cut where the outlet's name is set off."""
    titles = [title.strip() for title in (reading.headline, reading.head.title) if title]
    parts = [part.strip() for title in titles for part in (title, *_DIVIDED.split(title))]
    return list(dict.fromkeys(part for part in parts if part))


def opens_with(part: str, openings: tuple[str, ...]) -> bool:
    """Whether a title begins with one of some case-folded phrases, with little behind it."""
    folded = part.casefold()
    if not folded.startswith(openings):
        return False
    longest = max(len(opening) for opening in openings if folded.startswith(opening))
    return len(folded) <= longest + MAX_TITLE_TAIL_CHARS
