"""Alerts: an operator is told once what has gone wrong and what is well again, by mail, by webhook, or both.

One message gathers all news; at most one an hour is sent. News stays news until every channel has taken it: a
message that cannot be sent is tried again with growing pauses. A channel that took a message does not get the same
news twice while another one still fails (as long as the process lives).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from headwater.model.rejection import Rejection
from headwater.model.time import utc_text
from headwater.model.view import Deafness
from headwater.pipeline.advice import ADVICE, DEAF_ADVICE, FLAG_WORDS, WORST_FIRST
from headwater.pipeline.workshop import Workshop
from headwater.store import flags, outcomes, totals
from headwater.store.flags import FlaggedSource

MAX_TOLD = 200  # items that one message tells; the rest comes with the next one
MAX_LISTED = 20  # items of one kind that a message spells out; the rest is counted
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
SIGNATURE_HEADER = "X-Headwater-Signature-256"
_TOLD_AT = "alert.told_at"
_DEAF_TOLD = "alert.deaf_since"


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One message: its id (the same when it is sent again), subject, text, and the same for programs."""

    id: str
    subject: str
    text: str
    data: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What the operator does not know yet; `heard_again` says that a deafness told before is over."""

    items: tuple[FlaggedSource, ...] = ()
    deafness: Deafness | None = None
    heard_again: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.items or self.deafness or self.heard_again)


# Takes an alert; a rejection says why it could not be handed over.
Channel: TypeAlias = Callable[[Alert], Awaitable["Rejection | None"]]


@dataclass(kw_only=True)
class _Line:
    """One channel and what it has taken of the news that another channel still owes."""

    send: Channel
    taken: set[tuple[str, str, str]] = field(default_factory=set)


class Alerts:
    """Tells the operator through named channels; made once for a run."""

    def __init__(
        self, channels: Mapping[str, Channel], *, site_url: str = "", pause: timedelta = timedelta(hours=1)
    ) -> None:
        self._lines = {name: _Line(send=send) for name, send in channels.items()}
        self._site_url = site_url
        self._pause = pause
        self._failures = 0
        self._again_at: datetime | None = None

    async def tell(self, shop: Workshop) -> str:
        """Send what is news, if it is time; "told", "nothing", "later" or "failed"."""
        now = shop.clock.now()
        if not self._lines:
            return "nothing"
        news, told_at = await shop.in_store(_news, shop, now)
        if news.is_empty:
            return "nothing"
        if (told_at and now - told_at < self._pause) or (self._again_at and now < self._again_at):
            return "later"
        failed = [found for line in self._lines.values() if (found := await self._send(line, news, now)) is not None]
        if failed:
            await shop.in_store(_note_failures, shop, failed, now)
            self._again_at = now + min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
            self._failures = min(self._failures + 1, 20)
            return "failed"
        await shop.in_store(_mark, shop, news, now)
        self._failures, self._again_at = 0, None
        for line in self._lines.values():
            line.taken.clear()
        return "told"

    async def _send(self, line: _Line, news: News, now: datetime) -> Rejection | None:
        fresh = News(
            items=tuple(item for item in news.items if _key(item) not in line.taken),
            deafness=news.deafness if ("", "deaf", "") not in line.taken else None,
            heard_again=news.heard_again and ("", "heard", "") not in line.taken,
        )
        if fresh.is_empty:
            return None
        failed = await line.send(compose(fresh, now=now, site_url=self._site_url))
        if failed is None:
            line.taken |= {_key(item) for item in fresh.items}
            line.taken |= {("", "deaf", "")} if fresh.deafness else set()
            line.taken |= {("", "heard", "")} if fresh.heard_again else set()
        return failed


def _key(item: FlaggedSource) -> tuple[str, str, str]:
    return item.flag.source_id, item.flag.flag.value, "over" if item.is_over else "new"


def _news(shop: Workshop, now: datetime) -> tuple[News, datetime | None]:
    with shop.store.read() as tx:
        items = (*flags.unalerted(tx, limit=MAX_TOLD), *flags.ended(tx, limit=MAX_TOLD))
        deaf, known = totals.deafness(tx, now), totals.kept_time(tx, _DEAF_TOLD)
        news = News(
            items=items[:MAX_TOLD], deafness=deaf if known is None else None, heard_again=bool(known and deaf is None)
        )
        return news, totals.kept_time(tx, _TOLD_AT)


def _mark(shop: Workshop, news: News, now: datetime) -> None:
    with shop.store.write() as tx:
        flags.mark_alerted(tx, news.items, now=now)
        totals.keep_time(tx, _TOLD_AT, now)
        if news.deafness is not None:
            totals.keep_time(tx, _DEAF_TOLD, news.deafness.since)
        elif news.heard_again:
            totals.keep_time(tx, _DEAF_TOLD, None)


def _note_failures(shop: Workshop, failed: Sequence[Rejection], now: datetime) -> None:
    with shop.store.write() as tx:
        for rejection in failed:
            outcomes.record_rejection(tx, rejection, at=now, subject_id="")


def compose(news: News, *, now: datetime, site_url: str = "") -> Alert:
    """One message about all news, the worst first, each kind with what to do next."""
    wrong = [item for item in news.items if not item.is_over]
    well = [item for item in news.items if item.is_over]
    text = "\n".join((*_deaf_lines(news), *_wrong_lines(wrong), *_well_lines(well), *_end_lines(site_url)))
    data = {
        "type": "headwater.health",
        "at": utc_text(now),
        "deafness": _deaf_data(news),
        "flagged": [_item_data(item) for item in wrong],
        "recovered": [_item_data(item) for item in well],
        "status_url": f"{site_url.rstrip('/')}/status" if site_url else None,
    }
    told = json.dumps([data["deafness"], data["flagged"], data["recovered"]], sort_keys=True)
    digest = hashlib.sha256(f"{told}{data['at']}".encode()).hexdigest()[:24]
    return Alert(id=f"headwater-{digest}", subject=_subject(news, len(wrong), len(well)), text=text, data=data, at=now)


def _subject(news: News, wrong: int, well: int) -> str:
    parts = []
    if news.deafness is not None:
        parts.append("nothing is being read")
    if news.heard_again:
        parts.append("reading again")
    if wrong:
        parts.append(f"{wrong} source{'s' if wrong > 1 else ''} need{'' if wrong > 1 else 's'} a look")
    if well:
        parts.append(f"{well} {'are' if well > 1 else 'is'} well again")
    return "headwater: " + ", ".join(parts)


def _deaf_lines(news: News) -> list[str]:
    if news.deafness is not None:
        since = utc_text(news.deafness.since)
        return [f"NOTHING HAS BEEN READ SINCE {since}.", DEAF_ADVICE[news.deafness.reason], ""]
    return ["Sources are being read again.", ""] if news.heard_again else []


def _wrong_lines(items: Sequence[FlaggedSource]) -> list[str]:
    lines: list[str] = []
    for kind in WORST_FIRST:
        mine = [item for item in items if item.flag.flag is kind]
        if not mine:
            continue
        lines += [f"{FLAG_WORDS[kind].capitalize()} ({len(mine)})", f"  What to do: {ADVICE[kind]}"]
        for item in mine[:MAX_LISTED]:
            lines += [f"  - {_name(item)}", f"    {item.flag.detail} Since {utc_text(item.flag.since)}."]
        lines += [f"  … and {len(mine) - MAX_LISTED} more"] if len(mine) > MAX_LISTED else []
        lines.append("")
    return lines


def _well_lines(items: Sequence[FlaggedSource]) -> list[str]:
    if not items:
        return []
    lines = [f"Well again ({len(items)})"]
    lines += [f"  - {_name(item)}: was “{FLAG_WORDS[item.flag.flag]}”" for item in items[:MAX_LISTED]]
    lines += [f"  … and {len(items) - MAX_LISTED} more"] if len(items) > MAX_LISTED else []
    return [*lines, ""]


def _end_lines(site_url: str) -> list[str]:
    told = "All of it: `headwater sources health`"
    return [f"{told}, or {site_url.rstrip('/')}/status" if site_url else f"{told}."]


def _name(item: FlaggedSource) -> str:
    return " ".join(filter(None, (item.title[:100], item.url)))


def _deaf_data(news: News) -> Mapping[str, Any] | None:
    if news.deafness is not None:
        return {"since": utc_text(news.deafness.since), "reason": news.deafness.reason.value}
    return {"since": None, "reason": None} if news.heard_again else None


def _item_data(item: FlaggedSource) -> dict[str, Any]:
    return {
        "source_id": item.flag.source_id,
        "url": item.url,
        "title": item.title or None,
        "domain": item.domain,
        "flag": item.flag.flag.value,
        "since": utc_text(item.flag.since),
        "detail": item.flag.detail or None,
        "advice": None if item.is_over else ADVICE[item.flag.flag],
    }


def signature(body: bytes, secret: str) -> str:
    """What a webhook's receiver compares: `sha256=` and the HMAC-SHA256 of the body under the shared secret."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
