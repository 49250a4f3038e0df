"""The clock that the pipeline is handed: real time on the live web, the captures' time in a replay."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Where `now` comes from, and how to wait."""

    def now(self) -> datetime:
        """The present, aware UTC; never goes back."""

    async def sleep_until(self, at: datetime) -> None:
        """Return when `now()` has reached `at`; a replay clock moves there at once."""

    async def idle_until(self, at: datetime | None, wake: asyncio.Event) -> None:
        """Nothing is in flight: return at `at` (never, if None) or when `wake` is set, whichever is first."""
