"""Recipes: what an operator knows of a publisher's pages, as dated data (docs/recipes.md). A hint, never a licence.

What a recipe names is read like any page and checked against the whole page like any text. Where it finds nothing the
page stays as it was read without it, and the reading says that the recipe is stale.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from headwater.extract._extraction import Extraction
from headwater.extract._faithful import all_lost, check_in, visible_text
from headwater.extract._person import is_name, split_names
from headwater.model.article import Article
from headwater.model.rejection import Reason, Rejection
from headwater.model.time import StatedTime
from headwater.model.web import Capture
from headwater.text.dates import MAX_DATE_CHARS, is_believable, parse_stated
from headwater.text.decode import decode_html
from headwater.text.nesting import flattened
from headwater.text.urls import host_of
from headwater.text.words import squash

MAX_RECIPE_CHARS = 20_000
"""A recipe is a page of TOML."""

MAX_SELECTORS = 20
"""Selectors for one part of a page."""

MAX_SELECTOR_CHARS = 500
"""A longer selector is none."""

MAX_NODES = 200
"""Elements that one part of a page may consist of."""

MAX_HEADLINE_CHARS = 400
"""A longer text is no headline."""

_SELECTORS = ("text", "leave_out", "headline", "byline", "published")
_DATES = ("valid_from", "until", "checked")
_NEEDED = ("domains", "valid_from", "checked", "text")
_DOMAIN = re.compile(r"[^\s/:.]+(?:\.[^\s/:.]+)+")

_UNSURE = frozenset(
    {
        Reason.NOT_AN_ARTICLE,
        Reason.LISTING_PAGE,
        Reason.LOGIN_PAGE,
        Reason.EMPTY_SHELL,
        Reason.NO_HEADLINE,
        Reason.NO_TEXT,
        Reason.UNFAITHFUL,
    }
)
"""Rejections of pages on which a recipe may find more; others are too large, no HTML, or say that they are errors."""

Read = Callable[[Capture], Extraction | Rejection]


class RecipeError(ValueError):
    """A recipe that cannot be used; the message names file and line, and what to write there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """How pages of some domains are laid out between two days.

    `domains` with all their subdomains; valid for captures from `valid_from` on, before `until`; `checked` is the day
    on which a person last saw that it works. `text`, `leave_out`, `headline`, `byline`, `published` are CSS
    selectors of which only the first is needed; the text is read without what the others name.
    `name` is that of its file.
    """

    name: str
    domains: tuple[str, ...]
    valid_from: date
    checked: date
    text: tuple[str, ...]
    until: date | None = None
    leave_out: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    published: tuple[str, ...] = ()

    def is_for(self, url: str, at: datetime | None) -> bool:
        """Whether it is for a page at this address that was captured then; None: whenever it was."""
        host = host_of(url).rpartition(":")[0] or host_of(url)
        is_valid = at is None or (self.valid_from <= at.date() and (self.until is None or at.date() < self.until))
        return is_valid and any(host == domain or host.endswith(f".{domain}") for domain in self.domains)


def recipe_for(recipes: Iterable[Recipe], url: str, at: datetime | None) -> Recipe | None:
    """The recipe for a page captured then (None: it is not known when), of several the one of the latest layout."""
    return max((one for one in recipes if one.is_for(url, at)), key=lambda one: one.valid_from, default=None)


def read_recipe(text: str, file: str) -> Recipe:
    """The recipe in a TOML document; RecipeError, with `file` and the line, where it is none."""
    if len(text) > MAX_RECIPE_CHARS:
        raise RecipeError(f"{file} line 1: longer than {MAX_RECIPE_CHARS} characters; a recipe is a few lines.")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        raise RecipeError(f"{file} line {line}: not TOML ({str(error).partition(' (at ')[0]}).") from error
    return _Reader(text, file, values).recipe()


class _Reader:
    """One TOML document on its way to a recipe."""

    def __init__(self, text: str, file: str, values: Mapping[str, Any]) -> None:
        self._lines = text.splitlines()
        self._file = file
        self._values = values

    def recipe(self) -> Recipe:
        for key in self._values:
            if key not in (*_SELECTORS, *_DATES, "domains"):
                known = ", ".join(("domains", *_DATES, *_SELECTORS))
                raise self._error(key, f"there is no field {key}; the fields are {known}.")
        for key in _NEEDED:
            if key not in self._values:
                raise self._error(key, f"the field {key} is missing.")
        days: dict[str, date] = {key: self._day(key) for key in _DATES if key in self._values}
        selectors = {key: self._selectors(key) for key in _SELECTORS if key in self._values}
        if not selectors["text"]:
            raise self._error("text", "text wants at least one selector.")
        name = self._file.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")
        return Recipe(name=name, domains=self._domains(), **days, **selectors)  # type: ignore[arg-type]

    def _domains(self) -> tuple[str, ...]:
        found = tuple(one.lower() for one in self._texts("domains"))
        for one in found:
            if not _DOMAIN.fullmatch(one):
                raise self._error("domains", f"{one!r} is no domain; write it like example.org.")
        if not found:
            raise self._error("domains", "domains wants at least one domain.")
        return found

    def _day(self, key: str) -> date:
        value = self._values[key]
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self._error(key, f"{key} wants a date without quotation marks, like {key} = 2026-11-24.")
        return value

    def _selectors(self, key: str) -> tuple[str, ...]:
        found = self._texts(key)
        empty = LexborHTMLParser("<p></p>")
        for one in found[:MAX_SELECTORS]:
            try:
                empty.css(one)
            except SelectolaxError:
                raise self._error(key, f"{one!r} is no CSS selector that is understood here.") from None
        if len(found) > MAX_SELECTORS or any(len(one) > MAX_SELECTOR_CHARS for one in found):
            raise self._error(key, f"at most {MAX_SELECTORS} selectors of {MAX_SELECTOR_CHARS} characters.")
        return found

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._values[key]
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise self._error(key, f'{key} wants a text or a list of texts, like {key} = ["…"].')
        return tuple(listed)

    def _error(self, key: str, message: str) -> RecipeError:
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[+\s*{re.escape(key)}\b")
        number = next((n for n, line in enumerate(self._lines, 1) if pattern.match(line)), max(1, len(self._lines)))
        return RecipeError(f"{self._file} line {number}: {message}")


def read_with(capture: Capture, recipe: Recipe, read: Read) -> Extraction | Rejection:
    """What `read` finds on a page with the help of a recipe; without it, and saying so, where it does not help."""
    alone = read(capture)
    if isinstance(alone, Rejection) and alone.reason not in _UNSURE:
        return alone
    html, _ = decode_html(capture.body, capture.headers.get("content-type", ""))
    tree = LexborHTMLParser(flattened(html))
    part = _part(html, tree, recipe)
    headers = {**capture.headers, "content-type": "text/html; charset=utf-8"}
    found = read(replace(capture, body=part.encode("utf-8", "replace"), headers=headers)) if part else None
    if not isinstance(found, Extraction):
        return _stale(alone, recipe)
    checked = check_in(found.article.paragraphs, tree)
    if not checked.paragraphs or not checked.is_faithful:
        return _stale(alone, recipe)
    base = alone if isinstance(alone, Extraction) else found
    article = replace(base.article, paragraphs=checked.paragraphs, text_from=found.article.text_from)
    article = replace(article, body_digest=capture.body_digest or article.body_digest)
    lost = all_lost((found.lost, checked.what_is_lost))
    return replace(base, article=_told(article, tree, recipe, capture), recipe=recipe.name, lost=lost)


def _stale(alone: Extraction | Rejection, recipe: Recipe) -> Extraction | Rejection:
    if isinstance(alone, Extraction):
        return replace(alone, recipe=recipe.name, is_recipe_stale=True)
    return replace(alone, detail=f"{alone.detail}; the recipe {recipe.name} found no text".removeprefix("; "))


def _part(html: str, tree: LexborHTMLParser, recipe: Recipe) -> str:
    """The page reduced to its head, its headline and the text that the recipe names; empty where there is none."""
    copy = LexborHTMLParser(flattened(html))
    for node in _outermost(_nodes(copy, (*recipe.leave_out, *recipe.headline, *recipe.byline, *recipe.published))):
        node.decompose()
    texts = [node.html or "" for node in _outermost(_nodes(copy, recipe.text))]
    if not any(texts) or copy.head is None:
        return ""
    headline = _headline(tree, recipe)
    title = f"<h1>{escape(headline)}</h1>" if headline else "".join(one.html or "" for one in tree.css("h1")[:1])
    root = tree.css_first("html")
    language = escape((root.attributes.get("lang") or "") if root is not None else "")
    body = f"<body><article>{title}{''.join(texts)}</article></body>"
    return f'<!doctype html><html lang="{language}">{copy.head.html}{body}</html>'


def _nodes(tree: LexborHTMLParser, selectors: Iterable[str]) -> list[LexborNode]:
    return [node for selector in selectors for node in tree.css(selector)[:MAX_NODES]]


def _outermost(nodes: Iterable[LexborNode]) -> list[LexborNode]:
    """The nodes that lie in none of the others, each once."""
    known = {node.mem_id: node for node in nodes}
    return [node for node in known.values() if not any(one in known for one in _above(node))]


def _above(node: LexborNode) -> Iterable[int]:
    parent = node.parent
    while parent is not None:
        yield parent.mem_id
        parent = parent.parent


def _told(article: Article, tree: LexborHTMLParser, recipe: Recipe, capture: Capture) -> Article:
    """The article with headline, byline and time where the recipe names them and they can be such."""
    names = [
        name
        for node in _nodes(tree, recipe.byline)
        for name in split_names(squash(node.text(separator=" ")))
        if is_name(name)
    ]
    return replace(
        article,
        headline=_headline(tree, recipe) or article.headline,
        byline=tuple(dict.fromkeys(names)) or article.byline,
        published_at=_published(tree, recipe, article.declared_language, capture.captured_at) or article.published_at,
    )


def _headline(tree: LexborHTMLParser, recipe: Recipe) -> str:
    """The first text that the recipe's headline names, if the page shows it; empty where there is none."""
    said = (squash(node.text()) for node in _nodes(tree, recipe.headline))
    found = next((text for text in said if 0 < len(text) <= MAX_HEADLINE_CHARS), "")
    return found if found and found in visible_text(tree) else ""


def _published(tree: LexborHTMLParser, recipe: Recipe, language: str, captured_at: datetime) -> StatedTime | None:
    for node in _nodes(tree, recipe.published):
        attributes = node.attributes
        for said in (attributes.get("datetime"), attributes.get("content"), squash(node.text())[:MAX_DATE_CHARS]):
            stated = parse_stated(said, origin="recipe", language=language) if said else None
            if stated is not None and is_believable(stated, now=captured_at):
                return stated
    return None
