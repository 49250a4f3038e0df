"""Reads the catalogue from the package, once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from headwater.acquire.catalogue._lines import parse
from headwater.model.outlet import Outlet

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
