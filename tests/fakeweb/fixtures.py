"""pytest fixtures; a folder's conftest imports them."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fakeweb.misbehaviours import FakeWeb
from headwater.model.rights import FetchPermit
from headwater.model.web import FetchOutcome
from headwater.net import Fetcher, FetchLimits, user_agent

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AGENT = user_agent("0.1", "https://headwater.example/bot")
DEFAULT = FetchLimits()
Fetch = Callable[..., FetchOutcome]


@pytest.fixture(scope="session")
def _running_web() -> Iterator[FakeWeb]:
    with FakeWeb() as web:
        yield web


@pytest.fixture
def fakeweb(_running_web: FakeWeb) -> FakeWeb:
    """The misbehaving web, its record empty."""
    _running_web.seen.clear()
    return _running_web


@pytest.fixture
def fetch(fakeweb: FakeWeb) -> Fetch:
    """`fetch(url, limits=…, **of Fetcher.fetch)` through the fake web's routes."""

    def run(url: str, *, limits: FetchLimits = DEFAULT, routed: bool = True, **rest: object) -> FetchOutcome:
        opening = {name: rest.pop(name) for name in ("policy", "names") if name in rest}
        return asyncio.run(_fetch(url, {**opening, "limits": limits, "route": fakeweb.route if routed else None}, rest))

    return run


async def _fetch(url: str, opening: dict, rest: dict) -> FetchOutcome:
    async with Fetcher.open(user_agent=AGENT, **opening) as fetcher:
        return await fetcher.fetch(permit(url), capture_id="c1", now=NOW, **rest)


def permit(url: str) -> FetchPermit:
    return FetchPermit(url=url, ruled_at=NOW)


def short(**limits: object) -> FetchLimits:
    """The default limits with some shorter ones."""
    return replace(FetchLimits(), **limits)
