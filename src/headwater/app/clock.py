"""Real time, and the time of an archive."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

LONGEST_UNLOOKED_SECONDS = 2.0


class SystemClock:
    """The machine's own clock; never goes back within a run."""

    def __init__(self) -> None:
        self._latest = datetime.now(UTC)

    def now(self) -> datetime:
        """The present, aware UTC."""
        self._latest = max(self._latest, datetime.now(UTC))
        return self._latest

    async def sleep_until(self, at: datetime) -> None:
        """Return when the time has come."""
        await asyncio.sleep(max(0.0, (at - self.now()).total_seconds()))

    async def idle_until(self, at: datetime | None, wake: asyncio.Event) -> None:
        """Return at `at`, when `wake` is set, or after a look's time: other commands may have queued work."""
        left = LONGEST_UNLOOKED_SECONDS if at is None else (at - self.now()).total_seconds()
        seconds = max(0.0, min(left, LONGEST_UNLOOKED_SECONDS))
        try:
            await asyncio.wait_for(wake.wait(), seconds)
        except TimeoutError:
            return


class ReplayClock:
    """The clock of a replay: it runs on from the archive's first capture and jumps over whatever is idle.

    Work takes real time on it, waiting takes none, so that an archive of weeks is read in minutes and politeness
    keeps its meaning: a host that asks for ten seconds gets ten seconds of this clock. After the archive's last
    capture it no longer jumps: nothing new can happen, and a site left open must not spin.
    """

    def __init__(self, start: datetime, end: datetime) -> None:
        self._base = start
        self._end = end
        self._began = time.monotonic()

    def now(self) -> datetime:
        """The archive's present, aware UTC."""
        return self._base + timedelta(seconds=time.monotonic() - self._began)

    def advance_to(self, at: datetime) -> None:
        """Jump forward to `at`; never back."""
        behind = at - self.now()
        if behind > timedelta():
            self._base += behind

    async def sleep_until(self, at: datetime) -> None:
        """Move to `at` at once."""
        self.advance_to(at)
        await asyncio.sleep(0)

    async def idle_until(self, at: datetime | None, wake: asyncio.Event) -> None:
        """Nothing is in flight, so nothing can happen before `at`: move there; without a time, wait to be woken."""
        if at is not None and at <= self._end:
            if not wake.is_set():
                self.advance_to(at)
            return
        seconds = None if at is None else max(0.0, (at - self.now()).total_seconds())
        try:
            await asyncio.wait_for(wake.wait(), seconds)
        except TimeoutError:
            return
