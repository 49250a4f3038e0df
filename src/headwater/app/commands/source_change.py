"""`headwater sources pause`, `resume`, `remove`: one source, or all of a domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from headwater.app import opening
from headwater.app.clock import SystemClock
from headwater.app.console import fail, out, plainly
from headwater.app.options import Data
from headwater.app.settings import load_settings
from headwater.app.wording import counted
from headwater.model.errors import ExitCode
from headwater.model.job import Stage
from headwater.model.web import Source
from headwater.store import Transaction, queue, source_choice, sources, subscriptions
from headwater.text.urls import host_of

Which = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Address or id of a source, or a domain: all of its sources.")
]
MAX_NAMED = 20


@plainly
def pause(which: Which, data: Data = None) -> None:
    """Stop reading a source, or all of a domain; what they brought stays."""
    _change(data, which, _pause, "Paused")


@plainly
def resume(which: Which, data: Data = None) -> None:
    """Read paused sources again, beginning now."""
    _change(data, which, _resume, "Reading again")


@plainly
def remove(which: Which, data: Data = None) -> None:
    """Forget a source, or all of a domain; what they brought stays until a takedown or its age removes it."""
    _change(data, which, _remove, "Removed")


def _pause(tx: Transaction, source: Source) -> None:
    sources.set_paused(tx, source.id, True)
    subscriptions.leave(tx, source.id, now=SystemClock().now())


def _resume(tx: Transaction, source: Source) -> None:
    now = SystemClock().now()
    sources.update_source(tx, replace(source, is_paused=False, next_check_at=now))
    queue.enqueue(tx, Stage.POLL, source.id, due_at=now, host=host_of(source.url))


def _remove(tx: Transaction, source: Source) -> None:
    sources.remove_source(tx, source.id)
    subscriptions.leave(tx, source.id, now=SystemClock().now())


def _change(data: Path | None, which: Sequence[str], change: object, word: str) -> None:
    assert callable(change)
    with opening.joining_store(load_settings(data), create=False) as (store, _), store.write() as tx:
        chosen = [(text, source_choice.sources_called(tx, text)) for text in which]
        for text, found in chosen:
            if not found:
                fail(f"There is no source {text}. `headwater sources list` shows all.", ExitCode.NOT_FOUND)
        each = {source.id: source for _, found in chosen for source in found}
        for source in each.values():
            change(tx, source)
    _tell(list(each.values()), word)


def _tell(changed: Sequence[Source], word: str) -> None:
    if len(changed) > 1:
        out.print(f"{word}: {counted(len(changed), 'source')}", highlight=False)
    indent = "  " if len(changed) > 1 else f"{word}: "
    for source in changed[:MAX_NAMED]:
        out.print(f"{indent}{source.url}", highlight=False, markup=False, soft_wrap=True)
    if len(changed) > MAX_NAMED:
        out.print(f"  … and {len(changed) - MAX_NAMED} more", highlight=False)
