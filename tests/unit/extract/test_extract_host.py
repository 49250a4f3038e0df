"""What many pages of a host teach: what repeats goes, new text stays, old layouts are unlearned, sizes are bounded."""

from __future__ import annotations

import json

from headwater.extract import Extraction, HostKnowledge, PageFacts, extract, learn
from headwater.extract._host import MAX_BLOCKS, MAX_CONFIDENCE, MAX_PAGE_BLOCKS, MAX_RECENT, MAX_SHAPES, headline_of
from headwater.model.codec import from_json, to_json
from unit.extract.pages import capture

PROMO = "Walks along the harbour wall begin on Fridays at noon below the old lighthouse."
PLACES = ("Ellery", "Marsden", "Quillhaven", "Oster", "Tamsin", "Greywater", "Halden", "Orrin", "Vessel", "Brannock")
TITLES = (
    "Ferry terminal closes after forty years",
    "Apple growers plant hazelnuts instead",
    "Night train returns to the valley",
    "Museum finds lost map in cellar",
    "Choir sings for empty stadium",
    "Flood wall passes hardest test",
    "Two schools share one roof",
    "Bakers heat ovens with old bread",
)


def told(number: int) -> list[str]:
    place = PLACES[number % len(PLACES)]
    return [
        f"In {place} {20 + number} households still wait for an answer from the office that promised one in spring.",
        f"The river rose by {30 + number} centimetres near {place} within a single day, and nobody had expected it.",
        f"Repairs in {place} will cost {40 + number} thousand crowns and last until the end of next year at least.",
    ]


def page(number: int, *, inside: str = "", outside: str = "", title: str = "", frame: str = "x1") -> bytes:
    texts = "".join(f"<p>{text}</p>" for text in told(number))
    heading = title or TITLES[number % len(TITLES)]
    return (
        f"<!doctype html><html lang=en><title>{heading}</title><body><div class=w><h1>{heading}</h1>"
        f"<div class={frame}>{texts}{inside}</div></div>{outside}</body></html>"
    ).encode()


def read(number: int, known: HostKnowledge, body: bytes) -> Extraction:
    result = extract(capture(body, url=f"https://h.example/a/{number}"), article_id=str(number), host=known)
    assert isinstance(result, Extraction), result
    return result


def taught(bodies: dict[int, bytes], known: HostKnowledge | None = None) -> HostKnowledge:
    known = known or HostKnowledge()
    for number, body in bodies.items():
        facts = read(number, known, body).facts
        assert facts is not None
        known = learn(known, facts)
    return known


def test_a_line_that_stands_under_other_headlines_too_is_left_out():
    bodies = {number: page(number, inside=f"<p>{PROMO}</p>") for number in range(4)}
    assert PROMO in read(0, HostKnowledge(), bodies[0]).article.paragraphs
    known = taught({number: bodies[number] for number in (0, 1, 2)})
    assert read(3, known, bodies[3]).article.paragraphs == tuple(told(3))


def test_a_lead_is_known_by_its_words_whatever_it_links_to():
    def lead(number: int) -> str:
        return f"<p>Further reading from us: <a href=/b/{number}>the {PLACES[number + 1]} report</a></p>"

    bodies = {number: page(number, inside=lead(number)) for number in range(4)}
    known = taught({number: bodies[number] for number in range(3)})
    assert not any("Further" in text for text in read(3, known, bodies[3]).article.paragraphs)


def test_background_that_some_reports_repeat_amid_their_text_stays():
    background = "The harbour authority was founded in 1961 and runs nine landing stages on both banks of the river."
    inside = f"<p>{background}</p><p>What comes next nobody in the office dared to say, number {{}} of the list.</p>"
    bodies = {number: page(number, inside=inside.format(number * 7)) for number in (0, 1, 2)}
    others = {number: page(number) for number in (3, 4, 5)}
    known = taught({**{number: bodies[number] for number in (0, 1)}, **others})
    assert background in read(2, known, bodies[2]).article.paragraphs


def test_versions_of_one_work_teach_nothing_about_boilerplate():
    bodies = {number: page(1, title=title) for number, title in enumerate(TITLES[:5])}
    known = taught(bodies)
    assert known.pages == 1
    assert read(9, known, page(1, title=TITLES[6])).article.paragraphs == tuple(told(1))


def test_the_same_headline_and_the_same_address_count_once():
    known = taught({1: page(1, inside=f"<p>{PROMO}</p>"), 2: page(2, inside=f"<p>{PROMO}</p>", title=TITLES[1])})
    assert known.pages == 1
    facts = read(1, known, page(1, inside=f"<p>{PROMO}</p>")).facts
    assert facts is not None
    assert learn(known, facts).pages == 1


def test_comments_beside_the_text_are_left_out_once_their_kind_is_known():
    def comments(number: int) -> str:
        said = "I have lived there for {} years and nobody ever asked us, which tells you how it is run, {}."
        texts = "".join(f"<div><p>{said.format(n, PLACES[number])}</p></div>" for n in range(number, number + 4))
        return f"<div class=k>{texts}</div>"

    bodies = {number: page(number, outside=comments(number)) for number in range(4)}
    assert len(read(3, HostKnowledge(), bodies[3]).article.paragraphs) > 3
    known = taught({number: bodies[number] for number in range(3)})
    assert read(3, known, bodies[3]).article.paragraphs == tuple(told(3))


def test_a_text_that_goes_on_outside_its_usual_place_stays_whole():
    known = taught({number: page(number) for number in range(5)})
    more = "".join(f"<p>{text}</p>" for text in told(7))
    result = read(6, known, page(6, outside=f"<div class=second>{more}</div>"))
    alone = read(6, HostKnowledge(), page(6, outside=f"<div class=second>{more}</div>"))
    assert result.article.paragraphs == alone.article.paragraphs


def test_a_page_that_says_only_what_repeats_is_read_as_if_alone():
    promos = "".join(f"<p>{PROMO} {number} readers do.</p>" for number in (300, 400, 500))
    body = page(1, inside=promos)
    known = taught({number: page(number, inside=promos) for number in range(2, 8)})
    only = body.replace("".join(f"<p>{text}</p>" for text in told(1)).encode(), b"")
    assert read(1, known, only).article.paragraphs == read(1, HostKnowledge(), only).article.paragraphs


def test_a_caption_in_its_known_place_belongs_to_the_image_beside_it():
    def figure(number: int) -> str:
        caption = f"The new quay of {PLACES[number]} Photo: Ana Bell"
        return f"<div class=f7><img src=/p/{number}.jpg><div class=f8>{caption}</div></div>"

    def declared(number: int) -> bytes:
        data = {"@type": "NewsArticle", "headline": TITLES[number], "author": "Maud Keller", "image": {
            "@type": "ImageObject", "url": f"https://h.example/p/{number}.jpg",
            "caption": f"The new quay of {PLACES[number]}", "creditText": "Ana Bell"}}  # fmt: skip
        script = f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **data})}</script>'
        return page(number, inside=figure(number)).replace(b"<body>", script.encode() + b"<body>")

    known = taught({number: declared(number) for number in (1, 2, 5)})
    bare = page(3, inside=figure(3).replace("of Oster", "of Osterholm"))
    (picture,) = read(3, known, bare).article.pictures
    assert (picture.url, picture.caption, picture.credit) == (
        "https://h.example/p/3.jpg", "The new quay of Osterholm", "Ana Bell",
    )  # fmt: skip


def test_a_new_layout_takes_the_place_of_the_old_one_within_a_few_pages():
    old = taught({number: page(number, frame="x1") for number in range(8)})
    facts = [read(20 + n, old, page(20 + n, frame="y2", title=f"{TITLES[n]} {n} again")).facts for n in range(8)]
    (shape,) = old.shapes["container"]
    known = old
    for number, one in enumerate(facts):
        assert one is not None
        known = learn(known, PageFacts(address=f"n{number}", headline=(f"w{number}",), shapes=one.shapes))
    assert shape not in known.shapes["container"]
    assert max(known.shapes["container"].values()) == MAX_CONFIDENCE


def test_what_is_known_stays_within_its_bounds_and_survives_json():
    known = HostKnowledge()
    for number in range(3 * MAX_RECENT):
        known = learn(
            known,
            PageFacts(
                address=f"a{number}",
                headline=(f"h{number}",),
                blocks={f"{number}-{index}": 50 for index in range(2 * MAX_PAGE_BLOCKS)},
                shapes={"date": tuple(f"s{number}-{index}" for index in range(30))},
            ),
        )
    assert len(known.recent) == MAX_RECENT
    assert len(known.blocks) <= MAX_BLOCKS
    assert len(known.shapes["date"]) <= MAX_SHAPES
    assert from_json(HostKnowledge, json.loads(json.dumps(to_json(known)))) == known


def test_no_word_of_a_page_is_kept():
    known = taught({number: page(number, inside=f"<p>{PROMO}</p>") for number in range(6)})
    kept = json.dumps(to_json(known)).casefold()
    said = {
        word.casefold()
        for number in range(6)
        for text in (*told(number), TITLES[number], PROMO)
        for word in text.split()
    }
    assert not [word for word in said if len(word) > 4 and word.strip(",.") in kept]
    assert headline_of("") == ()
