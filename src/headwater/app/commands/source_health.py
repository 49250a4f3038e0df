"""`headwater sources health`: what is wrong with which source, the worst first, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from headwater.app import opening
from headwater.app.console import fail, out, plainly, print_json
from headwater.app.options import Data, Json
from headwater.app.settings import load_settings
from headwater.model.errors import ExitCode
from headwater.model.figures import Figures, lag_at
from headwater.model.time import utc_text
from headwater.model.view import Deafness
from headwater.model.watching import Flag
from headwater.pipeline.advice import ADVICE, DEAF_ADVICE, FLAG_WORDS, WORST_FIRST
from headwater.store import figures, flags, totals
from headwater.store.flags import FlaggedSource

_SHOWN_OF_EACH = 50

FlagNames = Annotated[
    list[str] | None,
    typer.Option("--flag", metavar="FLAG", help=f"Only this kind; repeatable. One of: {', '.join(Flag)}."),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    items: tuple[FlaggedSource, ...]
    deafness: Deafness | None
    swept_at: datetime | None
    total: Figures | None


@plainly
def health(data: Data = None, as_json: Json = False, flag: FlagNames = None) -> None:
    """Show what is wrong with which source, the worst first, and what to do next. Exit code 3 if anything is."""
    wanted = _wanted(flag or [])
    now = datetime.now(UTC)
    with opening.reading_store(load_settings(data)) as store, store.read() as tx:
        found = _Found(
            items=tuple(flags.all_flags(tx, flags=wanted)),
            deafness=totals.deafness(tx, now),
            swept_at=totals.swept_at(tx),
            total=figures.get_figures(tx, [figures.ALL_SOURCES]).get(figures.ALL_SOURCES),
        )
    if as_json:
        print_json(_json(found))
    else:
        _print(found)
    if found.items or found.deafness:
        raise typer.Exit(int(ExitCode.PARTLY))


def _wanted(names: Sequence[str]) -> tuple[Flag, ...]:
    known = {flag.value: flag for flag in Flag}
    unknown = [name for name in names if name.lower().replace("-", "_") not in known]
    if unknown:
        fail(f"There is no flag {unknown[0]}. The flags are: {', '.join(known)}.", ExitCode.USAGE)
    return tuple(known[name.lower().replace("-", "_")] for name in names)


def _print(found: _Found) -> None:
    if found.deafness is not None:
        _say(f"Nothing has been read since {utc_text(found.deafness.since)}.")
        _say(f"What to do: {DEAF_ADVICE[found.deafness.reason]}\n")
    for kind in WORST_FIRST:
        mine = [item for item in found.items if item.flag.flag is kind]
        if not mine:
            continue
        _say(f"{FLAG_WORDS[kind].capitalize()} ({len(mine)})")
        _say(f"What to do: {ADVICE[kind]}")
        for item in mine[:_SHOWN_OF_EACH]:
            title = f" ({item.title})" if item.title else ""
            _say(f"  {item.url}{title}")
            _say(f"      {item.flag.detail} Since {utc_text(item.flag.since)}.")
        if len(mine) > _SHOWN_OF_EACH:
            _say(f"  … and {len(mine) - _SHOWN_OF_EACH} more; --json has all")
        _say("")
    _print_end(found)


def _print_end(found: _Found) -> None:
    if found.swept_at is None:
        _say("No source has been judged yet: `headwater run` does that within ten minutes.")
        return
    if not found.items and found.deafness is None:
        _say("All sources are well.")
    _say(f"Judged {utc_text(found.swept_at)}.")
    if found.total is not None and found.total.announced:
        _say(_coverage_sentence(found.total))


def _coverage_sentence(total: Figures) -> str:
    part = round(100 * total.stored / total.announced)
    lag = lag_at(total.seen_lags, 0.5)
    fast = f"; half was seen within {round(lag.total_seconds() / 60)} minutes of being published" if lag else ""
    return f"In the last seven days {total.announced} items were announced and {part} % of them stored{fast}."


def _say(text: str) -> None:
    out.print(text, highlight=False, markup=False, soft_wrap=True)


def _json(found: _Found) -> dict[str, Any]:
    ordered = sorted(found.items, key=lambda item: WORST_FIRST.index(item.flag.flag))
    deafness = found.deafness
    return {
        "judged_at": utc_text(found.swept_at) if found.swept_at else None,
        "deafness": {
            "since": utc_text(deafness.since),
            "reason": deafness.reason.value,
            "advice": DEAF_ADVICE[deafness.reason],
        }
        if deafness
        else None,
        "flags": [
            {
                "source_id": item.flag.source_id,
                "url": item.url,
                "title": item.title,
                "domain": item.domain,
                "flag": item.flag.flag.value,
                "since": utc_text(item.flag.since),
                "detail": item.flag.detail,
                "advice": ADVICE[item.flag.flag],
                "alerted_at": utc_text(item.flag.alerted_at) if item.flag.alerted_at else None,
            }
            for item in ordered
        ],
    }
