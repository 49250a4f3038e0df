from headwater.publish.health import unfaithful_count


def test_pages_refused_as_unfaithful_are_counted_and_no_others() -> None:
    rejections = (("extract", "unfaithful", 3), ("extract", "listing_page", 14), ("net", "unfaithful", 1))
    assert unfaithful_count(rejections) == 3
    assert unfaithful_count(()) == 0
