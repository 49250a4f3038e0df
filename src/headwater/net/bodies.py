"""Content-codings undone as a stream, so that a decompression bomb costs no more than the limit (RFC 9110 §8.4.1)."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from typing import Protocol

import brotli
import zstandard

from headwater.model.rejection import Reason
from headwater.net.failures import FetchFailure

PIECE_BYTES = 64 * 1024
MAX_CODINGS = 2  # honest servers apply one; a second one is met where a proxy compresses again
# Four bytes of a zstd RLE block may stand for 128 KiB, and its decoder has no output limit: feed it little.
ZSTD_SLICE_BYTES = 128
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024  # RFC 9659: the largest window that HTTP clients must support
RAW_SLACK_BYTES = 64 * 1024  # a coded body may be a little longer than the plain one
_GZIP_MAGIC = b"\x1f\x8b"
ACCEPTED_CODINGS = "gzip, deflate, br, zstd"


class _Decoder(Protocol):
    is_complete: bool

    def pieces(self, data: bytes) -> Iterator[bytes]: ...


class _Inflate:
    """gzip (RFC 1952, several members) and deflate (zlib or, as some servers send it, raw)."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._stream: zlib._Decompress | None = None
        self._head = b""
        self._is_plain = False
        self._is_ended = False
        self.is_complete = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        data, self._head = self._head + data, b""
        while data and not self._is_ended:
            if self._is_plain:
                yield data
                return
            if self._stream is not None:
                data = yield from self._inflate(self._stream, data)
            elif len(data) < len(_GZIP_MAGIC):
                self._head = data
                return
            else:
                self._begin_member(data)

    def _begin_member(self, data: bytes) -> None:
        if not self._is_gzip:
            is_zlib = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(15 if is_zlib else -15)
        elif data[:2] == _GZIP_MAGIC:
            self._stream = zlib.decompressobj(31)
            self.is_complete = False
        elif self.is_complete:
            self._is_ended = True  # padding and garbage after the last member are ignored, as browsers do
        else:
            self._is_plain = self.is_complete = True  # servers that say gzip and send plain text are common

    def _inflate(self, stream: zlib._Decompress, data: bytes) -> Generator[bytes, None, bytes]:
        """Yields what `data` unfolds to; returns what of it lies beyond the end of the member."""
        while True:
            piece = stream.decompress(data, PIECE_BYTES)
            if piece:
                yield piece
            if stream.eof:
                self.is_complete = True
                self._stream = None
                self._is_ended = not self._is_gzip
                return stream.unused_data
            data = stream.unconsumed_tail
            if len(piece) < PIECE_BYTES:
                return b""


class _Brotli:
    """br (RFC 7932)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self.is_complete = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self.is_complete:
            return
        piece = self._stream.process(data, output_buffer_limit=PIECE_BYTES)
        while piece:
            yield piece
            piece = b"" if self._is_drained() else self._stream.process(b"", output_buffer_limit=PIECE_BYTES)
        self.is_complete = self._stream.is_finished()

    def _is_drained(self) -> bool:
        return bool(self._stream.is_finished() or self._stream.can_accept_more_data())


class _Zstandard:
    """zstd (RFC 8878, several frames)."""

    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES)
        self._stream = self._context.decompressobj()
        self.is_complete = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), ZSTD_SLICE_BYTES):
            rest = data[start : start + ZSTD_SLICE_BYTES]
            while rest:
                if self._stream.eof:
                    self._stream = self._context.decompressobj()
                piece = self._stream.decompress(rest)
                rest = self._stream.unused_data if self._stream.eof else b""
                if piece:
                    yield piece
        self.is_complete = self._stream.eof


def _decoder(coding: str) -> _Decoder | None:
    if coding in ("gzip", "x-gzip"):
        return _Inflate(is_gzip=True)
    if coding == "deflate":
        return _Inflate(is_gzip=False)
    if coding == "br":
        return _Brotli()
    if coding == "zstd":
        return _Zstandard()
    return None  # identity, and words like "utf-8" that are no codings: browsers take the body as it is


class BodyReader:
    """Collects one body: `take` each chunk as it comes, then `finish` for the plain bytes.

    FetchFailure TOO_LARGE beyond `max_body_bytes`, PROTOCOL_ERROR where the coding is broken or cut off.
    """

    def __init__(self, content_encoding: str, max_body_bytes: int) -> None:
        codings = [coding.strip().lower() for coding in content_encoding.split(",")]
        decoders = [decoder for coding in codings if (decoder := _decoder(coding)) is not None]
        if len(decoders) > MAX_CODINGS:
            raise FetchFailure(Reason.PROTOCOL_ERROR, f"more than {MAX_CODINGS} content-codings: {content_encoding}")
        self._decoders = decoders[::-1]
        self._max_body_bytes = max_body_bytes
        self._body = bytearray()
        self.raw_bytes = 0

    def take(self, chunk: bytes) -> None:
        """Decode one chunk of the body as transferred."""
        self.raw_bytes += len(chunk)
        if self.raw_bytes > self._max_body_bytes + RAW_SLACK_BYTES:
            raise self._too_large()
        try:
            for piece in self._through(chunk, 0):
                self._body += piece
                if len(self._body) > self._max_body_bytes:
                    raise self._too_large()
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise FetchFailure(Reason.PROTOCOL_ERROR, f"the content-coding is broken: {error}") from error

    def finish(self) -> bytes:
        """The plain body."""
        if self.raw_bytes and not all(decoder.is_complete for decoder in self._decoders):
            raise FetchFailure(Reason.PROTOCOL_ERROR, "the compressed body is cut off")
        return bytes(self._body)

    def _through(self, data: bytes, depth: int) -> Iterator[bytes]:
        if depth == len(self._decoders):
            yield data
            return
        for piece in self._decoders[depth].pieces(data):
            yield from self._through(piece, depth + 1)

    def _too_large(self) -> FetchFailure:
        return FetchFailure(Reason.TOO_LARGE, f"the body is larger than {self._max_body_bytes} bytes")
