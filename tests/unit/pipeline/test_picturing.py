"""Pictures brought over real HTTP: only what may be shown, politely, and only with a credit."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from headwater import rights
from headwater.loopback import WebAnswer
from headwater.model.article import Article, Picture, Publisher
from headwater.model.job import Stage
from headwater.model.rights import Grant, Use
from headwater.pipeline import permits, picturing
from headwater.store import Reader, articles, grants, outcomes, picture_copies, queue, tombstones

from .polite_web import PAUSE, with_shop

PAGE = "https://paper.example/news/1"
IMAGE = "https://img.example/bridge.jpg"
BY = "https://creativecommons.org/licenses/by/4.0/"
OPEN = f'<link rel="license" href="{BY}">'
LEE = Picture(url=IMAGE, caption="The bridge.", credit="Ann Lee")

pytestmark = pytest.mark.xdist_group("picturing")


def jpeg(**more):
    out = io.BytesIO()
    Image.new("RGB", (320, 180), (80, 120, 140)).save(out, "JPEG", **more)
    return out.getvalue()


def named(field, text):
    """A JPEG whose XMP says one thing."""
    return jpeg(
        xmp=(
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
            f'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" {field}="{text}"/></rdf:RDF></x:xmpmeta>'
        ).encode()
    )


def sites(image=None, robots="", **headers):
    answer = WebAnswer(headers={"content-type": "image/jpeg", **headers}, body=jpeg() if image is None else image)
    return {"img.example": {"/robots.txt": robots or WebAnswer(status=404), "/bridge.jpg": answer, "/2.jpg": answer}}


def keep(shop, html=OPEN, pictures=(LEE,)):
    """An article that was read and saved; its pictures are queued."""
    now = shop.clock.now()
    with shop.store.write() as tx:
        said = (*rights.signals_from_html(html, PAGE), *permits.host_signals(tx, "paper.example", PAGE, shop.agent))
        rulings = rights.rule(PAGE, said, now=now)
        article = Article(
            id="a", url=PAGE, headline="The bridge reopens", paragraphs=("It opened at eight.",),
            publisher=Publisher(domains=("paper.example",)), pictures=pictures, licence=BY,
        )  # fmt: skip
        articles.save_article(
            tx, article, rulings=rulings, cleared=rights.clear(article, rulings), first_seen_at=now, now=now
        )
        return picturing.want(tx, article, rulings, now=now)


async def work(shop):
    """Every PICTURE job that is due, in order; their outcomes."""
    done = []
    while True:
        with shop.store.write() as tx:
            jobs = queue.claim(tx, stages=(Stage.PICTURE,), now=shop.clock.now(), lease=timedelta(minutes=5), limit=1)
        if not jobs:
            return done
        done.append(await picturing.picture(shop, jobs[0]))
        await shop.clock.sleep_until(shop.clock.now() + PAUSE)


def shown(shop):
    with Reader.open(shop.store.path) as reader:
        return [picture for picture in reader.article("a").pictures if picture.copy_id]


def tried(tmp_path, web, **kept):
    """What became of one article's pictures: outcomes, what is shown, what was asked, reasons of rejections."""

    async def run(shop, web):
        await shop.in_store(lambda: keep(shop, **kept))
        done = await work(shop)
        with shop.store.read() as tx:
            reasons = [one.detail for _, _, one in outcomes.get_rejections(tx, stage="picture")]
            assert queue.counts(tx) == {}
        return done, shown(shop), reasons

    (done, views, reasons), web = with_shop(tmp_path, web, run)
    return done, views, web.paths("img.example"), reasons


def test_a_picture_under_the_page_s_licence_is_copied_and_shown(tmp_path):
    done, views, asked, _ = tried(tmp_path, sites())
    assert (done, asked) == (["kept"], ["/robots.txt", "/bridge.jpg"])
    (view,) = views
    assert (view.url, view.width, view.height, view.credit) == (IMAGE, 320, 180, "Ann Lee")
    assert not view.is_granted


@pytest.mark.parametrize(
    ("html", "picture"),
    [
        ("", LEE),
        (OPEN + '<meta name="robots" content="noimageindex">', LEE),
        (OPEN, Picture(url=IMAGE, credit="Getty Images")),
        (OPEN, Picture(url=IMAGE, credit="Ann Lee", licence="https://creativecommons.org/licenses/by-nc/4.0/")),
    ],
)
def test_nothing_is_asked_for_where_the_ruling_refuses(tmp_path, html, picture):
    assert tried(tmp_path, sites(), html=html, pictures=(picture,)) == ([], [], [], [])


def test_robots_txt_of_the_picture_s_host_is_obeyed(tmp_path):
    done, views, asked, _ = tried(tmp_path, sites(robots="User-agent: *\nDisallow: /bridge"))
    assert (done, views, asked) == (["robots_disallowed"], [], ["/robots.txt"])


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"X-Robots-Tag": "noimageindex"}, "noimageindex"),
        ({"image": named("xmpRights:UsageTerms", "Editorial use only")}, "UsageTerms: Editorial use only"),
        ({"image": named("photoshop:Credit", "Getty Images")}, "Getty Images"),
        ({"image": b"<html>"}, "no picture that can be read: UnidentifiedImageError"),
    ],
)
def test_what_response_and_file_say_counts(tmp_path, answer, why):
    _, views, _, reasons = tried(tmp_path, sites(**answer))
    assert (views, reasons) == ([], [why])


def test_a_picture_without_a_credit_is_shown_if_its_file_names_the_author(tmp_path):
    nameless = (Picture(url=IMAGE, caption="The bridge."),)
    (done, views, _, _) = tried(tmp_path, sites(named("photoshop:Credit", "Bo Tarn")), pictures=nameless)
    assert (done, views[0].credit, views[0].caption) == (["kept"], "Bo Tarn", "The bridge.")


def test_a_picture_that_nobody_signed_is_not_shown(tmp_path):
    _, views, _, reasons = tried(tmp_path, sites(), pictures=(Picture(url=IMAGE, caption="The bridge."),))
    assert (views, reasons) == ([], ["neither page nor file names its author"])


def test_a_host_gets_its_pause_between_two_pictures(tmp_path):
    async def run(shop, web):
        await shop.in_store(lambda: keep(shop, pictures=(LEE, Picture(url="https://img.example/2.jpg", credit="B"))))
        return await work(shop)

    done, web = with_shop(tmp_path, sites(), run)
    assert done == ["kept", "kept"]
    assert min(web.gaps("img.example")) >= PAUSE


def test_no_more_than_a_few_pictures_of_one_article_are_copied(tmp_path):
    many = tuple(Picture(url=f"https://img.example/{number}.jpg", credit="Ann Lee") for number in range(9))

    async def run(shop, web):
        return await shop.in_store(lambda: keep(shop, pictures=many))

    assert with_shop(tmp_path, sites(), run)[0] == picturing.MAX_SHOWN


def test_a_failing_host_is_tried_again_and_then_given_up(tmp_path):
    web = {"img.example": {"/robots.txt": WebAnswer(status=404), "/bridge.jpg": WebAnswer(status=503)}}

    async def run(shop, web):
        await shop.in_store(lambda: keep(shop))
        found = []
        for _ in range(6):
            found += await work(shop)
            await shop.clock.sleep_until(shop.clock.now() + timedelta(hours=2))
        with shop.store.read() as tx:
            return found, picture_copies.copies_of(tx, "a")[0]

    (found, row), _ = with_shop(tmp_path, web, run, max_attempts=3)
    assert found == ["http_status"] * 3
    assert (row.state, row.reason) == ("refused", "http_status: 503 Service Unavailable")


def test_a_grant_shows_what_signals_refuse_until_it_ends(tmp_path):
    async def run(shop, web):
        def enter():
            now = shop.clock.now()
            until = now + timedelta(days=1)
            with shop.store.write() as tx:
                grants.save_grant(
                    tx, Grant(id="g", domain="paper.example", uses=(Use.IMAGE,), why="c 7", granted_at=now, until=until)
                )
            keep(shop, html='<meta name="robots" content="noimageindex">')

        await shop.in_store(enter)
        done = await work(shop)
        before = shown(shop)

        def end():
            with shop.store.write() as tx:
                assert picture_copies.drop_copies_past(tx, shop.clock.now()) == 0
                return picture_copies.drop_copies_past(tx, shop.clock.now() + timedelta(days=2))

        return done, before, await shop.in_store(end), shown(shop)

    (done, before, dropped, after), _ = with_shop(tmp_path, sites(), run)
    assert (done, dropped, after) == (["kept"], 1, [])
    assert before[0].is_granted
    assert before[0].until is not None


def test_a_grant_that_is_taken_back_takes_its_pictures_along(tmp_path):
    async def run(shop, web):
        def enter():
            now = shop.clock.now()
            with shop.store.write() as tx:
                grants.save_grant(
                    tx, Grant(id="g", domain="paper.example", uses=(Use.IMAGE,), why="c 7", granted_at=now)
                )
            keep(shop, html="")

        await shop.in_store(enter)
        await work(shop)
        before = len(shown(shop))
        with shop.store.write() as tx:
            assert grants.remove_grant(tx, "g").why == "c 7"
            assert grants.remove_grant(tx, "g") is None
        return before, shown(shop)

    assert with_shop(tmp_path, sites(), run)[0] == (1, [])


def test_a_page_that_refuses_later_loses_its_pictures_at_once(tmp_path):
    async def run(shop, web):
        await shop.in_store(lambda: keep(shop))
        await work(shop)
        before = len(shown(shop))
        await shop.in_store(lambda: keep(shop, html=OPEN + '<meta name="robots" content="noimageindex">'))
        return before, shown(shop)

    assert with_shop(tmp_path, sites(), run)[0] == (1, [])


@pytest.mark.parametrize("subject", ["a", IMAGE])
def test_what_is_taken_down_meanwhile_is_not_kept(tmp_path, subject):
    async def run(shop, web):
        def begin():
            keep(shop)
            with shop.store.write() as tx:
                tombstones.withhold(tx, subject, reason="asked", now=shop.clock.now(), tombstone_id="t")

        await shop.in_store(begin)
        return await work(shop)

    done, web = with_shop(tmp_path, sites(), run)
    assert (done, web.asked) == (["dropped"], [])
