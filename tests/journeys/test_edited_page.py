"""An outlet edits a page: a run reads it again by itself, and the site shows what was changed."""

import json
import re

import pytest
from running import open_outlet, running

from headwater.store import articles, entries
from realhub.newsroom import ask, free_port

HEADLINE = "Wells of Sarn refill after eleven dry years"
PARAGRAPHS = (
    "Water stood four metres deep in the village well of Sarn on Monday, the first time since the drought began.",
    "Farmers had dug thirty-two trenches across the slope last winter to slow the rain on its way to the river.",
    '"My mother laughed when I lowered the bucket and it splashed," said the miller, who is keeping the old rope.',
)
EACH_SECOND = ",".join(
    f"{second / 3600:.6f}" for second in range(1, 60)
)  # in hours; ages before its first reading are past


def page(headline, paragraphs):
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{headline} – Sarn Weekly</title></head><body><article>'
        f'<h1>{headline}</h1><p class="byline">By Ilse Marden</p>{text}</article></body></html>'
    )


class Edited:
    """The page as first published, and edited for whoever asks again."""

    def __init__(self):
        self.readings = 0

    def __call__(self):
        self.readings += 1
        if self.readings == 1:
            return 200, {}, page(HEADLINE, PARAGRAPHS)
        first, second, third = PARAGRAPHS
        edited = (first.replace("four", "three"), second, third, "The council will meet about the wells in March.")
        return 200, {}, page(HEADLINE.replace("eleven", "twelve"), edited)


@pytest.fixture
def outlet():
    with open_outlet() as opened:
        yield opened


def words_in(html, tag):
    """The words inside every `tag`, without what is only read aloud."""
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
    return [re.sub(r'<span class="hidden".*?</span>', "", one, flags=re.DOTALL).strip() for one in found]


def test_an_edited_page_becomes_a_version_whose_differences_the_site_shows(outlet, tmp_path):
    outlet.publish("/rss", "wells")
    outlet.pages["/wells"] = Edited()
    port = free_port()
    with running(
        tmp_path / "data", "--port", port, "--add", f"{outlet.url}/rss", env={"HEADWATER_REREAD_HOURS": EACH_SECOND}
    ) as run:
        article_id = run.until(lambda tx: entries.find_article_id(tx, f"{outlet.url}/wells"), "the entry")
        run.until(lambda tx: articles.get_versions(tx, article_id), "a version that is no longer shown")
        status, shown = ask(f"http://127.0.0.1:{port}/a/{article_id}")
        told = json.loads(ask(f"http://127.0.0.1:{port}/a/{article_id}.json")[1])
        assert run.stop() == 0
    assert status == 200
    assert words_in(shown, "del") == ["eleven", "four"]
    assert words_in(shown, "ins")[:2] == ["twelve", "three"]
    assert "headline changed; 1 paragraph added, 1 changed" in shown
    assert "The council will meet about the wells in March." in shown
    newest = told["versions"][0]
    assert (newest["number"], newest["headline"]) == (2, HEADLINE.replace("eleven", "twelve"))
    assert newest["paragraphs"] == {"added": 1, "changed": 1, "removed": 0, "kept": 2}
