"""`headwater grants`: what cannot be is refused in words that say what to do."""

import pytest
from typer.testing import CliRunner

from headwater.app.cli import app


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("example.org", "--uses", "fetch", "--why", "x"), "No grant undoes robots.txt"),
        (("example.org", "--uses", "images", "--why", "x"), "--uses wants some of store, index"),
        (("example.org", "--uses", "image", "--why", " "), "--why may not be empty"),
        (("example.org", "--uses", "image", "--why", "x", "--until", "soon"), "--until wants a day"),
        (("example.org", "--uses", "image", "--why", "x", "--until", "2001-01-01"), "is over already"),
        (("no domain", "--uses", "image", "--why", "x"), "is no domain"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_in_words(tmp_path, arguments, word):
    done = CliRunner().invoke(app, ["grants", "add", *arguments, "--data", str(tmp_path)])
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert word in " ".join(done.output.split())


def test_a_saved_page_needs_its_address(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>Nothing but a page.</p>")
    done = CliRunner().invoke(app, ["rights", str(page), "--data", str(tmp_path)])
    assert done.exit_code == 2
    assert "--url" in done.output
