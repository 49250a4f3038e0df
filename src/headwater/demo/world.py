"""Load the demo world from its data files, expand copies, and compute the truth about each item.

The format is described in `docs/demo.md`. Times are minutes relative to the moment the world is served, so that the
world is always of today.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

from headwater.model.provenance import Relation


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlet:
    """One invented outlet and how its host behaves."""

    id: str
    name: str
    host: str
    country: str
    language: str
    kind: str = "newspaper"
    layout: str = "classic"
    feeds: tuple[str, ...] = ("rss",)
    utc_offset_minutes: int = 0
    discover: bool = False
    reserve: str = ""
    paywall: bool = False
    licence: str = ""
    behaviour: str = ""
    charset: str = "utf-8"

    @property
    def home_url(self) -> str:
        """Its front page."""
        return f"https://{self.host}/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Photo:
    """A picture's caption and credit."""

    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What was changed after publication, `minute` after the event began."""

    minute: int
    headline: str = ""
    index: int = -1
    text: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One published item with its whole text and the truth about it.

    `of` is the immediate source (an item's id), `origin` the root of that chain (the item itself for an original),
    `origin_url` the address of the root, outside the world if `of_url` says so.
    """

    id: str
    event: str
    outlet: Outlet
    path: str
    minute: int
    stated_minute: int
    starts_hours_ago: float
    relation: Relation
    headline: str
    paragraphs: tuple[str, ...]
    section: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    agency_byline: str = ""
    dateline: str = ""
    photos: tuple[Photo, ...] = ()
    credit: str = ""
    credit_link: bool = False
    credit_at: str = "end"
    bare_link: bool = False
    declared: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    of: str = ""
    of_url: str = ""
    origin: str = ""
    origin_url: str = ""
    of_headline: str = ""
    of_name: str = ""
    expect: str = "stored"
    expect_reason: str = ""

    @property
    def url(self) -> str:
        """Its address on its outlet's host."""
        return f"https://{self.outlet.host}{self.path}"

    @property
    def is_expected(self) -> bool:
        """Whether an aggregator that respects its host should hold it."""
        return self.expect == "stored"

    @property
    def minutes_ago(self) -> float:
        """Minutes before the moment of serving at which it was really published."""
        return self.starts_hours_ago * 60 - self.minute


@dataclass(frozen=True)
class World:
    """All outlets and items."""

    outlets: Mapping[str, Outlet]
    items: Mapping[str, Item]

    @cached_property
    def by_url(self) -> dict[str, Item]:
        """Items by address."""
        return {item.url: item for item in self.items.values()}

    @cached_property
    def by_host(self) -> dict[str, Outlet]:
        """Outlets by host."""
        return {outlet.host: outlet for outlet in self.outlets.values()}

    def of_outlet(self, outlet: Outlet) -> list[Item]:
        """An outlet's items, newest first."""
        return sorted((i for i in self.items.values() if i.outlet is outlet), key=lambda i: (i.minutes_ago, i.id))


def load_world() -> World:
    """The shipped world, complete; ValueError names the file and item where the data contradicts itself."""
    folder = resources.files("headwater.demo") / "world"
    outlets = {row["id"]: Outlet(**_tuples(row)) for row in _read(folder / "outlets.toml")["outlet"]}
    items: dict[str, Item] = {}
    for path in sorted((folder / "events").iterdir(), key=lambda entry: entry.name):
        for item in _items(_read(path), outlets, items):
            if item.id in items:
                raise ValueError(f"{path.name}: {item.id} stands twice")
            items[item.id] = item
    return World(outlets, items)


def _read(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def _items(event: dict[str, Any], outlets: Mapping[str, Outlet], known: Mapping[str, Item]) -> Iterator[Item]:
    local = dict(known)
    for row in event["item"]:
        try:
            item = _item(row, event, outlets, local)
        except (KeyError, IndexError, TypeError) as error:
            raise ValueError(f"{event['id']}: {row.get('id')}: {error!r}") from error
        local[item.id] = item
        yield item


_DROPPED = ("outlet", "text", "keep", "before", "after", "insert", "photos", "edits", "relation", "closed", "language")


def _item(row: dict[str, Any], event: dict[str, Any], outlets: Mapping[str, Outlet], known: Mapping[str, Item]) -> Item:
    source = known[row["of"]] if row.get("of") else None
    relation = Relation(row["relation"])
    outlet = outlets[row["outlet"]]
    own_url = f"https://{outlet.host}{row['path']}"
    plain = {key: value for key, value in _tuples(row).items() if key not in _DROPPED}
    plain |= _origin(row, source, own_url)
    return Item(
        **{"stated_minute": row["minute"]} | plain,
        event=event["id"],
        starts_hours_ago=event["starts_hours_ago"],
        outlet=outlet,
        relation=relation,
        paragraphs=_paragraphs(row, source),
        photos=tuple(Photo(**photo) for photo in row.get("photos", ())),
        edits=tuple(_edit(edit) for edit in row.get("edits", ())),
    )


def _origin(row: dict[str, Any], source: Item | None, own_url: str) -> dict[str, str]:
    if source is not None:
        found = {"origin": source.origin, "origin_url": source.origin_url}
        return found | {"of_url": source.url, "of_headline": source.headline, "of_name": source.outlet.name}
    if row.get("of_url"):
        return {"origin": "", "origin_url": row["of_url"], "of_headline": row.get("of_headline", "")}
    return {"origin": row["id"], "origin_url": own_url}


def _edit(row: dict[str, Any]) -> Edit:
    replaced = row.get("replace", {})
    return Edit(
        minute=row["minute"],
        headline=row.get("headline", ""),
        index=replaced.get("index", -1),
        text=replaced.get("text", ""),
        note=row.get("note", ""),
    )


def _paragraphs(row: dict[str, Any], source: Item | None) -> tuple[str, ...]:
    own = split_paragraphs(row.get("text", ""))
    if own or source is None:
        return own
    kept = list(source.paragraphs if "keep" not in row else [source.paragraphs[index] for index in row["keep"]])
    for added in sorted(row.get("insert", ()), key=lambda piece: -piece["at"]):
        kept[added["at"] : added["at"]] = split_paragraphs(added["text"])
    return (*split_paragraphs(row.get("before", "")), *kept, *split_paragraphs(row.get("after", "")))


def split_paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs separated by blank lines, white space collapsed."""
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
