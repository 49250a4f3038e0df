"""An embedder small enough to see through: one dimension a letter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray


class LetterEmbedder:
    """Counts of a…z to unit length; zeros for a text without them."""

    id = "letters-1"
    dimension = 26

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for character in text.lower():
                if "a" <= character <= "z":
                    out[row, ord(character) - ord("a")] += 1
            out[row] /= max(1e-9, float(np.linalg.norm(out[row])))
        return out


@pytest.fixture
def letters() -> LetterEmbedder:
    return LetterEmbedder()
