"""Invented hosts in fourteen languages: learning a host lets less in, and never takes a true paragraph away."""

from __future__ import annotations

import pytest

from golden.extract_hosts.hosts import HOSTS, PAGES, Host, pages
from headwater.extract import Extraction, HostKnowledge, extract, learn
from headwater.text.words import squash


def _foreign(extraction: Extraction, paragraphs: tuple[str, ...]) -> int:
    wanted = set(map(squash, paragraphs))
    return sum(paragraph not in wanted for paragraph in extraction.article.paragraphs)


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.language)
def test_later_pages_of_a_host_are_read_better_than_alone(host: Host):
    known = HostKnowledge()
    foreign_alone = foreign = 0
    for number, page in enumerate(pages(host)):
        alone = extract(page.capture, article_id="a", host=HostKnowledge())
        learned = extract(page.capture, article_id="a", host=known)
        assert isinstance(alone, Extraction)
        assert isinstance(learned, Extraction)
        assert {squash(one) for one in page.gold.paragraphs} <= set(learned.article.paragraphs)
        assert len(learned.article.pictures) >= len(alone.article.pictures)
        if number >= PAGES // 2:
            foreign_alone += _foreign(alone, page.gold.paragraphs)
            foreign += _foreign(learned, page.gold.paragraphs)
        assert learned.facts is not None
        known = learn(known, learned.facts)
    assert known.pages == PAGES
    # A host that has just changed its layout is unlearned and learned anew: at first little is gained.
    assert (1 if host.later is not None else 2) * foreign <= foreign_alone
