"""`headwater sources add`: look at an outlet, show what is there, and add what is worth polling."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from headwater.app import loop, opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, out, plainly, print_json
from headwater.app.finding import Candidate, Finding, advice, as_source, find_sources
from headwater.app.finding.merging import Profile, completed
from headwater.app.finding.typed import is_bare_domain
from headwater.app.options import Data, Json
from headwater.app.options import Replay as ReplayFiles
from headwater.app.passing import passing_store
from headwater.app.replaying import Replay
from headwater.app.settings import Settings, load_settings
from headwater.app.wording import ago, counted, kind_word, next_run
from headwater.loopback import LoopbackWeb
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode
from headwater.model.time import utc_text
from headwater.model.web import Source
from headwater.pipeline.polling import add_source
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, publishers, sources
from headwater.text.ids import new_id

PREVIEWED = 3
LEFT_SHOWN = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one typed address; `known` are the addresses that were sources before."""

    finding: Finding
    known: frozenset[str]
    now: datetime
    is_added: bool


@plainly
def add(
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="A home page, a feed, or a domain.")],
    data: Data = None,
    replay: ReplayFiles = None,
    later: Annotated[bool, typer.Option("--later", help="Do not ask now; find its feeds at the next run.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what is there and add nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Find the feeds of an outlet and who publishes them, show what they bring, and add them."""
    settings = load_settings(data)
    typed = [(as_source(url), is_bare_domain(url)) for url in urls]
    if not dry_run and (later or opening.is_running(settings)):
        _add_unread(settings, [source for source, _ in typed], next_run(data))
        return
    outcomes = loop.run(_look(settings, typed, replay or [], dry_run=dry_run, is_quiet=as_json))
    if as_json:
        print_json([_as_json(outcome) for outcome in outcomes])
    _leave(outcomes, dry_run=dry_run, is_quiet=as_json, following=next_run(data))


def _leave(outcomes: list[Outcome], *, dry_run: bool, is_quiet: bool, following: str) -> None:
    good = sum(bool(outcome.finding.taken) for outcome in outcomes)
    if not good:
        raise typer.Exit(int(ExitCode.FAILED))
    if not is_quiet:
        _line("Nothing was added: this was a dry run." if dry_run else f"Next: {following}")
    if good < len(outcomes):
        raise typer.Exit(int(ExitCode.PARTLY))


def _add_unread(settings: Settings, typed: list[Source], following: str) -> None:
    """Beside a running program the outlet is not asked here: one program keeps each host's pause, not two."""
    clock = SystemClock()
    with opening.joining_store(settings) as (store, is_beside), store.write() as tx:
        when = "within seconds, by the program that is running" if is_beside else "at the next run"
        for source in typed:
            now = clock.now()
            add_source(tx, replace(source, added_at=now), new_id=new_id(now, os.urandom(10)), due_at=now)
            out.print(f"Added {source.url}; its feeds are looked for {when}.", highlight=False, soft_wrap=True)
    _line("Next: `headwater sources show` tells what was found." if is_beside else f"Next: {following}")


async def _look(
    settings: Settings, typed: list[tuple[Source, bool]], files: list[Path], *, dry_run: bool, is_quiet: bool
) -> list[Outcome]:
    if dry_run:
        with passing_store() as store:
            return await _look_at_each(settings, store, typed, files, mode=(False, is_quiet))
    with opening.writing_store(settings) as store:
        return await _look_at_each(settings, store, typed, files, mode=(True, is_quiet))


async def _look_at_each(
    settings: Settings, store: Store, typed: list[tuple[Source, bool]], files: list[Path], *, mode: tuple[bool, bool]
) -> list[Outcome]:
    is_kept, is_quiet = mode
    outcomes: list[Outcome] = []
    async with _shop(settings, store, files) as shop:
        for source, is_domain in typed:
            with err.status(f"Looking at {source.url}"):
                finding = await find_sources(shop, source, is_domain=is_domain)
            known = await shop.in_store(_save if is_kept else _known, shop, finding)
            outcomes.append(Outcome(finding=finding, known=known, now=shop.clock.now(), is_added=is_kept))
            if not is_quiet:
                _show(outcomes[-1])
    return outcomes


@asynccontextmanager
async def _shop(settings: Settings, store: Store, files: list[Path]) -> AsyncIterator[Workshop]:
    if not files:
        async with opening.workshop(settings, store, SystemClock()) as shop:
            yield shop
        return
    replayed = Replay(files)
    async with (
        LoopbackWeb(dict.fromkeys(replayed.site.hosts, replayed.site)) as web,
        opening.workshop(settings, store, replayed.clock, route=web.route) as shop,
    ):
        yield shop


def _known(shop: Workshop, finding: Finding) -> frozenset[str]:
    with shop.store.read() as tx:
        found = (sources.find_source(tx, source.url) for source in finding.sources())
        return frozenset(source.url for source in found if source is not None)


def _save(shop: Workshop, finding: Finding) -> frozenset[str]:
    """Add what was taken, its publisher completed by what was known of it; the addresses that were known before."""
    known = _known(shop, finding)
    with shop.store.write() as tx:
        for source in finding.sources():
            now = shop.clock.now()
            publisher = completed(publishers.find_publisher(tx, source.publisher.domain), source.publisher)
            kept = replace(source, publisher=publisher, added_at=now)
            add_source(tx, kept, new_id=shop.new_id(now), due_at=now)
    return known


# -- for people


def _show(outcome: Outcome) -> None:
    finding = outcome.finding
    if finding.moved_to:
        out.print(f"{finding.typed.url} leads to {finding.moved_to}", highlight=False, soft_wrap=True)
    if finding.taken:
        _show_publisher(finding.profile)
    for candidate in finding.taken:
        _show_taken(candidate, outcome)
    left = [candidate for candidate in finding.candidates if not candidate.is_taken]
    for candidate in left[:LEFT_SHOWN]:
        _line(f"  left  {candidate.url}  {_kind(candidate)}{candidate.found_by}: {candidate.why}")
    if len(left) > LEFT_SHOWN:
        _line(f"  left  {len(left) - LEFT_SHOWN} more; --json lists all")
    if finding.problem is not None:
        subject = finding.problem.subject
        named = (
            f" names {subject}:" if subject in {one.url for one in finding.candidates} - {finding.typed.url} else ":"
        )
        why = advice(finding.problem, finding.problem_status)
        err.print(f"Not added: {finding.typed.url}{named} {why}.", highlight=False, soft_wrap=True, markup=False)


def _show_publisher(profile: Profile) -> None:
    publisher = profile.publisher
    _line(f"{publisher.name or publisher.domain}  ({', '.join(publisher.domains)})")
    for one in profile.believed:
        weak = ", weak: please check" if one.is_weak else ""
        _line(f"  {one.kind.value:<9}{one.value}  ({', '.join(one.origins)}{weak})")


def _show_taken(candidate: Candidate, outcome: Outcome) -> None:
    url = candidate.answer.moved_to or candidate.url if candidate.answer else candidate.url
    word = "Known" if url in outcome.known else "Added" if outcome.is_added else "Found"
    newest = f", newest {ago(candidate.newest_at, outcome.now)}" if candidate.newest_at else ""
    brings = counted(len(candidate.entries), "entry", "entries") + newest
    _line(f"{word} {_kind(candidate)}{url}  {brings}  {candidate.found_by}: {candidate.why}")
    for entry in candidate.entries[:PREVIEWED]:
        _line(f"    {entry.title or entry.url}")


def _kind(candidate: Candidate) -> str:
    return f"{kind_word(candidate.kind)}  " if candidate.kind is not None else ""


def _line(text: str) -> None:
    out.print(text, highlight=False, markup=False, soft_wrap=True)


# -- for programs


def _as_json(outcome: Outcome) -> dict[str, Any]:
    finding = outcome.finding
    problem = finding.problem
    return {
        "typed": finding.typed.url,
        "moved_to": finding.moved_to or None,
        "publisher": to_json(finding.profile.publisher),
        "because": [
            {"field": one.kind.value, "value": one.value, "sureness": round(one.sureness, 2), "from": list(one.origins)}
            for one in finding.profile.believed
        ],
        "candidates": [_candidate(candidate, outcome) for candidate in finding.candidates],
        "problem": {"reason": problem.reason.value, "words": advice(problem, finding.problem_status)}
        if problem
        else None,
        "request_count": finding.request_count,
    }


def _candidate(candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    feed = candidate.answer.feed if candidate.answer is not None else None
    url = (candidate.answer.moved_to if candidate.answer else "") or candidate.url
    return {
        "url": url,
        "kind": candidate.kind.value if candidate.kind else None,
        "title": feed.title if feed is not None else None,
        "language": feed.language if feed is not None else None,
        "entry_count": len(candidate.entries),
        "newest_at": utc_text(candidate.newest_at) if candidate.newest_at else None,
        "headlines": [entry.title or entry.url for entry in candidate.entries[:PREVIEWED]],
        "found_by": candidate.found_by,
        "is_taken": candidate.is_taken,
        "was_known": url in outcome.known,
        "why": candidate.why,
    }
