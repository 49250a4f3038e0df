"""The shapes of the filters `headwater robots` and `headwater rights` (docs/filters.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from headwater.model.rejection import Reason, Rejection
from headwater.model.rights import Rulings, Signal
from headwater.model.time import utc_text
from headwater.rights._documents import site_signals
from headwater.rights._observe import signals_from_headers, signals_from_html
from headwater.rights._ruling import DEFAULT_POLICY, Policy, rule
from headwater.rights.directives import OUR_TOKEN
from headwater.rights.robots import robots_rule
from headwater.text.decode import decode_html
from headwater.text.urls import canonical_url


def robots_line(record: Mapping[str, object]) -> dict[str, object]:
    """`{id, robots, status?, url, agent}` to `{id, allowed, rule, crawl_delay, sitemaps, signals}` or a rejection."""
    status = record.get("status")
    url, agent = record.get("url", "/"), record.get("agent", "")
    if not (status is None or (isinstance(status, int) and not isinstance(status, bool))):
        return _rejected(record, "status is no number")
    if not isinstance(url, str) or not isinstance(agent, str):
        return _rejected(record, "url and agent must be text")
    if record.get("robots") is None and status is None:
        return _rejected(record, "neither robots nor status is there")
    answer = robots_rule(_bytes(record.get("robots")), status=status, url=url, agent=agent)
    return {
        "id": record.get("id"),
        "allowed": answer.allowed,
        "rule": answer.rule or None,
        "crawl_delay": answer.crawl_delay,
        "sitemaps": list(answer.sitemaps),
        "signals": [signal_line(signal) for signal in answer.signals],
        "groups": list(answer.groups),
        "rulings": _ruling_lines(rule(url, answer.signals)),
    }


def _ruling_lines(rulings: Rulings) -> dict[str, object]:
    return {
        ruling.use.value: {"allowed": ruling.allowed, "because": [signal_line(signal) for signal in ruling.because]}
        for ruling in rulings.rulings
    }


def rights_line(
    record: Mapping[str, object],
    *,
    agent: str = OUR_TOKEN,
    now: datetime | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> dict[str, object]:
    """`{id, url, headers?, html?, robots?, well_known?}` to `{id, url, rulings, max_excerpt_chars}` or a rejection."""
    url = record.get("url")
    if not isinstance(url, str) or not canonical_url(url):
        return _rejected(record, "url is no web address")
    rulings = rule(url, observed(record, url, agent=agent, now=now), policy=policy)
    return {"id": record.get("id"), "url": url, **rulings_line(rulings)}


def rulings_line(rulings: Rulings) -> dict[str, object]:
    """`{rulings, max_excerpt_chars}` as the filter writes them."""
    return {"rulings": _ruling_lines(rulings), "max_excerpt_chars": rulings.max_excerpt_chars}


def observed(
    record: Mapping[str, object], url: str, *, agent: str = OUR_TOKEN, now: datetime | None = None
) -> tuple[Signal, ...]:
    """Every signal about `url` in a record of headers, html, robots and well-known files."""
    found: list[Signal] = []
    headers = record.get("headers")
    named = (
        {str(name).lower(): _joined(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {}
    )
    found += signals_from_headers(named, url, agent=agent, now=now)
    html = record.get("html")
    if isinstance(html, bytes):
        html = decode_html(html, named.get("content-type", ""))[0]
    if isinstance(html, str):
        found += signals_from_html(html, url, agent=agent, now=now)
    robots: tuple[Signal, ...] = ()
    if record.get("robots") is not None or record.get("robots_status") is not None:
        status = record.get("robots_status", 200)
        known = status if isinstance(status, int) else 200
        robots = robots_rule(_bytes(record.get("robots")), status=known, url=url, agent=agent).signals
    return (*found, *site_signals(robots, _well_known(record.get("well_known"), url), url=url, agent=agent))


def _well_known(files: object, url: str) -> dict[str, bytes | None]:
    """The documents of the host by their addresses; a bare name stands in /.well-known/."""
    found: dict[str, bytes | None] = {}
    for path, text in files.items() if isinstance(files, Mapping) else ():
        named = str(path)
        place = canonical_url(named if named.startswith(("/", "http")) else "/.well-known/" + named, url)
        found[place] = _bytes(text)
    return found


def _joined(value: object) -> str:
    """Header lines as one: an empty list element between them keeps apart what each says (RFC 9110 §5.6.1)."""
    return ", , ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _bytes(value: object) -> bytes | None:
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else None


def signal_line(signal: Signal) -> dict[str, object]:
    """A signal as the filters write it."""
    return {
        "kind": signal.kind,
        "uses": [use.value for use in signal.uses],
        "allows": signal.allows,
        "text": signal.text or None,
        "url": signal.url or None,
        "limit": signal.limit,
        "observed_at": utc_text(signal.observed_at) if signal.observed_at is not None else None,
        "until": utc_text(signal.until) if signal.until is not None else None,
    }


def _rejected(record: Mapping[str, object], detail: str) -> dict[str, object]:
    rejection = Rejection(stage="rights", reason=Reason.BAD_INPUT, detail=detail)
    line = {"stage": rejection.stage, "reason": rejection.reason.value, "detail": rejection.detail}
    return {"id": record.get("id"), "rejection": line}
