"""What a request asks: parameters read with their limits; a wrong one is a sentence that says what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

MAX_QUERY_CHARS = 400
MAX_CURSOR_CHARS = 512
MAX_API_LIMIT = 200
DEFAULT_API_LIMIT = 50
_ID = re.compile(r"[A-Za-z0-9_]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


class BadRequest(Exception):
    """A parameter that cannot be used; the message says which and what is allowed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The parameters of a request that any page reads; unknown ones are ignored and do not split the cache."""

    path: str
    before: str = ""
    language: str = ""
    query: str = ""
    cursor: str = ""
    limit: int = DEFAULT_API_LIMIT

    @property
    def key(self) -> str:
        """What the page cache keeps it under."""
        return f"{self.path}\n{self.before}\n{self.language}\n{self.query}\n{self.cursor}\n{self.limit}"

    def path_with(self, **parameters: str) -> str:
        """This page's path with these parameters (empty ones left out) beside its language and query."""
        kept = {"lang": self.language, "q": self.query, **parameters}
        text = urlencode({key: value for key, value in kept.items() if value})
        return f"{self.path}?{text}" if text else self.path


def read(request: Request) -> Asked:
    """The parameters of a request; BadRequest for one that cannot be used."""
    given = request.query_params
    return Asked(
        path=request.url.path,
        before=_id(given.get("before", "")),
        language=_language(given.get("lang", "")),
        query=_bounded("q", given.get("q", "").strip(), MAX_QUERY_CHARS),
        cursor=_bounded("cursor", given.get("cursor", ""), MAX_CURSOR_CHARS),
        limit=_limit(given.get("limit", "")),
    )


def _id(text: str) -> str:
    if text and not _ID.fullmatch(text):
        raise BadRequest("The parameter “before” must be the id of a story or article, as next-page links have it.")
    return text


def _language(text: str) -> str:
    if text and not _LANGUAGE.fullmatch(text):
        raise BadRequest("The parameter “lang” must be a language code such as en, kk or pt-BR.")
    return text


def _bounded(name: str, text: str, limit: int) -> str:
    if len(text) > limit:
        raise BadRequest(f"The parameter “{name}” may have at most {limit} characters; this one has {len(text)}.")
    if "\x00" in text:
        raise BadRequest(f"The parameter “{name}” must be text; this one has a null character in it.")
    return text


def _limit(text: str) -> int:
    if not text:
        return DEFAULT_API_LIMIT
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MAX_API_LIMIT:
        raise BadRequest(f"The parameter “limit” must be a whole number from 1 to {MAX_API_LIMIT}.")
    return int(text)
