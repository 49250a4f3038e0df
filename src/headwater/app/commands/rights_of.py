"""`headwater rights URL` and `headwater rights page.html`: the seven rulings about pages, told to people or programs.

An address is asked for as the service would: robots.txt and the documents of its host first, the page only where they
allow it. What was granted by contract (`headwater grants`) counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from headwater import rights
from headwater.app import loop, opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, out
from headwater.app.passing import passing_store
from headwater.app.replaying import Replay
from headwater.app.settings import Settings
from headwater.loopback import LoopbackWeb
from headwater.model.article import Picture
from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Rejection
from headwater.model.rights import Ruling, Rulings, Signal, Use
from headwater.model.time import utc_text
from headwater.model.web import Capture
from headwater.pipeline import permits
from headwater.pipeline.ruling import RuledPage
from headwater.pipeline.site_reading import HostKnowledge
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, grants
from headwater.text.urls import canonical_url, host_of, registrable_domain

_NOBODY = {True: "nobody said anything about it: allowed", False: "nobody allowed it: refused"}
MAX_PICTURES = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is ruled about one page. `problem` says why the page itself could not be read."""

    url: str
    rulings: Rulings
    at: datetime
    pictures: tuple[Picture, ...] = ()
    problem: str = ""


def is_address(text: str) -> bool:
    """Whether an argument names a page of the web."""
    return text.startswith(("http://", "https://"))


def is_page(path: Path) -> bool:
    """Whether a file is a page (its first character is a "<"), not a list of JSON objects."""
    try:
        with path.open("rb") as stream:
            return stream.read(256).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    except OSError:
        return False


def tell(settings: Settings, items: Sequence[str], *, url: str, archives: list[Path], as_json: bool) -> int:
    """Rule on each address or HTML file and print that; how many could not be read."""
    for item in items:
        if not canonical_url(item if is_address(item) else url):
            message = f"{item}: say with --url where this page stands, like --url https://www.example.org/story."
            raise UserError(message, exit_code=ExitCode.USAGE)
    with passing_store() as store:
        _take_grants(settings, store)
        found = loop.run(_look(settings, store, items, url, archives))
    for told in found:
        if as_json:
            sys.stdout.write(json.dumps(_as_json(told), ensure_ascii=False, separators=(",", ":")) + "\n")
        else:
            _print(told)
        if told.problem:
            err.print(f"{told.url}: {told.problem}.", highlight=False, markup=False, soft_wrap=True)
    return sum(bool(told.problem) for told in found)


def _take_grants(settings: Settings, store: Store) -> None:
    """The operator's grants, where there is a database, for the store of this one call."""
    if not Path(settings.database_path).exists():
        return
    with opening.reading_store(settings) as kept, kept.read() as tx:
        known = grants.list_grants(tx)
    with store.write() as tx:
        for grant in known:
            grants.save_grant(tx, grant)


async def _look(settings: Settings, store: Store, items: Sequence[str], url: str, archives: list[Path]) -> list[Told]:
    async with _workshop(settings, store, archives) as shop:
        return [await (_ask(shop, item) if is_address(item) else _read_file(shop, Path(item), url)) for item in items]


@asynccontextmanager
async def _workshop(settings: Settings, store: Store, archives: list[Path]) -> AsyncIterator[Workshop]:
    settings = replace(settings, vectors=False)
    if not archives:
        async with opening.workshop(settings, store, SystemClock()) as shop:
            yield shop
        return
    replayed = Replay(archives)
    async with (
        LoopbackWeb(dict.fromkeys(replayed.site.hosts, replayed.site)) as web,
        opening.workshop(settings, store, replayed.clock, route=web.route) as shop,
    ):
        yield shop


async def _ask(shop: Workshop, address: str) -> Told:
    url = canonical_url(address)
    permission = await permits.ask_for_page(shop, url)
    if permission.permit is None:
        detail = permission.rejection.detail if permission.rejection is not None else "no permit"
        return await _without_page(shop, url, f"the page was not asked for: {detail}")
    now = shop.clock.now()
    async with permits.following(shop, url) as may_fetch:
        outcome = await shop.fetcher.fetch(permission.permit, capture_id="", now=now, may_fetch=may_fetch)
    if outcome.capture is None:
        why = outcome.rejection.detail if outcome.rejection is not None else "no answer"
        return await _without_page(shop, url, f"the page could not be had: {why}")
    return await _ruled(shop, outcome.capture)


async def _without_page(shop: Workshop, url: str, problem: str) -> Told:
    """What the host alone says."""
    said, now = await shop.in_store(_host_says, shop, url), shop.clock.now()
    rulings = rights.rule(url, rights.seen_at(said, now), now=now)
    return Told(url=url, rulings=rulings, at=now, problem=problem)


def _host_says(shop: Workshop, url: str) -> tuple[Signal, ...]:
    with shop.store.read() as tx:
        known: HostKnowledge = permits.known_host(tx, url)
        said = permits.host_signals(tx, host_of(url), url, shop.agent)
    return tuple(dict.fromkeys((*known.robots_answer(url, shop.agent).signals, *said)))


async def _read_file(shop: Workshop, path: Path, url: str) -> Told:
    now = shop.clock.now()
    body = path.read_bytes()
    headers = {"content-type": "text/html"}
    place = canonical_url(url)
    capture = Capture(
        id="", requested_url=place, final_url=place, status=200, headers=headers, body=body, captured_at=now
    )
    return await _ruled(shop, capture)


async def _ruled(shop: Workshop, capture: Capture) -> Told:
    """What the service would rule of this page; a page that is no article is ruled on by what it states."""
    said = await shop.in_store(_said_by_host, shop, capture.final_url)
    found: RuledPage | Rejection = await shop.in_child("rule_page", (capture, said))
    if isinstance(found, Rejection):
        return await _without_page(shop, capture.final_url, f"the page could not be read: {found.detail}")
    return Told(url=capture.final_url, rulings=found.rulings, at=capture.captured_at, pictures=found.pictures)


def _said_by_host(shop: Workshop, url: str) -> tuple[Signal, ...]:
    with shop.store.read() as tx:
        return permits.host_signals(tx, host_of(url), url, shop.agent)


def _print(told: Told) -> None:
    _line(told.url)
    for ruling in told.rulings.rulings:
        reasons = list(_reasons(ruling, told.url))
        if ruling.use is Use.EXCERPT and ruling.allowed:
            reasons.insert(0, f"at most {told.rulings.max_excerpt_chars} characters")
        _line(f"  {ruling.use.value:<10}{'yes' if ruling.allowed else 'no':<5}{reasons[0]}")
        for reason in reasons[1:]:
            _line(f"{'':<17}{reason}")
    for number, picture in enumerate(told.pictures[:MAX_PICTURES], 1):
        _line(f"  {f'picture {number}':<15}{_picture_words(picture, told.rulings)}")
    _line(f"  Read {told.at:%Y-%m-%d %H:%M} UTC.")


def _reasons(ruling: Ruling, page: str = "") -> Iterator[str]:
    if not ruling.because:
        yield _NOBODY[ruling.allowed]
    for signal in ruling.because:
        bound = f"bounds it to {signal.limit}" if signal.limit is not None and signal.allows else ""
        verb = bound or ("allows" if signal.allows else "refuses")
        place = ""
        if signal.url:
            is_id = "://" not in signal.url
            place = f", grant {signal.url}" if is_id else ", on the page" if signal.url == page else f", {signal.url}"
        until = f", until {signal.until:%Y-%m-%d}" if signal.until is not None else ""
        seen = f", {'granted' if signal.kind == rights.GRANT else 'read'} {signal.observed_at:%Y-%m-%d %H:%M} UTC"
        yield f"{signal.kind} {verb}: “{signal.text}”{place}{until}{seen if signal.observed_at is not None else ''}"


def _picture_words(picture: Picture, rulings: Rulings) -> str:
    ruling = rights.rule_picture(picture, rulings)
    name = picture.url.rpartition("/")[2][:60]
    if not ruling.allowed:
        return f"not shown, {name}: {next(_reasons(ruling, rulings.subject))}"
    if not rights.is_credited(picture):
        return f"shown if its file names its author, {name}"
    return f"shown with the credit “{picture.credit or picture.creator}”, {name}"


def _line(text: str) -> None:
    out.print(text, highlight=False, markup=False, soft_wrap=True)


def _as_json(told: Told) -> dict[str, Any]:
    """The filter's line, with the pictures and the time of reading."""
    line: dict[str, Any] = {"id": told.url, "url": told.url, **rights.rulings_line(told.rulings)}
    line["pictures"] = [
        {
            "url": picture.url,
            "is_shown": ruling.allowed and rights.is_credited(picture),
            "because": [rights.signal_line(signal) for signal in ruling.because],
        }
        for picture in told.pictures[:MAX_PICTURES]
        for ruling in [rights.rule_picture(picture, told.rulings)]
    ]
    line["observed_at"] = utc_text(told.at)
    if told.problem:
        line["problem"] = told.problem
    return line


def domain_of(text: str) -> str:
    """The registrable domain of a domain or an address; empty for neither."""
    return registrable_domain(text if is_address(text) else f"https://{text.strip()}/")
