"""Expected non-results: a stage that cannot give a value gives a reason, which is counted and kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a stage gave no value. Members are a public vocabulary: add, never rename."""

    # any stage
    BAD_INPUT = "bad_input"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    # net
    ADDRESS_REFUSED = "address_refused"
    NAME_NOT_FOUND = "name_not_found"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    HTTP_STATUS = "http_status"
    GONE = "gone"
    PROTOCOL_ERROR = "protocol_error"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    # acquire
    NOT_A_FEED = "not_a_feed"
    EMPTY_FEED = "empty_feed"
    BROKEN_ARCHIVE = "broken_archive"
    NOT_FOUND_IN_ARCHIVE = "not_found_in_archive"
    # push
    BAD_SIGNATURE = "bad_signature"
    # extract
    NOT_HTML = "not_html"
    NOT_AN_ARTICLE = "not_an_article"
    LISTING_PAGE = "listing_page"
    LOGIN_PAGE = "login_page"
    ERROR_PAGE = "error_page"
    CONSENT_WALL = "consent_wall"
    EMPTY_SHELL = "empty_shell"
    NO_HEADLINE = "no_headline"
    NO_TEXT = "no_text"
    UNFAITHFUL = "unfaithful"
    GARBLED = "garbled"
    # rights
    RESERVED = "reserved"
    WITHHELD = "withheld"
    ERASED = "erased"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """An expected non-result: which stage, why (an enum), the detail in words, and about what."""

    stage: str
    reason: Reason
    detail: str = ""
    subject: str = ""
