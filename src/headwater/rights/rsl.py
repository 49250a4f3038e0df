"""Really Simple Licensing 1.0 (rslstandard.org/rsl): licence documents, read as strictly as they can be meant.

A use is granted only where a licence permits it to everybody without payment and without asking a licence server;
whatever a document about an address does not grant, it refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from headwater.model.rights import Signal, Use
from headwater.rights._patterns import matches, path_of, weight
from headwater.text.urls import host_of

KIND = "rsl"
MAX_RSL_BYTES = 512 * 1024
MAX_CONTENTS = 5_000
MAX_LICENCES = 50

_NAMESPACE = "https://rslstandard.org/rsl"
_AI = ("ai-train", "ai-input", "ai-index")
_SEARCH = "search"
_USAGES = (_SEARCH, *_AI)
_MEANING: dict[str, tuple[Use, ...]] = {
    _SEARCH: (Use.INDEX, Use.EXCERPT),
    "ai-input": (Use.MINE, Use.SUMMARISE),
    "ai-index": (Use.MINE,),
    "ai-train": (Use.MINE,),
}
_UNPAID = frozenset({"", "free", "attribution"})  # attribution goes with everything that we show
_WORD = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class _Licence:
    permitted: frozenset[str]
    prohibited: frozenset[str]
    payments: frozenset[str]
    is_for_everybody: bool

    @property
    def is_free(self) -> bool:
        return self.is_for_everybody and self.payments <= _UNPAID

    def grants(self, usage: str) -> bool:
        return self.is_free and usage in self.permitted and usage not in self.prohibited


def rsl_signals(body: bytes, *, url: str, place: str) -> list[Signal] | None:
    """What an RSL document, or a feed with RSL elements, says about `url`; None where it cannot be read as one.

    Of its `content` elements the one with the longest matching address speaks. `place` is where the document stood.
    """
    contents = _contents(body)
    if contents is None:
        return None
    fitting = [(stated, content) for content in contents if _fits(stated := (content.get("url") or "").strip(), url)]
    longest = max((weight(_pattern(stated)) for stated, _ in fitting), default=0)
    speaking = [content for stated, content in fitting if weight(_pattern(stated)) == longest]
    return [signal for content in speaking for signal in _signals(content, place)]


def terms_signals(stated: str, *, url: str) -> list[Signal]:
    """What RSL terms in words say ("RSL permits usage search; payment free", as feeds' elements are written down)."""
    found: list[Signal] = []
    for part in stated.split(" · "):
        if part.startswith("RSL "):
            words, _, address = part[4:].partition(" http")
            is_elsewhere = bool(address) and host_of("http" + address) != host_of(url)
            found += _signals_of([_stated_licence(words)], "RSL of the feed", url, has_server=is_elsewhere)
    return found


def _stated_licence(words: str) -> _Licence:
    license_element = etree.Element("license")
    for term in words.split("; "):
        name, *rest = term.split(" ")
        if name in ("permits", "prohibits", "payment"):
            one = etree.SubElement(license_element, name, type=rest[0] if rest else "")
            one.text = " ".join(rest[1:])
    return _licence(license_element)


def _contents(body: bytes) -> list[etree._Element] | None:
    # A licence needs no DTD; what brings one is up to something.
    if not body or len(body) > MAX_RSL_BYTES or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    is_rsl = etree.QName(root).localname.lower() == "rsl"
    found = list(root.iter(f"{{{_NAMESPACE}}}content", *(("content",) if is_rsl else ())))
    return found[:MAX_CONTENTS] if found or is_rsl else None


def _fits(stated: str, url: str) -> bool:
    """Whether a `content url` covers `url`: an address with its host, or a path pattern of RFC 9309."""
    if "//" in stated:
        return host_of(stated) == host_of(url) and matches(_pattern(stated), path_of(url))
    return stated.startswith(("/", "*")) and matches(stated, path_of(url))


def _pattern(stated: str) -> str:
    """The path pattern of an address; a path is one itself."""
    return "/" + stated.partition("//")[2].partition("/")[2] if "//" in stated else stated


def _signals(content: etree._Element, place: str) -> list[Signal]:
    licences = [_licence(one) for one in _children(content, "license")[:MAX_LICENCES]]
    has_server = bool((content.get("server") or "").strip())
    return _signals_of(licences, f"content {content.get('url')}", place, has_server=has_server)


def _signals_of(licences: list[_Licence], about: str, place: str, *, has_server: bool) -> list[Signal]:
    granted = {usage for usage in _USAGES if not has_server and any(licence.grants(usage) for licence in licences)}
    signals = [
        Signal(kind=KIND, uses=_MEANING[usage], allows=usage in granted, text=f"{about}: {usage}", url=place)
        for usage in _USAGES
        if licences or usage != _SEARCH  # terms that are elsewhere still govern machine use
    ]
    if licences and not granted:
        words = f"{about}: nothing is granted"
        signals.append(Signal(kind=KIND, uses=(Use.STORE, Use.IMAGE), allows=False, text=words, url=place))
    if licences and _closes_the_door(licences):
        words = f"{about}: each crawl is to be paid for, or all use is prohibited"
        signals.append(Signal(kind=KIND, uses=(Use.FETCH,), allows=False, text=words, url=place))
    return signals


def _closes_the_door(licences: list[_Licence]) -> bool:
    """Whether each crawl is to be paid for, or everything is prohibited."""
    return all(
        (licence.prohibited >= set(_USAGES)) or ("crawl" in licence.payments and not licence.is_free)
        for licence in licences
    )


def _licence(element: etree._Element) -> _Licence:
    permits, prohibits = _typed(element, "permits"), _typed(element, "prohibits")
    payments = frozenset((one.get("type") or "").strip().lower() for one in _children(element, "payment"))
    users = permits.get("user", frozenset({"commercial"}))
    is_for_everybody = (
        not users.isdisjoint({"commercial", "all"})
        and "geo" not in permits
        and not prohibits.get("geo")
        and not prohibits.get("user")
    )
    permitted = permits.get("usage", frozenset({"all"}))
    return _Licence(_usages(permitted), _usages(prohibits.get("usage", frozenset())), payments, is_for_everybody)


def _typed(element: etree._Element, name: str) -> dict[str, frozenset[str]]:
    """The words of `permits` or `prohibits` by their type; no type means usage."""
    found: dict[str, frozenset[str]] = {}
    for one in _children(element, name):
        kind = (one.get("type") or "usage").strip().lower()
        words = frozenset(filter(None, _WORD.split((one.text or "").lower())))
        found[kind] = found.get(kind, frozenset()) | words
    return found


def _usages(words: frozenset[str]) -> frozenset[str]:
    usages = set(words)
    if "all" in words:
        usages |= set(_USAGES)
    if "ai-all" in words:
        usages |= set(_AI)
    return frozenset(usages)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element if isinstance(one.tag, str) and etree.QName(one).localname == name]
