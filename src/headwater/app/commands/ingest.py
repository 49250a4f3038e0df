"""`headwater ingest`: every article of WARC files through all stages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from headwater.acquire import warc
from headwater.app import loop, opening
from headwater.app.clock import SystemClock
from headwater.app.console import err, fail, out, plainly, print_json, print_table
from headwater.app.options import Data, Json
from headwater.app.settings import Settings, load_settings
from headwater.model.errors import ExitCode
from headwater.model.rejection import Rejection
from headwater.model.web import Capture
from headwater.pipeline.ingesting import IngestReport, ingest_records, relate_all


@plainly
def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="WARC files, plain or compressed.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Take every article of WARC files through all stages: read, trace, group, publish."""
    for path in files:
        if not path.is_file():
            fail(f"There is no file {path}. Give the path of a WARC file.", ExitCode.NOT_FOUND)
    settings = load_settings(data)
    report = IngestReport()
    began = time.monotonic()
    loop.run(_ingest(settings, files, report))
    seconds = time.monotonic() - began
    if as_json:
        print_json(_summary(report, seconds))
    else:
        _print(report, seconds)
    if report.articles == 0 and report.known == 0:
        raise typer.Exit(int(ExitCode.FAILED))
    if report.rejected["broken_archive"]:
        raise typer.Exit(int(ExitCode.PARTLY))


async def _ingest(settings: Settings, files: list[Path], report: IngestReport) -> None:
    with opening.writing_store(settings) as store, _bar() as bar:
        async with opening.workshop(settings, store, SystemClock()) as shop:
            task = bar.add_task("Reading pages", total=None)
            await asyncio.to_thread(
                ingest_records, shop, _records(files), report=report, tick=lambda: bar.advance(task)
            )
            bar.update(task, description="Tracing and grouping")
            await relate_all(shop)


def _records(files: list[Path]) -> Iterator[Capture | Rejection]:
    for path in files:
        yield from warc.read_warc(path)


def _bar() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _summary(report: IngestReport, seconds: float) -> dict[str, object]:
    return {
        "records": report.records,
        "articles": report.articles,
        "known": report.known,
        "rejected": dict(report.rejected),
        "seconds": round(seconds, 2),
        "articles_per_second": round(report.articles / seconds, 1) if seconds else None,
    }


def _print(report: IngestReport, seconds: float) -> None:
    out.print(
        f"[bold]{report.articles}[/] articles stored from {report.records} records in {seconds:.1f} s "
        f"({report.articles / seconds:.1f} articles per second)",
        highlight=False,
    )
    if report.known:
        out.print(f"{report.known} records were here already", highlight=False)
    if report.rejected:
        rows = [(reason.replace("_", " "), str(count)) for reason, count in report.rejected.most_common()]
        print_table("Not taken", ("reason", "records"), rows)
    if report.rejected["broken_archive"]:
        err.print("The archive is broken: what could be read before the break is stored. Fetch the file again.")
