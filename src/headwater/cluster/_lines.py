"""Clustering as a filter: records in, one story object a record out (docs/filters.md, `headwater cluster`)."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from headwater.cluster._fingerprint import prepare
from headwater.cluster._linkage import Pair, group
from headwater.cluster._repair import pair_key
from headwater.cluster._story_choice import candidacies, compare_all, decide
from headwater.cluster._window import WINDOW, Window
from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Article
from headwater.model.neighbour import Fingerprint
from headwater.model.rejection import Reason, Rejection
from headwater.model.story import ChangeKind, StoryChange
from headwater.model.time import StatedTime

BATCH = 32
"""Records annotated at once where all lines are read before the first is answered."""

REPAIRS_PER_WINDOW = 3
"""How often the articles in the window are regrouped while a dated stream passes."""

CLOCK_RECORDS = 25
"""Records whose median time is the stream's own time."""

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for the time of records without one: then order is all there is."""

Annotate = Callable[[Sequence[Article]], Sequence[Sequence[Annotation]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryLine:
    """The story of one record, why, and how sure (0…1)."""

    id: str
    reason: str
    confidence: float


def cluster_lines(
    records: Iterable[Mapping[str, object]],
    *,
    annotate: Annotate,
    span: timedelta = WINDOW,
    stream: bool = False,
) -> Iterator[StoryLine | Rejection]:
    """One `StoryLine` (or `Rejection`) for each record, in input order.

    A record is annotate's output or `{id, url?, headline, text, language?, published_at?}`. `annotate` says what is
    to be known of articles (the annotate stage's function). With `stream` each line is answered as it comes; else
    after all lines, after a repair pass. Ids name the first article of a story and stay under later input.
    """
    sorting = _Sorting(span=span, keeps_pairs=not stream)
    source = iter(records)
    answered: list[Rejection | str] = []
    while batch := list(islice(source, 1 if stream else BATCH)):
        for outcome in sorting.take(batch, annotate):
            if stream:
                yield outcome if isinstance(outcome, Rejection) else sorting.line(outcome)
            else:
                answered.append(outcome)
    sorting.regroup()
    for outcome in answered:
        yield outcome if isinstance(outcome, Rejection) else sorting.line(outcome)


class _Sorting:
    """The state of one run: the window, what was decided for each record, and the pairs compared so far."""

    def __init__(self, *, span: timedelta, keeps_pairs: bool) -> None:
        self._window = Window(span=span)
        self._keeps_pairs = keeps_pairs
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._lines: dict[str, StoryLine] = {}
        self._recent: deque[datetime] = deque(maxlen=CLOCK_RECORDS)
        self._regrouped_at: datetime | None = None
        self._count = 0

    def take(self, batch: Sequence[Mapping[str, object]], annotate: Annotate) -> list[Rejection | str]:
        """Place a batch of records; for each the key of its line, or why it has none."""
        read = [self._read(record) for record in batch]
        articles = [article for article in read if isinstance(article, Article)]
        said = iter(annotate(articles))
        outcomes: list[Rejection | str] = []
        for record, article in zip(batch, read, strict=True):
            if isinstance(article, Rejection):
                outcomes.append(article)
                continue
            annotations = [*next(said), *_given_vector(article, record)]
            self._place(prepare(article, annotations, at=self._time_of(article)))
            outcomes.append(article.id)
        return outcomes

    def line(self, key: str) -> StoryLine:
        """What is decided for a record by now; asked once a record."""
        return self._lines.pop(key)

    def regroup(self) -> None:
        """The repair pass over the window: groups as if all had come at once, named by their first article."""
        members = self._window.members()
        if not self._keeps_pairs or not members:
            return
        for ids in group([member.fingerprint for member in members], self._pairs):
            kept = story_id(ids[0])
            for article_id in ids:
                line = self._lines[article_id]
                if line.id != kept:
                    reason = line.reason if article_id != ids[0] else "the first report of its event"
                    self._lines[article_id] = replace(line, id=kept, reason=f"{reason}; regrouped when all was read")
                self._window.move(article_id, kept)

    def _read(self, record: Mapping[str, object]) -> Article | Rejection:
        self._count += 1
        article = article_of(record, key=f"{self._count}")
        if article.headline or article.paragraphs:
            return article
        subject = str(record.get("id", ""))
        return Rejection(stage="cluster", reason=Reason.NO_TEXT, detail="neither headline nor text", subject=subject)

    def _time_of(self, article: Article) -> datetime:
        at = article.published_at.at if article.published_at else self._clock()
        self._recent.append(at)
        return at

    def _clock(self) -> datetime:
        """The stream's own time: the median of the last records, so that one wrong date moves nothing."""
        return sorted(self._recent)[(len(self._recent) - 1) // 2] if self._recent else UNDATED

    def _place(self, fingerprint: Fingerprint) -> None:
        self._age()
        compared = compare_all(fingerprint, self._window.find(fingerprint))
        if self._keeps_pairs:
            for neighbour, shared in compared:
                cosine = shared.cosine if fingerprint.vector and neighbour.fingerprint.vector else None
                key = pair_key(fingerprint.article_id, neighbour.fingerprint.article_id)
                self._pairs[key] = Pair(shared.log_odds, cosine)
        for change in decide(fingerprint, candidacies(compared)):
            self._apply(change, fingerprint)

    def _apply(self, change: StoryChange, fingerprint: Fingerprint) -> None:
        if change.kind is ChangeKind.MERGED:
            self._window.merge(change.story_id, change.other_story_id)
            for key, line in self._lines.items():
                if line.id == change.other_story_id:
                    self._lines[key] = replace(line, id=change.story_id)
            return
        chosen = change.story_id or story_id(fingerprint.article_id)
        self._window.add(fingerprint, chosen)
        self._lines[fingerprint.article_id] = StoryLine(id=chosen, reason=change.reason, confidence=change.confidence)

    def _age(self) -> None:
        """As a dated stream passes: regroup now and then, and drop what is out of the window."""
        now = self._clock()
        if self._regrouped_at is None or self._regrouped_at > now:
            self._regrouped_at = now
        if now - self._regrouped_at < self._window.span / REPAIRS_PER_WINDOW:
            return
        self.regroup()
        self._regrouped_at = now
        if self._window.forget(now):
            self._pairs = {
                (a, b): pair for (a, b), pair in self._pairs.items() if a in self._window and b in self._window
            }


def story_id(first: str) -> str:
    """The id of the story that article `first` opened."""
    return "story-" + hashlib.sha256(first.encode()).hexdigest()[:16]


def article_of(record: Mapping[str, object], *, key: str) -> Article:
    """The article of a filter record: from `article`, or from the same fields at the top level."""
    inner = record.get("article")
    fields: Mapping[str, object] = inner if isinstance(inner, Mapping) else record
    paragraphs = fields.get("paragraphs")
    text = [str(p) for p in paragraphs] if isinstance(paragraphs, list) else str(fields.get("text") or "").split("\n")
    return Article(
        id=key,
        url=str(fields.get("url") or record.get("url") or ""),
        headline=str(fields.get("headline") or ""),
        paragraphs=tuple(paragraph for paragraph in text if paragraph.strip()),
        language=str(fields.get("language") or ""),
        published_at=_stated(fields.get("published_at")),
    )


def _stated(value: object) -> StatedTime | None:
    try:
        return StatedTime.parse(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _given_vector(article: Article, record: Mapping[str, object]) -> list[Annotation]:
    """The vector that `headwater annotate --vectors` wrote, if it did."""
    vector = record.get("vector")
    if not isinstance(vector, Mapping) or not isinstance(vector.get("values"), list):
        return []
    return [Annotation(article_id=article.id, kind=AnnotationKind.VECTOR, body=dict(vector))]
