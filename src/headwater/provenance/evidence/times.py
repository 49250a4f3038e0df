"""Who published first: clocks lie and copies are back-dated, so that time alone never decides surely."""

from __future__ import annotations

from datetime import datetime, timedelta

from headwater.model.time import Precision
from headwater.provenance._work import Work

KIND = "time"
SUPPORT = ((timedelta(hours=6), 2.2), (timedelta(hours=1), 1.9), (timedelta(minutes=10), 1.5), (timedelta(0), 0.8))
DAY_SUPPORT = 1.6  # different days, where only days are stated
ARRIVAL_SUPPORT = 0.5  # only when each was first seen is known


def support(child: Work, parent: Work) -> float:
    """Log odds for "child came from parent" from their times; negative where the parent says it is the later."""
    first, second = parent.published_at, child.published_at
    if first is None or second is None:
        return _signed(parent.at, child.at, ARRIVAL_SUPPORT)
    if Precision.DAY in (parent.precision, child.precision):
        return _signed_days(first, second)
    gap = second - first
    size = next((value for limit, value in SUPPORT if abs(gap) > limit), 0.0)
    return size if gap > timedelta(0) else -size


def _signed_days(first: datetime, second: datetime) -> float:
    if first.date() == second.date():
        return 0.0
    return DAY_SUPPORT if first < second else -DAY_SUPPORT


def _signed(first: datetime, second: datetime, size: float) -> float:
    return 0.0 if first == second else size if first < second else -size


def words_for(child: Work, parent: Work) -> str:
    """What a reader is told: the two stated times."""
    first, second = parent.published_at, child.published_at
    if first is None or second is None:
        return ""
    return f"published {second:%Y-%m-%d %H:%M} UTC, the other {first:%Y-%m-%d %H:%M} UTC"
