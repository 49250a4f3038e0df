"""Which of the places that were found are polled: the broadest first, nothing twice, nothing that has ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from headwater.app.finding.asking import Answer
from headwater.model.web import Entry, SourceKind
from headwater.text.urls import address_key

MAX_TAKEN = 10
"""Sources of one outlet; whoever wants more adds them by their addresses."""

ENDED_AFTER = timedelta(days=180)
"""A feed whose newest entry is older has ended, as far as news go."""

SITEMAP_HORIZON = timedelta(days=7)
"""A plain sitemap is worth reading only if it dates its newest pages (polling takes nothing older)."""

SAME_SHARE = 0.9
"""This share of entries in common means the same feed: caches and clocks differ a little."""

MIN_SECTION_LINKS = 5
"""A section page with fewer links to articles is none."""

FEED_KINDS = frozenset({SourceKind.RSS, SourceKind.ATOM, SourceKind.JSONFEED, SourceKind.NEWS_SITEMAP})
_COMMENTS = re.compile(r"/comments?(?:/|$)|/replies(?:/|$)|comments/default|feed=comments|/kommentare?(?:/|$)", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A place that may announce an outlet's articles: how it was found, what it answered, and the verdict on it."""

    url: str
    found_by: str
    answer: Answer | None = None
    is_taken: bool = False
    why: str = ""

    @property
    def kind(self) -> SourceKind | None:
        """What it is; None where it is no source."""
        return self.answer.feed.kind if self.answer is not None and self.answer.feed is not None else None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it announces now."""
        return self.answer.feed.entries if self.answer is not None and self.answer.feed is not None else ()

    @property
    def is_whole(self) -> bool:
        """Whether it is a feed or news sitemap that was not cut off on its way: nothing better can be there."""
        feed = self.answer.feed if self.answer is not None else None
        return feed is not None and feed.kind in FEED_KINDS and "truncated" not in feed.repaired

    @property
    def newest_at(self) -> datetime | None:
        """The time of its newest entry; None where it gives no times."""
        return max(filter(None, map(stated_at, self.entries)), default=None)

    @property
    def keys(self) -> frozenset[str]:
        """The works that it announces."""
        return frozenset(filter(None, (address_key(entry.url) for entry in self.entries)))


def stated_at(entry: Entry) -> datetime | None:
    """When an entry was published, or changed, by its own word."""
    stated = entry.published_at or entry.updated_at
    return None if stated is None else stated.at


def announces_comments(url: str) -> bool:
    """Whether an address is that of a feed of readers' comments."""
    return _COMMENTS.search(url) is not None


def choose(candidates: Sequence[Candidate], now: datetime) -> tuple[Candidate, ...]:
    """The same candidates in their order, each taken or left with its reason.

    Feeds and news sitemaps first, then plain sitemaps that date their pages, then pages: a class is looked at only
    where the better ones gave nothing. Within a class the broadest is first, and what is contained in it is left.
    """
    verdicts: dict[str, Candidate] = {}
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: _rank(one, now)):
        why = _reason_to_leave(candidate, kept, now)
        verdict = replace(candidate, is_taken=not why, why=why or _praise(candidate))
        verdicts[candidate.url] = verdict
        kept += [verdict] if verdict.is_taken else []
    return tuple(verdicts[candidate.url] for candidate in candidates)


def _rank(candidate: Candidate, now: datetime) -> tuple[int, int]:
    """Class, then breadth. A feed that is cut off counts as a sitemap; one that has ended is the last resort."""
    kind = candidate.kind
    if kind in FEED_KINDS and _has_ended(candidate, now):
        rank = 3
    elif kind is SourceKind.PAGE:
        rank = 2
    else:
        rank = 0 if candidate.is_whole else 1
    return rank, -len(candidate.keys)


def _has_ended(candidate: Candidate, now: datetime) -> bool:
    newest = candidate.newest_at
    return newest is not None and newest < now - ENDED_AFTER


def _reason_to_leave(candidate: Candidate, kept: Sequence[Candidate], now: datetime) -> str:
    if candidate.why:
        return candidate.why
    if candidate.answer is None:
        return "not asked"
    if candidate.kind is None:
        rejection = candidate.answer.rejection
        return (rejection.detail or rejection.reason.value) if rejection is not None else "no answer"
    return _unfit(candidate, now) or _needless(candidate, kept, now)


def _unfit(candidate: Candidate, now: datetime) -> str:
    if candidate.kind is SourceKind.OPML:
        return "a list of feeds: save it and use `headwater sources import FILE`"
    is_index = candidate.kind is SourceKind.SITEMAP_INDEX
    if not candidate.entries and not (is_index and candidate.answer and candidate.answer.feed):
        return "it is empty now"
    if candidate.kind is SourceKind.SITEMAP and not _is_dated(candidate, now):
        return "it does not say what is new: no page in it is dated within the last week"
    return ""


def _is_dated(candidate: Candidate, now: datetime) -> bool:
    newest = candidate.newest_at
    return newest is not None and newest > now - SITEMAP_HORIZON


def _needless(candidate: Candidate, kept: Sequence[Candidate], now: datetime) -> str:
    best = _rank(kept[0], now)[0] if kept else -1
    if kept and _rank(candidate, now)[0] > best:
        ended = _has_ended(candidate, now) and candidate.newest_at is not None and candidate.kind in FEED_KINDS
        return f"its newest entry is of {candidate.newest_at:%Y-%m-%d}" if ended else f"{_shown(kept[0])} is better"
    twin = next((one for one in kept if _is_contained(candidate, one)), None)
    if twin is not None:
        return f"same entries as {_shown(twin)}"
    if kept and _is_covered(candidate, kept):
        return "all of its entries are in the others"
    return f"{MAX_TAKEN} are enough; add it by its address if you want it too" if len(kept) >= MAX_TAKEN else ""


def _is_contained(candidate: Candidate, other: Candidate) -> bool:
    """Whether `other` announces all of it: its entries, or those of them that are not older than `other` reaches.

    A section's feed reaches further back than the main one; what it brings from now on will be in both.
    """
    keys = candidate.keys
    shared = keys & other.keys
    if not shared:
        return False
    if len(shared) >= SAME_SHARE * len(keys):
        return True
    reach = min(filter(None, map(stated_at, other.entries)), default=None)
    if reach is None:
        return False
    recent = {address_key(entry.url) for entry in candidate.entries if (stated_at(entry) or reach) >= reach}
    return len(recent & other.keys) >= SAME_SHARE * len(recent)


def _is_covered(candidate: Candidate, kept: Sequence[Candidate]) -> bool:
    known = frozenset().union(*(one.keys for one in kept))
    return len(candidate.keys & known) >= SAME_SHARE * len(candidate.keys)


def _shown(candidate: Candidate) -> str:
    return candidate.url


def _praise(candidate: Candidate) -> str:
    if candidate.kind is SourceKind.PAGE:
        return "no feed: its links to articles are read"
    return "the broadest" if candidate.kind in FEED_KINDS else "dates its pages"
