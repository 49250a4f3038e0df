"""What a run looks like on a terminal: one calm line that is drawn anew, and a sentence at the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from rich.live import Live
from rich.text import Text

from headwater.app.console import err
from headwater.app.filtering import Tally
from headwater.app.wording import counted
from headwater.model.job import Stage
from headwater.pipeline.local import Progress

_REFRESH_SECONDS = 0.25


@asynccontextmanager
async def shown(progress: Progress, *, address: str = "") -> AsyncIterator[None]:
    """Show `progress` while the block runs, on a terminal only."""
    if not err.is_terminal:
        yield
        return
    with Live(_line(progress, address), console=err, transient=True, auto_refresh=False) as live:
        drawing = asyncio.create_task(_draw(live, progress, address))
        try:
            yield
        finally:
            drawing.cancel()


async def _draw(live: Live, progress: Progress, address: str) -> None:
    while True:
        live.update(_line(progress, address), refresh=True)
        await asyncio.sleep(_REFRESH_SECONDS)


def _line(progress: Progress, address: str) -> Text:
    busy = sum(progress.in_flight.values())
    text = Text()
    text.append("● " if busy else "○ ", style="cyan")
    text.append(sentence(progress))
    if address:
        text.append(f"  {address}", style="underline cyan")
    return text


def sentence(progress: Progress) -> str:
    """What was done, in words."""
    polled, fetched = progress.done(Stage.POLL), progress.done(Stage.FETCH)
    read = progress.outcomes[Stage.READ.value, "read"]
    related = progress.outcomes[Stage.RELATE.value, "related"]
    return f"{polled} sources asked, {fetched} pages fetched, {read} articles read, {related} traced and grouped"


@contextmanager
def counting(tally: Tally) -> Iterator[None]:
    """Show how many pages a filter has read while the block runs, and at its end; on a terminal only, and not among
    the lines that it writes there."""
    if not err.is_terminal or sys.stdout.isatty():
        yield
        return
    with Live(get_renderable=lambda: Text(_counted(tally)), console=err, transient=True, refresh_per_second=4):
        yield
    err.print(_counted(tally), highlight=False, markup=False)


def _counted(tally: Tally) -> str:
    articles = counted(tally.lines - tally.rejected, "article")
    if not tally.rejected:
        return f"{articles}, nothing rejected"
    reasons = ", ".join(f"{count} {reason.replace('_', ' ')}" for reason, count in tally.reasons.most_common())
    return f"{articles}, {tally.rejected} rejected ({reasons})"
