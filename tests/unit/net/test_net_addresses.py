"""Server-side request forgery: what may be connected to, by every known way around."""

import pytest

from fakeweb import FakeWeb
from fakeweb.fixtures import Fetch, permit
from fakeweb.hostile import REFUSED
from headwater.loopback import WebAnswer
from headwater.model.rejection import Reason
from headwater.net import AddressPolicy
from headwater.net.addresses import literal_address


@pytest.mark.parametrize("address", REFUSED)
def test_special_address_is_refused_with_its_name(address):
    assert REFUSED[address] in AddressPolicy().refusal(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_address_is_allowed(address):
    assert AddressPolicy().refusal(address) == ""


def test_listed_network_is_allowed_and_its_neighbours_are_not():
    policy = AddressPolicy(allowed_networks=("10.1.0.0/16", "fd00:1::/32"))
    assert policy.refusal("10.1.2.3") == ""
    assert policy.refusal("fd00:1::5") == ""
    assert policy.refusal("10.2.0.1")
    assert policy.refusal("::ffff:10.1.2.3")


def test_numbers_that_the_system_reads_as_addresses_are_known():
    for text in ("2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.1."):
        assert literal_address(text) == "127.0.0.1", text
    for text in ("news.example", "1und1.example", "", "x"):
        assert literal_address(text) == "", text


class Names:
    """Answers each look-up with the next address."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)

    async def addresses(self, host: str) -> list[str]:
        if not self._answers:
            raise OSError(f"{host}: no such name")
        return [self._answers.pop(0)]


async def _any(url: str):
    return permit(url)


@pytest.fixture
def door(fakeweb: FakeWeb) -> tuple[str, int]:
    """Where good.example really listens: what an attacker wants us to reach."""
    address, port, _ = fakeweb.route("good.example", 80)
    return address, port


def _reached(fakeweb: FakeWeb) -> int:
    return len(fakeweb.seen)


def test_private_literal_is_refused_unless_listed(fakeweb: FakeWeb, fetch: Fetch, door):
    address, port = door
    url = f"http://{address}:{port}/"
    assert fetch(url, routed=False).rejection.reason is Reason.ADDRESS_REFUSED
    assert _reached(fakeweb) == 0
    fetch(url, routed=False, policy=AddressPolicy(allowed_networks=(f"{address}/32",)))
    assert _reached(fakeweb) == 1


def test_numeric_spellings_of_private_literals_are_refused(fakeweb: FakeWeb, fetch: Fetch, door):
    address, port = door
    first, second, third, fourth = (int(part) for part in address.split("."))
    number = first << 24 | second << 16 | third << 8 | fourth
    spellings = [str(number), hex(number), f"0{number:o}", f"{first}.{number & 0xFFFFFF}"]
    spellings += [f"[::ffff:{address}]", f"[64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}]"]
    for host in spellings:
        rejection = fetch(f"http://{host}:{port}/", routed=False).rejection
        assert rejection.reason is Reason.ADDRESS_REFUSED, host
    assert _reached(fakeweb) == 0


def test_name_that_leads_inside_is_refused(fakeweb: FakeWeb, fetch: Fetch, door):
    address, port = door
    outcome = fetch(f"http://inside.example:{port}/", routed=False, names=Names(address))
    assert outcome.rejection.reason is Reason.ADDRESS_REFUSED
    assert "loopback" in outcome.rejection.detail
    assert _reached(fakeweb) == 0


def test_this_machines_own_name_is_refused(fakeweb: FakeWeb, fetch: Fetch):
    port = fakeweb.serve_front()
    assert fetch(f"http://localhost:{port}/", routed=False).rejection.reason is Reason.ADDRESS_REFUSED
    listed = AddressPolicy(allowed_networks=("127.0.0.1/32",))
    assert fetch(f"http://localhost:{port}/", routed=False, policy=listed).status == 200


def test_redirect_inside_is_refused_even_with_a_permit(fakeweb: FakeWeb, fetch: Fetch, door):
    address, port = door
    outside, outside_port, _ = fakeweb.route("moved.example", 80)
    policy = AddressPolicy(allowed_networks=(f"{outside}/32",))
    for target in (f"http://{address}:{port}/", f"http://[::ffff:{address}]:{port}/", "http://169.254.169.254/latest"):
        fakeweb.serve("luring.example", lambda _, to=target: WebAnswer(status=302, headers={"Location": to}))
        url = f"http://luring.example:{outside_port}/"
        outcome = fetch(url, routed=False, names=Names(outside), policy=policy, may_fetch=_any)
        assert outcome.rejection.reason is Reason.ADDRESS_REFUSED, target
        assert outcome.rejection.subject == target
    assert fakeweb.requests_to("good.example") == []


def test_name_that_changes_its_address_is_refused_the_second_time(fakeweb: FakeWeb, fetch: Fetch, door):
    """DNS rebinding: the first look-up is harmless, the second leads inside."""
    inside, _ = door
    outside, port, _ = fakeweb.route("moved.example", 80)
    fakeweb.serve("rebind.example", lambda _: WebAnswer(status=302, headers={"Location": "/2", "Connection": "close"}))
    outcome = fetch(
        f"http://rebind.example:{port}/1",
        routed=False,
        names=Names(outside, inside),
        policy=AddressPolicy(allowed_networks=(f"{outside}/32",)),
    )
    assert outcome.rejection.reason is Reason.ADDRESS_REFUSED
    assert outcome.rejection.subject.endswith("/2")
    assert fakeweb.requests_to("rebind.example") == ["/1"]


class Both:
    """Gives the same several addresses each time, and counts the look-ups."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.count = 0

    async def addresses(self, host: str) -> list[str]:
        self.count += 1
        return self.answers


def test_of_several_answers_only_the_public_ones_are_connected_to(fakeweb: FakeWeb, fetch: Fetch, door):
    """The inside address stands first and answers; the allowed one does not: nobody falls back on the other."""
    inside, port = door
    policy = AddressPolicy(allowed_networks=("127.255.255.1/32",))
    outcome = fetch(f"http://two.example:{port}/", routed=False, names=Both(inside, "127.255.255.1"), policy=policy)
    assert outcome.rejection.reason is Reason.CONNECTION_FAILED
    allowed = AddressPolicy(allowed_networks=(f"{inside}/32",))
    both = fetch(f"http://two.example:{port}/", routed=False, names=Both("10.0.0.1", inside), policy=allowed)
    assert both.status != 0
    assert _reached(fakeweb) == 1


class Changing:
    """Leads inside from the second look-up on."""

    def __init__(self, outside: str, inside: str) -> None:
        self.given: list[str] = []
        self._outside, self._inside = outside, inside

    async def addresses(self, host: str) -> list[str]:
        self.given.append(self._inside if self.given else self._outside)
        return [self.given[-1]]


def test_the_address_that_was_checked_is_the_one_connected_to(fakeweb: FakeWeb, fetch: Fetch, door):
    """DNS rebinding within one request: there is one look-up, and its answer is the one that is connected to."""
    inside, _ = door
    outside, port, _ = fakeweb.route("moved.example", 80)
    names = Changing(outside, inside)
    policy = AddressPolicy(allowed_networks=(f"{outside}/32",))
    fakeweb.serve("once.example", lambda _: WebAnswer(body=b"outside"))
    assert fetch(f"http://once.example:{port}/", routed=False, names=names, policy=policy).capture.body == b"outside"
    assert names.given == [outside]
    refused = fetch(f"http://once.example:{port}/", routed=False, names=names, policy=policy)
    assert refused.rejection.reason is Reason.ADDRESS_REFUSED


def test_unknown_name_is_told_as_such(fetch: Fetch):
    assert fetch("http://nobody.example/", routed=False, names=Names()).rejection.reason is Reason.NAME_NOT_FOUND


def test_routed_fetcher_reaches_nothing_but_its_routes(fakeweb: FakeWeb, fetch: Fetch, door):
    address, port = door
    for url in ("http://elsewhere.example/", f"http://{address}:{port}/", "http://93.184.216.34/"):
        assert fetch(url).rejection.reason is Reason.NAME_NOT_FOUND, url
    assert _reached(fakeweb) == 0


def test_closed_port_is_a_failed_connection(fetch: Fetch):
    policy = AddressPolicy(allowed_networks=("127.0.0.0/8",))
    outcome = fetch("http://127.3.3.3:1/", routed=False, policy=policy)
    assert outcome.rejection.reason is Reason.CONNECTION_FAILED
