"""Nearest vectors within the open window, exactly, in memory: a cache that is rebuilt from the store at start."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from headwater.model.neighbour import Fingerprint

MAX_NEAREST = 20
_GROWTH = 1_024


class VectorCache:
    """Unit vectors with their articles and times; `add` is amortised O(1), `nearest` one matrix product."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._rows: dict[str, int] = {}
        self._times: NDArray[np.float64] = np.zeros(0)
        self._matrix: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._ids)

    def fill(self, ids: list[str], times: list[datetime], matrix: NDArray[np.float32]) -> None:
        """Take over what the store holds of the window, one row each."""
        for article_id, at, values in zip(ids, times, matrix, strict=True):
            self._put(article_id, at, values)

    def add(self, fingerprint: Fingerprint) -> None:
        """Remember one article's vector; an article without one is left out."""
        if fingerprint.vector is not None:
            values = np.asarray(fingerprint.vector, dtype=np.float32)
            self._put(fingerprint.article_id, fingerprint.at, values)

    def forget(self, article_id: str) -> None:
        """Drop one article (erased): its vector is overwritten with zeros."""
        row = self._rows.pop(article_id, None)
        if row is not None:
            self._matrix[row] = 0
            self._ids[row] = ""

    def _put(self, article_id: str, at: datetime, values: NDArray[np.float32]) -> None:
        row = self._rows.get(article_id)
        if row is None:
            row = len(self._ids)
            self._ids.append(article_id)
            self._rows[article_id] = row
        if row >= len(self._times):
            self._grow(len(values))
        self._matrix[row] = values
        self._times[row] = at.timestamp()

    def _grow(self, dimension: int) -> None:
        size = max(_GROWTH, 2 * len(self._times))
        matrix = np.zeros((size, dimension), dtype=np.float32)
        matrix[: len(self._matrix)] = self._matrix if self._matrix.size else 0
        times = np.zeros(size)
        times[: len(self._times)] = self._times
        self._matrix, self._times = matrix, times

    def nearest(self, fingerprint: Fingerprint, since: datetime, until: datetime) -> list[tuple[str, float]]:
        """The nearest articles of the window with their cosines, best first; not the article itself."""
        if fingerprint.vector is None or not self._ids:
            return []
        count = len(self._ids)
        cosines = self._matrix[:count] @ np.asarray(fingerprint.vector, dtype=np.float32)
        outside = (self._times[:count] < since.timestamp()) | (self._times[:count] > until.timestamp())
        cosines = np.where(outside, -2.0, cosines)
        order = np.argsort(-cosines)[: MAX_NEAREST + 1]
        found = [(self._ids[row], float(cosines[row])) for row in order if cosines[row] > -1]
        return [(id_, cosine) for id_, cosine in found if id_ and id_ != fingerprint.article_id][:MAX_NEAREST]
