"""One vector per article: what its headline and first words mean, comparable across languages."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.annotate._annotator import Annotator, Embedder, Reading
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.text.words import squash

LEAD_CHARS = 150
"""Code points of text that follow the headline: more costs time in proportion and changed little (measured)."""

LEAD_CHARS_ALONE = 250
"""The same where there is no headline."""


def vector_text(headline: str, text: str) -> str:
    """What is embedded; a text that repeats its headline gives it once. Empty where there are no words."""
    title, body = squash(headline), squash(text[: 2 * LEAD_CHARS_ALONE + len(headline)])
    if not title:
        return body[:LEAD_CHARS_ALONE]
    body = body.removeprefix(title).lstrip(" .:-–—|")
    return f"{title} {body[:LEAD_CHARS]}".strip()


def find_vectors(readings: Sequence[Reading], embedder: Embedder | None) -> list[tuple[Annotation, ...]]:
    """VECTOR annotations with `model` and `values`; none without an embedder or without words."""
    said: list[tuple[Annotation, ...]] = [()] * len(readings)
    texts = [vector_text(reading.fields[0][1], reading.fields[1][1]) for reading in readings]
    wanted = [n for n, text in enumerate(texts) if any(character.isalnum() for character in text)]
    if embedder is None or not wanted:
        return said
    for n, vector in zip(wanted, embedder.encode([texts[n] for n in wanted]), strict=True):
        body = {"model": embedder.id, "values": [round(float(x), 5) for x in vector]}
        said[n] = (readings[n].say(AnnotationKind.VECTOR, body),)
    return said


KIND = Annotator(name="vectors", version=1, annotate=find_vectors)
