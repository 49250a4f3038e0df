"""`headwater demo`: a small invented web, aggregated over real HTTP on loopback, with the truth to compare with."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from headwater.app import loop, opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, out, plainly, print_json, print_table
from headwater.app.options import Host, Json, Port
from headwater.app.progress import shown
from headwater.app.settings import Settings, load_settings
from headwater.app.site import site_beside
from headwater.demo import DemoSite, Held, Outlet, Scorecard, World, load_world, score
from headwater.demo.pages import FEED_PATHS
from headwater.loopback import LoopbackWeb
from headwater.model.article import Publisher, PublisherKind
from headwater.model.errors import ExitCode
from headwater.model.web import Source, SourceKind
from headwater.pipeline.local import Runner
from headwater.pipeline.polling import add_source
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, publishers
from headwater.store.reading import Reader
from headwater.text.urls import registrable_domain

# What the demo promises; `--check` fails below.
FLOORS = {
    "items stored": 0.90,
    "stories (B-cubed F1)": 0.80,
    "primary sources": 0.80,
}
DEMO_PAUSE_SECONDS = 0.1  # the demo's hosts are ours, and nobody wants to wait
DEMO_RETRY = timedelta(seconds=1)
_PAGE = 200


@plainly
def demo(
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the truth, print how much was found, and end.")
    ] = False,
    as_json: Json = False,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help="Keep the demo's database in this folder; without it, nothing is kept.",
        ),
    ] = None,
    port: Port = None,
    host: Host = None,
) -> None:
    """Serve the demo world on loopback, aggregate it, show the site, and say how much of the truth was found."""
    folder = keep or Path(tempfile.mkdtemp(prefix="headwater-demo-"))
    settings = replace(
        load_settings(folder, {}),
        host=host or "127.0.0.1",
        port=8080 if port is None else port,
        site_name="headwater demo",
        pause_seconds=DEMO_PAUSE_SECONDS,
        rights_address="rights@headwater.example",
    )
    try:
        card = loop.run(_demo(settings, stays=not check))
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if check:
        _report(card, as_json=as_json)
        if any(card.share(name) < floor for name, floor in FLOORS.items()):
            raise typer.Exit(int(ExitCode.FAILED))


async def _demo(settings: Settings, *, stays: bool) -> Scorecard:
    world = load_world()
    with ExitStack() as stack:
        store = stack.enter_context(opening.writing_store(settings))
        if stays:
            address = stack.enter_context(site_beside(settings))
            out.print(f"The site is at [bold underline]{address}[/] (filling now)", highlight=False)
        await aggregate(settings, store, world)
        card = score(world, held(settings))
        if stays:
            _report(card, as_json=False)
            out.print(f"Look at [bold underline]{address}[/]. ^C ends the demo.", highlight=False)
            await _until_interrupted()
    return card


async def aggregate(settings: Settings, store: Store, world: World) -> None:
    """Serve the world on loopback and run the whole pipeline over it, once."""
    clock = SystemClock()
    site = DemoSite(world, clock.now())
    async with _served(site) as web, opening.workshop(settings, store, clock, route=web.route) as shop:
        shop = replace(
            shop,
            agencies=tuple(publisher_of(outlet) for outlet in world.outlets.values() if outlet.kind == "agency"),
            politeness=replace(shop.politeness, first_retry=DEMO_RETRY, max_attempts=3),
            next_check=Rhythm(first_retry=DEMO_RETRY).next_check,
        )
        await shop.in_store(_add_sources, shop, world)
        runner = Runner(shop)
        async with shown(runner.progress):
            await runner.run(once=True, patience=timedelta(seconds=20))


@asynccontextmanager
async def _served(site: DemoSite) -> AsyncIterator[LoopbackWeb]:
    async with LoopbackWeb(dict.fromkeys(site.hosts, site)) as web:
        yield web


def publisher_of(outlet: Outlet) -> Publisher:
    """What a catalogue would know of an outlet."""
    return Publisher(
        name=outlet.name,
        kind=PublisherKind(outlet.kind),
        domains=(registrable_domain(outlet.host),),
        country=outlet.country,
        languages=(outlet.language,),
    )


def _add_sources(shop: Workshop, world: World) -> None:
    now = shop.clock.now()
    known: dict[str, Publisher] = {}
    with shop.store.write() as tx:
        for outlet in world.outlets.values():
            domain = registrable_domain(outlet.host)
            if domain not in known:  # an agency's desks in other languages are one publisher
                known[domain] = publishers.upsert_publisher(tx, publisher_of(outlet))
            publisher = known[domain]
            for url, kind in _addresses(outlet):
                source = Source(id="", url=url, kind=kind, publisher=publisher, language=outlet.language)
                add_source(tx, source, new_id=shop.new_id(now), due_at=now)


def _addresses(outlet: Outlet) -> list[tuple[str, SourceKind]]:
    """Feeds where they are known; of some outlets only the domain is, as on the live web."""
    if outlet.discover or not outlet.feeds:
        return [(outlet.home_url, SourceKind.PAGE)]
    return [(f"https://{outlet.host}{FEED_PATHS[kind]}", SourceKind(kind)) for kind in outlet.feeds]


def held(settings: Settings) -> list[Held]:
    """What readers can see, through the gate that readers use."""
    found: list[Held] = []
    with Reader.open(settings.database_path) as reader:
        before = ""
        while page := reader.river(limit=_PAGE, before=before):
            found += [
                Held(
                    url=view.url,
                    story_id=view.story_id,
                    relation=view.primary.relation,
                    primary_url=view.primary.url,
                    authors=view.byline,
                    credits=tuple(picture.credit for picture in view.pictures),
                    captions=tuple(picture.caption for picture in view.pictures),
                    confidence=view.primary.confidence,
                )
                for view in page
            ]
            before = page[-1].id
    return found


def _report(card: Scorecard, *, as_json: bool) -> None:
    if as_json:
        figures = {
            figure.name: {
                "found": round(figure.found, 2),
                "of": figure.of,
                "share": round(figure.share, 4),
                "missed": list(figure.missed),
            }
            for figure in card.figures
        }
        print_json({"figures": figures})
        return
    rows = [(f.name, f"{f.found:.0f}", f"{f.of:.0f}", f"{f.share:.1%}") for f in card.figures]
    print_table("How much of the demo world's truth was found", ("what", "found", "of", "share"), rows)


async def _until_interrupted() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    import signal

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    err.print("The demo has ended.")
