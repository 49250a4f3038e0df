import gzip
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard

from headwater.acquire.warc import MAX_RECORD_BYTES, read_warc
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture

PAGE = "<p>Река поднялась.</p>".encode() * 50


def record(number: int, head: str, body: bytes, kind: str = "response", url: str = "https://paper.example/a") -> bytes:
    block = f"HTTP/1.1 {head}\r\n\r\n".encode() + body
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2026-11-23T10:00:00Z",
        "Content-Type: application/http",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def archive(folder: Path, *records: bytes, is_gzip: bool = False) -> Path:
    path = folder / "some.warc"
    path.write_bytes(b"".join(gzip.compress(one) if is_gzip else one for one in records))
    return path


@pytest.mark.parametrize("is_gzip", [False, True])
def test_responses_become_captures_and_others_are_skipped(tmp_path: Path, is_gzip: bool) -> None:
    path = archive(
        tmp_path,
        record(1, "200 OK\r\nContent-Type: text/html\r\nX-A: 1\r\nX-A: 2", PAGE),
        record(2, "200 OK", b"q", kind="request"),
        record(3, "404 Not Found", b"", url="https://paper.example/b"),
        record(4, "200 OK", b"x", url="dns:paper.example"),
        is_gzip=is_gzip,
    )
    found = list(read_warc(path))
    assert all(isinstance(one, Capture) for one in found)
    first, second = (one for one in found if isinstance(one, Capture))
    assert first.id == "urn:uuid:00000000-0000-0000-0000-000000000001"
    assert (first.body, first.status, first.final_url) == (PAGE, 200, "https://paper.example/a")
    assert first.headers["x-a"] == "1, 2"
    assert first.captured_at.isoformat() == "2026-11-23T10:00:00+00:00"
    assert first.body_digest.startswith("sha256:")
    assert second.status == 404


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("gzip", PAGE),
        ("br", PAGE),
        ("unheard-of", PAGE),
    ],
    ids=["gzip", "deflate", "br", "zstd", "plain as gzip", "plain as br", "unheard of"],
)
def test_codings_are_undone_also_where_the_header_lies(tmp_path: Path, coding: str, body: bytes) -> None:
    (found,) = read_warc(archive(tmp_path, record(1, f"200 OK\r\nContent-Encoding: {coding}", body)))
    assert isinstance(found, Capture)
    assert found.body == PAGE


def test_chunks_are_joined(tmp_path: Path) -> None:
    coded = gzip.compress(PAGE)
    body = b"".join(b"%x;ext=1\r\n%b\r\n" % (len(part), part) for part in (coded[:7], coded[7:])) + b"0\r\n\r\n"
    head = "200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"
    (found,) = read_warc(archive(tmp_path, record(1, head, body)))
    assert isinstance(found, Capture)
    assert found.body == PAGE


def test_a_body_that_unfolds_beyond_the_limit_is_rejected(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(MAX_RECORD_BYTES + 1000))
    (found,) = read_warc(archive(tmp_path, record(1, "200 OK\r\nContent-Encoding: gzip", bomb)))
    assert isinstance(found, Rejection)
    assert found.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("is_gzip", [False, True])
def test_a_cut_archive_gives_what_is_whole_and_then_says_so(tmp_path: Path, is_gzip: bool) -> None:
    path = archive(tmp_path, record(1, "200 OK", PAGE), record(2, "200 OK", PAGE), is_gzip=is_gzip)
    path.write_bytes(path.read_bytes()[:-120])
    found = list(read_warc(path))
    assert isinstance(found[0], Capture)
    assert isinstance(found[-1], Rejection)
    assert found[-1].reason is Reason.BROKEN_ARCHIVE
    assert "record 2" in found[-1].detail or "after 1 records" in found[-1].detail


@pytest.mark.parametrize("content", [b"", b"no archive", b"<html></html>", b"\x1f\x8b\x08 broken gzip"])
def test_what_is_no_archive_is_one_rejection(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    (found,) = read_warc(path)
    assert isinstance(found, Rejection)
    assert found.reason is Reason.BROKEN_ARCHIVE


def test_a_folder_is_no_archive_either(tmp_path: Path) -> None:
    (found,) = read_warc(tmp_path)
    assert isinstance(found, Rejection)


def test_a_record_without_http_is_rejected_alone(tmp_path: Path) -> None:
    broken = record(1, "200 OK", PAGE).replace(b"HTTP/1.1 200 OK", b"\xff\xfe\x00 garbage")
    found = list(read_warc(archive(tmp_path, broken, record(2, "200 OK", PAGE))))
    assert isinstance(found[-1], Capture)
