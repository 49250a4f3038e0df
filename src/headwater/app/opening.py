"""Wiring: from settings to a store, a fetcher, children and a workshop, and all of it closed again at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from headwater import __version__
from headwater.app.recipes import load_recipes
from headwater.app.settings import CONFIG_NAME, Settings
from headwater.model.article import Publisher, PublisherKind
from headwater.model.errors import ExitCode, UserError
from headwater.net import AddressPolicy, Fetcher, user_agent
from headwater.net.mail import MailServer
from headwater.pipeline.alert_channels import mail_channel, webhook_channel
from headwater.pipeline.alerts import Alerts, Channel
from headwater.pipeline.clock import Clock
from headwater.pipeline.politeness import Politeness
from headwater.pipeline.rereading import NEVER, Rereading
from headwater.pipeline.sandbox import Children, SandboxLimits
from headwater.pipeline.schedule import NextCheck, Rhythm
from headwater.pipeline.subscribing import callback_base
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, lock_writer, publishers

AGENT = "headwater"


@contextmanager
def writing_store(settings: Settings, *, create: bool = True) -> Iterator[Store]:
    """The store, opened by the one process that writes; a second one is told so (exit code 6)."""
    if create:
        _make_folder(settings)
    else:
        Store.open(settings.database_path, read_only=True, create=False).close()  # nothing is made where nothing is
    with lock_writer(settings.database_path):
        store = Store.open(settings.database_path, create=create)
        try:
            yield store
        finally:
            store.close()


def is_running(settings: Settings) -> bool:
    """Whether another program writes this database now."""
    if not Path(settings.database_path).exists():
        return False
    try:
        with lock_writer(settings.database_path):
            return False
    except UserError as error:
        return error.exit_code is ExitCode.LOCKED


@contextmanager
def joining_store(settings: Settings, *, create: bool = True) -> Iterator[tuple[Store, bool]]:
    """The store for a few short writes, and whether a running program holds it meanwhile: then both take turns.

    Beside a running program nothing is made and nothing migrated: UserError where its release is another one.
    """
    if create:
        _make_folder(settings)
    with ExitStack() as stack:
        is_beside = False
        try:
            store = stack.enter_context(writing_store(settings, create=create))
        except UserError as error:
            if error.exit_code is not ExitCode.LOCKED:
                raise
            Store.open(settings.database_path, read_only=True, create=False).close()  # refuses another release
            store, is_beside = stack.enter_context(Store.open(settings.database_path, create=False)), True
        yield store, is_beside


@contextmanager
def reading_store(settings: Settings) -> Iterator[Store]:
    """The store, opened for looking only; UserError where there is none."""
    store = Store.open(settings.database_path, read_only=True, create=False)
    try:
        yield store
    finally:
        store.close()


def _make_folder(settings: Settings) -> None:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"Cannot create the data folder {settings.data}: {error.strerror}. Choose another one with --data."
        raise UserError(message) from error


def children(settings: Settings, count: int = 0) -> Children:
    """Child processes with the operator's limits."""
    limits = SandboxLimits(
        deadline_seconds=settings.child_deadline_seconds, memory_bytes=settings.child_memory_megabytes << 20
    )
    return Children(count or settings.child_count, limits)


@asynccontextmanager
async def workshop(
    settings: Settings,
    store: Store,
    clock: Clock,
    *,
    route: Any = None,
    next_check: NextCheck | None = None,
) -> AsyncIterator[Workshop]:
    """Everything that the runner needs; children and connections are gone afterwards."""
    rhythm = Rhythm(
        patience=timedelta(minutes=settings.poll_patience_minutes),
        shortest=timedelta(minutes=settings.poll_shortest_minutes),
        longest=timedelta(hours=settings.poll_longest_hours),
    )
    agent = user_agent(__version__, settings.contact_url)
    policy = AddressPolicy(allowed_networks=_networks(settings))
    with children(settings) as crew:
        async with Fetcher.open(user_agent=agent, policy=policy, route=route) as fetcher:
            yield Workshop(
                store=store,
                fetcher=fetcher,
                children=crew,
                clock=clock,
                agent=AGENT,
                next_check=next_check or rhythm.next_check,
                politeness=Politeness(pause=timedelta(seconds=settings.pause_seconds)),
                keep_captures=timedelta(days=settings.keep_captures_days),
                keep_outcomes=timedelta(days=settings.keep_outcomes_days),
                with_vectors=settings.vectors,
                agencies=known_agencies(store),
                recipes=load_recipes(settings),
                rereading=Rereading.of_hours(settings.reread_hours) if route is None else NEVER,
                # In a replay nothing leaves the machine, and no hub could answer.
                callbacks=callback_base(settings.site_url, policy) if route is None else "",
            )


def alerts(settings: Settings, fetcher: Fetcher) -> Alerts:
    """Who is told what is wrong with sources, as the operator set it; made once for a run."""
    channels: dict[str, Channel] = {}
    if settings.alert_mail_to:
        server = _mail_server(settings)
        channels["mail"] = mail_channel(server, sender=settings.alert_mail_from, to=settings.alert_mail_to)
    if settings.alert_webhook:
        channels["webhook"] = webhook_channel(fetcher, settings.alert_webhook, secret=settings.alert_webhook_secret)
    pause = timedelta(minutes=settings.alert_pause_minutes)
    return Alerts(channels, site_url=settings.site_url, pause=pause)


def _mail_server(settings: Settings) -> MailServer:
    if not settings.alert_mail_from:
        message = f"alert_mail_to in {CONFIG_NAME} needs alert_mail_from: the address that these mails come from."
        raise UserError(message, exit_code=ExitCode.USAGE)
    try:
        return MailServer.parse(settings.smtp_url)
    except ValueError as error:
        raise UserError(f"smtp_url in {CONFIG_NAME}: {error}", exit_code=ExitCode.USAGE) from error


def known_agencies(store: Store) -> tuple[Publisher, ...]:
    """Publishers of kind agency that the operator's sources told us of, beside the shipped table."""
    with store.read() as tx:
        return tuple(known for known in publishers.list_publishers(tx) if known.kind is PublisherKind.AGENCY)


def _networks(settings: Settings) -> tuple[Any, ...]:
    try:
        return tuple(ip_network(text) for text in settings.allowed_networks)
    except ValueError as error:
        message = f"allowed_networks in {CONFIG_NAME}: {error}. Write networks like 10.0.0.0/8."
        raise UserError(message, exit_code=ExitCode.USAGE) from error
