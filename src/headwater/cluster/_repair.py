"""The repair pass: what stories would be if all their articles had come at once, and the changes that lead there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from headwater.cluster._linkage import Pair, group
from headwater.cluster._pair import likeness
from headwater.cluster._window import Window
from headwater.model.neighbour import Neighbour
from headwater.model.story import ChangeKind, StoryChange

REASON_SPLIT = "seen together, these articles report another event"
REASON_MERGED = "seen together, both report one event"
REASON_MOVED = "seen together, this article is nearer to this story"


def pair_key(a: str, b: str) -> tuple[str, str]:
    """The key of an unordered pair."""
    return (a, b) if a < b else (b, a)


def compared_pairs(window: Window) -> dict[tuple[str, str], Pair]:
    """Every pair that the window's index finds, compared."""
    pairs: dict[tuple[str, str], Pair] = {}
    for member in window.members():
        for neighbour in window.find(member.fingerprint):
            key = pair_key(member.fingerprint.article_id, neighbour.fingerprint.article_id)
            if key not in pairs:
                shared = likeness(member.fingerprint, neighbour.fingerprint, cosine=neighbour.cosine)
                pairs[key] = Pair(shared.log_odds, shared.cosine if member.fingerprint.vector else None)
    return pairs


def repair(members: Sequence[Neighbour], pairs: Mapping[tuple[str, str], Pair]) -> tuple[StoryChange, ...]:
    """The changes that bring the stories of `members` to their grouping by average linkage.

    MERGED for whole stories, SPLIT for parts that leave, JOINED for single articles that move to another story. Each
    group keeps the story that most of its members are in already, so that ids stay.
    """
    story_of = {member.fingerprint.article_id: member.story_id for member in members}
    groups = group([member.fingerprint for member in members], pairs)
    target = _targets(groups, story_of)
    sizes = Counter(story_of.values())
    changes: list[StoryChange] = []
    for number, ids in enumerate(groups):
        leaving: dict[str, list[str]] = defaultdict(list)
        for article_id in ids:
            if story_of[article_id] != target.get(number, ""):
                leaving[story_of[article_id]].append(article_id)
        for story_id, moved in sorted(leaving.items()):
            changes += _changes(target.get(number, ""), story_id, moved, is_whole=len(moved) == sizes[story_id])
    return tuple(changes)


def _targets(groups: Sequence[Sequence[str]], story_of: Mapping[str, str]) -> dict[int, str]:
    """Group number → the story it keeps: the largest overlaps first, each story once."""
    overlaps = [
        (-count, story_id, number)
        for number, ids in enumerate(groups)
        for story_id, count in Counter(story_of[article_id] for article_id in ids).items()
    ]
    target: dict[int, str] = {}
    taken: set[str] = set()
    for _, story_id, number in sorted(overlaps):
        if number not in target and story_id not in taken:
            target[number] = story_id
            taken.add(story_id)
    return target


def _changes(target: str, story_id: str, moved: Sequence[str], *, is_whole: bool) -> list[StoryChange]:
    if not target:
        return [StoryChange(kind=ChangeKind.SPLIT, story_id=story_id, article_ids=tuple(moved), reason=REASON_SPLIT)]
    if is_whole:
        return [StoryChange(kind=ChangeKind.MERGED, story_id=target, other_story_id=story_id, reason=REASON_MERGED)]
    return [
        StoryChange(kind=ChangeKind.JOINED, article_id=article_id, story_id=target, reason=REASON_MOVED)
        for article_id in moved
    ]
