"""`headwater sources import` and `export`: lists of sources from and for other programs (OPML 2.0, text, JSON)."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from headwater.acquire.opml import render_opml
from headwater.app import opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, fail, out, plainly, print_json
from headwater.app.finding.merging import completed
from headwater.app.finding.typed import typed_url
from headwater.app.options import Country, Data, Json, Kind, Language, as_country
from headwater.app.settings import Settings, load_settings
from headwater.app.wording import counted, next_run
from headwater.model.article import Publisher, PublisherKind
from headwater.model.codec import from_json, to_json
from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Rejection
from headwater.model.web import Capture, Entry, Feed, Source, SourceKind
from headwater.pipeline.polling import add_source
from headwater.store import Transaction, publishers, source_choice, sources
from headwater.store.source_choice import Choice
from headwater.text.countries import country_code
from headwater.text.ids import new_id
from headwater.text.urls import registrable_domain

MAX_FILE_BYTES = 50 * 1024 * 1024
_FEEDS = frozenset({SourceKind.RSS, SourceKind.ATOM, SourceKind.JSONFEED})
MAX_LISTED = 200
"""Outcomes printed line by line; --json prints all."""


class Fate(StrEnum):
    """What became of one line of an imported list."""

    ADDED = "added"
    KNOWN = "known already"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One entry of a list: the source, or why it is none. `folders` are those that we could not understand."""

    said: str
    source: Source | None = None
    reason: str = ""
    folders: tuple[str, ...] = ()


ListFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="OPML, JSON of `export`, or text with one address a line; - is standard input."
    ),
]


@plainly
def import_list(
    file: ListFile,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add the sources of a list, without asking any of them now: the next run reads them."""
    settings = load_settings(data)
    lines = read_list(settings, _body(file))
    with opening.joining_store(settings) as (store, _), store.write() as tx:
        fates = [(line, _add(tx, line)) for line in lines]
    if as_json:
        print_json([_told(line, fate) for line, fate in fates])
    else:
        _print(fates, next_run(data))
    count = sum(fate is Fate.REFUSED for _, fate in fates)
    if count == len(fates):
        fail("Nothing in this list is a source. Give OPML, or a text file with one address a line.")
    if count:
        raise typer.Exit(int(ExitCode.PARTLY))


def _body(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(MAX_FILE_BYTES)
    path = Path(file)
    if not path.is_file():
        fail(
            f"There is no file {file}. Give OPML, a text file with one address a line, or -.",
            ExitCode.NOT_FOUND,
        )
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES)
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}. Check its permissions.") from error


def read_list(settings: Settings, body: bytes) -> list[Line]:
    """The sources of a list in any of its three forms, told by its first character; each address once."""
    first = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    lines = (
        _from_opml(settings, body)
        if first == b"<"
        else _from_json(body)
        if first in b"[{" and first
        else _from_text(body)
    )
    known: set[str] = set()
    found: list[Line] = []
    for line in lines:
        if line.source is not None and line.source.url in known:
            line = Line(said=line.said, reason="stands twice in this list")
        elif line.source is not None:
            known.add(line.source.url)
        found.append(line)
    return found


def _from_text(body: bytes) -> Iterator[Line]:
    if b"\0" in body:
        raise UserError("This is no list of addresses but a binary file. Give OPML, or text with one address a line.")
    for raw in body.decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        said = raw.partition(" #")[0].strip()
        if said and not said.startswith("#"):
            url = typed_url(said)
            source = _source(url, SourceKind.PAGE, Publisher()) if url else None
            yield Line(said=said[:200], source=source, reason="" if source else "no address")


def _from_json(body: bytes) -> Iterator[Line]:
    import json

    try:
        rows = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UserError(f"This list is broken JSON ({error}). `headwater sources export --json` writes it.") from error
    for row in rows if isinstance(rows, list) else [rows]:
        try:
            read = from_json(Source, row)
            url = typed_url(read.url)
        except (TypeError, ValueError, KeyError, AttributeError):
            read, url = None, ""
        if read is None or not url:
            yield Line(said=str(row)[:200], reason="no source")
            continue
        source = replace(_source(url, read.kind, read.publisher), title=read.title, language=read.language)
        yield Line(said=url, source=replace(source, is_paused=read.is_paused))


def _from_opml(settings: Settings, body: bytes) -> Iterator[Line]:
    """Read in a child: a list from somewhere is as foreign as any page."""
    now = SystemClock().now()
    url = "https://list.invalid/sources.opml"
    capture = Capture(id="list", requested_url=url, final_url=url, status=200, headers={}, body=body, captured_at=now)
    with opening.children(settings, 1) as crew:
        feed = crew.call("read_feed", (capture, False))
    if isinstance(feed, Rejection) or feed.kind is not SourceKind.OPML:
        why = feed.detail if isinstance(feed, Rejection) else f"it is {feed.kind.value}"
        raise UserError(f"This is no OPML list: {why}. To read a feed: headwater sources add URL.")
    yield from _lines_of(feed)
    yield from _refused(body, feed)


def _lines_of(feed: Feed) -> Iterator[Line]:
    for entry in feed.entries:
        publisher, unknown = _understood(entry)
        source = replace(_source(entry.url, SourceKind.RSS, publisher), title=entry.title, language=entry.language)
        yield Line(said=entry.url, source=source, folders=unknown)
    if not feed.entries:
        raise UserError("This OPML list names no feeds (no outline has an xmlUrl).")


_STATED = re.compile(rb"""\bxmlUrl\s*=\s*(?:"([^"<>]{0,4096})"|'([^'<>]{0,4096})')""", re.I)


def _refused(body: bytes, feed: Feed) -> Iterator[Line]:
    """Outlines that the reader left out: their addresses are none, or stand twice."""
    known = {entry.url for entry in feed.entries}
    for double, single in _STATED.findall(body):
        said = html.unescape((double or single).decode("utf-8", "replace")).strip()
        url = typed_url(said)
        if url in known:
            known.discard(url)
        else:
            is_again = any(entry.url == url for entry in feed.entries)
            yield Line(said=said[:200], reason="stands twice in this list" if is_again else "no address")


def _understood(entry: Entry) -> tuple[Publisher, tuple[str, ...]]:
    """What the folders above an outline say of its publisher: country, kind; and those that say neither."""
    publisher = Publisher()
    unknown: list[str] = []
    for folder in entry.categories:
        country = country_code(folder, entry.language)
        if country:
            publisher = replace(publisher, country=country)
        elif folder.casefold() in {kind.value for kind in PublisherKind}:
            publisher = replace(publisher, kind=PublisherKind(folder.casefold()))
        else:
            unknown.append(folder)
    return publisher, tuple(unknown)


def _source(url: str, kind: SourceKind, publisher: Publisher) -> Source:
    domains = publisher.domains or tuple(filter(None, (registrable_domain(url),)))
    return Source(id="", url=url, kind=kind, publisher=replace(publisher, domains=domains, id=""))


def _add(tx: Transaction, line: Line) -> Fate:
    if line.source is None:
        return Fate.REFUSED
    if _known(tx, line.source.url) is not None:
        return Fate.KNOWN
    now = SystemClock().now()
    known = publishers.find_publisher(tx, line.source.publisher.domain)
    source = replace(line.source, publisher=completed(known, line.source.publisher), added_at=now)
    source_id = add_source(tx, replace(source, is_paused=False), new_id=new_id(now, os.urandom(10)), due_at=now)
    if source.is_paused:
        sources.set_paused(tx, source_id, True)
    return Fate.ADDED


def _known(tx: Transaction, url: str) -> Source | None:
    found = sources.find_source(tx, url)
    return found if found is not None and found.url == url else None


def _told(line: Line, fate: Fate) -> dict[str, object]:
    reason = line.reason or None
    return {"said": line.said, "fate": fate.value, "reason": reason, "folders_not_understood": list(line.folders)}


def _print(fates: list[tuple[Line, Fate]], following: str) -> None:
    for line, fate in fates[:MAX_LISTED]:
        why = f": {line.reason}" if line.reason else ""
        target = err if fate is Fate.REFUSED else out
        target.print(f"{fate.value:<14}{line.said}{why}", highlight=False, markup=False, soft_wrap=True)
    if len(fates) > MAX_LISTED:
        out.print(f"… and {len(fates) - MAX_LISTED} more; --json lists all", highlight=False)
    folders = sorted({folder for line, _ in fates for folder in line.folders})
    if folders:
        names = ", ".join(folders[:10]) + (" …" if len(folders) > 10 else "")
        err.print(
            f"Folders that are neither country nor kind stay in your file only: {names}", highlight=False, markup=False
        )
    counts = (f"{sum(one is fate for _, one in fates)} {fate.value}" for fate in Fate)
    told = f"{counted(len(fates), 'address', 'addresses')}: {', '.join(counts)}."
    is_new = any(fate is Fate.ADDED for _, fate in fates)
    out.print(f"{told} Next: {following}" if is_new else told, highlight=False, markup=False, soft_wrap=True)


@plainly
def export(  # noqa: PLR0913 (a command has as many parameters as options)
    data: Data = None,
    as_opml: Annotated[bool, typer.Option("--opml", help="OPML 2.0, in folders by country. The default.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="One address a line.")] = False,
    as_json: Json = False,
    country: Country = "",
    language: Language = "",
    kind: Kind = None,
) -> None:
    """Write all sources to standard output, for another headwater or another reader."""
    if as_opml + as_text + as_json > 1:
        fail("Choose one of --opml, --text and --json.", ExitCode.USAGE)
    wanted = Choice(country=as_country(country), language=language, kind=kind.value if kind else "")
    with opening.reading_store(load_settings(data)) as store, store.read() as tx:
        found = [
            source_choice.with_publisher(source, publishers.find_publisher(tx, source.publisher.domain))
            for source in source_choice.choose_sources(tx, wanted)
        ]
    if as_json:
        print_json([to_json(_portable(source)) for source in found])
    elif as_text:
        sys.stdout.write("".join(f"{source.url}\n" for source in found))
    else:
        _write_opml(found)


def _write_opml(found: list[Source]) -> None:
    """Feeds alone: no other reader could do anything with a sitemap or a page of links."""
    feeds = [source for source in found if source.kind in _FEEDS]
    sys.stdout.write(render_opml(feeds, title="headwater sources"))
    if len(feeds) < len(found):
        left = counted(len(found) - len(feeds), "sitemap or page", "sitemaps and pages")
        err.print(f"Left out: {left}. OPML lists feeds; --json and --text have everything.", highlight=False)


def _portable(source: Source) -> Source:
    """What another headwater can use: not our ids, times and failures."""
    return Source(
        id=source.id,
        url=source.url,
        kind=source.kind,
        publisher=source.publisher,
        title=source.title,
        language=source.language,
        is_paused=source.is_paused,
    )
