"""Statements by a machine about an article (W3C Web Annotation), and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AnnotationKind(StrEnum):
    """What an annotation says."""

    LANGUAGE = "language"  # body: {"code": "kk"}
    PLACE = "place"  # body: {"name", "country", "geonames_id"?}
    NAME = "name"  # body: {"text", "kind": "person"|"organisation"|"unknown", "id"?}
    QUOTE = "quote"  # body: {"text", "speaker"?}
    KEYWORD = "keyword"  # body: {"text"}
    NUMBER = "number"  # body: {"value", "unit"?}
    VECTOR = "vector"  # body: {"model", "values": [float]}


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotation:
    """One statement. `field` is "headline" or "text"; `start`/`end` count code points in it, -1 for the whole."""

    article_id: str
    kind: AnnotationKind
    body: Mapping[str, object]
    article_version: int = 1
    field: str = ""
    start: int = -1
    end: int = -1
    confidence: float = 1.0
    annotator: str = ""
    annotator_version: int = 1
