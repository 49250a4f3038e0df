"""How right primary sources are, on texts labelled by machine, beside two baselines; and what an article costs.

    python bench/provenance.py CORPORA_DIR [--cache FILE] [--count N] [--json OUT] [--list]

CORPORA_DIR holds `pages/gold.ndjson.gz` and `stories/{groundnews,ntrex}-dev.ndjson.gz`. Copies are made here, from real
texts, on invented hosts: verbatim, trimmed, extended, stitched, back-dated, reworded, quoted, each once with a credit
and once without. Translations are people's (ntrex): only the stories whose texts no weight was fitted on. Independent
articles are those of groundnews that share no run of eight words with any other and carry no credit; nobody audited
them, so that a few may be rewrites. Baselines: *earliest wins* among near-duplicates, *canonical only*.
`--list` prints our verdict on every groundnews article that is called a copy, to be read by a person.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from headwater.annotate import annotate
from headwater.annotate._annotator import Embedder
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article, Credit, CreditKind, Publisher
from headwater.model.neighbour import Fingerprint
from headwater.model.provenance import ProvenanceLink, Relation
from headwater.model.time import StatedTime
from headwater.provenance import SPAN, Window, link_pairs, prepare
from headwater.text.shingles import shingle_hashes
from headwater.text.urls import registrable_domain
from headwater.text.words import sentences, words
from story_corpora import RememberingEmbedder

START = datetime(2026, 1, 1, tzinfo=UTC)
FITTED_STORIES = 40  # of ntrex: the weights of `evidence/translation.py` saw these
LANGUAGES = {"eng": "en", "deu": "de", "fra": "fr", "rus": "ru", "arb": "ar", "hin": "hi", "jpn": "ja", "kaz": "kk"}
LANGUAGES |= {"zho-CN": "zh", "tur": "tr", "spa": "es", "swa": "sw"}
KINDS = ("verbatim", "trimmed", "extended", "stitched", "backdated", "reworded", "quoted")
DERIVED = {
    "verbatim": Relation.COPIED_FROM,
    "trimmed": Relation.COPIED_FROM,
    "extended": Relation.COPIED_FROM,
    "stitched": Relation.COPIED_FROM,
    "backdated": Relation.COPIED_FROM,
    "reworded": Relation.REWRITTEN_FROM,
    "quoted": Relation.ORIGINAL,
    "translated": Relation.TRANSLATED_FROM,
    "independent": Relation.ORIGINAL,
    "source": Relation.ORIGINAL,
}


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """An article with what it is; `origins` are all answers that are right (stitched texts have several)."""

    article: Article
    kind: str
    origins: tuple[str, ...]
    is_credited: bool = False


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def article(article_id: str, headline: str, paragraphs: Sequence[str], minute: float, language: str = "en") -> Article:
    host = f"{article_id.replace('_', '-')}.example"
    return Article(
        id=article_id,
        url=f"https://{host}/{article_id}",
        headline=headline,
        paragraphs=tuple(paragraphs),
        publisher=Publisher(domains=(host,)),
        published_at=StatedTime(at=START + timedelta(minutes=minute)),
        language=language,
    )


def real_texts(corpora: Path) -> list[tuple[str, list[str]]]:
    """Headlines and paragraphs of real pages with enough text to be cut up."""
    found = []
    for row in rows(corpora / "pages" / "gold.ndjson.gz"):
        paragraphs = [part.strip() for part in row["text"].split("\n") if len(part.split()) >= 12][:14]
        if len(paragraphs) >= 5:
            found.append((row.get("headline") or paragraphs[0][:80], paragraphs))
    return found


class Maker:
    """Makes copies of real texts."""

    def __init__(self, texts: list[tuple[str, list[str]]], seed: int) -> None:
        self.texts, self.chance = texts, random.Random(seed)
        self.vocabulary = [
            word for _, paragraphs in texts[:80] for p in paragraphs for word in p.split() if len(word) > 4
        ]

    def derive(self, kind: str, own: list[str], second: list[str], local: list[str]) -> list[str]:
        if kind == "trimmed":
            kept = sorted(self.chance.sample(range(len(own)), max(2, round(len(own) * self.chance.uniform(0.35, 0.7)))))
            return [own[n] for n in kept]
        if kind == "extended":
            return [*own, *self._up_to(local, 0.15 * sum(len(p.split()) for p in own))]
        if kind == "stitched":
            return [*own[: len(own) // 2 + 1], *second[: len(second) // 2]]
        if kind == "reworded":
            return [self._reworded(p) for p in own]
        if kind == "quoted":
            return [*local, f"“{sentences(own[1])[0]}”", *local[:1]]
        return list(own)

    def _up_to(self, paragraphs: list[str], limit: float) -> list[str]:
        out, count = [], 0.0
        for sentence in (s for p in paragraphs for s in sentences(p)):
            if count + len(sentence.split()) > limit:
                break
            out.append(sentence)
            count += len(sentence.split())
        return [" ".join(out)] if out else []

    def _reworded(self, paragraph: str) -> str:
        """A crude rewrite: of the plain words two fifths are others; figures and names stay where they were."""
        plain = [w.isalpha() and w.islower() for w in paragraph.split()]
        out = [
            self.chance.choice(self.vocabulary).lower() if is_plain and self.chance.random() < 0.4 else word
            for word, is_plain in zip(paragraph.split(), plain, strict=True)
        ]
        return " ".join(out)

    def made(self, count: int) -> Iterator[Labelled]:
        """`count` cases of texts that no other case uses: a text met twice would be its own rival."""
        order = self.chance.sample(range(len(self.texts)), len(self.texts))
        pool = [self.texts[n] for n in order]
        for n in range(min(count, len(pool) // 3)):
            (headline, own), (_, second), (_, local) = pool[3 * n : 3 * n + 3]
            yield from self._case(f"{n}-{n // len(KINDS) % 2}", headline, own, second, local)

    def _case(
        self, name: str, headline: str, own: list[str], second: list[str], local: list[str]
    ) -> Iterator[Labelled]:
        number, credited = name.split("-")
        kind = KINDS[int(number) % len(KINDS)]
        base = int(number) * 700.0
        source = article(f"source-{name}", headline, own, base)
        yield Labelled(article=source, kind="source", origins=(source.id,))
        origins = [source.id]
        if kind == "stitched":
            other = article(f"second-{name}", headline[::-1], second, base + 5)
            yield Labelled(article=other, kind="source", origins=(other.id,))
            origins.append(other.id)
        minute = base - 180 if kind == "backdated" else base + self.chance.choice([4, 35, 140, 900])
        copy = article(f"copy-{name}", headline, self.derive(kind, own, second, local), minute)
        is_credited = credited == "1" and kind != "quoted"
        if is_credited:
            copy = self._credited(copy, source)
        right = (copy.id,) if kind == "quoted" else tuple(origins)
        yield Labelled(article=copy, kind=kind, origins=right, is_credited=is_credited)

    def _credited(self, copy: Article, source: Article) -> Article:
        """One of the ways in which a page names its source."""
        way = self.chance.randrange(4)
        if way == 0:
            return replace(copy, paragraphs=(*copy.paragraphs, f"{source.url} {source.headline}"))
        if way == 1:
            return replace(copy, paragraphs=(*copy.paragraphs, f"Source: {source.url}"))
        kind = CreditKind.CANONICAL if way == 2 else CreditKind.FEED_SOURCE
        return replace(copy, credits=(Credit(kind=kind, url=source.url, text=source.url, place="head"),))


def translated(corpora: Path, chance: random.Random) -> Iterator[Labelled]:
    stories: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(corpora / "stories" / "ntrex-dev.ndjson.gz"):
        stories[row["cluster"]][row["lang"]] = row["text"]
    for n, by_language in enumerate(list(stories.values())[FITTED_STORIES:]):
        chosen = [language for language in LANGUAGES if language in by_language]
        first, *others = chance.sample(chosen, min(3, len(chosen)))
        origin = f"ntrex-{n}"
        for order, language in enumerate([first, *others]):
            headline, _, body = by_language[language].partition("\n")
            made = article(
                origin if order == 0 else f"{origin}-{order}",
                headline,
                [p for p in (body or headline).split("\n") if p.strip()],
                200_000.0 + n * 700 + 90 * order,
                LANGUAGES[language],
            )
            yield Labelled(article=made, kind="source" if order == 0 else "translated", origins=(origin,))


def independent(corpora: Path) -> Iterator[Labelled]:
    """Articles of real clusters; those with neither credit nor a run of eight words in common are independent."""
    given = rows(corpora / "stories" / "groundnews-dev.ndjson.gz")
    holders: Counter[int] = Counter()
    runs = [shingle_hashes(words(row["text"]), 8) for row in given]
    for own in runs:
        holders.update(own)
    for n, (row, own) in enumerate(zip(given, runs, strict=True)):
        paragraphs = tuple(part.strip() for part in row["text"].split("\n") if part.strip())
        made = Article(
            id=f"ground-{n}",
            url=row["url"],
            headline=row["title"] or "",
            paragraphs=paragraphs,
            publisher=Publisher(domains=(registrable_domain(row["url"]),)),
            published_at=StatedTime(at=START + timedelta(days=200, minutes=n)),
            language="en",
        )
        shared = sum(holders[value] > 1 for value in own) / max(1, len(own))
        is_alone = shared == 0 and not _fingerprint(made, ()).features.get("credits")
        yield Labelled(article=made, kind="independent" if is_alone else "unlabelled", origins=(made.id,))


def _fingerprint(made: Article, said: Sequence[Annotation]) -> Fingerprint:
    assert made.published_at is not None
    return prepare(made, at=made.published_at.at, annotations=said)


def annotated(cases: Sequence[Labelled], embedder: Embedder) -> list[tuple[Annotation, ...]]:
    said: list[tuple[Annotation, ...]] = []
    for start in range(0, len(cases), 32):
        said += annotate([case.article for case in cases[start : start + 32]], embedder=embedder)
    kept = (AnnotationKind.VECTOR, AnnotationKind.LANGUAGE)
    return [tuple(a for a in own if a.kind in kept) for own in said]


@dataclass
class Outcome:
    links: dict[str, ProvenanceLink]
    prepare_ms: float
    link_ms: float
    pairs_per_article: float


def traced(cases: Sequence[Labelled], said: Sequence[tuple[Annotation, ...]]) -> Outcome:
    began = time.process_time()
    prints = [_fingerprint(case.article, own) for case, own in zip(cases, said, strict=True)]
    prepared = time.process_time()
    window = Window()
    for one in prints:
        window.add(one)
    pairs = {
        (min(one.article_id, near.fingerprint.article_id), max(one.article_id, near.fingerprint.article_id)): None
        for one in prints
        for near in window.find(one)
    }
    links = {found.article_id: found for found in link_pairs(prints, pairs)}
    ended = time.process_time()
    count = len(cases)
    return Outcome(links, 1e3 * (prepared - began) / count, 1e3 * (ended - prepared) / count, len(pairs) / count)


def scores(cases: Sequence[Labelled], links: dict[str, ProvenanceLink]) -> dict[str, dict[str, float]]:
    """For each kind: how many, primary sources right, relations right; and the precision of derived relations."""
    table: dict[str, dict[str, float]] = {}
    for kind in dict.fromkeys(case.kind for case in cases if case.kind != "unlabelled"):
        for is_credited in (False, True):
            own = [case for case in cases if case.kind == kind and case.is_credited is is_credited]
            if not own:
                continue
            right = sum(links[case.article.id].origin_article_id in case.origins for case in own)
            related = sum(links[case.article.id].relation is DERIVED[kind] for case in own)
            name = f"{kind}{', credited' if is_credited else ''}"
            table[name] = {"count": len(own), "primary": right / len(own), "relation": related / len(own)}
    return table


def precision(cases: Sequence[Labelled], links: dict[str, ProvenanceLink]) -> dict[str, tuple[int, float]]:
    """For each relation given: how often, and how often it was that relation."""
    labelled = [case for case in cases if case.kind != "unlabelled"]
    given: dict[str, list[bool]] = defaultdict(list)
    for case in labelled:
        found = links[case.article.id]
        given[found.relation.value].append(
            DERIVED[case.kind] is found.relation and found.origin_article_id in case.origins
        )
    return {relation: (len(right), sum(right) / len(right)) for relation, right in given.items()}


def earliest_wins(cases: Sequence[Labelled]) -> dict[str, str]:
    """The baseline: of texts that share a third of their runs of five words, the earliest stated is the source."""
    runs = {case.article.id: shingle_hashes(words(case.article.text)) for case in cases}
    at = {case.article.id: case.article.published_at.at for case in cases if case.article.published_at}
    holders: dict[int, list[str]] = defaultdict(list)
    for name, own in runs.items():
        for value in own:
            holders[value].append(name)
    found = {}
    for name, own in runs.items():
        shared = Counter(other for value in own if len(holders[value]) < 50 for other in holders[value])
        near = [other for other in shared if abs(at[other] - at[name]) <= SPAN]  # the window that ours has
        alike = [other for other in near if shared[other] / max(1, min(len(own), len(runs[other]))) >= 1 / 3]
        found[name] = min([*alike, name], key=lambda other: (at[other], other))
    return found


def canonical_only(cases: Sequence[Labelled]) -> dict[str, str]:
    """The baseline: a canonical address elsewhere is the source, else the article itself."""
    by_url = {case.article.url: case.article.id for case in cases}
    found = {}
    for case in cases:
        urls = [credit.url for credit in case.article.credits if credit.kind is CreditKind.CANONICAL]
        found[case.article.id] = by_url.get(urls[0], "") if urls else case.article.id
    return found


def right_share(cases: Sequence[Labelled], found: dict[str, str]) -> dict[str, float]:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        if case.kind != "unlabelled":
            kinds[case.kind].append(found[case.article.id] in case.origins)
    return {kind: sum(right) / len(right) for kind, right in kinds.items()}


def calibration(cases: Sequence[Labelled], links: dict[str, ProvenanceLink]) -> list[tuple[str, int, float, float]]:
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for case in cases:
        if case.kind != "unlabelled":
            found = links[case.article.id]
            bins[min(9, int(found.confidence * 10))].append((found.confidence, found.origin_article_id in case.origins))
    return [
        (f".{b}", len(own), sum(c for c, _ in own) / len(own), sum(r for _, r in own) / len(own))
        for b, own in sorted(bins.items())
    ]


def without(
    part: str, cases: Sequence[Labelled], said: list[tuple[Annotation, ...]]
) -> tuple[list[Labelled], list[tuple[Annotation, ...]]]:
    """The same cases with one kind of evidence taken out of the input."""
    if part == "vectors":
        return list(cases), [tuple(a for a in own if a.kind is not AnnotationKind.VECTOR) for own in said]
    changed = []
    for case in cases:
        made = case.article
        if part == "times" and made.published_at:
            day = made.published_at.at.replace(hour=0, minute=0)
            made = replace(made, published_at=StatedTime(at=day))
        if part == "credits":
            lines = tuple(p for p in made.paragraphs if "https://" not in p or len(p) > 250)
            made = replace(made, credits=(), paragraphs=lines)
        changed.append(replace(case, article=made))
    return changed, said


def copies_of(cases: Sequence[Labelled], links: dict[str, ProvenanceLink]) -> Iterator[str]:
    """Every real article that is called a copy, in a line to be read by a person."""
    by_id = {case.article.id: case.article for case in cases}
    for case in cases:
        found = links[case.article.id]
        if not case.article.id.startswith("ground-") or found.relation is Relation.ORIGINAL:
            continue
        origin = by_id[found.origin_article_id].url if found.origin_article_id else found.origin_url
        name = origin or found.origin_publisher.name
        why = "; ".join(f"{item.kind}: {item.text[:70]}" for item in found.evidence[:2])
        yield f"{found.relation.value:15} {found.confidence:.2f} {case.article.url[:80]} <- {name[:80]} [{why}]"


def grown(sizes: Sequence[int], texts: list[tuple[str, list[str]]]) -> dict[int, float]:
    """Milliseconds of looking up and linking one article, as the window grows."""
    chance, pool = random.Random(5), [p for _, paragraphs in texts for p in paragraphs]
    window, made, found = Window(), 0, {}
    for size in sizes:
        while made < size:
            parts = [" ".join(chance.sample(chance.choice(pool).split(), 12)) for _ in range(12)]
            window.add(_fingerprint(article(f"filler-{made}", parts[0], parts, made * 0.1), ()))
            made += 1
        asked = [_fingerprint(article(f"asked-{n}", h, p, size * 0.1), ()) for n, (h, p) in enumerate(texts[:60])]
        began = time.process_time()
        for one in asked:
            near = window.find(one)
            link_pairs(
                [one, *(n.fingerprint for n in near)], [(one.article_id, n.fingerprint.article_id) for n in near]
            )
        found[size] = 1e3 * (time.process_time() - began) / len(asked)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("provenance-vectors.db"))
    parser.add_argument("--count", type=int, default=133)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args()

    texts = real_texts(asked.corpora)
    cases = [*Maker(texts, asked.seed).made(asked.count), *translated(asked.corpora, random.Random(asked.seed))]
    cases += independent(asked.corpora)
    said = annotated(cases, RememberingEmbedder(asked.cache))
    outcome = traced(cases, said)
    report = {
        "articles": len(cases),
        "kinds": scores(cases, outcome.links),
        "precision": precision(cases, outcome.links),
        "earliest_wins": right_share(cases, earliest_wins(cases)),
        "canonical_only": right_share(cases, canonical_only(cases)),
        "ours": right_share(cases, {name: found.origin_article_id for name, found in outcome.links.items()}),
        "calibration": calibration(cases, outcome.links),
        "cost_ms": {"prepare": outcome.prepare_ms, "link": outcome.link_ms, "pairs": outcome.pairs_per_article},
        "ablation": {
            part: right_share(changed, {name: f.origin_article_id for name, f in traced(changed, own).links.items()})
            for part in ("vectors", "times", "credits")
            for changed, own in [without(part, cases, said)]
        },
        "window_ms": grown(asked.sizes, texts),
    }
    _print(report)
    if asked.list:
        print(*copies_of(cases, outcome.links), sep="\n")
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=1), encoding="utf-8")


def _print(report: dict[str, object]) -> None:
    for name, value in report.items():
        print(f"\n{name}")
        entries = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else [("", value)]
        )
        for key, entry in entries:
            if isinstance(entry, dict):
                entry = "  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in entry.items())
            print(f"  {key!s:24} {entry}")


if __name__ == "__main__":
    main()
