"""Values to JSON-able structures and back, driven by the dataclasses' own annotations.

`to_json` drops fields that equal their default, so stored rows stay small and old rows read with new fields.
Bytes are base64, datetimes RFC 3339, enums their values. `from_json` ignores unknown keys.
"""

from __future__ import annotations

import base64
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """A structure of dicts, lists, strings and numbers that `from_json` turns back into an equal value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value) if not _is_default(f, value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _is_default(f: Field[Any], value: Any) -> bool:
    if f.default is not MISSING:
        return bool(getattr(value, f.name) == f.default)
    if f.default_factory is not MISSING:
        return bool(getattr(value, f.name) == f.default_factory())
    return False


def from_json(cls: type[T], data: Any) -> T:
    """The value of type `cls` that `to_json` wrote; TypeError or ValueError where the data cannot be one."""
    return _read(cls, data)  # type: ignore[no-any-return]


@lru_cache(maxsize=256)
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(kind, data)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in data)
    if origin is list:
        return [_read(get_args(kind)[0], item) for item in data]
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(get_args(kind)[1], item) for key, item in data.items()}
    return _read_plain(kind, data)


def _read_union(kind: Any, data: Any) -> Any:
    if data is None:
        return None
    return _read(next(arg for arg in get_args(kind) if arg is not type(None)), data)


def _read_plain(kind: Any, data: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{f.name: _read(hints[f.name], data[f.name]) for f in fields(kind) if f.name in data})
    if not isinstance(kind, type) or kind is object:
        return data
    if issubclass(kind, Enum):
        return kind(data)
    if kind is datetime:
        return datetime.fromisoformat(data)
    if kind is timedelta:
        return timedelta(seconds=data)
    if kind is bytes:
        return base64.b64decode(data)
    return data
