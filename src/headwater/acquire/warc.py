"""WARC archives (ISO 28500): their HTTP responses as captures."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import zstandard
from fastwarc.warc import ArchiveIterator, WarcRecordType

from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture
from headwater.text.ids import digest
from headwater.text.urls import canonical_url

MAX_RECORD_BYTES = 20 * 1024 * 1024
"""Larger payloads are rejected, also those that unfold to more."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_warc(path: Path) -> Iterator[Capture | Rejection]:
    """Every HTTP response of an archive in file order; a damaged archive ends in a rejection, never an exception.

    Compressed or not (gzip, zstd); `id` is the record's own. The caller sees to it that the file exists.
    """
    try:
        with path.open("rb") as stream:
            yield from _responses(stream, str(path))
    except OSError as error:
        yield _broken(path, f"cannot be read: {error.strerror or error}")


def _responses(stream: Any, name: str) -> Iterator[Capture | Rejection]:
    count = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False):
            block = record.reader.read(MAX_RECORD_BYTES + 1)
            if "Content-Length" not in record.headers or len(block) < min(record.content_length, MAX_RECORD_BYTES):
                # fastwarc ends a cut archive silently, with a torn last record.
                yield _broken(Path(name), f"cut off in the middle of record {count + 1}")
                return
            count += 1
            found = _capture(record, block) if int(record.record_type) == int(WarcRecordType.response) else None
            if found is not None:
                yield found
    except Exception as error:  # fastwarc raises what its readers raise: any of it means a damaged archive
        yield _broken(Path(name), f"damaged after {count} records ({str(error)[:200]})")
        return
    if count == 0:
        yield _broken(Path(name), "holds no WARC record")


def _broken(path: Path, detail: str) -> Rejection:
    return Rejection(stage="acquire", reason=Reason.BROKEN_ARCHIVE, detail=f"{path.name}: {detail}", subject=str(path))


def _capture(record: Any, block: bytes) -> Capture | Rejection | None:
    """One response record as a capture; None for responses that are not HTTP (dns:, ftp:)."""
    url = canonical_url((record.headers.get("WARC-Target-URI") or "").strip("<>"))
    if not url:
        return None
    identity = (record.record_id or "").strip("<>")
    if len(block) > MAX_RECORD_BYTES:
        return _refused(identity, Reason.TOO_LARGE, f"more than {MAX_RECORD_BYTES} bytes")
    try:
        record.set_bytes_content(block)
        record.parse_http(auto_decode="none")
        head = record.http_headers
        body = record.reader.read()
    except (OSError, ValueError) as error:
        return _refused(identity, Reason.BROKEN_ARCHIVE, f"the HTTP message cannot be read: {str(error)[:200]}")
    if head is None or head.status_code is None:
        return _refused(identity, Reason.BROKEN_ARCHIVE, "the record holds no HTTP response")
    headers = _headers(head)
    decoded = _decoded(body, headers)
    if len(decoded) > MAX_RECORD_BYTES:
        return _refused(identity, Reason.TOO_LARGE, f"more than {MAX_RECORD_BYTES} bytes")
    return Capture(
        id=identity,
        requested_url=url,
        final_url=url,
        status=int(head.status_code),
        headers=headers,
        body=decoded,
        captured_at=record.record_date or _EPOCH,
        body_digest=digest(decoded),
    )


def _refused(identity: str, reason: Reason, detail: str) -> Rejection:
    return Rejection(stage="acquire", reason=reason, detail=detail, subject=identity)


def _headers(head: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in head:
        key = str(name).lower()
        found[key] = f"{found[key]}, {value}" if key in found else str(value)
    return found


def _decoded(body: bytes, headers: dict[str, str]) -> bytes:
    """The payload without transfer- and content-coding, at most one byte above the limit.

    Archives lie: crawlers store decoded bodies under headers that still name a coding, so a body that is not coded
    is taken as it is, and only real codings are undone.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed([name.strip().lower() for name in headers.get("content-encoding", "").split(",")]):
        body = _inflated(body, coding)
    return body


def _unchunked(body: bytes) -> bytes:
    pieces: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + 200)
        size_text = body[position:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            size = int(size_text, 16)
        except ValueError:
            # Not chunked after all, or torn: what was read so far, or the body as it is.
            return b"".join(pieces) if pieces else body
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + size])
        position = end + 2 + size + 2


def _inflated(body: bytes, coding: str) -> bytes:
    limit = MAX_RECORD_BYTES + 1
    try:
        if coding in ("gzip", "x-gzip") and body[:2] == b"\x1f\x8b":
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(body, limit)
        if coding == "deflate":
            is_zlib = body[:1] == b"\x78"
            return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS).decompress(body, limit)
        if coding == "br":
            return bytes(brotli.Decompressor().process(body, output_buffer_limit=limit))
        if coding == "zstd" and body[:4] == b"\x28\xb5\x2f\xfd":
            with zstandard.ZstdDecompressor().stream_reader(body) as reader:
                return reader.read(limit)
    except (zlib.error, brotli.error, zstandard.ZstdError):
        return body
    return body
