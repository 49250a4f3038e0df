"""What a credit claims: an origin by address or by name, and how often such a credit is right."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.model.article import Publisher
from headwater.model.provenance import Relation


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One statement that an article came from elsewhere.

    `weight` is the probability that it names the text's origin, seen alone. `address` is the key of `url`, empty
    where the address leads to a home page or feed. `relation` is what the words themselves say, if anything.
    """

    kind: str
    text: str
    weight: float
    publisher: Publisher
    url: str = ""
    address: str = ""
    relation: Relation | None = None
    is_about_pictures: bool = False
