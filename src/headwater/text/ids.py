"""Names for things: sortable identifiers, digests of bytes, hashes of addresses."""

from __future__ import annotations

import hashlib
from datetime import datetime

from headwater.text.urls import address_key

RANDOM_BYTES = 10
"""Bytes of randomness in one identifier (80 bits, ULID specification)."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26


def new_id(now: datetime, randomness: bytes) -> str:
    """A ULID: 26 characters that sort by time (milliseconds of `now`), then by ten bytes of `randomness`."""
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"an identifier takes {RANDOM_BYTES} random bytes, not {len(randomness)}")
    number = (int(now.timestamp() * 1000) << (8 * RANDOM_BYTES)) | int.from_bytes(randomness, "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))


def digest(data: bytes) -> str:
    """The SHA-256 of `data` as "sha256:" and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def url_hash(url: str) -> str:
    """The SHA-256 of the address key: what stays of an address after its erasure, 64 hexadecimal digits."""
    return hashlib.sha256(address_key(url).encode()).hexdigest()
