"""What a run looks like on a terminal: one calm line that is drawn anew, and a sentence at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.live import Live
from rich.text import Text

from headwater.app.console import err
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
