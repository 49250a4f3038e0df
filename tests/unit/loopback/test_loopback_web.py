"""The loopback web looks like the world's to every client: ours, a proxy's, a tunnel's."""

import http.client
import re
import socket
import ssl
from contextlib import suppress
from itertools import pairwise

import pytest

from fakeweb import FakeWeb, feed_body
from fakeweb.fixtures import Fetch
from headwater.loopback import LoopbackWeb, WebAnswer, WebRequest
from headwater.loopback.listeners import can_bind_block


class Echo:
    """Tells what it was asked."""

    def answer(self, request: WebRequest) -> WebAnswer:
        return WebAnswer(body=f"{request.method} {request.url} {len(request.body)}".encode())


@pytest.fixture
def web():
    with LoopbackWeb({"a.example": Echo(), "b.example": Echo(), "203.0.113.7": Echo()}) as running:
        yield running


def _trusting(web: LoopbackWeb) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=web.authority_pem)


def test_address_of_a_host_is_its_own_and_the_same_in_every_run(web: LoopbackWeb):
    first = [web.route(host, 80)[0] for host in web.hosts]
    with LoopbackWeb({"b.example": Echo()}) as other:
        assert other.route("b.example", 443)[0] == first[1]
    assert all(re.fullmatch(r"127\.\d+\.\d+\.\d+", address) for address in first)
    if can_bind_block():
        assert len(set(first)) == len(first)


def test_host_that_does_not_exist_has_no_route(web: LoopbackWeb):
    assert web.route("c.example", 80) is None
    web.add("C.example", Echo())
    assert web.route("c.example.", 80) is not None


def test_stopped_web_has_no_routes(web: LoopbackWeb):
    web.stop()
    assert web.route("a.example", 80) is None


def test_listeners_beyond_the_limit_are_opened_anew_when_asked_for():
    hosts = [f"n{number}.example" for number in range(6)]
    with LoopbackWeb(dict.fromkeys(hosts, Echo()), max_listeners=2) as web:
        for host in hosts * 2:
            address, port, _ = web.route(host, 80)
            connection = http.client.HTTPConnection(address, port, timeout=5)
            connection.request("GET", "/", headers={"Host": host})
            assert connection.getresponse().read() == f"GET http://{host}/ 0".encode()
            connection.close()


def test_front_answers_by_host_header_as_proxy_and_by_tunnel(web: LoopbackWeb):
    port = web.serve_front()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    for target, host in (("/x", "a.example"), ("http://b.example/y?z=1", "b.example")):
        connection.request("GET", target, headers={"Host": host})
        assert connection.getresponse().read().startswith(f"GET http://{host}/".encode())
    connection.close()
    for host in ("a.example", "b.example"):
        tunnel = http.client.HTTPSConnection("127.0.0.1", port, timeout=5, context=_trusting(web))
        tunnel.set_tunnel(host, 443)
        for path in ("/1", "/2"):
            tunnel.request("GET", path)
            assert tunnel.getresponse().read() == f"GET https://{host}{path} 0".encode()
        tunnel.close()
    plain = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    plain.set_tunnel("a.example", 80)
    plain.request("GET", "/1")
    assert plain.getresponse().read() == b"GET http://a.example/1 0"
    plain.close()


def test_front_shows_the_certificate_of_the_host_that_is_named(web: LoopbackWeb):
    port = web.serve_front()
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as raw,
        _trusting(web).wrap_socket(raw, server_hostname="b.example") as safe,
    ):
        assert ("DNS", "b.example") in safe.getpeercert()["subjectAltName"]


def test_front_refuses_what_is_not_part_of_the_web(web: LoopbackWeb):
    port = web.serve_front()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "http://elsewhere.example/")
    assert connection.getresponse().status == 502
    tunnel = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    tunnel.set_tunnel("elsewhere.example", 443)
    with pytest.raises(OSError, match="502"):
        tunnel.connect()
    connection.close()
    tunnel.close()


def test_person_who_opens_the_front_is_told_how_to_use_it(web: LoopbackWeb):
    port = web.serve_front()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    words = connection.getresponse().read().decode()
    connection.close()
    assert f"--proxy http://127.0.0.1:{port}" in words
    assert "b.example" in words


def test_front_port_that_is_taken_is_an_os_error(web: LoopbackWeb):
    port = web.serve_front()
    with pytest.raises(OSError, match="in use"):
        web.serve_front(port)


def test_address_literals_speak_https_too(web: LoopbackWeb):
    address, port, context = web.route("203.0.113.7", 443)
    with (
        socket.create_connection((address, port), timeout=5) as raw,
        context.wrap_socket(raw, server_hostname="203.0.113.7") as safe,
    ):
        safe.sendall(b"GET / HTTP/1.1\r\nHost: 203.0.113.7\r\nConnection: close\r\n\r\n")
        assert b"GET https://203.0.113.7/ 0" in _all(safe)


def _all(connection: socket.socket) -> bytes:
    received = b""
    with suppress(ConnectionError):  # a server that hangs up with something unread resets the connection
        while piece := connection.recv(65536):
            received += piece
    return received


def _exchange(web: LoopbackWeb, request: bytes) -> bytes:
    address, port, _ = web.route("a.example", 80)
    with socket.create_connection((address, port), timeout=5) as connection:
        with suppress(OSError):
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        return _all(connection)


def test_requests_that_cannot_be_read_are_answered_400(web: LoopbackWeb):
    assert b" 400 " in _exchange(web, b"nonsense\r\n\r\n")
    assert b" 400 " in _exchange(web, b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert b" 400 " in _exchange(web, b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")
    assert _exchange(web, b"POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\nshort") == b""
    assert b" 400 " in _exchange(web, b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n")
    assert b" 200 " not in _exchange(web, b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000 + b"\r\n\r\n")


def test_bodies_heads_and_pipelined_requests_are_served(web: LoopbackWeb):
    first = b"POST /p HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3\r\n\r\nabc"
    second = b"HEAD /h HTTP/1.1\r\nHost: a.example\r\n\r\n"
    answer = _exchange(web, first + second + b"GET /g HTTP/1.0\r\nHost: a.example\r\n\r\n")
    assert b"POST http://a.example/p 3" in answer
    assert b"HEAD http" not in answer
    assert answer.endswith(b"GET http://a.example/g 0")


def test_hostile_header_text_cannot_split_an_answer():
    class Splitting:
        def answer(self, request: WebRequest) -> WebAnswer:
            return WebAnswer(headers={"X-A": "1\r\nX-B: 2"})

    with LoopbackWeb({"a.example": Splitting()}) as web:
        assert b"\r\nX-A: 1  X-B: 2\r\n" in _exchange(web, b"GET / HTTP/1.0\r\nHost: a.example\r\n\r\n")


def test_every_exchange_is_recorded(fakeweb: FakeWeb, fetch: Fetch):
    fetch("http://chain.example/3")
    assert fakeweb.requests_to("chain.example") == ["/3", "/2", "/1", "/0"]
    assert [exchange.status for exchange in fakeweb.seen] == [302, 302, 302, 200]
    assert all(earlier.answered <= later.began for earlier, later in pairwise(fakeweb.seen))


def test_thousand_hosts_are_served_over_http_and_https(fakeweb: FakeWeb, fetch: Fetch):
    hosts = [f"many-{number}.example" for number in range(1000)]
    for host in hosts:
        fakeweb.serve(host, lambda request: WebAnswer(body=feed_body(request.host)))
    assert len({fakeweb.route(host, 80)[:2] for host in hosts}) == 1000
    for host in (hosts[0], hosts[500], hosts[-1]):
        assert fetch(f"https://{host}/").capture.body == feed_body(host)
