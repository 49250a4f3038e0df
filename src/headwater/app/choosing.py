"""From what a person asks for (countries, languages, kinds, topics) to outlets of the catalogue, and into the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache

from babel import Locale

from headwater.acquire import catalogue
from headwater.model.article import PublisherKind
from headwater.model.errors import ExitCode, UserError
from headwater.model.outlet import Outlet, Topic
from headwater.pipeline.polling import add_source
from headwater.store import Store, sources

FIRST_POLLS_WITHIN = timedelta(minutes=10)
"""The first polls of what is added together are spread over this time: hundreds of hosts are not asked at once."""

_ENGLISH = "en"
_SHORT_COUNTRIES = {"uk": "GB", "usa": "US", "uae": "AE"}
# ISO 639-3 reference names of languages that CLDR's English leaves out.
_MORE_LANGUAGES = {
    "ami": "Amis",
    "bns": "Bundeli",
    "cnr": "Montenegrin",
    "gcf": "Guadeloupean Creole French",
    "kek": "Kekchí",
    "lld": "Ladin",
    "rsk": "Rusyn (Pannonian)",
    "yua": "Yucateco",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody wants of the catalogue: ISO 3166-1 alpha-2 codes, BCP 47 tags, kinds, topics; empty means any."""

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[PublisherKind, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was asked for."""
        return not (self.countries or self.languages or self.kinds or self.topics)


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """How many addresses were new to the store, and how many it knew already."""

    new: int
    known: int


def outlets_for(wish: Wish) -> tuple[Outlet, ...]:
    """The outlets of the catalogue that fit; all of them for an empty wish."""
    return catalogue.choose(
        catalogue.load(), countries=wish.countries, languages=wish.languages, kinds=wish.kinds, topics=wish.topics
    )


def countries_named(texts: Iterable[str]) -> tuple[str, ...]:
    """Codes of the countries that a person named ("Kenya", "ke"); UserError for one that the catalogue lacks."""
    held = catalogue.figures(catalogue.load()).countries
    return _codes(texts, {code: country_name(code) for code in held}, _SHORT_COUNTRIES, "country")


def languages_named(texts: Iterable[str]) -> tuple[str, ...]:
    """Tags of the languages that a person named ("Swahili", "sw", "zh-Hant"); UserError for others than those held."""
    tags = {tag for outlet in catalogue.load() for tag in outlet.languages}
    primary = {tag.partition("-")[0] for tag in tags}
    held = {tag: language_name(tag) for tag in sorted(tags | primary | {"no"})}
    return _codes(texts, held, {}, "language")


def _codes(texts: Iterable[str], held: dict[str, str], short: dict[str, str], what: str) -> tuple[str, ...]:
    by_word = short | {name.casefold(): code for code, name in held.items()} | {code.casefold(): code for code in held}
    found: list[str] = []
    for text in _parts(texts):
        code = by_word.get(text.casefold())
        if code is None:
            raise UserError(_unknown(text, what, held.values()), exit_code=ExitCode.USAGE)
        found.append(code)
    return tuple(dict.fromkeys(found))


def _parts(texts: Iterable[str]) -> list[str]:
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _unknown(text: str, what: str, names: Iterable[str]) -> str:
    near = get_close_matches(text.title(), list(names), n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"The catalogue has no {what} {text!r}.{hint} `headwater catalogue` lists what it has."


@lru_cache(maxsize=1)
def _english() -> Locale:
    return Locale(_ENGLISH)


def country_name(code: str) -> str:
    """The English name of a country or territory (CLDR), else its code."""
    return str(_english().territories.get(code, code))


def language_name(tag: str) -> str:
    """The English name of a language (CLDR), else its tag."""
    names = _english().languages
    language, _, rest = tag.partition("-")
    whole = names.get(tag.replace("-", "_"))
    if whole:
        return str(whole)
    return str(names.get(language) or _MORE_LANGUAGES.get(language, language)) + (f" ({rest})" if rest else "")


def add_outlets(store: Store, outlets: Sequence[Outlet], *, now: datetime, new_id: Callable[[], str]) -> Added:
    """Keep the sources of outlets; their first polls are due one after the other within FIRST_POLLS_WITHIN."""
    wanted = [source for outlet in outlets for source in catalogue.to_sources(outlet)]
    with store.write() as tx:
        known = {source.url for source in sources.list_sources(tx)}
        new = [source for source in wanted if source.url not in known]
        for position, source in enumerate(new):
            due_at = now + FIRST_POLLS_WITHIN * position / len(new)
            add_source(tx, source, new_id=new_id(), due_at=due_at)
    return Added(new=len(new), known=len(wanted) - len(new))
