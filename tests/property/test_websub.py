"""Nothing but the right secret makes a signature right; no callback id but ours opens a file."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from headwater.model.subscription import Subscription, SubscriptionState
from headwater.pipeline.pushing import content_refusal, is_signed, noted
from headwater.store.inbox import CALLBACK_ID, Delivery, DeliveryKind
from headwater.text.link_headers import MAX_LINKS, read_links

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
METHODS = st.sampled_from(["sha1", "sha256", "sha384", "sha512"])
TOPIC = "https://gazette.example/feed"


def signed(method: str, secret: str, body: bytes) -> str:
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


@given(METHODS, st.text(min_size=1, max_size=80), st.binary(max_size=200))
def test_the_right_signature_is_right_in_any_case_of_letters(method, secret, body):
    assert is_signed(signed(method, secret, body), body, secret)
    assert is_signed(signed(method, secret, body).upper(), body, secret)


@given(METHODS, st.binary(max_size=100), st.binary(max_size=100), st.integers(0, 40))
def test_another_body_or_digit_makes_it_wrong(method, body, other, place):
    signature = signed(method, "k", body)
    assert is_signed(signature, other, "k") == (other == body)
    at = len(method) + 1 + place % 40
    changed = signature[:at] + ("0" if signature[at] != "0" else "1") + signature[at + 1 :]
    assert not is_signed(changed, body, "k")
    assert not is_signed(signature[:-1], body, "k")


@given(st.text(max_size=120), st.binary(max_size=50))
def test_any_text_is_judged_without_an_exception(signature, body):
    assert not is_signed(signature, body, "a secret that nobody knows")


@given(st.text(max_size=300))
def test_any_link_header_gives_links_that_are_absolute_or_none(header):
    links = read_links(header, TOPIC)
    assert len(links) <= MAX_LINKS
    assert all(link.url for link in links)


@given(st.text(max_size=80))
def test_a_callback_id_is_a_plain_file_name(text):
    if CALLBACK_ID.fullmatch(text):
        assert "/" not in text
        assert "." not in text
        assert text.isascii()


@given(
    st.sampled_from(DeliveryKind),
    st.sampled_from(SubscriptionState),
    st.one_of(st.none(), st.timedeltas(timedelta(), timedelta(days=10_000))),
)
def test_a_note_read_twice_says_the_same_as_once(kind, state, lease):
    known = Subscription(
        source_id="s", hub_url="https://hub.example/", topic_url=TOPIC, callback_id="c" * 32, secret="k", state=state,
        requested_at=NOW, lease_ends_at=NOW, failure_count=1,
    )  # fmt: skip
    delivery = Delivery(kind=kind, callback_id="c" * 32, received_at=NOW, topic_url=TOPIC, lease=lease)
    once = noted(known, delivery)
    assert once is None or noted(once, delivery) in (once, None)
    if once is not None:
        assert (once.callback_id, once.secret, once.topic_url) == (known.callback_id, known.secret, known.topic_url)


@given(
    st.binary(max_size=60), st.sampled_from(["", f'<{TOPIC}>; rel="self"', "<https://x.example/>; rel=self", "<<>>"])
)
def test_only_the_topic_itself_passes(body, link):
    known = Subscription(
        source_id="s", hub_url="https://hub.example/", topic_url=TOPIC, callback_id="c" * 32, secret="k"
    )
    signature = signed("sha256", "k", body)
    delivery = Delivery(
        kind=DeliveryKind.CONTENT, callback_id="c" * 32, received_at=NOW, signature=signature, link=link, body=body
    )
    assert (content_refusal(delivery, known) is None) == ("x.example" not in link)
