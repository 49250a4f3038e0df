"""Pages of one article, joined: nothing twice, nothing lost, what is said once from the first page."""

from headwater.extract import Continuation, continuation, join_pages
from headwater.model.article import Article, Credit, CreditKind, Picture

STANDFIRST = "The mill of Orrin has ground grain for three centuries, and its wheel turned for the last time this week."
ABOUT = "Tove Marsk writes about villages for the Orrin Courier."
URL = "https://courier.example/mill"


def page(*paragraphs, number=1, headline="The last turn of the mill wheel at Orrin", **fields):
    url = URL if number == 1 else f"{URL}?page={number}"
    return Article(id="a", url=url, headline=headline, paragraphs=paragraphs, **fields)


def line(word):
    return f"What the {word} of Orrin remember best is the sound that the wheel made in the thaw of the year of floods."


def test_paragraphs_stand_in_order_and_what_each_page_repeats_stands_once():
    first = page(STANDFIRST, line("millers"), line("bakers"), ABOUT)
    second = page(STANDFIRST, line("carters"), ABOUT, number=2)
    third = page(STANDFIRST, line("weavers"), line("ferrymen"), ABOUT, number=3)
    joined = join_pages(first, [second, third])
    middle = [line(word) for word in ("millers", "bakers", "carters", "weavers", "ferrymen")]
    assert list(joined.paragraphs) == [STANDFIRST, *middle, ABOUT]


def test_a_sentence_that_is_said_again_amid_new_text_stays():
    first = page(line("millers"), line("bakers"))
    second = page(line("carters"), line("millers"), line("weavers"), number=2)
    joined = join_pages(first, [second])
    words = ("millers", "bakers", "carters", "millers", "weavers")
    assert joined.paragraphs == tuple(line(word) for word in words)


def test_what_is_said_once_comes_from_the_first_page_and_pictures_and_credits_are_united():
    wheel, bare = Picture(url="https://courier.example/wheel.jpg", caption="The wheel"), "https://courier.example/w.jpg"
    desk = Credit(kind=CreditKind.AGENCY, text="NVP", name="NVP")
    first = page(line("millers"), byline=("Tove Marsk",), pictures=(wheel, Picture(url=bare)), credits=(desk,))
    told = Picture(url=bare, caption="The race", credit="Ola Brek")
    second = page(line("carters"), number=2, byline=("Someone Else",), pictures=(told,), credits=(desk,), section="x")
    joined = join_pages(first, [second])
    assert (joined.byline, joined.url, joined.section) == (("Tove Marsk",), URL, "")
    assert joined.pictures == (wheel, told)
    assert joined.credits == (desk,)


def test_one_closed_page_closes_the_article():
    assert join_pages(page(line("a")), [page(line("b"), number=2, is_accessible=False)]).is_accessible is False
    assert join_pages(page(line("a")), [page(line("b"), number=2)]).is_accessible is None


def test_an_article_on_one_page_stays_as_it_is():
    only = page(STANDFIRST)
    assert join_pages(only, []) is only


def test_a_page_goes_on_repeats_or_is_another_article():
    first, second = page(STANDFIRST, line("millers")), page(STANDFIRST, line("carters"), number=2)
    assert continuation([first], second) is Continuation.NEXT
    assert continuation([first, second], first) is Continuation.REPEATED
    assert continuation([first], page(STANDFIRST, number=2)) is Continuation.REPEATED
    other = page(line("weavers"), headline="Council votes on a new bridge for the northern road", number=2)
    assert continuation([first], other) is Continuation.OTHER
    renamed = page(line("weavers"), headline="Part two: what the weavers say now", canonical_url=URL, number=2)
    assert continuation([first], renamed) is Continuation.NEXT
