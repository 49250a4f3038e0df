"""Differences between two versions of a text, by paragraph and by word, in any script and in bounded time.

Sequences are aligned with the greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations"
(1986): its cost grows with the number of edits, so that what most edits are (a few words) is found at once; the
standard library's `difflib` takes cubic time on hostile input. All alignments of one comparison draw on one budget;
where it is used up, a paragraph counts as removed and another as added.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from headwater.model.version import Difference, DifferenceKind, RunKind, TextRun
from headwater.text.words import _CONTINUOUS, _MARKS, squash, words

MAX_STEPS = 1_000_000
"""Steps of alignment in one comparison, about half a second of CPU."""

MAX_EDITS = 1_000
"""Edits that one alignment looks for; more apart, two texts are not versions of each other."""

MIN_SIMILARITY = 0.4
"""Share of words in common (Dice) from which a paragraph counts as changed, not as removed and added."""

MAX_ABSORBED_WORDS = 1
"""Kept words between two longer changes that are read more easily as a part of them."""

CONTEXT_WORDS = 6
"""Kept words that a quotation leaves on each side of a change."""

ELLIPSIS = "…"
_KEY_BYTES = 6

_WORD = re.compile(r"\w")
_TOKEN = re.compile(rf"\s+|[{_CONTINUOUS}]|[^\W{_CONTINUOUS}](?:[^\W{_CONTINUOUS}]|[{_MARKS}])*|.", re.DOTALL)


@dataclass(slots=True)
class _Budget:
    steps: int


Block = tuple[int, int, int, int]
"""A gap between kept items: old[a:b] became new[c:d]."""


def differences(old: Sequence[str], new: Sequence[str], *, max_steps: int = MAX_STEPS) -> tuple[Difference, ...]:
    """Every paragraph of both versions in reading order; paragraphs are compared with white space collapsed."""
    budget = _Budget(max_steps)
    before, after = _squashed(old), _squashed(new)
    found: list[Difference] = []
    at = 0
    for a, b, c, d in _gaps(before, after, budget):
        found += (_whole(DifferenceKind.KEPT, text) for text in before[at:a])
        found += _rewritten(before[a:b], after[c:d], budget)
        at = b
    found += (_whole(DifferenceKind.KEPT, text) for text in before[at:])
    return tuple(found)


def paragraph_keys(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Short digests of paragraphs, in their place for a text that may not be kept: enough to count what changed."""
    return tuple(
        blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).hexdigest() for text in _squashed(paragraphs)
    )


def word_runs(old: str, new: str, *, max_steps: int = MAX_STEPS) -> tuple[TextRun, ...]:
    """One line or paragraph beside its later wording, by word; by character in scripts without spaces."""
    return _runs(squash(old), squash(new), _Budget(max_steps))


def _squashed(paragraphs: Iterable[str]) -> list[str]:
    return [text for text in (squash(paragraph) for paragraph in paragraphs) if text]


_WHOLE = {
    DifferenceKind.KEPT: RunKind.KEPT,
    DifferenceKind.ADDED: RunKind.INSERTED,
    DifferenceKind.REMOVED: RunKind.DELETED,
}


def _whole(kind: DifferenceKind, text: str) -> Difference:
    return Difference(kind=kind, runs=(TextRun(kind=_WHOLE[kind], text=text),))


def _rewritten(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterable[Difference]:
    """What stands in one gap: pairs are changed paragraphs, the rest was removed or added."""
    done_old = done_new = 0
    for i, j in [*_pairs(old, new, budget), (len(old), len(new))]:
        yield from (_whole(DifferenceKind.REMOVED, text) for text in old[done_old:i])
        yield from (_whole(DifferenceKind.ADDED, text) for text in new[done_new:j])
        if i < len(old) and j < len(new):
            yield Difference(kind=DifferenceKind.CHANGED, runs=_runs(old[i], new[j], budget))
        done_old, done_new = i + 1, j + 1


def _pairs(old: Sequence[str], new: Sequence[str], budget: _Budget) -> list[tuple[int, int]]:
    """Which paragraphs are two wordings of one: the pairing in order with the most words in common."""
    before, after = [Counter(words(text)) for text in old], [Counter(words(text)) for text in new]
    cost = len(old) * sum(map(len, after)) + len(new) * sum(map(len, before)) + len(old) * len(new)
    budget.steps -= cost
    if not old or not new or budget.steps <= 0:
        return []
    # best[i][j]: the highest sum of similarities among old[i:] and new[j:].
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_similarity(one, other) for other in after] for one in before]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            joined = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= MIN_SIMILARITY else 0.0
            best[i][j] = max(joined, best[i + 1][j], best[i][j + 1])
    return list(_walk(best))


def _walk(best: list[list[float]]) -> Iterable[tuple[int, int]]:
    i = j = 0
    while i < len(best) - 1 and j < len(best[0]) - 1:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _runs(old: str, new: str, budget: _Budget) -> tuple[TextRun, ...]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[tuple[str, str, str]] = []  # kept, then deleted, then inserted
    at = 0
    for a, b, c, d in _gaps(before, after, budget):
        pieces.append(("".join(before[at:a]), "".join(before[a:b]), "".join(after[c:d])))
        at = b
    tail = "".join(before[at:])
    return tuple(_as_runs(_joined(pieces), tail))


def _joined(pieces: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Changes that only a space, a mark or one word divides are told as one change."""
    joined: list[tuple[str, str, str]] = []
    for kept, deleted, inserted in pieces:
        if joined and _is_bridge(kept, joined[-1], (deleted, inserted)):
            opening, gone, come = joined[-1]
            joined[-1] = (opening, gone + kept + deleted, come + kept + inserted)
        else:
            joined.append((kept, deleted, inserted))
    return joined


def _is_bridge(kept: str, left: tuple[str, str, str], right: tuple[str, str]) -> bool:
    count = len(words(kept))
    if count == 0:
        return True
    longest_left = max(len(words(left[1])), len(words(left[2])))
    longest_right = max(len(words(right[0])), len(words(right[1])))
    return count <= MAX_ABSORBED_WORDS and min(longest_left, longest_right) > 2 * count


def _as_runs(pieces: Iterable[tuple[str, str, str]], tail: str) -> Iterable[TextRun]:
    for kept, deleted, inserted in pieces:
        for kind, text in ((RunKind.KEPT, kept), (RunKind.DELETED, deleted), (RunKind.INSERTED, inserted)):
            if text:
                yield TextRun(kind=kind, text=text)
    if tail:
        yield TextRun(kind=RunKind.KEPT, text=tail)


def _gaps(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> list[Block]:
    """Where two sequences differ, in order; everything outside these gaps is equal."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    if not inner_old and not inner_new:
        return []
    matches = _matches(inner_old, inner_new, budget) if inner_old and inner_new else []
    found: list[Block] = []
    a = c = 0
    for i, j in [*matches, (len(inner_old), len(inner_new))]:
        if i > a or j > c:
            found.append((start + a, start + i, start + c, start + j))
        a, c = i + 1, j + 1
    return found


def _matches(old: Sequence[Hashable], new: Sequence[Hashable], budget: _Budget) -> list[tuple[int, int]]:
    """The pairs of equal items of a shortest edit script (Myers 1986, Figure 2); none beyond the limits."""
    rounds: list[array[int]] = []  # after `edits` edits, how far along `old` each diagonal k = 2 i - edits has come
    for edits in range(min(len(old) + len(new), MAX_EDITS) + 1):
        reached = array("l", bytes(array("l").itemsize * (edits + 1)))
        for i in range(edits + 1):
            k = 2 * i - edits
            x = begun = _after_edit(rounds[-1], i)[1] if rounds else 0
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reached[i] = x
            budget.steps -= 1 + x - begun
            if x >= len(old) and x - k >= len(new):
                return _traced([*rounds, reached], i)
        rounds.append(reached)
        if budget.steps <= 0:
            break
    return []


def _after_edit(before: Sequence[int], i: int) -> tuple[int, int]:
    """The diagonal of the round `before` that diagonal i is best reached from, and where along `old` that leads."""
    if i == 0 or (i < len(before) and before[i - 1] < before[i]):
        return i, before[i]  # an insertion
    return i - 1, before[i - 1] + 1  # a deletion


def _traced(rounds: Sequence[Sequence[int]], i: int) -> list[tuple[int, int]]:
    """The equal pairs along the way back from the end, which diagonal i of the last round reached."""
    found: list[tuple[int, int]] = []
    for edits in range(len(rounds) - 1, -1, -1):
        came_from, begun = _after_edit(rounds[edits - 1], i) if edits else (0, 0)
        k = 2 * i - edits
        found += ((x, x - k) for x in range(rounds[edits][i] - 1, begun - 1, -1))
        i = came_from
    return found[::-1]


def quoted(found: Iterable[Difference], max_chars: int | None) -> tuple[tuple[Difference, ...], bool]:
    """What of the changes may be shown within `max_chars` characters in total, and whether that is all of them.

    Kept words far from a change are left out, with an ellipsis; what is over the length is cut after a word. None:
    everything may be shown, whole. A quotation can be quoted again, shorter.
    """
    changed = tuple(one for one in found if one.kind is not DifferenceKind.KEPT)
    if max_chars is None:
        return changed, True
    left, is_whole = max_chars, True
    shown: list[Difference] = []
    for one in changed:
        runs: list[TextRun] = []
        for index, run in enumerate(one.runs):
            text = _near(run.text, index > 0, index < len(one.runs) - 1) if run.kind is RunKind.KEPT else run.text
            cut = _cut(text, left)
            left -= _length(cut)
            runs += [replace(run, text=cut)] if cut else []
            is_whole = is_whole and cut == text
        if any(run.kind is not RunKind.KEPT for run in runs):
            shown.append(replace(one, runs=tuple(runs)))
    return tuple(shown), is_whole


def _near(text: str, has_left: bool, has_right: bool) -> str:
    """The words of a kept run that stand beside a change."""
    tokens = _TOKEN.findall(text)
    places = [index for index, token in enumerate(tokens) if _WORD.match(token)]
    if len(places) <= CONTEXT_WORDS * (has_left + has_right):
        return text
    head = "".join(tokens[: places[CONTEXT_WORDS - 1] + 1]) + " " if has_left else ""
    tail = " " + "".join(tokens[places[-CONTEXT_WORDS] :]) if has_right else ""
    return f"{head}{ELLIPSIS}{tail}"


def _length(text: str) -> int:
    """The characters of a quotation, without our own marks."""
    return len(text) - text.count(ELLIPSIS)


def _cut(text: str, max_chars: int) -> str:
    if _length(text) <= max_chars:
        return text
    kept = ""
    for token in _TOKEN.findall(text):
        if _length(kept) + _length(token) > max_chars:
            break
        kept += token
    return f"{kept.rstrip()}{ELLIPSIS}" if _WORD.search(kept) else ""
