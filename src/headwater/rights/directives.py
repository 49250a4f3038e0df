"""Page directives: `X-Robots-Tag` and `<meta name="robots">`, for all agents or for ours (`docs/rights.md`)."""

from __future__ import annotations

import re
from datetime import datetime

from headwater.model.rights import Signal, Use
from headwater.text.dates import parse_stated

OUR_TOKEN = "headwater"  # noqa: S105 – a product token, no password
"""Our product token in User-Agent, robots.txt and agent-specific directives."""

_REFUSALS: dict[str, tuple[Use, ...]] = {
    "noindex": (Use.INDEX,),
    "none": (Use.INDEX,),
    "nosnippet": (Use.EXCERPT,),
    "noarchive": (Use.STORE,),
    "nocache": (Use.STORE,),
    "noimageindex": (Use.IMAGE,),
    "noai": (Use.MINE, Use.SUMMARISE),
    "noml": (Use.MINE, Use.SUMMARISE),
    "noimageai": (Use.IMAGE,),
}
_VALUED = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})
# Not after the comma of "Wed, 03 Aug 2022": a directive begins with a letter.
_COMMA = re.compile(r",\s*(?=[A-Za-z])")
_LINE = re.compile(r",\s*,")
_SCOPE = re.compile(r"([A-Za-z][\w.-]*)\s*:\s*(.*)", re.S)
_EXPIRED = (Use.STORE, Use.INDEX, Use.EXCERPT, Use.IMAGE)


def directive_signals(
    value: str, *, kind: str, url: str, agent: str = OUR_TOKEN, now: datetime | None = None
) -> list[Signal]:
    """The signals of a list of directives such as "noindex, otherbot: nosnippet, max-snippet:50".

    After "name:" directives speak to that agent only, up to the end of the header line, which is an empty list
    element (`net.headers`); those for others are skipped. `unavailable_after` refuses once `now` is past it (never
    without `now`).
    """
    return [
        signal
        for line in _LINE.split(value)
        for signal in _line_signals(line, kind=kind, url=url, agent=agent, now=now)
    ]


def _line_signals(value: str, *, kind: str, url: str, agent: str, now: datetime | None) -> list[Signal]:
    found: list[Signal] = []
    is_ours = True
    for part in _COMMA.split(value):
        name, argument = part.strip(), ""
        scope = _SCOPE.fullmatch(name)
        while scope and scope.group(1).lower() not in _VALUED:
            is_ours = scope.group(1).lower() in (agent.lower(), "*", "all", "robots")
            name = scope.group(2).strip()
            scope = _SCOPE.fullmatch(name)
        if scope:
            name, argument = scope.group(1), scope.group(2).strip()
        if is_ours and name:
            found += _signals(name.lower(), argument, part.strip(), kind, url, now)
    return found


def _signals(name: str, argument: str, text: str, kind: str, url: str, now: datetime | None) -> list[Signal]:
    if name in _REFUSALS:
        return [Signal(kind=kind, uses=_REFUSALS[name], allows=False, text=text, url=url)]
    if name == "max-snippet" and re.fullmatch(r"-?\d{1,6}", argument):
        limit = int(argument)
        if limit < 0:
            return []
        return [Signal(kind=kind, uses=(Use.EXCERPT,), allows=limit > 0, text=text, url=url, limit=limit)]
    if name == "max-image-preview" and argument.lower() == "none":
        return [Signal(kind=kind, uses=(Use.IMAGE,), allows=False, text=text, url=url)]
    if name == "unavailable_after" and now is not None:
        until = parse_stated(argument, origin=kind)
        if until is not None and until.at < now:
            return [Signal(kind=kind, uses=_EXPIRED, allows=False, text=text, url=url)]
    return []
