"""Lines that stand inside articles and are none of them, in the world's languages.

Matched against a whole line, folded: never against a part of a paragraph, so that a sentence which merely speaks of
newsletters stays. The phrases are data (`line_phrases.toml`); a line is looked up in sets and in small buckets by its
first letters or one of its words, so that the number of languages costs nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files

MAX_LINE_CHARS = 240
"""Longer lines are prose and are not compared."""

MAX_START_CHARS = 160
"""A longer line that begins like a request goes on as prose."""

MAX_LEAD_CHARS = 40
"""What stands before a colon and is longer is a sentence."""

MAX_HEADING_CHARS = 60
"""Longer headings are sentences."""

MAX_SIGNED_CHARS = 80
"""An address or initials with a name before them are no longer."""

MAX_SHARE_WORDS = 9
"""A row of buttons has no more words."""

_TRIM = " :：.…!?¿¡>»→›|-–—•·*。！？।\u200b\u200e\u200f\ufeff"
_SAME = str.maketrans(
    {"’": "'", "ʼ": "'", "ё": "е", "ı": "i", "أ": "ا", "إ": "ا", "آ": "ا", "ي": "ی", "ى": "ی", "ك": "ک"}
    | dict(zip("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ", strict=True))
    | dict.fromkeys((*range(0x64B, 0x653), 0x307, 0x640, 0x200C, 0x200D, 0xAD))
)
_HAS_TWIN = re.compile("[" + "".join(map(chr, _SAME)) + "]")  # few lines need the dear translation
_FRONT = re.compile(r"\W+")
_SEPARATOR = re.compile(r"[:：=＝|»>►▶/／]|\.\.\.|…|\s[–—-]\s")
_MARKS = (".", ",", ":", ";", "!", "?", "،", "؛", "؟", "۔", "।", "։")
# A reporter's address at the end of a short line, and the initials of writer and editor alone ("(rwd/bpr)").
_ADDRESS = re.compile(r"(?:[^\s@]{1,40}\s){0,4}[(\[<]?[\w.+-]{1,64}@[\w-]{1,60}\.[\w.-]{2,60}[)\]>]?")
_INITIALS = re.compile(
    r"\([a-z]{2,5}(?:/[a-z]{2,5}){0,3}\)|\([^()\s/]{2,30}/[^()/]{2,40}\)|[^\W\d_]{2,6}/[^\W\d_]{2,6}"
)
_FIRST_DENSE = "\u0e00"
_QUOTED = frozenset('"“”„«»「」『』')


def fold(text: str) -> str:
    """A line as phrases are compared: case, apostrophes, Greek accents, Arabic points and twins made the same."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    plain = plain.replace("’", "'")
    return plain.translate(_SAME) if _HAS_TWIN.search(plain) else plain


def _bare(plain: str) -> str:
    """A folded line without bullets before it and punctuation behind it."""
    front = _FRONT.match(plain)
    return (plain[front.end() :] if front else plain).rstrip(_TRIM)


def _phrases(kind: str) -> frozenset[str]:
    return frozenset(
        _bare(fold(phrase.strip()))
        for language in _DATA.values()
        for phrase in language.get(kind, "").replace("\n", "|").split("|")
        if phrase.strip()
    )


def _buckets(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Beginnings by their first two letters."""
    buckets: dict[str, list[str]] = {}
    for phrase in phrases:
        buckets.setdefault(phrase[:2], []).append(phrase)
    return {letters: tuple(bucket) for letters, bucket in buckets.items()}


def _by_word(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Phrases by the longest of their words, alone and with what may stand behind the last one."""
    by_word: dict[str, list[str]] = {}
    for phrase in phrases:
        word = max(phrase.split(), key=len)
        for mark in ("", *_MARKS) if phrase.endswith(word) else ("",):
            by_word.setdefault(word + mark, []).append(phrase)
    return {word: tuple(found) for word, found in by_word.items()}


_DATA: Mapping[str, Mapping[str, str]] = tomllib.loads(
    (files("headwater.extract") / "line_phrases.toml").read_text(encoding="utf-8")
)
_HEADINGS = _phrases("headings")
_LINES = _HEADINGS | _phrases("labels")
_LEADS = _phrases("leads")
_STARTS = _buckets(_phrases("starts"))
_PLEAS = _phrases("pleas")
_DENSE_PLEAS = tuple(phrase for phrase in _PLEAS if max(phrase) >= _FIRST_DENSE)
_SPACED_PLEAS = _by_word(phrase for phrase in _PLEAS if max(phrase) < _FIRST_DENSE)
_CALLINGS = _phrases("callings")
_DENSE_CALLINGS = tuple(word for word in _CALLINGS if max(word) >= _FIRST_DENSE or " " in word)
_RIGHTS = ("©", "(c) ", "copyright ")
_SHARING = """
share tweet pin email e-mail print save facebook twitter x linkedin whatsapp telegram reddit pinterest copy link more
instagram threads bluesky messenger viber vk line on via by or and
"""
_SHARE_WORDS = frozenset(_SHARING.split())
_READING_TIME = (
    r"\d{1,3}\s*(?:min(?:ute)?s?\.?|мин(?:ут[аы]?)?\.?|хв(?:илин[аи]?)?\.?|minuti?|minutos?|minuten|minuter|minutter|"
    r"minuty?|dakika|dk|menit|phút|分钟?|分鐘|分で読めます|분|นาที|मिनट|মিনিট|دقائق|دقیقه|דקות)[ -]?"
    r"(?:read|reading(?: time)?|lesezeit|de lecture|de lectura|de leitura|di lettura|чтения|leestijd|lästid|lesetid|"
    r"læsetid|lukuaika|czytania|čtení|читання|okuma|membaca|đọc|阅读|閱讀|읽기)?\W*"
)
_COUNT = (
    r"\d[\d.,]*\s*[km]?\s*(?:comments?|shares?|views?|likes?|kommentare?|commentaires?|comentarios?|comentários|commenti|"
    r"reacties|kommentarer|комментари\w+|просмотр\w*|коментар\w*|yorum|komentarz\w*|评论|評論|留言|コメント|댓글|تعليق\w*|"
    r"نظر|תגובות|komentar\w*|bình luận|ความคิดเห็น)[\s.]*"
)
_CLOCK = r"\d{1,2}\s?[时時点點시](?:\s?\d{1,2}\s?[分분])?"
_NUMBERED = re.compile(f"(?:{_READING_TIME}|{_COUNT}|{_CLOCK})")
_SHARE = re.compile(
    r"(?:share|tweet|send|post|pin|e-?mail) (?:this|it|the|on|to|via|with|by)\b.{0,60}|"
    r"(?:e-?mail|print|save)(?: this)? (?:article|story|page).{0,40}"
)
_CLICK = re.compile(
    r"(?:click|tap) (?:here )?(?:to|on) (?:share|print|email|tweet|subscribe|enlarge|expand|copy).{0,100}"
)
_JOIN = re.compile(
    r"(?:please )?(?:subscribe|sign up|join|register|log ?in|sign in)\b(?: now| here| today| free)?"
    r"(?: (?:to|for|with|and|our|the|us)\b.{0,120})?[.!:]*"
)
_READ = re.compile(
    r"(?:read|see|watch|listen|learn|find out|discover|view|click|check)(?: also| more| next| this| here| it| now)"
    r"(?: about| on| at| from| in| stories)?\s*(?::|>|»|→|\.\.\.|…).{0,200}"
)
_CONSENT = re.compile(
    r"by (?:clicking|signing up|subscribing|submitting|entering|providing|continuing)\b.{0,200}\byou\b.*"
)
_SHORTCODE = re.compile(r"(?:cta_module|shortcode|embed|ad|advert|gallery|video|image|podcast)(?:[ _-]?\w+)?[\])]?")
_PAGE_OF = re.compile(
    r"\w+ \d{1,3} (?:of|de|di|von|sur|van|av|af|z|ze|od|din|iš|no|из|з|от|απο|/) ?\d{1,3}(?: [^\d.!?]{0,30})?"
)
_PAGES = """
page seite página pagina pàgina sida side sivu strona strana stránka stran stranica страница страна сторінка старонка
σελιδα oldal sayfa puslapis lapa
"""
_BY_FIRST_WORD: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(_PAGES.split(), _PAGE_OF),
    **dict.fromkeys(("share", "tweet", "send", "post", "pin", "email", "e-mail", "print", "save"), _SHARE),
    **dict.fromkeys(("click", "tap"), _CLICK),
    **dict.fromkeys(("please", "subscribe", "sign", "join", "register", "log", "login"), _JOIN),
    **dict.fromkeys(("read", "see", "watch", "listen", "learn", "find", "discover", "view", "check"), _READ),
    "by": _CONSENT,
}


def is_section_heading(text: str) -> bool:
    """Whether a heading opens something that is not the article: related links, comments, tags, author box."""
    if len(text) > MAX_HEADING_CHARS:
        return False
    bare = _bare(fold(text))
    return bare in _HEADINGS or (bare.endswith(")") and _bare(bare.rpartition("(")[0]) in _HEADINGS)


def tells_calling(text: str) -> bool:
    """Whether a line says what people of the press do: it tells who an author is."""
    plain = fold(text)
    if not _CALLINGS.isdisjoint(word.strip("".join(_MARKS)) for word in plain.split()):
        return True
    return not plain.isascii() and any(word in plain for word in _DENSE_CALLINGS)


def is_boilerplate_line(text: str) -> bool:
    """Whether a whole line is a label, a button, a copyright line, a link to something else or a request to readers."""
    if len(text) > MAX_LINE_CHARS:
        return False
    plain = fold(text)
    bare = _bare(plain)
    if not bare or bare in _LINES or plain.startswith(_RIGHTS) or not any(map(str.isalpha, bare)):
        return True
    if len(text) <= MAX_SIGNED_CHARS and _is_signed(text):
        return True
    return _has_lead(bare) or _asks(bare) or _is_button(bare)


def _is_signed(text: str) -> bool:
    """Whether a line is a reporter's address, a name before it perhaps, or the initials of those who made the text."""
    if "@" in text:
        return _ADDRESS.fullmatch(text) is not None
    return (text[0] == "(" or "/" in text) and _INITIALS.fullmatch(text) is not None


def _has_lead(bare: str) -> bool:
    """Whether a line begins with a label like "Read also:"."""
    separator = _SEPARATOR.search(bare, 0, MAX_LEAD_CHARS + 2)
    return separator is not None and bare[: separator.start()].rstrip(_TRIM) in _LEADS


def _asks(bare: str) -> bool:
    """Whether a line asks its reader to subscribe, to follow, to give, to report."""
    bucket = _STARTS.get(bare[:2])
    if bucket and len(bare) <= MAX_START_CHARS and bare.startswith(bucket) and _begins(bare, bucket):
        return True
    known = _SPACED_PLEAS.keys() & bare.split()
    pleas = [plea for word in known for plea in _SPACED_PLEAS[word]] if known else []
    if not bare.isascii() and max(bare) >= _FIRST_DENSE:
        pleas.extend(_DENSE_PLEAS)
    return any(plea in bare for plea in pleas) and _QUOTED.isdisjoint(bare)


def _begins(bare: str, bucket: tuple[str, ...]) -> bool:
    """Whether one of the beginnings ends where a word does; Hebrew, Arabic and dense scripts join theirs."""
    return any(
        bare.startswith(start) and (len(bare) == len(start) or start[-1] > "\u0590" or not bare[len(start)].isalnum())
        for start in bucket
    )


def _is_button(bare: str) -> bool:
    if bare[0].isdigit():
        return _NUMBERED.fullmatch(bare) is not None
    first = bare.partition(" ")[0]
    pattern = _BY_FIRST_WORD.get(first)
    if pattern is not None and pattern.fullmatch(bare):
        return True
    if first in _SHARE_WORDS or first.rstrip(",|/") in _SHARE_WORDS:
        words = re.split(r"[\s,|/·•]+", bare)
        return len(words) <= MAX_SHARE_WORDS and _SHARE_WORDS.issuperset(words)
    return _SHORTCODE.fullmatch(bare) is not None and bare[-1] in "])_"
