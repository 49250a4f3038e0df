"""Reads the catalogue from the package, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from headwater.acquire.catalogue._lines import parse
from headwater.model.outlet import Outlet
from headwater.text.urls import address_key

_SUFFIX = ".txt"


@lru_cache(maxsize=1)
def load() -> tuple[Outlet, ...]:
    """Every outlet of the shipped catalogue, by country, domain and home page."""
    found: list[Outlet] = []
    for file in (files(__package__) / "data").iterdir():
        if file.name.endswith(_SUFFIX):
            found += parse(file.read_text("utf-8").splitlines(), file=file.name)
    named = named_as_one(found)
    return tuple(sorted(named, key=lambda outlet: (outlet.country, outlet.domain, outlet.home)))


def named_as_one(outlets: list[Outlet]) -> list[Outlet]:
    """Outlets that share a domain get their owner's name as publisher: a domain has one publisher."""
    sharing = Counter(outlet.domain for outlet in outlets)
    return [
        replace(outlet, publisher=outlet.owner or outlet.name) if sharing[outlet.domain] > 1 else outlet
        for outlet in outlets
    ]


def find(url: str) -> Outlet | None:
    """The outlet with this home page or feed, however it is written; None for an address that the catalogue lacks.

    When a feed of the catalogue is dead, its outlet's home page is the next place to ask.
    """
    return _by_key().get(address_key(url))


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Outlet]:
    return {address_key(url): outlet for outlet in load() for url in (*outlet.feeds, outlet.home)}
