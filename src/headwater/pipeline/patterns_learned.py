"""Which addresses of a host are articles: learned for pages, from what became of those that were read."""

from __future__ import annotations

from dataclasses import replace

from headwater.acquire import patterns
from headwater.model.rejection import Reason
from headwater.model.web import Source, SourceKind
from headwater.store import Transaction, entries

MAX_LOOKED_AT = 400
"""Latest entries of a page that teach; more cost time and say the same."""

NO_ARTICLE = frozenset({Reason.NOT_AN_ARTICLE, Reason.LISTING_PAGE, Reason.LOGIN_PAGE})


def learned(tx: Transaction, source: Source, new_count: int) -> Source:
    """`source` with the patterns of its host's article addresses; learned anew whenever a page brings something."""
    if source.kind is not SourceKind.PAGE or not new_count:
        return source
    articles, others = entries.addresses_read(tx, source.id, no_article=NO_ARTICLE, limit=MAX_LOOKED_AT)
    if not articles and not others:
        return source
    return replace(source, patterns=patterns.learn(source.patterns, articles, others))
