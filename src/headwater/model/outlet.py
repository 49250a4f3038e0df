"""An outlet that the starter catalogue knows: who publishes, where, in which languages, and what to poll."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headwater.model.article import PublisherKind


class Topic(StrEnum):
    """What an outlet mostly writes about; `general` is the news of a whole country, `regional` of a part of it."""

    GENERAL = "general"
    REGIONAL = "regional"
    WORLD = "world"
    POLITICS = "politics"
    BUSINESS = "business"
    SCIENCE = "science"
    TECHNOLOGY = "technology"
    HEALTH = "health"
    ENVIRONMENT = "environment"
    CULTURE = "culture"
    SPORT = "sport"
    INVESTIGATION = "investigation"
    FACTS = "facts"  # checking what others said


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlet:
    """One entry of the catalogue.

    `name` is in the outlet's own script, `domain` its registrable domain, `home` its home page, `feeds` the feed
    addresses known (may be none: then they are looked for from the home page). `country` (ISO 3166-1 alpha-2) is the
    one it reports for, also from exile; world services of broadcasters stand under the broadcaster's. `languages`
    are BCP 47, the main one first. `owner` is the organisation behind it where the name does not say so. `publisher`
    is the name under which its domain is known: the owner's where several outlets share one, else empty.
    """

    name: str
    domain: str
    home: str
    feeds: tuple[str, ...] = ()
    country: str
    languages: tuple[str, ...]
    kind: PublisherKind
    topic: Topic = Topic.GENERAL
    owner: str = ""
    publisher: str = ""

    @property
    def is_discovered(self) -> bool:
        """Whether no feed is known, so that the home page is asked for them."""
        return not self.feeds
