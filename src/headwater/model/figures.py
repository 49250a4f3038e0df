"""Coverage and lag as counts that add up: of one source, of one publisher, of all.

Times are kept as histograms whose bounds grow by a tenth, so that counts of many sources can be added and a median
or 90th percentile of the sum is right within five per cent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, log

FIGURES_OVER = timedelta(days=7)
"""Figures are about what was announced in the last seven days."""

_GROWTH = 1.1
_MIDDLE = 0.5


def bucket_of(lag: timedelta) -> int:
    """The number of the histogram's bucket for a lag: bucket n ends at 1.1 to the n seconds; 0 up to one second."""
    seconds = lag.total_seconds()
    return 0 if seconds <= 1 else ceil(log(seconds, _GROWTH))


def lag_of(bucket: int) -> timedelta:
    """The lag in the middle of a bucket."""
    return timedelta(seconds=_GROWTH ** (bucket - _MIDDLE)) if bucket else timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Of what was announced since `as_of - FIGURES_OVER`: how much came how far, and how long that took.

    An article that two sources announce counts for both. `rejected` counts announced articles by the reason of their
    last rejection, where nothing was stored of them. `seen_lags` is the histogram from published (stated with a time
    of day) to first seen, `shown_lags` from first seen to on the site.
    """

    announced: int = 0
    fetched: int = 0
    stored: int = 0
    in_story: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    seen_lags: Mapping[int, int] = field(default_factory=dict)
    shown_lags: Mapping[int, int] = field(default_factory=dict)
    as_of: datetime | None = None


def added(parts: Iterable[Figures]) -> Figures:
    """The sum of figures; `as_of` is the oldest of them."""
    sums: Counter[str] = Counter()
    rejected, seen, shown = Counter[str](), Counter[int](), Counter[int]()
    oldest: datetime | None = None
    for part in parts:
        for name in ("announced", "fetched", "stored", "in_story"):
            sums[name] += getattr(part, name)
        rejected.update(part.rejected)
        seen.update(part.seen_lags)
        shown.update(part.shown_lags)
        oldest = part.as_of if oldest is None or (part.as_of and part.as_of < oldest) else oldest
    return Figures(
        announced=sums["announced"],
        fetched=sums["fetched"],
        stored=sums["stored"],
        in_story=sums["in_story"],
        rejected=dict(rejected),
        seen_lags=dict(seen),
        shown_lags=dict(shown),
        as_of=oldest,
    )


def lag_at(lags: Mapping[int, int], share: float) -> timedelta | None:
    """The lag that this share (0…1) of a histogram does not exceed; None for an empty one."""
    total = sum(lags.values())
    reached = 0
    for bucket in sorted(lags):
        reached += lags[bucket]
        if total and reached >= share * total:
            return lag_of(bucket)
    return None


def shares_within(lags: Mapping[int, int], bounds: Iterable[timedelta]) -> tuple[int, ...]:
    """How many of a histogram lie up to each bound and above the one before; one more number for the rest."""
    limits = [bound.total_seconds() for bound in bounds]
    counts = [0] * (len(limits) + 1)
    for bucket, count in lags.items():
        seconds = lag_of(bucket).total_seconds()
        counts[next((index for index, limit in enumerate(limits) if seconds <= limit), len(limits))] += count
    return tuple(counts)
