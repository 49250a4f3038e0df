"""Pages that stand where an article should: errors, challenges, logins, paywalls, consent walls, redirects.

A page that calls itself a dated article and holds text is never taken for one of them by its words alone: articles
are written about lost pages, cookies and robots too.
"""

from __future__ import annotations

import re

from headwater.extract._reading import (
    MIN_DECLARED_TEXT_CHARS,
    MIN_TEXT_CHARS,
    SHORT_TEXT_CHARS,
    Reading,
    declares_article,
    opens_with,
    reject,
    text_weight,
    title_parts,
)
from headwater.extract._reject_words import CONSENT_PHRASES, ERROR_OPENINGS, LOGIN_TITLES, OFFER_PHRASES
from headwater.model.rejection import Reason, Rejection
from headwater.text.urls import address_key, canonical_url

MAX_REFRESH_CHARS = 2_500
"""What a refresh says beyond this is not read."""

MAX_REFRESH_SECONDS = 10
"""A page that sends its readers on within this time is no page of its own."""

_ERROR = re.compile(
    r"(?:\b(?:error|http|fehler|erreur|ошибка|błąd|hata|خطأ)\s*[-:#]?\s*)?\b(?:400|401|403|404|410|429|451|500|502|"
    r"503|504)\b(?:\s*[-:|–—]?\s*(?:error|not found|forbidden|gone|"
    r"page|fehler|erreur|ошибка|错误|bad gateway|service unavailable|too many requests|unauthorized|access denied|"
    r"страница|nicht gefunden|no encontrad).*)?$|"
    r"(?:page|article|story|content|file|seite|artikel|document)? ?(?:was |is |could |can ?)?(?:not|n't|nicht|"
    r"no longer) (?:be )?(?:found|available|exist|gefunden|verfügbar|mehr verfügbar)\b.{0,60}|"
    r"(?:oops|whoops|sorry|uh[- ]oh)\b.{0,80}|access (?:to this page has been )?denied.{0,40}|forbidden|not found|"
    r"page not found.{0,40}|(?:the )?requested (?:url|page).{0,80}|"
    r"service (?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error|too many requests",
    re.IGNORECASE,
)
_STATUS_NUMBER = re.compile(r"(?:error|fehler|erreur|ошибка|błąd|hata|(?<!\W))\W*[45]\d\d\W+", re.IGNORECASE)
_LOGIN = re.compile(r"(?:please )?(?:log|sign) ?[io]n\b.{0,60}|login.{0,40}", re.IGNORECASE)
_CHALLENGE = (
    "#challenge-form, #challenge-running, #cf-wrapper, .cf-browser-verification, #px-captcha, .g-recaptcha, "
    ".h-captcha, .cf-turnstile, [id*='captcha' i], script[src*='challenge-platform'], iframe[src*='captcha' i], "
    "script[src*='_Incapsula_Resource'], iframe[src*='_Incapsula_Resource']"
)
_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d{0,3})?\s*[;,]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"\s]{1,2000})", re.IGNORECASE)
_SENT_ON = re.compile(
    r"(?:window|document|self|top|parent)?\.?location(?:\.href)?\s*=\s*['\"`]|location\.(?:replace|assign)\("
)


def find_wall(reading: Reading, weight: int) -> Rejection | None:
    """The rejection of a page that shows something in the place of an article; `weight` is that of its text."""
    if weight > SHORT_TEXT_CHARS:
        return None
    judges = [_paywall, _sent_on]
    if not _is_dated_article(reading, weight):
        judges = [_error_page, _login_page, _paywall, _consent_wall, _sent_on]
    return next((rejection for judge in judges if (rejection := judge(reading, weight)) is not None), None)


def _is_dated_article(reading: Reading, weight: int) -> bool:
    """Whether the page declares a dated article and holds text for one."""
    head = reading.head
    is_dated = bool(head.meta("article:published_time") or head.article.get("datePublished"))
    return is_dated and weight >= MIN_TEXT_CHARS and declares_article(head)


def _error_page(reading: Reading, weight: int) -> Rejection | None:
    parts = title_parts(reading)
    if any(_ERROR.fullmatch(part) or opens_with(_STATUS_NUMBER.sub("", part, 1), ERROR_OPENINGS) for part in parts):
        return reject(reading.capture, Reason.ERROR_PAGE, f"title: {parts[0][:120]}")
    is_bare = weight < MIN_TEXT_CHARS and _visible_chars(reading) < SHORT_TEXT_CHARS
    if is_bare and not declares_article(reading.head) and reading.tree.css_first(_CHALLENGE) is not None:
        return reject(reading.capture, Reason.ERROR_PAGE, "the page asks whether its reader is a robot")
    return None


def _visible_chars(reading: Reading) -> int:
    return sum(len(block.text) for block in reading.page.blocks)


def _login_page(reading: Reading, weight: int) -> Rejection | None:
    parts = title_parts(reading)
    is_named = any(_LOGIN.fullmatch(part) or part.casefold() in LOGIN_TITLES for part in parts)
    if is_named or (
        weight < MIN_TEXT_CHARS
        and not declares_article(reading.head)
        and reading.tree.css_first("input[type='password' i]") is not None
    ):
        return reject(reading.capture, Reason.LOGIN_PAGE, f"title: {(parts or [''])[0][:120]}")
    return None


def _paywall(reading: Reading, weight: int) -> Rejection | None:
    """Too little text but for the lines that sell it."""
    said = [paragraph for paragraph in reading.paragraphs if not _sells(paragraph)]
    needed = MIN_DECLARED_TEXT_CHARS if declares_article(reading.head) else MIN_TEXT_CHARS
    if text_weight(said) >= needed:
        return None
    lines = (block.text for block in reading.page.blocks if len(block.text) < SHORT_TEXT_CHARS)
    offer = next((line for line in lines if _sells(line)), "")
    return reject(reading.capture, Reason.LOGIN_PAGE, f"the text is for sale: {offer[:120]}") if offer else None


def _sells(line: str) -> bool:
    folded = line.casefold()
    return any(phrase in folded for phrase in OFFER_PHRASES)


def _consent_wall(reading: Reading, weight: int) -> Rejection | None:
    declares = declares_article(reading.head)
    lines = [reading.headline, reading.head.title, *reading.paragraphs]
    if weight < MIN_TEXT_CHARS and not declares and _visible_chars(reading) < SHORT_TEXT_CHARS:
        lines.extend(block.text for block in reading.page.blocks[:40])
    said = "\n".join(lines)[:6_000].casefold()
    matches = sum(phrase in said for phrase in CONSENT_PHRASES)
    if matches >= 2 or (matches and not declares):
        return reject(reading.capture, Reason.CONSENT_WALL, "the page speaks of cookies and consent only")
    return None


def _sent_on(reading: Reading, weight: int) -> Rejection | None:
    """A stub that sends its readers to another page, by refresh (HTML standard, 4.2.5.3) or by script."""
    if weight >= MIN_TEXT_CHARS:
        return None
    url = _refreshed(reading)
    if url and address_key(url) != address_key(reading.head.url):
        return reject(reading.capture, Reason.NOT_AN_ARTICLE, f"the page sends its readers on to {url[:200]}")
    if _visible_chars(reading) < MIN_TEXT_CHARS:
        scripts = [node.text() or "" for node in reading.tree.css("script:not([src])")[:5]]
        if sum(map(len, scripts)) < SHORT_TEXT_CHARS and any(_SENT_ON.search(script) for script in scripts):
            return reject(reading.capture, Reason.NOT_AN_ARTICLE, "the page sends its readers on by script")
    return None


def _refreshed(reading: Reading) -> str:
    """Where a page sends everybody at once; those that only send on readers without scripts send nobody."""
    node = reading.tree.css_first("meta[http-equiv='refresh' i]")
    if node is None or (node.parent is not None and node.parent.tag == "noscript"):
        return ""
    match = _REFRESH.match((node.attributes.get("content") or "")[:MAX_REFRESH_CHARS])
    return canonical_url(match[2], reading.head.base_url) if match and int(match[1]) <= MAX_REFRESH_SECONDS else ""
