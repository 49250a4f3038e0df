"""Seven rulings with their evidence on the command line; grants; the demo's open picture."""

import json

import pytest
from archives import write_archive
from jsonschema import Draft202012Validator

from headwater.app.schemas import schema_of
from headwater.app.settings import load_settings
from headwater.store import Reader

USES = ["fetch", "store", "index", "excerpt", "image", "mine", "summarise"]
PLACE = "https://lornpost.example/bridge"
PAGE = """<!doctype html><html lang="en"><head><title>Bridge of Lorn reopens – The Lorn Post</title>
<meta name="robots" content="max-snippet:120, noimageindex">
<meta property="article:published_time" content="2026-11-20T08:30:00+01:00"></head>
<body><article><h1>Bridge of Lorn reopens after a year</h1><p class="byline">By Ada Quill</p>
<figure><img src="/i/bridge.jpg" width="800"><figcaption>The bridge at eight. Photo: Ann Lee</figcaption></figure>
<p>The old bridge over the Lorn opened to walkers at eight this morning, a year after the flood took an arch.</p>
<p>Masons from three villages cut 412 stones by hand, the council said, and set the last of them on Tuesday night.</p>
<p>"We counted every stone twice," said Hugh Tarn, who led the work and crossed first with his granddaughter.</p>
</article></body></html>"""

pytestmark = pytest.mark.xdist_group("rights on the command line")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "crawl.warc.gz"
    items = write_archive(path, events=("flood-millet",))
    return path, {item.outlet.id: item.url for item in items}


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, "utf-8")
    return path


def verdicts(text):
    """Each use with its yes or no, as the terminal tells it."""
    rows = [line.split() for line in text.splitlines()]
    return {row[0]: row[1] for row in rows if row and row[0] in USES}


def test_a_person_reads_seven_rulings_about_an_address_each_with_its_evidence(headwater, archive, tmp_path):
    path, urls = archive
    ran = headwater("rights", urls["open-delta"], "--replay", path, "--data", tmp_path)
    assert ran.code == 0, ran.err
    assert verdicts(ran.out) == dict.fromkeys(USES, "yes")
    assert "licence allows: “https://creativecommons.org/licenses/by/4.0/”, on the page, read 2026-05-04" in ran.out
    assert "shown with the credit “Open Delta, CC BY 4.0”" in ran.out
    assert "Read 2026-05-04" in ran.out


def test_a_program_reads_the_filter_s_line(headwater, archive, tmp_path):
    path, urls = archive
    ran = headwater("rights", "--json", urls["open-delta"], urls["spire-herald"], "--replay", path, "--data", tmp_path)
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert [record["url"] for record in records] == [urls["open-delta"], urls["spire-herald"]]
    assert [list(record["rulings"]) for record in records] == [USES, USES]
    validator = Draft202012Validator(schema_of("rights"))
    assert [error.message for record in records for error in validator.iter_errors(record)] == []
    because = records[0]["rulings"]["image"]["because"][0]
    assert (because["kind"], because["url"]) == ("licence", urls["open-delta"])
    assert because["observed_at"].startswith("2026-05-04")


def test_a_page_that_cannot_be_had_is_ruled_on_by_what_its_host_says(headwater, archive, tmp_path):
    path, _ = archive
    ran = headwater("rights", "https://opendelta.example/admin/", "--replay", path, "--data", tmp_path)
    assert (ran.code, verdicts(ran.out)["fetch"]) == (1, "no")
    assert "robots.txt refuses: “Disallow: /admin/”, https://opendelta.example/robots.txt" in ran.out
    assert "the page was not asked for: Disallow: /admin/" in ran.err


def test_a_saved_page_is_ruled_on_too(headwater, page, tmp_path):
    ran = headwater("rights", page, "--url", PLACE, "--data", tmp_path)
    assert verdicts(ran.out) == dict.fromkeys(USES, "yes") | {"image": "no", "summarise": "no"}
    assert "at most 120 characters" in ran.out
    assert "not shown, bridge.jpg: meta robots refuses: “noimageindex”, on the page" in ran.out


def test_a_grant_is_entered_counts_is_listed_and_taken_back(headwater, page, tmp_path):
    data = tmp_path / "data"
    assert headwater("init", "--none", "--data", data).code == 0
    more = ("--uses", "image,excerpt", "--until", "2099-12-31", "--why", "contract no. 7", "--by", "ana")
    added = headwater("grants", "add", "www.lornpost.example", *more, "--data", data)
    assert added.code == 0, added.err
    (grant,) = headwater("grants", "list", "--json", "--data", data).json
    assert (grant["domain"], grant["uses"], grant["granted_by"]) == ("lornpost.example", ["image", "excerpt"], "ana")
    ran = headwater("rights", page, "--url", PLACE, "--data", data)
    assert verdicts(ran.out)["image"] == "yes"
    assert f"grant allows: “contract no. 7 (lornpost.example)”, grant {grant['id']}, until 2099-12-31" in ran.out
    assert "meta robots refuses: “noimageindex”" in ran.out  # what it overrode is told, too
    assert "shown with the credit “Ann Lee”" in ran.out
    assert (
        "Taken back: image, excerpt of lornpost.example"
        in headwater("grants", "remove", grant["id"], "--data", data).out
    )
    assert headwater("grants", "list", "--json", "--data", data).json == []


def test_the_demo_shows_one_open_picture_and_a_takedown_erases_it(headwater, demo_copy):
    path = load_settings(demo_copy, {}).database_path
    with Reader.open(path) as reader:
        first = reader.river(limit=200)  # as many as a page has
        views = {view.id: view for view in (*first, *reader.river(limit=200, before=first[-1].id))}
        shown = [(view.id, one) for view in views.values() for one in view.pictures if one.copy_id]
        assert [one.credit for _, one in shown] == ["Open Delta, CC BY 4.0"]
        copy = reader.picture(shown[0][1].copy_id)
        assert copy.media_type == "image/webp"
    piece = copy.body[2000:2048]  # within one page of the file
    assert [one.name for one in demo_copy.rglob("*") if one.is_file() and piece in one.read_bytes()] != []
    ran = headwater("takedown", "apply", shown[0][0], "--reason", "asked", "--data", demo_copy)
    assert ran.code == 0, ran.err
    with Reader.open(path) as reader:
        assert reader.picture(shown[0][1].copy_id) is None
    assert [one.name for one in demo_copy.rglob("*") if one.is_file() and piece in one.read_bytes()] == []
