"""How much of the demo world's truth was found. Pure: what the store holds against what the world knows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from headwater.demo.world import Item, World
from headwater.model.provenance import Relation
from headwater.text.urls import address_key

_PICTURE_WORD = re.compile(r"^(?:Photo|Foto|Фото|撮影・|写真・)\s*|\s*(?:摄|攝|撮影)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What headwater holds of one address."""

    url: str
    story_id: str
    relation: Relation
    primary_url: str
    authors: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One line of the table: found of so many, and what was missed (item ids)."""

    name: str
    found: float
    of: float
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Found as a share, 1 where nothing was to be found."""
        return self.found / self.of if self.of else 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Scorecard:
    """All figures; the first ones are those that the project promises."""

    figures: tuple[Figure, ...]

    def share(self, name: str) -> float:
        """The share of the figure called `name`."""
        return next(figure.share for figure in self.figures if figure.name == name)


def score(world: World, held: Iterable[Held]) -> Scorecard:
    """Compare; every figure counts over the items that should be held, stored ones where it needs one."""
    known = {address_key(item.url): item for item in world.items.values()}
    found = {known[key].id: one for one in held if (key := address_key(one.url)) in known}
    stored = [(item, found[item.id]) for item in world.items.values() if item.id in found and item.is_expected]
    return Scorecard(
        figures=(
            _stored(world, found),
            _rejected(world, found),
            _stories(stored),
            _counted("primary sources", stored, lambda item, one: _same(one.primary_url, item.origin_url)),
            _counted("relations", stored, lambda item, one: one.relation is item.relation),
            _independent(stored),
            _counted("authors", [pair for pair in stored if pair[0].authors], _has_authors),
            _photos("photo credits", stored, lambda one: one.credits, lambda photo: photo.credit),
            _photos("captions", stored, lambda one: one.captions, lambda photo: photo.caption),
        )
    )


def _same(left: str, right: str) -> bool:
    return address_key(left) == address_key(right)


def _stored(world: World, found: Mapping[str, Held]) -> Figure:
    expected = [item.id for item in world.items.values() if item.is_expected]
    missed = tuple(id_ for id_ in expected if id_ not in found)
    return Figure(name="items stored", found=len(expected) - len(missed), of=len(expected), missed=missed)


def _rejected(world: World, found: Mapping[str, Held]) -> Figure:
    unfit = [item.id for item in world.items.values() if not item.is_expected]
    wrong = tuple(id_ for id_ in unfit if id_ in found)
    return Figure(name="rejected as they should be", found=len(unfit) - len(wrong), of=len(unfit), missed=wrong)


def _counted(name: str, stored: list[tuple[Item, Held]], is_right: Callable[[Item, Held], bool]) -> Figure:
    missed = tuple(item.id for item, one in stored if not is_right(item, one))
    return Figure(name=name, found=len(stored) - len(missed), of=len(stored), missed=missed)


def _independent(stored: list[tuple[Item, Held]]) -> Figure:
    """The worst error is to call an independent report a copy."""
    originals = [pair for pair in stored if pair[0].relation is Relation.ORIGINAL]
    return _counted("independent reports kept", originals, lambda _, one: one.relation is Relation.ORIGINAL)


def _has_authors(item: Item, one: Held) -> bool:
    return {name.casefold() for name in item.authors} == {name.casefold() for name in one.authors}


def _photos(
    name: str, stored: list[tuple[Item, Held]], words: Callable[[Held], tuple[str, ...]], wanted: Callable[..., str]
) -> Figure:
    missed: list[str] = []
    total = 0
    for item, one in stored:
        printed = " ".join(words(one))
        for photo in item.photos:
            total += 1
            if _core(wanted(photo)) not in printed:
                missed.append(item.id)
    return Figure(name=name, found=total - len(missed), of=total, missed=tuple(missed))


def _core(words: str) -> str:
    """A credit without its opening or closing word ("Photo:", "Фото", "摄"), which is no part of the name."""
    return _PICTURE_WORD.sub("", words.split(":", 1)[-1].split("：", 1)[-1].strip(" .()")).strip()


def _stories(stored: list[tuple[Item, Held]]) -> Figure:
    """B-cubed F1 (Bagga and Baldwin 1998) of the stories found against the events."""
    precision, recall = bcubed({item.id: item.event for item, _ in stored}, {i.id: o.story_id for i, o in stored})
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    wrong = tuple(_strays(stored))
    return Figure(name="stories (B-cubed F1)", found=f1 * len(stored), of=len(stored), missed=wrong)


def bcubed(truth: Mapping[str, str], found: Mapping[str, str]) -> tuple[float, float]:
    """B-cubed precision and recall; an item without a story stands alone."""
    if not truth:
        return 1.0, 1.0
    labels = {id_: found.get(id_) or f"alone:{id_}" for id_ in truth}
    pairs = Counter((truth[id_], labels[id_]) for id_ in truth)
    by_truth, by_label = Counter(truth.values()), Counter(labels.values())
    precision = sum(pairs[truth[i], labels[i]] / by_label[labels[i]] for i in truth) / len(truth)
    recall = sum(pairs[truth[i], labels[i]] / by_truth[truth[i]] for i in truth) / len(truth)
    return precision, recall


def _strays(stored: list[tuple[Item, Held]]) -> list[str]:
    """Items outside the story that holds most of their event, or inside another event's."""
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    events: dict[str, Counter[str]] = defaultdict(Counter)
    for item, one in stored:
        sizes[item.event][one.story_id] += 1
        events[one.story_id][item.event] += 1
    return [
        item.id
        for item, one in stored
        if sizes[item.event].most_common(1)[0][0] != one.story_id
        or events[one.story_id].most_common(1)[0][0] != item.event
    ]
