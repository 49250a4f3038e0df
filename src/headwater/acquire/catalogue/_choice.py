"""Chooses outlets by country, language, kind and topic."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from headwater.model.article import PublisherKind
from headwater.model.outlet import Outlet, Topic

_NORWEGIAN = frozenset({"nb", "nn", "no"})
_FILIPINO = frozenset({"fil", "tl"})
_SAME = {code: group for group in (_NORWEGIAN, _FILIPINO) for code in group}  # two codes in use for one language


def choose(
    outlets: Iterable[Outlet],
    *,
    countries: Collection[str] = (),
    languages: Collection[str] = (),
    kinds: Collection[PublisherKind] = (),
    topics: Collection[Topic] = (),
) -> tuple[Outlet, ...]:
    """The outlets, in their order, that fit one value of every condition given; an empty condition fits all."""
    wanted = {country.upper() for country in countries}
    return tuple(
        outlet
        for outlet in outlets
        if (not wanted or outlet.country in wanted)
        and (not languages or any(has_language(outlet, language) for language in languages))
        and (not kinds or outlet.kind in kinds)
        and (not topics or outlet.topic in topics)
    )


def has_language(outlet: Outlet, language: str) -> bool:
    """Whether it publishes in a language: `zh` fits `zh-Hant`, `zh-Hant` does not fit `zh` (RFC 4647 §3.3.1)."""
    asked = language.lower()
    if asked in _SAME:
        return any(_primary(tag) in _SAME[asked] for tag in outlet.languages)
    return any(f"{tag.lower()}-".startswith(f"{asked}-") for tag in outlet.languages)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
