"""Which sitemaps of an index are worth reading: an index lists a whole archive, and only its end is news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

MAX_CHILDREN = 50
"""Sitemaps taken of one index."""

MAX_CHILD_AGE = timedelta(days=31)
"""Sitemaps that changed longer ago hold no news; the newest few are taken all the same."""

MIN_CHILDREN = 3

_NEWS = re.compile(r"(?<![a-z])(?:google-?)?news(?![a-z])|latest|recent|(?<![a-z])today", re.I)
_NO_ARTICLES = re.compile(
    r"(?<![a-z])(?:categor(?:y|ies)|post[_-]?tags?|tags?|authors?|users?|pages?|videos?|images?|galler(?:y|ies)|products?|"
    r"local|taxonom(?:y|ies)|sections?|topics?|static)(?![a-z])",
    re.I,
)
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2]|[1-9](?!\d))(?:[-_/.]?([0-2]\d|3[01]|[1-9](?!\d)))?)?(?!\d)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Child:
    """One line of an index; `modified_at` is its `lastmod`."""

    url: str
    modified_at: datetime | None = None


def chosen_children(stated: Sequence[Child], now: datetime) -> tuple[str, ...]:
    """The addresses worth reading, news sitemaps first, then the newest; at most `MAX_CHILDREN`.

    Lists of tags, authors, pictures and the like are left out where there are others; so are sitemaps whose
    `lastmod` is older than `MAX_CHILD_AGE`, but for the newest few.
    """
    known = {child.url: child for child in stated if child.url}
    useful = [child for child in known.values() if not _NO_ARTICLES.search(_name(child.url))] or list(known.values())
    ordered = sorted(useful, key=_rank)
    fresh = [child for child in ordered if _is_fresh(child, now)]
    taken = fresh if len(fresh) >= MIN_CHILDREN else ordered[: max(MIN_CHILDREN, len(fresh))]
    return tuple(child.url for child in taken[:MAX_CHILDREN])


def _rank(child: Child) -> tuple[bool, float, tuple[int, ...]]:
    """News sitemaps, then by lastmod, then by the date that stands in the address, then as they come."""
    seconds = -child.modified_at.timestamp() if child.modified_at else 0.0
    return not _NEWS.search(_name(child.url)), seconds, tuple(-number for number in _date_of(child.url))


def _is_fresh(child: Child, now: datetime) -> bool:
    if _NEWS.search(_name(child.url)):
        return True
    if child.modified_at is not None:
        return child.modified_at > now - MAX_CHILD_AGE
    year, month, _ = _date_of(child.url)
    limit = now - MAX_CHILD_AGE
    return year == 0 or (year, month or 12) >= (limit.year, limit.month)


def _name(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _date_of(url: str) -> tuple[int, int, int]:
    """Year, month and day that an address names, 0 where it does not."""
    match = _DATE.search(_name(url))
    return (0, 0, 0) if match is None else (int(match[1]), int(match[2] or 0), int(match[3] or 0))
