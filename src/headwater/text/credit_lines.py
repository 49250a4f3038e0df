"""Reading the lines in which a text says where it came from, in the world's languages.

"Source: Nordtele", "Først publisert av …", "本文首发于…", "© 2026 …", "PARIS (AFP) —", or a bare link at the end.
The wordings are data (`credit_phrases.toml`). Nothing here decides what a credit is worth; lines that credit a
picture are told apart and give nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from headwater.model.article import CreditKind
from headwater.text.credit_phrases import CreditLine, Phrase, credit_table, fold, languages, preposition_pattern
from headwater.text.datelines import read_dateline, read_signature

__all__ = [
    "CreditLine",
    "first_link",
    "fold",
    "is_original_label",
    "languages",
    "read_credit_line",
    "read_dateline",
    "read_signature",
]

MAX_LINE_CHARS = 300  # a longer paragraph is text, whatever words it holds
MAX_LABEL_CHARS = 48
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 9
MAX_UNFRAMED_CHARS = 140  # a line without "this article …" before its phrase must be this short
MAX_LEAD_CHARS = 90  # what may stand before the phrase
MAX_FILLER_CHARS = 40  # "first published *on 3 May 2026* by …"
MAX_LINK_WORDS_CHARS = 200  # the headline beside a bare link
MAX_LINK_LAST_CHARS = 120  # the same, where the link closes the line: longer ones are lists of references
MAX_ORIGINAL_CHARS = 110  # "Read the original article on …"
MAX_REST_CHARS = 12  # "Read the original article *here.*"
MAX_SIGNATURE_WORDS = 3
MAX_CLAUSES = 4
MAX_WITH_CHARS = 48
_CLAUSE = re.compile(r"[;；。]\s*|[.,，、]\s+|\s[–—|/]\s")

_URL = re.compile(r"https?://[^\s<>\"'“”«»()\[\]{}，。、）】]+|https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_OPENERS = " \t\n\u00a0\u200b\u200e\u200f([{（【〔「『<*•●■▪►▶→➡–—―-|_~#>"
_CLOSERS = " \t\n\u00a0\u200b\u200e\u200f)]}）】〕」』>*|_~–—―-"
_SEPARATOR = re.compile(r"[:：﹕|–—-]")  # a line without one of these has no label
_LABEL = re.compile(
    rf"^([^:：﹕=|\n]{{1,{MAX_LABEL_CHARS}}}?)\s*(?:[:：﹕]|\s[–—-]\s|\|)\s*(\S.*)$",
    re.DOTALL,
)
_LICENCE = re.compile(r"creative commons|\bcc[ -]by|\bcc0\b", re.IGNORECASE)
_LICENSED = re.compile(
    r"^(?:[^\W\d_]{2,12}\s*[:：]\s*)?(?P<name>[^,;|()]{2,60}?)\s*+[,;|(/–-]*+\s*+"
    r"(?:(?:licen[sc]ed |published |lisensiert |lizenziert )?(?:under|unter)\s+(?:an?\s+)?)?"
    r"\(?(?:cc[ -]by|creative commons)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^(?:copyright|©|ⓒ|\(c\)|авторские права|все права|حقوق النشر|版权|版權|著作権|저작권)"
    r"(?:\s*(?:©|ⓒ|\(c\)|copyright|[:：]|by\b))*\s*(?:\d{4}(?:\s*[-–—,/]\s*\d{2,4})?)?\s*(?:by\b|[,:：.–—-])?\s*(?P<name>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COPYRIGHT_STARTS = frozenset("cC©ⓒⒸ(аАвВح版著저")  # the first characters of the above
_PICTURE_OWNER = re.compile(
    r"getty|shutterstock|imago|alamy|handout|press service|istock|unsplash|pixabay|flickr|scanpix|wikimedia"
    r"|\bvia\b|press ?office|picture.?alliance|\bepa\b|depositphotos|flickr|photo|foto",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"(?<=\w\w\w)[.]\s|[。!！।]\s|[.。।]$|[,;|，、；(（\[\n]|\s[–—|•·-]+\s"
    r"|\s(?:under|with permission|and is|and was|and has|as part of|unter|bajo|sous|all rights|alle rechte"
    r"|tous droits|todos los|todos os|tutti i|все права|を|に)\b"
    r"|\s(?:on|am|le|el|em|den|il|op|dne|в|от)\s(?=\W*\d)|\s\d{1,4}[./-]\d|\s\d{1,2}\.?\s+[^\W\d_]+\s+\d{4}"
    r"|[\s,]\d{4}\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"^\W*[^\W\d_]+\.?,?\s+\d{4}\b")
_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|los|las|il|lo|os|as|de|het|az?|l['’])\s+")
_QUOTES = "\"'“”„«»‹›‘’「」『』《》〈〉"
_LANGUAGE_WORDS = re.compile(
    r"^(?:the\s+|original\s+)*(?:(?:english|french|german|spanish|italian|portuguese|russian|ukrainian|arabic|chinese|mandarin"
    r"|cantonese|japanese|korean|hindi|urdu|turkish|persian|farsi|hebrew|polish|dutch|swedish|norwegian|danish|finnish"
    r"|greek|czech|slovak|hungarian|romanian|bulgarian|serbian|croatian|thai|vietnamese|indonesian|kazakh|swahili)\b"
    r"|dem\s|der\s[a-zäöü]+en\b|l['’]|inglés|english|englisch|francés|alemán|английского|английской|русского|англійської|engelsk|engelska)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(?:\(|（|/)(?P<name>[^\W\d_][^()/（）<>|=.,!?]{1,23})(?:\)|）|/)\.?$")
_SIGNATURE_STARTS = frozenset("(（/")
_SOCIAL = re.compile(
    r"^https?://(?:[\w-]+\.)*(?:twitter\.com|x\.com|facebook\.com|fb\.com|fb\.me|instagram\.com|t\.me|telegram\.(?:me|org)"
    r"|youtube\.com|youtu\.be|whatsapp\.com|wa\.me|tiktok\.com|linkedin\.com|patreon\.com|vk\.com|ok\.ru|threads\.net"
    r"|bsky\.app|pinterest\.[a-z.]+|apps\.apple\.com|play\.google\.com|paypal\.com|paypal\.me|t\.co|bit\.ly|buff\.ly|creativecommons\.org)(?:[/:?#]|$)",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:subscribe|sign up|follow|join|donate|download|click|newsletter|register|podcast|listen|watch|buy|shop"
    r"|support us|read also|also read|related|abonnier|abonnez|suscr|iscriv|подпис|підпис)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def read_credit_line(line: str) -> CreditLine | None:
    """What `line` (one paragraph) says about its text's origin, or None where it says nothing or credits a picture."""
    if len(line) > MAX_LINE_CHARS:
        return read_dateline(line)
    body = line.strip().lstrip(_OPENERS)
    if not body:
        return None
    has_label = _SEPARATOR.search(body) is not None
    found = _read_label(line, body) if has_label else None
    if found is not None:
        return found
    found = _read_statement(line, body, has_label=has_label)
    return None if found is None or _is_picture_line(body) else found


def _read_statement(line: str, body: str, *, has_label: bool) -> CreditLine | None:
    """What `line` says without a label, surest first; a dear reader is only asked where its sign stands in the line."""
    folded = fold(body)
    first = line.lstrip()[0]
    return (
        _read_phrase(line, body, folded)
        or (_read_licence(line, body) if "cc" in folded or "creative commons" in folded else None)
        or (_read_copyright(line, body) if first in _COPYRIGHT_STARTS else None)
        or (_read_signature(line) if first in _SIGNATURE_STARTS else None)
        or (_read_bare_link(line) if "://" in body else None)
        or (_read_clauses(line, body) if has_label else None)
        or read_dateline(line)
        or (_read_with(line, body) if len(body) <= MAX_WITH_CHARS and " " in body else None)
    )


def _read_clauses(line: str, body: str) -> CreditLine | None:
    """A label in a later clause: "Übersetzt aus dem Englischen; Original: Nordtele"."""
    if len(body) > MAX_UNFRAMED_CHARS:
        return None
    clauses = _CLAUSE.split(body)
    if not 1 < len(clauses) <= MAX_CLAUSES:
        return None
    return next((found for clause in clauses[1:] if (found := _read_label(line, clause.lstrip(_OPENERS)))), None)


def _read_with(line: str, body: str) -> CreditLine | None:
    """A short line that is nothing but "with" or "from" and a name: "Avec Radio Garrigue"."""
    word, _, rest = body.partition(" ")
    if word.isupper() or fold(word) not in credit_table().alone or body.rstrip()[-1] in ".!?:":
        return None
    name = _clean_name(rest)
    if not name or not name[0].isupper() or name.rstrip(".") != rest.strip().rstrip("."):
        return None
    return CreditLine(kind=CreditKind.VISIBLE_SOURCE, text=line.strip(), name=name)


def first_link(line: str) -> str:
    """The first http(s) address in `line` without trailing punctuation, or empty."""
    match = _URL.search(line)
    return match[0].rstrip(".,;:!?'\"’”»") if match else ""


def is_original_label(line: str) -> bool:
    """Whether a short line says nothing but that its link leads to the original ("Read the original article here")."""
    if len(line) > MAX_LABEL_CHARS:
        return False
    folded = fold(line.strip().lstrip(_OPENERS))
    wordings = credit_table().originals
    if not folded.startswith(wordings):
        return False
    start = next(wording for wording in wordings if folded.startswith(wording))
    if not _stands_alone(folded, 0, len(start)):
        return False
    return len(folded[len(start) :].strip(_CLOSERS + ".:：。")) <= MAX_REST_CHARS


def _read_label(line: str, body: str) -> CreditLine | None:
    match = _LABEL.match(body)
    if not match:
        return None
    kind = credit_table().labels.get(fold(match[1]).strip(_OPENERS + _CLOSERS))
    if kind is None:
        return None
    rest = match[2].strip(_CLOSERS)
    name = _clean_name(rest)
    url = first_link(rest)
    if not url and (not name or len(rest) > MAX_UNFRAMED_CHARS):
        return None
    if kind is CreditKind.VISIBLE_SOURCE and _LICENCE.search(rest):
        kind = CreditKind.LICENCE_ATTRIBUTION
    return CreditLine(kind=kind, text=line.strip(), name=name, url=url)


def _is_picture_line(body: str) -> bool:
    label = re.split(r"[:：=]|\s[–—-]\s|\s", fold(body), maxsplit=1)[0]
    whole = _LABEL.match(body)
    return label in credit_table().pictures or bool(whole and fold(whole[1]).strip() in credit_table().pictures)


def _names_picture(lead: str) -> bool:
    return any(word.strip(_OPENERS + _CLOSERS) in credit_table().pictures for word in lead.split())


def _read_phrase(line: str, body: str, folded: str) -> CreditLine | None:
    table = credit_table()
    for index, start, end in table.automaton.find_matches_as_indexes(folded, overlapping=True):
        if start > MAX_LEAD_CHARS or not _stands_alone(folded, start, end):
            continue
        for meaning in table.meanings[index]:
            found = _origin_beside(body, folded, (start, end), meaning)
            if found is not None:
                return CreditLine(kind=_kind_of(meaning, body), text=line.strip(), name=found, url=first_link(body))
    return None


def _kind_of(meaning: Phrase, body: str) -> CreditKind:
    if meaning.role == "translated":
        return CreditKind.TRANSLATION
    return CreditKind.LICENCE_ATTRIBUTION if _LICENCE.search(body) else CreditKind.VISIBLE_SOURCE


def _origin_beside(body: str, folded: str, span: tuple[int, int], meaning: Phrase) -> str | None:
    """The origin's name beside a phrase; "" where only a link stands there, None where the phrase says nothing."""
    start, end = span
    if meaning.role == "after":
        name = _clean_name(_without_work(body[:start]))
        return name or None
    if start and not (
        any(folded.startswith(word) for word in credit_table().work) and not _names_picture(folded[:start])
    ):
        return None
    if not start and len(body) > MAX_UNFRAMED_CHARS and not first_link(body):
        return None
    rest = body[end:]
    offset = 0 if meaning.role == "translated" else _after_preposition(folded[end:], meaning.language)
    if offset < 0:
        return None
    rest = _ARTICLE.sub("", rest[offset:].lstrip(_OPENERS + ":："))
    name = "" if _MONTH_YEAR.match(rest) else _clean_name(rest)
    if meaning.role == "translated" and _LANGUAGE_WORDS.match(name):
        name = ""
    if not name:
        return "" if first_link(rest) else None
    return name if _looks_like_a_name(name) else None


def _after_preposition(rest: str, language: str) -> int:
    """Where the name begins after an optional filler and a preposition; -1 where neither that nor a colon follows."""
    colon = re.match(r"\s*[:：]\s*|\s*(?=https?://)", rest)
    if colon and colon[0] is not None:
        return colon.end()
    words = credit_table().prepositions[language]
    if not words or not rest[:1].isspace():  # scripts without spaces may have the preposition right here
        return next((len(word) for word in words if word and rest.startswith(word)), 0)
    pattern = preposition_pattern(language, MAX_FILLER_CHARS)
    match = pattern.match(rest)
    if match:
        return match.end()
    return 0 if "" in words else -1


def _without_work(lead: str) -> str:
    """The words before a verb-last phrase without "this article" and its like."""
    text = lead.strip(_OPENERS)
    for _ in range(3):
        folded = fold(text)
        word = max((w for w in credit_table().work if folded.startswith(w)), key=len, default="")
        if not word:
            break
        text = text[len(word) :].lstrip(_OPENERS + ",，、:：はがを")
    return text


def _clean_name(text: str) -> str:
    """The organisation's name at the start of `text`: up to the first sign that it is over, without quotation marks."""
    text = _URL.sub("\n", text.strip().lstrip(_QUOTES)).strip()
    text = re.sub(r"^\(?www\.\S+|^\d{4}\s+", "", text)
    end = _NAME_ENDS.search(text)
    name = text[: end.start()] if end else text
    name = name.strip().strip(_CLOSERS + _OPENERS + _QUOTES + ".:：,").strip()
    if not 1 < len(name) <= MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS:
        return ""
    return name


def _looks_like_a_name(name: str) -> bool:
    """Whether a capital, a digit-free caseless script, or a domain starts the name: not a running sentence."""
    first = next((c for c in name if c.isalpha()), "")
    return bool(first) and (first.isupper() or first.lower() == first.upper() or "." in name.split()[0])


def _read_licence(line: str, body: str) -> CreditLine | None:
    match = _LICENSED.match(body)
    if not match or not _looks_like_a_name(match["name"]) or re.search(r"\b(?:is|are|ist|est|work)\b", match["name"]):
        return None
    name = _clean_name(match["name"])
    if not name:
        return None
    return CreditLine(kind=CreditKind.LICENCE_ATTRIBUTION, text=line.strip(), name=name, url=first_link(body))


def _read_copyright(line: str, body: str) -> CreditLine | None:
    match = _COPYRIGHT.match(line.strip())
    if not match or _PICTURE_OWNER.search(body) or "/" in _URL.sub("", match["name"]):
        return None
    name = _clean_name(match["name"])
    if not name or not _looks_like_a_name(name):
        return None
    return CreditLine(kind=CreditKind.COPYRIGHT, text=line.strip(), name=name, url=first_link(body))


def _read_signature(line: str) -> CreditLine | None:
    match = _SIGNATURE.match(line.strip())
    if not match or not _looks_like_a_name(match["name"]) or len(match["name"].split()) > MAX_SIGNATURE_WORDS:
        return None
    return CreditLine(kind=CreditKind.AGENCY, text=line.strip(), name=match["name"].strip())


def _read_bare_link(line: str) -> CreditLine | None:
    text = line.strip()
    url = first_link(text)
    if not url or _SOCIAL.match(url):
        return None
    rest = text.replace(url, "", 1).strip()
    if not (text.startswith(url) or text.endswith(url)) or _URL.search(rest):
        return None
    if len(rest) > MAX_LINK_WORDS_CHARS or _CALL.search(rest):
        return None
    if (
        rest
        and not text.startswith(url)
        and (len(rest) > MAX_LINK_LAST_CHARS or rest[-1] in ":：" or rest[0].isdigit())
    ):
        return None
    return CreditLine(kind=CreditKind.TRAILING_LINK, text=text, url=url)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether a phrase is no part of a longer word (scripts without spaces have no such bound)."""
    before, first, last, after = folded[start - 1 : start], folded[start], folded[end - 1], folded[end : end + 1]
    return not (_is_bound(before) and _is_bound(first)) and not (_is_bound(last) and _is_bound(after))


def _is_bound(char: str) -> bool:
    return char.isalpha() and not (
        "\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af"
    )
