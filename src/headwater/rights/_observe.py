"""Everything that one response states about rights: its headers and its HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.model.rights import Signal
from headwater.rights._preferences import licence_line_signal, stated_preferences, strictest
from headwater.rights.directives import OUR_TOKEN, directive_signals
from headwater.rights.licence import licence_signals
from headwater.rights.tdmrep import reservation_signals
from headwater.text.nesting import flattened

MAX_HTML_CHARS = 5_000_000
MAX_JSON_LD_CHARS = 500_000
MAX_JSON_LD_DEPTH = 6
MAX_LICENCE_LINKS = 50
MAX_ANCESTORS = 40

# Microdata and RDFa say with an attribute of their own what `rel` says.
_LICENCE_LINKS = ", ".join(
    f"{tag}[{name}]"
    for tag in ("link", "a")
    for name in ('rel~="license"', 'itemprop~="license"', 'property~="cc:license"', 'property~="dct:license"')
)
_PARTS = frozenset({"figure", "figcaption", "aside", "picture"})
"""Elements whose licence is theirs alone."""


def seen_at(signals: Iterable[Signal], at: datetime) -> tuple[Signal, ...]:
    """Signals with the time at which they were read; a time that is known already stays."""
    return tuple(dict.fromkeys(one if one.observed_at is not None else replace(one, observed_at=at) for one in signals))


def signals_from_headers(
    headers: Mapping[str, str], url: str, *, agent: str = OUR_TOKEN, now: datetime | None = None
) -> tuple[Signal, ...]:
    """The signals of a response's headers (any case): X-Robots-Tag, TDMRep, Content-Usage, Content-Signal, RSL link."""
    lowered = {name.lower(): value for name, value in headers.items()}
    found = directive_signals(lowered.get("x-robots-tag", ""), kind="x-robots-tag", url=url, agent=agent, now=now)
    if "tdm-reservation" in lowered:
        value = lowered["tdm-reservation"]
        found += reservation_signals(value, text=f"tdm-reservation: {value}", url=url)
    for name in ("content-usage", "content-signal"):
        if name in lowered:
            found += stated_preferences(lowered[name], kind=name, text=f"{name}: {lowered[name]}", url=url)
    for target, relation, media_type in _links(lowered.get("link", "")):
        if "license" in relation:
            is_terms = media_type == "application/rsl+xml"
            found += [licence_line_signal(target, url=url)] if is_terms else licence_signals(target, url=url)
    return strictest(found)


def _links(value: str) -> Iterator[tuple[str, list[str], str]]:
    """Target, relations and type of each link in a Link header (RFC 8288)."""
    for part in value.split("<")[1:51]:
        target, _, rest = part.partition(">")
        parameters: dict[str, str] = {}
        for piece in rest.split(";"):
            name, _, argument = piece.partition("=")
            parameters.setdefault(name.strip().lower(), argument.strip(' ,"').lower())
        yield target.strip(), parameters.get("rel", "").split(), parameters.get("type", "")


def signals_from_html(
    html: str, url: str, *, agent: str = OUR_TOKEN, now: datetime | None = None
) -> tuple[Signal, ...]:
    """The signals of a page: robots metas (for all and for us), TDMRep metas, licences by link and JSON-LD, RSL."""
    tree = LexborHTMLParser(flattened(html[:MAX_HTML_CHARS]))
    found: list[Signal] = []
    for meta in tree.css("meta[name][content]"):
        name = (meta.attributes.get("name") or "").strip().lower()
        content = meta.attributes.get("content") or ""
        if name in ("robots", agent.lower()):
            found += directive_signals(content, kind="meta robots", url=url, agent=agent, now=now)
        elif name == "tdm-reservation":
            found += reservation_signals(content, text=f"tdm-reservation: {content}", url=url)
        elif name in ("dcterms.license", "dc.rights.license", "license"):
            found += licence_signals(content, url=url)
    for link in tree.css(_LICENCE_LINKS)[:MAX_LICENCE_LINKS]:
        if not _is_of_a_part(link):
            found += _linked(link.attributes.get("href") or "", link.attributes.get("type") or "", url)
    if tree.css_first('script[type="application/rsl+xml"]') is not None:
        found.append(licence_line_signal("in the page", url=url))
    for stated in _json_ld_licences(tree):
        found += licence_signals(stated, url=url)
    return strictest(found)


def _is_of_a_part(link: LexborNode) -> bool:
    """Whether a licence link stands with a picture or another work: it speaks of that, not of the page."""
    parent: LexborNode | None = link.parent
    for _ in range(MAX_ANCESTORS):
        if parent is None or parent.tag in ("body", "html", "head"):
            return False
        if parent.tag in _PARTS or "MediaObject" in _item_type(parent) or "ImageObject" in _item_type(parent):
            return True
        parent = parent.parent
    return False


def _item_type(node: LexborNode) -> str:
    return node.attributes.get("itemtype") or ""


def _linked(target: str, media_type: str, url: str) -> list[Signal]:
    if media_type.strip().lower() == "application/rsl+xml":
        return [licence_line_signal(target, url=url)]
    return licence_signals(target, url=url)


def _json_ld_licences(tree: LexborHTMLParser) -> Iterator[str]:
    for script in tree.css('script[type="application/ld+json"]')[:20]:
        try:
            data = json.loads(script.text()[:MAX_JSON_LD_CHARS], strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _licences_in(data, MAX_JSON_LD_DEPTH)


_ARTICLE_TYPES = ("article", "posting", "webpage", "creativework", "report")


def _licences_in(data: object, depth: int) -> Iterator[str]:
    """`license` of articles and pages; not of the pictures and works that they mention."""
    if depth == 0:
        return
    if isinstance(data, list):
        for item in data[:100]:
            yield from _licences_in(item, depth - 1)
    elif isinstance(data, dict):
        yield from _licences_in(data.get("@graph"), depth - 1)
        kinds = " ".join(str(kind) for kind in _listed(data.get("@type"))).lower()
        if any(kind in kinds for kind in _ARTICLE_TYPES):
            for stated in _listed(data.get("license")):
                address = stated.get("url") or stated.get("@id") if isinstance(stated, dict) else stated
                if isinstance(address, str):
                    yield address


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
