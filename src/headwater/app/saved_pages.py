"""What `headwater extract` reads: NDJSON, saved pages, WARC archives, and folders of these, told apart by content."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from headwater.acquire import warc
from headwater.app.filtering import lines_of
from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Rejection
from headwater.model.web import Capture

Line: TypeAlias = bytes | Capture | Rejection
"""One page as it is given: a JSON object, a response of an archive, or why there is none."""

STANDARD_INPUT = "-"
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
_HTML_TYPES = ("", "text/html", "application/xhtml+xml")
_HEAD_BYTES = 512
_GZIP, _ZSTANDARD, _ARCHIVE = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"WARC/"


class _Kind(Enum):
    NDJSON = auto()
    PAGE = auto()
    ARCHIVE = auto()


def saved_pages(paths: Sequence[str], *, archives: Iterable[Path] = (), url: str = "") -> Iterator[Line]:
    """Every page of these files and folders in their order; without any, the lines of standard input.

    `archives` are read as WARC whatever they look like. `url` is the address of a single saved page. UserError for what
    is not there; a broken archive gives what could be read of it, and then a Rejection.
    """
    for path in archives:
        yield from _archive(_existing(str(path)))
    if not paths and not archives:
        yield from lines_of(sys.stdin.buffer)
    for name in paths:
        if name == STANDARD_INPUT:
            yield from lines_of(sys.stdin.buffer)
        else:
            yield from _of_path(_existing(name), url)


def _existing(name: str) -> Path:
    path = Path(name)
    if path.exists():
        return path
    if name.startswith(("http://", "https://")):
        message = f"{name} is an address. extract reads what was saved: save the page, name its file, add --url {name}."
        raise UserError(message, exit_code=ExitCode.USAGE)
    message = f"There is no file {name}. Name NDJSON, a saved page, a WARC file or a folder, or pipe NDJSON in."
    raise UserError(message, exit_code=ExitCode.NOT_FOUND)


def _of_path(path: Path, url: str) -> Iterator[Line]:
    if path.is_dir():
        for found in _inside(path):
            yield from _of_path(found, "")
        return
    try:
        kind = _kind(path)
        if kind is _Kind.ARCHIVE:
            yield from _archive(path)
        elif kind is _Kind.PAGE:
            page = {"id": str(path), "url": url, "html_path": str(path)}
            yield json.dumps(page, ensure_ascii=False).encode("utf-8", "surrogateescape")
        else:
            with _opened(path) as stream:
                yield from lines_of(stream)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or error
        message = f"Cannot read {path}: {why}. See who may read it, or name another file."
        raise UserError(message, exit_code=ExitCode.NOT_FOUND) from error


def _inside(folder: Path) -> list[Path]:
    """The archives and saved pages of a folder and those below it, by name; UserError where there is none."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and _is_named_so(path))
    if not found:
        message = f"The folder {folder} holds no page: extract takes .html and .warc files of a folder, also .warc.gz."
        raise UserError(message, exit_code=ExitCode.NOT_FOUND)
    return found


def _is_named_so(path: Path) -> bool:
    return path.suffix.lower() in _HTML_SUFFIXES or path.name.lower().endswith(_WARC_SUFFIXES)


def _kind(path: Path) -> _Kind:
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(_GZIP):
        with gzip.open(path) as stream:
            head = stream.read(_HEAD_BYTES)
    if head.startswith((_ARCHIVE, _ZSTANDARD)):
        return _Kind.ARCHIVE
    is_page = path.suffix.lower() in _HTML_SUFFIXES or head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
    return _Kind.PAGE if is_page else _Kind.NDJSON


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as stream:
        is_packed = stream.read(len(_GZIP)) == _GZIP
    return cast(BinaryIO, gzip.open(path)) if is_packed else path.open("rb")


def _archive(path: Path) -> Iterator[Capture | Rejection]:
    """The HTML responses of an archive."""
    for record in warc.read_warc(path):
        if isinstance(record, Rejection) or record.media_type in _HTML_TYPES:
            yield record
