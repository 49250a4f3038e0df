"""The callback alone: what it answers when something is not as it should be."""

import asyncio
from datetime import UTC, datetime

import pytest

from headwater.model.errors import Transient
from headwater.model.subscription import SubscriptionState
from headwater.serve import Callbacks, make_app
from headwater.serve import websub as callback_module
from headwater.store.inbox import Delivery, DeliveryKind, Inbox, InboxLimits
from headwater.store.subscriptions import Callback
from unit.publish.invented_press import InventedReader
from unit.serve.asking_client import SETTINGS

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CALLBACK = "c" * 32
TOPIC = "https://gazette.example/feed"
VERIFY = f"hub.mode=subscribe&hub.topic={TOPIC}&hub.challenge=abc&hub.lease_seconds=60"


class Door:
    """Knocks at one callback in this process."""

    def __init__(self, folder, *, state=SubscriptionState.ACTIVE, limits=None, find=None):
        known = Callback(topic_url=TOPIC, state=state)
        self.inbox = Inbox(folder / "inbox", limits or InboxLimits())
        self.callbacks = Callbacks(find or {CALLBACK: known}.get, self.inbox, lambda: NOW)
        self.app = make_app(InventedReader(), clock=lambda: NOW, settings=SETTINGS, callbacks=self.callbacks)

    async def knock(self, method, query="", chunks=(b"",), headers=None):
        named = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
        path = f"/websub/{CALLBACK}"
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": named,
            "server": ("news.test", 80),
        }  # fmt: skip
        parts, sent = list(chunks), []

        async def receive():
            if not parts:
                return {"type": "http.disconnect"}
            part = parts.pop(0)
            if part is None:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])

    def ask(self, *arguments, **named):
        return asyncio.run(self.knock(*arguments, **named))

    def kept(self):
        return [self.inbox.read(path) for path in self.inbox.waiting(limit=99, max_bytes=10**9)]


def test_the_echo_is_plain_text_that_no_browser_runs(tmp_path):
    challenge = "%3Cscript%3Ealert(1)%3C/script%3E"
    status, headers, body = Door(tmp_path).ask("GET", VERIFY.replace("abc", challenge))
    assert (status, body) == (200, b"<script>alert(1)</script>")
    assert headers["content-type"].startswith("text/plain")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("lease", "seconds"), [("60", 60), ("0", 0), ("-1", None), ("1e9", None), ("9" * 30, None), ("", None)]
)
def test_a_lease_is_a_number_of_seconds_or_none(tmp_path, lease, seconds):
    door = Door(tmp_path)
    assert door.ask("GET", VERIFY.replace("=60", f"={lease}"))[0] == 200
    (kept,) = door.kept()
    assert (None if kept.lease is None else kept.lease.total_seconds()) == seconds


@pytest.mark.parametrize(
    ("state", "mode", "status"),
    [
        ("requested", "subscribe", 200),
        ("active", "subscribe", 200),
        ("denied", "subscribe", 404),
        ("leaving", "subscribe", 404),
        ("ended", "subscribe", 404),
        ("requested", "denied", 200),
        ("active", "denied", 200),
        ("leaving", "denied", 404),
        ("leaving", "unsubscribe", 200),
        ("active", "unsubscribe", 404),
        ("requested", "unsubscribe", 404),
    ],
)
def test_only_what_we_asked_for_is_confirmed(tmp_path, state, mode, status):
    door = Door(tmp_path, state=SubscriptionState(state))
    assert door.ask("GET", VERIFY.replace("mode=subscribe", f"mode={mode}"))[0] == status
    assert len(door.kept()) == (status == 200)


@pytest.mark.parametrize("state", ["denied", "leaving", "ended"])
def test_content_for_what_is_no_subscription_any_more_is_gone(tmp_path, state):
    door = Door(tmp_path, state=SubscriptionState(state))
    assert door.ask("POST", chunks=[b"x"], headers={"x-hub-signature": "sha1=0"})[0] == 410
    assert door.kept() == []


def test_content_is_kept_as_it_came(tmp_path):
    door = Door(tmp_path)
    headers = {"x-hub-signature": "sha1=0", "content-type": "application/atom+xml", "link": "<x>; rel=self"}
    assert door.ask("POST", chunks=[b"<fe", b"ed/>"], headers=headers)[0] == 202
    assert door.kept() == [
        Delivery(
            kind=DeliveryKind.CONTENT, callback_id=CALLBACK, received_at=NOW, signature="sha1=0",
            media_type="application/atom+xml", link="<x>; rel=self", body=b"<feed/>",
        )
    ]  # fmt: skip


def test_unsigned_content_leaves_a_note_and_no_bytes(tmp_path):
    door = Door(tmp_path)
    assert door.ask("POST", chunks=[b"x" * 1000])[0] == 202
    assert door.kept()[0].body == b""


def test_a_body_that_is_not_announced_is_cut_off_at_the_limit(tmp_path):
    door = Door(tmp_path)
    chunk = b"x" * (1024 * 1024)
    assert door.ask("POST", chunks=[chunk] * 11, headers={"x-hub-signature": "sha1=0"})[0] == 413
    assert door.kept() == []


def test_a_hub_that_hangs_up_leaves_nothing(tmp_path):
    door = Door(tmp_path)

    async def half():
        task = asyncio.create_task(door.knock("POST", chunks=[b"<feed>", None]))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(half())
    assert door.kept() == []


def test_only_so_many_bodies_are_read_at_once(tmp_path):
    door = Door(tmp_path)

    async def crowd():
        slow = [
            asyncio.create_task(door.knock("POST", chunks=[b"a", None])) for _ in range(callback_module.MAX_READERS)
        ]
        await asyncio.sleep(0.2)
        late = await door.knock("POST", chunks=[b"b"])
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return late, await door.knock("POST", chunks=[b"c"])

    (status, headers, _), after = asyncio.run(crowd())
    assert (status, headers["retry-after"]) == (503, "60")
    assert after[0] == 202


def test_a_full_inbox_sends_hubs_away_for_a_while(tmp_path):
    door = Door(tmp_path, limits=InboxLimits(max_per_callback=1))
    assert door.ask("POST", chunks=[b"x"])[0] == 202
    assert door.ask("POST", chunks=[b"x"])[0] == 503
    assert door.ask("GET", VERIFY)[0] == 503


def test_a_busy_database_sends_hubs_away_for_a_while(tmp_path):
    def find(_):
        raise Transient("locked")

    assert Door(tmp_path, find=find).ask("GET", VERIFY)[0] == 503


def test_a_disk_that_refuses_sends_hubs_away_for_a_while(tmp_path):
    door = Door(tmp_path)
    door.inbox.folder.rmdir()
    assert door.ask("POST", chunks=[b"x"])[0] == 503


def test_without_callbacks_there_is_no_door(tmp_path):
    door = Door(tmp_path)
    door.app = make_app(InventedReader(), clock=lambda: NOW, settings=SETTINGS)
    assert door.ask("GET", VERIFY)[0] == 404
