"""How broad a choice of outlets is, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from headwater.model.outlet import Outlet


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Numbers of outlets, most first; an outlet counts once for each of its languages.

    `countries` by ISO 3166-1 alpha-2, `languages` by primary BCP 47 subtag, `kinds` and `topics` by their values.
    """

    outlets: int
    feeds: int
    with_feeds: int
    domains: int
    countries: dict[str, int]
    languages: dict[str, int]
    kinds: dict[str, int]
    topics: dict[str, int]


def figures(outlets: Collection[Outlet]) -> Figures:
    """Count outlets, feeds, domains, countries, languages, kinds and topics."""
    return Figures(
        outlets=len(outlets),
        feeds=sum(len(outlet.feeds) for outlet in outlets),
        with_feeds=sum(not outlet.is_discovered for outlet in outlets),
        domains=len({outlet.domain for outlet in outlets}),
        countries=_counted(outlet.country for outlet in outlets),
        languages=_counted(tag for outlet in outlets for tag in {tag.split("-")[0] for tag in outlet.languages}),
        kinds=_counted(outlet.kind.value for outlet in outlets),
        topics=_counted(outlet.topic.value for outlet in outlets),
    )


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0])))
