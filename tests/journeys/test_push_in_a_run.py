"""WebSub in the whole program: `headwater run` subscribes at a real hub, which pushes; no second poll is needed."""

import sys
import urllib.parse
from pathlib import Path

import pytest
from running import open_outlet, running

sys.path.insert(0, str(Path(__file__).parents[1]))

from headwater.model.subscription import SubscriptionState
from headwater.store import entries, outcomes, subscriptions
from realhub.newsroom import RealHub, ask, free_port


@pytest.fixture
def outlet():
    with open_outlet() as opened:
        yield opened


@pytest.fixture
def hub(tmp_path):
    running_hub = RealHub(tmp_path)
    yield running_hub
    running_hub.kill()


def active(tx):
    return [one for one in subscriptions.list_subscriptions(tx) if one.state is SubscriptionState.ACTIVE]


def test_a_run_subscribes_and_what_the_hub_pushes_is_read_at_once(outlet, hub, tmp_path):
    topic = f"{outlet.url}/rss"
    links = {"Link": f'<{hub.address}/hub>; rel="hub", <{topic}>; rel="self"'}
    outlet.publish("/rss", "wells", headers=links)
    port = free_port()
    site = {"HEADWATER_SITE_URL": f"http://127.0.0.1:{port}"}  # the callback is under it
    with running(tmp_path / "data", "--port", port, "--add", topic, env=site) as run:
        (subscription,) = run.until(active, "the hub's confirmation")
        subscribers = f"{hub.address}/subscribers?{urllib.parse.urlencode({'topic': topic})}"
        run.until(lambda _: subscription.callback_id in ask(subscribers)[1], "the hub to keep the subscription")
        outlet.publish("/rss", "mill", "wells", headers=links)
        form = urllib.parse.urlencode({"hub.mode": "publish", "hub.topic": topic}).encode()
        assert ask(f"{hub.address}/hub", form)[0] == 202
        article_id = run.until(lambda tx: entries.find_article_id(tx, f"{outlet.url}/mill"), "the pushed entry")
        (entry,) = run.ask(lambda tx: entries.get_entries(tx, article_id))
        run.until(lambda tx: outcomes.get_fetches(tx, article_id=article_id), "the pushed page's fetch")
        known = run.ask(lambda tx: outcomes.get_fetches(tx, source_id=subscription.source_id))
        (told,) = run.ask(subscriptions.list_subscriptions)
        assert run.stop() == 0
    assert (entry.title, entry.source_id) == ("mill of Sarn", subscription.source_id)
    assert [(one.entry_count, one.new_count) for one in known] == [(2, 1), (1, 1)]
    assert told.last_push_at is not None
    assert outlet.asked_by_us("/rss") == 1  # polled once; the rest was pushed
