"""Signals to rulings to permits: what may be fetched, kept, indexed, quoted, shown and mined, and on whose word."""

from headwater.rights._clearing import attribution, clear
from headwater.rights._documents import (
    MAX_DOCUMENT_BYTES,
    document_addresses,
    document_signals,
    site_signals,
    stated_signals,
)
from headwater.rights._lines import observed, rights_line, robots_line, rulings_line, signal_line
from headwater.rights._observe import seen_at, signals_from_headers, signals_from_html
from headwater.rights._permits import permit, redirected_permit, standing_permit
from headwater.rights._picture_metadata import PictureFacts, picture_facts
from headwater.rights._ruling import Policy, rule
from headwater.rights.directives import OUR_TOKEN
from headwater.rights.grants import GRANTABLE, grant_signals
from headwater.rights.grants import KIND as GRANT
from headwater.rights.licence import licence_signals, open_licence
from headwater.rights.picture import is_credited, picture_signals, rule_picture, with_facts
from headwater.rights.robots import MAX_ROBOTS_BYTES, RobotsAnswer, robots_rule, robots_signals
from headwater.rights.rsl import rsl_signals
from headwater.rights.tdmrep import tdmrep_signals, trust_signals

__all__ = [
    "GRANT",
    "GRANTABLE",
    "MAX_DOCUMENT_BYTES",
    "MAX_ROBOTS_BYTES",
    "OUR_TOKEN",
    "PictureFacts",
    "Policy",
    "RobotsAnswer",
    "attribution",
    "clear",
    "document_addresses",
    "document_signals",
    "grant_signals",
    "is_credited",
    "licence_signals",
    "observed",
    "open_licence",
    "permit",
    "picture_facts",
    "picture_signals",
    "redirected_permit",
    "rights_line",
    "robots_line",
    "robots_rule",
    "robots_signals",
    "rsl_signals",
    "rule",
    "rule_picture",
    "rulings_line",
    "seen_at",
    "signal_line",
    "signals_from_headers",
    "signals_from_html",
    "site_signals",
    "standing_permit",
    "stated_signals",
    "tdmrep_signals",
    "trust_signals",
    "with_facts",
]
