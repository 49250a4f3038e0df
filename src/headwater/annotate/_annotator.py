"""What an annotator is, and what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article

MAX_FIELD_CHARS = 20_000
"""Characters of a field that annotators read: news texts are shorter, and cost must stay bounded."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how near their meanings are, in any language.

    `id` names the model and everything done to its output: vectors of different ids are never compared.
    """

    @property
    def id(self) -> str:
        """The model's name and version, kept with every vector."""

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension); a text without words gives zeros."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article as an annotator reads it: its fields by name, and what earlier annotators said.

    `fields` holds "headline" and "text" ("summary" where the text is absent or reserved), each cut at
    `MAX_FIELD_CHARS`; offsets in annotations count code points in these. `annotator` is who reads, for its signature.
    """

    article: Article
    fields: tuple[tuple[str, str], ...]
    language: str = ""
    found: tuple[Annotation, ...] = ()
    annotator: str = ""
    annotator_version: int = 1

    def found_of(self, kind: AnnotationKind) -> Iterator[Annotation]:
        """What earlier annotators said of this kind."""
        return (annotation for annotation in self.found if annotation.kind is kind)

    def say(
        self,
        kind: AnnotationKind,
        body: Mapping[str, object],
        *,
        at: tuple[str, int, int] = ("", -1, -1),
        confidence: float = 1.0,
    ) -> Annotation:
        """An annotation about this article; `at` is (field, start, end)."""
        return Annotation(
            article_id=self.article.id,
            article_version=self.article.version,
            kind=kind,
            body=body,
            field=at[0],
            start=at[1],
            end=at[2],
            confidence=round(confidence, 3),
            annotator=self.annotator,
            annotator_version=self.annotator_version,
        )


Annotate = Callable[[Sequence[Reading], Embedder | None], list[tuple[Annotation, ...]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Annotator:
    """One kind of statement: its name, its version (a new one makes old annotations stale), and the pure function.

    `needs` names the annotators whose statements this one reads.
    """

    name: str
    version: int
    annotate: Annotate
    needs: tuple[str, ...] = ()


def one_by_one(read: Callable[[Reading], Sequence[Annotation]]) -> Annotate:
    """An `Annotate` that looks at each article alone and needs no vectors."""

    def annotate(readings: Sequence[Reading], embedder: Embedder | None) -> list[tuple[Annotation, ...]]:
        return [tuple(read(reading)) for reading in readings]

    return annotate


def fields_of(article: Article) -> tuple[tuple[str, str], ...]:
    """The fields that annotators read; the publisher's summary stands in for an absent text."""
    name, body = ("text", article.text) if article.paragraphs else ("summary", article.summary)
    return (("headline", article.headline[:MAX_FIELD_CHARS]), (name, body[:MAX_FIELD_CHARS]))
