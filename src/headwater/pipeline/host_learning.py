"""What the pages of a host taught, between the store and `extract`: loaded before a page is read, added to after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from headwater import extract
from headwater.model.codec import from_json, to_json
from headwater.store import Transaction, host_layouts
from headwater.store.host_layouts import HostLayout
from headwater.text.urls import host_of

MAX_HOSTS = 500
"""Hosts kept in memory: some 50 kB each."""


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
    _save(tx, host_of(url), extract.learn(known(tx, url), facts), now)


def _save(tx: Transaction, host: str, learned: extract.HostKnowledge, now: datetime) -> None:
    layout = HostLayout(host=host, body=to_json(learned), pages=learned.pages, updated_at=now)
    host_layouts.save_host_layout(tx, layout)


class Lessons:
    """What the hosts of an archive taught so far, in memory: each is loaded once, and saved once a batch."""

    def __init__(self) -> None:
        self._known: dict[str, extract.HostKnowledge] = {}
        self._changed: set[str] = set()

    def load(self, tx: Transaction, urls: Iterable[str]) -> None:
        """Have at hand what is known of the hosts of these addresses. What was learned must have been saved."""
        wanted = {host_of(url): url for url in urls}
        self.forget_oldest()
        for host, url in wanted.items():
            if host not in self._known:
                self._known[host] = known(tx, url)

    def known(self, url: str) -> extract.HostKnowledge:
        """What is known of the host of `url` now."""
        return self._known.get(host_of(url)) or extract.HostKnowledge()

    def learn(self, url: str, facts: extract.PageFacts) -> None:
        """Add what one accepted page of the host of `url` teaches."""
        host = host_of(url)
        learned = extract.learn(self.known(url), facts)
        self._known.pop(host, None)  # dictionaries keep the order: the latest last
        self._known[host] = learned
        self._changed.add(host)

    def forget_oldest(self) -> None:
        """Forget those that nothing was learned of for longest, beyond `MAX_HOSTS`."""
        for host in list(self._known)[:-MAX_HOSTS]:
            del self._known[host]

    def save(self, tx: Transaction, now: datetime) -> None:
        """Keep what was learned since the last time."""
        for host in sorted(self._changed):
            _save(tx, host, self._known[host], now)
        self._changed.clear()
