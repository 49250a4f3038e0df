"""The stages as filters: `headwater extract | headwater annotate | headwater trace | headwater cluster`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from headwater.app import opening
from headwater.app.console import plainly, print_json
from headwater.app.filtering import Filtering, Tally, input_lines, write_record
from headwater.app.learning import Learning
from headwater.app.options import Data, Replay
from headwater.app.progress import counting
from headwater.app.recipes import load_recipes
from headwater.app.saved_pages import saved_pages
from headwater.app.schemas import schema_of
from headwater.app.settings import load_settings
from headwater.app.sorting import Sorter, traces
from headwater.model.errors import ExitCode, UserError

Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE", help="One JSON object a line. [default: standard input]")
]
Jobs = Annotated[
    int, typer.Option("--jobs", metavar="NUMBER", min=0, help="Child processes. [default: one for each core]")
]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the output and stop.")]
Vectors = Annotated[bool, typer.Option(help="Use sentence vectors (better across languages, slower), or do not.")]
Stream = Annotated[bool, typer.Option("--stream", help="Answer each line as it comes, from what came before it.")]

Window = Annotated[
    str, typer.Option(metavar="LENGTH", help="How long a story waits for its next article, like 36h or 7d.")
]

_WINDOW = re.compile(r"^(\d+)\s*([hd])$")


@dataclass(frozen=True, kw_only=True)
class _Call:
    """What one invocation of a filter asks for."""

    name: str
    lines: Iterable[Any]
    jobs: int
    options: dict[str, Any]


def _run(call: _Call, finish: Callable[[Iterator[Any]], Iterator[dict[str, Any]]] | None = None) -> None:
    tally = Tally()
    with opening.children(load_settings(), call.jobs) as crew:
        results = Filtering(name=call.name, crew=crew, options=call.options).results(call.lines)
        for record in finish(results) if finish else results:
            write_record(tally.count(record))
    _leave(tally)


def _leave(tally: Tally) -> None:
    if tally.exit_code:
        raise typer.Exit(int(tally.exit_code))


def _plain(name: str, summary: str) -> Callable[..., None]:
    def command(files: Files = None, jobs: Jobs = 0, schema: Schema = False) -> None:
        if schema:
            print_json(schema_of(name))
        else:
            _run(_Call(name=name, lines=input_lines(files or []), jobs=jobs, options={}))

    command.__doc__ = summary
    return plainly(command)


@plainly
def extract(  # noqa: PLR0913 (options of a command)
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="NDJSON (a page a line), a saved page, a WARC file, or a folder of pages and WARC files. "
            "[default: NDJSON from standard input]",
        ),
    ] = None,
    archives: Annotated[
        list[Path] | None,
        typer.Option("--warc", metavar="FILE", help="Read this file as WARC, whatever its name. Repeatable."),
    ] = None,
    url: Annotated[
        str, typer.Option("--url", metavar="ADDRESS", help="Where a saved page stood. [default: what it says itself]")
    ] = "",
    learn: Annotated[
        bool, typer.Option("--learn", help="Let the pages of a host teach how its later ones are read, as a run does.")
    ] = False,
    recipes: Annotated[
        Path | None,
        typer.Option("--recipes", metavar="FOLDER", help="Take the recipes of this folder. [default: your own]"),
    ] = None,
    jobs: Jobs = 0,
    schema: Schema = False,
) -> None:
    """Page to article: headline, byline, verbatim paragraphs, times, pictures, credits.

    Writes one JSON object for each page, in order: its article, or the reason why it has none. Exit code 3 if any page
    was rejected.
    """
    if schema:
        print_json(schema_of("extract"))
        return
    settings = load_settings()
    if recipes is not None:
        settings = replace(settings, recipes_folder=str(recipes))
    options = {"recipes": load_recipes(settings)}
    # With several --warc files a shell glob leaves the later ones as plain arguments: they are told apart by content.
    lines = saved_pages(files or [], archives=archives or [], url=url)
    tally = Tally()
    with opening.children(settings, jobs) as crew, counting(tally):
        work = (Learning if learn else partial(Filtering, name="extract"))(crew=crew, options=options)
        for record in work.results(lines):
            write_record(tally.count(record))
    _leave(tally)


@plainly
def annotate(
    files: Files = None,
    vectors: Annotated[bool, typer.Option("--vectors", help="Add the sentence vector.")] = False,
    jobs: Jobs = 0,
    schema: Schema = False,
) -> None:
    """Article to language, places, names, quotations, keywords."""
    if schema:
        print_json(schema_of("annotate"))
        return
    _run(_Call(name="annotate", lines=input_lines(files or []), jobs=jobs, options={"vectors": vectors}))


@plainly
def cluster(
    files: Files = None,
    window: Annotated[
        str, typer.Option(metavar="LENGTH", help="How long a story waits for its next article: 72h, 7d.")
    ] = "72h",
    stream: Stream = False,
    vectors: Vectors = True,
    jobs: Jobs = 0,
    schema: Schema = False,
) -> None:
    """Articles to stories, across languages, each with its reason."""
    if schema:
        print_json(schema_of("cluster"))
        return
    span = _window(window)
    tally = Tally()
    with opening.children(load_settings(), jobs) as crew:
        sorter = Sorter(crew=crew, span=span, stream=stream, with_vectors=vectors)
        for record in sorter.stories(input_lines(files or [])):
            write_record(tally.count(record))
    _leave(tally)


@plainly
def trace(
    files: Files = None, stream: Stream = False, vectors: Vectors = True, jobs: Jobs = 0, schema: Schema = False
) -> None:
    """Articles to their primary sources, with evidence and confidence."""
    if schema:
        print_json(schema_of("trace"))
        return

    def finish(results: Iterator[Any]) -> Iterator[dict[str, Any]]:
        return traces(results, stream=stream)

    _run(_Call(name="trace", lines=input_lines(files or []), jobs=jobs, options={"vectors": vectors}), finish)


@plainly
def rights(  # noqa: PLR0913 (options of a command)
    items: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="URL|FILE",
            help="Addresses to ask, pages as HTML, or files of JSON objects. [default: standard input]",
        ),
    ] = None,
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where the HTML file's page stands.")] = "",
    data: Data = None,
    replay: Replay = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a page, for programs.")] = False,
    jobs: Jobs = 0,
    schema: Schema = False,
) -> None:
    """Everything a page and its host say of rights, to seven rulings with their evidence."""
    if schema:
        print_json(schema_of("rights"))
        return
    from headwater.app.commands import rights_of  # a list of JSON objects needs neither network nor database

    named = items or []
    pages = [item for item in named if rights_of.is_address(item) or rights_of.is_page(Path(item))]
    if pages and len(pages) < len(named):
        message = "Pages and files of JSON objects do not go together: ask for the ones, then for the others."
        raise UserError(message, exit_code=ExitCode.USAGE)
    if not pages:
        lines = input_lines([Path(item) for item in named])
        _run(_Call(name="rights", lines=lines, jobs=jobs, options={}))
        return
    if rights_of.tell(load_settings(data), pages, url=url, archives=replay or [], as_json=as_json):
        raise typer.Exit(int(ExitCode.PARTLY if len(pages) > 1 else ExitCode.FAILED))


def _window(text: str) -> timedelta:
    match = _WINDOW.match(text.strip())
    if match is None:
        raise UserError(f"--window wants a length like 72h or 7d, not {text!r}.", exit_code=ExitCode.USAGE)
    count = int(match[1])
    return timedelta(hours=count) if match[2] == "h" else timedelta(days=count)


feed = _plain("feed", "Feed, sitemap or OPML to entries.")
robots = _plain("robots", "robots.txt to an answer for one address (RFC 9309).")
compare = _plain("compare", "Two articles: the same text, a copy, a translation, the same story?")
