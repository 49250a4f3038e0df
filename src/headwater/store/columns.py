"""Column types that keep values exact on every database: instants, JSON, compressed JSON, packed vectors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
import zstandard
from sqlalchemy import BigInteger, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

Record: TypeAlias = Any
"""One row of a result: attributes are named as the columns (SQLAlchemy's own row type spells out every column)."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

ZSTD_LEVEL = 3
"""Speed counts more than the last percent: bodies are written once and read rarely."""

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
"""No stored value is larger; a damaged frame header must not ask for more memory than this."""


def microseconds(at: datetime) -> int:
    """Microseconds since 1970 of an aware time: exact, sortable, the same on every database."""
    return (at - _EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The aware UTC time that `microseconds` gave `value` for."""
    return _EPOCH + timedelta(microseconds=value)


def pack(data: bytes) -> bytes:
    """`data` compressed with zstandard."""
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(data)


def unpack(data: bytes) -> bytes:
    """What `pack` compressed."""
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=MAX_UNPACKED_BYTES)


def pack_vector(vector: Sequence[float]) -> bytes:
    """A vector as little-endian float32 bytes."""
    return np.asarray(vector, dtype="<f4").tobytes()


def unpack_vector(data: bytes) -> tuple[float, ...]:
    """The vector that `pack_vector` wrote, rounded to float32."""
    return tuple(np.frombuffer(data, dtype="<f4").tolist())


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970 (BIGINT)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetime to integer."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Integer to aware UTC datetime."""
        return None if value is None else instant(value)


class Json(TypeDecorator[Any]):
    """A JSON-able structure as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Structure to text."""
        return None if value is None else _dump(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Text to structure."""
        return None if value is None else json.loads(value)


class PackedJson(TypeDecorator[Any]):
    """A JSON-able structure as zstandard-compressed bytes, for what is read rarely."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """Structure to compressed bytes."""
        return None if value is None else pack(_dump(value).encode("utf-8", "surrogatepass"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """Compressed bytes to structure."""
        return None if value is None else json.loads(unpack(value).decode("utf-8", "surrogatepass"))
