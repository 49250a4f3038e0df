"""Which sources a person means: by id, address or domain, by country, language, kind and state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, or_, select

from headwater.model.article import Publisher
from headwater.model.web import Source
from headwater.store.schema import publishers, source_flags, sources
from headwater.store.sources import source_of
from headwater.text.urls import canonical_url, registrable_domain


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Sources wanted; empty fields want all. Languages match whole tags and their first part ("pt" finds "pt-BR").

    `is_failing`: last fetch failed, or a flag is up.
    """

    country: str = ""
    language: str = ""
    kind: str = ""
    domain: str = ""
    is_failing: bool = False
    is_paused: bool | None = None


def sources_called(connection: Connection, text: str) -> list[Source]:
    """The one source with this id or address; failing that, all sources of this domain, by address."""
    exact = or_(sources.c.id == text, sources.c.url == text, sources.c.url == (canonical_url(text) or text))
    row = connection.execute(select(sources).where(exact).limit(1)).first()
    if row is not None:
        return [source_of(row)]
    if "/" in text.removeprefix("https://").removeprefix("http://").rstrip("/"):
        return []
    domain = registrable_domain(text)
    query = select(sources).where(sources.c.domain == domain).order_by(sources.c.url)
    return [source_of(one) for one in connection.execute(query)] if domain else []


def choose_sources(connection: Connection, choice: Choice) -> list[Source]:
    """The sources wanted, by domain and address."""
    query = select(sources).order_by(sources.c.domain, sources.c.url)
    if choice.kind:
        query = query.where(sources.c.kind == choice.kind)
    if choice.domain:
        query = query.where(sources.c.domain == registrable_domain(choice.domain))
    if choice.is_paused is not None:
        query = query.where(sources.c.is_paused.is_(choice.is_paused))
    if choice.is_failing:
        flagged = select(source_flags.c.source_id)
        query = query.where(or_(sources.c.failure_count > 0, sources.c.id.in_(flagged)))
    if choice.country:
        of_country = select(publishers.c.domain).where(func.upper(publishers.c.country) == choice.country.upper())
        query = query.where(sources.c.domain.in_(of_country))
    found = [source_of(row) for row in connection.execute(query)]
    return [source for source in found if _speaks(source, choice.language)]


def _speaks(source: Source, language: str) -> bool:
    if not language:
        return True
    wanted = language.lower()
    stated = (source.usual_language, source.language, *source.publisher.languages)
    return any(tag.lower() == wanted or tag.lower().partition("-")[0] == wanted for tag in stated if tag)


def with_publisher(source: Source, known: Publisher | None) -> Source:
    """A source with its publisher as it is known now: the copy in its row is as old as the source."""
    return source if known is None else replace(source, publisher=known)
