"""A decision's reason in words that a reader understands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from headwater.cluster._pair import Likeness
from headwater.model.neighbour import Fingerprint

SAID_NAMES = 3
"""Names spelt out in a reason."""

SAME_WORDS = 0.75
SHARED_WORDS = 0.3
SAME_MEANING = 0.6
NEAR_MEANING = 0.4
TOLD_NAME_LENGTH = 4


def reason_of(a: Fingerprint, b: Fingerprint, shared: Likeness) -> str:
    """What `a` and `b` share: "same quotation, shared names (Berg, Lindqvist), same country (KZ), 40 minutes apart"."""
    parts = [*_words(a, b, shared), *_facts(a, b, shared)]
    gap = gap_words(shared.gap)
    return ", ".join([*parts, gap] if gap else parts) or "alike in many small things"


def _words(a: Fingerprint, b: Fingerprint, shared: Likeness) -> list[str]:
    parts = ["same quotation"] if shared.quotes else []
    if shared.words >= SAME_WORDS:
        parts.append("nearly the same words")
    elif shared.words >= SHARED_WORDS:
        parts.append("many of the same rare words")
    is_across = a.features.get("language") != b.features.get("language")
    where = " in another language" if is_across else ""
    if shared.cosine >= SAME_MEANING:
        parts.append(f"same meaning{where}")
    elif shared.cosine >= NEAR_MEANING:
        parts.append(f"near in meaning{where}")
    return parts


def _facts(a: Fingerprint, b: Fingerprint, shared: Likeness) -> list[str]:
    parts = []
    names = _shared(a, b, "names")
    told = [name for name in names if len(name) >= TOLD_NAME_LENGTH][:SAID_NAMES]
    if told:
        parts.append(f"shared names ({', '.join(told)})")
    elif shared.names > 0.2:
        parts.append("names that sound alike")
    places = [place for place in _shared(a, b, "places") if len(place) == 2][:SAID_NAMES]
    if places:
        parts.append(f"same {'country' if len(places) == 1 else 'countries'} ({', '.join(places)})")
    numbers = _shared(a, b, "numbers")[:SAID_NAMES] if shared.numbers >= 0.3 else []
    return [*parts, f"same numbers ({', '.join(numbers)})"] if numbers else parts


def _shared(a: Fingerprint, b: Fingerprint, name: str) -> list[str]:
    """Shared items, heaviest first."""
    one, other = a.features.get(name), b.features.get(name)
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return []
    both = {str(item): float(weight) * float(other[item]) for item, weight in one.items() if item in other}
    return sorted(both, key=lambda item: (-both[item], item))


def gap_words(gap: timedelta) -> str:
    """How far apart in time, in the largest fitting unit; empty for no gap (times unknown)."""
    minutes = round(gap.total_seconds() / 60)
    if minutes == 0:
        return ""
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size * (2 if size > 1 else 1):
            return f"{minutes // size} {unit}{'s' if minutes // size != 1 else ''} apart"
    return f"{minutes} minutes apart"
