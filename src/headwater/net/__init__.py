"""The only way out to the network: `Fetcher.fetch` takes a `FetchPermit` and gives a `FetchOutcome`."""

from headwater.net.addresses import AddressPolicy
from headwater.net.fetch import Fetcher, MayFetch
from headwater.net.headers import is_placeholder, user_agent
from headwater.net.limits import FetchLimits
from headwater.net.names import NameResolver, Route
from headwater.net.probe import can_connect

__all__ = [
    "AddressPolicy",
    "FetchLimits",
    "Fetcher",
    "MayFetch",
    "NameResolver",
    "Route",
    "can_connect",
    "is_placeholder",
    "user_agent",
]
