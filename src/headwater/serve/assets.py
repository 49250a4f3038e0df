"""The style, the script and the icon: read once, made smaller once, cached for a year under their digest."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from headwater.publish.pages import STATIC_FOLDER
from headwater.serve.answers import Answer

FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=300"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def smaller_css(text: str) -> str:
    """A style sheet without comments and needless space; quoted strings are left as they are."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    pieces = re.split(r'("[^"]*")', text)
    return "".join(piece if piece.startswith('"') else _squeezed(piece) for piece in pieces).strip()


def _squeezed(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    # A colon before a space belongs to a declaration; selectors never have a space after theirs.
    return text.replace(": ", ":").replace(";}", "}")


class Assets:
    """Static files by name; anything else under `/static/` is not found."""

    def __init__(self, digest: str) -> None:
        self._digest = digest
        self._files = {path.name: _load(path.suffix, path.read_text("utf-8")) for path in STATIC_FOLDER.iterdir()}

    def routes(self) -> list[Route]:
        """The route that gives them."""
        return [Route("/static/{name}", self._file), Route("/favicon.ico", self._icon)]

    def _file(self, request: Request) -> Response:
        answer = self._files.get(request.path_params["name"])
        if answer is None:
            raise HTTPException(404)
        is_current = request.query_params.get("v") == self._digest
        return answer.response(request, {"Cache-Control": FOREVER if is_current else REVALIDATE})

    def _icon(self, request: Request) -> Response:
        return self._files["headwater.svg"].response(request, {"Cache-Control": REVALIDATE})


def _load(suffix: str, text: str) -> Answer:
    return Answer.of(smaller_css(text) if suffix == ".css" else text, media_type=_KINDS[suffix])
