"""What schema.org nodes (JSON-LD) of a page say about the organisation whose site it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from headwater.acquire._fact import MAX_NAME_CHARS, Fact, FactKind, named, tag_facts
from headwater.model.article import PublisherKind
from headwater.text.countries import country_code
from headwater.text.urls import canonical_url, registrable_domain
from headwater.text.words import squash

MAX_BLOCKS = 30
MAX_BLOCK_CHARS = 500_000
MAX_NODES = 2_000

_KINDS = {
    "Newspaper": PublisherKind.NEWSPAPER,
    "RadioStation": PublisherKind.BROADCASTER,
    "TelevisionStation": PublisherKind.BROADCASTER,
    "BroadcastService": PublisherKind.BROADCASTER,
    "RadioBroadcastService": PublisherKind.BROADCASTER,
    "TelevisionChannel": PublisherKind.BROADCASTER,
    "RadioChannel": PublisherKind.BROADCASTER,
    "Periodical": PublisherKind.MAGAZINE,
    "GovernmentOrganization": PublisherKind.INSTITUTION,
    "EducationalOrganization": PublisherKind.INSTITUTION,
    "CollegeOrUniversity": PublisherKind.INSTITUTION,
    "ResearchOrganization": PublisherKind.INSTITUTION,
    "NGO": PublisherKind.INSTITUTION,
}
_ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "OnlineBusiness", "LocalBusiness"})
_SITES = frozenset({"WebSite"})
_WORKS = frozenset({"NewsArticle", "Article", "BlogPosting", "Person", "VideoObject", "Product", "Event", "JobPosting"})
_LEFT_KEYS = frozenset({"itemListElement", "hasPart", "mentions", "author", "subOrganization", "member", "memberOf"})


def json_ld_facts(blocks: Iterable[str], url: str, language: str = "") -> tuple[Fact, ...]:
    """What schema.org nodes of a page say about the site's own organisation: name, type, address, parent, domains."""
    nodes = _nodes(blocks)
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    found: list[Fact] = []
    for node in nodes:
        types = _types(node)
        is_site, is_organisation = bool(_SITES & types), bool((_ORGANISATIONS | _KINDS.keys()) & types)
        if (is_site or is_organisation) and _is_of_site(node, url):
            found += _site_facts(node, types, url, language) if is_site else []
            found += _organisation_facts(node, types, url, language) if is_organisation else []
            found += _owner_facts(node, by_id)
    return tuple(dict.fromkeys(found))


def _site_facts(node: Mapping[str, Any], types: frozenset[str], url: str, language: str) -> Iterator[Fact]:
    yield from named(_string(node.get("name")), "json-ld WebSite", 0.8)
    yield from tag_facts(_string(node.get("inLanguage")), "json-ld inLanguage", 0.6)


def _organisation_facts(node: Mapping[str, Any], types: frozenset[str], url: str, language: str) -> Iterator[Fact]:
    is_news = "NewsMediaOrganization" in types or bool(_KINDS.keys() & types)
    origin = "json-ld NewsMediaOrganization" if is_news else "json-ld Organization"
    yield from named(_string(node.get("name")), origin, 0.9 if is_news else 0.75)
    for name in sorted(_KINDS.keys() & types):
        yield Fact(kind=FactKind.KIND, value=_KINDS[name].value, origin=origin, weight=0.8)
    for address in _listed(node.get("address")) + [_below(place, "address") for place in _listed(node.get("location"))]:
        code = country_code(_string(_below(address, "addressCountry")), language)
        if code:
            yield Fact(kind=FactKind.COUNTRY, value=code, origin="json-ld address", weight=0.85)
    for same in _listed(node.get("sameAs"))[:50]:
        domain = registrable_domain(canonical_url(_string(same)))
        if (
            domain
            and domain != registrable_domain(url)
            and domain.partition(".")[0] == registrable_domain(url).partition(".")[0]
        ):
            yield Fact(kind=FactKind.DOMAIN, value=domain, origin="json-ld sameAs", weight=0.7)


def _owner_facts(node: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[Fact]:
    own = _string(node.get("name")).casefold()
    for key, weight in (("parentOrganization", 0.85), ("copyrightHolder", 0.4), ("publisher", 0.4)):
        for parent in _listed(node.get(key))[:3]:
            known = by_id.get(_string(_below(parent, "@id")), {}) if isinstance(parent, Mapping) else {}
            name = _string(parent) or _string(known)
            if name and name.casefold() != own and len(name) <= MAX_NAME_CHARS and "://" not in name:
                yield Fact(kind=FactKind.OWNER, value=name, origin=f"json-ld {key}", weight=weight)


def _is_of_site(node: Mapping[str, Any], url: str) -> bool:
    """Whether a node can be about the site itself: it has no address, or one on the site's domain."""
    stated = canonical_url(_string(node.get("url")), url)
    return not stated or registrable_domain(stated) == registrable_domain(url)


def _nodes(blocks: Iterable[str]) -> list[Mapping[str, Any]]:
    """All nodes of the page's own blocks, level by level; articles, people and what lists hold are left out."""
    found: list[Mapping[str, Any]] = []
    queue: list[Any] = []
    for number, block in enumerate(blocks):
        if number < MAX_BLOCKS and len(block) <= MAX_BLOCK_CHARS:
            queue.append(_decoded(block))
    for item in queue:
        if len(queue) > MAX_NODES:
            break
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            found.append(item)
            is_work = bool(_WORKS & _types(item))
            queue.extend(
                part
                for key, part in item.items()
                if isinstance(part, (dict, list)) and _may_hold_the_publisher(key, is_work)
            )
    return found


def _may_hold_the_publisher(key: str, is_work: bool) -> bool:
    return key == "publisher" if is_work else key not in _LEFT_KEYS and key not in ("parentOrganization", "@context")


def _decoded(block: str) -> Any:
    try:
        return json.loads(block.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        str(kind).rpartition("/")[2].rpartition(":")[2] for kind in _listed(node.get("@type")) if isinstance(kind, str)
    )


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def _below(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _string(value: Any) -> str:
    """A plain line of a JSON-LD value: a string, {"@value"}, {"name"}, or the first of a list."""
    if isinstance(value, list):
        return next((text for text in map(_string, value[:10]) if text), "")
    if isinstance(value, Mapping):
        return _string(value.get("@value") or value.get("name") or "") if value else ""
    return squash(value[:2_000]) if isinstance(value, str) else ""
