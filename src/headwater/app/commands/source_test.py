"""`headwater sources test`: one polite fetch, and all that is seen of it. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

import typer

from headwater import rights
from headwater.app import loop, opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, out, plainly, print_json
from headwater.app.finding import Answer, Asker, advice, as_source
from headwater.app.finding.candidates import Candidate
from headwater.app.finding.merging import language_facts
from headwater.app.options import Data, Json
from headwater.app.passing import passing_store
from headwater.app.settings import Settings, load_settings
from headwater.app.wording import ago, counted, kind_word
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Reason
from headwater.model.rights import Rulings, Signal
from headwater.model.time import utc_text
from headwater.pipeline.reading import page_signals
from headwater.pipeline.site_reading import HostKnowledge
from headwater.store import Store, source_choice

PREVIEWED = 5
MAX_SIGNALS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """What one fetch showed: the answer, what the host's robots.txt was, all rights signals and their rulings."""

    answer: Answer
    robots: HostKnowledge
    signals: tuple[Signal, ...]
    rulings: Rulings
    now: datetime


@plainly
def try_once(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE|URL", help="A source's address, domain or id, or any address.")
    ],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Ask an address once, politely, and show all that is seen: robots.txt, status, entries, language, rights."""
    settings = load_settings(data)
    url = _address(settings, source)
    with passing_store() as store, err.status(f"Asking {url}"):
        trial = loop.run(_try(settings, store, url))
    if as_json:
        print_json(_as_json(trial))
    else:
        for name, value in _facts(trial):
            out.print(f"  {name:<11}{value}", highlight=False, markup=False, soft_wrap=True)
    if trial.answer.feed is None:
        why = advice(trial.answer.rejection, trial.answer.outcome.status) if trial.answer.rejection else "no answer"
        err.print(f"{url}: {why}.", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(int(ExitCode.FAILED))


def _address(settings: Settings, text: str) -> str:
    """The address of the source that is called so; any other address is taken as it is."""
    if settings.data.is_dir() or settings.database:
        try:
            with opening.reading_store(settings) as store, store.read() as tx:
                found = source_choice.sources_called(tx, text)
        except UserError:
            found = []
        if found:
            return found[0].url
    return as_source(text).url


async def _try(settings: Settings, store: Store, url: str) -> Trial:
    async with opening.workshop(settings, store, SystemClock()) as shop:
        asker = Asker(shop)
        answer = await asker.ask(url)
        if answer.rejection is not None and answer.rejection.reason is Reason.ROBOTS_UNREACHABLE:
            answer = replace(answer, rejection=await asker.why_unreachable(url) or answer.rejection)
        robots = await asker.robots(url)
        stated = page_signals(answer.capture) if answer.capture is not None else ()
        signals = tuple(dict.fromkeys((*answer.signals, *stated)))
        return Trial(
            answer=answer, robots=robots, signals=signals, rulings=rights.rule(url, signals), now=shop.clock.now()
        )


def _facts(trial: Trial) -> Iterator[tuple[str, str]]:
    answer, capture, feed = trial.answer, trial.answer.capture, trial.answer.feed
    yield "address", answer.url
    yield "robots.txt", _robots(trial.robots, answer)
    if capture is not None or answer.outcome.status:
        yield "status", str(capture.status if capture is not None else answer.outcome.status)
    for target in capture.redirects if capture is not None else ():
        yield "redirect", target
    if answer.moved_to:
        yield "moved", f"for good, to {answer.moved_to}"
    if capture is not None:
        yield "answer", f"{counted(len(capture.body), 'byte')} of {capture.media_type or 'unstated type'}"
    if answer.outcome.request_count:
        yield (
            "took",
            f"{answer.outcome.elapsed.total_seconds():.2f} s in {counted(answer.outcome.request_count, 'request')}",
        )
    if feed is not None:
        yield from _feed_facts(trial)
    yield from _rights_facts(trial)


def _robots(known: HostKnowledge, answer: Answer) -> str:
    code = known.robots_status(answer.url)
    status = f"status {code}" if code else "no answer"
    is_allowed = answer.outcome.request_count > 0
    rule = next((signal.text for signal in answer.signals if signal.kind == "robots.txt"), "")
    pause = known.state.crawl_delay
    delay = f"; Crawl-delay {pause.total_seconds():g} s" if pause else ""
    return f"{status}, fetching is {'allowed' if is_allowed else 'refused'}{f' ({rule})' if rule else ''}{delay}"


def _feed_facts(trial: Trial) -> Iterator[tuple[str, str]]:
    feed = trial.answer.feed
    assert feed is not None
    candidate = Candidate(url=trial.answer.url, found_by="typed", answer=trial.answer)
    yield "kind", kind_word(feed.kind) + (f", “{feed.title}”" if feed.title else "")
    newest = f", newest {ago(candidate.newest_at, trial.now)}" if candidate.newest_at else ""
    yield "entries", counted(len(feed.entries), "entry", "entries") + newest
    if feed.children:
        yield "children", counted(len(feed.children), "document")
    if feed.repaired:
        yield "repaired", ", ".join(feed.repaired).replace("_", " ")
    written = next((fact.value for fact in language_facts(feed.entries)), "")
    told = f"stated {feed.language or 'nowhere'}"
    yield "language", f"{told}, written in {written}" if written else told
    if feed.hub_url:
        yield "WebSub", feed.hub_url
    for entry in feed.entries[:PREVIEWED]:
        yield "", entry.title or entry.url


def _rights_facts(trial: Trial) -> Iterator[tuple[str, str]]:
    for signal in trial.signals[:MAX_SIGNALS]:
        uses = ", ".join(use.value for use in signal.uses)
        yield "stated", f"{signal.kind}: {signal.text} ({'allows' if signal.allows else 'refuses'} {uses})"
    refused = [ruling.use.value for ruling in trial.rulings.rulings if not ruling.allowed]
    yield "ruled", f"not allowed: {', '.join(refused)}" if refused else "all uses allowed"


def _as_json(trial: Trial) -> dict[str, Any]:
    answer, feed, capture = trial.answer, trial.answer.feed, trial.answer.capture
    delay = trial.robots.state.crawl_delay
    times = [entry.published_at.at for entry in feed.entries if entry.published_at] if feed is not None else []
    return {
        "url": answer.url,
        "robots": {
            "status": trial.robots.robots_status(answer.url),
            "allowed": answer.outcome.request_count > 0,
            "crawl_delay_seconds": delay.total_seconds() if delay else None,
        },
        "status": capture.status if capture is not None else answer.outcome.status or None,
        "redirects": list(capture.redirects) if capture is not None else [],
        "moved_to": answer.moved_to or None,
        "media_type": capture.media_type if capture is not None else None,
        "body_bytes": len(capture.body) if capture is not None else None,
        "elapsed_seconds": round(answer.outcome.elapsed.total_seconds(), 3),
        "kind": feed.kind.value if feed is not None else None,
        "title": feed.title if feed is not None else None,
        "entry_count": len(feed.entries) if feed is not None else None,
        "newest_at": utc_text(max(times)) if times else None,
        "children": list(feed.children) if feed is not None else [],
        "repaired": list(feed.repaired) if feed is not None else [],
        "language": feed.language or None if feed is not None else None,
        "headlines": [entry.title or entry.url for entry in feed.entries[:PREVIEWED]] if feed is not None else [],
        "signals": [to_json(signal) for signal in trial.signals],
        "rulings": {ruling.use.value: ruling.allowed for ruling in trial.rulings.rulings},
        "problem": advice(answer.rejection, answer.outcome.status) if answer.rejection is not None else None,
    }
