"""The systems that `extract.py` and `golden_pages.py` read the same pages with, ours among them.

Each gives what it says of text, headline, byline, times, language and pictures; what it has no word for stays empty.
Peers are installed by `make bench-extract`; those that are not there are named and left out.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from headwater.extract import Extraction, extract
from headwater.model.rejection import Rejection
from headwater.model.time import Precision, StatedTime
from headwater.model.web import Capture


@dataclass(frozen=True)
class Page:
    """One captured page, and its markup decoded by us (peers take text, not bytes)."""

    capture: Capture
    html: str


@dataclass(frozen=True)
class Read:
    """What one system read of one page; `minute` is the publication time to the minute where it states one."""

    text: str = ""
    headline: str = ""
    byline: tuple[str, ...] = ()
    day: str = ""
    minute: str = ""
    language: str = ""
    pictures: tuple[tuple[str, str, str], ...] = ()
    paths: tuple[str, ...] = ()


def read_ours(page: Page) -> Read:
    """headwater, from bytes: decoding, rejection and the check of every paragraph are in its time."""
    result = extract(page.capture, article_id=page.capture.id)
    return Read() if isinstance(result, Rejection) else told(result)


def told(result: Extraction) -> Read:
    """One extraction of ours in the words of the bench."""
    article = result.article
    published = article.published_at
    return Read(
        text=article.text,
        headline=article.headline,
        byline=article.byline,
        day=published.local.date().isoformat() if published else "",
        minute=_minute(published),
        language=article.language,
        pictures=tuple((one.url, one.caption, one.credit) for one in article.pictures),
        paths=tuple(getattr(result, "paths", ())),
    )


def _minute(published: StatedTime | None) -> str:
    if published is None or published.precision is Precision.DAY:
        return ""
    return published.local.strftime("%Y-%m-%dT%H:%M")


def read_trafilatura(page: Page) -> Read:
    """trafilatura with its metadata; htmldate, which it brings, gives the day."""
    import trafilatura

    found = trafilatura.bare_extraction(
        page.html, url=page.capture.final_url, with_metadata=True, include_comments=False
    )
    if found is None:
        return Read()
    names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Read(found.text or "", found.title or "", names, found.date or "", language=found.language or "")


def read_resiliparse(page: Page) -> Read:
    """resiliparse's main content, without lists' bullets and alternative texts, and its language detection."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.lang import detect_fast

    text = extract_plain_text(page.html, main_content=True, alt_texts=False, list_bullets=False)
    return Read(text, language=detect_fast(text)[0])


def read_readability(page: Page) -> Read:
    """readability-lxml's summary as text, with its short title."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(page.html)
    summary = fromstring(document.summary())
    return Read("\n".join(text.strip() for text in summary.itertext() if text.strip()), document.short_title())


def read_newspaper(page: Page) -> Read:
    """newspaper4k's parse, without its natural-language part."""
    from newspaper import Article

    article = Article(page.capture.final_url, fetch_images=False)
    article.download(input_html=page.html)
    article.parse()
    at = article.publish_date
    stated = at if isinstance(at, datetime) else None
    return Read(
        article.text,
        article.title,
        tuple(article.authors),
        stated.date().isoformat() if stated else "",
        stated.strftime("%Y-%m-%dT%H:%M") if stated else "",
        article.meta_lang or "",
    )


Reader = Callable[[Page], Read]
SYSTEMS: tuple[tuple[str, str, Reader], ...] = (
    ("headwater", "headwater", read_ours),
    ("trafilatura", "trafilatura", read_trafilatura),
    ("resiliparse", "resiliparse", read_resiliparse),
    ("readability-lxml", "readability", read_readability),
    ("newspaper4k", "newspaper", read_newspaper),
)


def systems(only: str = "") -> Iterator[tuple[str, Reader]]:
    """Those that are installed, ours first; the others are named on standard error."""
    for name, module, read in SYSTEMS:
        if not name.startswith(only):
            continue
        if importlib.util.find_spec(module) is None:
            print(f"{name} is not installed and was left out: make bench-extract installs it", file=sys.stderr)
            continue
        yield name, read


@contextmanager
def logs_off() -> Iterator[None]:
    """Peers write a line for every page that they find odd."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
