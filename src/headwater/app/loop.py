"""How the program runs its event loop: uvloop where there is one, and a collector that looks around less often."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

GC_THRESHOLD = (20_000, 50, 50)
"""Polls make many small values that live shortly: Python's own 700 costs a tenth of the time (bench/polls.py)."""


def run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, in an event loop of its own.

    uvloop opens a connection at two thirds of asyncio's cost (bench/polls.py); it has no wheels for Windows.
    """
    gc.set_threshold(*GC_THRESHOLD)
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)
