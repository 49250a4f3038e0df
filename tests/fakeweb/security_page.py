"""Writes docs/security.md from the tables that the tests run: `python tests/fakeweb/security_page.py --write`."""

import gzip
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakeweb.fixtures import NOW
from fakeweb.hostile import REFUSED, REJECTED, WAYS_AROUND, Row
from fakeweb.misbehaviours import SOFT_404, TLS_FAULTS
from headwater import acquire, extract, rights
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.net import AddressPolicy, FetchLimits
from headwater.pipeline.sandbox import SandboxLimits
from headwater.rights.robots import MAX_ROBOTS_BYTES
from headwater.rights.rsl import MAX_RSL_BYTES

PAGE = Path(__file__).parents[2] / "docs" / "security.md"


def _capture(body: bytes, media_type: str = "application/xml") -> Capture:
    url = "https://hostile.example/feed"
    headers = {"content-type": media_type}
    return Capture(id="c", requested_url=url, final_url=url, status=200, headers=headers, body=body, captured_at=NOW)


def _feed(title: str = "<title>Ferry</title>", before: str = "", items: int = 1) -> bytes:
    return f"{before}<rss><channel>{f'<item>{title}</item>' * items}</channel></rss>".encode()


def _read(body: bytes) -> str:
    feed = acquire.read(_capture(body))
    if isinstance(feed, Rejection):
        return feed.reason.value
    longest = max((len(entry.title) for entry in feed.entries), default=0)
    size = "" if longest < 1_000 else f", a title of {longest} characters"
    return f"read{size}; repaired: {', '.join(feed.repaired) or 'nothing'}"


def _extract(body: bytes) -> str:
    found = extract.extract(_capture(body, "text/html"), article_id="a")
    return found.reason.value if isinstance(found, Rejection) else "read"


def _obeyed(body: bytes) -> str:
    answer = rights.robots_rule(body, status=200, url="https://hostile.example/late", agent="headwater")
    return f"{'allowed' if answer.allowed else 'refused'}: what stands beyond is not read"


def _licence(body: bytes) -> str:
    said = rights.rsl_signals(body, url="https://hostile.example/a", place="https://hostile.example/l")
    return "not read: the licence stays a refusal" if said is None else "read"


@dataclass(frozen=True)
class Document:
    """A document that is hostile in itself, what it is read with, the limit that meets it, and what comes of it."""

    case: str
    read: Callable[[bytes], str]
    body: Callable[[], bytes]
    limit: str
    outcome: str


def _number(module: str, name: str) -> int:
    """The limit called `name` in a file of `acquire`."""
    found: int = getattr(import_module(f"headwater.acquire.{module}"), name)
    return found


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return _feed("<title>&l9;</title>", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>')


def _external() -> bytes:
    return _feed("<title>&x;</title>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>')


def _attributes() -> bytes:
    attributes = " ".join(f'a{n}="1"' for n in range(100_000))
    return _feed(f"<title {attributes}>Ferry</title>")


def _deep_licence() -> bytes:
    return b'<!DOCTYPE rsl [<!ENTITY x "y">]><rsl xmlns="https://rslstandard.org/rsl"/>'


DOCUMENTS = [
    Document("entities that multiply", _read, _entities,
             f"`MAX_DECLARED_ENTITIES` = {_number('_xml', 'MAX_DECLARED_ENTITIES'):,}, "
             f"`MAX_CHARS_WITH_ENTITIES` = {_number('_xml', 'MAX_CHARS_WITH_ENTITIES'):,}", "read; "),
    Document("an entity that names a file", _read, _external, "external entities are never read", "read; "),
    Document("elements 100,000 deep", _read, lambda: _feed("<a>" * 100_000 + "</a>" * 100_000),
             "256 (libxml2 without `huge_tree`)", "read; "),
    Document("100,000 attributes", _read, _attributes, f"`MAX_TAG_CHARS` = {_number('_xml', 'MAX_TAG_CHARS'):,}",
             "read; repaired: attributes_dropped"),
    Document("more items than anybody announces", _read, lambda: _feed(items=_number('rss_atom', 'MAX_ENTRIES') + 100),
             f"`MAX_ENTRIES` = {_number('rss_atom', 'MAX_ENTRIES'):,}", "read; repaired: too_many_entries"),
    Document("a gzip bomb within the body", _read,
             lambda: gzip.compress(b"<rss><channel><item><title>x</title></item>" + bytes([32]) * 60_000_000),
             f"`MAX_DOCUMENT_BYTES` = {_number('_xml', 'MAX_DOCUMENT_BYTES'):,}",
             "read; repaired: too_large, truncated"),
    Document("a 200 page that says 404", _extract, lambda: SOFT_404, "none: its title tells", "error_page"),
    Document("a robots.txt of a megabyte", _obeyed,
             lambda: b"User-agent: *\n" + b"#" * 1_000_000 + b"\nDisallow: /late",
             f"`MAX_ROBOTS_BYTES` = {MAX_ROBOTS_BYTES:,} (RFC 9309 §2.5)", "allowed: "),
    Document("a licence that brings a DTD", _licence, _deep_licence,
             f"no DTD is read, `MAX_RSL_BYTES` = {MAX_RSL_BYTES:,}", "not read"),
]  # fmt: skip


def _shown(value: object) -> str:
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g} s"
    return f"{value:,}"


def _limit(row: Row) -> str:
    names = [name for name in row.limit.split(", ") if name]
    return ", ".join(f"`{name}` = {_shown(getattr(FetchLimits(), name))}" for name in names) or "–"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, ["---"] * len(heads), *rows])


def render() -> str:
    """The whole page."""
    network = [
        [row.case, _limit(row), f"`{row.reason.value}`", f"`test_misbehaviour_ends_in_its_named_reason[{row.id}]`"]
        for row in REJECTED
    ]
    refusals = {address: AddressPolicy().refusal(address).partition(": ")[2] for address in REFUSED}
    addresses = [[f"`{address}`", words] for address, words in refusals.items() if words]
    around = [[case, f"`{reason.value}`", f"`{test}`"] for case, (reason, test) in WAYS_AROUND.items()]
    documents = [[one.case, one.limit, one.read(one.body())] for one in DOCUMENTS]
    sandbox = SandboxLimits()
    return TEXT.format(
        network=_table(["what a server does", "limit and default", "outcome", "test"], network),
        addresses=_table(["address", "why it is refused"], addresses),
        around=_table(["what is tried", "outcome", "test"], around),
        documents=_table(["document", "limit and default", "outcome"], documents),
        shared=FetchLimits().max_connections_per_address,
        seconds=f"{sandbox.deadline_seconds:g}",
        gigabytes=sandbox.memory_bytes >> 30,
        faults=len(TLS_FAULTS),
    )


TEXT = """# Security: hostile networks

This page is written by the tests: each row below is a row of a table that a test runs against a real server that
behaves that badly, or with that very document. `python tests/fakeweb/security_page.py --write` writes it anew, and
`tests/unit/net/test_security_page.py` fails when it is not up to date.

## What may go wrong, in plain words

headwater reads addresses that strangers wrote: in feeds, in pages, in redirects, in robots.txt. Three things follow.

**Somebody may aim it at your own network.** A feed can name `http://192.168.0.1/` or a cloud's metadata service, or a
host name that leads there, or a page that redirects there, or a name that is harmless when it is checked and leads
inside when it is used. So the check is made on the very IP address that is connected to, at the moment of connecting,
for every connection, redirects included; there is no cache of names to poison. Only public addresses pass. Who needs
an exception lists the network in `allowed_networks`. headwater uses no proxy and takes no address from a server but
http and https ones without a password.

**A server may try to exhaust it.** Bodies, headers, redirects and handshakes without end, a few kilobytes that unfold
to gigabytes, one byte a second: every one has a limit with a name. Decompression is undone piece by piece, so a bomb
costs about as much as the limit. One host never has more than one exchange at a time, one IP address never more than
{shared} connections, so a slow server holds up itself and no one else.

**A document may attack its reader.** Feeds and pages are read in child processes with {seconds} seconds and
{gigabytes} GiB of memory each; a child that is caught or dies costs its own job one attempt. Pages that we show are
made of text alone: no foreign HTML, script or style reaches a reader.

What ends in a limit is a counted outcome with a reason (`headwater status`), never an exception and never silence.
Certificates are checked always; there is no switch to turn that off. A failed https address is not tried over http.

Not covered: somebody who already controls this machine or its DNS *and* the operator's list of networks; a publisher
who lies within the rules; attacks on the machine's kernel or OpenSSL.

## Servers

{network}

A limit of – means that no number is involved: the answer is wrong in itself. The limits are fields of `FetchLimits`
(`headwater/net/limits.py`). Whatever a server sends as words (a reason phrase, an error page) is never put into a log.

## Addresses that are never connected to

{addresses}

The table of networks is `headwater/net/addresses.py`, after the IANA special-purpose registries (RFC 6890). Of IPv6
only 2000::/3 is global unicast, less what is named above.

## Ways around that check

{around}

## Documents

{documents}
"""


if __name__ == "__main__":
    text = render()
    if "--write" in sys.argv:
        PAGE.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
