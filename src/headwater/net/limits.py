"""Every limit that a fetch obeys, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchLimits:
    """What one fetch may cost; whatever goes beyond ends it with a `Rejection`.

    `max_body_bytes` counts after decompression, `max_header_bytes` all header lines of one response together,
    `max_header_count` its lines. `max_redirects` is at least 5 by RFC 9309 §2.3.1.2. `connect_timeout` bounds the
    TCP and TLS handshakes; it and `first_byte_timeout` together bound the time until the headers are complete, name
    look-up included; `total_timeout` bounds all exchanges of one fetch together, the waits between them excluded. A
    body slower than `min_bytes_per_second` on average after `slow_grace` is given up. `max_connections` are open at
    once in all, `max_connections_per_address` to one IP address, however many hosts share it (`net/sharing.py`);
    `address_wait` is how long a fetch waits for its turn there, which costs none of its other times. `idle_timeout` is
    how long an unused connection is kept.
    """

    max_body_bytes: int = 10 * MEBIBYTE
    max_header_bytes: int = 64 * 1024
    max_header_count: int = 128
    max_redirects: int = 5
    connect_timeout: timedelta = timedelta(seconds=10)
    first_byte_timeout: timedelta = timedelta(seconds=20)
    total_timeout: timedelta = timedelta(seconds=60)
    min_bytes_per_second: int = 1024
    slow_grace: timedelta = timedelta(seconds=10)
    max_connections: int = 256
    max_connections_per_address: int = 8
    address_wait: timedelta = timedelta(seconds=60)
    idle_timeout: timedelta = timedelta(seconds=5)


DEFAULT_LIMITS = FetchLimits()
