"""What learning a host brings: `python bench/extract_hosts.py [--hosts]`, on our own invented hosts.

Eight pages of each of fourteen hosts (`tests/golden/extract_hosts`), read in the order of their publication: alone,
with what the pages before taught ("learning"), and with what all the other seven taught ("taught"). Figures are
averages over pages: word F1 of the text, foreign (share of the words read that are not in the gold text), kept (share
of true paragraphs kept whole), captions, credits, byline as a set, publication minute as shown. Rules were looked at
on the tuned hosts only; the others were kept aside.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from golden.extract_hosts.hosts import HOSTS, Gold, Host, HostPage, pages
from headwater.extract import HostKnowledge, extract, learn
from headwater.model.article import Article
from headwater.model.rejection import Rejection
from headwater.text.words import squash, words

FIGURES = ("F1", "foreign", "kept", "captions", "credits", "byline", "minute", "rejected")
Row = dict[str, float]


def read(page: HostPage, known: HostKnowledge) -> tuple[Article | None, HostKnowledge]:
    result = extract(page.capture, article_id=page.capture.id, host=known)
    if isinstance(result, Rejection) or result.facts is None:
        return None, known
    return result.article, learn(known, result.facts)


def alone(one: Host) -> list[Article | None]:
    return [read(page, HostKnowledge())[0] for page in pages(one)]


def learning(one: Host) -> list[Article | None]:
    known = HostKnowledge()
    found = []
    for page in pages(one):
        article, known = read(page, known)
        found.append(article)
    return found


def taught(one: Host) -> list[Article | None]:
    found = []
    for page in pages(one):
        known = HostKnowledge()
        for other in pages(one):
            if other.capture.id != page.capture.id:
                known = read(other, known)[1]
        found.append(read(page, known)[0])
    return found


def measure(article: Article | None, gold: Gold) -> Row:
    if article is None:
        return {**dict.fromkeys(FIGURES, 0.0), "rejected": 1.0}
    have, want = Counter(words(article.text)), Counter(words("\n".join(gold.paragraphs)))
    common = (have & want).total()
    said = {squash(paragraph) for paragraph in article.paragraphs}
    captions = {(picture.caption, picture.credit) for picture in article.pictures}
    published = article.published_at
    return {
        "F1": 2 * common / (have.total() + want.total()),
        "foreign": (have - want).total() / max(1, have.total()),
        "kept": sum(squash(one) in said for one in gold.paragraphs) / len(gold.paragraphs),
        "captions": float({one for one, _ in gold.captions} <= {one for one, _ in captions}),
        "credits": float(set(gold.captions) <= captions),
        "byline": float(set(article.byline) == set(gold.byline)),
        "minute": float(published is not None and published.local.strftime("%Y-%m-%dT%H:%M") == gold.minute),
        "rejected": 0.0,
    }


def average(rows: list[Row]) -> str:
    return "".join(f"{sum(row[figure] for row in rows) / len(rows):10.3f}" for figure in FIGURES)


WAYS: tuple[tuple[str, Callable[[Host], list[Article | None]]], ...] = (
    ("alone", alone),
    ("learning", learning),
    ("taught", taught),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", action="store_true", help="a line for every host too")
    parser.add_argument("--tuned", action="store_true", help="only the hosts that rules were looked at on")
    options = parser.parse_args()
    rows: dict[tuple[str, str], list[Row]] = {}
    for name, way in WAYS:
        start = time.process_time()
        for host in HOSTS:
            if options.tuned and not host.is_tuned:
                continue
            golds = [page.gold for page in pages(host)]
            rows[host.name, name] = [measure(*pair) for pair in zip(way(host), golds, strict=True)]
        print(f"{name}: {time.process_time() - start:.1f} s of CPU", file=sys.stderr)
    for label, is_tuned in (("tuned", True), ("kept aside", False)):
        chosen = [host for host in HOSTS if host.is_tuned is is_tuned and (host.name, "alone") in rows]
        if not chosen:
            continue
        print(f"\n{label + f' ({len(chosen)} hosts)':40}" + "".join(f"{figure:>10}" for figure in FIGURES))
        for name, _ in WAYS:
            for host in chosen if options.hosts else ():
                print(f"{f'  {name} {host.language} {host.name}':40}{average(rows[host.name, name])}")
            print(f"{name:40}{average([row for host in chosen for row in rows[host.name, name]])}")


if __name__ == "__main__":
    main()
