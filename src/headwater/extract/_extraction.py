"""What one page gave."""

from __future__ import annotations

from dataclasses import dataclass

from headwater.model.article import Article
from headwater.model.rights import Signal


@dataclass(frozen=True, kw_only=True, slots=True)
class Extraction:
    """One article, and the rights signals met while reading it (licences; the `rights` package reads the others)."""

    article: Article
    signals: tuple[Signal, ...] = ()
