"""The starter catalogue in numbers: `python bench/catalogue.py [CORPORA/catalogue/known-feeds.ndjson.gz] [--json]`.

Prints how broad the catalogue is, and how many of its addresses a list of feeds by others (one JSON object with
`url` a line; many of them dead) holds too. Addresses are compared without scheme and `www.`. An address that others do
not list need not be wrong: lists repeat each other and favour English. What is dead, `headwater sources health` tells.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from headwater.acquire.catalogue import figures, load
from headwater.model.codec import to_json
from headwater.model.outlet import Outlet
from headwater.text.urls import address_key, registrable_domain


def listed(path: Path) -> tuple[set[str], set[str]]:
    """Keys of all addresses of the list, and their registrable domains."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        urls = [str(json.loads(line)["url"]) for line in lines]
    return {address_key(url) for url in urls}, {registrable_domain(url) for url in urls}


def compared(outlets: Collection[Outlet], path: Path) -> dict[str, Any]:
    """How much of the catalogue the list holds too."""
    addresses, domains = listed(path)
    feeds = [feed for outlet in outlets for feed in outlet.feeds]
    known = [outlet for outlet in outlets if outlet.domain in domains]
    return {
        "addresses_in_list": len(addresses),
        "feeds": len(feeds),
        "feeds_in_list": sum(address_key(feed) in addresses for feed in feeds),
        "outlets": len(outlets),
        "outlets_with_domain_in_list": len(known),
        "outlets_with_domain_in_list_by_kind": dict(Counter(outlet.kind.value for outlet in known).most_common()),
        "domains_in_list": len({outlet.domain for outlet in known}),
    }


def shape(outlets: Collection[Outlet]) -> dict[str, Any]:
    """Figures that say how even the choice is."""
    held = figures(outlets)
    by_country = list(held.countries.values())
    return {
        "outlets": held.outlets,
        "domains": held.domains,
        "feeds": held.feeds,
        "outlets_with_feeds": held.with_feeds,
        "countries_and_territories": len(held.countries),
        "countries_with_two_outlets_or_more": sum(count >= 2 for count in by_country),
        "languages": len(held.languages),
        "languages_with_two_outlets_or_more": sum(count >= 2 for count in held.languages.values()),
        "share_of_outlets_in_english_only": round(sum(o.languages == ("en",) for o in outlets) / held.outlets, 3),
        "share_of_the_five_largest_countries": round(sum(by_country[:5]) / held.outlets, 3),
        "kinds": held.kinds,
        "topics": held.topics,
    }


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("known", type=Path, nargs="?", help="a gzipped NDJSON list of feeds with `url`")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    outlets = load()
    printed: dict[str, Any] = {"catalogue": shape(outlets)}
    if arguments.known is not None:
        printed["beside_the_list"] = compared(outlets, arguments.known)
    if arguments.json:
        print(json.dumps(printed | {"figures": to_json(figures(outlets))}, ensure_ascii=False))
        return 0
    for title, rows in printed.items():
        print(title.replace("_", " "))
        for name, value in rows.items():
            shown = ", ".join(f"{word} {count}" for word, count in value.items()) if isinstance(value, dict) else value
            print(f"  {name.replace('_', ' ')}: {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
