"""News agencies by name, abbreviation, script and domain: a shipped table, and publishers known to be agencies."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from headwater.model.article import Publisher, PublisherKind
from headwater.provenance._names import MIN_SKELETON, name_key, skeleton
from headwater.text.urls import registrable_domain

SHORT_FORM_CHARS = 5  # "AFP", "NTB": as capitals only, since "ap" and "tap" are words


@dataclass(frozen=True, slots=True)
class Agencies:
    """Agencies by key; `find` answers who is meant by a name or domain."""

    by_name: dict[str, Publisher] = field(default_factory=dict)
    by_skeleton: dict[str, Publisher] = field(default_factory=dict)
    by_domain: dict[str, Publisher] = field(default_factory=dict)
    short: frozenset[str] = frozenset()

    def find(self, name: str) -> Publisher | None:
        """The agency that `name` means ("AFP", "dpa/lnw", "ロンドン共同", "Нордтеле"), or None."""
        whole = self._named(name) or self._sounding(name)
        if whole is not None:
            return whole
        for part in _parts(name):
            found = self._named(part)
            if found is not None:
                return found
        return None

    def of_domain(self, domain: str) -> Publisher | None:
        """The agency that publishes on a registrable domain or one of its own hosts."""
        return self.by_domain.get(domain) or self.by_domain.get(registrable_domain(domain))

    def _named(self, name: str) -> Publisher | None:
        key = name_key(name)
        found = self.by_name.get(key)
        if found is not None and key in self.short and name.strip("() ©/").islower() and name not in _LOWER_SHORT:
            return None
        return found

    def _sounding(self, name: str) -> Publisher | None:
        row = skeleton(name)
        return self.by_skeleton.get(row) if len(row) >= MIN_SKELETON and not name.isascii() else None


_LOWER_SHORT = frozenset({"dpa", "sda", "ats", "awp", "epd", "dts", "sid", "pte"})  # they write themselves so


def _parts(name: str) -> list[str]:
    """Names within a joined credit: "NTB/Reuters", "AFP, Reuters", "dpa-AFX", and the endings of CJK names."""
    for separator in (
        "/",
        ",",
        "、",
        "，",
        "・",
        "&",
        "+",
        ";",
        "–",
        " - ",
        "-",
        " and ",
        " und ",
        " et ",
        " y ",
        " и ",
        " og ",
    ):
        name = name.replace(separator, "\n")
    parts = [part.strip(" ()[]©") for part in name.split("\n") if part.strip(" ()[]©")]
    ends = [part[start:] for part in parts if part and part[-1] > "\u2e7f" for start in range(1, len(part) - 1)]
    return parts + ends


@lru_cache(maxsize=1)
def shipped() -> Agencies:
    """The table that comes with headwater."""
    rows = tomllib.loads(files("headwater.provenance").joinpath("data/agencies.toml").read_text("utf-8"))["agency"]
    agencies = Agencies(by_name={}, by_skeleton={}, by_domain={})
    short: set[str] = set()
    for row in rows:
        domains = tuple(row["domains"])
        publisher = Publisher(name=row["name"], kind=PublisherKind.AGENCY, domains=domains, country=row["country"])
        _enter(agencies, publisher, (row["name"], *row["also"]))
        short.update(name_key(name) for name in (row["name"], *row["also"]) if len(name) <= SHORT_FORM_CHARS)
    return Agencies(agencies.by_name, agencies.by_skeleton, agencies.by_domain, frozenset(short))


def with_publishers(publishers: Sequence[Publisher]) -> Agencies:
    """The shipped table and every publisher among these whose kind is agency; theirs win."""
    return _extended(tuple(p for p in publishers if p.kind is PublisherKind.AGENCY))


@lru_cache(maxsize=8)
def _extended(publishers: tuple[Publisher, ...]) -> Agencies:
    table = shipped()
    own = Agencies(by_name={}, by_skeleton={}, by_domain={})
    for publisher in publishers:
        _enter(own, publisher, _names_of(publisher))
        row = skeleton(publisher.name)
        if len(row) >= MIN_SKELETON:
            own.by_skeleton.setdefault(row, publisher)
    return Agencies(
        {**table.by_name, **own.by_name}, own.by_skeleton, {**table.by_domain, **own.by_domain}, table.short
    )


def _names_of(publisher: Publisher) -> tuple[str, ...]:
    """A publisher's name and the first labels of its domains."""
    return (publisher.name, *(domain.partition(".")[0] for domain in publisher.domains))


def _enter(agencies: Agencies, publisher: Publisher, names: Iterable[str]) -> None:
    for name in names:
        key = name_key(name)
        if key:
            agencies.by_name.setdefault(key, publisher)
    for domain in publisher.domains:
        agencies.by_domain.setdefault(domain, publisher)
