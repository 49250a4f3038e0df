"""Archives as a source of work: every article of a WARC file through all stages, without the network.

Bodies are not copied into the database: the archive keeps them. A record that was ingested before is skipped, so a
broken-off run goes on where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture, Entry
from headwater.pipeline.keeping import save_result
from headwater.pipeline.local import Runner
from headwater.pipeline.reading import ReadResult, ReadTask
from headwater.pipeline.workshop import Workshop
from headwater.store import blocks, captures, entries, outcomes

BATCH_SIZE = 32  # pages saved in one transaction
_HTML_TYPES = ("", "text/html", "application/xhtml+xml")


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
    while batch := list(islice(pages, BATCH_SIZE)):
        tasks = _tasks(shop, batch, report)
        results = shop.children.map("read_page", tasks)
        _save(shop, list(zip(tasks, results, strict=True)), report)
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


def _tasks(shop: Workshop, batch: list[Capture], report: IngestReport) -> list[ReadTask]:
    now = shop.clock.now()
    tasks: list[ReadTask] = []
    with shop.store.write() as tx:
        for capture in batch:
            if captures.has_capture(tx, capture.id):
                report.known += 1
                continue
            if blocks.is_blocked(tx, capture.final_url) is not None:
                report.rejected[Reason.WITHHELD.value] += 1
                continue
            entry = Entry(url=capture.final_url)
            article_id, _ = entries.save_entry(tx, entry, now=now, new_id=shop.new_id(now))
            task = ReadTask(
                capture=capture,
                article_id=article_id,
                first_seen_at=capture.captured_at,
                with_vectors=shop.with_vectors,
            )
            tasks.append(task)
    return tasks


def _save(shop: Workshop, pairs: list[tuple[ReadTask, ReadResult | Rejection]], report: IngestReport) -> None:
    now = shop.clock.now()
    with shop.store.write() as tx:
        for task, result in pairs:
            captures.save_capture(tx, task.capture, article_id=task.article_id, with_body=False)
            if isinstance(result, Rejection):
                report.rejected[result.reason.value] += 1
                outcomes.record_rejection(tx, result, at=now, subject_id=task.article_id)
            else:
                save_result(shop, tx, task, result, now)
                report.articles += 1
