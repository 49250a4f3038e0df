"""Neighbours in memory: the last fourteen days, found by shared keys and near vectors (for filters and benches)."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import datetime, timedelta

import numpy as np

from headwater.model.neighbour import Fingerprint, Neighbour

SPAN = timedelta(days=14)
MAX_NEIGHBOURS = 60
MAX_HOLDERS = 200  # a key that more articles hold than this tells nothing
MAX_NEAR = 20
MIN_COSINE = 0.3
MIN_WORTH = 1.4  # one common figure is chance: one strong key, or two figures or names
KEY_WEIGHTS = {"u": 10.0, "b": 4.0, "s": 3.0, "q": 2.0, "h": 4.0, "p": 2.0, "n": 1.5, "f": 1.0, "m": 0.8}


class Window:
    """Fingerprints of the last `span`; keys lead to ids. Old ones leave when newer ones come."""

    def __init__(self, *, span: timedelta | None = SPAN) -> None:
        """`span` None keeps everything: for input without times."""
        self._span = span
        self._prints: dict[str, Fingerprint] = {}
        self._holders: dict[str, dict[str, None]] = defaultdict(dict)
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((64, 0), dtype=np.float32)
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._prints)

    def add(self, fingerprint: Fingerprint) -> None:
        """Take an article in; one already there is replaced."""
        self.remove(fingerprint.article_id)
        self._prints[fingerprint.article_id] = fingerprint
        for key in fingerprint.keys:
            self._holders[key][fingerprint.article_id] = None
        if fingerprint.vector is not None:
            self._place(fingerprint.article_id, np.asarray(fingerprint.vector, dtype=np.float32))

    def remove(self, article_id: str) -> None:
        """Let an article go; one that is not there is no error."""
        gone = self._prints.pop(article_id, None)
        if gone is None:
            return
        for key in gone.keys:
            self._holders[key].pop(article_id, None)
            if not self._holders[key]:
                del self._holders[key]
        row = self._rows.pop(article_id, None)
        if row is not None:
            self._vectors[row] = 0
            self._free.append(row)

    def forget(self, now: datetime) -> None:
        """Let go of everything older than the window before `now`."""
        if self._span is None:
            return
        edge = now - self._span
        for article_id in [held.article_id for held in self._prints.values() if held.at < edge]:
            self.remove(article_id)

    def find(self, fingerprint: Fingerprint) -> list[Neighbour]:
        """At most sixty neighbours within the window before and after, the nearest first."""
        shared: dict[str, list[str]] = defaultdict(list)
        worths: dict[str, float] = defaultdict(float)
        for key in fingerprint.keys:
            holders = self._holders.get(key, {})
            if len(holders) > MAX_HOLDERS:
                continue
            worth = KEY_WEIGHTS.get(key[0], 1.0) / (1 + math.log2(len(holders)) / 4) if holders else 0.0
            for article_id in holders:
                shared[article_id].append(key)
                worths[article_id] += worth
        near = self._near(fingerprint)
        scores = {article_id: 6 * cosine for article_id, cosine in near.items()}
        for article_id, worth in worths.items():
            if worth >= MIN_WORTH or article_id in near:
                scores[article_id] = scores.get(article_id, 0.0) + worth
        ranked = [
            i
            for i in sorted(scores, key=lambda i: (-scores[i], i))
            if i != fingerprint.article_id and self._is_within(i, fingerprint)
        ]
        return [
            Neighbour(fingerprint=self._prints[i], shared_keys=tuple(shared.get(i, ())), cosine=near.get(i))
            for i in ranked[:MAX_NEIGHBOURS]
        ]

    def _is_within(self, article_id: str, fingerprint: Fingerprint) -> bool:
        return self._span is None or abs(self._prints[article_id].at - fingerprint.at) <= self._span

    def _near(self, fingerprint: Fingerprint) -> dict[str, float]:
        if fingerprint.vector is None or not self._rows:
            return {}
        vector = np.asarray(fingerprint.vector, dtype=np.float32)
        if len(vector) != self._vectors.shape[1]:
            return {}
        ids = list(self._rows)
        cosines = self._vectors[[self._rows[i] for i in ids]] @ vector
        best = np.argsort(-cosines, kind="stable")[: MAX_NEAR + 1]
        return {ids[i]: float(cosines[i]) for i in best.tolist() if cosines[i] >= MIN_COSINE}

    def _place(self, article_id: str, vector: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
        if self._vectors.shape[1] != len(vector):
            if self._rows:
                return  # vectors of another model cannot be compared
            self._vectors = np.zeros((64, len(vector)), dtype=np.float32)
        row = self._free.pop() if self._free else len(self._rows)
        if row >= len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._vectors[row] = vector
        self._rows[article_id] = row
