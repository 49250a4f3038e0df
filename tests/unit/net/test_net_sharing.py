"""Many hosts on one address: at most so many connections at once, counted by the server itself."""

import asyncio
import contextlib
from datetime import timedelta

import pytest

from fakeweb.fixtures import AGENT, NOW, permit, short
from headwater.model.rejection import Reason
from headwater.net import AddressPolicy, Fetcher

ADDRESS = "127.0.0.1"
LOCAL = AddressPolicy(allowed_networks=("127.0.0.0/8",))


class SharedServer:
    """Counts its open connections; answers each request after a moment."""

    def __init__(self, moment: float = 0.02) -> None:
        self.open = self.most = self.connections = self.answered = 0
        self._moment = moment

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        self.connections += 1
        self.most = max(self.most, self.open)
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(self._moment)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                await writer.drain()
                self.answered += 1
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()


class Everywhere:
    """All names lead to the same address."""

    async def addresses(self, host: str) -> list[str]:
        return [ADDRESS]


@contextlib.asynccontextmanager
async def shared_web(server: SharedServer, **limits):
    listener = await asyncio.start_server(server.serve, ADDRESS, 0)
    port = listener.sockets[0].getsockname()[1]
    opening = {"limits": short(**limits), "policy": LOCAL, "names": Everywhere()}
    async with Fetcher.open(user_agent=AGENT, **opening) as fetcher:

        async def get(number: int):
            url = f"http://outlet-{number}.example:{port}/"
            return await fetcher.fetch(permit(url), capture_id="c", now=NOW)

        yield get
    listener.close()


def _fetch_all(server: SharedServer, count: int, **limits):
    async def run():
        async with shared_web(server, **limits) as get:
            return await asyncio.gather(*(get(number) for number in range(count)))

    return asyncio.run(run())


@pytest.mark.parametrize("limit", [1, 3, 8])
def test_one_address_never_has_more_connections_than_the_limit(limit):
    server = SharedServer()
    outcomes = _fetch_all(server, 30, max_connections_per_address=limit)
    assert [outcome.status for outcome in outcomes] == [200] * 30
    assert server.most == limit
    assert server.connections == 30


def test_eight_is_the_limit_where_nothing_is_said():
    server = SharedServer()
    _fetch_all(server, 20)
    assert server.most == 8


def test_waiting_for_a_turn_costs_none_of_the_times_of_a_fetch():
    """Ten in a row take longer than one may: none fails, because each one's clock stands still while it waits."""
    server = SharedServer(moment=0.05)
    brief = timedelta(seconds=0.1)
    outcomes = _fetch_all(
        server, 10, max_connections_per_address=1, connect_timeout=brief, first_byte_timeout=brief, total_timeout=brief
    )
    assert [outcome.status for outcome in outcomes] == [200] * 10


def test_a_turn_that_never_comes_is_a_failed_connection_that_says_why():
    server = SharedServer(moment=5)
    outcomes = _fetch_all(
        server,
        2,
        max_connections_per_address=1,
        address_wait=timedelta(seconds=0.05),
        connect_timeout=timedelta(seconds=0.2),
        first_byte_timeout=timedelta(seconds=0.2),
    )
    assert {outcome.rejection.reason for outcome in outcomes} == {Reason.TIMEOUT, Reason.CONNECTION_FAILED}
    words = next(o.rejection.detail for o in outcomes if o.rejection.reason is Reason.CONNECTION_FAILED)
    assert words == "1 connections to 127.0.0.1 were open all the time"


def test_kept_connections_count_until_they_are_closed_and_give_way():
    async def run():
        server = SharedServer()
        async with shared_web(server, max_connections_per_address=2, idle_timeout=timedelta(seconds=0.3)) as get:
            for number in (1, 1, 2, 2):  # two hosts, each with a connection that is kept
                await get(number)
            assert (server.open, server.connections) == (2, 2)
            assert (await get(3)).status == 200  # waits until an idle one is closed
        return server

    server = asyncio.run(run())
    assert (server.most, server.connections) == (2, 3)


def test_a_fetch_that_is_called_off_gives_its_place_back():
    async def run():
        server = SharedServer(moment=0.2)
        async with shared_web(server, max_connections_per_address=1) as get:
            first = asyncio.ensure_future(get(1))
            await asyncio.sleep(0.05)
            waiting = [asyncio.ensure_future(get(number)) for number in (2, 3)]
            await asyncio.sleep(0)
            first.cancel()
            waiting[0].cancel()
            return (await waiting[1]).status

    assert asyncio.run(run()) == 200
