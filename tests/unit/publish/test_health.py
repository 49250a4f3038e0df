from headwater.publish.health import lost_paragraph_count, unfaithful_count


def test_pages_refused_as_unfaithful_are_counted_and_no_others() -> None:
    rejections = (("extract", "unfaithful", 3), ("extract", "listing_page", 14), ("net", "unfaithful", 1))
    assert unfaithful_count(rejections) == 3
    assert unfaithful_count(()) == 0


def test_paragraphs_left_out_of_kept_articles_are_counted_apart_from_refused_pages() -> None:
    rejections = (("extract", "unfaithful", 3), ("paragraph", "unfaithful", 7), ("paragraph", "timeout", 1))
    assert (lost_paragraph_count(rejections), unfaithful_count(rejections)) == (7, 3)
    assert lost_paragraph_count(()) == 0
