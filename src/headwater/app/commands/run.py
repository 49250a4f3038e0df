"""`headwater run` and `headwater serve`."""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from headwater.app import loop, opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, out, plainly
from headwater.app.finding import as_source
from headwater.app.logs import job_log
from headwater.app.options import Data, Host, Port
from headwater.app.options import Replay as ReplayFiles
from headwater.app.progress import sentence, shown
from headwater.app.replaying import Replay
from headwater.app.settings import INBOX_NAME, Settings, load_settings
from headwater.app.site import run_site, site_beside
from headwater.loopback import LoopbackWeb
from headwater.model.web import Entry, Source
from headwater.net import is_placeholder
from headwater.pipeline import pushing
from headwater.pipeline.local import Lanes, Progress, Runner
from headwater.pipeline.polling import add_source, announce
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, sources


@plainly
def run(  # noqa: PLR0913 (a command has as many parameters as options)
    data: Data = None,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is due any more.")] = False,
    replay: ReplayFiles = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="URL", help="Add this address as a source first. Repeatable.")
    ] = None,
    port: Port = None,
    host: Host = None,
    site: Annotated[bool, typer.Option(help="Serve the site while running, or do not.")] = True,
) -> None:
    """Keep reading, tracing, grouping and serving until stopped (^C finishes what is in flight)."""
    settings = with_address(load_settings(data), host, port)
    extra = [as_source(text) for text in add or []]
    with opening.writing_store(settings) as store:
        progress = loop.run(_run(settings, store, once=once, files=replay or [], extra=extra, with_site=site))
    out.print(sentence(progress) + ".", highlight=False)


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    """The settings with what the command line says about where the site listens."""
    return replace(settings, host=host or settings.host, port=settings.port if port is None else port)


async def _run(
    settings: Settings, store: Store, *, once: bool, files: list[Path], extra: list[Source], with_site: bool
) -> Progress:
    if not files:
        _say_if_empty(store, extra)
        if is_placeholder(settings.contact_url):
            err.print(
                "contact_url is a placeholder: servers that we ask cannot reach you. Set it in headwater.toml.",
                highlight=False,
            )
        return await work(settings, store, Plan(once=once, extra=extra, with_site=with_site))
    replayed = Replay(files)
    for rejection in replayed.broken:
        err.print(f"{rejection.subject}: {rejection.detail or 'broken archive'}; what could be read is replayed.")
    async with LoopbackWeb(dict.fromkeys(replayed.site.hosts, replayed.site)) as web:
        plan = Plan(once=once, extra=extra, with_site=with_site, replay=replayed, route=web.route)
        return await work(settings, store, plan)


class Plan:
    """What one run does: with which clock, which web, and what is added first."""

    def __init__(
        self,
        *,
        once: bool,
        extra: list[Source],
        with_site: bool = True,
        replay: Replay | None = None,
        route: object = None,
    ) -> None:
        self.once, self.extra, self.with_site, self.replay, self.route = once, extra, with_site, replay, route


async def work(settings: Settings, store: Store, plan: Plan) -> Progress:
    """Run the pipeline, with the site beside it, until stopped or done."""
    clock = plan.replay.clock if plan.replay else SystemClock()
    next_check = plan.replay.next_check if plan.replay else None
    async with opening.workshop(settings, store, clock, route=plan.route, next_check=next_check) as shop:
        await shop.in_store(_add_first, shop, plan)
        log = job_log(settings.data, to_stderr=not err.is_terminal)
        alerts = opening.alerts(settings, shop.fetcher) if plan.route is None else None
        runner = Runner(shop, lanes=Lanes(network=settings.network_jobs), log=log, alerts=alerts)
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, _stop, runner)
        with ExitStack() as stack:
            address = ""
            if plan.with_site:
                offset = clock.now() - datetime.now(UTC) if plan.replay else timedelta()
                address = stack.enter_context(site_beside(settings, clock_offset=offset))
                err.print(f"The site is at [underline]{address}[/]", highlight=False)
            async with shown(runner.progress, address=address):
                inbox = settings.data / INBOX_NAME
                async with pushing.watching(shop, inbox, wake=runner.wake, end=runner.stop):
                    await runner.run(once=plan.once)
        return runner.progress


def _stop(runner: Runner) -> None:
    err.print("Finishing what is in flight; the rest goes on at the next run.")
    runner.stop()


def _say_if_empty(store: Store, extra: list[Source]) -> None:
    with store.read() as tx:
        if not extra and not sources.list_sources(tx):
            err.print("There are no sources yet. Add one with: headwater sources add https://www.example.org/")


def _add_first(shop: Workshop, plan: Plan) -> None:
    found = plan.extra + (plan.replay.sources() if plan.replay else [])
    with shop.store.write() as tx:
        for source in found:
            at = plan.replay.first_check(source) if plan.replay else shop.clock.now()
            add_source(tx, source, new_id=shop.new_id(at), due_at=at)
        for url in plan.replay.orphans() if plan.replay else []:
            announce(shop, tx, Entry(url=url), shop.clock.now())


@plainly
def serve(data: Data = None, port: Port = None, host: Host = None) -> None:
    """Serve the site alone, from what is stored."""
    settings = with_address(load_settings(data), host, port)
    err.print(f"The site is at [underline]http://{settings.host}:{settings.port}[/]. ^C ends it.", highlight=False)
    run_site(settings)
