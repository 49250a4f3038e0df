"""`headwater sources`: what is read, and how it is doing."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from headwater.app import opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, fail, out, plainly, print_json, print_table
from headwater.app.finding import Found, as_source, find_sources
from headwater.app.options import Data, Json
from headwater.app.options import Replay as ReplayFiles
from headwater.app.replaying import Replay
from headwater.app.settings import Settings, load_settings
from headwater.loopback import LoopbackWeb
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode
from headwater.model.job import Stage
from headwater.model.rejection import Reason
from headwater.model.web import Source
from headwater.pipeline.polling import add_source
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, queue, sources
from headwater.text.ids import new_id
from headwater.text.urls import host_of

app = typer.Typer(help="Add, list and look after what is read.", no_args_is_help=True)
_PREVIEWED = 3

_ADVICE = {
    Reason.ROBOTS_DISALLOWED: "its robots.txt asks programs like us to stay away, and we do",
    Reason.ROBOTS_UNREACHABLE: "its robots.txt could not be read, and without it we do not fetch; try again later",
    Reason.NAME_NOT_FOUND: "there is no such host; check the spelling",
    Reason.CONNECTION_FAILED: "the host does not answer; try again later",
    Reason.LOGIN_PAGE: "it answers with a login page; look for a public feed address",
    Reason.NOT_A_FEED: "it is neither a feed nor a page with links to articles",
    Reason.EMPTY_FEED: "the feed is empty",
    Reason.ADDRESS_REFUSED: "it leads into a private network; list that network in allowed_networks if you mean it",
}


@app.command("add")
@plainly
def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL…", help="A home page, a feed, or a domain.")],
    data: Data = None,
    replay: ReplayFiles = None,
    later: Annotated[bool, typer.Option("--later", help="Do not ask now; find its feeds at the next run.")] = False,
) -> None:
    """Find the feeds of an outlet, show what they bring, and add them."""
    settings = load_settings(data)
    typed = [as_source(url) for url in urls]
    with opening.writing_store(settings) as store:
        added = _add_unread(store, typed) if later else asyncio.run(_add(settings, store, typed, replay or []))
    if not added:
        raise typer.Exit(int(ExitCode.FAILED))
    if added < len(urls):
        raise typer.Exit(int(ExitCode.PARTLY))
    out.print("Next: [bold]headwater run[/]")


def _add_unread(store: Store, typed: list[Source]) -> int:
    clock = SystemClock()
    with store.write() as tx:
        for source in typed:
            now = clock.now()
            add_source(tx, source, new_id=new_id(now, os.urandom(10)), due_at=now)
            out.print(f"Added {source.url}; its feeds are looked for at the next run.", highlight=False)
    return len(typed)


async def _add(settings: Settings, store: Store, typed: list[Source], files: list[Path]) -> int:
    if not files:
        async with opening.workshop(settings, store, SystemClock()) as shop:
            return await _add_each(shop, typed)
    replayed = Replay(files)
    async with (
        LoopbackWeb(dict.fromkeys(replayed.site.hosts, replayed.site)) as web,
        opening.workshop(settings, store, replayed.clock, route=web.route) as shop,
    ):
        return await _add_each(shop, typed)


async def _add_each(shop: Workshop, typed: list[Source]) -> int:
    added = 0
    for source in typed:
        with err.status(f"Looking at {source.url}"):
            found = await find_sources(shop, source)
        working = [one for one in found if one.rejection is None]
        await shop.in_store(_save, shop, working)
        for one in found:
            _show(one)
        added += bool(working)
    return added


def _save(shop: Workshop, found: list[Found]) -> None:
    with shop.store.write() as tx:
        for one in found:
            now = shop.clock.now()
            add_source(tx, one.source, new_id=shop.new_id(now), due_at=now)


def _show(found: Found) -> None:
    if found.rejection is not None:
        why = _ADVICE.get(found.rejection.reason, found.rejection.detail or found.rejection.reason.value)
        err.print(f"Not added: {found.source.url}: {why}.", highlight=False, soft_wrap=True)
        return
    assert found.feed is not None
    kind = found.source.kind.value.replace("_", " ")
    out.print(f"Added {kind} {found.source.url}  {found.feed.title}", highlight=False, soft_wrap=True)
    for entry in found.feed.entries[:_PREVIEWED]:
        out.print(f"    {entry.title or entry.url}", highlight=False, markup=False)


@app.command("list")
@plainly
def list_all(data: Data = None, as_json: Json = False) -> None:
    """List what is read, with the outcome of the last reading."""
    with opening.reading_store(load_settings(data)) as store, store.read() as tx:
        known = sources.list_sources(tx)
    if as_json:
        print_json([to_json(source) for source in known])
        return
    rows = [(s.url, s.kind.value, "paused" if s.is_paused else s.last_outcome or "not read yet") for s in known]
    print_table(f"{len(known)} sources", ("address", "kind", "last outcome"), rows)


@app.command("pause")
@plainly
def pause(source: Annotated[str, typer.Argument(help="Address, domain or id.")], data: Data = None) -> None:
    """Stop reading a source; what it brought stays."""
    _change(data, source, is_paused=True)


@app.command("resume")
@plainly
def resume(source: Annotated[str, typer.Argument(help="Address, domain or id.")], data: Data = None) -> None:
    """Read a paused source again."""
    _change(data, source, is_paused=False)


def _change(data: Path | None, text: str, *, is_paused: bool) -> None:
    clock = SystemClock()
    with opening.writing_store(load_settings(data), create=False) as store, store.write() as tx:
        known = sources.find_source(tx, text)
        if known is None:
            fail(f"There is no source {text}. `headwater sources list` shows all.", ExitCode.NOT_FOUND)
        sources.update_source(tx, replace(known, is_paused=is_paused))
        if not is_paused:
            queue.enqueue(tx, Stage.POLL, known.id, due_at=clock.now(), host=host_of(known.url))
    out.print(f"{'Paused' if is_paused else 'Reading again'}: {known.url}", highlight=False)


@app.command("remove")
@plainly
def remove(source: Annotated[str, typer.Argument(help="Address, domain or id.")], data: Data = None) -> None:
    """Forget a source; what it brought stays until a takedown or its age removes it."""
    with opening.writing_store(load_settings(data), create=False) as store, store.write() as tx:
        known = sources.find_source(tx, source)
        if known is None:
            fail(f"There is no source {source}. `headwater sources list` shows all.", ExitCode.NOT_FOUND)
        sources.remove_source(tx, known.id)
    out.print(f"Removed {known.url}", highlight=False)
