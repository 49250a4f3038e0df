"""A replay: archived captures served on loopback as the whole web, their time as the clock, their feeds as sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from headwater import acquire
from headwater.acquire import warc
from headwater.app.clock import ReplayClock
from headwater.app.console import fail
from headwater.loopback import ArchiveSite
from headwater.model.errors import ExitCode, UserError
from headwater.model.rejection import Rejection
from headwater.model.web import Capture, FetchOutcome, Source, SourceKind

POLLED_KINDS = frozenset(
    {
        SourceKind.RSS,
        SourceKind.ATOM,
        SourceKind.JSONFEED,
        SourceKind.SITEMAP,
        SourceKind.NEWS_SITEMAP,
        SourceKind.SITEMAP_INDEX,
    }
)


class Replay:
    """What a replay needs, read once from its files: the site, the sources to poll, the clock."""

    def __init__(self, files: list[Path]) -> None:
        self.kinds: dict[str, SourceKind] = {}
        self.homes: dict[str, str] = {}
        self.broken: list[Rejection] = []
        self._times: dict[str, list[datetime]] = {}
        self.site = ArchiveSite(self._captures(files), now=lambda: self.clock.now())
        if not self.site.times:
            raise UserError("The archive has no captures to replay. Give a WARC file with response records.")
        self.clock = ReplayClock(self.site.times[0], self.site.times[-1])

    def _captures(self, files: list[Path]) -> Iterator[Capture]:
        for path in files:
            if not path.is_file():
                fail(f"There is no file {path}. Give the path of a WARC file.", ExitCode.NOT_FOUND)
            for record in warc.read_warc(path):
                if isinstance(record, Rejection):
                    self.broken.append(record)
                    continue
                self._look(record)
                yield record

    def _look(self, capture: Capture) -> None:
        if capture.status != 200:
            return
        kind = acquire.detect(capture)
        if kind in POLLED_KINDS:
            assert kind is not None
            self.kinds[capture.requested_url] = kind
            self._times.setdefault(capture.requested_url, []).append(capture.captured_at)
        elif urlsplit(capture.requested_url).path in ("", "/"):
            self.homes[urlsplit(capture.requested_url).netloc] = capture.requested_url
            self._times.setdefault(capture.requested_url, []).append(capture.captured_at)

    def sources(self) -> list[Source]:
        """Feeds and sitemaps of the captures; the home page of a host that has none of them."""
        found = [Source(id="", url=url, kind=kind) for url, kind in self.kinds.items()]
        hosts = {urlsplit(url).netloc for url in self.kinds}
        found += [Source(id="", url=url, kind=SourceKind.PAGE) for host, url in self.homes.items() if host not in hosts]
        return found

    def urls(self) -> list[str]:
        """Every captured address, whenever it was captured."""
        return list(self.site.urls(self.site.times[-1]))

    def orphans(self) -> list[str]:
        """Captured addresses of hosts with neither feed nor home page: nothing would announce them."""
        known = {urlsplit(url).netloc for url in self.kinds} | set(self.homes)
        return [url for url in self.urls() if urlsplit(url).netloc not in known]

    def next_check(self, source: Source, _outcome: FetchOutcome, _new: int, now: datetime) -> datetime | None:
        """A source changes when it was captured again, and not in between; after the last capture, never."""
        later = [at for at in self._times.get(source.url, ()) if at > now]
        return min(later) + timedelta(seconds=1) if later else None

    def first_check(self, source: Source) -> datetime:
        """When a source can first be read: its first capture, or the archive's start."""
        return max(min(self._times.get(source.url, ()), default=self.clock.now()), self.clock.now())
