"""Foreign exceptions to reasons, once, with a table."""

from __future__ import annotations

import ssl

import aiohttp
from aiohttp import http_exceptions

from headwater.model.rejection import Reason, Rejection

STAGE = "fetch"
MAX_DETAIL_CHARS = 300


class FetchFailure(Exception):
    """A failure that already knows its reason; never leaves `net`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class AddressRefused(OSError):
    """A connection to an address that the policy refuses; an OSError, so that it passes through aiohttp."""


class AddressBusy(OSError):
    """As many connections to an address as are allowed are open already; an OSError, as above."""


class NoRoute(OSError):
    """A host that has no route, or no address."""


# The first row that fits wins: rows go from the particular to the general.
_REASONS: tuple[tuple[type[BaseException], Reason, str], ...] = (
    (AddressRefused, Reason.ADDRESS_REFUSED, ""),
    (NoRoute, Reason.NAME_NOT_FOUND, ""),
    (AddressBusy, Reason.CONNECTION_FAILED, ""),
    (aiohttp.ClientConnectorDNSError, Reason.NAME_NOT_FOUND, "the name could not be looked up"),
    (aiohttp.ClientSSLError, Reason.TLS_FAILED, "no trusted TLS connection"),
    (ssl.SSLError, Reason.TLS_FAILED, "no trusted TLS connection"),
    (aiohttp.ServerTimeoutError, Reason.TIMEOUT, "no connection in time"),
    (TimeoutError, Reason.TIMEOUT, "timed out"),
    (http_exceptions.LineTooLong, Reason.TOO_LARGE, "a header line is too long"),
    (aiohttp.ServerDisconnectedError, Reason.CONNECTION_FAILED, "the server closed the connection without an answer"),
    (aiohttp.ClientPayloadError, Reason.PROTOCOL_ERROR, "the body is shorter than announced, or badly framed"),
    (aiohttp.ClientResponseError, Reason.PROTOCOL_ERROR, "not an HTTP response"),
    (http_exceptions.HttpProcessingError, Reason.PROTOCOL_ERROR, "not an HTTP response"),
    (aiohttp.ClientConnectionError, Reason.CONNECTION_FAILED, "connection failed"),
    (OSError, Reason.CONNECTION_FAILED, "connection failed"),
    (ValueError, Reason.BAD_INPUT, "not an address that can be fetched"),  # InvalidURL and UnicodeError too
)
_TOO_MANY_HEADERS = "Too many headers"  # llhttp and aiohttp name it so; it has no class of its own
EXPECTED: tuple[type[BaseException], ...] = (FetchFailure, aiohttp.ClientError, OSError, ValueError)


def rejection_of(error: BaseException, url: str) -> Rejection:
    """The rejection that `error` (one of `EXPECTED`) stands for."""
    reason, detail = _reason_of(error)
    return Rejection(stage=STAGE, reason=reason, detail=detail[:MAX_DETAIL_CHARS], subject=url)


def _reason_of(error: BaseException) -> tuple[Reason, str]:
    if isinstance(error, FetchFailure):
        return error.reason, str(error)
    inner = _telling(error)
    for kind, reason, words in _REASONS:
        if not isinstance(inner, kind):
            continue
        if _TOO_MANY_HEADERS in str(error):
            return Reason.TOO_LARGE, "too many header lines"
        particulars = _particulars(inner)
        return reason, ": ".join(filter(None, (words, particulars)))
    return Reason.CONNECTION_FAILED, type(inner).__name__


def _particulars(error: BaseException) -> str:
    """What the operating system, OpenSSL or we said ourselves; never words that a server sent."""
    if isinstance(
        error, (aiohttp.ClientPayloadError, aiohttp.ClientResponseError, http_exceptions.HttpProcessingError)
    ):
        return ""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    told = (getattr(cause, name, None) for name in ("verify_message", "reason", "strerror"))
    return str(next(filter(None, told), "" if isinstance(cause, aiohttp.ClientError) else cause))


def _telling(error: BaseException) -> BaseException:
    """The exception that says most: our own, or the parser's, where aiohttp's stands around it."""
    inside: BaseException | None = error
    while inside is not None:
        if isinstance(inside, (AddressRefused, NoRoute, AddressBusy, http_exceptions.LineTooLong)):
            return inside
        inside = getattr(inside, "os_error", None) or inside.__cause__
    return error
