"""The articles of the last days in memory, found by shared keys or near vectors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from headwater.model.neighbour import Fingerprint, Neighbour

WINDOW = timedelta(hours=72)
"""How long after its latest member a story can still grow."""

MAX_BY_KEYS = 40
"""Neighbours taken for shared keys, most telling first."""

MAX_BY_VECTOR = 40
"""Neighbours taken for near vectors, nearest first."""

MIN_COSINE = 0.2
"""Vectors farther apart than this are no neighbours (unrelated texts are about 0 ± .12)."""

MAX_POSTINGS = 300
"""A key shared by more articles than this says nothing and is not followed."""

_FIRST_ROWS = 256


@dataclass(slots=True)
class _Member:
    fingerprint: Fingerprint
    story_id: str
    row: int


class Window:
    """An index of recent articles with their stories. Not thread-safe; memory about 6 kB an article with its vector.

    `span` bounds how far back neighbours lie from the article that asks; older members are dropped by `forget`.
    """

    def __init__(self, *, span: timedelta = WINDOW) -> None:
        self.span = span
        self._members: dict[str, _Member] = {}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_story: dict[str, set[str]] = defaultdict(set)
        self._ids: list[str] = []
        self._matrix: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._members

    def add(self, fingerprint: Fingerprint, story_id: str) -> None:
        """Remember an article and its story; one already here is replaced."""
        self.remove(fingerprint.article_id)
        row = self._keep(fingerprint) if fingerprint.vector is not None else -1
        self._members[fingerprint.article_id] = _Member(fingerprint, story_id, row)
        self._by_story[story_id].add(fingerprint.article_id)
        for key in fingerprint.keys:
            self._by_key[key].append(fingerprint.article_id)

    def remove(self, article_id: str) -> None:
        """Forget one article; nothing happens if it is not here."""
        member = self._members.pop(article_id, None)
        if member is None:
            return
        self._by_story[member.story_id].discard(article_id)
        for key in member.fingerprint.keys:
            postings = self._by_key[key]
            postings.remove(article_id)
            if not postings:
                del self._by_key[key]
        if member.row >= 0:
            self._matrix[member.row] = 0.0
            self._ids[member.row] = ""
            self._free.append(member.row)

    def forget(self, before: datetime) -> int:
        """Drop what is older than `before` less the span; how many were dropped."""
        old = [name for name, member in self._members.items() if member.fingerprint.at < before - self.span]
        for name in old:
            self.remove(name)
        return len(old)

    def merge(self, story_id: str, other_story_id: str) -> None:
        """All members of `other_story_id` belong to `story_id` from now on."""
        for name in self._by_story.pop(other_story_id, set()):
            self._members[name].story_id = story_id
            self._by_story[story_id].add(name)

    def move(self, article_id: str, story_id: str) -> None:
        """One article belongs to `story_id` from now on."""
        member = self._members[article_id]
        self._by_story[member.story_id].discard(article_id)
        member.story_id = story_id
        self._by_story[story_id].add(article_id)

    def story_of(self, article_id: str) -> str:
        """The story of an article, empty if it is not here."""
        member = self._members.get(article_id)
        return member.story_id if member else ""

    def members(self) -> list[Neighbour]:
        """Everything here, in order of arrival."""
        return [Neighbour(fingerprint=m.fingerprint, story_id=m.story_id) for m in self._members.values()]

    def find(self, fingerprint: Fingerprint) -> list[Neighbour]:
        """The articles most likely to report the same event: by shared keys and by nearest vectors, within the span."""
        shared = self._by_shared_keys(fingerprint)
        near = self._by_vector(fingerprint)
        weights = {name: sum(1.0 / len(self._by_key[key]) for key in keys) for name, keys in shared.items()}
        best = sorted(weights, key=lambda name: (-weights[name], name))[:MAX_BY_KEYS]
        chosen = dict.fromkeys([*best, *near])
        return [
            Neighbour(
                fingerprint=self._members[name].fingerprint,
                story_id=self._members[name].story_id,
                shared_keys=tuple(shared.get(name, ())),
                cosine=near.get(name),
            )
            for name in chosen
        ]

    def _is_near_in_time(self, name: str, fingerprint: Fingerprint) -> bool:
        return name != fingerprint.article_id and abs(self._members[name].fingerprint.at - fingerprint.at) <= self.span

    def _by_shared_keys(self, fingerprint: Fingerprint) -> dict[str, list[str]]:
        shared: dict[str, list[str]] = defaultdict(list)
        for key in fingerprint.keys:
            postings = self._by_key.get(key, ())
            if len(postings) <= MAX_POSTINGS:
                for name in postings:
                    shared[name].append(key)
        return {name: keys for name, keys in shared.items() if self._is_near_in_time(name, fingerprint)}

    def _by_vector(self, fingerprint: Fingerprint) -> dict[str, float]:
        if fingerprint.vector is None or not self._ids:
            return {}
        asked = np.asarray(fingerprint.vector, dtype=np.float32)
        if asked.shape[0] != self._matrix.shape[1]:
            return {}
        cosines = self._matrix[: len(self._ids)] @ asked
        rows = np.flatnonzero(cosines >= MIN_COSINE)
        near: dict[str, float] = {}
        for row in rows[np.argsort(-cosines[rows], kind="stable")]:
            name = self._ids[row]
            if name and self._is_same_model(name, fingerprint) and self._is_near_in_time(name, fingerprint):
                near[name] = float(cosines[row])
                if len(near) >= MAX_BY_VECTOR:
                    break
        return near

    def _is_same_model(self, name: str, fingerprint: Fingerprint) -> bool:
        return self._members[name].fingerprint.features.get("model") == fingerprint.features.get("model")

    def _keep(self, fingerprint: Fingerprint) -> int:
        """Store the vector in a free or new row of the matrix; its number, −1 where its length is another model's."""
        vector = np.asarray(fingerprint.vector, dtype=np.float32)
        if not self._matrix.size:
            self._matrix = np.zeros((_FIRST_ROWS, vector.shape[0]), dtype=np.float32)
        if vector.shape[0] != self._matrix.shape[1]:
            return -1
        if self._free:
            row = self._free.pop()
            self._ids[row] = fingerprint.article_id
        else:
            row = len(self._ids)
            self._ids.append(fingerprint.article_id)
            if row >= self._matrix.shape[0]:
                self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])
        self._matrix[row] = vector
        return row
