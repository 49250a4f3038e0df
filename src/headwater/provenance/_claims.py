"""From credits to claims: who is meant, whether it is the article's own house, and how much the statement weighs."""

from __future__ import annotations

from collections.abc import Sequence

from headwater.model.article import Credit, CreditKind, Publisher
from headwater.model.provenance import Relation
from headwater.provenance._names import name_key, same_name, skeleton
from headwater.provenance._work import Work
from headwater.provenance.agencies import Agencies
from headwater.provenance.evidence import agency, declared, visible
from headwater.provenance.evidence._claim import Claim
from headwater.text.urls import address_key, is_listing_address, registrable_domain

INITIALS_MATCH = 0.8  # "Vale Post" and vp.example
FEED_WORDS = ("rss", "feed", "atom", "sitemap")


def claims_of(work: Work, agencies: Agencies) -> list[Claim]:
    """What a work's credits say of its origin, strongest first; credits to the work's own house are left out."""
    found = [claim for credit in work.credits if (claim := _claim(work, credit, agencies)) is not None]
    agency_names = {claim.publisher.name for claim in found if claim.kind == agency.KIND}
    if len(agency_names) > 1:
        found = [_mixed(claim) if claim.kind == agency.KIND and not claim.address else claim for claim in found]
    return sorted(found, key=lambda claim: -claim.weight)


def _claim(work: Work, credit: Credit, agencies: Agencies) -> Claim | None:
    if credit.kind in (CreditKind.ATTRIBUTION, CreditKind.DESK) or _is_own(work, credit, agencies):
        return None
    known = agencies.find(credit.name) if credit.name else None
    kind, weight = _weighed(credit, known is not None)
    if weight <= 0:
        return None
    address = _work_address(credit.url)
    return Claim(
        kind=kind,
        text=credit.text or credit.url or credit.name,
        weight=weight,
        publisher=_publisher(credit, known),
        url=credit.url,
        address=address,
        relation=_said_relation(credit),
    )


def _weighed(credit: Credit, is_agency: bool) -> tuple[str, float]:
    """The kind of evidence that a credit is and the probability that it names the origin, seen alone."""
    has_link = bool(_work_address(credit.url))
    if credit.kind in declared.WEIGHTS:
        weight = declared.WEIGHTS[credit.kind]
        return declared.KIND, weight if has_link or credit.name else weight * 0.7
    if is_agency and credit.kind in agency.WEIGHTS:
        return agency.KIND, agency.WEIGHTS[credit.kind]
    if credit.kind is CreditKind.DATELINE:
        return agency.KIND, agency.UNKNOWN_DATELINE_WEIGHT
    if credit.kind is CreditKind.AGENCY:
        return agency.KIND, agency.UNKNOWN_AGENCY_WEIGHT
    weight = visible.WEIGHTS.get(credit.kind, 0.0)
    if credit.kind is CreditKind.VISIBLE_SOURCE:
        weight = min(0.97, weight + visible.LINK_BONUS) if has_link else visible.NAME_ONLY_WEIGHT
    if credit.kind is CreditKind.TRAILING_LINK and not has_link:
        weight = 0.3  # a bare home page
    return visible.KIND, weight


def _work_address(url: str) -> str:
    """The key of an address that may be a work; empty for home pages, listings and feeds."""
    key = address_key(url) if url else ""
    _, _, path = key.partition("/")
    if not path or is_listing_address(url) or any(word in path.lower().split("/")[-1] for word in FEED_WORDS):
        return ""
    return key


def _mixed(claim: Claim) -> Claim:
    return Claim(
        kind=claim.kind,
        text=claim.text,
        weight=min(claim.weight, agency.MIXED_WEIGHT),
        publisher=claim.publisher,
        url=claim.url,
        relation=Relation.REWRITTEN_FROM,
    )


def _publisher(credit: Credit, known: Publisher | None) -> Publisher:
    """Who is credited: the agency known by that name, else the name and the link's domain."""
    if known is not None:
        return known
    domain = registrable_domain(credit.url) if credit.url else ""
    return Publisher(name=credit.name, domains=(domain,) if domain else ())


def _said_relation(credit: Credit) -> Relation | None:
    if credit.kind is CreditKind.TRANSLATION:
        return Relation.TRANSLATED_FROM
    folded = credit.text.casefold()
    if any(word in folded for word in visible.TRANSLATED):
        return Relation.TRANSLATED_FROM
    return Relation.REWRITTEN_FROM if any(word in folded for word in visible.REWORKED) else None


def _is_own(work: Work, credit: Credit, agencies: Agencies) -> bool:
    """Whether a credit names the house that the work stands in."""
    linked = registrable_domain(credit.url) if credit.url else ""
    label = work.domain.partition(".")[0]
    if linked and (linked == work.domain or name_key(linked) == name_key(label)):
        return True  # also the house's own short links: vale.post for valepost.example
    if not credit.name:
        return False
    known = agencies.find(credit.name)
    if known is not None and work.domain in known.domains:
        return True
    return named_as(credit.name, work) >= 0.7


def named_as(name: str, work: Work) -> float:
    """How surely `name` means the publisher of `work`: by its name, or by the first label of its host."""
    label = work.domain.partition(".")[0]
    by_domain = 1.0 if name_key(name) in (name_key(label), name_key(work.domain)) and len(label) > 2 else 0.0
    initials = "".join(word[0] for word in name.split() if word[0].isupper()).casefold()
    if len(initials) > 1 and initials == label:
        by_domain = INITIALS_MATCH
    return max(by_domain, same_name(name, work.publisher.name), same_name(name, label.replace("-", " ")))


def matches(claim: Claim, work: Work) -> tuple[float, bool]:
    """How surely a claim means `work` itself or its publisher (0…1), and whether by address."""
    if claim.address and claim.address in (work.address, work.canonical):
        return 1.0, True
    if claim.address:
        return 0.0, False  # it names another work
    if work.domain and work.domain in claim.publisher.domains:
        return 1.0, False
    return (named_as(claim.publisher.name, work), False) if claim.publisher.name else (0.0, False)


def is_unreadable(claim: Claim) -> bool:
    """Whether a claim gives only a name in a script that cannot be sounded out here (Han)."""
    name = claim.publisher.name
    return not claim.url and bool(name) and not name.isascii() and len(skeleton(name)) < 2


def strongest(claims: Sequence[Claim], work: Work) -> tuple[Claim | None, float, bool]:
    """The claim that most surely means `work`: claim, match 0…1, by address."""
    best: tuple[Claim | None, float, bool] = (None, 0.0, False)
    for claim in claims:
        match, by_address = matches(claim, work)
        if match * claim.weight > best[1] * (best[0].weight if best[0] else 0.0):
            best = (claim, match, by_address)
    return best
