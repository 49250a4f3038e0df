"""Word hashes, shingles, MinHash signatures and their bands: how texts that share wording find each other.

Hashes are the same in every process and on every machine (CRC-32 and a fixed polynomial), because they are kept.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

SHINGLE_WORDS = 5
PERMUTATIONS = 128
BANDS = 32
ROWS = PERMUTATIONS // BANDS  # 4 rows: two texts with Jaccard .42 meet in some band with even odds
SEED = 20261123
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplication mod 2⁶⁴ loses nothing

Hashes32 = NDArray[np.uint32]
Hashes64 = NDArray[np.uint64]


@lru_cache(maxsize=65_536)
def word_hash(word: str) -> int:
    """The CRC-32 of a word in UTF-8."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def word_hashes(words: Sequence[str]) -> Hashes32:
    """One 32-bit hash a word, in order."""
    return np.fromiter((word_hash(word) for word in words), dtype=np.uint32, count=len(words))


def shingles(hashes: Hashes32, size: int = SHINGLE_WORDS) -> Hashes64:
    """One 64-bit hash for each run of `size` words, in order; a shorter text is one shingle, an empty one none."""
    if len(hashes) == 0:
        return np.zeros(0, dtype=np.uint64)
    size = min(size, len(hashes))
    wide = hashes.astype(np.uint64)
    count = len(wide) - size + 1
    total = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(size):
            total = total * _BASE + wide[offset : offset + count]
        total ^= total >> np.uint64(29)
        total *= _BASE  # a last mixing, so that any of the bits may serve for sampling
    return total ^ (total >> np.uint64(32))


def shingle_hashes(words: Sequence[str], size: int = SHINGLE_WORDS) -> frozenset[int]:
    """The set of 64-bit hashes of the runs of `size` words in `words`."""
    return frozenset(int(value) for value in shingles(word_hashes(words), size))


def signature(words: Sequence[str]) -> tuple[int, ...]:
    """The MinHash signature of the text's shingles: 128 unsigned 32-bit numbers; empty for an empty text."""
    return signature_of(shingles(word_hashes(words)))


def signature_of(values: Hashes64) -> tuple[int, ...]:
    """The same from shingles already made."""
    if len(values) == 0:
        return ()
    unique = np.unique(values)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(unique, [0, len(unique)], PERMUTATIONS, SEED).to_rows()
    return tuple(int(value) for value in rows[0])


def bands(signature: Sequence[int]) -> tuple[str, ...]:
    """32 look-up words, each from four rows; texts that share one are candidates. None for an empty signature."""
    if not signature:
        return ()
    rows = np.asarray(signature, dtype="<u4").reshape(BANDS, ROWS)
    return tuple(f"{index:02d}{_short(row.tobytes())}" for index, row in enumerate(rows))


def _short(data: bytes) -> str:
    """48 bits of a 16-byte band as 8 characters: a false meeting in one of a million articles is one in 10⁸."""
    mixed = crc32(data).to_bytes(4, "little") + crc32(data[::-1]).to_bytes(4, "little")[:2]
    return base64.urlsafe_b64encode(mixed).decode("ascii")
