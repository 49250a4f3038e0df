"""From an outlet to the sources that are polled for it."""

from __future__ import annotations

from headwater.model.article import Publisher
from headwater.model.outlet import Outlet
from headwater.model.web import Source, SourceKind


def to_sources(outlet: Outlet) -> tuple[Source, ...]:
    """One unread source for each known feed; without feeds the home page, from which they are found.

    RSS is a first guess for a feed: polling detects what it is. Ids are empty.
    """
    urls, kind = (outlet.feeds, SourceKind.RSS) if outlet.feeds else ((outlet.home,), SourceKind.PAGE)
    language = outlet.languages[0] if len(outlet.languages) == 1 else ""
    name = outlet.publisher or outlet.name
    publisher = Publisher(
        name=name,
        kind=outlet.kind,
        domains=(outlet.domain,),
        country=outlet.country,
        languages=outlet.languages,
        owner="" if outlet.owner == name else outlet.owner,
    )
    return tuple(
        Source(id="", url=url, kind=kind, publisher=publisher, title=outlet.name, language=language) for url in urls
    )
