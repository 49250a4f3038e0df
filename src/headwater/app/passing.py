"""A store that is gone again at once: for commands that ask the web and change nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from headwater.store import Store


@contextmanager
def passing_store() -> Iterator[Store]:
    """An empty store in a folder of its own, which is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="headwater-passing-") as folder:
        store = Store.open(Path(folder) / "headwater.sqlite")
        try:
            yield store
        finally:
            store.close()
