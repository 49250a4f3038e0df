"""All that was said of a publisher, weighed: each field gets the value with the best evidence, or stays empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headwater.acquire.publisher_facts import UNSURE, Fact, FactKind
from headwater.app.finding.candidates import stated_at
from headwater.model.article import Publisher, PublisherKind
from headwater.model.web import Entry
from headwater.text.countries import (
    claimed_country,
    countries_speaking,
    country_of_clock,
    country_of_domain,
    country_of_language,
)
from headwater.text.languages import detect_language
from headwater.text.urls import registrable_domain
from headwater.text.words import words

SURE = 0.5
"""A field with less evidence is shown as weak."""

MIN_LETTERS = 120
"""Fewer letters of headlines do not tell a language."""

MAX_LETTERS = 3_000
MAX_LANGUAGES = 4
SECOND_LANGUAGE = 0.75
"""Further languages than the first need headlines in them, not declarations only."""

_ALIASES = {"no": "nb", "iw": "he", "in": "id", "tl": "fil", "zh-Hans": "zh", "mo": "ro", "sh": "sr"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Believed:
    """One field's value, how sure (0 to 1), and where it was said."""

    kind: FactKind
    value: str
    sureness: float
    origins: tuple[str, ...]

    @property
    def is_weak(self) -> bool:
        """Whether a person should look at it."""
        return self.sureness < SURE


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """A publisher with the reason for each of its fields."""

    publisher: Publisher
    believed: tuple[Believed, ...] = ()


def merge(facts: Iterable[Fact], *, url: str, feeds: Sequence[Sequence[Entry]] = ()) -> Profile:
    """The publisher at `url` by all `facts`, and by the entries of its `feeds`: their language, their clock."""
    known = [*facts, *(fact for entries in feeds for fact in language_facts(entries))]
    languages = _languages(known)
    language = languages[0].value if languages else ""
    known += country_hints(language, url, [entry for entries in feeds for entry in entries])
    name = _best(known, FactKind.NAME)
    country = _best(known, FactKind.COUNTRY, at_least=UNSURE)
    owner = _best(known, FactKind.OWNER, at_least=UNSURE)
    kind = _best(known, FactKind.KIND, at_least=SURE)
    domains = tuple(dict.fromkeys(fact.value for fact in known if fact.kind is FactKind.DOMAIN))
    own = registrable_domain(url)
    publisher = Publisher(
        name=name.value if name else "",
        kind=PublisherKind(kind.value) if kind else PublisherKind.UNKNOWN,
        domains=tuple(dict.fromkeys(filter(None, (own, *domains)))),
        country=country.value if country else "",
        languages=tuple(one.value for one in languages),
        owner=owner.value if owner and owner.value.casefold() != (name.value.casefold() if name else "") else "",
    )
    believed = (one for one in (name, kind, country, *languages, owner) if one is not None)
    return Profile(publisher=publisher, believed=tuple(believed))


def language_facts(entries: Sequence[Entry]) -> tuple[Fact, ...]:
    """The language that headlines and summaries are written in, where there is enough of them."""
    text = ". ".join(entry.title for entry in entries)
    if len(text) < MIN_LETTERS:
        text = ". ".join(f"{entry.title}. {entry.summary}" for entry in entries)
    text = text[:MAX_LETTERS]
    if sum(map(str.isalpha, text)) < MIN_LETTERS:
        return ()
    language, confidence = detect_language(text)
    weight = 0.85 * confidence
    return (Fact(kind=FactKind.LANGUAGE, value=language, origin="headlines", weight=weight),) if language else ()


def country_hints(language: str, url: str, entries: Sequence[Entry]) -> list[Fact]:
    """Weak evidence for a country: the only one that speaks the language, or that has it and the feed's clock, or
    that sells its top-level domain to the world and speaks it."""
    if not language:
        return []
    found: list[Fact] = []
    code, is_only = country_of_language(language)
    if code:
        weight = 0.4 if is_only else UNSURE
        found.append(Fact(kind=FactKind.COUNTRY, value=code, origin=f"language {language}", weight=weight))
    claimed = claimed_country(url)
    if claimed in countries_speaking(language) and not country_of_domain(url):
        found.append(Fact(kind=FactKind.COUNTRY, value=claimed, origin="top-level domain and language", weight=0.45))
    clock = _clock(language, entries)
    if clock:
        found.append(Fact(kind=FactKind.COUNTRY, value=clock, origin="times and language of the feed", weight=0.35))
    return found


def _clock(language: str, entries: Sequence[Entry]) -> str:
    """By the offset that most entries state; UTC says nothing, it is what programs write by default."""
    stated = [entry.published_at for entry in entries if entry.published_at and entry.published_at.offset_minutes]
    offsets = Counter(time.offset_minutes for time in stated)
    newest = max(filter(None, map(stated_at, entries)), default=None)
    if not offsets or newest is None:
        return ""
    offset, count = offsets.most_common(1)[0]
    return country_of_clock(language, offset or 0, newest) if count > len(entries) / 2 else ""


def _languages(facts: Sequence[Fact]) -> list[Believed]:
    normal = [_with_usual_tag(fact) for fact in facts if fact.kind is FactKind.LANGUAGE]
    ranked = _ranked(normal, FactKind.LANGUAGE)
    return [one for index, one in enumerate(ranked) if index == 0 or _is_written_in(one)][:MAX_LANGUAGES]


def _is_written_in(language: Believed) -> bool:
    return "headlines" in language.origins and language.sureness >= SECOND_LANGUAGE


def _with_usual_tag(fact: Fact) -> Fact:
    value = _ALIASES.get(fact.value, fact.value)
    return Fact(kind=fact.kind, value=value, origin=fact.origin, weight=fact.weight)


def _best(facts: Sequence[Fact], kind: FactKind, *, at_least: float = 0.0) -> Believed | None:
    ranked = _ranked(facts, kind)
    return ranked[0] if ranked and ranked[0].sureness >= at_least else None


def _ranked(facts: Sequence[Fact], kind: FactKind) -> list[Believed]:
    """Values by their evidence together: independent places that agree make surer (1 − Π(1 − weight))."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind is kind:
            groups.setdefault(_folded(fact.value), []).append(fact)
    return sorted((_believed(group) for group in groups.values()), key=lambda one: -one.sureness)


def _believed(group: Sequence[Fact]) -> Believed:
    """Facts of one place count once: ten feeds with one title are one witness."""
    by_origin: dict[str, Fact] = {}
    for fact in group:
        known = by_origin.get(fact.origin)
        if known is None or fact.weight > known.weight:
            by_origin[fact.origin] = fact
    doubt = 1.0
    for fact in by_origin.values():
        doubt *= 1.0 - fact.weight
    best = max(by_origin.values(), key=lambda fact: fact.weight)
    return Believed(kind=best.kind, value=best.value, sureness=1.0 - doubt, origins=tuple(by_origin))


def _folded(value: str) -> str:
    return " ".join(words(value)) or value.casefold()


def completed(known: Publisher | None, found: Publisher) -> Publisher:
    """What is kept of a publisher: what was known of it stays, what was empty is filled in, lists grow."""
    if known is None:
        return found
    return Publisher(
        id=known.id,
        name=known.name or found.name,
        kind=known.kind if known.kind is not PublisherKind.UNKNOWN else found.kind,
        domains=tuple(dict.fromkeys((*known.domains, *found.domains))),
        country=known.country or found.country,
        languages=tuple(dict.fromkeys((*known.languages, *found.languages))),
        owner=known.owner or found.owner,
    )
