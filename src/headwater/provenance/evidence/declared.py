"""Machine-readable declarations: isBasedOn, a canonical address elsewhere, a feed's source, a licence's attribution."""

from __future__ import annotations

from headwater.model.article import CreditKind

KIND = "declared"
WEIGHTS = {
    CreditKind.BASED_ON: 0.96,
    CreditKind.CANONICAL: 0.94,
    CreditKind.LICENCE_ATTRIBUTION: 0.94,
    CreditKind.FEED_SOURCE: 0.86,
    CreditKind.ORIGINAL_SOURCE: 0.6,  # most of these point to their own site; the rest is often a section's home
}
"""How often each is right, seen alone (set by judgement; the bench shows how well the sums are calibrated)."""
