"""Runs in a child: every compiled pattern of the packages that read foreign text, on texts made to harm patterns.

Prints each pattern's name before it is tried, so that the last one is known when the limit of CPU time ends the child.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import resource
import sys
from collections.abc import Iterator

PACKAGES = ("text", "extract", "rights", "acquire", "provenance", "annotate", "cluster")
CHARS = 1_000
"""Long enough that a pattern of cubic cost takes seconds, and one of quadratic cost a few hundredths of a second; what
is quadratic has callers that bound or squash their text (`tests/unit/extract/test_hostile_lines.py`)."""

PIECES = (
    "a", "A", "1", " ", "\t", "\n", ".", "-", "/", "(", "é", "文", '"', "=", "a ", "A ", "a.", "A.", "1.", "a-", "a/",
    "a, ", " | ", " and", "by ", "foto: ", "cc by ", "http://", "a@a.", "<a ", "&#", "A/A ",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every compiled pattern that stands in a module, by name."""
    for package in PACKAGES:
        parent = importlib.import_module(f"headwater.{package}")
        for found in pkgutil.iter_modules(parent.__path__, f"headwater.{package}."):
            for name, value in vars(importlib.import_module(found.name)).items():
                for one in value if isinstance(value, (tuple, list)) else (value,):
                    if isinstance(one, re.Pattern):
                        yield f"{found.name}.{name}", one


def _limit_seconds(more: int) -> None:
    """Let the process end by a signal when it has used so much more CPU time; whole seconds are counted."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + more, resource.RLIM_INFINITY))


def main() -> None:
    seen: set[int] = set()
    for name, pattern in patterns():
        if id(pattern) in seen:
            continue
        seen.add(id(pattern))
        print(name, flush=True)
        _limit_seconds(int(sys.argv[1]))
        for piece in PIECES:
            text = "A" + piece * (CHARS // len(piece)) + "\x00!"
            pattern.search(text if isinstance(pattern.pattern, str) else text.encode())  # type: ignore[arg-type]
    print(f"{len(seen)} patterns")


if __name__ == "__main__":
    main()
