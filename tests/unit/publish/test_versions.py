"""The versions of an article as its page and its JSON twin tell them."""

from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from headwater.model.version import VersionChanges
from headwater.model.view import VersionView
from headwater.publish import jsonview
from headwater.publish.localisation import Localisation
from headwater.publish.pages import Pages
from headwater.publish.site import Frame, SiteSettings
from headwater.publish.versions import what_changed
from headwater.text.differences import differences, quoted, word_runs
from unit.publish.invented_press import HOSTILE, NOW, START, article, stated

SETTINGS = SiteSettings(url="https://news.test", rights_address="rights@news.test")


def version(number, old, new, before=(), after=(), max_chars=300):
    found = differences(before, after)
    shown, is_whole = quoted(found, max_chars)
    kinds = [one.kind.value for one in found]
    changes = VersionChanges(
        added_count=kinds.count("added"),
        removed_count=kinds.count("removed"),
        changed_count=kinds.count("changed"),
        kept_count=kinds.count("kept"),
        differences=shown,
        is_whole=is_whole,
    )
    at = START + timedelta(hours=number)
    runs = word_runs(old, new) if old != new else ()
    return VersionView(
        number=number, seen_at=at, headline=new, modified_at=stated(at), headline_runs=runs, changes=changes
    )


def edited(domain="skerrypost.example", old="Bridge opens", new="Bridge closes", **more):
    first = VersionView(number=1, seen_at=START, headline=old)
    versions = (version(2, old, new, **more), first)
    return article("04EDITED", domain, new, START, versions=versions)


def page(view):
    frame = Frame(path="/a/x", as_of=NOW, generation=1)
    return LexborHTMLParser(Pages(SETTINGS).article(view, frame))


def test_the_page_tells_each_version_with_what_changed_in_words_and_marks():
    tree = page(
        edited(before=("It cost 290 crowns.", "Old."), after=("It cost 298 crowns.", "Old.", "A new one came."))
    )
    section = tree.css_first("section.versions")
    newest, first = section.css("ol > li")
    assert "headline changed; 1 paragraph added, 1 changed" in newest.text()
    assert [node.text(deep=False) for node in newest.css("del")] == ["opens", "290"]
    assert [node.text(deep=False) for node in newest.css("ins")] == ["closes", "298", "A new one came."]
    assert "Version 1 · first seen" in first.text()
    assert not first.css("del, ins")
    assert section.attributes["aria-labelledby"] == section.css_first("h2").attributes["id"]


def test_what_was_taken_out_and_put_in_is_said_to_those_who_hear_the_page():
    newest = page(edited()).css_first("section.versions li")
    heard = " ".join(newest.css_first(".h").text().split())
    assert heard == "Bridge [taken out: opens] [put in: closes]"


def test_words_of_the_page_do_not_decide_the_direction_of_the_text():
    view = edited(
        "almaraya.example", "بحيرة جليدية تفرغ", "مرسى زهران تشرب", before=("قديم",), after=("جديد كل الجدة",)
    )
    section = page(view).css_first("section.versions")
    for text in section.css(".h, blockquote, blockquote p"):
        assert text.attributes["dir"] == "auto"
    for hidden in section.css("del .hidden, ins .hidden"):
        assert hidden.attributes["dir"] == "ltr"  # an element with a direction is left out of dir=auto


def test_foreign_markup_stays_words():
    tree = page(edited(old=f"a {HOSTILE}", new="b", before=(HOSTILE,), after=(f"{HOSTILE} more", HOSTILE * 2)))
    assert "alert" in tree.css_first("section.versions").text()
    assert not tree.css("section.versions script, section.versions img")


def test_a_quotation_that_is_not_whole_says_so():
    tree = page(edited(before=("It cost 290 crowns.",), after=("It cost 298 crowns.",), max_chars=0))
    assert "Only a part of the changes may be quoted" in tree.css_first("section.versions").text()
    assert not tree.css("section.versions blockquote")


def test_without_versions_there_is_no_section_and_a_withdrawal_is_told():
    plain = article("04PLAIN", "skerrypost.example", "Bridge opens", START)
    assert page(plain).css_first("section.versions") is None
    assert "Withdrawn by its publisher" not in page(plain).body.text()
    gone = article("04PLAIN", "skerrypost.example", "Bridge opens", START, withdrawn_at=NOW)
    assert "Withdrawn by its publisher" in page(gone).css_first("header.top").text()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (VersionChanges(added_count=1), "1 paragraph added"),
        (VersionChanges(added_count=2, removed_count=1), "2 paragraphs added, 1 removed"),
        (VersionChanges(changed_count=3), "3 paragraphs changed"),
        (VersionChanges(kept_count=3), ""),
        (None, ""),
    ],
)
def test_changes_are_told_in_words(changes, expected):
    view = VersionView(number=2, seen_at=NOW, headline="x", changes=changes)
    assert what_changed(view, Localisation()) == expected


def test_the_json_twin_has_the_same_runs_and_counts():
    told = jsonview.article(edited(before=("It cost 290 crowns.",), after=("It cost 298 crowns.",)), SETTINGS)
    newest, first = told["versions"]
    assert newest["number"] == 2
    assert newest["paragraphs"] == {"added": 0, "changed": 1, "removed": 0, "kept": 0}
    assert newest["headline_runs"][-2:] == [
        {"kind": "deleted", "text": "opens"},
        {"kind": "inserted", "text": "closes"},
    ]
    assert newest["differences"][0]["kind"] == "changed"
    assert newest["is_whole"] is True
    assert (first["headline"], first["paragraphs"], first["differences"]) == ("Bridge opens", None, [])
    assert told["withdrawn_at"] is None
