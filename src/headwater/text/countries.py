"""Which country an outlet is in: by its domain, by a name or code that it states, by its language and its clock.

Codes and names are those of Unicode CLDR (through babel): ISO 3166-1 alpha-2.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from headwater.text.urls import host_of, registrable_domain

_GENERIC_WORDS = (
    "ac ag ai am as bz cc cd cf cx dj eu fm ga gg gl gq im io la lc li ly me ml ms mu nf nu pm pn pw re sc sh "
    "so st su sx tc tf tk tl to tv vc vg vu wf ws yt co"
)
GENERIC_DOMAINS = frozenset(_GENERIC_WORDS.split())
"""Country-code top-level domains that anybody registers for their sound; they prove no country by themselves."""

_INTERNATIONAL = {
    "xn--p1ai": "RU", "xn--90ais": "BY", "xn--j1amh": "UA", "xn--80ao21a": "KZ", "xn--90a3ac": "RS",
    "xn--d1alf": "MK", "xn--90ae": "BG", "xn--l1acc": "MN", "xn--fiqs8s": "CN", "xn--fiqz9s": "CN",
    "xn--j6w193g": "HK", "xn--kprw13d": "TW", "xn--kpry57d": "TW", "xn--mix891f": "MO", "xn--yfro4i67o": "SG",
    "xn--3e0b707e": "KR", "xn--wgbh1c": "EG", "xn--mgberp4a5d4ar": "SA", "xn--pgbs0dh": "TN",
    "xn--mgbaam7a8h": "AE", "xn--mgba3a4f16a": "IR", "xn--mgbayh7gpa": "JO", "xn--mgbc0a9azcg": "MA",
    "xn--lgbbat1ad8j": "DZ", "xn--mgbtx2b": "IQ", "xn--mgb9awbf": "OM", "xn--wgbl6a": "QA", "xn--ogbpf8fl": "SY",
    "xn--ygbi2ammx": "PS", "xn--mgbpl2fh": "SD", "xn--mgbai9azgqp6j": "PK", "xn--h2brj9c": "IN",
    "xn--45brj9c": "IN", "xn--s9brj9c": "IN", "xn--gecrj9c": "IN", "xn--xkc2dl3a5ee0h": "IN", "xn--fpcrj9c3d": "IN",
    "xn--fzc2c9e2c": "LK", "xn--xkc2al3hye2a": "LK", "xn--54b7fta0cc": "BD", "xn--o3cw4h": "TH", "xn--q7ce6a": "LA",
    "xn--node": "GE", "xn--y9a3aq": "AM", "xn--qxam": "GR", "xn--qxa6a": "EU",
}  # fmt: skip
_OTHER_CODES = {"uk": "GB"}
_NO_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "EA", "IC", "SJ", "BV", "HM", "AC", "TA", "DG", "CP"}
)
_MAX_SHARED_BY = 2
_OFFICIAL = frozenset({"official", "de_facto_official"})
_USUAL_NAMES = {
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "u.k.": "GB",
    "england": "GB", "scotland": "GB", "wales": "GB", "great britain": "GB", "northern ireland": "GB",
    "holland": "NL", "the netherlands": "NL", "czech republic": "CZ", "republic of korea": "KR",
    "russian federation": "RU",
    "ivory coast": "CI", "uae": "AE", "türkiye": "TR", "turkey": "TR", "burma": "MM", "deutschland": "DE",
}  # fmt: skip


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """All ISO 3166-1 alpha-2 codes."""
    names = map(str, Locale("en").territories)
    return frozenset(code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)


def country_of_domain(host_or_url: str) -> str:
    """The country of a host's top-level domain, "" for generic ones.

    A generic use of a country's domain (`.io`, `.tv`, `.co`, `.me`) gives "" too, but for names registered below one
    of its national suffixes (`com.co`).
    """
    code = claimed_country(host_or_url)
    domain = registrable_domain(host_or_url)
    labels = domain.split(".")
    return code if labels[-1] not in GENERIC_DOMAINS or len(labels) > 2 else ""


def claimed_country(host_or_url: str) -> str:
    """The country to which a top-level domain was given, also where it is sold to everybody; "" for others."""
    host = host_of(host_or_url if "//" in host_or_url else f"//{host_or_url}") or registrable_domain(host_or_url)
    label = host.rpartition(".")[2]
    code = _INTERNATIONAL.get(label) or _OTHER_CODES.get(label) or label.upper()
    return code if code in country_codes() else ""


def country_code(text: str, language: str = "") -> str:
    """The code of a country as an outlet writes it: "NO", "NOR", "Norway", "Norge" (in `language`); "" if unknown."""
    stated = " ".join(text.split()).strip(" .,")
    folded = stated.casefold()
    if len(stated) == 2 and stated.upper() in country_codes():
        return stated.upper()
    if folded in _USUAL_NAMES:
        return _USUAL_NAMES[folded]
    if len(stated) == 3 and stated.isascii():
        aliases = get_global("territory_aliases").get(stated.upper(), ())
        return aliases[0] if len(aliases) == 1 and aliases[0] in country_codes() else ""
    return _country_names("en").get(folded) or _country_names(language.partition("-")[0].lower()).get(folded, "")


@lru_cache(maxsize=64)
def _country_names(language: str) -> Mapping[str, str]:
    try:
        names = Locale(language).territories if language.isalpha() else {}
    except UnknownLocaleError:
        return {}
    return {name.casefold(): code for code, name in names.items() if code in country_codes()}


@lru_cache(maxsize=1)
def _speaking() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for country, spoken in get_global("territory_languages").items():
        for language, facts in spoken.items():
            if country in country_codes() and facts.get("official_status") in _OFFICIAL:
                found.setdefault(language.partition("_")[0], set()).add(country)
    return {language: frozenset(countries) for language, countries in found.items()}


def countries_speaking(language: str) -> frozenset[str]:
    """The countries in which a language (BCP 47) is official."""
    return _speaking().get(language.partition("-")[0].lower(), frozenset())


def country_of_language(language: str) -> tuple[str, bool]:
    """The country that a language points to, and whether no other country has it as an official language.

    Where two have it, the one that CLDR holds for likelier ("el" is Greece, and may be Cyprus); "" where more do.
    """
    countries = countries_speaking(language)
    if len(countries) == 1:
        return next(iter(countries)), True
    likely = str(get_global("likely_subtags").get(language.partition("-")[0].lower(), "")).rpartition("_")[2]
    return (likely, False) if likely in countries and len(countries) <= _MAX_SHARED_BY else ("", False)


def country_of_clock(language: str, offset_minutes: int, at: datetime) -> str:
    """The only country that speaks `language` and whose clocks show this offset from UTC at `at`; "" if not one."""
    fitting = [code for code in countries_speaking(language) if offset_minutes in _offsets(code, at)]
    return fitting[0] if len(fitting) == 1 else ""


def _offsets(country: str, at: datetime) -> frozenset[int]:
    found: set[int] = set()
    for zone in get_global("territory_zones").get(country, ()):
        try:
            offset = at.astimezone(ZoneInfo(zone)).utcoffset()
        except (ZoneInfoNotFoundError, ValueError):
            continue
        found |= set() if offset is None else {int(offset.total_seconds() // 60)}
    return frozenset(found)
