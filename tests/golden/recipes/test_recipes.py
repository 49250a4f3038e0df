"""Every recipe reads its sample page, and none is shipped without one: no sample, no merge."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest

from headwater.extract import Extraction, Recipe, extract, read_recipe
from headwater.model.web import Capture

SAMPLES = Path(__file__).parent
NAMES = sorted(path.name for path in SAMPLES.iterdir() if (path / "page.html").is_file())
SHIPPED = [one for one in (files("headwater.extract") / "recipes").iterdir() if one.name.endswith(".toml")]


def sample_recipe(name: str) -> Recipe:
    shipped = next((one for one in SHIPPED if one.name == f"{name}.toml"), None)
    text = shipped.read_text("utf-8") if shipped else (SAMPLES / name / "recipe.toml").read_text("utf-8")
    return read_recipe(text, f"{name}.toml")


def unsampled(names: list[str]) -> list[str]:
    """The recipes for which there is no sample."""
    return [name for name in names if name.removesuffix(".toml") not in NAMES]


def sample(name: str) -> tuple[Capture, dict]:
    expected = json.loads((SAMPLES / name / "expected.json").read_text("utf-8"))
    capture = Capture(
        id=name,
        requested_url=expected["url"],
        final_url=expected["url"],
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=(SAMPLES / name / "page.html").read_bytes(),
        captured_at=datetime.fromisoformat(expected["captured_at"]),
    )
    return capture, expected


@pytest.mark.parametrize("name", NAMES)
def test_a_recipe_reads_its_sample(name):
    capture, expected = sample(name)
    recipe = sample_recipe(name)
    assert recipe.is_for(capture.final_url, capture.captured_at)
    found = extract(capture, article_id="a", recipe=recipe)
    assert isinstance(found, Extraction)
    assert (found.recipe, found.is_recipe_stale) == (name, False)
    article = found.article
    assert list(article.paragraphs) == expected["paragraphs"]
    assert (article.headline, list(article.byline)) == (expected["headline"], expected["byline"])
    assert article.published_at is not None
    assert article.published_at.text().startswith(expected["published_at"])


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_shows_why_its_recipe_is_needed(name):
    capture, expected = sample(name)
    alone = extract(capture, article_id="a")
    assert not isinstance(alone, Extraction) or list(alone.article.paragraphs) != expected["paragraphs"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_another_layout_is_read_without_the_recipe_and_makes_it_stale(name):
    capture, _ = sample(name)
    body = (
        "<!doctype html><html lang=en><head><title>A new layout</title></head><body><article>"
        "<h1>The gate is mended</h1>"
        "<p>The motor of the third gate turns again, the harbour office of Tellbrook said on Friday afternoon.</p>"
        "<p>Two of the keepers stayed all night to see the ice go, and went home when the first barge had passed.</p>"
        "<p>The old wheel will be painted red and kept beside the gate, with the tin of grease on its hook.</p>"
    )
    changed = replace(capture, body=body.encode())
    found = extract(changed, article_id="a", recipe=sample_recipe(name))
    assert isinstance(found, Extraction)
    assert found.is_recipe_stale
    assert found.article == extract(changed, article_id="a").article


def test_no_recipe_is_shipped_without_a_sample():
    assert unsampled([one.name for one in SHIPPED]) == []
    assert unsampled(["lost-post.toml", "nordvik-blad.toml"]) == ["lost-post.toml"]
