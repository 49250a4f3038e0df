"""`headwater extract` on what people have: saved pages, archives, folders, packed NDJSON."""

import gzip
import json
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from unit.pipeline.one_host import REPEATED, reports, told

PAGE = """<!doctype html><html lang="en"><head><title>Bridge of Lorn reopens – The Lorn Post</title>
<link rel="canonical" href="https://lornpost.example/bridge"></head><body><article>
<h1>Bridge of Lorn reopens after a year</h1><p class="byline">By Ada Quill</p>
<p>The old bridge over the Lorn opened to walkers at eight this morning, a year after the flood took an arch.</p>
<p>Masons from three villages cut 412 stones by hand, the council said, and set the last of them on Tuesday night.</p>
<p>Cars must wait until spring, when the road on the north bank is to be laid again on a firmer bed of gravel.</p>
</article></body></html>"""
RECIPE = 'domains = ["lornpost.example"]\nvalid_from = 2026-01-01\nchecked = 2026-11-01\ntext = "{}"\n'

pytestmark = pytest.mark.xdist_group("filters")


def read(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def write_warc(path, bodies):
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for name, (kind, body) in bodies.items():
            head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            url = f"https://lornpost.example/{name}"
            writer.write_record(
                writer.create_warc_record(url, "response", payload=BytesIO(body.encode()), http_headers=head)
            )


def test_a_folder_of_pages_and_archives_becomes_lines_in_order(headwater, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b" / "empty.htm").write_text("<html><body><p>no article</p></body></html>")
    (tmp_path / "notes.txt").write_text("not a page")
    write_warc(tmp_path / "c.warc.gz", {"bridge": ("text/html", PAGE), "logo": ("image/png", "x")})
    ran = headwater("extract", tmp_path, "--jobs", 1)
    first, second, third = read(ran)
    assert ran.code == 3
    assert first["id"] == str(tmp_path / "a.html")
    assert first["article"]["url"] == "https://lornpost.example/bridge"  # as the page says of itself
    assert second["rejection"]["stage"] == "extract"
    assert third["article"] == first["article"]
    assert ran.err == ""


def test_a_saved_page_stood_where_it_is_said_to_have_stood(headwater, tmp_path):
    path = tmp_path / "saved"
    path.write_text(PAGE)
    (found,) = read(headwater("extract", path, "--url", "https://lornpost.example/other", "--jobs", 1))
    assert (found["url"], found["article"]["url"]) == ("https://lornpost.example/other",) * 2


def test_packed_lines_are_read_like_plain_ones(headwater, tmp_path):
    path = tmp_path / "pages.ndjson.gz"
    record = {"id": 7, "url": "https://lornpost.example/bridge", "html": PAGE}
    path.write_bytes(gzip.compress(f"{json.dumps(record)}\nno json\n".encode()))
    ran = headwater("extract", path, "--jobs", 1)
    good, bad = read(ran)
    assert (ran.code, good["id"], bad["line"]) == (3, 7, 2)


def test_a_cut_archive_gives_what_it_holds_and_says_where_it_broke(headwater, tmp_path):
    path = tmp_path / "crawl.warc.gz"
    write_warc(path, {"bridge": ("text/html", PAGE), "again": ("text/html", PAGE + "<!-- " + "x y z " * 900 + "-->")})
    path.write_bytes(path.read_bytes()[:-60])
    ran = headwater("extract", "--warc", path, "--jobs", 1)
    *_, last = read(ran)
    assert ran.code == 3
    assert read(ran)[0]["article"]["headline"] == "Bridge of Lorn reopens after a year"
    assert (last["rejection"]["reason"], last["file"]) == ("broken_archive", str(path))


def test_pages_of_a_host_teach_its_later_ones_when_asked(headwater):
    lines = "".join(
        json.dumps({"id": number, "url": one.final_url, "html": one.body.decode()}) + "\n"
        for number, one in enumerate(reports())
    )
    alone = read(headwater("extract", "--jobs", 1, stdin=lines))
    ran = headwater("extract", "--learn", "--jobs", 1, stdin=lines)
    taught = read(ran)
    assert [one["id"] for one in taught] == [one["id"] for one in alone]
    assert {one["article"]["paragraphs"][-1] for one in alone} == {REPEATED}
    assert taught[0] == alone[0]
    assert [tuple(one["article"]["paragraphs"]) for one in taught[4:]] == [told(number) for number in range(4, 8)]
    assert headwater("extract", "--learn", "--jobs", 2, stdin=lines).out == ran.out


def test_a_recipe_is_tried_and_a_stale_one_named(headwater, tmp_path):
    (tmp_path / "page.html").write_text(PAGE)
    recipes = tmp_path / "recipes"
    recipes.mkdir()
    for selector, is_stale in (("article", False), (".gone", True)):
        (recipes / "lorn.toml").write_text(RECIPE.format(selector))
        (found,) = read(headwater("extract", "--recipes", recipes, tmp_path / "page.html", "--jobs", 1))
        assert found["recipe"] == {"name": "lorn", "is_stale": is_stale}
        assert len(found["article"]["paragraphs"]) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("https://lornpost.example/bridge",), 2, "is an address. extract reads what was saved"),
        (("lost.html",), 4, "There is no file lost.html."),
        (("--warc", "lost.warc"), 4, "There is no file lost.warc."),
        (("{folder}",), 4, "holds no page"),
        (("--recipes", "{folder}", "-"), 2, "broken.toml line 1: the field domains is missing."),
        (("--recipes", "lost", "-"), 4, "There is no folder lost."),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(headwater, tmp_path, arguments, code, told):
    (tmp_path / "broken.toml").write_text("checked = 2026-11-01\n")
    ran = headwater("extract", *(one.format(folder=tmp_path) for one in arguments), stdin="")
    assert (ran.code, ran.out) == (code, "")
    assert told in " ".join(ran.err.split())
