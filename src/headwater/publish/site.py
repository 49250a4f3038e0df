"""What an operator says about the site, and what every page needs to know about its own address and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headwater.model.view import Deafness


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteSettings:
    """The site as its operator set it up.

    `url` is the public address without a trailing slash; feeds and JSON carry absolute addresses made with it.
    `language` is the
    interface's; `rights_address` is the e-mail address that rights-holders write to; `operator` who answers there.
    """

    url: str = "http://127.0.0.1:8080"
    name: str = "headwater"
    rights_address: str = "rights@localhost"
    operator: str = ""
    language: str = "en"
    stories_per_page: int = 48
    articles_per_river_page: int = 100
    articles_per_search_page: int = 25
    sources_per_page: int = 200
    feed_entries: int = 50
    cache_bytes: int = 64 * 1024 * 1024

    def absolute(self, path: str) -> str:
        """The absolute form of one of our own paths."""
        return self.url.rstrip("/") + path


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """What surrounds one page: its own path, the time of its data, the generation, the addresses of its twins, and
    whether the program has gone deaf."""

    path: str
    as_of: datetime
    generation: int = 0
    next_path: str = ""
    json_path: str = ""
    atom_path: str = ""
    query: str = ""
    deafness: Deafness | None = None
