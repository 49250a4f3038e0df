"""Which IP addresses may be connected to, after the IANA special-purpose registries (RFC 6890)."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

# Our own table, because `ipaddress.is_global` differs between Python versions.
_REFUSED_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by carriers (and a cloud's metadata service)",
    "127.0.0.0/8": "loopback",
    "168.63.129.16/32": "a cloud's metadata service",
    "169.254.0.0/16": "link-local (and clouds' metadata services)",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "AMT",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved or broadcast",
}
# Of IPv6 only 2000::/3 is global unicast; these parts of it are not, and the first row names the rest's best-known.
_REFUSED_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::ffff:0:0/96": "IPv4-mapped",
    "::/96": "IPv4-compatible",
    "64:ff9b:1::/48": "local NAT64",
    "100::/64": "discard-only",
    "2001::/32": "Teredo",
    "2001::/23": "protocol assignments",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "3fff::/20": "documentation",
    "fc00::/7": "unique local (and clouds' metadata services)",
    "fe80::/10": "link-local",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_REFUSED: tuple[tuple[IPNetwork, str], ...] = tuple(
    (ip_network(network), words) for network, words in (_REFUSED_V4 | _REFUSED_V6).items()
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: what DNS64 answers on IPv6-only networks, judged by its last 32 bits
_ISATAP_MARKS = (0x00005EFE, 0x02005EFE)  # RFC 5214 §6.1: interface identifiers that carry an IPv4 address


@dataclass(frozen=True, kw_only=True, slots=True)
class AddressPolicy:
    """Public addresses only, plus the `allowed_networks` (CIDR) that the operator lists.

    An IPv4 address inside an IPv6 one is refused unless that very IPv6 network is listed; NAT64's well-known prefix
    is judged by the address inside. With `is_public_allowed=False` nothing but the list is allowed.
    """

    allowed_networks: tuple[str, ...] = ()
    is_public_allowed: bool = True
    _allowed: tuple[IPNetwork, ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        networks = tuple(ip_network(network) for network in self.allowed_networks)
        object.__setattr__(self, "_allowed", networks)

    def refusal(self, address: str) -> str:
        """Why `address` (text of an IP address) may not be connected to, in words; empty where it may."""
        try:
            parsed = _parsed(address.partition("%")[0])
        except ValueError:
            return f"{address} is not an IP address"
        if any(parsed in network for network in self._allowed if network.version == parsed.version):
            return ""
        words = _special_use(parsed) if self.is_public_allowed else "not on the list of allowed networks"
        return f"{address} is refused: {words}" if words else ""

    def allowed_of(self, addresses: Sequence[str]) -> tuple[list[str], str]:
        """The allowed ones among `addresses`, and the first refusal in words."""
        refusals = [self.refusal(address) for address in addresses]
        allowed = [address for address, words in zip(addresses, refusals, strict=True) if not words]
        return allowed, next(filter(None, refusals), "")


LOOPBACK_ONLY = AddressPolicy(allowed_networks=("127.0.0.0/8", "::1/128"), is_public_allowed=False)
PUBLIC_ONLY = AddressPolicy()


@lru_cache(maxsize=8192)
def _parsed(address: str) -> IPAddress:
    return ip_address(address)


@lru_cache(maxsize=8192)
def _special_use(address: IPAddress) -> str:
    for network, words in _REFUSED:
        if network.version == address.version and address in network:
            return words
    if isinstance(address, IPv6Address):
        return _special_use_of_v6(address)
    return ""


def _special_use_of_v6(address: IPv6Address) -> str:
    if address in _NAT64:
        return _special_use(IPv4Address(int(address) & 0xFFFFFFFF))
    if address not in _GLOBAL_UNICAST:
        return "not global unicast"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP_MARKS:
        return "ISATAP"
    return ""


@lru_cache(maxsize=8192)
def literal_address(host: str) -> str:
    """The IP address that `host` is a literal of, in canonical text; empty for a name.

    Reads the legacy numeric forms of IPv4 too (`2130706433`, `0x7f.1`, `127.1`; WHATWG URL §3.5), because the
    operating system does.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ip_address(bare))
    except ValueError:
        pass
    if not bare or not bare[0].isdigit():
        return ""
    try:
        return socket.inet_ntoa(socket.inet_aton(bare))
    except (OSError, UnicodeError):
        return ""
