"""WebSub against a real hub: subscribe, confirm, push, renew, deny, leave, and a hub that dies."""

import asyncio
import hashlib
import hmac
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from headwater.model.job import Stage
from headwater.model.subscription import SubscriptionState
from headwater.pipeline import leases, pushing, subscribing
from headwater.pipeline.sandbox import Children, SandboxLimits
from headwater.store import sources, subscriptions
from realhub.newsroom import RealHub, ask, newsroom, until

TEN_DAYS = timedelta(days=10)


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    running = RealHub(tmp_path_factory.mktemp("hub"))
    yield running
    running.kill()


@pytest.fixture(scope="module")
def children():
    with Children(1, SandboxLimits(deadline_seconds=20, memory_bytes=3 << 30)) as crew:
        yield crew


@pytest.fixture
def journey(hub, children, tmp_path):
    """Runs a coroutine function with a newsroom of its own."""

    def run(story, *, at=hub):
        async def whole():
            async with newsroom(tmp_path, at, children) as room:
                return await story(room)

        return asyncio.run(whole())

    return run


def test_what_a_hub_pushes_is_in_the_database(journey):
    async def story(room):
        source = await room.add_source()
        assert room.subscription(source) is None
        assert await room.work() == ["subscribe"]
        asked = room.subscription(source)
        assert asked.state is SubscriptionState.REQUESTED
        assert len(bytes.fromhex(asked.secret)) == 32
        await room.take_next()
        active = room.subscription(source)
        assert active.state is SubscriptionState.ACTIVE
        assert active.failure_count == 0
        assert timedelta() <= active.lease_ends_at - asked.requested_at - TEN_DAYS < timedelta(minutes=1)
        assert leases.relaxed(timedelta(minutes=5), active, room.clock.now()) == timedelta(minutes=5)
        room.outlet.stories += ["mill"]
        await room.publish(source)
        assert await room.take_next() == 1
        assert room.titles() == ["wells of Sarn", "mill of Sarn"]
        assert room.waiting() == []
        pushed = room.subscription(source)
        assert leases.relaxed(timedelta(minutes=5), pushed, room.clock.now()) == leases.RELAXED_INTERVAL

    journey(story)


def test_a_lease_is_renewed_before_it_ends(journey):
    async def story(room):
        source = await room.subscribed()
        first = room.subscription(source)
        room.clock.ahead = TEN_DAYS * 0.79
        assert await room.work() == ["waiting"]
        room.clock.ahead = TEN_DAYS * 0.81
        assert await room.work() == ["subscribe"]
        asked = room.subscription(source)
        assert (asked.state, asked.failure_count) == (SubscriptionState.ACTIVE, 1)
        await room.take_next()
        renewed = room.subscription(source)
        assert renewed.lease_ends_at > first.lease_ends_at
        assert (renewed.callback_id, renewed.secret) == (first.callback_id, first.secret)
        assert renewed.failure_count == 0

    journey(story)


def test_a_denial_is_kept_and_asked_about_again_much_later(journey):
    async def story(room):
        source = await room.subscribed("/topic/refused")
        denied = room.subscription(source)
        assert denied.state is SubscriptionState.DENIED
        assert denied.detail == "denied: not for you at all"
        assert room.due(Stage.SUBSCRIBE) - denied.requested_at < timedelta(hours=1)  # the check of the request itself
        room.clock.ahead = timedelta(hours=1)
        assert await room.work() == ["waiting"]
        assert room.due(Stage.SUBSCRIBE) - denied.requested_at == timedelta(days=1)
        assert room.callbacks_at_hub(source).strip() == "[]"

    journey(story)


def test_a_paused_source_is_unsubscribed(journey):
    async def story(room):
        source = await room.subscribed()
        await until(lambda: room.callbacks in room.callbacks_at_hub(source), "the hub to keep our subscription")
        with room.store.write() as tx:
            sources.set_paused(tx, source.id, True)
            assert subscriptions.leave(tx, source.id, now=room.clock.now())
        room.clock.ahead += timedelta(seconds=2)  # the hub's pause
        assert await room.work() == ["unsubscribe"]
        await room.take_next()
        assert room.subscription(source).state is SubscriptionState.ENDED
        await until(lambda: room.callbacks_at_hub(source).strip() == "[]", "the hub to let go")
        room.clock.ahead += timedelta(seconds=2)
        assert await room.work() == ["forgotten"]
        assert room.subscription(source) is None

    journey(story)


def test_a_removed_source_is_unsubscribed(journey):
    async def story(room):
        source = await room.subscribed()
        with room.store.write() as tx:
            sources.remove_source(tx, source.id)
            assert subscriptions.leave(tx, source.id, now=room.clock.now())
        room.clock.ahead += timedelta(seconds=2)
        assert await room.work() == ["unsubscribe"]
        await room.take_next()
        await until(lambda: room.callbacks_at_hub(source).strip() == "[]", "the hub to let go")

    journey(story)


def test_a_moved_topic_is_left_and_subscribed_anew(journey):
    async def story(room):
        source = await room.subscribed()
        old = room.subscription(source)
        moved = replace(source, topic_url=source.topic_url.replace("/a", "/b"))
        with room.store.write() as tx:
            sources.update_source(tx, moved)
            room.clock.ahead += timedelta(seconds=2)
            assert subscribing.consider(tx, moved, now=room.clock.now())
        assert await room.work() == ["unsubscribe"]
        await room.take_next()
        room.clock.ahead += timedelta(seconds=2)
        assert await room.work() == ["subscribe"]
        await room.take_next()
        new = room.subscription(source)
        assert (new.topic_url, new.state) == (moved.topic_url, SubscriptionState.ACTIVE)
        assert new.callback_id != old.callback_id
        assert new.secret != old.secret
        assert room.callbacks_at_hub(source).strip() == "[]"
        assert new.callback_id in room.callbacks_at_hub(moved)
        assert ask(room.callbacks + old.callback_id, b"x")[0] == 410

    journey(story)


def test_forged_content_is_acknowledged_and_dropped_with_its_reason(journey):
    async def story(room):
        source = await room.subscribed()
        known = room.subscription(source)
        body = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>Forged</title></entry></feed>"
        right = hmac.new(known.secret.encode(), body, hashlib.sha256).hexdigest()
        for signature in (None, "sha256=" + "0" * 64, "md5=" + "0" * 32, right, "sha256=", "sha1=" + right):
            headers = {} if signature is None else {"X-Hub-Signature": signature}
            assert ask(room.callbacks + known.callback_id, body, headers)[0] == 202
        assert await room.take() == 6
        assert room.reasons("push") == ["bad_signature"] * 6
        other = {"X-Hub-Signature": f"sha256={right}", "Link": '<http://elsewhere.example/feed>; rel="self"'}
        assert ask(room.callbacks + known.callback_id, body, other)[0] == 202
        await room.take()
        assert room.reasons("push")[0] == "bad_input"
        assert room.titles() == []
        assert room.subscription(source).last_push_at is None

    journey(story)


def test_a_light_ping_makes_the_source_due(journey):
    async def story(room):
        source = await room.subscribed()
        known = room.subscription(source)
        assert room.due(Stage.POLL) is None
        signature = hmac.new(known.secret.encode(), b"", hashlib.sha384).hexdigest()
        headers = {"X-Hub-Signature": f"sha384={signature}"}
        assert ask(room.callbacks + known.callback_id, b"", headers, method="POST")[0] == 202
        await room.take()
        room.clock.ahead += timedelta(seconds=2)  # the host's pause
        assert room.due(Stage.POLL) <= room.clock.now()

    journey(story)


def test_a_push_that_cannot_be_read_makes_the_source_due_and_earns_no_trust(journey):
    async def story(room):
        source = await room.subscribed()
        known = room.subscription(source)
        body = b"<html><body>We are out for lunch</body></html>"
        signature = hmac.new(known.secret.encode(), body, hashlib.sha256).hexdigest()
        assert ask(room.callbacks + known.callback_id, body, {"X-Hub-Signature": f"sha256={signature}"})[0] == 202
        await room.take()
        assert room.due(Stage.POLL) is not None
        assert room.subscription(source).last_push_at is None
        assert room.titles() == []

    journey(story)


def test_a_watch_takes_what_comes_until_it_is_stopped(journey):
    async def story(room):
        source = await room.subscribed()
        woken, ended = asyncio.Event(), asyncio.Event()
        async with pushing.watching(room.shop, room.inbox, wake=woken.set, end=ended.set):
            await room.publish(source)
            await asyncio.wait_for(woken.wait(), 20)
            assert room.titles() == ["wells of Sarn"]
            assert not ended.is_set()
        assert ended.is_set()

    journey(story)


def test_a_watch_that_breaks_ends_the_run_loudly(journey):
    async def story(room):
        ended = asyncio.Event()

        def break_down():
            raise RuntimeError("a bug")

        source = await room.subscribed()
        await room.publish(source)
        with pytest.raises(RuntimeError, match="a bug"):
            async with pushing.watching(room.shop, room.inbox, wake=break_down, end=ended.set):
                await asyncio.wait_for(ended.wait(), 20)

    journey(story)


def test_a_delivery_replayed_changes_nothing(journey):
    async def story(room):
        source = await room.subscribed()
        await room.publish(source)
        await until(room.waiting, "a push")
        (path,) = room.waiting()
        kept = path.read_bytes()
        await room.take()
        before = (room.titles(), room.subscription(source))
        path.write_bytes(kept)
        assert await room.take() == 1
        assert (room.titles(), room.subscription(source)) == before

    journey(story)


def test_when_the_hub_dies_polling_goes_on_and_pauses_grow(journey, tmp_path):
    mortal = RealHub(tmp_path)
    usual = timedelta(minutes=5)

    async def story(room):
        source = await room.subscribed()
        await room.publish(source)
        await room.take_next()
        assert leases.relaxed(usual, room.subscription(source), room.clock.now()) == leases.RELAXED_INTERVAL
        mortal.kill()
        room.clock.ahead = TEN_DAYS * 0.81
        states, pauses = [], []
        while room.clock.ahead < timedelta(days=25):
            assert await room.work() == ["connection_failed"]
            asked = room.subscription(source)
            states.append(asked.state.value)
            pauses.append(round((room.due(Stage.SUBSCRIBE) - asked.requested_at) / timedelta(minutes=10)))
            room.clock.ahead += room.due(Stage.SUBSCRIBE) - room.clock.now()
        assert pauses == [1, 3, 9, 27, 81, 243, 729, 1008, 1008]
        assert states == ["active"] * 6 + ["requested"] * 3
        assert asked.detail.startswith("connection_failed")
        assert leases.relaxed(usual, asked, room.clock.now()) == usual
        with room.store.read() as tx:
            kept = sources.find_source(tx, source.id)
        assert (kept.failure_count, kept.is_paused) == (0, False)

    try:
        journey(story, at=mortal)
    finally:
        mortal.kill()


def test_nobody_else_gets_an_echo(journey):
    async def story(room):
        source = await room.subscribed()
        known = room.subscription(source)
        here = room.callbacks + known.callback_id
        asked = f"?hub.mode=subscribe&hub.topic={known.topic_url}&hub.challenge=abc&hub.lease_seconds=60"
        assert ask(here + asked) == (200, "abc")
        assert len(room.waiting()) == 1
        for address in (
            room.callbacks + "A" * 32 + asked,
            room.callbacks + "%27%20or%201=1--" + asked,
            here + asked.replace("mode=subscribe", "mode=unsubscribe"),
            here + asked.replace("mode=subscribe", "mode=publish"),
            here + asked.replace("topic=http", "topic=https"),
            here + asked + "&hub.topic=http://other.example/",
            here + asked.replace("abc", "x" * 5_000),
            here + asked.replace("abc", ""),
            here,
        ):
            assert ask(address)[0] == 404, address
        assert len(room.waiting()) == 1
        assert ask(here, method="HEAD")[0] == 405
        assert ask(room.callbacks + "A" * 32, b"x", {"X-Hub-Signature": "sha1=0"})[0] == 410
        assert ask(here, b"x" * (11 * 1024 * 1024), {"X-Hub-Signature": "sha1=0"})[0] == 413

    journey(story)
