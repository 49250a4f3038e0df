"""Archives as a source of work: every article of a WARC file through all stages, without the network.

Bodies are not copied into the database: the archive keeps them. A record that was ingested before is skipped, so a
broken-off run goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeAlias

from headwater import extract
from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry
from headwater.pipeline import host_learning
from headwater.pipeline.keeping import save_result
from headwater.pipeline.local import Runner
from headwater.pipeline.reading import ReadResult, ReadTask
from headwater.pipeline.workshop import Workshop
from headwater.store import blocks, captures, entries, outcomes
from headwater.text.urls import address_key, host_of

BATCH_SIZE = 32  # pages saved in one transaction
FIRST_PAGES = 4  # so many pages of a new host are read before the others of a batch
_HTML_TYPES = ("", "text/html", "application/xhtml+xml")


_Read: TypeAlias = "tuple[ReadTask, ReadResult | Rejection]"


@dataclass(kw_only=True)
class IngestReport:
    """What became of the records of an archive."""

    records: int = 0
    articles: int = 0
    known: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


def ingest_records(
    shop: Workshop, records: Iterable[Capture | Rejection], *, report: IngestReport, tick: Callable[[], None]
) -> None:
    """Read every record and save what it gave; `report` counts, `tick` is called after each record. Blocking."""
    pages = _pages(shop, records, report, tick)
    lessons = host_learning.Lessons()
    while batch := list(islice(pages, BATCH_SIZE)):
        tasks = _tasks(shop, batch, report, lessons)
        _save(shop, _joined(shop, _read(shop, tasks, lessons)), report, lessons)
        for _ in batch:
            tick()


async def relate_all(shop: Workshop) -> None:
    """Trace and group what was read, until nothing is due."""
    await Runner(shop, stages=(Stage.READ, Stage.RELATE, Stage.ERASE)).run(once=True)


def _pages(
    shop: Workshop, records: Iterable[Capture | Rejection], report: IngestReport, tick: Callable[[], None]
) -> Iterator[Capture]:
    for record in records:
        report.records += 1
        rejection = record if isinstance(record, Rejection) else _unfit(record)
        if rejection is not None:
            _reject(shop, rejection, report)
            tick()
        else:
            assert isinstance(record, Capture)
            yield record


def _unfit(capture: Capture) -> Rejection | None:
    if capture.status != 200:
        detail = f"status {capture.status}"
        return Rejection(stage="ingest", reason=Reason.HTTP_STATUS, detail=detail, subject=capture.final_url)
    if capture.media_type not in _HTML_TYPES:
        return Rejection(stage="ingest", reason=Reason.NOT_HTML, detail=capture.media_type, subject=capture.final_url)
    return None


def _reject(shop: Workshop, rejection: Rejection, report: IngestReport) -> None:
    report.rejected[rejection.reason.value] += 1
    with shop.store.write() as tx:
        outcomes.record_rejection(tx, rejection, at=shop.clock.now(), subject_id=rejection.subject)


def _tasks(
    shop: Workshop, batch: Sequence[Capture], report: IngestReport, lessons: host_learning.Lessons
) -> list[ReadTask]:
    """What is to be read of a batch. Records of one address are of one article."""
    now = shop.clock.now()
    article_ids: dict[str, str] = {}
    tasks: list[ReadTask] = []
    with shop.store.read() as tx:
        lessons.load(tx, (capture.final_url for capture in batch))
        for capture in batch:
            if captures.has_capture(tx, capture.id):
                report.known += 1
                continue
            if blocks.is_blocked(tx, capture.final_url) is not None:
                report.rejected[Reason.WITHHELD.value] += 1
                continue
            known_id = article_ids.get(blocks.hash_of(capture.final_url)) or entries.find_article_id(
                tx, capture.final_url
            )
            article_id = article_ids.setdefault(blocks.hash_of(capture.final_url), known_id or shop.new_id(now))
            task = ReadTask(
                capture=capture,
                article_id=article_id,
                first_seen_at=capture.captured_at,
                with_vectors=shop.with_vectors,
                recipe=extract.recipe_for(shop.recipes, capture.final_url, capture.captured_at),
            )
            tasks.append(task)
    return tasks


def _read(shop: Workshop, tasks: Sequence[ReadTask], lessons: host_learning.Lessons) -> list[_Read]:
    """Every page read with what its host taught so far, in the order of the archive."""
    results: dict[str, _Read] = {}
    waiting = list(tasks)
    while waiting:
        now, waiting = _round(waiting, lessons)
        taught = [replace(task, host=lessons.known(task.capture.final_url)) for task in now]
        for task, result in zip(taught, shop.children.map("read_page", taught), strict=True):
            results[task.capture.id] = (task, result)
            if isinstance(result, ReadResult) and result.facts is not None:
                lessons.learn(task.capture.final_url, result.facts)
    return [results[task.capture.id] for task in tasks]


def _round(waiting: Sequence[ReadTask], lessons: host_learning.Lessons) -> tuple[list[ReadTask], list[ReadTask]]:
    """What is read now and what later: the first pages of a host teach the others before these are read."""
    now: list[ReadTask] = []
    later: list[ReadTask] = []
    counts: Counter[str] = Counter()
    for task in waiting:
        host, known = host_of(task.capture.final_url), lessons.known(task.capture.final_url).pages
        is_now = known >= FIRST_PAGES or counts[host] < FIRST_PAGES - known
        (now if is_now else later).append(task)
        counts[host] += is_now
    return now, later


def _joined(shop: Workshop, read: Sequence[_Read]) -> list[_Read]:
    """Articles whose further pages stand in the same batch, read with them; these are then no articles of their own."""
    tasks = {address_key(task.capture.final_url): task for task, _ in read}
    taken: set[str] = set()
    joined: list[_Read] = []
    for task, result in read:
        if task.capture.id not in taken and isinstance(result, ReadResult) and result.wanted is not None:
            task, result = _with_following(shop, task, result, tasks)
            taken.update(result.following)
        joined.append((task, result))
    return [one for one in joined if one[0].capture.id not in taken]


def _with_following(
    shop: Workshop, task: ReadTask, result: ReadResult, tasks: Mapping[str, ReadTask]
) -> tuple[ReadTask, ReadResult]:
    while result.wanted is not None and (following := tasks.get(address_key(result.wanted.url))) is not None:
        longer = replace(task, following=(*task.following, following.capture))
        found = shop.children.call("read_page", longer)
        if not isinstance(found, ReadResult) or len(found.following) < len(longer.following):
            break
        task, result = longer, found
    return task, result


def _save(shop: Workshop, read: Sequence[_Read], report: IngestReport, lessons: host_learning.Lessons) -> None:
    now = shop.clock.now()
    with shop.store.write() as tx:
        for task, _ in read:
            entries.save_entry(tx, Entry(url=task.capture.final_url), now=now, new_id=task.article_id)
        for task, result in read:
            for capture in (task.capture, *task.following):
                captures.save_capture(tx, capture, article_id=task.article_id, with_body=False)
            if isinstance(result, Rejection):
                report.rejected[result.reason.value] += 1
                outcomes.record_rejection(tx, result, at=now, subject_id=task.article_id)
            else:
                save_result(shop, tx, task, replace(result, facts=None), now)  # the lessons of a batch are saved once
                report.articles += 1
        lessons.save(tx, now)
