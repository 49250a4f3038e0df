"""What hostile and broken servers do, the limit that ends it, and the reason that is told: one row, one test.

`docs/security.md` shows these tables (`fakeweb/security_page.py` writes them).
"""

from dataclasses import dataclass, field
from datetime import timedelta

from fakeweb.misbehaviours import MEBIBYTE
from headwater.model.rejection import Reason
from headwater.net import FetchLimits

A_MOMENT = timedelta(seconds=0.2)
BRIEF = {"connect_timeout": A_MOMENT, "first_byte_timeout": A_MOMENT}
SMALL = {"max_body_bytes": MEBIBYTE}
SLUGGISH = {"slow_grace": A_MOMENT, "min_bytes_per_second": 1000}


@dataclass(frozen=True)
class Row:
    """What a host does (`case`), what of it is asked, with shorter limits for the test, and how that must end.

    `limit` names the fields of `FetchLimits` that end it; empty where no number does.
    """

    case: str
    host: str
    reason: Reason
    words: str
    limit: str = ""
    path: str = "/"
    scheme: str = "http"
    shorter: dict = field(default_factory=dict)

    @property
    def limits(self) -> FetchLimits:
        return FetchLimits(**self.shorter)

    @property
    def id(self) -> str:
        return f"{self.host}{self.path}".rstrip("/")


def _large(case: str, host: str, words: str = "larger than 1048576") -> Row:
    return Row(case, host, Reason.TOO_LARGE, words, "max_body_bytes", shorter=SMALL)


def _tls(case: str, host: str, words: str) -> Row:
    return Row(case, host, Reason.TLS_FAILED, words, scheme="https")


REJECTED = [
    # size
    _large("a body larger than allowed, announced", "huge", "5000000 bytes is announced"),
    _large("a body that never ends", "endless"),
    _large("decompression bomb, gzip", "bomb_gzip"),
    _large("decompression bomb, br", "bomb_br"),
    _large("decompression bomb, zstd", "bomb_zstd"),
    _large("decompression bomb within another", "bomb_twice"),
    Row("an absurd Content-Length", "lying_length_huge", Reason.TOO_LARGE, "is announced", "max_body_bytes"),
    Row("headers that never end", "endless_headers", Reason.TOO_LARGE, "too many header lines", "max_header_count"),
    Row("one endless header line", "fat_header", Reason.TOO_LARGE, "a header line is too long", "max_header_bytes"),
    Row("many fat headers", "fat_headers", Reason.TOO_LARGE, "headers are larger than 65536", "max_header_bytes"),
    Row("more content-codings than two", "many_codings", Reason.PROTOCOL_ERROR, "more than 2 content-codings"),
    # time
    Row("no answer at all", "slow", Reason.TIMEOUT, "no time left to wait for a response",
        "connect_timeout, first_byte_timeout", shorter=BRIEF),
    Row("headers that drip, a byte at a time", "header_drip", Reason.TIMEOUT, "no time left to wait for a response",
        "connect_timeout, first_byte_timeout", shorter=BRIEF),
    Row("a TLS handshake that never goes on", "tls_silent", Reason.TIMEOUT, "", "connect_timeout, first_byte_timeout",
        scheme="https", shorter=BRIEF),
    Row("a body that drips", "drip", Reason.TOO_SLOW, "slower than 1000 bytes per second",
        "min_bytes_per_second, slow_grace", shorter=SLUGGISH),
    Row("a body just fast enough, for ever", "drip", Reason.TIMEOUT, "the whole response", "total_timeout",
        path="/long", shorter={"total_timeout": A_MOMENT}),
    # redirects
    Row("a redirect that leads back", "loop", Reason.REDIRECT_LOOP, "leads back to http://loop.example/a", path="/a"),
    Row("a chain of redirects", "chain", Reason.TOO_MANY_REDIRECTS, "more than 5 redirects", "max_redirects",
        path="/6"),
    # lies about the message
    Row("a body shorter than announced", "lying_length_long", Reason.PROTOCOL_ERROR, "shorter than announced"),
    Row("a body longer than announced", "lying_length_short", Reason.PROTOCOL_ERROR, "not an HTTP response"),
    Row("two lengths that differ", "two_lengths", Reason.PROTOCOL_ERROR, "not an HTTP response"),
    Row("a connection cut in the body", "half", Reason.PROTOCOL_ERROR, "shorter than announced"),
    Row("a chunk that is cut off", "cut_chunk", Reason.PROTOCOL_ERROR, "badly framed"),
    Row("a chunk whose size is no number", "false_chunk", Reason.PROTOCOL_ERROR, ""),
    Row("a compressed body that is cut off", "half_gzip", Reason.PROTOCOL_ERROR, "cut off"),
    Row("a compressed body that is broken", "broken_gzip", Reason.PROTOCOL_ERROR, "content-coding is broken"),
    Row("bytes that are not HTTP", "garbage", Reason.PROTOCOL_ERROR, "not an HTTP response"),
    Row("a connection closed without an answer", "dropped", Reason.CONNECTION_FAILED, "without an answer"),
    # TLS
    _tls("an expired certificate", "tls_expired", "expired"),
    _tls("a certificate for another name", "tls_wrong_name", "ostname mismatch"),
    _tls("a certificate that nobody vouches for", "tls_untrusted", "local issuer|self-signed|self signed"),
    _tls("TLS older than 1.2", "tls_old", "PROTOCOL_VERSION"),
    _tls("no TLS where it was promised", "tls_not_tls", ""),
    # statuses
    Row("410", "gone", Reason.GONE, "410 Gone"),
    Row("404", "missing", Reason.HTTP_STATUS, "404 Not Found"),
    Row("304 to a question that was none", "always_not_modified", Reason.HTTP_STATUS, "304"),
    Row("206: a part that nobody asked for", "partial", Reason.HTTP_STATUS, "206"),
    Row("503 for robots.txt", "robots_down", Reason.HTTP_STATUS, "503", path="/robots.txt"),
]  # fmt: skip


# Addresses that are never connected to, unless the operator lists their network: address → word of its refusal.
REFUSED = {
    "0.0.0.0": "this network",
    "10.1.2.3": "private",
    "100.100.100.200": "metadata",
    "127.0.0.1": "loopback",
    "127.200.1.1": "loopback",
    "168.63.129.16": "metadata",
    "169.254.169.254": "metadata",
    "172.31.255.255": "private",
    "192.0.0.192": "protocol",
    "192.168.0.1": "private",
    "198.18.0.1": "benchmarking",
    "224.0.0.251": "multicast",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "IPv4-compatible",
    "::ffff:127.0.0.1": "IPv4-mapped",
    "::ffff:93.184.216.34": "IPv4-mapped",
    "64:ff9b::a9fe:a9fe": "metadata",
    "64:ff9b:1::1": "local NAT64",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": "Teredo",
    "2001:db8::1": "documentation",
    "2002:7f00:1::": "6to4",
    "2606:4700::5efe:7f00:1": "ISATAP",
    "fd00:ec2::254": "metadata",
    "fe80::1%eth0": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
    "4000::1": "not global unicast",
    "not-an-address": "not an IP address",
}

# Ways around the check of addresses: what is tried, how it ends, and the test in tests/unit that tries it.
_INSIDE = Reason.ADDRESS_REFUSED
WAYS_AROUND = {
    "a literal in an address": (_INSIDE, "test_private_literal_is_refused_unless_listed"),
    "a literal in an odd form: decimal, hex, octal, short, mapped, NAT64": (
        _INSIDE,
        "test_numeric_spellings_of_private_literals_are_refused",
    ),
    "a name that leads inside": (_INSIDE, "test_name_that_leads_inside_is_refused"),
    "this machine's own name": (_INSIDE, "test_this_machines_own_name_is_refused"),
    "several answers, one of them inside: only the others are connected to": (
        Reason.CONNECTION_FAILED,
        "test_of_several_answers_only_the_public_ones_are_connected_to",
    ),
    "a redirect inside, even with a permit": (_INSIDE, "test_redirect_inside_is_refused_even_with_a_permit"),
    "a name that changes its address between two requests": (
        _INSIDE,
        "test_name_that_changes_its_address_is_refused_the_second_time",
    ),
    "a name that changes its address between the check and the connection: there is one look-up": (
        _INSIDE,
        "test_the_address_that_was_checked_is_the_one_connected_to",
    ),
    "a redirect to another protocol, or with a password": (
        Reason.BAD_INPUT,
        "test_redirect_to_what_is_no_web_address_is_refused",
    ),
    "a replay or demo that reaches out": (
        Reason.NAME_NOT_FOUND,
        "test_routed_fetcher_reaches_nothing_but_its_routes",
    ),
}
