"""The sweep over a real store, and alerts to a real mail server and a real webhook on loopback."""

import asyncio
import json
import socket
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from headwater.model.article import Publisher
from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.view import DeafReason
from headwater.model.watching import Flag, SourceFlag
from headwater.model.web import Capture, Entry, FetchOutcome, Source, SourceKind
from headwater.net import AddressPolicy, Fetcher
from headwater.net.mail import MailMessage, MailSecurity, MailServer, send_mail
from headwater.pipeline.alert_channels import mail_channel, webhook_channel
from headwater.pipeline.alerts import SIGNATURE_HEADER, Alerts, signature
from headwater.pipeline.sandbox import Children
from headwater.pipeline.schedule import Rhythm
from headwater.pipeline.watching import sweep
from headwater.pipeline.workshop import Workshop
from headwater.store import Store, entries, figures, flags, outcomes, queue, sources, totals
from headwater.store.reading import Reader

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LOOPBACK = AddressPolicy(allowed_networks=(ip_network("127.0.0.0/8"),))


class SetClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


class House:
    """A store with a few sources, and what happens to them."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, SetClock()

    def add(self, *names: str, **fields) -> None:
        with self.store.write() as tx:
            for name in names:
                host = f"{name}.example"
                values = {
                    "last_check_at": NOW - 5 * MINUTE,
                    "last_success_at": NOW,
                    "added_at": NOW - 60 * DAY,
                    **fields,
                }
                sources.add_source(
                    tx,
                    Source(
                        id=name, url=f"https://{host}/feed", kind=SourceKind.RSS, publisher=Publisher(domains=(host,)),
                        **values,
                    ),
                )  # fmt: skip

    def poll(self, name: str, at: datetime, reason: Reason | None = None, **counts) -> None:
        rejection = Rejection(stage="fetch", reason=reason, detail="words of the net") if reason else None
        capture = None if reason else _capture(name, at)
        with self.store.write() as tx:
            outcome = FetchOutcome(capture=capture, rejection=rejection, **counts)
            outcomes.record_fetch(tx, source_id=name, url=f"https://{name}.example/feed", at=at, outcome=outcome)
            known = sources.find_source(tx, name)
            count = known.failure_count + 1 if reason else 0
            success = known.last_success_at if reason else at
            sources.update_source(
                tx, replace(known, last_check_at=at, failure_count=count, last_success_at=success, next_check_at=None)
            )

    def fail(self, name: str) -> None:
        for hours in range(5, -1, -1):
            self.poll(name, self.clock.at - hours * HOUR, Reason.TIMEOUT)

    def announce(self, name: str, word: str, at: datetime) -> None:
        with self.store.write() as tx:
            entry = Entry(url=f"https://paper.example/{word}", source_id=name, title=f"Title {word}")
            entries.save_entry(tx, entry, now=at, new_id=word)

    def flags(self) -> dict[str, set[Flag]]:
        with self.store.read() as tx:
            found: dict[str, set[Flag]] = {}
            for one in flags.all_flags(tx):
                found.setdefault(one.flag.source_id, set()).add(one.flag.flag)
            return found

    def sweep(self, *channels_of) -> int:
        return asyncio.run(self._sweep(*channels_of))

    async def _sweep(self, make=None) -> int:
        async with self.shop() as shop:
            return await sweep(shop, Alerts(make(shop)) if make else None)

    @asynccontextmanager
    async def shop(self):
        with Children(1) as crew:
            async with Fetcher.open(user_agent="test", policy=LOOPBACK) as fetcher:
                yield Workshop(
                    store=self.store, fetcher=fetcher, children=crew, clock=self.clock, agent="headwater",
                    next_check=Rhythm().next_check,
                )  # fmt: skip


def _capture(name: str, at: datetime) -> Capture:
    url = f"https://{name}.example/feed"
    return Capture(
        id=f"{name}{at.timestamp()}", requested_url=url, final_url=url, status=200, headers={}, body=b"", captured_at=at
    )


@pytest.fixture
def house(tmp_path):
    with Store.open(tmp_path / "hw.db") as store:
        yield House(store)


def test_a_sweep_flags_what_fails_and_forgets_it_when_it_is_well(house):
    house.add("good", "bad")
    house.poll("good", NOW - 5 * MINUTE, entry_count=3, new_count=1)
    house.fail("bad")
    assert house.sweep() == 2
    assert house.flags() == {"bad": {Flag.FAILING}}
    house.clock.at = NOW + 10 * MINUTE
    house.poll("bad", house.clock.at, entry_count=3)
    assert house.sweep() == 1
    assert house.flags() == {}


def test_a_sweep_looks_only_at_what_was_polled_since_and_at_what_is_flagged(house):
    house.add(*(f"s{index}" for index in range(450)))
    house.fail("s7")
    assert house.sweep() == 450
    house.clock.at = NOW + 10 * MINUTE
    assert house.sweep() == 1
    house.clock.at = NOW + 20 * MINUTE
    house.poll("s9", house.clock.at, entry_count=1)
    assert house.sweep() == 2
    assert house.flags() == {"s7": {Flag.FAILING}}


def test_all_that_a_source_brings_is_known_from_another(house):
    house.add("first", "second")
    for index in range(25):
        house.announce("first", f"w{index}", NOW - 2 * DAY + index * HOUR)
        house.announce("second", f"w{index}", NOW - 2 * DAY + (index + 0.5) * HOUR)
    house.sweep()
    assert house.flags() == {"second": {Flag.ALL_KNOWN}}


def test_the_usual_language_is_kept_with_the_source(house):
    house.add("paper")
    for index in range(12):
        with house.store.write() as tx:
            entry = Entry(url=f"https://paper.example/{index}", source_id="paper", title="T", language="kk-KZ")
            entries.save_entry(tx, entry, now=NOW - index * HOUR, new_id=f"a{index}")
    house.sweep()
    with house.store.read() as tx:
        assert sources.find_source(tx, "paper").usual_language == "kk"


def test_figures_add_up_and_move_with_each_count(house):
    house.add("one", "two")
    for index in range(4):
        house.announce("one", f"a{index}", NOW - index * HOUR)
    house.announce("two", "a0", NOW - HOUR / 2)
    house.announce("two", "old", NOW - 9 * DAY)
    with house.store.write() as tx:
        outcomes.record_fetch(tx, article_id="a1", url="u", at=NOW, outcome=FetchOutcome(capture=_capture("x", NOW)))
        rejection = Rejection(stage="extract", reason=Reason.LISTING_PAGE)
        outcomes.record_rejection(tx, rejection, at=NOW, subject_id="a1")
    house.sweep()
    with house.store.read() as tx:
        kept = figures.get_figures(tx, ["one", "two", figures.ALL_SOURCES])
    assert (kept["one"].announced, kept["two"].announced, kept[""].announced) == (4, 1, 5)
    assert (kept[""].fetched, kept[""].stored, dict(kept[""].rejected)) == (1, 0, {"listing_page": 1})
    house.clock.at = NOW + 7 * DAY
    house.poll("one", house.clock.at)
    house.sweep()
    with house.store.write() as tx:
        assert figures.get_figures(tx, [""])[""].announced == 0  # also of the one that nobody asks any more
        sources.remove_source(tx, "two")
    house.sweep()
    with house.store.read() as tx:
        assert figures.get_figures(tx, ["two", ""])[""].announced == 0
        assert "two" not in figures.get_figures(tx, ["two"])


def test_deafness_is_told_by_its_cause(house):
    house.add("one", last_success_at=NOW - 3 * HOUR, last_check_at=NOW - 3 * HOUR)
    with house.store.read() as tx:
        assert totals.deafness(tx, NOW) is None  # nothing is due, nothing was tried
    with house.store.write() as tx:
        queue.enqueue(tx, Stage.POLL, "one", due_at=NOW - 2 * HOUR, host="one.example")
    with Reader.open(house.store.path) as reader:
        deaf = reader.deafness(NOW)
        assert (deaf.reason, deaf.since) == (DeafReason.NOT_POLLING, NOW - 3 * HOUR)
        assert reader.status(NOW).deafness == deaf
        house.poll("one", NOW - MINUTE)
        assert reader.deafness(NOW) is None


def test_when_every_attempt_fails_the_program_is_deaf_too(house):
    house.add("one", last_success_at=NOW - 3 * HOUR)
    for minutes in (150, 90, 30, 5):
        house.poll("one", NOW - minutes * MINUTE, Reason.CONNECTION_FAILED)
    with Reader.open(house.store.path) as reader:
        assert reader.deafness(NOW).reason is DeafReason.ALL_FAILING


def test_a_flag_that_comes_back_before_its_end_was_told_is_no_news(house):
    house.add("one")
    failing = SourceFlag(source_id="one", flag=Flag.FAILING, since=NOW, detail="d")
    with house.store.write() as tx:
        flags.save_flags(tx, {"one": [failing]}, now=NOW)
        flags.mark_alerted(tx, flags.unalerted(tx, limit=9), now=NOW)
        flags.save_flags(tx, {"one": []}, now=NOW + HOUR)
        assert [one.flag.flag for one in flags.ended(tx, limit=9)] == [Flag.FAILING]
        flags.save_flags(tx, {"one": [failing]}, now=NOW + 2 * HOUR)
        assert flags.ended(tx, limit=9) == flags.unalerted(tx, limit=9) == []
        assert flags.flags_of(tx, "one")[0].alerted_at is not None


# Alerts


class Inbox:
    """What a real SMTP server on loopback has taken."""

    def __init__(self) -> None:
        self.mails = []
        self.is_refusing = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        if self.is_refusing:
            return "451 Requested action aborted: try later"
        self.mails.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture
def inbox():
    box = Inbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hook():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    server.taken, server.status = [], 204
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def by_mail(box):
    server = MailServer(host="127.0.0.1", port=box.port, security=MailSecurity.PLAIN)
    return mail_channel(server, sender="headwater@news.test", to=("op@news.test", "second@news.test"))


def by_hook(shop, hook, secret="s3cret"):
    return webhook_channel(shop.fetcher, f"http://127.0.0.1:{hook.server_port}/hook", secret=secret)


async def _told(house, alerts, shop):
    return await alerts.tell(shop)


def test_new_flags_and_recoveries_are_mailed_once_in_one_message(house, inbox):
    house.add("bad", "worse", title="Bad Paper\nX-Evil: 1")
    house.fail("bad")
    house.fail("worse")
    mail = lambda shop: {"mail": by_mail(inbox)}  # noqa: E731
    house.sweep(mail)
    house.sweep(mail)
    ((envelope, mail_one),) = inbox.mails
    assert envelope.rcpt_tos == ["op@news.test", "second@news.test"]
    assert mail_one["Subject"] == "headwater: 2 sources need a look"
    assert (mail_one["Auto-Submitted"], mail_one["X-Evil"]) == ("auto-generated", None)
    text = mail_one.get_content()
    for words in ("https://bad.example/feed", "does not answer in time", "What to do:", "headwater sources add"):
        assert words in text
    house.clock.at = NOW + 20 * MINUTE
    house.poll("bad", house.clock.at)
    house.sweep(mail)
    assert len(inbox.mails) == 1  # at most one an hour
    house.clock.at = NOW + 61 * MINUTE
    house.sweep(mail)
    house.sweep(mail)
    assert [one["Subject"] for _, one in inbox.mails][1:] == ["headwater: 1 is well again"]


def test_a_webhook_gets_signed_json(house, hook):
    house.add("bad")
    house.fail("bad")
    house.sweep(lambda shop: {"hook": by_hook(shop, hook)})
    ((headers, body),) = hook.taken
    told = json.loads(body)
    assert headers[SIGNATURE_HEADER] == signature(body, "s3cret")
    assert headers["Content-Type"] == "application/json"
    assert [(one["flag"], one["url"]) for one in told["flagged"]] == [("failing", "https://bad.example/feed")]
    assert told["flagged"][0]["advice"]


def test_what_cannot_be_sent_is_not_lost_and_pauses_grow(house, inbox):
    house.add("bad")
    house.fail("bad")
    inbox.is_refusing = True

    async def run() -> list[str]:
        outcomes_seen = []
        async with house.shop() as shop:
            await sweep(shop)
            alerts = Alerts({"mail": by_mail(inbox)})
            for minutes in (0, 1, 5, 6, 14, 15):
                house.clock.at = NOW + minutes * MINUTE
                outcomes_seen.append(await alerts.tell(shop))
            inbox.is_refusing = False
            house.clock.at = NOW + 36 * MINUTE
            outcomes_seen.append(await alerts.tell(shop))
        return outcomes_seen

    assert asyncio.run(run()) == ["failed", "later", "failed", "later", "later", "failed", "told"]
    assert len(inbox.mails) == 1
    with house.store.read() as tx:
        assert flags.unalerted(tx, limit=9) == []
        assert [found.stage for _, _, found in outcomes.get_rejections(tx, stage="mail")] == ["mail"] * 3


def test_a_channel_that_took_the_news_does_not_get_it_again(house, inbox, hook):
    house.add("bad")
    house.fail("bad")
    hook.status = 500

    async def run() -> None:
        async with house.shop() as shop:
            await sweep(shop)
            alerts = Alerts({"mail": by_mail(inbox), "hook": by_hook(shop, hook)})
            assert await alerts.tell(shop) == "failed"
            hook.status = 204
            house.clock.at = NOW + HOUR
            assert await alerts.tell(shop) == "told"

    asyncio.run(run())
    assert (len(inbox.mails), len(hook.taken)) == (1, 2)


def test_deafness_and_its_end_are_told_once(house, hook):
    house.add("one", last_success_at=NOW - 3 * HOUR, last_check_at=NOW - 3 * HOUR)
    with house.store.write() as tx:
        queue.enqueue(tx, Stage.POLL, "one", due_at=NOW - 2 * HOUR, host="one.example")

    async def run() -> None:
        async with house.shop() as shop:
            alerts = Alerts({"hook": by_hook(shop, hook)}, site_url="https://news.test/")
            assert [await alerts.tell(shop), await alerts.tell(shop)] == ["told", "nothing"]
            house.clock.at = NOW + 2 * HOUR
            house.poll("one", house.clock.at)
            assert [await alerts.tell(shop), await alerts.tell(shop)] == ["told", "nothing"]

    asyncio.run(run())
    first, second = (json.loads(body) for _, body in hook.taken)
    assert first["deafness"]["reason"] == "not_polling"
    assert (first["status_url"], second["subject"]) == ("https://news.test/status", "headwater: reading again")


def test_without_a_channel_nothing_is_marked_as_told(house):
    house.add("bad")
    house.fail("bad")
    house.sweep(lambda shop: {})
    with house.store.read() as tx:
        assert len(flags.unalerted(tx, limit=9)) == 1


def test_mail_servers_are_read_from_addresses():
    assert MailServer.parse("smtps://me%40a:p%2Fw@mail.example") == MailServer(
        host="mail.example", port=465, user="me@a", password="p/w", security=MailSecurity.TLS
    )
    plain = MailServer.parse("smtp://127.0.0.1:2525?security=plain")
    assert (plain.port, plain.security) == (2525, MailSecurity.PLAIN)
    for wrong in ("mail.example", "http://mail.example", "smtp://"):
        with pytest.raises(ValueError, match="smtp://host"):
            MailServer.parse(wrong)


def _message(**fields) -> MailMessage:
    values = {"id": "m1", "sender": "a@news.test", "to": ("b@news.test",), "subject": "s", "text": "t", "at": NOW}
    return MailMessage(**{**values, **fields})


@pytest.mark.parametrize(
    ("fields", "security", "reason"),
    [
        ({"subject": "a\r\nBcc: c@news.test"}, MailSecurity.PLAIN, Reason.BAD_INPUT),
        ({}, MailSecurity.STARTTLS, Reason.PROTOCOL_ERROR),  # the server offers none, and we do not go on without
    ],
)
def test_mail_that_cannot_be_sent_safely_is_rejected(inbox, fields, security, reason):
    server = MailServer(host="127.0.0.1", port=inbox.port, security=security)
    rejection = asyncio.run(send_mail(_message(**fields), server))
    assert (rejection.stage, rejection.reason) == ("mail", reason)
    assert inbox.mails == []


def test_an_absent_mail_server_is_a_rejection(inbox):
    server = MailServer(host="127.0.0.1", port=1, security=MailSecurity.PLAIN)
    assert asyncio.run(send_mail(_message(), server)).reason is Reason.CONNECTION_FAILED


def test_mail_is_handed_over_with_user_and_password():
    class Door:
        def __init__(self):
            self.seen = []

        def __call__(self, server, session, envelope, mechanism, auth_data):
            self.seen.append((auth_data.login, auth_data.password))
            return AuthResult(success=auth_data.password == b"right", handled=False)

    door, box = Door(), Inbox()
    port = free_port()
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        authenticator=door,
        auth_required=True,
        auth_require_tls=False,
        auth_exclude_mechanism=["LOGIN"],
    )
    controller.start()
    try:
        right = MailServer(host="127.0.0.1", port=port, user="me", password="right", security=MailSecurity.PLAIN)
        assert asyncio.run(send_mail(_message(), right)) is None
        wrong = replace(right, password="wrong")
        assert asyncio.run(send_mail(_message(), wrong)) is not None
    finally:
        controller.stop()
    assert (b"me", b"right") in door.seen
    assert len(box.mails) == 1
