"""The Starlette application: routes, validators, headers, and every error as a page."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from headwater.model.errors import Transient, UserError
from headwater.publish import jsonview
from headwater.publish.pictures import PICTURE_PATH
from headwater.publish.site import Frame, SiteSettings
from headwater.serve import asking
from headwater.serve.answers import (
    NO_CACHING,
    PAGE_CACHING,
    PICTURE_CACHING,
    PROBLEM,
    Answer,
    PageCache,
    is_fresh,
)
from headwater.serve.asking import Asked, BadRequest
from headwater.serve.assets import Assets
from headwater.serve.reader import ReaderProtocol
from headwater.serve.site import Site
from headwater.serve.websub import Callbacks

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
NOT_READY_SECONDS = 5
_LOG = logging.getLogger("headwater.serve")
_TITLES = {400: "Bad request", 404: "Not found", 405: "Method not allowed", 500: "Internal error", 503: "Not ready"}

Maker = Callable[[Asked], Answer]


class SecurityHeaders:
    """Puts the security headers on every answer, errors of the framework included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to what comes back."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Desk:
    """Takes requests: answers from the client's own copy, the cache, or a maker, and turns failures into pages."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._cache = PageCache(site.settings.cache_bytes)
        self._incidents = itertools.count(1)

    def live(self, maker: Maker) -> Callable[[Request], Response]:
        """An endpoint that is made anew each time."""

        def endpoint(request: Request) -> Response:
            return self._guarded(request, lambda: self._made(request, maker))

        return endpoint

    def cached(self, maker: Maker) -> Callable[[Request], Response]:
        """An endpoint whose answer stands until the generation moves."""

        def endpoint(request: Request) -> Response:
            return self._guarded(request, lambda: self._cached(request, maker))

        return endpoint

    def kept(self, maker: Maker) -> Callable[[Request], Response]:
        """An endpoint whose bytes a browser may keep for a while, and asks about by their digest then."""

        def endpoint(request: Request) -> Response:
            return self._guarded(request, lambda: self._kept(request, maker))

        return endpoint

    def _kept(self, request: Request, maker: Maker) -> Response:
        answer = maker(asking.read(request))
        if answer.status != 200:
            return answer.response(request, {"Cache-Control": NO_CACHING})
        tag = f'"{sha256(answer.body).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": PICTURE_CACHING}
        if is_fresh(request, tag):
            return Response(status_code=304, headers=headers)
        return answer.response(request, headers)

    def _made(self, request: Request, maker: Maker) -> Response:
        return maker(asking.read(request)).response(request, {"Cache-Control": NO_CACHING})

    def _cached(self, request: Request, maker: Maker) -> Response:
        asked = asking.read(request)
        generation = self._site.reader.generation()
        deaf = "-deaf" if self._site.deafness() else ""  # nothing moves the generation of a deaf program
        tag = f'W/"{self._site.pages.digest}-{generation}{deaf}"'
        headers = {"ETag": tag, "Cache-Control": PAGE_CACHING}
        if is_fresh(request, tag):
            return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})
        now = self._site.clock()
        answer = self._cache.get(asked.key, generation, now)
        if answer is None:
            answer = maker(asked)
            if answer.status == 200:
                self._cache.put(asked.key, generation, now, answer)
        return answer.response(request, headers if answer.status == 200 else {"Cache-Control": NO_CACHING})

    def _guarded(self, request: Request, respond: Callable[[], Response]) -> Response:
        try:
            return respond()
        except (BadRequest, UserError) as error:
            return self.failed(request, 400, str(error))
        except Transient as error:
            response = self.failed(request, 503, str(error))
            response.headers["Retry-After"] = str(NOT_READY_SECONDS)
            return response
        except Exception:
            incident = f"{self._site.clock():%Y%m%d-%H%M%S}-{next(self._incidents)}"
            _LOG.exception("incident %s at %s", incident, request.url.path)
            return self.failed(request, 500, incident=incident)

    def failed(self, request: Request, code: int, detail: str = "", *, incident: str = "") -> Response:
        """An error as a page, or as problem details where JSON was asked for. Never touches the database."""
        path = request.url.path
        if path.startswith("/api/") or path.endswith(".json"):
            told = jsonview.problem(code, _TITLES.get(code, "Error"), detail or incident or _TITLES[code], path)
            answer = Answer.of_json(told, media_type=PROBLEM, status=code)
        else:
            frame = Frame(path=path, as_of=self._site.clock())
            page = self._site.pages.error(code, frame, detail=detail, incident=incident)
            answer = Answer.of(page, status=code)
        return answer.response(request, {"Cache-Control": NO_CACHING})

    def framework_error(self, request: Request, error: Exception) -> Response:
        """What the router itself refuses: an unknown address, a method that is not reading."""
        code = error.status_code if isinstance(error, HTTPException) else 500
        response = self.failed(request, code if code in _TITLES else 400)
        if code == 405:
            response.headers["Allow"] = "GET, HEAD"
        return response


def make_app(
    reader: ReaderProtocol,
    *,
    clock: Callable[[], datetime],
    settings: SiteSettings,
    callbacks: Callbacks | None = None,
) -> Starlette:
    """The site as an ASGI application, with `callbacks` also for WebSub hubs. Endpoints are plain functions: they run
    in the thread pool."""
    site = Site(reader, clock, settings)
    desk = Desk(site)
    cached: dict[str, Maker] = {
        "/": site.front,
        "/index.json": site.front_json,
        "/feed.atom": site.front_atom,
        "/feed.json": site.front_json_feed,
        "/river": site.river,
        "/river.json": site.river_json,
        "/river.atom": site.river_atom,
        "/story/{key}": site.story,
        "/a/{key}": site.article,
        "/source/{key}": site.source,
        "/sources": site.sources,
        "/sources.json": site.sources_json,
        "/search": site.search,
        "/search.json": site.search_json,
        "/search.atom": site.search_atom,
        "/rights": site.rights,
        "/about/how": site.how,
        "/api/v1/stories": site.api_stories,
        "/api/v1/articles": site.api_articles,
        "/api/v1/sources": site.sources_json,
    }
    live: dict[str, Maker] = {
        "/status": site.status,
        "/status.json": site.status_json,
        "/api/v1/status": site.api_status,
    }
    routes = [Route(path, desk.cached(maker)) for path, maker in cached.items()]
    routes += [Route(path, desk.live(maker)) for path, maker in live.items()]
    routes += [Route(f"{PICTURE_PATH}{{key}}", desk.kept(site.picture))]
    routes += Assets(site.pages.digest).routes()
    routes += callbacks.routes() if callbacks is not None else []
    routes += [Route("/healthz", _healthy), Route("/readyz", desk.live(site.ready)), Route("/robots.txt", _robots)]
    return Starlette(
        routes=routes,
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: desk.framework_error},
    )


def _healthy(request: Request) -> Response:
    """That the process answers; says nothing about the database."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": NO_CACHING})


def _robots(request: Request) -> Response:
    """Our excerpts belong to their publishers: search engines are asked to go there."""
    return PlainTextResponse("User-agent: *\nDisallow: /a/\nDisallow: /picture/\nDisallow: /search\nAllow: /\n")
