"""Recipes: dated data with plain errors; a hint that the faithful check judges like anything else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from headwater.extract import Extraction, RecipeError, extract, read_recipe, recipe_for
from headwater.model.rejection import Rejection
from headwater.model.web import Capture

WHOLE = 'domains = ["venn.example"]\nvalid_from = 2026-01-01\nchecked = 2026-11-01\ntext = ".story"\n'


def at(day):
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WHOLE + "text = 1\n", "venn.toml line 5: not TOML (Cannot overwrite a value)."),
        (WHOLE + "selector = 'p'\n", "venn.toml line 5: there is no field selector; the fields are"),
        (WHOLE.replace("2026-11-01", '"soon"'), "venn.toml line 3: checked wants a date without quotation marks"),
        (WHOLE.replace("venn.example", "https://venn.example/"), "line 1: 'https://venn.example/' is no domain"),
        (WHOLE.replace(".story", "p["), "venn.toml line 4: 'p[' is no CSS selector"),
        (WHOLE.replace('".story"', "[]"), "venn.toml line 4: text wants at least one selector."),
        (WHOLE.replace('".story"', "[1]"), "venn.toml line 4: text wants a text or a list of texts"),
        (WHOLE.replace('["venn.example"]', "[]"), "venn.toml line 1: domains wants at least one domain."),
        ("checked = 2026-11-01\n", "venn.toml line 1: the field domains is missing."),
        ("text = ['" + "p" * 30_000 + "']", "venn.toml line 1: longer than 20000 characters"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text, told):
    with pytest.raises(RecipeError) as raised:
        read_recipe(text, "recipes/venn.toml")
    assert told in str(raised.value)
    assert str(raised.value).startswith("recipes/venn.toml line ")


def test_a_recipe_is_for_its_domains_between_its_days():
    old = read_recipe(WHOLE + "until = 2026-06-01\n", "old.toml")
    new = read_recipe(WHOLE.replace("2026-01-01", "2026-05-01"), "new.toml")
    both = (old, new)
    assert recipe_for(both, "https://venn.example/a", at("2025-12-31")) is None
    assert recipe_for(both, "https://www.venn.example:8080/a", at("2026-02-01")) is old
    assert recipe_for(both, "https://venn.example/a", at("2026-05-02")) is new
    assert recipe_for(both, "https://venn.example/a", at("2027-05-02")) is new
    assert recipe_for(both, "https://notvenn.example/a", at("2026-02-01")) is None


def capture(body):
    return Capture(
        id="c", requested_url="https://venn.example/a", final_url="https://venn.example/a", status=200,
        headers={"content-type": "text/html"}, body=body.encode(), captured_at=at("2026-11-20"),
    )  # fmt: skip


def line(word):
    return f"The {word} of Venn closed its doors on Tuesday evening, and nobody could say when they would open again."


def test_words_that_stand_together_only_when_something_is_left_out_are_not_kept():
    broken = "The mill of Venn closed its doors on Tuesday <b class=x>evening, said the Herald,</b> before the flood."
    body = f"<html><body><div class=story><h1>Doors close in Venn</h1><p>{line('bakery')}</p><p>{broken}</p>"
    body += f"<p>{line('smithy')}</p></div></body></html>"
    recipe = read_recipe(WHOLE + 'leave_out = ".x"\n', "venn.toml")
    found = extract(capture(body), article_id="a", recipe=recipe)
    assert isinstance(found, Extraction)
    assert "Tuesday before" not in found.article.text
    assert line("bakery") in found.article.paragraphs


def test_a_recipe_does_not_make_an_article_of_what_is_none():
    recipe = read_recipe(WHOLE, "venn.toml")
    found = extract(capture("<html><body><p>Nothing here</p></body></html>"), article_id="a", recipe=recipe)
    assert isinstance(found, Rejection)
    assert found.detail.endswith("the recipe venn found no text")
    pdf = capture("%PDF-1.4 x")
    assert extract(pdf, article_id="a", recipe=recipe) == extract(pdf, article_id="a")
