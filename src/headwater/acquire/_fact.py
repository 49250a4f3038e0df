"""One statement about a publisher, and the two shapes that most of them have: a name, and a language tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from headwater.text.countries import country_code
from headwater.text.words import squash

MAX_NAME_CHARS = 100
"""Longer names are slogans."""

_DEFAULT_TAGS = frozenset({"en-us", "en"})
_COMMON_DEFAULTS = frozenset({"en-gb", "es-es", "fr-fr", "pt-pt", "de-de"})


class FactKind(StrEnum):
    """What a fact is about: a field of `Publisher`."""

    NAME = "name"
    KIND = "kind"
    COUNTRY = "country"
    LANGUAGE = "language"
    OWNER = "owner"
    DOMAIN = "domain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One statement about a publisher: its field and value, where it stood, and how sure it makes us (0 to 1)."""

    kind: FactKind
    value: str
    origin: str
    weight: float


def named(name: str, origin: str, weight: float) -> tuple[Fact, ...]:
    """A name as a fact; nothing where it is empty, an address or a slogan."""
    cleaned = squash(name).strip(" |-–—:»")
    if not cleaned or len(cleaned) > MAX_NAME_CHARS or cleaned.lower().startswith(("http:", "https:", "//")):
        return ()
    return (Fact(kind=FactKind.NAME, value=cleaned, origin=origin, weight=weight),)


_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def tag_facts(tag: str, origin: str, weight: float) -> Iterator[Fact]:
    """The language of a tag ("nb-NO", "pt_BR"), and the country that it names: both worth little where all ship it."""
    stated = tag.strip()
    if not _TAG.fullmatch(stated):
        return
    parts = stated.replace("_", "-").split("-")
    folded = "-".join(parts).lower()
    kept = [parts[0].lower(), *(part.title() for part in parts[1:] if len(part) == 4 and part.isalpha())]
    yield Fact(
        kind=FactKind.LANGUAGE,
        value="-".join(kept),
        origin=origin,
        weight=weight / 2 if folded in _DEFAULT_TAGS else weight,
    )
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    if country_code(region):
        share = 0.15 if folded in _DEFAULT_TAGS else 0.4 if folded in _COMMON_DEFAULTS else 0.75
        yield Fact(kind=FactKind.COUNTRY, value=country_code(region), origin=origin, weight=weight * share)
