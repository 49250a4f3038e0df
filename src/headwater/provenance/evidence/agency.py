"""Agency copy: an agency's name in dateline, byline, signature or copyright line."""

from __future__ import annotations

from headwater.model.article import CreditKind

KIND = "agency"
WEIGHTS = {
    CreditKind.DATELINE: 0.93,
    CreditKind.AGENCY: 0.9,
    CreditKind.COPYRIGHT: 0.85,
    CreditKind.VISIBLE_SOURCE: 0.9,
}
UNKNOWN_DATELINE_WEIGHT = 0.3  # a name in brackets after a place that no table knows
UNKNOWN_AGENCY_WEIGHT = 0.4
MIXED_WEIGHT = 0.45  # "with agencies", or several agencies: the desk's own mixture
