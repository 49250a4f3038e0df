"""The catalogue's own text: a `[CC]` line opens a country, each other line is an outlet.

    [SN]
    Le Soleil | fr | newspaper | https://lesoleil.sn/ | https://lesoleil.sn/feed/
    Seneweb | fr wo | online/sport | https://www.seneweb.com/

Columns: name | languages | kind, or kind/topic | home page | feeds, separated by spaces | owner. The last two may be
left out. The domain is that of the home page. Lines that begin with `#` are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from headwater.model.article import PublisherKind
from headwater.model.outlet import Outlet, Topic
from headwater.text.urls import registrable_domain

MIN_COLUMNS, MAX_COLUMNS = 4, 6
_COUNTRY = re.compile(r"\[([A-Z]{2})\]")


def parse(lines: Iterable[str], *, file: str = "") -> Iterator[Outlet]:
    """The outlets of a file of the catalogue; ValueError names file, line and what is wrong with it."""
    country = ""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        heading = _COUNTRY.fullmatch(text)
        if heading:
            country = heading.group(1)
            continue
        try:
            yield _outlet(text, country)
        except ValueError as error:
            raise ValueError(f"{file} line {number}: {error}: {text}") from error


def _outlet(text: str, country: str) -> Outlet:
    columns = [column.strip() for column in text.split("|")]
    if not country:
        raise ValueError("no [CC] line stands before it")
    if not MIN_COLUMNS <= len(columns) <= MAX_COLUMNS:
        raise ValueError(f"{len(columns)} columns instead of {MIN_COLUMNS} to {MAX_COLUMNS}")
    name, languages, kind, home, feeds, owner = (*columns, "", "")[:MAX_COLUMNS]
    form, _, topic = kind.partition("/")
    return Outlet(
        name=name,
        domain=registrable_domain(home),
        home=home,
        feeds=tuple(feeds.split()),
        country=country,
        languages=tuple(languages.split()),
        kind=PublisherKind(form),
        topic=Topic(topic or "general"),
        owner=owner,
    )
