"""The shipped catalogue is sound, and its reader says what is wrong with a line."""

import re
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path

import pytest
from babel import Locale
from babel.core import parse_locale

from headwater.acquire.catalogue import choose, figures, find, has_language, load, parse, to_sources
from headwater.model.article import PublisherKind
from headwater.model.outlet import Topic
from headwater.model.web import SourceKind
from headwater.text.urls import address_key, canonical_url, registrable_domain

OUTLETS = load()
FILES = sorted(file for file in (files("headwater.acquire.catalogue") / "data").iterdir() if file.name.endswith(".txt"))
ENGLISH = Locale("en")
# Registered by ISO 639-3, not named by CLDR's English.
BEYOND_CLDR = {"ami", "bns", "cnr", "gcf", "kek", "lld", "rsk", "yua"}
# What holds whole hosts of different owners is no outlet's own domain.
PLATFORMS = {"facebook.com", "medium.com", "substack.com", "twitter.com", "wordpress.com", "x.com", "youtube.com"}


def parsed(*lines):
    return list(parse(lines, file="here.txt"))


def test_it_is_as_broad_as_promised():
    held = figures(OUTLETS)
    assert held.outlets >= 640
    assert len(held.countries) >= 125
    assert len(held.languages) >= 62
    assert {kind for kind in PublisherKind if kind.value not in held.kinds} == {
        PublisherKind.AGGREGATOR,
        PublisherKind.UNKNOWN,
    }


def test_it_is_not_mostly_english():
    assert sum(outlet.languages == ("en",) for outlet in OUTLETS) < len(OUTLETS) / 3


def test_every_home_page_and_every_feed_stands_once():
    homes = Counter(outlet.home for outlet in OUTLETS)
    feeds = Counter(feed for outlet in OUTLETS for feed in outlet.feeds)
    assert [one for one, count in (homes + feeds).items() if count > 1] == []


def test_all_addresses_are_absolute_and_in_their_normal_form():
    addresses = [url for outlet in OUTLETS for url in (outlet.home, *outlet.feeds)]
    assert [url for url in addresses if canonical_url(url) != url] == []


def test_few_addresses_lack_https():
    plain = [url for outlet in OUTLETS for url in (outlet.home, *outlet.feeds) if url.startswith("http://")]
    assert len(plain) < 20


def test_every_country_is_a_territory_of_cldr():
    assert {outlet.country for outlet in OUTLETS} - {
        code for code in ENGLISH.territories if re.fullmatch("[A-Z]{2}", code)
    } == set()


def test_every_language_is_a_tag_of_a_known_language():
    tags = {tag for outlet in OUTLETS for tag in outlet.languages}
    for tag in tags:
        assert parse_locale(tag, sep="-")
    assert {tag.split("-")[0] for tag in tags} - set(ENGLISH.languages) <= BEYOND_CLDR


def test_no_outlet_names_a_language_twice():
    assert [outlet.name for outlet in OUTLETS if len(set(outlet.languages)) < len(outlet.languages)] == []


def test_one_domain_has_one_publisher_in_one_country():
    by_domain = defaultdict(set)
    for outlet in OUTLETS:
        publisher = to_sources(outlet)[0].publisher
        by_domain[outlet.domain].add((publisher.name, publisher.country))
    assert {domain: names for domain, names in by_domain.items() if len(names) > 1} == {}


def test_every_domain_is_an_outlets_own():
    assert [o.home for o in OUTLETS if o.domain in PLATFORMS or o.domain != registrable_domain(o.home)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_is_sorted_by_country_domain_and_home_page(file):
    outlets = list(parse(file.read_text("utf-8").splitlines(), file=file.name))
    assert outlets == sorted(outlets, key=lambda outlet: (outlet.country, outlet.domain, outlet.home))


def test_a_country_stands_in_one_file():
    countries = [
        {outlet.country for outlet in parse(file.read_text("utf-8").splitlines(), file=file.name)} for file in FILES
    ]
    assert sum(len(found) for found in countries) == len(set().union(*countries))


def test_names_carry_no_stray_white_space():
    assert [outlet.name for outlet in OUTLETS if not outlet.name or " ".join(outlet.name.split()) != outlet.name] == []


def test_a_line_becomes_an_outlet():
    (outlet,) = parsed(
        "# a remark",
        "",
        "[CH]",
        "Sarner Bote | de rm | newspaper/science | https://www.bote.example/ | https://bote.example/a https://b.example/",
    )
    assert outlet.name == "Sarner Bote"
    assert (outlet.country, outlet.languages, outlet.domain) == ("CH", ("de", "rm"), "bote.example")
    assert (outlet.kind, outlet.topic) == (PublisherKind.NEWSPAPER, Topic.SCIENCE)
    assert outlet.feeds == ("https://bote.example/a", "https://b.example/")


def test_feeds_may_be_left_out_before_an_owner():
    (outlet,) = parsed("[CH]", "Bote | de | online | https://bote.example/ | | Sarner Verlag")
    assert outlet.is_discovered
    assert outlet.owner == "Sarner Verlag"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["Bote | de | online | https://bote.example/"], "line 1: no \\[CC\\] line"),
        (["[CH]", "Bote | de | online"], "line 2: 3 columns"),
        (["[CH]", "Bote | de | gazette | https://bote.example/"], "gazette"),
        (["[CH]", "Bote | de | online/gossip | https://bote.example/"], "gossip"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(lines, why):
    with pytest.raises(ValueError, match=f"here.txt .*{why}"):
        parsed(*lines)


def some():
    return parsed(
        "[CH]",
        "Bote | de rm | newspaper | https://bote.example/",
        "Heure | fr | online/science | https://heure.example/ | https://heure.example/rss",
        "[NO]",
        "Avis | nn | newspaper/science | https://avis.example/",
        "[TW]",
        "報 | zh-Hant | online | https://bao.example/",
    )


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ({}, ["Bote", "Heure", "Avis", "報"]),
        ({"countries": ["ch"]}, ["Bote", "Heure"]),
        ({"languages": ["rm", "fr"]}, ["Bote", "Heure"]),
        ({"languages": ["zh"]}, ["報"]),
        ({"languages": ["no"]}, ["Avis"]),
        ({"languages": ["z"]}, []),
        ({"kinds": [PublisherKind.ONLINE], "topics": [Topic.SCIENCE]}, ["Heure"]),
        ({"countries": ["NO"], "languages": ["fr"]}, []),
    ],
)
def test_outlets_are_chosen_that_fit_every_condition(wish, names):
    assert [outlet.name for outlet in choose(some(), **wish)] == names


def test_a_script_asked_for_excludes_the_language_without_it():
    (outlet,) = parsed("[CN]", "报 | zh | online | https://bao.example/")
    assert has_language(outlet, "ZH")
    assert not has_language(outlet, "zh-Hant")


def test_an_outlet_with_feeds_gives_a_source_for_each():
    (outlet,) = parsed("[CH]", "Bote | de | agency | https://bote.example/ | https://bote.example/a https://b.example/")
    sources = to_sources(outlet)
    assert [source.url for source in sources] == ["https://bote.example/a", "https://b.example/"]
    assert {source.kind for source in sources} == {SourceKind.RSS}
    publisher = sources[0].publisher
    assert (publisher.name, publisher.kind, publisher.domains) == ("Bote", PublisherKind.AGENCY, ("bote.example",))
    assert (publisher.country, publisher.languages, publisher.owner) == ("CH", ("de",), "")


def test_an_outlet_without_feeds_gives_its_home_page():
    (source,) = to_sources(parsed("[CH]", "Bote | de rm | online | https://bote.example/ | | Verlag")[0])
    assert (source.id, source.url, source.kind) == ("", "https://bote.example/", SourceKind.PAGE)
    assert source.language == ""  # two languages: each entry must say which
    assert (source.publisher.name, source.publisher.owner) == ("Bote", "Verlag")


def test_outlets_that_share_a_domain_have_their_owner_as_publisher():
    services = [outlet for outlet in OUTLETS if outlet.domain == "bbc.com"]
    assert len(services) > 1
    publishers = {to_sources(outlet)[0].publisher.name for outlet in services}
    assert publishers == {services[0].owner}
    assert to_sources(services[0])[0].title == services[0].name


def test_figures_count_an_outlet_once_per_language():
    held = figures(some())
    assert (held.outlets, held.feeds, held.with_feeds, held.domains) == (4, 1, 1, 4)
    assert held.languages == {"de": 1, "fr": 1, "nn": 1, "rm": 1, "zh": 1}
    assert next(iter(held.countries.items())) == ("CH", 2)


def test_who_asked_to_be_left_out_is_left_out():
    text = (files("headwater.acquire.catalogue") / "left_out.txt").read_text("utf-8")
    left = {line.split()[0] for line in text.splitlines() if line.strip() and not line.startswith("#")}
    assert {outlet.domain for outlet in OUTLETS} & left == set()


def test_the_document_tells_todays_figures():
    held = figures(OUTLETS)
    english = round(100 * sum(outlet.languages == ("en",) for outlet in OUTLETS) / held.outlets)
    text = " ".join((Path(__file__).parents[3] / "docs" / "catalogue.md").read_text("utf-8").split())
    for words in (
        f"{held.outlets:,} outlets with {held.domains:,} domains",
        f"{len(held.countries)} countries and territories, in {len(held.languages)} languages; {english} %",
        f"{sum(count > 1 for count in held.countries.values())} countries have two outlets or more",
        f"{held.with_feeds:,} outlets come with {held.feeds:,} feed addresses",
        *(f"| {word} | {count:,} |" for word, count in (held.kinds | held.topics).items()),
    ):
        assert words in text


def test_an_outlet_is_found_by_any_of_its_addresses():
    outlet = next(outlet for outlet in OUTLETS if len(outlet.feeds) > 1 and outlet.home.startswith("https://www."))
    for url in (outlet.home, *outlet.feeds, outlet.home.replace("https://www.", "http://")):
        assert find(url) == outlet
    assert find("https://bote.example/feed") is None


def test_no_two_outlets_share_an_address_under_different_spellings():
    keys = Counter(address_key(url) for outlet in OUTLETS for url in {outlet.home, *outlet.feeds})
    assert [key for key, count in keys.items() if count > 1] == []
