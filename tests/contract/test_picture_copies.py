"""Our own copies of pictures: with their article, behind the gate, gone with either; grants as they are kept."""

import pytest

from headwater.model.article import Picture
from headwater.model.job import Stage
from headwater.model.rights import Cleared, ClearedPicture, Grant, Ruling, Use
from headwater.rights import clear, rule
from headwater.store import grants, picture_copies, queue, tombstones
from headwater.store.picture_copies import CopyState, PictureCopy, WantedPicture

URL = "https://img.example/{}.jpg"
RULING = Ruling(use=Use.IMAGE, allowed=True)
COPY = PictureCopy(media_type="image/webp", width=320, height=180, body=b"RIFFwebp", credit="Bo Tarn")


def wanted(position=0, name="a", **more):
    picture = Picture(url=URL.format(name), caption="The bridge.", credit="Ann Lee")
    return WantedPicture(article_id="a", position=position, picture=picture, ruling=RULING, **more)


def save(tx, kit, article):
    """Keep an article with the words of its pictures."""
    kit.save(tx, article, pictures=tuple(ClearedPicture(picture=one, is_shown=False) for one in article.pictures))


def kept(tx, kit, *pictures, article="a"):
    """An article with pictures, each copied."""
    held = kit.article(article, pictures=tuple(one.picture for one in pictures))
    save(tx, kit, held)
    picture_copies.want_pictures(tx, article, pictures, kit.now)
    for one in pictures:
        assert picture_copies.save_copy(tx, one.id, COPY, kit.now)


def test_a_copy_is_shown_with_its_article(store, kit, reader):
    with store.write() as tx:
        kept(tx, kit, wanted())
    before = reader.generation()
    (view,) = reader.article("a").pictures
    assert (view.copy_id, view.width, view.height, view.url) == (wanted().id, 320, 180, URL.format("a"))
    assert (view.credit, view.caption) == ("Ann Lee", "The bridge.")
    found = reader.picture(wanted().id)
    assert (found.media_type, found.body) == ("image/webp", b"RIFFwebp")
    assert reader.picture("nothing") is None
    with store.write() as tx:
        picture_copies.refuse_copy(tx, wanted().id, "reserved: noindex")
    assert reader.generation() > before
    assert reader.picture(wanted().id) is None
    assert reader.article("a").pictures[0].copy_id == ""


def test_a_wanted_picture_is_not_shown_before_it_is_there(store, kit, reader):
    with store.write() as tx:
        save(tx, kit, kit.article("a", pictures=(wanted().picture,)))
        assert picture_copies.want_pictures(tx, "a", [wanted()], kit.now) == (wanted(),)
        assert picture_copies.want_pictures(tx, "a", [wanted()], kit.now) == ()
        assert picture_copies.find_copy(tx, wanted().id).state is CopyState.WANTED
    assert reader.picture(wanted().id) is None
    assert reader.article("a").pictures[0].copy_id == ""


def test_each_copy_stands_with_its_own_picture_also_when_the_order_changes(store, kit, reader):
    first, second = wanted(0, "a"), wanted(1, "b")
    with store.write() as tx:
        kept(tx, kit, first, second)
        turned = kit.article("a", pictures=(second.picture, first.picture))
        save(tx, kit, turned)
        picture_copies.want_pictures(tx, "a", [wanted(0, "b"), wanted(1, "a")], kit.now)
    assert [one.copy_id for one in reader.article("a").pictures] == [second.id, first.id]


def test_what_is_not_wanted_any_more_is_gone_with_its_job(store, kit, reader):
    with store.write() as tx:
        kept(tx, kit, wanted(0, "a"), wanted(1, "b"))
        queue.enqueue(tx, Stage.PICTURE, wanted(1, "b").id, due_at=kit.now, host="img.example")
        picture_copies.want_pictures(tx, "a", [wanted(0, "a")], kit.now)
        assert [row.wanted.id for row in picture_copies.copies_of(tx, "a")] == [wanted().id]
        assert queue.counts(tx) == {}
        assert not picture_copies.save_copy(tx, wanted(1, "b").id, COPY, kit.now)
    assert reader.picture(wanted(1, "b").id) is None


@pytest.mark.parametrize("subject", ["a", URL.format("a")])
def test_a_takedown_of_article_or_picture_hides_it_at_once_and_erases_it(store, kit, reader, subject):
    with store.write() as tx:
        kept(tx, kit, wanted())
    assert reader.picture(wanted().id) is not None
    with store.write() as tx:
        tombstones.withhold(tx, subject, reason="asked", now=kit.now, tombstone_id="t")
    assert reader.picture(wanted().id) is None
    with store.write() as tx:
        assert dict(tombstones.erase(tx, "t", kit.at(1)))["pictures"] == 1
        assert picture_copies.copies_of(tx, "a") == ()
        assert picture_copies.want_pictures(tx, "a", [wanted()], kit.now) == ()


def test_the_same_picture_of_two_articles_is_erased_with_its_address(store, kit):
    with store.write() as tx:
        kept(tx, kit, wanted())
        other = WantedPicture(article_id="b", position=0, picture=wanted().picture, ruling=RULING)
        save(tx, kit, kit.article("b"))
        picture_copies.want_pictures(tx, "b", [other], kit.now)
        assert picture_copies.save_copy(tx, other.id, COPY, kit.now)
        tombstones.withhold(tx, URL.format("a"), reason="asked", now=kit.now, tombstone_id="t")
        assert dict(tombstones.erase(tx, "t", kit.at(1)))["pictures"] == 2


def test_readers_cannot_ask_the_tables_themselves(store, kit, reader):
    with store.write() as tx:
        kept(tx, kit, wanted())
    for table in ("picture_copies", "grants"):
        with pytest.raises(Exception, match=f"readers do not read {table}"), reader.connection() as connection:
            connection.exec_driver_sql(f"SELECT * FROM {table}")


def test_a_credit_from_the_file_stands_where_the_page_gave_none(store, kit, reader):
    nameless = WantedPicture(article_id="a", position=0, picture=Picture(url=URL.format("a")), ruling=RULING)
    with store.write() as tx:
        article = kit.article("a", pictures=(nameless.picture,))
        rulings = rule(article.url, ())
        cleared: Cleared = clear(article, rulings)
        assert cleared.pictures == (ClearedPicture(picture=nameless.picture, is_shown=False),)
        save(tx, kit, article)
        picture_copies.want_pictures(tx, "a", [nameless], kit.now)
        picture_copies.save_copy(tx, nameless.id, COPY, kit.now)
    (view,) = reader.article("a").pictures
    assert (view.credit, view.url, view.copy_id) == ("Bo Tarn", URL.format("a"), nameless.id)


def test_copies_end_with_their_time(store, kit, reader):
    with store.write() as tx:
        kept(tx, kit, wanted(until=kit.at(1)))
        assert picture_copies.drop_copies_past(tx, kit.at(1)) == 0
    assert reader.article("a").pictures[0].until == kit.at(1)
    with store.write() as tx:
        assert picture_copies.drop_copies_past(tx, kit.at(2)) == 1


def test_grants_are_kept_and_taken_back_with_their_pictures(store, kit, reader):
    given = Grant(
        id="g", domain="morning.example", uses=(Use.IMAGE, Use.MINE), why="contract", granted_at=kit.now,
        until=kit.at(9), granted_by="ana",
    )  # fmt: skip
    with store.write() as tx:
        grants.save_grant(tx, given)
        kept(tx, kit, wanted(grant_id="g"))
        assert grants.list_grants(tx) == grants.grants_of(tx, "morning.example") == (given,)
        assert grants.grants_of(tx, "evening.example") == grants.grants_of(tx, "") == ()
    assert reader.article("a").pictures[0].is_granted
    with store.write() as tx:
        assert grants.remove_grant(tx, "g") == given
        assert grants.list_grants(tx) == ()
    assert reader.article("a").pictures[0].copy_id == ""
