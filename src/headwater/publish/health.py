"""Health in words and bars: flags, coverage and lag as pages show them. Pure; the words are in the site's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from headwater.model.figures import FIGURES_OVER, Figures, lag_at, shares_within
from headwater.model.rejection import Reason
from headwater.model.time import utc_text
from headwater.model.view import Deafness, DeafReason, FeedHealth, SourceView
from headwater.model.watching import Flag, SourceFlag
from headwater.publish.localisation import Localisation


def _(text: str) -> str:
    """Mark a string for the catalogue; it is translated where it is used."""
    return text


FLAG_WORDS: Mapping[Flag, str] = MappingProxyType(
    {
        Flag.FAILING: _("cannot be read"),
        Flag.REFUSED: _("does not want to be read"),
        Flag.EMPTY: _("announces nothing"),
        Flag.STALE: _("silent for longer than usual"),
        Flag.MOVED: _("moved"),
        Flag.OVER: _("gone for good"),
        Flag.LANGUAGE_CHANGED: _("suddenly in another language"),
        Flag.ALL_KNOWN: _("brings nothing of its own"),
    }
)

# The worst first: what a reader is shown where there is room for one.
WORST_FIRST = tuple(FLAG_WORDS)
NOTICES = frozenset({Flag.MOVED, Flag.ALL_KNOWN})
"""Flags that cost readers nothing: the source is read all the same."""

_DEAF_WORDS: Mapping[DeafReason, str] = MappingProxyType(
    {
        DeafReason.NOT_POLLING: _("Sources are due, and nobody asks them: the collecting program is not running."),
        DeafReason.ALL_FAILING: _("Every attempt fails: this machine is probably cut off from the network."),
    }
)

MAX_REASONS = 8
LAG_BOUNDS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=12),
    timedelta(hours=24),
)
_SHORT = timedelta(seconds=90)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One bar with its words: its length in per cent of the longest, and its share of the whole in per cent."""

    name: str
    count: int
    percent: float
    share: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lag:
    """How long half of a histogram's articles took, and nine of ten."""

    median: timedelta
    p90: timedelta
    count: int


class Health:
    """The words of one interface language for flags, coverage and lag."""

    days = FIGURES_OVER.days

    def __init__(self, localisation: Localisation) -> None:
        self._local = localisation

    def flag(self, flag: Flag) -> str:
        """What is wrong, in a few words."""
        return self._local.gettext(FLAG_WORDS[flag])

    def deaf_words(self, deafness: Deafness) -> str:
        """Why nothing is read any more, in a sentence."""
        return self._local.gettext(_DEAF_WORDS[deafness.reason])

    def reason(self, reason: str) -> str:
        """A reason of a rejection as people read it."""
        return reason.replace("_", " ")

    def funnel(self, figures: Figures) -> tuple[Row, ...]:
        """Announced, fetched, stored, in a story: how much of the one comes to the next."""
        names = (_("announced"), _("page fetched"), _("article stored"), _("in a story"))
        counts = (figures.announced, figures.fetched, figures.stored, figures.in_story)
        return self._rows(dict(zip(names, counts, strict=True)), figures.announced)

    def rejected(self, figures: Figures) -> tuple[tuple[str, int], ...]:
        """Reasons and counts of what did not get here, most first."""
        return rejected_first(figures)[:MAX_REASONS]

    def unfaithful_count(self, rejections: Sequence[tuple[str, str, int]]) -> int:
        """How many pages were refused because what was read does not stand in them word for word."""
        return unfaithful_count(rejections)

    def lost_paragraph_count(self, rejections: Sequence[tuple[str, str, int]]) -> int:
        """How many paragraphs were left out or cut because what was read does not stand in the page word for word."""
        return lost_paragraph_count(rejections)

    def lag_bars(self, lags: Mapping[int, int]) -> tuple[Row, ...]:
        """How many were there within a minute, five minutes…: up to the bound within which all were."""
        within = tuple(accumulate(shares_within(lags, LAG_BOUNDS)))
        names = [self._local.gettext("within %(span)s") % {"span": self.short_span(bound)} for bound in LAG_BOUNDS]
        needed = next(index for index, count in enumerate(within) if count == within[-1]) + 1
        named = dict(zip([*names, self._local.gettext("in all")], within, strict=True))
        return self._rows(dict(list(named.items())[:needed]), within[-1])

    def _rows(self, counts: Mapping[str, int], whole: int) -> tuple[Row, ...]:
        longest = max(counts.values(), default=0) or 1
        return tuple(
            Row(
                name=self._local.gettext(name),
                count=count,
                percent=round(100 * count / longest, 1),
                share=round(100 * count / whole) if whole else 0,
            )
            for name, count in counts.items()
        )

    def lag(self, lags: Mapping[int, int]) -> Lag | None:
        """Median and 90th percentile; None where nothing was measured."""
        return lag_of(lags)

    def short_span(self, span: timedelta) -> str:
        """A length of time, in seconds below a minute and a half."""
        if span >= _SHORT:
            return self._local.span(span)
        seconds = max(1, round(span.total_seconds()))
        if seconds == 60:
            return self._local.span(span)
        return self._local.ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": self._local.number(seconds)}

    def worst(self, source: SourceView) -> SourceFlag | None:
        """The flag that matters most of all feeds of a publisher."""
        return worst_of([flag for feed in source.feeds for flag in feed.flags])


def worst_of(flags: list[SourceFlag]) -> SourceFlag | None:
    """The flag that matters most."""
    return min(flags, key=lambda flag: (WORST_FIRST.index(flag.flag), flag.since), default=None)


def is_read(feed: FeedHealth) -> bool:
    """Whether a feed is read without a flag that costs readers anything."""
    return bool(feed.last_success_at) and all(flag.flag in NOTICES for flag in feed.flags)


def rejected_first(figures: Figures) -> tuple[tuple[str, int], ...]:
    """Reasons and counts, most first."""
    return tuple(sorted(figures.rejected.items(), key=lambda pair: (-pair[1], pair[0])))


def unfaithful_count(rejections: Sequence[tuple[str, str, int]]) -> int:
    """Of rejections as (stage, reason, count), how many failed the check that every paragraph stands in its page."""
    return _count_of(rejections, "extract", Reason.UNFAITHFUL)


def lost_paragraph_count(rejections: Sequence[tuple[str, str, int]]) -> int:
    """How many paragraphs of kept articles were left out or cut because the page does not say them word for word."""
    return _count_of(rejections, "paragraph", Reason.UNFAITHFUL)


def _count_of(rejections: Sequence[tuple[str, str, int]], stage: str, reason: Reason) -> int:
    return sum(count for its_stage, its_reason, count in rejections if (its_stage, its_reason) == (stage, reason.value))


def lag_of(lags: Mapping[int, int]) -> Lag | None:
    """Median and 90th percentile of a histogram; None where it is empty."""
    median, p90 = lag_at(lags, 0.5), lag_at(lags, 0.9)
    return Lag(median=median, p90=p90, count=sum(lags.values())) if median and p90 else None


def figures_json(figures: Figures | None) -> dict[str, Any] | None:
    """Coverage and lag for programs; null where nothing was counted yet."""
    if figures is None:
        return None
    return {
        "as_of": utc_text(figures.as_of) if figures.as_of else None,
        "days": FIGURES_OVER.days,
        "announced_count": figures.announced,
        "fetched_count": figures.fetched,
        "stored_count": figures.stored,
        "in_story_count": figures.in_story,
        "rejected": [{"reason": reason, "count": count} for reason, count in rejected_first(figures)],
        "published_to_seen": _lag_json(figures.seen_lags),
        "seen_to_site": _lag_json(figures.shown_lags),
    }


def _lag_json(lags: Mapping[int, int]) -> dict[str, Any] | None:
    lag = lag_of(lags)
    if lag is None:
        return None
    return {
        "median_seconds": round(lag.median.total_seconds(), 1),
        "p90_seconds": round(lag.p90.total_seconds(), 1),
        "count": lag.count,
    }


def flag_json(flag: SourceFlag) -> dict[str, Any]:
    """One flag for programs."""
    return {"flag": flag.flag.value, "since": utc_text(flag.since), "detail": flag.detail or None}


def deafness_json(deafness: Deafness | None) -> dict[str, Any] | None:
    """That nothing is read any more, for programs; null while all is well."""
    return {"since": utc_text(deafness.since), "reason": deafness.reason.value} if deafness else None
