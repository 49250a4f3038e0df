"""Feeds: no exception, agreement with feedparser's own expectations, and speed beside feedparser.

    python bench/feeds.py [CORPUS.ndjson.gz] [--show N] [--rounds N]

Prints JSON lines: cases without exception and agreement over the expectations that our fields cover (texts compared
as plain text, addresses in canonical form, times as instants); feeds a CPU second on generated feeds of 50 items and
450 kB beside feedparser, and beside fastfeedparser and reader's parser where these are installed.
"""

from __future__ import annotations

import argparse
import ast
import base64
import calendar
import gzip
import io
import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser

from headwater.acquire import read
from headwater.acquire._plain import plain_text
from headwater.model.rejection import Rejection
from headwater.model.time import StatedTime
from headwater.model.web import Capture, Entry, Feed
from headwater.text.urls import canonical_url
from headwater.text.words import squash

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BASE = "http://127.0.0.1:8097/"


def capture(body: bytes, headers: dict[str, str], url: str) -> Capture:
    return Capture(id="x", requested_url=url, final_url=url, status=200, headers=headers, body=body, captured_at=NOW)


def comment(body: bytes) -> str:
    for encoding in ("utf-8", "utf-16", "utf-32", "cp037", "latin-1"):
        try:
            text = body.decode(encoding)
        except UnicodeError:
            continue
        if "Expect:" in text:
            return text
    return ""


def headers_of(text: str) -> dict[str, str]:
    found = re.findall(r"^Header:\s+([\w-]+):(.*)$", text, re.M)
    return {name.lower(): value.strip() for name, value in found} or {"content-type": "application/xml"}


def comparisons(expression: str) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each `path == literal` in an Expect expression."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            path = path_of(node.left)
            try:
                literal = ast.literal_eval(node.comparators[0])
            except (ValueError, TypeError):
                continue
            if path:
                yield path, literal


def path_of(node: ast.expr) -> tuple[Any, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Subscript):
        inner = path_of(node.value)
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        return (*inner, key) if inner and key is not None else ()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len":
        return ("len", *path_of(node.args[0]))
    return ()


UNCOVERED = object()
_TEXTS = {"title", "title_detail"}
_SUMMARIES = {"summary", "description", "summary_detail"}
_RIGHTS = {"rights", "copyright", "rights_detail", "copyright_detail"}
_UPDATED = {"updated", "modified", "updated_parsed", "modified_parsed", "date", "date_parsed"}
_PUBLISHED = {"published", "published_parsed", "issued", "issued_parsed"}


def ours(feed: Feed, path: tuple[Any, ...]) -> Any:
    """Our value for a feedparser path, `UNCOVERED` where we keep no such field."""
    if path == ("len", "entries"):
        return len(feed.entries)
    if path[:1] == ("feed",) and len(path) > 1:
        return of_feed(feed, path[1:])
    if path[:1] == ("entries",) and len(path) > 2:
        return of_entry(feed.entries[path[1]], path[2:]) if path[1] < len(feed.entries) else None
    return UNCOVERED


def is_value(path: tuple[Any, ...]) -> bool:
    return len(path) == 1 or path[1:] == ("value",)


def of_feed(feed: Feed, path: tuple[Any, ...]) -> Any:
    name = path[0]
    if not is_value(path):
        return UNCOVERED
    if name in _TEXTS:
        return feed.title
    if name in _RIGHTS:
        return feed.rights
    if name in _UPDATED:
        return feed.updated_at
    return {"link": feed.home_url, "language": feed.language}.get(name, UNCOVERED)


def of_entry(entry: Entry, path: tuple[Any, ...]) -> Any:
    name = path[0]
    if is_value(path):
        for names, value in ((_TEXTS, entry.title), (_SUMMARIES, entry.summary), (_RIGHTS, entry.rights)):
            if name in names:
                return value
        if name in _UPDATED:
            return entry.updated_at or (entry.published_at if name.startswith("date") else None)
        if name in _PUBLISHED:
            return entry.published_at
    if path in (("link",), ("id",), ("guid",), ("author",), ("category",)):
        first = {"link": entry.url, "id": entry.guid, "guid": entry.guid}
        return first.get(name, (entry.authors if name == "author" else entry.categories or ("",))[:1])
    return of_lists(entry, path)


def of_lists(entry: Entry, path: tuple[Any, ...]) -> Any:
    if path == ("author_detail", "name"):
        return entry.authors[:1]
    if len(path) == 3 and path[0] == "authors" and path[2] == "name":
        return entry.authors[path[1] : path[1] + 1]
    if len(path) == 3 and path[0] == "tags" and path[2] in ("term", "label"):
        return entry.categories[path[1] : path[1] + 1]
    if len(path) == 3 and path[0] in ("enclosures", "media_content") and path[2] in ("url", "href"):
        return entry.media[path[1]].url if path[1] < len(entry.media) else None
    if path[0] == "source" and path[1:] in (("title",), ("link",), ("href",), ("url",), ("value",)):
        if entry.origin is None:
            return None
        return entry.origin.title if path[1] in ("title", "value") else entry.origin.url
    if path == ("media_credit", 0, "content"):
        return entry.media[0].credit if entry.media else UNCOVERED
    return UNCOVERED


def agrees(value: Any, expected: Any) -> bool:
    if isinstance(value, tuple):
        value = value[0] if value else ""
        expected = re.sub(r"\s*\(?[^\s()<>]+@[^\s()<>]+\)?", "", expected) if isinstance(expected, str) else expected
    if isinstance(value, StatedTime) or (value is None and isinstance(expected, tuple)):
        return same_time(value, expected)
    if not isinstance(expected, str) or not isinstance(value, str):
        return bool(value == expected or (not value and not expected))
    forms = {squash(expected), plain_text(expected, limit=100_000), squash(expected.replace("&lt;", "<"))}
    addresses = {canonical_url(form, BASE) for form in forms} - {""}
    return squash(value) in forms or plain_text(value) in forms or (bool(value) and canonical_url(value) in addresses)


def same_time(value: StatedTime | None, expected: Any) -> bool:
    if value is None or not isinstance(expected, tuple):
        from headwater.text.dates import parse_stated

        return value is not None and isinstance(expected, str) and parse_stated(expected, origin="x") is not None
    return calendar.timegm(expected) == int(value.at.timestamp())


def measure(path: Path, show: int) -> dict[str, object]:
    total = failed = covered = right = 0
    for line in gzip.decompress(path.read_bytes()).splitlines():
        case = json.loads(line)
        body = base64.b64decode(case["body_base64"])
        text = comment(body)
        total += 1
        try:
            found = read(capture(body, headers_of(text), BASE + case["name"]))
        except Exception as error:
            failed += 1
            print("EXCEPTION", case["name"], repr(error)[:200], file=sys.stderr)
            continue
        match = re.search(r"Expect:\s*(.*?)\s*-->", text, re.S)
        feed = Feed(kind=None) if isinstance(found, Rejection) else found  # type: ignore[arg-type]
        pairs = [
            (ours(feed, path_), expected, path_) for path_, expected in comparisons(match.group(1) if match else "")
        ]
        wanted = [pair for pair in pairs if pair[0] is not UNCOVERED]
        if wanted:
            covered += 1
            wrong = [pair for pair in wanted if not agrees(pair[0], pair[1])]
            right += not wrong
            if wrong and show > 0:
                show -= 1
                print(case["name"], wrong[:2], found if isinstance(found, Rejection) else "", file=sys.stderr)
    return {
        "cases": total,
        "exceptions": failed,
        "covered": covered,
        "agree": right,
        "agreement": round(right / covered, 4),
    }


_RSS_ITEM = (
    "<item><title>River report {n}-{i} &amp; more</title><link>https://paper.example/2026/11/{i}/river-{n}</link>"
    '<guid isPermaLink="false">{n}-{i}</guid><pubDate>Mon, 23 Nov 2026 10:{i:02d}:00 +0100</pubDate>'
    "<dc:creator>Ann Reed</dc:creator><category>Floods</category><category>Local</category>"
    "<description><![CDATA[<p>The river rose by {i} centimetres overnight, the office said.</p>]]></description>"
    '<media:content url="https://paper.example/{i}.jpg" type="image/jpeg">'
    "<media:credit>Lee</media:credit></media:content>"
    "<content:encoded><![CDATA[{body}]]></content:encoded></item>"
)
_ATOM_ITEM = (
    "<entry><title>River report {n}-{i} &amp; more</title><id>urn:paper:{n}-{i}</id>"
    '<link rel="alternate" type="text/html" href="https://paper.example/2026/11/{i}/river-{n}"/>'
    "<published>2026-11-23T10:{i:02d}:00+01:00</published><updated>2026-11-23T11:{i:02d}:00+01:00</updated>"
    '<author><name>Ann Reed</name></author><category term="floods" label="Floods"/><category term="local"/>'
    '<summary type="html">&lt;p&gt;The river rose by {i} centimetres overnight, the office said.&lt;/p&gt;</summary>'
    '<content type="html"><![CDATA[{body}]]></content></entry>'
)
_RSS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Paper</title><link>https://paper.example/</link><language>en</language>"
)
_ATOM_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Paper</title>'
    '<id>urn:paper</id><updated>2026-11-23T11:50:00+01:00</updated><link href="https://paper.example/"/>'
)
_BODY = "<p>People watched the <a href='https://paper.example/x'>water</a> from the bridge all night.</p>" * 90
HEADERS = {"content-type": "application/xml"}


def ordinary_feed(number: int) -> bytes:
    """A feed of 50 items of about 9 kB each, like those of the press: RSS by even, Atom by odd numbers."""
    head, item, end = (_ATOM_HEAD, _ATOM_ITEM, "</feed>") if number % 2 else (_RSS_HEAD, _RSS_ITEM, "</channel></rss>")
    return (head + "".join(item.format(n=number, i=i, body=_BODY) for i in range(50)) + end).encode()


def headwater_entries(body: bytes) -> int:
    found = read(capture(body, HEADERS, BASE))
    return 0 if isinstance(found, Rejection) else len(found.entries)


def parsers() -> dict[str, Callable[[bytes], int]]:
    """headwater's reader and those of its peers that are installed; each gives the number of entries."""
    found: dict[str, Callable[[bytes], int]] = {
        "headwater": headwater_entries,
        "feedparser": lambda body: len(feedparser.parse(io.BytesIO(body)).entries),
    }
    with suppress(ImportError):
        import fastfeedparser

        found["fastfeedparser"] = lambda body: len(fastfeedparser.parse(body.decode()).entries)
    with suppress(ImportError):
        from reader._parser.feedparser import FeedparserParser  # private: the parser alone, without its database

        parse = FeedparserParser()
        found["reader's parser"] = lambda body: len(list(parse(BASE, io.BytesIO(body), HEADERS)[1]))
    return found


def speed(rounds: int, seconds: float) -> dict[str, object]:
    """Feeds a CPU second: medians of rounds in which all take turns, and ratios to ours."""
    feeds = [ordinary_feed(number) for number in range(8)]
    running = parsers()
    for name, parse in list(running.items()):
        if [parse(body) for body in feeds[:2]] != [50, 50]:
            if name == "headwater":
                raise SystemExit("the generated feeds were not read")
            print(f"{name} does not read the generated feeds: left out", file=sys.stderr)
            del running[name]
    rates: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(rounds):
        for name, parse in running.items():
            rates[name].append(rate(parse, feeds, seconds))
    medians = {name: statistics.median(values) for name, values in rates.items()}
    ratios = {name: round(medians["headwater"] / value, 1) for name, value in medians.items() if name != "headwater"}
    return {
        "bytes": sum(map(len, feeds)) // len(feeds),
        "rounds": rounds,
        "feeds_per_second": {name: round(value, 1) for name, value in medians.items()},
        "times_as_fast_as": ratios,
    }


def rate(parse: Callable[[bytes], int], feeds: list[bytes], seconds: float) -> float:
    started, count = time.process_time(), 0
    while time.process_time() - started < seconds:
        parse(feeds[count % len(feeds)])
        count += 1
    return count / (time.process_time() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", help="feedparser's cases; without it only speed is measured")
    parser.add_argument("--show", type=int, default=0, help="so many disagreements, to standard error")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.6, help="CPU seconds for each parser in each round")
    arguments = parser.parse_args()
    if arguments.corpus:
        print(json.dumps({"bench": "feeds: agreement", **measure(arguments.corpus, arguments.show)}))
    print(json.dumps({"bench": "feeds: speed", **speed(arguments.rounds, arguments.seconds)}))


if __name__ == "__main__":
    main()
