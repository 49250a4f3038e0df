"""`headwater sources list` and `headwater sources show`: what is read, and how one source is doing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from headwater.app import opening
from headwater.app.clock import SystemClock
from headwater.app.console import fail, out, plainly, print_json, print_table
from headwater.app.options import Country, Data, Json, Kind, Language, as_country
from headwater.app.settings import load_settings
from headwater.app.wording import ago, counted, kind_word, span
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode
from headwater.model.figures import Figures, lag_at
from headwater.model.subscription import Subscription
from headwater.model.watching import SourceFlag
from headwater.model.web import Source
from headwater.pipeline import explaining
from headwater.store import Store, Transaction, figures, flags, outcomes, publishers, source_choice, subscriptions
from headwater.store.outcomes import FetchRecord
from headwater.store.source_choice import Choice

DEFAULT_FETCHES = 10
MAX_TOLD = 20

Fetches = Annotated[
    int,
    typer.Option(
        "--fetches", metavar="NUMBER", min=0, max=1000, help="How many of its last fetches to show, at most 1000."
    ),
]


@plainly
def list_all(
    data: Data = None,
    as_json: Json = False,
    country: Country = "",
    language: Language = "",
    kind: Kind = None,
    failing: Annotated[bool, typer.Option("--failing", help="Only those that need a look.")] = False,
) -> None:
    """List what is read, with the outcome of the last reading."""
    choice = Choice(country=as_country(country), language=language, kind=kind.value if kind else "", is_failing=failing)
    with opening.reading_store(load_settings(data)) as store, store.read() as tx:
        found = source_choice.choose_sources(tx, choice)
        up = flags.flags_of_each(tx, [source.id for source in found]) if len(found) <= MAX_FLAGGED else {}
    if as_json:
        print_json([to_json(source) for source in found])
        return
    if not found:
        _say_none(choice)
        return
    rows = [(source.url, kind_word(source.kind), _state(source, up.get(source.id, ()))) for source in found]
    print_table(counted(len(found), "source"), ("address", "kind", "last outcome"), rows)


def _say_none(choice: Choice) -> None:
    hint = "Leave an option out to see more." if choice != Choice() else "Add one: headwater sources add URL"
    none = "No source fits these options." if choice != Choice() else "There are no sources yet."
    out.print(f"{none} {hint}", highlight=False)


MAX_FLAGGED = 30_000
"""Sources whose flags one question may ask for (SQLite's limit of parameters)."""


def _state(source: Source, up: tuple[SourceFlag, ...]) -> str:
    if source.is_paused:
        return "paused"
    told = source.last_outcome or "not read yet"
    return f"{', '.join(flag.flag.value.replace('_', ' ') for flag in up)}: {told}" if up else told


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    source: Source
    fetches: tuple[FetchRecord, ...]
    flags: tuple[SourceFlag, ...]
    subscription: Subscription | None
    figures: Figures
    now: datetime


@plainly
def show(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="Address or id of a source, or a domain: all of its sources.")
    ],
    data: Data = None,
    as_json: Json = False,
    fetch_count: Fetches = DEFAULT_FETCHES,
) -> None:
    """Show all that is known of a source: its publisher, its last fetches, when it is read next and why."""
    with opening.reading_store(load_settings(data)) as store:
        seen = _look_up(store, source, fetch_count)
    if not seen:
        fail(f"There is no source {source}. `headwater sources list` shows all.", ExitCode.NOT_FOUND)
    if as_json:
        print_json(_as_json(seen[0]) if len(seen) == 1 else [_as_json(one) for one in seen])
        return
    for one in seen[:MAX_TOLD]:
        _tell(one)
    if len(seen) > MAX_TOLD:
        out.print(f"… and {len(seen) - MAX_TOLD} more of this domain; name one by its address.", highlight=False)


def _look_up(store: Store, text: str, fetch_count: int) -> list[_Seen]:
    now = SystemClock().now()
    with store.read() as tx:
        return [_seen(tx, source, fetch_count, now) for source in source_choice.sources_called(tx, text)]


def _seen(tx: Transaction, source: Source, fetch_count: int, now: datetime) -> _Seen:
    return _Seen(
        source=source_choice.with_publisher(source, publishers.find_publisher(tx, source.publisher.domain)),
        fetches=tuple(outcomes.get_fetches(tx, source_id=source.id, limit=fetch_count)) if fetch_count else (),
        flags=tuple(flags.flags_of(tx, source.id)),
        subscription=subscriptions.find_subscription(tx, source.id),
        figures=figures.count_figures(tx, source.id, now=now),
        now=now,
    )


def _tell(seen: _Seen) -> None:
    source = seen.source
    out.print(f"[bold]{_plain(source.url)}[/]", highlight=False, soft_wrap=True)
    for name, value in _facts(seen):
        out.print(f"  {name:<11}{value}", highlight=False, markup=False, soft_wrap=True)
    for line in _chart(explaining.week(source, seen.now)):
        out.print(f"  {line}", highlight=False, markup=False)
    if seen.fetches:
        rows = [_row(one, seen) for one in seen.fetches]
        print_table("  last fetches", ("  when", "outcome", "entries", "new", "took"), rows)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_BARS = " ▁▂▃▄▅▆▇█"


def _chart(week: explaining.Week) -> Iterator[str]:
    """Seven rows of 24 bars, the tallest for the busiest hour of the week; nothing where nothing was learned."""
    most = max(map(max, week))
    if most <= 0:
        return
    yield f"its week    0 h   6 h   12 h  18 h   (UTC; the tallest bar is {most:.2g} an hour)"
    for name, day in zip(_DAYS, week, strict=True):
        bars = "".join(_BARS[max(1 if rate > 0 else 0, round(rate / most * (len(_BARS) - 1)))] for rate in day)
        yield f"  {name:<10}{bars}"


def _plain(text: str) -> str:
    return text.replace("[", "\\[")


def _facts(seen: _Seen) -> Iterator[tuple[str, str]]:
    source, publisher, now = seen.source, seen.source.publisher, seen.now
    yield "id", source.id
    yield "publisher", publisher.name or publisher.domain or "unknown"
    for name, value in (("country", publisher.country), ("owner", publisher.owner)):
        if value:
            yield name, value
    if publisher.languages:
        yield "languages", ", ".join(publisher.languages)
    yield "kind", kind_word(source.kind) + (f", “{source.title}”" if source.title else "")
    if source.added_at:
        yield "added", ago(source.added_at, now)
    yield "last", _last(source, now)
    yield "rhythm", explaining.explain(source, now)
    for flag in seen.flags:
        told = f"{flag.flag.value.replace('_', ' ')} since {ago(flag.since, now).removesuffix(' ago')}"
        yield "look here", f"{told}: {flag.detail}" if flag.detail else told
    if source.hub_url or seen.subscription:
        yield "WebSub", _pushed(source, seen.subscription, now)
    yield "7 days", _week_figures(seen.figures)


def _last(source: Source, now: datetime) -> str:
    if source.last_check_at is None:
        return "not read yet"
    good = f"; last good {ago(source.last_success_at, now)}" if source.failure_count and source.last_success_at else ""
    failed = f", {counted(source.failure_count, 'failure')} in a row" if source.failure_count else ""
    return f"{source.last_outcome or 'read'} {ago(source.last_check_at, now)}{failed}{good}"


def _pushed(source: Source, subscription: Subscription | None, now: datetime) -> str:
    if subscription is None:
        return f"names the hub {source.hub_url}; not subscribed"
    lease = f", lease ends {ago(subscription.lease_ends_at, now)}" if subscription.lease_ends_at else ""
    push = f", last push {ago(subscription.last_push_at, now)}" if subscription.last_push_at else ""
    detail = f" ({subscription.detail})" if subscription.detail else ""
    return f"{subscription.state.value.replace('_', ' ')} at {subscription.hub_url}{lease}{push}{detail}"


def _week_figures(known: Figures) -> str:
    if not known.announced:
        return "nothing announced"
    parts = [f"{known.announced} announced", f"{known.stored} stored", f"{known.in_story} in stories"]
    seen, shown = lag_at(known.seen_lags, 0.5), lag_at(known.shown_lags, 0.5)
    parts += [f"seen {span(seen)} after publication (median)"] if seen else []
    parts += [f"on the site {span(shown)} later"] if shown else []
    reasons = sorted(known.rejected.items(), key=lambda pair: -pair[1])[:3]
    parts += [f"{count} not taken: {reason.replace('_', ' ')}" for reason, count in reasons]
    return ", ".join(parts)


def _row(fetch: FetchRecord, seen: _Seen) -> tuple[str, ...]:
    told = f"{fetch.reason.replace('_', ' ')}: {fetch.detail}" if fetch.reason else str(fetch.status or "")
    numbers = ("" if count is None else str(count) for count in (fetch.entry_count, fetch.new_count))
    return ("  " + ago(fetch.at, seen.now), told, *numbers, f"{fetch.elapsed_seconds:.2f} s")


def _as_json(seen: _Seen) -> dict[str, Any]:
    subscription = to_json(seen.subscription) if seen.subscription else None
    if subscription:
        subscription = {key: value for key, value in subscription.items() if key not in ("secret", "callback_id")}
    return {
        "source": to_json(seen.source),
        "why_next": explaining.explain(seen.source, seen.now),
        "flags": [to_json(flag) for flag in seen.flags],
        "subscription": subscription,
        "figures": to_json(seen.figures),
        "fetches": [to_json(fetch) for fetch in seen.fetches],
    }
