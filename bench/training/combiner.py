"""Fit `src/headwater/cluster/data/combiner.json`: how features of a pair become the odds of one event.

    python bench/training/combiner.py CORPUS_DIR OUT [--cache FILE]

Data: pairs that the window's index finds (nearest vectors, shared keys) and random ones, from groundnews-dev (English,
same aggregator cluster or not), ntrex-dev (40 languages, same text translated or not), and the graded pairs of
semeval8-pairs-dev (grade ≤ 2 is one story), and the shipped demo world (invented names, side reports, 15 languages;
without its times). Logistic regression with an L2 penalty by Newton's method; each corpus has
a fixed share of the total weight. Three sets of weights: with vectors, without, and by the cosine alone.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from headwater.cluster._pair import FEATURES, pair_features
from headwater.model.neighbour import Fingerprint
from story_corpora import RememberingEmbedder, demo, fingerprints, groundnews, ntrex, semeval

SHARES = {"groundnews": 0.4, "ntrex": 0.4, "semeval": 0.2, "demo": 0.2}
"""Of the total weight: so that the largest corpus does not drown the others."""

NEAREST = 30
RANDOM = 5
MAX_POSTINGS = 30
PAIRS_OF_KEY = 4
L2 = 2.0
EFFECTIVE_PAIRS = 20_000
SEED = 1
WITHOUT_VECTORS = tuple(name for name in FEATURES if not name.startswith("cosine"))
FAR = ("bias", "cosine")

Matrix = NDArray[np.float64]


@dataclass
class Pairs:
    """Labelled pairs of one corpus: who, features by `FEATURES`, whether one event, of which stories."""

    corpus: str
    ids: list[tuple[int, int]]
    features: Matrix
    is_same: NDArray[np.float64]
    stories: list[tuple[str, str]]

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        kept = np.flatnonzero(mask)
        return Pairs(
            self.corpus,
            [self.ids[k] for k in kept],
            self.features[kept],
            self.is_same[kept],
            [self.stories[k] for k in kept],
        )


def candidate_pairs(prints: list[Fingerprint]) -> list[tuple[int, int]]:
    """Pairs that an index would find, and some that it would not."""
    random = np.random.default_rng(SEED)
    vectors = np.array([p.vector if p.vector else np.zeros(384) for p in prints], dtype=np.float32)
    found: set[tuple[int, int]] = set()
    for n, vector in enumerate(vectors):
        cosines = vectors @ vector
        cosines[n] = -9
        others = [
            *np.argpartition(-cosines, min(NEAREST, len(prints) - 1))[:NEAREST],
            *random.integers(0, len(prints), RANDOM),
        ]
        found |= {(min(n, int(m)), max(n, int(m))) for m in others if int(m) != n}
    postings: dict[str, list[int]] = {}
    for n, one in enumerate(prints):
        for key in one.keys:
            postings.setdefault(key, []).append(n)
    for holders in postings.values():
        if 2 <= len(holders) <= MAX_POSTINGS:
            for _ in range(min(len(holders), PAIRS_OF_KEY)):
                a, b = (int(x) for x in random.choice(holders, 2, replace=False))
                found.add((min(a, b), max(a, b)))
    return sorted(found)


def features_of(prints: list[Fingerprint], ids: list[tuple[int, int]]) -> Matrix:
    rows = (pair_features(prints[a], prints[b]) for a, b in ids)
    return np.array([[row[name] for name in FEATURES] for row in rows])


def labelled(corpus: str, prints: list[Fingerprint], stories: list[str]) -> Pairs:
    ids = candidate_pairs(prints)
    is_same = np.array([stories[a] == stories[b] for a, b in ids], dtype=float)
    return Pairs(corpus, ids, features_of(prints, ids), is_same, [(stories[a], stories[b]) for a, b in ids])


def graded(prints: list[Fingerprint], grades: list[float]) -> Pairs:
    ids = [(2 * n, 2 * n + 1) for n in range(len(grades))]
    is_same = np.array([grade <= 2 for grade in grades], dtype=float)
    return Pairs("semeval", ids, features_of(prints, ids), is_same, [(str(n), str(n)) for n in range(len(grades))])


def logistic(features: Matrix, is_same: Matrix, weights: Matrix) -> Matrix:
    """Weights of the features by Newton's method; deterministic."""
    fitted = np.zeros(features.shape[1])
    for _ in range(30):
        expected = 1 / (1 + np.exp(-features @ fitted))
        gradient = features.T @ (weights * (expected - is_same)) + L2 * fitted
        curvature = (features * (weights * expected * (1 - expected))[:, None]).T @ features + L2 * np.eye(len(fitted))
        step = np.linalg.solve(curvature, gradient)
        fitted = fitted - step
        if np.abs(step).max() < 1e-6:
            break
    return fitted


def fit(corpora: list[Pairs], names: tuple[str, ...]) -> dict[str, float]:
    """Weights by feature name over several corpora in their shares."""
    columns = [FEATURES.index(name) for name in names]
    kept = [pairs for pairs in corpora if len(pairs.ids)]
    features = np.concatenate([pairs.features[:, columns] for pairs in kept])
    is_same = np.concatenate([pairs.is_same for pairs in kept])
    weights = np.concatenate([np.full(len(p.ids), SHARES[p.corpus] / len(p.ids)) for p in kept])
    fitted = logistic(features, is_same, weights / weights.sum() * EFFECTIVE_PAIRS)
    return {name: round(float(value), 3) for name, value in zip(names, fitted, strict=True)}


def fit_all(corpora: list[Pairs]) -> dict[str, dict[str, float]]:
    """What `combiner.json` holds."""
    nothing = dict.fromkeys(FEATURES, 0.0)
    return {
        "with_vectors": fit(corpora, FEATURES),
        "without_vectors": nothing | fit(corpora, WITHOUT_VECTORS),
        "far": fit(corpora, FAR),
    }


def load(corpus: Path, cache: Path) -> tuple[list[Pairs], dict[str, list[Fingerprint]]]:
    embedder = RememberingEmbedder(cache)
    ground, translated, pairs, invented = groundnews(corpus), ntrex(corpus), semeval(corpus), demo()
    prints = {
        "groundnews": fingerprints(ground, embedder),
        "ntrex": fingerprints(translated, embedder),
        "semeval": fingerprints([side for pair in pairs for side in (pair.a, pair.b)], embedder),
        "demo": fingerprints(invented, embedder),
    }
    return [
        labelled("groundnews", prints["groundnews"], [r.story for r in ground]),
        labelled("ntrex", prints["ntrex"], [r.story for r in translated]),
        graded(prints["semeval"], [pair.grade for pair in pairs]),
        labelled("demo", prints["demo"], [r.story for r in invented]),
    ], prints


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("vectors.sqlite"))
    chosen = parser.parse_args()
    corpora, _ = load(chosen.corpus, chosen.cache)
    fitted = fit_all(corpora)
    chosen.out.write_text(json.dumps(fitted, indent=1) + "\n")
    for pairs in corpora:
        print(pairs.corpus, len(pairs.ids), "pairs,", f"{pairs.is_same.mean():.2f} of one story")
    print(json.dumps(fitted, indent=1))


if __name__ == "__main__":
    main()
