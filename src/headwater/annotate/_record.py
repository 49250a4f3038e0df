"""Annotations in the shape of the `annotate` filter (docs/filters.md)."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article

SHOWN_KEYWORDS = 12
"""Keywords in a line; the annotations themselves hold more, for clustering."""


def annotation_line(article: Article, annotations: Sequence[Annotation]) -> dict[str, object]:
    """`{"annotations": {language, places, names, quotes, keywords, numbers}, "vector"?: {model, values}}`.

    Absent means absent: `language` is null where none was found.
    """
    by_kind: dict[AnnotationKind, list[Annotation]] = {kind: [] for kind in AnnotationKind}
    for annotation in annotations:
        by_kind[annotation.kind].append(annotation)
    spoken = by_kind[AnnotationKind.LANGUAGE]
    line: dict[str, object] = {
        "language": {"code": spoken[0].body["code"], "confidence": spoken[0].confidence} if spoken else None,
        "places": [_placed(a) for a in by_kind[AnnotationKind.PLACE]],
        "names": [_placed(a) for a in by_kind[AnnotationKind.NAME]],
        "quotes": [_placed(a) for a in by_kind[AnnotationKind.QUOTE]],
        "keywords": _keywords(article, by_kind[AnnotationKind.KEYWORD]),
        "numbers": [_placed(a) for a in by_kind[AnnotationKind.NUMBER]],
    }
    vectors = by_kind[AnnotationKind.VECTOR]
    said: dict[str, object] = {"annotations": line}
    return said | ({"vector": dict(vectors[0].body)} if vectors else {})


def _placed(annotation: Annotation) -> dict[str, object]:
    where = {"field": annotation.field, "start": annotation.start, "end": annotation.end}
    return {**annotation.body, **where, "confidence": annotation.confidence}


def _keywords(article: Article, found: Sequence[Annotation]) -> list[str]:
    """The publisher's own keywords first, then the weightiest of ours."""
    return list(dict.fromkeys([*article.keywords, *(str(a.body["text"]) for a in found)]))[:SHOWN_KEYWORDS]
