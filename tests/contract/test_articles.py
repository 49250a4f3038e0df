"""Articles: versions, what is kept under a reservation, annotations."""

from dataclasses import replace

from headwater.model.annotation import Annotation, AnnotationKind
from headwater.model.article import Credit, CreditKind, Picture
from headwater.model.rights import ClearedPicture
from headwater.store import annotations, articles


def test_the_same_text_and_headline_make_no_new_version(store, kit):
    article = kit.article("a")
    with store.write() as tx:
        assert kit.save(tx, article) == 1
        assert kit.save(tx, article, now=kit.at(9)) == 1
        assert articles.get_versions(tx, "a") == []
        kept = articles.get_article(tx, "a")
    assert kept.paragraphs == article.paragraphs
    assert kept.publisher.id
    assert kept.body_digest.startswith("sha256:")


def test_an_edit_makes_a_version_and_keeps_the_one_before(store, kit, reader):
    article = kit.article("a")
    with store.write() as tx:
        kit.save(tx, article)
        edited = replace(article, headline="Harbour bridge closes", paragraphs=("It closed again.",))
        assert kit.save(tx, edited, now=kit.at(60)) == 2
        (before,) = articles.get_versions(tx, "a")
        assert (before.version, before.headline, before.paragraphs) == (1, article.headline, article.paragraphs)
        assert articles.get_article(tx, "a").version == 2
    assert reader.article("a").headline_history == (
        (kit.now, article.headline),
        (kit.at(60), "Harbour bridge closes"),
    )
    assert reader.search("crossed").total == 0
    assert reader.search("closed").total == 1


def test_text_that_may_not_be_kept_is_nowhere(store, kit, reader):
    article = kit.article("a", paragraphs=("The quartzfinch sang.", "Nobody wrote it down."))
    with store.write() as tx:
        kit.save(tx, article, is_kept=False, is_indexed=False, excerpt="")
        assert articles.get_article(tx, "a").paragraphs == ()
        assert articles.get_article(tx, "a").headline == article.headline
    assert reader.article("a").excerpt == ""
    assert reader.search("quartzfinch").total == 0


def test_a_later_reservation_takes_kept_text_and_index_away(store, kit, reader):
    article = kit.article("a", paragraphs=("The quartzfinch sang.",))
    with store.write() as tx:
        kit.save(tx, replace(article, paragraphs=("An early quartzfinch.",)))
        kit.save(tx, article)
        assert len(articles.get_versions(tx, "a")) == 1
        kit.save(tx, article, is_kept=False, is_indexed=False, excerpt="")
        assert articles.get_article(tx, "a").paragraphs == ()
        assert articles.get_versions(tx, "a") == []
    assert reader.search("quartzfinch").total == 0


def test_only_the_excerpt_of_unkept_text_is_searched(store, kit, reader):
    article = kit.article("a", paragraphs=("The quartzfinch sang.", "The ocelot slept."))
    with store.write() as tx:
        kit.save(tx, article, is_kept=False)
    assert reader.search("quartzfinch").total == 1
    assert reader.search("ocelot").total == 0


def test_a_picture_that_may_not_be_shown_has_no_address(store, kit, reader):
    shown = ClearedPicture(picture=Picture(url="https://m.example/1.jpg", credit="A. Bek"), is_shown=True)
    hidden = ClearedPicture(picture=Picture(url="https://m.example/2.jpg", caption="A bridge"), is_shown=False)
    with store.write() as tx:
        kit.save(tx, kit.article("a"), pictures=(shown, hidden))
    first, second = reader.article("a").pictures
    assert (first.url, first.credit) == ("https://m.example/1.jpg", "A. Bek")
    assert (second.url, second.caption) == ("", "A bridge")


def test_visible_credits_are_shown_as_lines(store, kit, reader):
    credits = (
        Credit(kind=CreditKind.AGENCY, name="Steppe Wire"),
        Credit(kind=CreditKind.COPYRIGHT, text="© 2026 Morning"),
        Credit(kind=CreditKind.CANONICAL, url="https://elsewhere.example/x", text="hidden"),
    )
    with store.write() as tx:
        kit.save(tx, kit.article("a", credits=credits))
    assert reader.article("a").credits == ("Steppe Wire", "© 2026 Morning")


def test_a_time_after_our_first_sight_does_not_order(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("old", minutes=-60))
        kit.save(tx, kit.article("new", minutes=-30))
        future = kit.article("future", published_at=replace(kit.article("x").published_at, at=kit.at(9999)))
        articles.save_article(
            tx,
            future,
            rulings=kit.rulings(future),
            cleared=kit.cleared(future),
            first_seen_at=kit.at(-45),
            now=kit.now,
        )
    assert [article.id for article in reader.river()] == ["new", "future", "old"]


def test_old_texts_are_dropped_in_pieces(store, kit):
    with store.write() as tx:
        kit.save(tx, kit.article("a"))
        kit.save(tx, kit.article("b"), now=kit.at(60))
        assert articles.drop_texts_before(tx, kit.at(30)) == 1
        assert articles.get_article(tx, "a").paragraphs == ()
        assert articles.get_article(tx, "b").paragraphs != ()
        assert articles.drop_texts_before(tx, kit.at(30)) == 0


def test_rulings_come_back(store, kit):
    with store.write() as tx:
        article = kit.article("a")
        kit.save(tx, article)
        assert articles.get_rulings(tx, "a") == kit.rulings(article)
        assert articles.get_rulings(tx, "b") is None
        assert articles.count_articles(tx) == 1


def test_annotations_are_replaced_as_a_whole(store):
    vector = Annotation(article_id="a", kind=AnnotationKind.VECTOR, body={"model": "m", "values": [0.25, -1.5]})
    place = Annotation(article_id="a", kind=AnnotationKind.PLACE, body={"name": "Almaty"}, field="text", start=3, end=9)
    with store.write() as tx:
        annotations.save_annotations(tx, "a", 1, [vector, place])
        assert annotations.get_annotations(tx, "a") == (vector, place)
        annotations.save_annotations(tx, "a", 2, [place])
        assert annotations.get_annotations(tx, "a") == (place,)
        assert annotations.get_annotations(tx, "b") == ()
