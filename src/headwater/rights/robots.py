"""robots.txt to the letter of RFC 9309, with Crawl-delay, Sitemap, Content-Signal, Content-Usage and License lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from headwater.model.rights import Signal, Use
from headwater.rights._patterns import matches, path_of, weight
from headwater.rights._preferences import licence_line_signal, preference_signals
from headwater.text.urls import canonical_url

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 §2.5: at least 500 KiB must be read; the rest is not."""

MAX_KEPT_FILES = 256
"""Files whose reading is remembered: one host's is asked again and again."""

MAX_CRAWL_DELAY = 86_400.0
"""A longer pause than a day is read as a day."""

KIND = "robots.txt"
UNREACHABLE = "unreachable"
"""Begins the text of the signal that stands for a robots.txt that could not be had."""

TOO_MANY_REQUESTS = 429
_TOKEN = re.compile(r"[^\s/;(,]+")
_IDENTIFIER = re.compile(r"[a-z_-]+")  # RFC 9309 §2.2.1: all that a product token may consist of
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class RobotsAnswer:
    """Whether one agent may fetch one address. `rule` is the deciding line as written, "" without one.

    `crawl_delay` in seconds, None where unsaid; `signals` hold the refusal and what else the file states.
    `licences` are the addresses of its RSL documents, each of which has a signal until it is read. `groups` are the
    agents, as written, of the groups that were obeyed.
    """

    allowed: bool
    rule: str = ""
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    licences: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[bool, str, str]] = field(default_factory=list)  # allows, pattern, line
    delays: list[float] = field(default_factory=list)
    preferences: list[tuple[str, str, str]] = field(default_factory=list)  # field, value, line


@dataclass(slots=True)
class _File:
    groups: list[_Group] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)


def robots_rule(body: bytes | None, *, status: int | None, url: str, agent: str) -> RobotsAnswer:
    """What a robots.txt answer means for `agent` and `url` (RFC 9309 §2.3.1).

    2xx is read; redirects that led nowhere and 4xx allow everything; 5xx and no answer (`body` and `status` None)
    forbid everything, and so does 429: "may access" leaves us free to do what it asks, and stay away
    (`docs/decisions`). `agent` may be a whole User-Agent; `url` may be a bare path.
    """
    if status is None and body is None:
        return _unreachable(url, "no answer")
    if status is not None and (status >= 500 or status == TOO_MANY_REQUESTS):
        return _unreachable(url, f"status {status}")
    if status is not None and not 200 <= status < 300:
        return RobotsAnswer(allowed=True)
    parsed = _read((body or b"")[:MAX_ROBOTS_BYTES])
    mine = _groups_for(parsed, _token(agent))
    return _answer(parsed, mine, url)


def robots_signals(body: bytes, *, url: str, agent: str) -> tuple[Signal, ...]:
    """The signals of a robots.txt that was read, for one address."""
    return robots_rule(body, status=200, url=url, agent=agent).signals


def _unreachable(url: str, why: str) -> RobotsAnswer:
    refusal = Signal(kind=KIND, uses=(Use.FETCH,), allows=False, text=f"{UNREACHABLE}: {why}", url=_robots_url(url))
    return RobotsAnswer(allowed=False, signals=(refusal,))


def _robots_url(url: str) -> str:
    return canonical_url("/robots.txt", url)


def _answer(parsed: _File, mine: list[_Group], url: str) -> RobotsAnswer:
    path = path_of(url)
    allowed, line = _verdict(mine, path)
    delays = [delay for group in mine for delay in group.delays]
    place = _robots_url(url)
    signals: list[Signal] = []
    if line:
        signals.append(Signal(kind=KIND, uses=(Use.FETCH,), allows=allowed, text=line, url=place))
    stated = [statement for group in mine for statement in group.preferences]
    signals += preference_signals(stated, path=path, url=place)
    named = (canonical_url(urljoin(place, licence)) or licence for licence in parsed.licences)
    licences = tuple(dict.fromkeys(named))
    signals += [licence_line_signal(licence, url=place) for licence in licences]
    sitemaps = (canonical_url(urljoin(place, sitemap)) for sitemap in parsed.sitemaps)
    return RobotsAnswer(
        allowed=allowed,
        rule=line,
        crawl_delay=max(delays) if delays else None,
        sitemaps=tuple(dict.fromkeys(filter(None, sitemaps))),
        signals=tuple(signals),
        licences=licences,
        groups=tuple(dict.fromkeys(agent for group in mine for agent in group.agents)),
    )


def _verdict(groups: list[_Group], path: str) -> tuple[bool, str]:
    """The longest matching rule; of equal ones the one that allows. robots.txt itself is always allowed."""
    if path.partition("?")[0] == "/robots.txt":
        return True, ""
    best = (-1, True, "")
    for group in groups:
        for allows, pattern, line in group.rules:
            candidate = (weight(pattern), allows, line)
            if candidate[:2] > best[:2] and matches(pattern, path):
                best = candidate
    return best[1], best[2]


def _token(agent: str) -> str:
    """The product token of a User-Agent, lower case; "*" for an empty one."""
    found = _TOKEN.match(agent.strip())
    return found.group(0).lower() if found else "*"


def _groups_for(parsed: _File, token: str) -> list[_Group]:
    """All groups that name the token, else all for "*" (several groups for one agent are one group).

    What follows a product token is not part of it: a line for "headwater2" or "headwater 1.0" names headwater. Agents
    whose own name is none by the standard ("bot2") are named by the whole word.
    """
    named = [group for group in parsed.groups if any(_names(agent, token) for agent in group.agents)]
    return named or [group for group in parsed.groups if "*" in group.agents]


def _names(agent: str, token: str) -> bool:
    found = _IDENTIFIER.match(agent)
    return agent == token or (found is not None and found.group(0) == token)


@lru_cache(maxsize=MAX_KEPT_FILES)
def _read(body: bytes) -> _File:
    parsed = _File()
    is_open = False  # whether a further User-agent line joins the current group
    for name, value, line in _lines(body):
        if name == "user-agent":
            if not is_open:
                parsed.groups.append(_Group())
            parsed.groups[-1].agents.append(_token(value))
            is_open = True
        elif name in ("allow", "disallow"):
            is_open = False
            if parsed.groups and value:
                parsed.groups[-1].rules.append((name == "allow", value, line))
        else:
            _read_other(parsed, name, value, line)
    return parsed


def _read_other(parsed: _File, name: str, value: str, line: str) -> None:
    """Records besides the protocol's own: they never end a group (RFC 9309 §2.2.4)."""
    if name == "sitemap":
        parsed.sitemaps.append(value)
    elif name == "license" and value:
        parsed.licences.append(value)
    elif parsed.groups and name == "crawl-delay":
        delay = _delay(value)
        parsed.groups[-1].delays += [] if delay is None else [delay]
    elif parsed.groups and name in ("content-signal", "content-usage"):
        parsed.groups[-1].preferences.append((name, value, line))


def _delay(value: str) -> float | None:
    found = re.match(r"\d{1,9}(?:\.\d{1,6})?", value)
    return min(float(found.group(0)), MAX_CRAWL_DELAY) if found else None


_FIELD_NAMES = {
    "useragent": "user-agent",
    "user agent": "user-agent",
    "site-map": "sitemap",
    "crawldelay": "crawl-delay",
}


def _lines(body: bytes) -> Iterator[tuple[str, str, str]]:
    """Field, value and the line as written, without comments; the byte-order mark is ignored."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff").replace("\x00", "")
    for raw in _LINE_END.split(text):
        line = raw.partition("#")[0].strip()
        name, colon, value = line.partition(":")
        if colon:
            lowered = name.strip().lower()
            yield _FIELD_NAMES.get(lowered, lowered), value.strip(), line
