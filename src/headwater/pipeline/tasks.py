"""The tasks that children run, by name. Each is a pure function of its payload; models are loaded once a child."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from headwater import acquire, annotate
from headwater.acquire.publisher_facts import publisher_facts
from headwater.acquire.sections import sections
from headwater.model.annotation import Annotation
from headwater.model.article import Article
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Feed, SourceKind
from headwater.pipeline import filters, joining, reading
from headwater.pipeline.models import embedder
from headwater.pipeline.picture_copying import copy_picture
from headwater.pipeline.ruling import rule_page


def read_page(task: reading.ReadTask) -> reading.ReadResult | joining.NextPage | Rejection:
    """`pipeline.reading.read_page` with this process's embedder."""
    return reading.read_page(task, embedder() if task.with_vectors else None)


def read_feed(order: tuple[Capture, bool] | tuple[Capture, bool, tuple[str, ...]]) -> Feed | Rejection:
    """`acquire.read` of one capture, its kind detected; HTML is read as a page of links if the second says so.

    The third, if there is one, are the patterns of the host's article addresses (`Source.patterns`).
    """
    capture, may_be_page, *more = order
    feed = acquire.read(capture)
    if may_be_page and isinstance(feed, Rejection) and feed.reason is Reason.NOT_A_FEED:
        return acquire.read(capture, kind=SourceKind.PAGE, patterns=more[0] if more else ())
    return feed


def discover(capture: Capture) -> tuple[str, ...]:
    """Addresses of feeds and sitemaps that a page or robots.txt names."""
    return acquire.discover(capture)


def annotate_articles(order: tuple[Sequence[Article], bool]) -> list[tuple[Annotation, ...]]:
    """What the annotators say of each article; with vectors if the second of the pair says so."""
    articles, with_vectors = order
    return annotate.annotate(articles, embedder=embedder() if with_vectors else None)


def selftest(order: tuple[str, Any]) -> Any:
    """Behave well or badly on request, so that the sandbox can be tried without a hostile page at hand."""
    verb, argument = order
    if verb == "hang":
        time.sleep(3600)
    if verb == "die":
        os._exit(9)
    if verb == "eat":
        return len(bytearray(argument))
    if verb == "raise":
        raise RuntimeError(argument)
    if verb == "print":
        sys.stdout.write(str(argument))
        sys.stdout.flush()
        return "printed"
    return argument


TASKS: dict[str, Callable[[Any], Any]] = {
    "read_page": read_page,
    "read_feed": read_feed,
    "copy_picture": copy_picture,
    "rule_page": rule_page,
    "discover": discover,
    "publisher_facts": publisher_facts,
    "sections": sections,
    "filter_chunk": filters.run_chunk,
    "extract_taught": filters.extract_taught,
    "annotate_articles": annotate_articles,
    "selftest": selftest,
}


def run_task(name: str, payload: Any) -> Any:
    """Run the task called `name`; KeyError where there is none."""
    return TASKS[name](payload)
