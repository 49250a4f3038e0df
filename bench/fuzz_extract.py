"""Fuzzing the reader of pages: `python bench/fuzz_extract.py [--seconds 900] [--corpus DIR] [--plain]`.

Golden pages are garbled, read, and held against an oracle of its own (tests/property/oracle.py): no exception, no
paragraph and no excerpt that the page does not show. atheris guides by coverage; install it with
`python -m pip install -e .[fuzz]` (wheels for Linux, CPython 3.11 to 3.13). `--plain` does without it, by chance alone.
At the end it prints inputs tried, faults, the slowest input in CPU seconds and the peak of memory. An input that is at
fault is written to `--faults` (default: fuzz-faults), to be made small and put into tests/property/found/.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

MAX_INPUT_BYTES = 60_000
SLOW_SECONDS = 5.0
PIECES = [
    piece.encode()
    for piece in (
        "<div>", "</div>", "<p>", "</p>", "<br>", "<b>", "</b>", "<a href=/x>", "</a>", "<table>", "<td>", "</table>",
        "<!--", "-->", "<script>", "</script>", "<style>", "</style>", "<template>", "</template>", "<noscript>",
        "</noscript>", "<span hidden>", "</span>", "<div style='display:none'>", "<svg>", "</svg>", "<math>", "<h1>",
        "</h1>", "<title>", "</title>", "<select><option>", "<textarea>", "</textarea>", "<figure>", "<figcaption>",
        "</figure>", "<button>", "</button>", "&amp;", "&#0;", "&#xd800;", "&lt;", "&nbsp", "\0", "\u200b", "\u202e",
        "\u0301\u0316", "e\u0301", "<time datetime=2026-11-24T08:00>", "</time>", "<p class=byline>By Jane Doe",
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"', '"}</script>', '","author":["',
        "<meta charset=shift_jis>", "<meta property=og:title content='", "'>", "<plaintext>", "<frameset>",
    )
] + [b"\xff", b"\x80", b"\xe2\x80", b"\xfe\xff", b"\x1b$B", b"\xc3"]  # fmt: skip


@dataclass
class Tally:
    """What a run has met so far."""

    faults_to: Path
    ends_at: float
    tried: int = 0
    articles: int = 0
    faults: set[str] = field(default_factory=set)
    slowest_seconds: float = 0.0
    slowest: bytes = b""

    def report(self) -> str:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return (
            f"{self.tried} inputs, {self.articles} articles, {len(self.faults)} kinds of faults, slowest "
            f"{self.slowest_seconds:.2f} s CPU ({len(self.slowest)} bytes), peak {peak} MB"
        )


def try_one(body: bytes, tally: Tally, check: Any) -> None:
    """Read one input; a fault is written down once per kind and place."""
    started = time.process_time()
    try:
        tally.articles += check(body)
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        name, line = (place.tb_frame.f_code.co_name, place.tb_lineno) if place else ("", 0)
        kind = f"{type(error).__name__} {str(error)[:16]} {name}:{line}"
        if kind not in tally.faults:
            tally.faults.add(kind)
            _keep(tally, body, f"{kind}: {error}")
    spent = time.process_time() - started
    tally.tried += 1
    if spent > tally.slowest_seconds:
        tally.slowest_seconds, tally.slowest = spent, body
        if spent > SLOW_SECONDS:
            _keep(tally, body, f"slow: {spent:.1f} s")


def _keep(tally: Tally, body: bytes, words: str) -> None:
    tally.faults_to.mkdir(parents=True, exist_ok=True)
    target = tally.faults_to / f"{hashlib.sha256(body).hexdigest()[:12]}.html"
    target.write_bytes(body)
    print(f"{words[:300]} → {target}", flush=True)


def garbled(body: bytes, chance: random.Random, pages: list[bytes]) -> bytes:
    """One to eight random changes: cut, insert, swap, double, splice from another page, flip a byte."""
    data = bytearray(body[:MAX_INPUT_BYTES])
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(data))
        length = chance.choice((1, 4, 30, 300, 3_000))
        change = chance.randrange(6)
        if change == 0:
            del data[at : at + length]
        elif change == 1:
            data[at:at] = b"".join(chance.choices(PIECES, k=chance.randint(1, 4))) * chance.choice((1, 1, 1, 30))
        elif change == 2:
            other = chance.randint(0, len(data))
            data[at : at + length], data[other : other + length] = data[other : other + length], data[at : at + length]
        elif change == 3:
            data[at:at] = data[at : at + length]
        elif change == 4:
            donor = chance.choice(pages)
            start = chance.randint(0, len(donor))
            data[at : at + length] = donor[start : start + length]
        elif data:
            data[min(at, len(data) - 1)] = chance.randrange(256)
    return bytes(data[:MAX_INPUT_BYTES])


def run_plain(pages: list[bytes], tally: Tally, seed: int) -> None:
    """Garble by chance until the time is over."""
    from property.oracle import assert_faithful

    chance = random.Random(seed)
    while time.monotonic() < tally.ends_at:
        try_one(garbled(chance.choice(pages), chance, pages), tally, assert_faithful)


def run_guided(pages: list[bytes], tally: Tally, corpus: Path, seed: int) -> None:
    """Garble where it reaches new lines of our readers, until the time is over; ends the process."""
    import atheris

    with atheris.instrument_imports(include=["headwater.extract", "headwater.text"]):
        from property.oracle import assert_faithful

    for number, page in enumerate(pages):
        (corpus / f"golden-{number}").write_bytes(page[:MAX_INPUT_BYTES])

    def one(body: bytes) -> None:
        try_one(body, tally, assert_faithful)
        if time.monotonic() > tally.ends_at:
            print(tally.report(), flush=True)
            os._exit(1 if tally.faults else 0)

    def mutated(body: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if chance.random() < 0.3:
            return atheris.Mutate(body, max_size)
        return garbled(body, chance, pages)[:max_size]

    arguments = [sys.argv[0], str(corpus), f"-max_len={MAX_INPUT_BYTES}", f"-seed={seed}", "-timeout=120"]
    atheris.Setup([*arguments, "-rss_limit_mb=3000", "-verbosity=0"], one, custom_mutator=mutated)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--corpus", type=Path, help="folder for inputs that reached something new (default: temporary)")
    parser.add_argument("--faults", type=Path, default=Path("fuzz-faults"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="without atheris")
    chosen = parser.parse_args()
    pages = [path.read_bytes() for path in sorted((ROOT / "tests/golden/extract").glob("*/input.html"))]
    tally = Tally(chosen.faults, time.monotonic() + chosen.seconds)
    if chosen.plain:
        run_plain(pages, tally, chosen.seed)
    else:
        try:
            import atheris  # noqa: F401
        except ImportError:
            print("atheris is not installed. Install it with: python -m pip install -e .[fuzz]   Or take --plain.")
            return 2
        corpus = chosen.corpus or Path(tempfile.mkdtemp(prefix="fuzz-extract-"))
        corpus.mkdir(parents=True, exist_ok=True)
        run_guided(pages, tally, corpus, chosen.seed)
    print(tally.report())
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
