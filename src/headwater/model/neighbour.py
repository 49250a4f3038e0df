"""What a stage that needs neighbours asks for, and what it gets back.

Such a stage works in two pure steps: `prepare(item)` says what to look up (`Fingerprint.keys`, and a vector) and
what to remember (`Fingerprint.features`); somebody else finds the neighbours; a second function decides.
The service looks them up in the store, the filters in memory: the stage cannot tell the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Fingerprint:
    """What one stage keeps of one article so that later ones can find it and be compared with it.

    `keys` are exact look-up words ("band:…", "name:…", "url:…"), at most a few hundred. `features` is a JSON-able
    mapping that only the stage itself reads. `vector` (unit length) joins nearest-neighbour look-up when given.
    `at` orders arrivals and bounds the window: published time where believed, else first seen.
    """

    article_id: str
    at: datetime
    keys: tuple[str, ...] = ()
    features: Mapping[str, object] = field(default_factory=dict)
    vector: tuple[float, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """An earlier article found by a shared key or a near vector: its fingerprint and what was decided about it."""

    fingerprint: Fingerprint
    story_id: str = ""
    shared_keys: tuple[str, ...] = ()
    cosine: float | None = None
