"""Where articles come from: the primary source of each, with evidence and a probability.

Two pure steps. `prepare(article)` says what to look up and what to remember; somebody else finds the neighbours;
`link` decides for one article, `link_group` for a related group at once.
"""

from headwater.provenance._compare import Comparison, compare
from headwater.provenance._credits import credits_from_text
from headwater.provenance._link import affected, followed, link, link_group, link_pairs
from headwater.provenance._links import METHOD_VERSION
from headwater.provenance._prepare import prepare
from headwater.provenance._trace import TraceRecord, trace_fingerprints, trace_line, trace_records, trace_stream
from headwater.provenance._window import SPAN, Window
from headwater.provenance.agencies import Agencies, shipped, with_publishers

__all__ = [
    "METHOD_VERSION",
    "SPAN",
    "Agencies",
    "Comparison",
    "TraceRecord",
    "Window",
    "affected",
    "compare",
    "credits_from_text",
    "followed",
    "link",
    "link_group",
    "link_pairs",
    "prepare",
    "shipped",
    "trace_fingerprints",
    "trace_line",
    "trace_records",
    "trace_stream",
    "with_publishers",
]
