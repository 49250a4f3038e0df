"""What the pages of a host taught, between the store and `extract`: loaded before a page is read, added to after."""

from __future__ import annotations

from datetime import datetime

from headwater import extract
from headwater.model.codec import from_json, to_json
from headwater.store import Transaction, host_layouts
from headwater.store.host_layouts import HostLayout
from headwater.text.urls import host_of


def known(tx: Transaction, url: str) -> extract.HostKnowledge:
    """What is known of the host of `url`; nothing at first, and where an older release kept it in another form."""
    layout = host_layouts.find_host_layout(tx, host_of(url))
    if layout is None:
        return extract.HostKnowledge()
    try:
        return from_json(extract.HostKnowledge, layout.body)
    except (TypeError, ValueError, AttributeError, KeyError):
        return extract.HostKnowledge()


def learn(tx: Transaction, url: str, facts: extract.PageFacts, now: datetime) -> None:
    """Add what one accepted page of the host of `url` teaches."""
    learned = extract.learn(known(tx, url), facts)
    host_layouts.save_host_layout(
        tx, HostLayout(host=host_of(url), body=to_json(learned), pages=learned.pages, updated_at=now)
    )
