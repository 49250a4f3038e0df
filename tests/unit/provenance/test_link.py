from dataclasses import replace

from headwater.model.article import Credit, CreditKind, Picture, PublisherKind
from headwater.model.provenance import Relation
from headwater.provenance import affected, followed, link, link_group, prepare
from unit.provenance.world import (
    FLOOD,
    FLOOD_GERMAN,
    LOCAL,
    NOON,
    NORDTELE,
    OTHER_VOICE,
    article,
    fingerprint,
    house,
    neighbours,
)

AGENCY = fingerprint(article("origin", "nordtele.example", FLOOD, publisher=NORDTELE))


def test_an_article_alone_is_an_original_and_names_itself() -> None:
    found = link(AGENCY, [])
    assert found.relation is Relation.ORIGINAL
    assert found.origin_article_id == "origin"
    assert found.origin_url == "https://nordtele.example/2026/origin"


def test_the_same_text_published_later_is_a_copy() -> None:
    copy = fingerprint(article("copy", "harrow.example", FLOOD, minute=90))
    found = link(copy, neighbours(AGENCY), agencies=[NORDTELE])
    assert found.relation is Relation.COPIED_FROM
    assert found.origin_article_id == "origin"
    assert found.confidence > 0.8


def test_a_trimmed_text_is_a_copy_of_the_whole_one() -> None:
    copy = fingerprint(article("copy", "harrow.example", [FLOOD[0], FLOOD[2], FLOOD[3]], minute=90))
    found = link(copy, neighbours(AGENCY))
    assert found.relation is Relation.COPIED_FROM
    assert found.origin_article_id == "origin"


def test_a_text_with_one_paragraph_of_its_own_is_still_a_copy() -> None:
    copy = fingerprint(article("copy", "harrow.example", [*FLOOD, *LOCAL], minute=90))
    assert link(copy, neighbours(AGENCY)).relation is Relation.COPIED_FROM


def test_less_than_four_fifths_of_the_words_in_order_is_a_rewrite() -> None:
    copy = fingerprint(article("copy", "harrow.example", [*FLOOD[:4], *OTHER_VOICE[:3]], minute=90))
    found = link(copy, neighbours(AGENCY))
    assert found.relation is Relation.REWRITTEN_FROM
    assert found.origin_article_id == "origin"


def test_a_text_stitched_from_two_sources_is_a_copy_and_shows_both() -> None:
    other = fingerprint(article("voice", "vinterdal-avis.example", OTHER_VOICE, headline="Woken at three"))
    patchwork = fingerprint(article("patch", "echo.example", [*FLOOD[:4], *OTHER_VOICE[:3]], minute=90))
    found = link(patchwork, neighbours(AGENCY, other))
    assert found.relation is Relation.COPIED_FROM
    assert found.origin_article_id == "origin"
    (shown,) = [item for item in found.evidence if item.kind == "stitched"]
    assert "Woken at three" in shown.text


def test_an_independent_report_of_the_same_event_is_an_original() -> None:
    voice = fingerprint(article("voice", "vinterdal-avis.example", OTHER_VOICE, minute=90))
    found = link(voice, neighbours(AGENCY))
    assert found.relation is Relation.ORIGINAL
    assert found.origin_article_id == "voice"


def test_one_quoted_paragraph_makes_no_copy() -> None:
    voice = fingerprint(article("voice", "vinterdal-avis.example", [*OTHER_VOICE, FLOOD[3]], minute=90))
    assert link(voice, neighbours(AGENCY)).relation is Relation.ORIGINAL


def test_a_text_that_is_mostly_one_quotation_is_quoted() -> None:
    piece = fingerprint(article("piece", "linden.example", ["From the valley, by Nordtele:", FLOOD[3]], minute=90))
    found = link(piece, neighbours(AGENCY))
    assert found.relation is Relation.QUOTED_FROM
    assert found.origin_article_id == "origin"


def test_a_translation_with_a_credit_is_translated() -> None:
    german = article(
        "german", "moor.example", [*FLOOD_GERMAN, "Übersetzt aus dem Englischen; Original: Nordtele"], minute=90
    )
    found = link(fingerprint(replace(german, language="de")), neighbours(AGENCY), agencies=[NORDTELE])
    assert found.relation is Relation.TRANSLATED_FROM
    assert found.origin_article_id == "origin"


def test_a_back_dated_copy_that_credits_its_source_is_still_the_copy() -> None:
    copy = fingerprint(article("copy", "echo.example", [*FLOOD, "Source: Nordtele"], minute=-600))
    found = link(copy, neighbours(AGENCY), agencies=[NORDTELE])
    assert found.relation is Relation.COPIED_FROM
    assert found.origin_article_id == "origin"
    assert link(AGENCY, neighbours(copy), agencies=[NORDTELE]).relation is Relation.ORIGINAL


def test_a_copy_of_a_copy_leads_to_the_origin_and_names_the_immediate_source() -> None:
    paper = fingerprint(article("paper", "harrow.example", [*FLOOD, *LOCAL], minute=60))
    trailing = "https://harrow.example/2026/paper Glacier lake drains under the ice"
    second = fingerprint(article("second", "echo.example", [*FLOOD, *LOCAL, trailing], minute=120))
    found = link(second, neighbours(AGENCY, paper), agencies=[NORDTELE])
    assert found.origin_article_id == "origin"
    assert found.via_article_id == "paper"
    assert found.via_url == "https://harrow.example/2026/paper"


def test_a_trailing_link_to_a_work_that_is_not_held_is_the_primary_source() -> None:
    line = "https://nordtele.example/content/3af8 Glacier lake drains under the ice"
    copy = article("copy", "echo.example", [*FLOOD, line, "Adam Holt", "Related Articles", "Back to top button"])
    found = link(fingerprint(copy), [])
    assert found.origin_article_id == ""
    assert found.origin_url == "https://nordtele.example/content/3af8"
    assert found.relation is Relation.COPIED_FROM


def test_many_links_at_the_end_are_references_and_no_origin() -> None:
    lines = [f"https://site{n}.example/report/{n}" for n in range(5)]
    assert (
        link(fingerprint(article("essay", "linden.example", [*OTHER_VOICE, *lines])), []).relation is Relation.ORIGINAL
    )


def test_a_picture_credit_is_no_origin_of_the_text() -> None:
    caption = "The rim of the drained lake © Press Office of the Valley via Reuters"
    pictures = (Picture(url="https://p.example/1.jpg", caption="The rim", credit="Photo: Ola Brekkhus / Reuters"),)
    made = article("voice", "vinterdal-avis.example", [*OTHER_VOICE, caption, "Photo: Reuters"], pictures=pictures)
    assert link(fingerprint(made), []).relation is Relation.ORIGINAL


def test_an_attribution_in_the_text_is_shown_but_decides_nothing() -> None:
    said = "“The ice is moving,” the minister told Reuters on Tuesday."
    found = link(fingerprint(article("voice", "vinterdal-avis.example", [*OTHER_VOICE, said])), [])
    assert found.relation is Relation.ORIGINAL
    assert any(item.kind == "attribution" and "Reuters" in item.text for item in found.evidence)


def test_an_agency_dateline_names_the_agency_as_publisher_where_its_text_is_not_held() -> None:
    made = article("copy", "harrow.example", [f"VINTERDAL (AFP) — {FLOOD[0]}", *FLOOD[1:]])
    found = link(fingerprint(made), [])
    assert found.relation is Relation.COPIED_FROM
    assert (found.origin_article_id, found.origin_url) == ("", "")
    assert found.origin_publisher.name == "Agence France-Presse"
    assert found.origin_publisher.domains == ("afp.com",)


def test_an_invented_agency_counts_when_it_is_handed_in() -> None:
    made = article("copy", "harrow.example", [f"VINTERDAL (Nordtele) — {FLOOD[0]}", *FLOOD[1:]])
    assert link(fingerprint(made), [], agencies=[NORDTELE]).origin_publisher.name == "Nordtele"
    assert link(fingerprint(made), []).relation is Relation.ORIGINAL


def test_the_agency_s_own_dateline_says_nothing() -> None:
    made = article("own", "nordtele.example", [f"VINTERDAL (Nordtele) — {FLOOD[0]}", *FLOOD[1:]], publisher=NORDTELE)
    assert link(fingerprint(made), [], agencies=[NORDTELE]).relation is Relation.ORIGINAL


def test_a_canonical_address_on_another_site_is_the_origin() -> None:
    url = "https://vinterdal-avis.example/nyheter/lake"
    credit = Credit(kind=CreditKind.CANONICAL, url=url, text=url, place="head")
    found = link(fingerprint(article("copy", "echo.example", FLOOD, credits=(credit,))), [])
    assert found.origin_url == url
    assert found.confidence > 0.9


def test_an_original_source_meta_that_points_home_says_nothing() -> None:
    credit = Credit(kind=CreditKind.ORIGINAL_SOURCE, url="https://echo.example/2026/copy", place="head")
    assert (
        link(fingerprint(article("copy", "echo.example", FLOOD, credits=(credit,))), []).relation is Relation.ORIGINAL
    )


def test_the_house_s_own_short_link_is_no_origin() -> None:
    made = article("own", "valetest.example", [*OTHER_VOICE, "https://vale.test/mcfdg"])
    assert link(fingerprint(made), []).relation is Relation.ORIGINAL


def test_two_papers_that_print_the_same_agency_are_both_its_copies() -> None:
    lead = f"VINTERDAL (AFP) — {FLOOD[0]}"
    first = fingerprint(article("first", "harrow.example", [lead, *FLOOD[1:]], minute=30))
    second = fingerprint(article("second", "spire.example", [lead, *FLOOD[1:]], minute=60))
    for found in link_group([first, second]):
        assert found.origin_publisher.name == "Agence France-Presse"
        assert found.origin_article_id == ""


def test_a_copy_without_credit_inherits_what_its_sibling_admits() -> None:
    lead = f"VINTERDAL (AFP) — {FLOOD[0]}"
    honest = fingerprint(article("honest", "harrow.example", [lead, *FLOOD[1:]], minute=30))
    silent = fingerprint(article("silent", "echo.example", FLOOD, minute=60))
    by_id = {found.article_id: found for found in link_group([honest, silent])}
    assert by_id["silent"].origin_publisher.name == "Agence France-Presse"
    assert by_id["silent"].via_article_id == "honest"


def test_of_copies_without_credit_the_earliest_is_the_origin_with_less_confidence() -> None:
    prints = [fingerprint(article(f"a{n}", f"paper{n}.example", FLOOD, minute=60 * n)) for n in range(4)]
    found = link_group(prints)
    assert [one.relation for one in found] == [Relation.ORIGINAL] + [Relation.COPIED_FROM] * 3
    assert all(one.origin_article_id == "a0" for one in found)
    assert all(one.confidence < 0.95 for one in found)


def test_the_order_of_the_group_changes_nothing() -> None:
    prints = [
        AGENCY,
        fingerprint(article("paper", "harrow.example", [*FLOOD, *LOCAL], minute=60)),
        fingerprint(article("voice", "vinterdal-avis.example", OTHER_VOICE, minute=20)),
        fingerprint(article("second", "echo.example", [*FLOOD, *LOCAL, "Source: Harrow"], minute=120)),
    ]
    forward = {found.article_id: found for found in link_group(prints)}
    backward = {found.article_id: found for found in link_group(prints[::-1])}
    assert forward == backward


def test_no_article_is_its_own_ancestor() -> None:
    prints = [
        fingerprint(
            article(
                f"a{n}",
                f"paper{n}.example",
                [*FLOOD, f"Source: https://paper{(n + 1) % 4}.example/2026/a{(n + 1) % 4}"],
            )
        )
        for n in range(4)
    ]
    found = {one.article_id: one for one in link_group(prints)}
    roots = [one for one in found.values() if one.relation is Relation.ORIGINAL]
    assert len(roots) == 1
    assert all(one.origin_article_id == roots[0].article_id for one in found.values())


def test_a_late_origin_makes_its_copies_due_again() -> None:
    copy = fingerprint(article("copy", "harrow.example", FLOOD, minute=90))
    voice = fingerprint(article("voice", "vinterdal-avis.example", OTHER_VOICE, minute=90))
    assert affected(AGENCY, neighbours(copy, voice)) == ("copy",)


def test_known_links_lead_the_chain_beyond_the_neighbours() -> None:
    paper = fingerprint(article("paper", "harrow.example", [*FLOOD, *LOCAL], minute=60))
    second = fingerprint(article("second", "echo.example", [*FLOOD, *LOCAL], minute=120))
    known = {"paper": link(paper, neighbours(AGENCY))}
    found = link(second, neighbours(paper), links=known)
    assert found.origin_article_id == "origin"
    assert found.via_article_id == "paper"


def test_a_known_chain_that_leads_back_is_not_followed() -> None:
    first = link(fingerprint(article("a", "a.example", FLOOD, minute=10)), neighbours(AGENCY))
    loop = link(
        fingerprint(article("origin", "nordtele.example", FLOOD, minute=50)),
        neighbours(fingerprint(article("a", "a.example", FLOOD, minute=10))),
    )
    assert followed(first, {"origin": loop}).origin_article_id == "origin"


def test_a_reserved_text_is_traced_by_what_it_declares_alone() -> None:
    url = "https://nordtele.example/2026/origin"
    credit = Credit(kind=CreditKind.BASED_ON, url=url, text=url, place="json-ld")
    made = article("closed", "harrow.example", FLOOD, minute=90, credits=(credit,))
    reserved = prepare(made, at=NOON, is_mined=False)
    assert "words" not in reserved.features
    assert not any(key.startswith(("b:", "s:", "n:")) for key in reserved.keys)
    assert link(reserved, neighbours(AGENCY)).origin_article_id == "origin"


def test_the_house_whose_name_stands_in_the_shared_text_is_the_source() -> None:
    told = [*FLOOD, "“I would do it again,” Nesheim told Vinterdal Avis in an interview on the bridge."]
    avis = house("Vinterdal Avis", "vinterdal-avis.example")
    source = fingerprint(article("source", "vinterdal-avis.example", told, minute=None, publisher=avis))
    other = fingerprint(article("other", "echo.example", told, minute=None, publisher=house("Echo", "echo.example")))
    by_id = {found.article_id: found for found in link_group([other, source])}
    assert by_id["other"].origin_article_id == "source"
    assert by_id["source"].relation is Relation.ORIGINAL


def test_an_aggregator_is_rather_the_copy() -> None:
    paper = fingerprint(article("paper", "harrow.example", FLOOD, minute=None))
    sweeper = house("Sweeper", "sweeper.example", PublisherKind.AGGREGATOR)
    swept = fingerprint(article("swept", "sweeper.example", FLOOD, minute=None, publisher=sweeper))
    assert link(swept, neighbours(paper)).origin_article_id == "paper"
    assert link(paper, neighbours(swept)).relation is Relation.ORIGINAL
