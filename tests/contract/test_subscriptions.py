"""Subscriptions and the inbox: what is kept, what the site may see, and what a crash or a vandal leaves behind."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from headwater.model.errors import UserError
from headwater.model.job import Stage
from headwater.model.rejection import Reason, Rejection
from headwater.model.subscription import Subscription, SubscriptionState
from headwater.store import queue, subscriptions
from headwater.store.inbox import Delivery, DeliveryKind, Inbox, InboxLimits
from headwater.store.schema import subscriptions as table

REFUSED = r"not authorized|prohibited"
CALLBACK, OTHER = "c" * 32, "d" * 32


@pytest.fixture
def known(store, kit):
    held = Subscription(
        source_id="s1", hub_url="https://hub.example/", topic_url="https://gazette.example/feed", callback_id=CALLBACK,
        secret="0123456789abcdef" * 4, state=SubscriptionState.ACTIVE, requested_at=kit.now,
        lease_ends_at=kit.at(60), last_push_at=kit.at(1), failure_count=2, detail="words",
    )  # fmt: skip
    with store.write() as tx:
        subscriptions.save_subscription(tx, held)
    return held


def test_a_subscription_is_kept_as_it_is(store, known):
    with store.read() as tx:
        assert subscriptions.find_subscription(tx, "s1") == known
        assert subscriptions.find_by_callback(tx, CALLBACK) == known
        assert subscriptions.list_subscriptions(tx) == [known]
        assert subscriptions.find_subscription(tx, "s2") is None
        assert subscriptions.find_by_callback(tx, OTHER) is None


def test_a_source_has_one_subscription(store, known):
    with store.write() as tx:
        subscriptions.save_subscription(tx, replace(known, callback_id=OTHER, detail="x" * 900))
        (kept,) = subscriptions.list_subscriptions(tx)
        assert (kept.callback_id, len(kept.detail)) == (OTHER, subscriptions.MAX_DETAIL_CHARS)
        assert subscriptions.remove_subscription(tx, "s1")
        assert not subscriptions.remove_subscription(tx, "s1")


def test_leaving_queues_a_request_to_the_hub(store, known, kit):
    with store.write() as tx:
        assert subscriptions.leave(tx, "s1", now=kit.now)
        assert not subscriptions.leave(tx, "s1", now=kit.now)
        assert not subscriptions.leave(tx, "s2", now=kit.now)
        assert subscriptions.find_subscription(tx, "s1").state is SubscriptionState.LEAVING
        (job,) = queue.claim(tx, stages={Stage.SUBSCRIBE}, now=kit.now, lease=timedelta(minutes=1), limit=9)
    assert (job.subject_id, job.host) == ("s1", "hub.example")


def test_the_site_knows_a_callback_and_not_its_secret(reader, known):
    with reader.connection() as connection:
        found = subscriptions.find_callback(connection, CALLBACK)
        assert (found.topic_url, found.state) == (known.topic_url, known.state)
        assert subscriptions.find_callback(connection, OTHER) is None


@pytest.mark.parametrize("column", ["secret", "source_id", "hub_url", "detail", "*"])
def test_the_gate_keeps_the_rest_of_a_subscription(reader, known, column):
    with pytest.raises(Exception, match=REFUSED), reader.connection() as connection:
        connection.execute(text(f"SELECT {column} FROM subscriptions")).all()


def test_the_gate_keeps_the_secret_from_conditions_too(reader, known):
    query = select(table.c.state).where(table.c.secret.like("0%"))
    with pytest.raises(Exception, match=REFUSED), reader.connection() as connection:
        connection.execute(query).all()


# The inbox


LIMITS = InboxLimits(max_files=5, max_bytes=10_000, max_per_callback=3, max_file_bytes=4_000)


@pytest.fixture
def inbox(tmp_path):
    made = Inbox(tmp_path / "inbox", LIMITS)
    made.prepare()
    return made


def content(kit, body=b"<feed/>", *, callback=CALLBACK, minutes=0.0, **more):
    kind, at = DeliveryKind.CONTENT, kit.at(minutes)
    return Delivery(kind=kind, callback_id=callback, received_at=at, signature="sha1=0", body=body, **more)


def everything(inbox):
    return inbox.waiting(limit=100, max_bytes=10**9)


def test_deliveries_come_back_as_they_were_in_their_order(inbox, kit):
    first = content(kit, b"\x00\n\xff{}", minutes=5, media_type="a\u2028b", link="<x>; rel=self")
    second = Delivery(
        kind=DeliveryKind.DENIED, callback_id=OTHER, received_at=kit.at(1), topic_url="https://t.example/\u00e9",
        reason='no "way"\n', lease=timedelta(seconds=7),
    )  # fmt: skip
    third = content(kit, b"", minutes=1)
    assert all(inbox.put(each) for each in (first, second, third))  # the clock goes back in between
    assert [inbox.read(path) for path in everything(inbox)] == [first, second, third]
    assert all(path.stat().st_mode & 0o077 == 0 for path in everything(inbox))


def test_one_mad_hub_fills_its_own_share_only(inbox, kit):
    assert [inbox.put(content(kit)) for _ in range(4)] == [True, True, True, False]
    assert inbox.put(content(kit, callback=OTHER))
    assert inbox.put(content(kit, callback=OTHER))
    assert not inbox.put(content(kit, callback="e" * 32))  # five files in all
    inbox.remove(everything(inbox)[0])
    assert inbox.put(content(kit, callback="e" * 32))


def test_bytes_are_bounded(inbox, kit):
    assert not inbox.put(content(kit, b"x" * 4_001))
    assert inbox.put(content(kit, b"x" * 3_700))
    assert inbox.put(content(kit, b"x" * 3_700))
    assert not inbox.put(content(kit, b"x" * 3_700))
    assert len(inbox.waiting(limit=100, max_bytes=100)) == 1
    assert len(inbox.waiting(limit=1, max_bytes=10**9)) == 1


def test_what_is_half_written_is_not_there(inbox, kit):
    half = inbox.folder / f"{10**16}-{CALLBACK}.push.unfinished"
    half.write_bytes(b"{")
    assert everything(inbox) == []
    inbox.prepare()
    assert not half.exists()


def test_a_missing_folder_is_an_empty_one(tmp_path):
    assert everything(Inbox(tmp_path / "none")) == []


def test_links_folders_and_strange_names_are_none_of_ours(inbox, kit, tmp_path):
    (tmp_path / "secret").write_text("{}")
    (inbox.folder / f"{10**16}-{CALLBACK}.push").symlink_to(tmp_path / "secret")
    (inbox.folder / f"{10**16 + 1}-{CALLBACK}.push").mkdir()
    os.mkfifo(inbox.folder / f"{10**16 + 2}-{CALLBACK}.push")
    (inbox.folder / "README").write_text("x")
    (inbox.folder / "1-x.push").write_text("x")
    assert everything(inbox) == []


def test_a_callback_id_cannot_leave_the_folder(inbox, kit):
    for bad in ("../" + CALLBACK, "", "a", "a" * 65, "/" * 20, "x" * 20 + "\n"):
        with pytest.raises(ValueError, match="callback"):
            inbox.put(content(kit, callback=bad))


@given(
    data=st.one_of(st.binary(max_size=300), st.builds(lambda text: text.encode() + b"\nbody", st.text(max_size=200)))
)
def test_any_bytes_are_a_delivery_or_a_rejection(tmp_path_factory, data):
    box = Inbox(tmp_path_factory.mktemp("any"))
    path = box.folder / f"{10**16}-{CALLBACK}.push"
    path.write_bytes(data)
    assert isinstance(box.read(path), Delivery | Rejection)


@pytest.mark.parametrize(
    "line",
    [
        b"[]", b"{}", b"null", b"1", b"[" * 50_000, b'{"kind":"content"}',
        b'{"kind":"content","callback_id":"c","received_at":1e400,"lease_seconds":null}',
        b'{"kind":"content","callback_id":"c","received_at":99999999999999999999999,"lease_seconds":null}',
        b'{"kind":"content","callback_id":"c","received_at":' + b"9" * 9000 + b',"lease_seconds":null}',
        b'{"kind":"subscribed","callback_id":"c","received_at":1,"lease_seconds":9999999999999999}',
        b'{"kind":"other","callback_id":"c","received_at":1,"lease_seconds":null}', b"x" * 70_000,
    ],
)  # fmt: skip
def test_a_damaged_file_is_a_rejection(tmp_path, line):
    path = tmp_path / f"{10**16}-{CALLBACK}.push"
    path.write_bytes(line + b"\nbody")
    assert Inbox(tmp_path).read(path).reason is Reason.BAD_INPUT


def test_a_file_beyond_the_limit_is_not_read_whole(inbox):
    path = inbox.folder / f"{10**16}-{CALLBACK}.push"
    path.write_bytes(b"x" * 5_000)
    assert inbox.read(path).reason is Reason.TOO_LARGE


def test_readers_do_not_write(reader):
    with pytest.raises((Exception, UserError)), reader.connection() as connection:
        connection.execute(text("UPDATE subscriptions SET state = 'active'"))
