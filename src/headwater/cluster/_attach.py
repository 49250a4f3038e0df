"""The second half of grouping: small groups join the large one that they plainly belong to.

A story has side reports (a portrait, a comment) that are like a few of its members and unlike most. Average linkage
leaves them alone; here they need only be like the likeliest members, and more so than with any other story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MIN_TARGET = 3
"""Members that a story must have to attract others this way."""

UNSEEN_LOG_ODDS = -3.0
"""What a missing voter counts: a story of which few members were found alike is less likely."""

MAX_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """Groups of at most `size` join where the mean of their `voters` likeliest pairs is `at_least`, by a `margin`."""

    size: int
    voters: int
    at_least: float
    margin: float


RULES = (Rule(size=4, voters=3, at_least=-1.0, margin=0.5), Rule(size=8, voters=5, at_least=-0.5, margin=1.0))
"""Chosen on groundnews-dev, ntrex-dev and the demo world together (bench/stories.py); larger groups must be surer."""


def attach(groups: Sequence[Sequence[str]], likely: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """`groups` with small ones attached; `likely` holds, for each article, log odds by other article."""
    state = _State(groups, likely)
    for rule in RULES:
        for _ in range(MAX_ROUNDS):
            if not state.pass_over(rule):
                break
    return [members for members in state.groups if members]


class _State:
    """The groups while they change, and which each article is in."""

    def __init__(self, groups: Sequence[Sequence[str]], likely: Mapping[str, Mapping[str, float]]) -> None:
        self.groups = [list(members) for members in groups]
        self._likely = likely
        self._group_of = {article_id: n for n, members in enumerate(self.groups) for article_id in members}

    def pass_over(self, rule: Rule) -> bool:
        """Try each small group once, smallest first; whether any moved."""
        has_moved = False
        for number in sorted(range(len(self.groups)), key=lambda n: (len(self.groups[n]), self.groups[n][:1])):
            if 0 < len(self.groups[number]) <= rule.size:
                has_moved = self._try(number, rule) or has_moved
        return has_moved

    def _try(self, number: int, rule: Rule) -> bool:
        ranked = sorted(((score, target) for target, score in self._scores(number, rule).items()), reverse=True)
        if not ranked or ranked[0][0] < rule.at_least:
            return False
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < rule.margin:
            return False
        target = ranked[0][1]
        for article_id in self.groups[number]:
            self._group_of[article_id] = target
        self.groups[target] += self.groups[number]
        self.groups[number] = []
        return True

    def _scores(self, number: int, rule: Rule) -> dict[int, float]:
        """Larger groups → mean over this group's members of their mean log odds with the likeliest voters there."""
        members = self.groups[number]
        totals: dict[int, float] = defaultdict(float)
        for article_id in members:
            for target, found in self._by_group(article_id).items():
                if target != number and len(self.groups[target]) >= max(MIN_TARGET, len(members)):
                    totals[target] += mean_of_voters(found, rule.voters) / len(members)
        return totals

    def _by_group(self, article_id: str) -> dict[int, list[float]]:
        found: dict[int, list[float]] = defaultdict(list)
        for other, log_odds in self._likely.get(article_id, {}).items():
            if other in self._group_of:
                found[self._group_of[other]].append(log_odds)
        return found


def mean_of_voters(log_odds: Sequence[float], voters: int) -> float:
    """The mean of the `voters` largest; missing ones count `UNSEEN_LOG_ODDS`."""
    best = sorted(log_odds, reverse=True)[:voters]
    return (sum(best) + UNSEEN_LOG_ODDS * (voters - len(best))) / voters
