"""First step: what to look up and what to remember of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from zlib import crc32

import numpy as np

from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article, Credit
from headwater.model.neighbour import Fingerprint
from headwater.provenance._credits import credit_paragraphs, credits_from_text
from headwater.provenance._facts import breaks, figures, is_telling, names
from headwater.provenance._names import name_key
from headwater.provenance._work import credit_row, facts_row, publisher_row, write_features
from headwater.text.credit_lines import read_dateline
from headwater.text.shingles import Hashes64, bands, shingles, signature_of, word_hashes
from headwater.text.urls import address_key
from headwater.text.words import words

MAX_WORDS = 6_000  # of longer texts the beginning is kept: enough to know a copy, bounded in the store
MAX_SAMPLED_KEYS = 48
SAMPLE_SIZE = 8  # words: a run that two writers hardly choose alike
SAMPLE_EVERY = 16  # of the shingles: a copied paragraph of 60 words is found in 97 of 100 cases
MAX_FACT_KEYS = 24
MAX_CREDITED_ADDRESSES = 16
MAX_CREDIT_CHARS = 300
MAX_CREDITS = 40
MIN_HEADLINE_WORDS = 4
MIN_QUOTATION_WORDS = 10
MAX_QUOTATION_KEYS = 12
_QUOTE = re.compile(
    r"“[^“”]{2,800}[”“]|„[^„“”]{2,800}[“”]|«[^«»]{2,800}»|»[^«»]{2,800}«|「[^「」]{2,400}」|『[^『』]{2,400}』|\"[^\"]{2,800}\""
)
_SPEECH = re.compile(r"^\s*[–—―]\s*\S")


def prepare(
    article: Article, *, at: datetime, annotations: Sequence[Annotation] = (), is_mined: bool = True
) -> Fingerprint:
    """The article's look-up keys and features; `at` is its published time where believed, else when first seen.

    Where the text is reserved (`is_mined` false) only headline, addresses, pictures' credits and what is declared
    are used.
    """
    credits = _credits_of(article, is_mined=is_mined)
    skipped = credit_paragraphs(article.paragraphs)
    paragraphs = [p for i, p in enumerate(article.paragraphs) if i not in skipped] if is_mined else []
    if paragraphs and (dateline := read_dateline(paragraphs[0])) is not None:
        paragraphs[0] = paragraphs[0].strip().removeprefix(dateline.text)  # the agency's stamp is no word of the text
    tokens, quoted, quotations = _tokens(paragraphs)
    hashes = word_hashes(tokens)
    numbers, persons = figures(paragraphs), names(paragraphs)
    headline_words = [int(value) for value in word_hashes(words(article.headline))]
    pictures = [row for picture in article.pictures if (row := _picture_row(picture.caption, picture.credit))]
    stated = article.published_at
    features = write_features(
        {
            "url": article.url,
            "address": address_key(article.url),
            "canonical": address_key(article.canonical_url),
            "publisher": publisher_row(article.publisher),
            "headline": article.headline[:MAX_CREDIT_CHARS],
            "headline_words": headline_words,
            "language": _language(article, annotations),
            "byline": list(article.byline),
            "published_at": stated.at.isoformat() if stated else "",
            "precision": stated.precision.value if stated else "",
            "is_mined": None if is_mined else False,
            "credits": [credit_row(credit) for credit in credits],
            "pictures": pictures,
            "figures": facts_row(numbers),
            "names": facts_row(persons),
            "breaks": list(breaks(paragraphs)),
        },
        hashes=hashes,
        quoted=np.asarray(quoted, dtype=np.bool_),
    )
    keys = [*_address_keys(article, credits), *_text_keys(shingles(hashes), shingles(hashes, SAMPLE_SIZE))]
    keys += quotations
    keys += [
        *_headline_keys(headline_words),
        *(f"p:{row[0]}" for row in pictures),
        *_fact_keys(numbers.values, persons.values),
    ]
    vector = _vector(annotations) if is_mined else None
    return Fingerprint(article_id=article.id, at=at, keys=tuple(dict.fromkeys(keys)), features=features, vector=vector)


def _credits_of(article: Article, *, is_mined: bool) -> list[Credit]:
    """The page's own credits first, then those that stand in the text and were not among them."""
    found = list(article.credits)
    if is_mined:
        known = {(c.kind, c.url or name_key(c.name)) for c in found}
        in_text = credits_from_text(article.paragraphs, article.url)
        found += [c for c in in_text if (c.kind, c.url or name_key(c.name)) not in known]
    return [
        Credit(kind=c.kind, text=c.text[:MAX_CREDIT_CHARS], url=c.url, name=c.name[:MAX_CREDIT_CHARS], place=c.place)
        for c in found[:MAX_CREDITS]
    ]


def _tokens(paragraphs: Sequence[str]) -> tuple[list[str], list[bool], list[str]]:
    """Words in order, for each whether it stands in quotation marks or direct speech, and keys of long quotations."""
    tokens: list[str] = []
    quoted: list[bool] = []
    quotations: list[str] = []
    for paragraph in paragraphs:
        for part, is_quote in _split_quotes(paragraph):
            found = words(part)
            tokens += found
            quoted += [is_quote] * len(found)
            if is_quote and len(found) >= MIN_QUOTATION_WORDS:
                quotations.append(f"q:{crc32(' '.join(found).encode('utf-8', 'surrogatepass')):x}")
        if len(tokens) >= MAX_WORDS:
            break
    return tokens[:MAX_WORDS], quoted[:MAX_WORDS], quotations[:MAX_QUOTATION_KEYS]


def _split_quotes(paragraph: str) -> Iterator[tuple[str, bool]]:
    if _SPEECH.match(paragraph):
        yield paragraph, True
        return
    start = 0
    for match in _QUOTE.finditer(paragraph):
        yield paragraph[start : match.start()], False
        yield match[0], True
        start = match.end()
    yield paragraph[start:], False


def _address_keys(article: Article, credits: Sequence[Credit]) -> list[str]:
    """The addresses of the article, of its canonical and of everything it credits: who shares one is a neighbour."""
    own = [address_key(article.url), address_key(article.canonical_url)]
    credited = [address_key(credit.url) for credit in credits if credit.url]
    return [f"u:{address}" for address in [*own, *credited[:MAX_CREDITED_ADDRESSES]] if address]


def _text_keys(short: Hashes64, long: Hashes64) -> list[str]:
    sampled = np.unique(long[long % np.uint64(SAMPLE_EVERY) == 0])[:MAX_SAMPLED_KEYS]
    return [*(f"b:{band}" for band in bands(signature_of(short))), *(f"s:{int(value):x}" for value in sampled)]


def _headline_keys(headline_words: Sequence[int]) -> list[str]:
    if len(headline_words) < MIN_HEADLINE_WORDS:
        return []
    return [f"h:{crc32(b''.join(value.to_bytes(4, 'little') for value in headline_words)):x}"]


def _fact_keys(numbers: Sequence[str], persons: Sequence[str]) -> list[str]:
    """Telling figures alone, any two figures or names side by side: what a translation keeps."""
    telling = [f"n:{figure}" for figure in dict.fromkeys(numbers) if is_telling(figure)]
    figure_pairs = [f"f:{a}|{b}" for a, b in pairwise(numbers) if a != b]
    name_pairs = [f"m:{a}|{b}" for a, b in pairwise(persons) if a != b and len(a) + len(b) >= 7]
    return [key for keys in (telling, figure_pairs, name_pairs) for key in list(dict.fromkeys(keys))[:MAX_FACT_KEYS]]


def _picture_row(caption: str, credit: str) -> list[str]:
    """A hash of caption and credit, and their words; nothing for a picture without both."""
    if not caption or not credit:
        return []
    said = " ".join([*words(caption), *words(credit)])
    return [f"{crc32(said.encode('utf-8')):08x}", f"{caption} {credit}"[:MAX_CREDIT_CHARS]]


def _language(article: Article, annotations: Sequence[Annotation]) -> str:
    for annotation in annotations:
        if annotation.kind is AnnotationKind.LANGUAGE:
            return str(annotation.body.get("code", ""))
    return article.language or article.declared_language


def _vector(annotations: Sequence[Annotation]) -> tuple[float, ...] | None:
    for annotation in annotations:
        values = annotation.body.get("values")
        if annotation.kind is AnnotationKind.VECTOR and isinstance(values, (list, tuple)):
            return tuple(float(value) for value in values)
    return None
