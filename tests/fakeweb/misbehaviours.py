"""The named misbehaviours. Every host serves the same feed otherwise; all texts are invented."""

import gzip
import zlib
from collections.abc import Callable
from functools import cache

import brotli
import zstandard

from fakeweb.raw import RawServer, drip_headers, speak_old_tls, stay_silent
from headwater.loopback import Behaviour, Exchange, LoopbackWeb, TlsFault, WebAnswer, WebRequest

MEBIBYTE = 1024 * 1024
BOMB_BYTES = 64 * MEBIBYTE
ETAG = '"v1"'
LAST_MODIFIED = "Mon, 05 Jan 2026 10:00:00 GMT"
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour Gazette</title><link>http://{host}/</link>
<item><title>Ferry to Nörre Island resumes</title><link>http://{host}/2026/ferry</link>
<pubDate>Mon, 05 Jan 2026 09:00:00 GMT</pubDate></item></channel></rss>
"""
SOFT_404 = b"<html><head><title>Page not found</title></head><body><h1>We cannot find that page</h1></body></html>"
Answer = Callable[[WebRequest], WebAnswer]


def feed_body(host: str) -> bytes:
    return FEED.format(host=host).encode()


@cache
def bomb(coding: str, size: int = BOMB_BYTES) -> bytes:
    """`size` zero bytes in `coding`, built piece by piece."""
    piece = bytes(MEBIBYTE)
    if coding == "br":
        maker = brotli.Compressor(quality=4)
        return b"".join(maker.process(piece) for _ in range(size // MEBIBYTE)) + maker.finish()
    packer = zstandard.ZstdCompressor().compressobj() if coding == "zstd" else zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(piece) for _ in range(size // MEBIBYTE)) + packer.flush()


def _good(request: WebRequest) -> WebAnswer:
    return WebAnswer(headers={"Content-Type": "application/rss+xml"}, body=feed_body(request.host))


def _behaving(**how: object) -> Answer:
    return lambda request: WebAnswer(body=feed_body(request.host), behaviour=Behaviour(**how))


def _coded(coding: str, body: Callable[[bytes], bytes]) -> Answer:
    return lambda request: WebAnswer(headers={"Content-Encoding": coding}, body=body(feed_body(request.host)))


def _moved(request: WebRequest) -> WebAnswer:
    if request.path == "/new":
        return _good(request)
    return WebAnswer(status=301, headers={"Location": "/new"}, body=b"moved")


def _loop(request: WebRequest) -> WebAnswer:
    return WebAnswer(status=302, headers={"Location": "/b" if request.path == "/a" else "/a"})


def _chain(request: WebRequest) -> WebAnswer:
    """/5 needs five redirects to arrive at /0."""
    left = int(request.path.strip("/") or 0)
    return WebAnswer(status=302, headers={"Location": f"/{left - 1}"}) if left else _good(request)


def _not_modified(request: WebRequest) -> WebAnswer:
    headers = {"ETag": ETAG, "Last-Modified": LAST_MODIFIED, "Cache-Control": "max-age=900", "Age": "60"}
    asked = request.headers
    if asked.get("if-none-match") == ETAG or asked.get("if-modified-since") == LAST_MODIFIED:
        return WebAnswer(status=304, headers=headers)
    return WebAnswer(headers=headers, body=feed_body(request.host))


def _always_not_modified(_: WebRequest) -> WebAnswer:
    return WebAnswer(status=304)


def _robots_down(request: WebRequest) -> WebAnswer:
    if request.path == "/robots.txt":
        return WebAnswer(status=503, headers={"Retry-After": "120"})
    return _good(request)


def _wrong_charset(request: WebRequest) -> WebAnswer:
    body = FEED.format(host=request.host).encode("utf-8")
    return WebAnswer(headers={"Content-Type": "application/rss+xml; charset=iso-8859-1"}, body=body)


def _cookie(request: WebRequest) -> WebAnswer:
    """Gives a cookie and shows what came back."""
    if request.path == "/":
        return WebAnswer(status=302, headers={"Location": "/after", "Set-Cookie": "seen=1; Path=/"})
    return WebAnswer(body=request.headers.get("cookie", "no cookie").encode())


MISBEHAVIOURS: dict[str, Answer] = {
    "good": _good,
    "slow": _behaving(delay_seconds=30.0),
    "gone": lambda _: WebAnswer(status=410, body=b"gone for ever"),
    "missing": lambda _: WebAnswer(status=404, body=b"x" * 5000),
    "moved": _moved,
    "loop": _loop,
    "chain": _chain,
    "not_modified": _not_modified,
    "always_not_modified": _always_not_modified,
    "huge": lambda _: WebAnswer(body=b"news " * 1_000_000),
    "endless": lambda _: WebAnswer(body=b"news " * 1000, behaviour=Behaviour(is_endless=True)),
    "half": _behaving(truncate_at=100),
    "half_gzip": _coded("gzip", lambda body: gzip.compress(body)[:-20]),
    "wrong_charset": _wrong_charset,
    "robots_down": _robots_down,
    "soft_404": lambda _: WebAnswer(headers={"Content-Type": "text/html"}, body=SOFT_404),
    "bomb_gzip": lambda _: WebAnswer(headers={"Content-Encoding": "gzip"}, body=bomb("gzip")),
    "bomb_br": lambda _: WebAnswer(headers={"Content-Encoding": "br"}, body=bomb("br")),
    "bomb_zstd": lambda _: WebAnswer(headers={"Content-Encoding": "zstd"}, body=bomb("zstd")),
    "bomb_twice": lambda _: WebAnswer(headers={"Content-Encoding": "gzip, gzip"}, body=gzip.compress(bomb("gzip"))),
    "gzip": _coded("gzip", gzip.compress),
    "deflate": _coded("deflate", zlib.compress),
    "raw_deflate": _coded("deflate", lambda body: zlib.compress(body, wbits=-15)),
    "br": _coded("br", brotli.compress),
    "zstd": _coded("zstd", lambda body: zstandard.ZstdCompressor().compress(body)),
    "twice": _coded("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
    "lying_coding": _coded("gzip", lambda body: body),
    "broken_gzip": _coded("gzip", lambda body: gzip.compress(body)[:20] + b"garbage" * 10),
    "many_codings": _coded("gzip, gzip, gzip", gzip.compress),
    "endless_headers": _behaving(has_endless_headers=True),
    "fat_header": lambda _: WebAnswer(headers={"X-Fat": "x" * 300_000}),
    "fat_headers": lambda _: WebAnswer(headers={f"X-Fat-{n}": "x" * 10_000 for n in range(20)}),
    "drip": lambda _: WebAnswer(body=b"news" * 1000, behaviour=Behaviour(drip_bytes=1, drip_seconds=0.05)),
    "lying_length_long": _behaving(stated_length=1_000),
    "lying_length_short": _behaving(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnews and more of it"),
    "lying_length_huge": _behaving(stated_length=10**12),
    "dropped": _behaving(is_dropped=True),
    "garbage": _behaving(raw=b"\x00\xff SSH-2.0-Impostor\r\n\r\n"),
    "interim": _behaving(
        raw=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 3 + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    ),
    "cut_chunk": _behaving(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nff\r\nhalf"),
    "false_chunk": _behaving(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
    "two_lengths": _behaving(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\nok"),
    "cookie": _cookie,
    "teapot": lambda _: WebAnswer(status=418),
    "busy_seconds": lambda _: WebAnswer(status=429, headers={"Retry-After": "3600"}),
    "busy_date": lambda _: WebAnswer(status=503, headers={"Retry-After": "Thu, 01 Jan 2026 00:10:00 GMT"}),
    "partial": lambda _: WebAnswer(status=206, body=b"part"),
}
TLS_FAULTS = {
    "tls_expired": TlsFault.EXPIRED,
    "tls_wrong_name": TlsFault.WRONG_NAME,
    "tls_untrusted": TlsFault.UNTRUSTED,
    "tls_not_tls": TlsFault.NOT_TLS,
}


class _Misbehaving:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer


class FakeWeb(LoopbackWeb):
    """All misbehaving hosts; `seen` records every exchange."""

    def __init__(self) -> None:
        self._seen: list[Exchange] = []
        hosts = MISBEHAVIOURS | dict.fromkeys(TLS_FAULTS, _good)
        super().__init__(
            {self.host(name): _Misbehaving(answer) for name, answer in hosts.items()},
            tls_faults={self.host(name): fault for name, fault in TLS_FAULTS.items()},
            observe=self._seen.append,
        )
        old_tls = speak_old_tls(self._authority.server_context("tls-old.example"))
        self._raw = {
            "header-drip.example": RawServer(drip_headers),
            "tls-silent.example": RawServer(stay_silent),
            "tls-old.example": RawServer(old_tls),
        }

    def route(self, host: str, port: int):
        """Where `host` is, also one that is no web server at all."""
        if host in self._raw:
            return (*self._raw[host].address, self._client_context)
        return super().route(host, port)

    def stop(self) -> None:
        for server in self._raw.values():
            server.stop()
        super().stop()

    @property
    def seen(self) -> list[Exchange]:
        self.settle()
        return self._seen

    @staticmethod
    def host(name: str) -> str:
        """The host name of a misbehaviour; underscores are no letters of host names."""
        return f"{name.replace('_', '-')}.example"

    def serve(self, host: str, answer: Answer) -> None:
        """Let one more host exist, for one test."""
        self.add(host, _Misbehaving(answer))

    def requests_to(self, host: str) -> list[str]:
        """The paths that were asked of `host`, in order."""
        return [exchange.request.path for exchange in self.seen if exchange.request.host == host]
