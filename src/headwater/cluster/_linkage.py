"""Average-linkage grouping over a sparse graph of likely pairs: the grouping that no order of arrival can change."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from headwater.cluster._attach import attach
from headwater.cluster._pair import log_odds_of_cosine
from headwater.model.neighbour import Fingerprint

LINK_LOG_ODDS = 0.75
"""Mean log odds over all pairs of two groups from which they become one: strict, `attach` brings side reports in."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles that were compared: the log odds of one event, and their cosine (None without vectors)."""

    log_odds: float
    cosine: float | None


@dataclass(slots=True)
class _Group:
    members: list[str]
    vector_sum: NDArray[np.float32] | None
    vector_count: int
    # other group → (sum of log odds, sum of cosines, number) over the compared pairs
    links: dict[int, tuple[float, float, int]] = field(default_factory=dict)


def group(
    fingerprints: Sequence[Fingerprint], pairs: Mapping[tuple[str, str], Pair], *, at_least: float = LINK_LOG_ODDS
) -> list[list[str]]:
    """Articles in groups that report one event, each a list of ids in the order of `fingerprints`.

    First average linkage from `at_least` on, then `attach`.
    Pairs that were not compared count with what their mean cosine says, never as likely. The result does not depend
    on the order of `fingerprints` except where two merges are exactly as good.
    """
    groups = _singletons(fingerprints, pairs)
    heap = [
        entry
        for number, one in groups.items()
        for other in one.links
        if number < other and (entry := _entry(groups, number, other))[0] < -at_least
    ]
    heapq.heapify(heap)
    while heap:
        _, one, other, size, other_size = heapq.heappop(heap)
        if not _is_current(groups, (one, size), (other, other_size)):
            continue
        survivor = _merge(groups, one, other)
        for neighbour in groups[survivor].links:
            entry = _entry(groups, min(survivor, neighbour), max(survivor, neighbour))
            if entry[0] < -at_least:
                heapq.heappush(heap, entry)
    position = {fingerprint.article_id: n for n, fingerprint in enumerate(fingerprints)}
    joined = attach([sorted(one.members) for one in groups.values()], _by_article(pairs))
    found = [sorted(members, key=position.__getitem__) for members in joined]
    return sorted(found, key=lambda members: position[members[0]])


def _by_article(pairs: Mapping[tuple[str, str], Pair]) -> dict[str, dict[str, float]]:
    likely: dict[str, dict[str, float]] = defaultdict(dict)
    for (a, b), pair in pairs.items():
        likely[a][b] = likely[b][a] = pair.log_odds
    return likely


def _singletons(fingerprints: Sequence[Fingerprint], pairs: Mapping[tuple[str, str], Pair]) -> dict[int, _Group]:
    numbers = {fingerprint.article_id: n for n, fingerprint in enumerate(fingerprints)}
    groups: dict[int, _Group] = {}
    for number, fingerprint in enumerate(fingerprints):
        vector = None if fingerprint.vector is None else np.asarray(fingerprint.vector, dtype=np.float32)
        groups[number] = _Group([fingerprint.article_id], vector, 0 if vector is None else 1)
    for (a, b), pair in pairs.items():
        if a in numbers and b in numbers and a != b:
            link = (pair.log_odds, pair.cosine or 0.0, 1)
            groups[numbers[a]].links[numbers[b]] = link
            groups[numbers[b]].links[numbers[a]] = link
    return groups


def _is_current(groups: Mapping[int, _Group], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether both groups still stand as they were when the entry was made."""
    return all(number in groups and len(groups[number].members) == size for number, size in (one, other))


def _entry(groups: Mapping[int, _Group], one: int, other: int) -> tuple[float, int, int, int, int]:
    score = _score(groups[one], groups[other], groups[one].links[other])
    return -score, one, other, len(groups[one].members), len(groups[other].members)


def _score(a: _Group, b: _Group, link: tuple[float, float, int]) -> float:
    """Mean log odds over all pairs between two groups."""
    log_odds, cosines, compared = link
    every = len(a.members) * len(b.members)
    unseen = every - compared
    if unseen <= 0:
        return log_odds / every
    mean_cosine = None
    if a.vector_sum is not None and b.vector_sum is not None:
        seen_pairs = a.vector_count * b.vector_count
        mean_cosine = (float(a.vector_sum @ b.vector_sum) - cosines) / max(1, seen_pairs - compared)
    return (log_odds + unseen * log_odds_of_cosine(mean_cosine)) / every


def _merge(groups: dict[int, _Group], one: int, other: int) -> int:
    """Make two groups one; the number of the survivor (the one with more links, whose bookkeeping is dearer)."""
    if len(groups[one].links) < len(groups[other].links):
        one, other = other, one
    kept, gone = groups[one], groups.pop(other)
    kept.members += gone.members
    if gone.vector_sum is not None:
        kept.vector_sum = gone.vector_sum if kept.vector_sum is None else kept.vector_sum + gone.vector_sum
        kept.vector_count += gone.vector_count
    kept.links.pop(other, None)
    for neighbour, (log_odds, cosines, count) in gone.links.items():
        if neighbour == one:
            continue
        before = kept.links.get(neighbour, (0.0, 0.0, 0))
        link = (before[0] + log_odds, before[1] + cosines, before[2] + count)
        kept.links[neighbour] = groups[neighbour].links[one] = link
        del groups[neighbour].links[other]
    return one
