"""Pictures on the site: our own copy with author and licence, or words alone; nothing from elsewhere."""

from dataclasses import replace
from datetime import timedelta

from headwater.model.view import PictureView
from headwater.publish.pictures import credit_line, is_shown, licence_name
from unit.publish.invented_press import NOW, InventedReader, drawn
from unit.serve.asking_client import Client

COPY = "/picture/0dambreak"


def client_with(**more):
    """A site whose lead article has one picture, told otherwise."""
    reader = InventedReader()
    lead = reader.articles["01LEAD"]
    reader.articles["01LEAD"] = replace(lead, pictures=(replace(lead.pictures[0], **more),))
    return Client(reader)


def figure(got):
    return got.tree.css_first("figure.picture")


def test_the_article_shows_our_copy_with_author_licence_and_way_to_the_original():
    shown = figure(Client().get("/a/01LEAD"))
    image = shown.css_first("img").attributes
    assert (image["src"], image["width"], image["height"]) == (COPY, "320", "180")
    assert image["alt"] == "Den tomme bresjøen ved daggry."
    words = " ".join(shown.css_first("figcaption").text().split())
    assert words == "Den tomme bresjøen ved daggry. Per Lund / Vinterdal Avis · CC BY 4.0 · See the original"
    assert shown.css_first("a:last-child").attributes["href"] == "https://www.vinterdal-avis.example/bre.jpg"


def test_no_page_draws_a_picture_from_elsewhere():
    client = Client()
    for path in ("/", "/a/01LEAD", "/a/04HOSTILE", "/river", "/search?q=bre"):
        sources = [image.attributes.get("src") or "" for image in client.get(path).tree.css("img, source, video")]
        assert [source for source in sources if not source.startswith("/picture/")] == [], path


def test_without_a_copy_caption_and_credit_stand_as_text():
    page = client_with(copy_id="").get("/a/01LEAD")
    assert figure(page) is None
    assert page.tree.css("img") == []
    words = page.tree.css_first("p.picture").text()
    assert "Den tomme bresjøen ved daggry." in words
    assert "Per Lund / Vinterdal Avis" in words


def test_without_a_credit_no_picture_is_shown_even_if_there_is_a_copy():
    assert figure(client_with(credit="", creator="").get("/a/01LEAD")) is None


def test_a_picture_under_a_grant_says_so_and_ends():
    ending = client_with(is_granted=True, until=NOW + timedelta(hours=1), licence="")
    assert "with its publisher's permission" in figure(ending.get("/a/01LEAD")).text()
    ending.now = NOW + timedelta(hours=2)
    ending.reader.move()
    assert figure(ending.get("/a/01LEAD")) is None


def test_content_credentials_of_the_original_are_named():
    assert "C2PA" in figure(client_with(has_content_credentials=True).get("/a/01LEAD")).text()


def test_the_story_shows_the_picture_of_its_primary_source_with_the_outlet_s_name():
    client = Client()
    story = client.get("/story/01STORY").headers["location"]
    shown = figure(client.get(story))
    assert shown.css_first("img").attributes["src"] == COPY
    assert "from Vinterdal Avis" in " ".join(shown.text().split())


def test_the_copy_is_sent_with_its_type_and_may_be_kept_for_a_while():
    client = Client()
    got = client.get(COPY)
    assert (got.status, got.headers["content-type"]) == (200, "image/webp")
    assert got.raw == drawn(320, 180).body
    assert got.headers["cache-control"] == "public, max-age=600, s-maxage=30"
    assert got.headers["x-robots-tag"] == "noindex, noimageindex"
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "img-src 'self'" in got.headers["content-security-policy"]
    again = client.get(COPY, if_none_match=got.headers["etag"])
    assert (again.status, again.raw) == (304, b"")
    assert client.get(COPY, method="HEAD").raw == b""


def test_what_is_not_there_or_over_is_not_found():
    client = Client()
    for path in ("/picture/", "/picture/nothing", "/picture/../a/01LEAD"):
        assert client.get(path).status in (404, 405)
    client.reader.picture = lambda _: replace(drawn(9, 9), until=NOW - timedelta(seconds=1))
    got = client.get(COPY)
    assert (got.status, got.headers["cache-control"]) == (404, "no-store")


def test_programs_are_told_of_the_copy():
    (told,) = Client().get("/a/01LEAD.json").json["pictures"]
    assert told["copy"] == {"url": "https://news.test/picture/0dambreak", "width": 320, "height": 180, "until": None}
    (told,) = client_with(copy_id="").get("/a/01LEAD.json").json["pictures"]
    assert told["copy"] is None


def test_words_about_pictures():
    assert licence_name("https://creativecommons.org/licenses/by-sa/3.0/de/") == "CC BY-SA 3.0"
    assert licence_name("http://creativecommons.org/publicdomain/zero/1.0/") == "CC0"
    assert licence_name("all rights reserved") == "all rights reserved"
    assert credit_line(PictureView(credit="Per Lund / Avis", creator="Per Lund")) == "Per Lund / Avis"
    assert not is_shown(PictureView(credit="Lee"), NOW)
