"""Reads the catalogue from the package, once."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from headwater.acquire.catalogue._lines import parse
from headwater.model.outlet import Outlet

_SUFFIX = ".txt"


@lru_cache(maxsize=1)
def load() -> tuple[Outlet, ...]:
    """Every outlet of the shipped catalogue, by country, domain and home page."""
    folder = files(__package__) / "data"
    found: list[Outlet] = []
    for file in folder.iterdir():
        if file.name.endswith(_SUFFIX):
            found += parse(file.read_text("utf-8").splitlines(), file=file.name)
    return tuple(sorted(found, key=lambda outlet: (outlet.country, outlet.domain, outlet.home)))
