"""All benches, one after the other: `make bench` (set CORPORA to the folder with real data for those that need it)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def benches(corpora: Path | None) -> list[tuple[str, list[str]]]:
    """Name and arguments of every bench that can run here."""
    found: list[tuple[str, list[str]]] = [
        ("net: requests on loopback", ["../tests/fakeweb/measure.py"]),
        ("store: saves, claims, reads", ["store_claims.py"]),
        ("polls beside the reader library", ["polls.py"]),
        ("rhythm beside polling every 15 minutes", ["rhythm.py", "--hours", "24"]),
    ]
    if corpora is None:
        print("CORPORA is not set and ../shared/corpora not there: benches on real data are left out.\n")
        return found
    return [
        *found,
        ("catalogue beside others' lists", ["catalogue.py", str(corpora / "catalogue" / "known-feeds.ndjson.gz")]),
        ("feeds beside feedparser", ["feeds.py", str(corpora / "feeds" / "feedparser-cases.ndjson.gz")]),
        ("extraction beside its peers", ["extract.py", str(corpora / "pages")]),
        ("golden pages beside the peers", ["golden_pages.py"]),
        ("learning a host", ["extract_hosts.py"]),
        ("stories beside their baselines", ["stories.py", str(corpora / "stories")]),
        ("provenance beside its baselines", ["provenance.py", str(corpora)]),
    ]


def main() -> int:
    beside = HERE.parent.parent / "shared" / "corpora"
    corpora = os.environ.get("CORPORA") or (str(beside) if beside.is_dir() else "")
    failed = 0
    for name, (script, *arguments) in benches(Path(corpora) if corpora else None):
        path = HERE / script
        if not path.exists():
            continue
        print(f"== {name}\n", flush=True)
        failed += subprocess.run([sys.executable, path, *arguments], check=False).returncode != 0
        print(flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
