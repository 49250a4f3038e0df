"""The demo world as a web: answers for every host, behaves and misbehaves as its outlets do."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime
from hashlib import sha256

from headwater.demo import drawing, feeds, pages
from headwater.demo.pages import FEED_PATHS
from headwater.demo.world import Item, Outlet, World
from headwater.loopback import Behaviour, WebAnswer, WebRequest

SLOW_SECONDS = 1.5
# A PNG of one transparent pixel: enough for a picture that nobody may show.
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)


class DemoSite:
    """A `loopback.Site` for all hosts of the world; `now` is the moment at which the world stands still.

    While `has_edits` is false, pages stand as they were first published: set it, and they have been edited.
    """

    def __init__(self, world: World, now: datetime, *, has_edits: bool = True) -> None:
        self.world = world
        self.now = now
        self.has_edits = has_edits
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host that has an address; that of a host that is down is there, nobody listens."""
        return tuple(self.world.by_host)

    def answer(self, request: WebRequest) -> WebAnswer:
        """The answer to one request."""
        outlet = self.world.by_host.get(request.host)
        if outlet is None:
            return _message(404, "No such host")
        behaviour = _sent(outlet)
        if behaviour.is_dropped:
            return WebAnswer(behaviour=behaviour)
        answer = self._misbehaved(outlet, request) or self._well(outlet, request)
        return _conditional(_with_behaviour(answer, behaviour), request)

    def _count(self, key: str) -> int:
        with self._lock:
            self._counts[key] += 1
            return self._counts[key]

    def _misbehaved(self, outlet: Outlet, request: WebRequest) -> WebAnswer | None:
        is_feed = request.path in {FEED_PATHS[kind] for kind in outlet.feeds}
        if outlet.behaviour == "loop" and request.path != "/robots.txt":
            turn = "/loop-b" if request.path == "/loop-a" else "/loop-a"
            return WebAnswer(status=302, headers={"location": f"https://{outlet.host}{turn}"})
        if outlet.behaviour == "busy" and request.path != "/robots.txt" and self._count(outlet.host) == 1:
            return WebAnswer(status=503, headers={"retry-after": "1"}, body=b"busy")
        if outlet.behaviour == "garbage" and is_feed:
            noise = b"".join(sha256(bytes([number])).digest() for number in range(64))
            return WebAnswer(headers={"content-type": "application/rss+xml"}, body=noise)
        if outlet.behaviour == "login" and is_feed:
            return _html(pages.render_login(outlet), outlet)
        return None

    def _well(self, outlet: Outlet, request: WebRequest) -> WebAnswer:
        path = request.path
        if path == "/robots.txt":
            return _text(_robots(outlet))
        if path == "/.well-known/tdmrep.json" and outlet.reserve == "tdm":
            return WebAnswer(
                headers={"content-type": "application/json"}, body=b'[{"location":"/","tdm-reservation":1}]'
            )
        for kind in outlet.feeds:
            if path == FEED_PATHS[kind]:
                return self._feed(kind, outlet)
        if path == "/":
            return _html(pages.render_home(outlet, self.world), outlet)
        if path.startswith("/img/"):
            return self._picture(outlet, path)
        item = self.world.by_url.get(f"https://{outlet.host}{path}")
        return self._item(item, outlet) if item is not None else self._missing(outlet)

    def _picture(self, outlet: Outlet, path: str) -> WebAnswer:
        """A drawing where the outlet's licence lets others show it; of the rest nobody may ask for more than a dot."""
        name, _, number = path.removeprefix("/img/").removesuffix(".jpg").rpartition("-")
        item = next((one for one in self.world.of_outlet(outlet) if one.id == name), None)
        if not outlet.licence or item is None or not number.isdecimal() or not 1 <= int(number) <= len(item.photos):
            return WebAnswer(headers={"content-type": "image/png"}, body=_PIXEL)
        photo = item.photos[int(number) - 1]
        body = drawing.roots(item.id, photo.caption, photo.credit)
        return WebAnswer(headers={"content-type": "image/jpeg"}, body=body)

    def _missing(self, outlet: Outlet) -> WebAnswer:
        is_soft = outlet.behaviour == "soft_404"
        return _message(200 if is_soft else 404, "404 – Page not found")

    def _feed(self, kind: str, outlet: Outlet) -> WebAnswer:
        text = feeds.render_feed(kind, outlet, self.world, self.now)
        body = text.encode(outlet.charset, "xmlcharrefreplace")
        if outlet.behaviour == "truncated" and kind == outlet.feeds[0]:
            body = body[: len(body) * 2 // 3]
        return WebAnswer(headers={"content-type": feeds.CONTENT_TYPES[kind]}, body=body)

    def _item(self, item: Item, outlet: Outlet) -> WebAnswer:
        if not item.is_expected and not item.expect_reason.startswith("robots"):
            return _html(pages.render_unfit(item, self.world), outlet)
        answer = _html(pages.render_item(item, self.world, self.now, has_edits=self.has_edits), outlet)
        if outlet.reserve != "tdm":
            return answer
        return WebAnswer(status=200, headers={**answer.headers, "tdm-reservation": "1"}, body=answer.body)


def _sent(outlet: Outlet) -> Behaviour:
    if outlet.behaviour == "slow":
        return Behaviour(delay_seconds=SLOW_SECONDS)
    return Behaviour(is_dropped=outlet.behaviour == "down")


def _with_behaviour(answer: WebAnswer, behaviour: Behaviour) -> WebAnswer:
    return WebAnswer(status=answer.status, headers=answer.headers, body=answer.body, behaviour=behaviour)


def _robots(outlet: Outlet) -> str:
    lines = ["User-agent: *"]
    if outlet.reserve == "robots":
        lines.append("Disallow: /")
    elif outlet.reserve == "robots_section":
        lines.append("Disallow: /closed/")
    else:
        lines.append("Disallow: /admin/")
    lines += [f"Sitemap: https://{outlet.host}{FEED_PATHS[kind]}" for kind in outlet.feeds if "sitemap" in kind]
    return "\n".join(lines) + "\n"


def _html(text: str, outlet: Outlet) -> WebAnswer:
    declared = "utf-8" if outlet.behaviour == "wrong_charset" else outlet.charset
    body = text.encode(outlet.charset, "xmlcharrefreplace")
    return WebAnswer(headers={"content-type": f"text/html; charset={declared}"}, body=body)


def _text(text: str) -> WebAnswer:
    return WebAnswer(headers={"content-type": "text/plain; charset=utf-8"}, body=text.encode())


def _message(status: int, words: str) -> WebAnswer:
    page = f"<!doctype html><html><head><title>{words}</title></head><body><h1>{words}</h1></body></html>"
    return WebAnswer(status=status, headers={"content-type": "text/html; charset=utf-8"}, body=page.encode())


def _conditional(answer: WebAnswer, request: WebRequest) -> WebAnswer:
    """ETags on everything that is well, and 304 for those who know it already (RFC 9110 §13)."""
    if answer.status != 200 or answer.behaviour.is_dropped:
        return answer
    tag = f'"{sha256(answer.body).hexdigest()[:16]}"'
    headers = {**answer.headers, "etag": tag}
    if request.headers.get("if-none-match") == tag:
        return WebAnswer(status=304, headers=headers, behaviour=answer.behaviour)
    return WebAnswer(status=200, headers=headers, body=answer.body, behaviour=answer.behaviour)
