"""No pattern that foreign text meets takes more than quadratic time; a limit of CPU time in a child is the judge."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

CHILD = Path(__file__).with_name("patterns_on_hostile_text.py")
LIMIT_SECONDS = 3
"""CPU time for one pattern; measured: 4 s for all of them, 0.5 s for the slowest."""


def test_every_pattern_is_through_with_texts_made_to_harm_it() -> None:
    answer = subprocess.run(
        [sys.executable, str(CHILD), str(LIMIT_SECONDS)], capture_output=True, text=True, check=False
    )
    last = answer.stdout.splitlines()[-1]
    assert answer.returncode == 0, f"{last} took too long: {answer.stderr[-500:]}"
    assert re.fullmatch(r"\d{3,} patterns", last)
