"""What the filters of feeds and rights write is what `--schema` promises, and nothing besides."""

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from headwater.app.cli import app
from headwater.app.schemas import schema_of

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" '
    'xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>Sarn</title><fh:complete/>'
    '<link rel="self" href="https://sarn.example/atom"/><rights>Sarn</rights>'
    '<at:deleted-entry ref="tag:a" when="2026-01-01T00:00:00Z"/>'
    '<entry><id>tag:b</id><title>Wells refill</title><link href="https://sarn.example/b"/>'
    "<updated>2026-01-01T00:00:00Z</updated></entry></feed>"
)
INDEX = (
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<sitemap><loc>https://sarn.example/s1.xml</loc></sitemap></sitemapindex>"
)
ROBOTS = "User-agent: *\nDisallow: /p\nCrawl-delay: 5\nContent-Signal: ai-train=no\n"
URL = "https://sarn.example/p"
LINES = {
    "feed": [{"url": URL, "body": ATOM}, {"url": URL, "body": INDEX}, {"url": URL, "body": "nothing"}],
    "robots": [
        {"url": URL, "robots": ROBOTS, "agent": "headwater"},
        {"url": URL, "robots": "", "status": 503, "agent": "headwater"},
    ],
    "rights": [
        {"url": URL, "robots": ROBOTS, "headers": {"X-Robots-Tag": "noai, max-snippet:50"}},
        {"url": URL, "robots_status": 503},
    ],
}


def closed(schema):
    """The schema with no room for fields that it does not name; input fields pass through at the top."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    tight = {key: closed(value) for key, value in schema.items()}
    return tight | ({"additionalProperties": False} if "properties" in schema else {})


@pytest.mark.parametrize("name", LINES)
def test_output_is_what_the_schema_says(name):
    sent = "".join(json.dumps(line) + "\n" for line in LINES[name])
    done = CliRunner().invoke(app, [name, "--jobs", "1"], input=sent)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(LINES[name])
    check = jsonschema.Draft202012Validator(closed(schema_of(name)))
    for line, given in zip(told, LINES[name], strict=True):
        check.validate({key: value for key, value in line.items() if key not in given and key != "id"})
