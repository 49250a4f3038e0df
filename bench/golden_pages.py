"""Our own golden pages beside the peers: `python bench/golden_pages.py [--languages NTREX] [--json]`.

The pages of `tests/golden/extract` are invented, in the manner of real layouts and in many languages and scripts, and
so are the pages of the hosts of `tests/golden/extract_hosts` (read alone here; `extract_hosts.py` shows what learning
brings). They are ours: written by the people who wrote the reader, some of them looked at while rules were written
(`tuned = true` in `case.toml`). What general readers reach on them says more about the layouts than about us.

Figures: word F1; headline (same words); byline (same set); day and minute of publication (as shown at the publisher's
place); language (first subtag); captions and credits (each picture's words found exactly). `--languages FILE` adds how
often the language of other people's texts is told (news texts in many languages, `stories/ntrex-dev.ndjson.gz`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from extract import word_f1
from extract_peers import Page, Read, logs_off, systems
from headwater.model.web import Capture
from headwater.text.decode import decode_html
from headwater.text.languages import detect_language
from headwater.text.words import squash, words

TESTS = Path(__file__).parents[1] / "tests"
GOLDEN = TESTS / "golden" / "extract"
FIGURES = ("F1", "headline", "byline", "day", "minute", "language", "captions", "credits")
# ISO 639-3 of the corpus and BCP 47's shorter codes, for both are codes of one register.
_CODES = """
amh=am arb=ar aze=az ben=bn bul=bg ces=cs deu=de ell=el eng=en fas=fa fin=fi fra=fr heb=he hin=hi hun=hu hye=hy ind=id
ita=it jpn=ja kat=ka kaz=kk khm=km kor=ko nld=nl pol=pl por=pt ron=ro rus=ru spa=es srp=sr swa=sw swe=sv tam=ta tha=th
tur=tr ukr=uk urd=ur uzb=uz vie=vi zho=zh
"""
TWO_LETTERS = dict(code.split("=") for code in _CODES.split())
sys.path.insert(0, str(TESTS))


@dataclass(frozen=True)
class Case(Page):
    """One golden page and what a person reads on it."""

    group: str
    expected: dict[str, Any]


def golden_cases() -> Iterator[Case]:
    """The article pages among the golden ones."""
    for settings in sorted(GOLDEN.glob("*/case.toml")):
        expected = json.loads((settings.parent / "expected.json").read_text("utf-8"))
        told = tomllib.loads(settings.read_text("utf-8"))
        if "article" not in expected:
            continue
        body = (settings.parent / "input.html").read_bytes()
        group = "golden, tuned on" if told.get("tuned", True) else "golden, not tuned on"
        yield _case(
            group, told["url"], body, told.get("content_type", "text/html"), told["captured_at"], expected["article"]
        )


def _case(group: str, url: str, body: bytes, media_type: str, captured_at: str, expected: dict[str, Any]) -> Case:
    capture = Capture(
        id=url,
        requested_url=url,
        final_url=url,
        status=200,
        headers={"content-type": media_type},
        body=body,
        captured_at=datetime.fromisoformat(captured_at),
    )
    return Case(capture, decode_html(body, media_type)[0], group, expected)


def host_cases() -> Iterator[Case]:
    """The pages of the invented hosts, each read alone."""
    from golden.extract_hosts.hosts import HOSTS, pages

    for host in HOSTS:
        group = "hosts, tuned on" if host.is_tuned else "hosts, kept aside"
        for page in pages(host):
            gold, capture = page.gold, page.capture
            expected = {
                "headline": gold.headline,
                "byline": list(gold.byline),
                "paragraphs": list(gold.paragraphs),
                "published_at": gold.minute,
                "language": host.language,
                "images": [{"caption": caption, "credit": credit} for caption, credit in gold.captions],
            }
            html = decode_html(capture.body, capture.headers.get("content-type", ""))[0]
            yield Case(capture, html, group, expected)


def measure(case: Case, read: Read) -> dict[str, list[float]]:
    """Each figure as a list of values of this page: empty where the page has no such gold."""
    gold = case.expected
    row: dict[str, list[float]] = {figure: [] for figure in FIGURES}
    if "paragraphs" in gold:
        row["F1"] = [word_f1(read.text, "\n".join(gold["paragraphs"]))[0]]
    if "headline" in gold:
        row["headline"] = [float(words(read.headline) == words(gold["headline"]))]
    if "byline" in gold:
        row["byline"] = [float(set(map(squash, read.byline)) == set(gold["byline"]))]
    published = gold.get("published_at")
    if published:
        row["day"] = [float(read.day == published[:10])]
        if len(published) > 10:
            row["minute"] = [float(read.minute == published[:16])]
    if gold.get("language"):
        row["language"] = [float(read.language.partition("-")[0] == gold["language"].partition("-")[0])]
    found = read.pictures
    for image in gold.get("images", ()):
        if image.get("caption"):
            row["captions"].append(float(any(image["caption"] == caption for _, caption, _ in found)))
        if image.get("credit"):
            row["credits"].append(float(any(image["credit"] == credit for _, _, credit in found)))
    return row


def average(rows: list[dict[str, list[float]]]) -> dict[str, tuple[float | None, int]]:
    """Mean and number of values of each figure."""
    told: dict[str, tuple[float | None, int]] = {}
    for figure in FIGURES:
        values = [value for row in rows for value in row[figure]]
        told[figure] = (sum(values) / len(values) if values else None, len(values))
    return told


def compared(cases: list[Case]) -> dict[str, dict[str, dict[str, tuple[float | None, int]]]]:
    """By group of pages and system: the averages."""
    rows: dict[tuple[str, str], list[dict[str, list[float]]]] = {}
    with logs_off():
        for name, read in systems():
            for case in cases:
                try:
                    found = read(case)
                except Exception:
                    found = Read()
                rows.setdefault((case.group, name), []).append(measure(case, found))
    told: dict[str, dict[str, dict[str, tuple[float | None, int]]]] = {}
    for (group, name), measured in rows.items():
        told.setdefault(group, {})[name] = average(measured)
    return told


def language_shares(corpus: Path) -> dict[str, tuple[float, int]]:
    """How often the language of a text is told from its first 1,000 characters, by language."""
    right: dict[str, list[bool]] = {}
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            code = str(row["lang"]).partition("-")[0]
            wanted, text = TWO_LETTERS.get(code, code), str(row["text"])[:1_000]
            right.setdefault(wanted, []).append(detect_language(text)[0].partition("-")[0] == wanted)
    return {language: (sum(values) / len(values), len(values)) for language, values in sorted(right.items())}


def show(results: dict[str, dict[str, dict[str, tuple[float | None, int]]]]) -> None:
    for group in sorted(results):
        counts = next(iter(results[group].values()))
        sizes = " ".join(f"{figure} {counts[figure][1]}" for figure in FIGURES)
        print(f"\n{group}; values: {sizes}\n{'':20}" + "".join(f"{figure:>10}" for figure in FIGURES))
        for name, told in results[group].items():
            cells = (told[figure][0] for figure in FIGURES)
            print(f"{name:20}" + "".join(f"{'':>10}" if cell is None else f"{cell:10.3f}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--languages", type=Path, help="texts in many languages (NDJSON, gzip)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = compared([*golden_cases(), *host_cases()])
    if options.json:
        print(json.dumps(results, indent=1))
    else:
        show(results)
    if options.languages is not None:
        shares = language_shares(options.languages)
        mean = sum(share for share, _ in shares.values()) / len(shares)
        print(
            f"\nlanguage of {sum(count for _, count in shares.values())} texts in {len(shares)}: {mean:.3f}; below .98:"
        )
        print(" ".join(f"{language} {share:.2f}" for language, (share, _) in shares.items() if share < 0.98))


if __name__ == "__main__":
    main()
