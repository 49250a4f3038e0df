"""The language of an article: what its words say, with the page's own declaration as a prior."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.annotate._annotator import Annotator, Reading, one_by_one
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.text.languages import detect_language

READ_CHARS = 1_000
"""Headline plus this much text is enough: 96 % right from eight words on 29 languages (py3langid, measured)."""


def find_language(reading: Reading) -> Sequence[Annotation]:
    """One annotation with the BCP 47 code; none where there are no words to judge."""
    article = reading.article
    words = "\n".join(text for _, text in reading.fields)[: len(article.headline) + READ_CHARS]
    if not any(character.isalpha() for character in words):
        return ()
    code, confidence = detect_language(words, prior=article.declared_language or article.language)
    if not code:
        return ()
    return (reading.say(AnnotationKind.LANGUAGE, {"code": code}, confidence=confidence),)


KIND = Annotator(name="language", version=1, annotate=one_by_one(find_language))
