"""The documents in which a host speaks for all its pages, beside robots.txt: which they are, and what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from headwater.model.rights import Signal
from headwater.rights._preferences import licence_line_signal
from headwater.rights.ai_txt import ai_txt_signals
from headwater.rights.licence import licence_signals
from headwater.rights.rsl import rsl_signals, terms_signals
from headwater.rights.tdmrep import tdmrep_signals, trust_signals
from headwater.text.decode import decode_html
from headwater.text.urls import canonical_url

SITE_DOCUMENTS = ("/.well-known/tdmrep.json", "/trust.txt", "/ai.txt")
"""Where documents of a whole host stand, the most important first; RSL licences are named by robots.txt."""

MAX_DOCUMENT_BYTES = 512 * 1024
"""What is beyond is not read; a JSON or XML document of that size is broken then and says nothing."""

MAX_LICENCE_DOCUMENTS = 2
"""RSL documents read of one host; further ones stay unread, and refuse."""


def document_addresses(url: str, licences: Sequence[str]) -> tuple[str, ...]:
    """The addresses of the documents to read about the host of `url`, whose robots.txt names `licences`."""
    standing = (canonical_url(path, url) for path in SITE_DOCUMENTS)
    return (*standing, *licences[:MAX_LICENCE_DOCUMENTS])


def document_signals(place: str, body: bytes, *, url: str, agent: str) -> list[Signal] | None:
    """What the document at `place` says about `url`; None where it is none of those that we know, or is broken."""
    body = body[:MAX_DOCUMENT_BYTES]
    name = urlsplit(place).path.rpartition("/")[2]
    if name == "tdmrep.json":
        return tdmrep_signals(decode_html(body, "application/json")[0], url=url, place=place)
    if name == "trust.txt":
        return trust_signals(decode_html(body, "text/plain")[0], place=place)
    if name == "ai.txt":
        return ai_txt_signals(body, url=url, place=place, agent=agent)
    return rsl_signals(body, url=url, place=place)


def stated_signals(stated: str, *, url: str) -> list[Signal]:
    """What the `rights` of a feed or an entry says about `url`: open licences, and RSL terms."""
    return [*licence_signals(stated, url=url), *terms_signals(stated, url=url)]


def site_signals(
    robots_signals: Sequence[Signal], documents: Mapping[str, bytes | None], *, url: str, agent: str
) -> tuple[Signal, ...]:
    """What a host says about `url`: the signals of its robots.txt and of its `documents` (address to body).

    A licence named in robots.txt refuses until its document was read; then that speaks instead.
    """
    found = list(robots_signals)
    for place, body in documents.items():
        said = document_signals(place, body, url=url, agent=agent) if body is not None else None
        if said is None:
            continue
        unread = licence_line_signal(place, url="").text
        found = [signal for signal in found if (signal.kind, signal.text) != ("rsl", unread)] + said
    return tuple(dict.fromkeys(found))
