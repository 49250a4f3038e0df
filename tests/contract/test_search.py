"""Search: words of any script, phrases, exclusions, sources and languages; newest first, in pages."""

import pytest

TEXTS = {
    "en": ("en", "Ministers discuss running costs", "The ministry published its running costs for winter."),
    "ru": ("ru", "Министры обсудили мост", "Новый мост открыли в понедельник."),
    "zh": ("zh", "北京大学公布研究成果", "研究人员周一公布了成果。"),
    "th": ("th", "สะพานใหม่เปิดแล้ว", "ประชาชนเดินข้ามสะพาน"),
    "ar": ("ar", "افتتاح الجسر الجديد", "عبر مئات الناس الجسر يوم الاثنين."),
    "tr": ("tr", "İstanbul'da yeni köprü", "Köprü pazartesi günü açıldı."),
    "fr": ("fr", "L’école du naïf", "Les écoles ont ouvert leurs portes à l’homme."),
}


@pytest.fixture
def found(store, kit, reader):
    with store.write() as tx:
        for index, (name, (language, headline, body)) in enumerate(TEXTS.items()):
            host = f"{name}.example"
            article = kit.article(name, language=language, headline=headline, paragraphs=(body,), host=host)
            kit.save(tx, article, now=kit.at(index))

    def search(query, **more):
        return {article.id for article in reader.search(query, **more).articles}

    return search


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("minister", {"en"}),
        ("MINISTERS cost", {"en"}),
        ("министр", {"ru"}),
        ("мосты", {"ru"}),
        ("大学", {"zh"}),
        ("北京大学", {"zh"}),
        ("สะพาน", {"th"}),
        ("الجسر", {"ar"}),
        ("ISTANBUL", {"tr"}),
        ("istanbul köprü", {"tr"}),
        ("naif ecole", {"fr"}),
        ("homme", {"fr"}),
        ('"running costs"', {"en"}),
        ('"costs running"', set()),
        ('"running costs for winter', {"en"}),
        ("running -winter", set()),
        ("running -summer", {"en"}),
        ("-running -мост", {"zh", "th", "ar", "tr", "fr"}),
        ("source:ru.example", {"ru"}),
        ("source:ru", {"ru"}),
        ("lang:zh", {"zh"}),
        ("lang:zh lang:th", {"zh", "th"}),
        ("lang:en мост", set()),
        ("lang:ru мост", {"ru"}),
        ("minist", {"en"}),
        ("mini", set()),
    ],
)
def test_a_query_finds_what_it_says(found, query, expected):
    assert found(query) == expected


@pytest.mark.parametrize("query", ["", "   ", "-", '"', '""', "source:", "lang:", "***", "()", "AND", 'a" OR "b', "^x"])
def test_an_odd_query_is_no_error(found, query):
    assert isinstance(found(query), set)


def test_an_empty_query_says_what_to_type(reader):
    page = reader.search("  ")
    assert (page.articles, page.total) == ((), 0)
    assert page.hint


def test_operators_of_the_index_are_only_words(found):
    assert found("running OR мост") == set()
    assert found("headline : running") == set()
    assert found("NEAR(running costs)") == set()


def test_pages_are_newest_first_and_meet(store, kit, reader):
    with store.write() as tx:
        for index in range(7):
            kit.save(tx, kit.article(f"a{index}"))
    first = reader.search("bridge", limit=3)
    second = reader.search("bridge", limit=3, cursor=first.next_cursor)
    third = reader.search("bridge", limit=3, cursor=second.next_cursor)
    ids = [[article.id for article in page.articles] for page in (first, second, third)]
    assert ids == [["a6", "a5", "a4"], ["a3", "a2", "a1"], ["a0"]]
    assert (first.total, third.next_cursor) == (7, "")
    assert [article.id for article in reader.search("bridge", limit=1, cursor="nonsense").articles] == ["a6"]


def test_like_headlines_are_related_without_a_story(store, kit, reader):
    with store.write() as tx:
        kit.save(tx, kit.article("a", headline="Harbour bridge opens to walkers"))
        kit.save(tx, kit.article("b", headline="Walkers cross the harbour bridge"))
        kit.save(tx, kit.article("c", headline="Bridge players meet"))
    assert [article.id for article in reader.related("a", 5)] == ["b"]


def test_a_filtered_search_asks_the_index_first(store):
    sql = (
        "SELECT v.id, v.number FROM article_search AS f CROSS JOIN visible_articles AS v WHERE v.id <> '' "
        "AND article_search MATCH 'x' AND v.number = f.rowid AND f.rowid < 9 ORDER BY f.rowid DESC LIMIT 5"
    )
    with store.read() as tx:
        plan = [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert plan[0].startswith("SCAN f VIRTUAL TABLE")
    assert any("USING INTEGER PRIMARY KEY" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)
