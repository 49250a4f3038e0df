"""TDM Reservation Protocol (W3C Community Group): header, meta and `/.well-known/tdmrep.json`; and trust.txt."""

from __future__ import annotations

import json

from headwater.model.rights import Signal, Use
from headwater.rights._patterns import matches, path_of

KIND = "tdmrep"
RESERVED_EXCERPT_CHARS = 200
"""What a reserving publisher's own summary may be quoted with (decided in `docs/rights.md`)."""

MAX_RULES = 10_000

_RESERVED_USES = (Use.STORE, Use.MINE, Use.SUMMARISE)


def reservation_signals(value: str, *, text: str, url: str) -> list[Signal]:
    """The signals of `tdm-reservation`: 1 reserves (the text is neither kept nor mined), 0 says that it is free."""
    if value.strip() == "1":
        return [
            Signal(kind=KIND, uses=_RESERVED_USES, allows=False, text=text, url=url),
            Signal(kind=KIND, uses=(Use.EXCERPT,), allows=True, text=text, url=url, limit=RESERVED_EXCERPT_CHARS),
        ]
    if value.strip() == "0":
        return [Signal(kind=KIND, uses=(Use.MINE,), allows=True, text=text, url=url)]
    return []


def tdmrep_signals(body: str, *, url: str, place: str) -> list[Signal]:
    """What a `tdmrep.json` says about `url`: its first rule whose location matches; broken files say nothing."""
    try:
        rules = json.loads(body.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return []
    path = path_of(url)
    for rule in rules[:MAX_RULES] if isinstance(rules, list) else ():
        if not isinstance(rule, dict) or not isinstance(location := rule.get("location"), str):
            continue
        if matches(location, path):
            value = str(rule.get("tdm-reservation", "")).strip()
            return reservation_signals(value, text=f"{location} tdm-reservation: {value}", url=place)
    return []


def trust_signals(body: str, *, place: str) -> list[Signal]:
    """What trust.txt says about training (`datatrainingallowed=`)."""
    for line in body.splitlines()[:MAX_RULES]:
        name, _, value = line.partition("=")
        if name.strip().lower() == "datatrainingallowed" and value.strip().lower() in ("yes", "no"):
            is_allowed = value.strip().lower() == "yes"
            return [Signal(kind="trust.txt", uses=(Use.MINE,), allows=is_allowed, text=line.strip(), url=place)]
    return []
