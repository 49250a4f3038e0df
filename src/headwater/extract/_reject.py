"""What is not an article: listings, logins, error pages, consent walls, empty shells, foreign media types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from headwater.extract._blocks import Block, Page
from headwater.extract._jsonld import ARTICLE_TYPES, LISTING_TYPES
from headwater.extract._lines import text_size
from headwater.extract._metadata import Head
from headwater.extract._shape import Hint
from headwater.model.rejection import Reason, Rejection
from headwater.model.web import Capture
from headwater.text.urls import is_listing_address

MAX_HTML_BYTES = 16_000_000
"""Largest page that is parsed, after embedded images are taken out; the largest of 400 measured pages has 4 MB."""

MIN_TEXT_CHARS = 200
"""Least text of an article on a page that does not call itself one; Han, kana, Hangul and Thai count triple."""

MIN_DECLARED_TEXT_CHARS = 60
"""Least text where the page declares an article (schema.org, og:type) and shows a headline."""

SHORT_TEXT_CHARS = 1_200
"""Walls and error pages say no more than this."""

_HTML_TYPES = frozenset(
    {"", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "application/octet-stream"}
)
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|h1|amp-)\b", re.IGNORECASE)
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"\x1f\x8b",
    b"ID3",
    b"\x00\x00\x01\x00",
    b"BM\x00",
)
_ERROR = re.compile(
    r"(?:\b(?:error|http|fehler|erreur|ошибка|błąd|hata|خطأ)\s*[-:#]?\s*)?\b(?:400|401|403|404|410|429|451|500|502|"
    r"503|504)\b(?:\s*[-:|–—]?\s*(?:error|not found|forbidden|gone|"
    r"page|fehler|erreur|ошибка|错误|bad gateway|service unavailable|too many requests|unauthorized|access denied|"
    r"страница|nicht gefunden|no encontrad).*)?$|"
    r"(?:page|article|story|content|file|seite|artikel|document)? ?(?:was |is |could |can ?)?(?:not|n't|nicht|"
    r"no longer) (?:be )?(?:found|available|exist|gefunden|verfügbar|mehr verfügbar)\b.{0,60}|"
    r"(?:oops|whoops|sorry|uh[- ]oh)\b.{0,80}|access (?:to this page has been )?denied.{0,40}|forbidden|not found|"
    r"page not found.{0,40}|(?:the )?requested (?:url|page).{0,80}|"
    r"service (?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error|too many requests|"
    r"just a moment.{0,10}|"
    r"attention required!.{0,30}|are you a robot\??|robot check|verify(?:ing)? (?:that )?you are (?:a )?human.{0,40}|"
    r"security check.{0,40}|checking your browser.{0,40}|"
    r"seite nicht gefunden.{0,40}|page (?:introuvable|non trouvée).{0,40}|página no encontrada.{0,40}|"
    r"página não encontrada.{0,40}|pagina non trovata.{0,40}|pagina niet gevonden.{0,40}|"
    r"sidan (?:kunde inte hittas|hittades inte).{0,40}|siden (?:ble|blev) ikke funnet.{0,40}|sivua ei löy.{0,40}|"
    r"strona nie (?:została )?znalezion.{0,40}|stránka (?:nebyla nalezena|nenalezena|sa nenašla).{0,40}|"
    r"az oldal nem található.{0,40}|pagina nu a fost găsită.{0,40}|stranica nije pronađena.{0,40}|"
    r"η σελίδα δεν βρέθηκε.{0,40}|страница не найдена.{0,40}|сторінку не знайдено.{0,40}|"
    r"страницата не е намерена.{0,40}|"
    r"sayfa bulunamadı.{0,40}|الصفحة غير موجودة.{0,40}|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد.{0,40}|"
    r"הדף לא נמצא.{0,40}|"
    r"पृष्ठ नहीं मिला.{0,40}|পৃষ্ঠাটি পাওয়া যায়নি.{0,40}|ไม่พบหน้า.{0,40}|"
    r"页面(?:不存在|未找到|找不到).{0,40}|找不到(?:该|此|您).{0,40}|ページが見つかりません.{0,40}|"
    r"お探しのページ.{0,40}|페이지를 찾을 수 없.{0,40}|"
    r"không tìm thấy trang.{0,40}|halaman tidak ditemukan.{0,40}",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:please )?(?:log|sign) ?[io]n\b.{0,60}|login.{0,40}|anmelden|einloggen|anmeldung|connexion|se connecter|"
    r"identifiez-vous|iniciar sesión|inicia sesión|entrar|acesse sua conta|"
    r"accedi|inloggen|logga in|logg inn|log ind|kirjaudu(?: sisään)?|zaloguj się|logowanie|přihlášení|prihlásenie|"
    r"bejelentkezés|autentificare|prijava|σύνδεση|вход|войти|авторизация|вхід|"
    r"giriş yap|تسجيل الدخول|ورود|התחברות|लॉग ?इन|লগইন|เข้าสู่ระบบ|登录|登錄|登入|ログイン|로그인|đăng nhập|masuk",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"before you continue|we (?:value|respect|care about) your privacy|your privacy (?:choices|settings|matters)|"
    r"manage (?:your )?(?:consent|cookies|privacy)|accept (?:all )?cookies|"
    r"use(?:s)? cookies|cookie (?:consent|settings|preferences|policy)|wir (?:und unsere partner )?(?:verwenden|"
    r"nutzen|setzen) cookies|zustimmung|einwilligung|mit werbung (?:weiter)?lesen|"
    r"ihre privatsphäre|nous utilisons des cookies|votre vie privée|vos données|utilizamos cookies|tu privacidad|"
    r"utilizziamo i cookie|la tua privacy|wij gebruiken cookies|vi använder (?:kakor|cookies)|"
    r"vi bruker (?:informasjonskapsler|cookies)|vi bruger cookies|käytämme evästeitä|używamy plików cookie|"
    r"szanujemy (?:twoją|państwa) prywatność|používáme (?:soubory )?cookie|"
    r"χρησιμοποιούμε cookies|мы используем (?:файлы )?cookie|çerez|ملفات تعريف الارتباط|我们使用.{0,8}cookie|"
    r"クッキー|쿠키",
    re.IGNORECASE,
)
_SCRIPT_NEEDED = re.compile(
    r"(?:enable|activate|turn on|requires?|need|aktivieren|activer|activar?|habilit|attiva|включит|увімкн|"
    r"etkinleştir|"
    r"启用|有効).{0,40}java ?script|java ?script.{0,60}"
    r"(?:enable|disabled|required|aktivier|activ|включ|deaktiviert|désactivé|無効)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page, for the question whether it is an article."""

    capture: Capture
    tree: LexborHTMLParser
    head: Head
    page: Page
    headline: str
    paragraphs: Sequence[str]
    kept: Sequence[Block]


def reject(capture: Capture, reason: Reason, detail: str = "") -> Rejection:
    """A rejection by this stage."""
    return Rejection(stage="extract", reason=reason, detail=detail, subject=capture.final_url or capture.requested_url)


def reject_unread(capture: Capture, body: bytes) -> Rejection | None:
    """What can be told before parsing: status, media type, emptiness, size."""
    if capture.status >= 400:
        return reject(capture, Reason.ERROR_PAGE, f"status {capture.status}")
    if not body.strip():
        return reject(capture, Reason.NOT_HTML, "empty body")
    if capture.media_type not in _HTML_TYPES:
        return reject(capture, Reason.NOT_HTML, f"media type {capture.media_type[:80]}")
    if body.startswith(_BINARY) or (
        capture.media_type not in ("text/html", "application/xhtml+xml") and not _LOOKS_LIKE_HTML.search(body[:4096])
    ):
        return reject(capture, Reason.NOT_HTML, "the body is no HTML")
    if len(body) > MAX_HTML_BYTES:
        return reject(capture, Reason.TOO_LARGE, f"{len(body)} bytes of markup, limit {MAX_HTML_BYTES}")
    return None


def reject_read(reading: Reading) -> Rejection | None:
    """What can be told from the read page: walls, shells, listings, missing headline or text."""
    weight = text_weight(reading.paragraphs)
    for judge in (_error_page, _wall, _empty_shell, _listing):
        rejection = judge(reading, weight)
        if rejection is not None:
            return rejection
    if not reading.headline:
        return reject(reading.capture, Reason.NO_HEADLINE, f"{weight} characters of text without a headline")
    needed = MIN_DECLARED_TEXT_CHARS if declares_article(reading.head) else MIN_TEXT_CHARS
    if weight < needed:
        return reject(reading.capture, Reason.NO_TEXT, f"{weight} characters of text, at least {needed} needed")
    return None


def text_weight(paragraphs: Sequence[str]) -> int:
    """Characters of text, those of dense scripts counted triple."""
    return sum(map(text_size, paragraphs))


def declares_article(head: Head) -> bool:
    """Whether the page calls itself an article (schema.org type, og:type, article times)."""
    if ARTICLE_TYPES.intersection(head.graph.types()):
        return True
    return head.meta("og:type").casefold() in ("article", "news", "blog", "news.article") or bool(
        head.meta("article:published_time")
    )


def _error_page(reading: Reading, weight: int) -> Rejection | None:
    if weight > SHORT_TEXT_CHARS:
        return None
    titles = [title.strip() for title in (reading.headline, reading.head.title) if title]
    parts = [part for title in titles for part in (title, *re.split(r"\s+[|–—-]\s+", title))]
    if any(_ERROR.fullmatch(part.strip()) for part in parts):
        return reject(reading.capture, Reason.ERROR_PAGE, f"title: {titles[0][:120]}")
    return None


def _wall(reading: Reading, weight: int) -> Rejection | None:
    if weight > SHORT_TEXT_CHARS:
        return None
    titles = [title for title in (reading.headline, reading.head.title) if title]
    has_password = reading.tree.css_first("input[type='password' i]") is not None
    parts = [part.strip() for title in titles for part in re.split(r"\s+[|–—-]\s+", title)]
    if any(_LOGIN.fullmatch(part) for part in parts) or (
        has_password and weight < MIN_TEXT_CHARS and not declares_article(reading.head)
    ):
        return reject(reading.capture, Reason.LOGIN_PAGE, f"title: {(titles or [''])[0][:120]}")
    said = " ".join((*titles, *reading.paragraphs)) or " ".join(block.text for block in reading.page.blocks[:40])
    matches = len({match[0].casefold() for match in _CONSENT.finditer(said[:6_000])})
    if matches >= 2 or (matches and not declares_article(reading.head)):
        return reject(reading.capture, Reason.CONSENT_WALL, "the page speaks of cookies and consent only")
    return None


def _empty_shell(reading: Reading, weight: int) -> Rejection | None:
    if weight >= MIN_TEXT_CHARS:
        return None
    body = reading.tree.body
    visible = sum(len(block.text) for block in reading.page.blocks)
    noscript = " ".join(node.text() or "" for node in reading.tree.css("noscript")[:5])
    scripts = len(reading.tree.css("script"))
    wants_script = bool(
        _SCRIPT_NEEDED.search(noscript[:2_000]) or _SCRIPT_NEEDED.search(" ".join(reading.paragraphs)[:2_000])
    )
    if body is None or (visible < MIN_TEXT_CHARS and (scripts or wants_script)):
        return reject(reading.capture, Reason.EMPTY_SHELL, f"{visible} visible characters, {scripts} scripts")
    if wants_script and weight < MIN_DECLARED_TEXT_CHARS:
        return reject(reading.capture, Reason.EMPTY_SHELL, "the page asks for a browser that runs scripts")
    return None


def _listing(reading: Reading, weight: int) -> Rejection | None:
    """A front page, section or search: by address, by declaration, or by the shape of its text."""
    url = reading.head.url
    types = reading.head.graph.types()
    declares = declares_article(reading.head)
    headings = _linked_headings(reading)
    is_linkish = headings >= 8 and weight < 400 * headings
    if is_listing_address(url) and (not declares or is_linkish) and (is_linkish or weight < 3 * SHORT_TEXT_CHARS):
        return reject(reading.capture, Reason.LISTING_PAGE, f"the address names a listing; {headings} linked headings")
    if LISTING_TYPES.intersection(types) and not declares and headings >= 5 and weight < 300 * headings:
        return reject(reading.capture, Reason.LISTING_PAGE, "the page declares a collection")
    if not declares and headings >= 15 and weight < 120 * headings:
        return reject(reading.capture, Reason.LISTING_PAGE, f"{headings} linked headings, {weight} characters of text")
    return None


def _linked_headings(reading: Reading) -> int:
    """Linked headings from the first to the last block of what was read as text: the teasers of a listing."""
    blocks = reading.page.blocks
    if not reading.kept:
        return sum(map(_is_linked_heading, blocks))
    inside = False
    count = 0
    for block in blocks:
        inside = inside or block is reading.kept[0]
        count += inside and _is_linked_heading(block)
        if block is reading.kept[-1]:
            break
    return count


def _is_linked_heading(block: Block) -> bool:
    return bool(block.hints & Hint.HEADING) and block.link_chars > 0.8 * len(block.text)
