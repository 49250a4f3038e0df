"""What the elements and attributes around one image say: caption, credit, creator, licence.

Names of elements are read by the word that comes last in them ("caption__source" is a source, "credit-caption" a
caption); the words are those that content systems of many languages share, no publisher's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from headwater.extract._captions import (
    MAX_CAPTION_CHARS,
    credit_name,
    is_labelled,
    is_owner,
    split_credit,
    trimmed,
    without_dangling_label,
)
from headwater.extract._jsonld import plain
from headwater.extract._phrases import is_boilerplate_line
from headwater.extract._visible_texts import visible_lines_of, visible_text_of
from headwater.text.urls import canonical_url

MAX_CREDIT_CHARS = 200
"""Longer credits are paragraphs in the wrong place."""

MAX_NAME_WORDS = 3
"""More words before a labelled credit are a caption."""

MAX_CREDIT_WORDS = 12
"""A "credit" of more words that names no owner is a sentence about the picture."""

MAX_LAST_CHARS = 60
MAX_LAST_WORDS = 7
"""The second part of a caption is a credit up to this size."""

MAX_NODES = 60
"""Elements of a figure that are looked at."""

MAX_META_CHARS = 20_000
"""Longest data attribute that is read as JSON."""

_CAPTION_WORDS = (
    r"caption|legend|legenda|legende|bildunterschrift|bildtext|bildetekst|billedtekst|kuvateksti|cutline|didascalia|leyenda|"
    r"pie-?(?:de-?)?foto|onderschrift|podpis|popis|opis-?zdjecia|kepalairas|fotetext|descripcion|altyazi|"
    r"img[-_]?desc|image[-_]?desc|img[-_]?cap|pic-?info|pic-?desc|photo-?desc|img_?description|photo-?memo"
)
_CREDIT_WORDS = (
    r"credit|credito|crédito|kredit|copyright|photographer|fotograf|fotografo|fotógrafo|photocredit|image-?source|"
    r"photo-?source|bildnachweis|bildquelle|bildrechte|copyrightholder|credittext|copyrightnotice"
)
_WEAK_WORDS = (
    r"source|attribution|byline|author|autor|auteur|owner|agency|agence|agencia|agentur|rights|quelle|fuente|fonte|bron"
)
_ALL_WORDS = rf"(?P<caption>{_CAPTION_WORDS})|(?P<credit>{_CREDIT_WORDS})|(?P<weak>{_WEAK_WORDS})"
_WORDS = re.compile(_ALL_WORDS, re.IGNORECASE)
_LOWERED_WORDS = re.compile(_ALL_WORDS)  # for ASCII in lower case, in a fraction of the time
_MARKED = "[class], [itemprop], figcaption, small, cite"
_PROPERTIES: Mapping[str, str] = {
    "caption": "caption",
    "description": "caption",
    "copyrightholder": "credit",
    "credittext": "credit",
    "copyrightnotice": "credit",
    "author": "credit",
    "creator": "credit",
    "contributor": "credit",
}
_DATA_CAPTIONS = ("data-caption", "data-image-caption", "data-img-caption", "data-photo-caption", "data-cap", "caption")
_DATA_CREDITS = (
    "data-credit", "data-image-credit", "data-img-credit", "data-photo-credit", "data-credits", "data-copyright",
    "data-image-copyright", "data-byline", "data-photographer", "data-author", "data-source-name", "data-attribution",
)  # fmt: skip
_IPTC = re.compile(r"iptc|image-?meta|img-?meta|exif|photo-?meta|image-?info|image-?data", re.IGNORECASE)
_DATA_NAMES = frozenset((*_DATA_CAPTIONS, *_DATA_CREDITS))
_IPTC_CAPTIONS = ("caption", "caption-abstract", "caption_abstract", "description")
_IPTC_CREDITS = ("credit", "byline", "by-line", "copyright", "copyrightnotice", "copyright_notice", "source")
_DURATION = re.compile(r"\d{1,3}:\d\d")
_LICENCE = re.compile(r"creativecommons\.org/(?:licenses|publicdomain)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Texts:
    """What is said of one image; empty where nothing is. `links` are the addresses that stand in its caption."""

    caption: str = ""
    credit: str = ""
    creator: str = ""
    licence: str = ""
    links: tuple[str, ...] = ()


NOTHING = Texts()
"""Nothing is said."""


@lru_cache(maxsize=8_192)
def _role_of_names(names: str) -> str:
    """What a class string makes of an element: "caption", "credit", "weak" (a credit inside captions only), or ""."""
    roles: set[str | None] = set()
    for name in names.split():
        words = _LOWERED_WORDS.finditer(name.lower()) if name.isascii() else _WORDS.finditer(name)
        found = [match.lastgroup for match in words]
        roles.update("weak" if role == "credit" and "author" in name.lower() else role for role in found[-1:])
    return next((role for role in ("caption", "credit", "weak") if role in roles), "")


def _role(node: LexborNode) -> str:
    attributes = node.attributes
    for name in (attributes.get("itemprop") or "").lower().split():
        if name in _PROPERTIES:
            return _PROPERTIES[name]
    role = _role_of_names((attributes.get("class") or "")[:400])
    if role in ("caption", "credit"):
        return role
    if node.tag == "figcaption":
        return "caption"
    return "weak" if role == "weak" or node.tag in ("small", "cite") else ""


def texts_in(node: LexborNode) -> Texts | None:
    """What the marked elements in `node` say, or what it says itself if it is one; None where they say nothing."""
    marked = [(found, _role(found)) for found in node.css(_MARKED)[:MAX_NODES]]  # `node` itself among them
    captions = _outermost([found for found, role in marked if role == "caption"])
    inside = {found.mem_id for caption in captions for found in caption.css(_MARKED)[:MAX_NODES]}
    credits = _outermost(
        [found for found, role in marked if role == "credit" or (role == "weak" and found.mem_id in inside)]
    )
    credits = [found for found in credits if 0 < len(visible_text_of(found)) <= MAX_CREDIT_CHARS]
    if not captions and not credits:
        return None
    return _read(captions, credits, node)


def _read(captions: Sequence[LexborNode], credits: Sequence[LexborNode], around: LexborNode) -> Texts | None:
    within = frozenset(found.mem_id for found in captions)
    stated: list[str] = []
    apart: set[int] = set()
    said: list[str] = []
    for found in credits:
        name, is_caption = _credit_of(found, within)
        apart.add(found.mem_id)
        (said if is_caption else stated).append(name)
        if not captions and not is_caption:
            said += [text for text in split_credit(visible_text_of(found))[:1] if len(text.split()) > MAX_NAME_WORDS]
    if not credits:
        for last in filter(None, map(_short_last_part, captions)):
            stated.append(credit_name(visible_text_of(last)))
            apart.add(last.mem_id)
    lines = [visible_lines_of(found, without=frozenset(apart)) for found in captions]
    stated = stated or [credit for part in lines if (credit := _taken_line(part))]
    said += [" ".join(part) for part in lines]
    whole = max((text for text in said if len(text) <= MAX_CAPTION_CHARS), key=len, default="")
    caption, credit = split_credit(whole)
    names = " / ".join(dict.fromkeys(filter(None, stated)))
    if names:
        caption = caption if credit else without_dangling_label(trimmed(caption))
        credit = names
        caption = "" if is_owner(caption) else caption
    if not caption and not credit:
        return None
    links = tuple(link.attributes.get("href") or "" for found in captions for link in found.css("a[href]")[:4])
    return Texts(caption=caption, credit=credit, creator=_creator_of(around), licence=_licence_of(around), links=links)


def _short_last_part(caption: LexborNode) -> LexborNode | None:
    """The second of exactly two elements that make up a caption, if it is as short as a name after a sentence."""
    parts = [part for part in caption.iter(include_text=True) if (part.text() or "").strip()]
    if len(parts) != 2 or any((part.tag or "").startswith("-") or part.tag == "a" for part in parts):
        return None
    first, last = (visible_text_of(part) for part in parts)
    if not 1 < len(last) <= MAX_LAST_CHARS or len(last.split()) > MAX_LAST_WORDS or last[-1] in ".!?…:;":
        return None
    return parts[1] if len(first) > 2 * len(last) and first[-1] in '.!?。…”"»)' else None


def _taken_line(lines: list[str]) -> str:
    """The credit that fills the first or the last of several lines of a caption, taken out of them."""
    index = next((at for at in (0, -1) if len(lines) > 1 and is_labelled(lines[at])), None)
    return credit_name(lines.pop(index)) if index is not None else ""


def _credit_of(node: LexborNode, captions: frozenset[int]) -> tuple[str, bool]:
    """What a credit element says without captions in it, and whether that is a caption after all: a sentence."""
    said = visible_text_of(node, without=captions - {node.mem_id}, is_apart=True)
    name = credit_name(said)
    if _DURATION.match(name):
        return "", False
    caption, credit = split_credit(name)
    if credit and len(caption.split()) > MAX_NAME_WORDS:
        return credit, False
    is_sentence = not credit and len(name.split()) > MAX_CREDIT_WORDS
    return (said, True) if is_sentence else (name, False)


def _creator_of(node: LexborNode) -> str:
    found = node.css_first("[itemprop~='creator'], [itemprop~='author']")
    return credit_name(visible_text_of(found)) if found is not None else ""


def _licence_of(node: LexborNode) -> str:
    for link in node.css("a[href], link[href]")[:8]:
        address = link.attributes.get("href") or ""
        names = f"{link.attributes.get('rel') or ''} {link.attributes.get('itemprop') or ''}".lower().split()
        if "license" in names or "acquirelicensepage" in names or _LICENCE.search(address):
            return canonical_url(address) or address
    return ""


def figure_credit(figure: LexborNode) -> str:
    """The credit that a figure says beside its figcaption: by its label, or the one short line of names there is."""
    captions = frozenset(found.mem_id for found in figure.css("figcaption")[:MAX_NODES])
    lines = visible_lines_of(figure, without=captions)[:MAX_NODES] if captions else []
    lines = [line for line in lines if len(line) <= MAX_LAST_CHARS and not is_boilerplate_line(line)]
    if len(lines) == 1 and (is_owner(lines[0]) or _is_capitalised(lines[0])):
        return credit_name(lines[0])
    return next((credit_name(line) for line in lines if is_labelled(line)), "")


def _is_capitalised(line: str) -> bool:
    words = line.replace("/", " ").split()
    return 2 <= len(words) <= MAX_NAME_WORDS + 1 and all(word[0].isupper() for word in words)


def completed(texts: Texts, other: Texts | None) -> Texts:
    """`texts`, with what it lacks from `other`."""
    if other is None or other is NOTHING:
        return texts
    return Texts(
        caption=texts.caption or other.caption,
        credit=texts.credit or other.credit,
        creator=texts.creator or other.creator,
        licence=texts.licence or other.licence,
        links=(*texts.links, *other.links),
    )


def own_texts(said: str) -> Texts:
    """What a figure says that has no marked caption."""
    caption, credit = split_credit(said)
    return Texts(caption=caption, credit=credit)


def stated_texts(node: LexborNode) -> Texts:
    """What the data attributes of an image or of an element around it say (data-caption, data-credit, IPTC as JSON)."""
    attributes = node.attributes
    if _DATA_NAMES.isdisjoint(attributes) and not any(_IPTC.search(name) for name in attributes if name[:5] == "data-"):
        return NOTHING
    caption = next((text for name in _DATA_CAPTIONS if (text := _plain(attributes.get(name)))), "")
    credit = next((text for name in _DATA_CREDITS if (text := _plain(attributes.get(name)))), "")
    for fields in _iptc(attributes):
        caption = caption or next((text for key in _IPTC_CAPTIONS if (text := _plain(fields.get(key)))), "")
        credit = credit or next((text for key in _IPTC_CREDITS if (text := _plain(fields.get(key)))), "")
    if not caption and not credit:
        return NOTHING
    caption, inner = split_credit(caption)
    return Texts(caption=caption, credit=credit_name(credit) or inner)


def _iptc(attributes: Mapping[str, str | None]) -> Iterator[Mapping[str, object]]:
    for name, value in attributes.items():
        if value and value[0] == "{" and len(value) <= MAX_META_CHARS and _IPTC.search(name):
            try:
                fields = json.loads(value)
            except (ValueError, RecursionError):
                continue
            if isinstance(fields, dict):
                inner = fields.get("iptc")
                yield {str(key).lower(): found for key, found in (inner if isinstance(inner, dict) else fields).items()}


def _plain(value: object) -> str:
    return plain(value)[:MAX_CAPTION_CHARS] if isinstance(value, str) and "://" not in value[:8] else ""


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """The nodes that stand in none of the others; they come in document order."""
    kept: list[LexborNode] = []
    inside: set[int] = set()
    for node in nodes:
        if node.mem_id not in inside:
            kept.append(node)
            inside.update(child.mem_id for child in node.css("*")[:MAX_NODES])
    return kept
