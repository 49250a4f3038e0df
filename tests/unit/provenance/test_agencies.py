import pytest

from headwater.model.article import Publisher, PublisherKind
from headwater.provenance import shipped, with_publishers
from headwater.provenance._names import same_name, skeleton


def test_at_least_one_hundred_and_fifty_agencies_are_shipped_with_domain_and_country() -> None:
    agencies = {publisher.name: publisher for publisher in shipped().by_name.values()}
    assert len(agencies) >= 150
    assert all(publisher.domains and len(publisher.country) == 2 for publisher in agencies.values())
    assert all(publisher.kind is PublisherKind.AGENCY for publisher in agencies.values())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("AFP", "Agence France-Presse"),
        ("The Associated Press", "Associated Press"),
        ("dpa/lnw", "Deutsche Presse-Agentur"),
        ("NTB/Reuters", "NTB"),
        ("ТАСС", "TASS"),
        ("新华社", "Xinhua News Agency"),
        ("ロンドン共同", "Kyodo News"),
        ("연합뉴스", "Yonhap News Agency"),
        ("رويترز", "Reuters"),
        ("पीटीआई", "Press Trust of India"),
        ("Anadolu Ajansı", "Anadolu Agency"),
    ],
)
def test_agencies_are_known_by_abbreviation_and_script(written: str, meant: str) -> None:
    found = shipped().find(written)
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize("word", ["tap", "ap", "map", "Mayor", "", "beta", "The Vale Post", "(415)"])
def test_common_words_are_no_agencies(word: str) -> None:
    assert shipped().find(word) is None


def test_agencies_are_known_by_their_domain() -> None:
    found = shipped().of_domain("www.reuters.com")
    assert found is not None
    assert found.name == "Reuters"
    assert shipped().of_domain("vale.example") is None


def test_publishers_handed_in_count_only_where_they_are_agencies() -> None:
    paper = Publisher(name="The Vale Post", domains=("vale.example",), kind=PublisherKind.NEWSPAPER)
    agency = Publisher(name="Nordtele", domains=("nordtele.example",), kind=PublisherKind.AGENCY)
    table = with_publishers([paper, agency])
    assert table.find("The Vale Post") is None
    assert table.find("nordtele") == agency
    assert table.find("AFP") is not None


@pytest.mark.parametrize("written", ["Нордтеле", "ノルドテレ", "नॉर्डटेले", "نوردتيلي", "노르드텔레"])
def test_an_agency_is_recognised_by_its_sounds_in_another_script(written: str) -> None:
    agency = Publisher(name="Nordtele", domains=("nordtele.example",), kind=PublisherKind.AGENCY)
    assert skeleton(written) == skeleton("Nordtele")
    assert with_publishers([agency]).find(written) == agency


def test_names_match_inflected_but_not_merely_alike() -> None:
    assert same_name("Nordtelessä", "Nordtele") == 0.9
    assert same_name("The Vale Post", "Vale Post") == 1.0
    assert same_name("Vale Post", "Vole Past") == 0.0
