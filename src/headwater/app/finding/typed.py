"""What a person typed, as an address."""

from __future__ import annotations

import re

from headwater.model.article import Publisher
from headwater.model.errors import ExitCode, UserError
from headwater.model.web import Source, SourceKind
from headwater.text.urls import canonical_url, registrable_domain

_DOMAIN = re.compile(r"^(?:[\w-]+\.)+[\w-]{2,}\.?$")
_PLACE = re.compile(r"^(?:(?:[\w-]+\.)+[\w-]{2,}|\d+(?:\.\d+){3}|localhost|\[[0-9a-fA-F:.]+\])(?::\d+)?(?:[/?#].*)?$")
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)|^feed://", re.I)


def as_source(text: str) -> Source:
    """What a person typed as an unread source: a bare domain means its https home page. UserError if it is neither."""
    url = typed_url(text)
    if not url:
        message = f"{text!r} is no address. Give a home page, a feed or a domain, like https://www.example.org/."
        raise UserError(message, exit_code=ExitCode.USAGE)
    return Source(id="", url=url, kind=SourceKind.PAGE, publisher=Publisher(domains=(registrable_domain(url),)))


def typed_url(text: str) -> str:
    """The canonical address of what was typed (`feed:` prefixes and a missing scheme are mended); "" if it is none."""
    typed = text.strip().strip("<>\"'")
    typed = _FEED_SCHEME.sub(lambda match: "https://" if match.group(0).lower() == "feed://" else "", typed)
    if "://" in typed:
        return canonical_url(typed)
    return canonical_url(f"https://{typed}") if _PLACE.match(typed) else ""


def is_bare_domain(text: str) -> bool:
    """Whether only a domain was typed: then `www.` may be tried too."""
    return _DOMAIN.match(text.strip()) is not None
