"""What kind of house each publisher is, and whether the shared text itself names one of them."""

from __future__ import annotations

import numpy as np

from headwater.model.article import PublisherKind
from headwater.provenance._names import name_key
from headwater.provenance._work import Work
from headwater.provenance.agencies import Agencies
from headwater.text.shingles import word_hashes
from headwater.text.words import words

KIND = "publisher"
MENTION_KIND = "named_in_text"
AGENCY_SUPPORT = 2.0  # where the words are the same: papers print agency text, hardly the other way round
AGENCY_FACTS_SUPPORT = 0.6  # where only the facts are: agencies pick up what papers find out
AGGREGATOR_SUPPORT = 1.6
MENTION_SUPPORT = 2.2
BYLINE_SUPPORT = 0.6
MIN_NAME_CHARS = 6  # one short word ("Today") stands in any text


def support(child: Work, parent: Work, agencies: Agencies, *, is_worded: bool) -> float:
    """Log odds for "child came from parent": agencies are copied, aggregators copy, reporters sign."""
    size = AGENCY_SUPPORT if is_worded else AGENCY_FACTS_SUPPORT
    total = size * (is_agency(parent, agencies) - is_agency(child, agencies))
    total += AGGREGATOR_SUPPORT * (_is_aggregator(child) - _is_aggregator(parent))
    return total + BYLINE_SUPPORT * (bool(parent.byline) - bool(child.byline))


def is_agency(work: Work, agencies: Agencies) -> bool:
    """Whether the work stands with a news agency."""
    if work.publisher.kind is PublisherKind.AGENCY:
        return True
    return agencies.of_domain(work.domain) is not None


def _is_aggregator(work: Work) -> bool:
    return work.publisher.kind is PublisherKind.AGGREGATOR


def names_house_of(text: Work, house: Work) -> bool:
    """Whether `text` names the publisher of `house` ("… told the Vinterdal Avis")."""
    if text.domain and text.domain == house.domain:
        return False
    name = house.publisher.name
    if len(name_key(name)) < MIN_NAME_CHARS or len(text.hashes) == 0:
        return False
    wanted = word_hashes(words(name))
    count = len(text.hashes) - len(wanted) + 1
    if count <= 0 or len(wanted) == 0:
        return False
    hits = text.hashes[:count] == wanted[0]
    for offset in range(1, len(wanted)):
        hits = hits & (text.hashes[offset : offset + count] == wanted[offset])
    return bool(np.any(hits))
