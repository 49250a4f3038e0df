"""Models, loaded once a process."""

from __future__ import annotations

from functools import cache

from headwater import annotate


@cache
def embedder() -> annotate.Embedder:
    """The default embedder."""
    return annotate.load_embedder(threads=1)  # children are the parallelism; more threads only spin
