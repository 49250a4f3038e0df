"""Reading the lines in which a text says where it came from, in the world's languages.

"Source: Nordtele", "Først publisert av …", "本文首发于…", "© 2026 …", "PARIS (AFP) —", or a bare link at the end.
The wordings are data (`credit_phrases.toml`). Nothing here decides what a credit is worth; lines that credit a
picture are told apart and give nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from headwater.model.article import CreditKind

MAX_LINE_CHARS = 300  # a longer paragraph is text, whatever words it holds
MAX_LABEL_CHARS = 48
MAX_NAME_CHARS = 80
MAX_NAME_WORDS = 9
MAX_UNFRAMED_CHARS = 140  # a line without "this article …" before its phrase must be this short
MAX_LEAD_CHARS = 90  # what may stand before the phrase
MAX_FILLER_CHARS = 40  # "first published *on 3 May 2026* by …"
MAX_LINK_WORDS_CHARS = 200  # the headline beside a bare link
MAX_LINK_LAST_CHARS = 120  # the same, where the link closes the line: longer ones are lists of references
MAX_DATELINE_CHARS = 110
MAX_SIGNATURE_WORDS = 3
MAX_CLAUSES = 4
MAX_WITH_CHARS = 48
_CLAUSE = re.compile(r"[;；。]\s*|[.,，、]\s+|\s[–—|/]\s")

_URL = re.compile(r"https?://[^\s<>\"'“”«»()\[\]{}，。、）】]+|https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_OPENERS = " \t\n\u00a0\u200b\u200e\u200f([{（【〔「『<*•●■▪►▶→➡–—―-|_~#>"
_CLOSERS = " \t\n\u00a0\u200b\u200e\u200f)]}）】〕」』>*|_~–—―-"
_LABEL = re.compile(
    rf"^([^:：﹕=|\n]{{1,{MAX_LABEL_CHARS}}}?)\s*(?:[:：﹕]|\s[–—-]\s|\|)\s*(\S.*)$",
    re.DOTALL,
)
_LICENCE = re.compile(r"creative commons|\bcc[ -]by|\bcc0\b", re.IGNORECASE)
_LICENSED = re.compile(
    r"^(?:[^\W\d_]{2,12}\s*[:：]\s*)?(?P<name>[^,;|()]{2,60}?)\s*[,;|(/–-]*\s*"
    r"(?:(?:licen[sc]ed |published |lisensiert |lizenziert )?(?:under|unter)\s+(?:an?\s+)?)?"
    r"\(?(?:cc[ -]by|creative commons)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^(?:copyright|©|ⓒ|\(c\)|авторские права|все права|حقوق النشر|版权|版權|著作権|저작권)"
    r"(?:\s*(?:©|ⓒ|\(c\)|copyright|[:：]|by\b))*\s*(?:\d{4}(?:\s*[-–—,/]\s*\d{2,4})?)?\s*(?:by\b|[,:：.–—-])?\s*(?P<name>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PICTURE_OWNER = re.compile(
    r"getty|shutterstock|imago|alamy|handout|press service|istock|unsplash|pixabay|flickr|scanpix|wikimedia"
    r"|\bvia\b|press ?office|picture.?alliance|\bepa\b|depositphotos|flickr|photo|foto",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"(?<=\w\w\w)[.]\s|[。!！।]\s|[.。।]$|[,;|，、；(（\[\n]|\s[–—|•·-]+\s"
    r"|\s+(?:under|with permission|and is|and was|and has|as part of|unter|bajo|sous|all rights|alle rechte"
    r"|tous droits|todos los|todos os|tutti i|все права|を|に)\b"
    r"|\s+(?:on|am|le|el|em|den|il|op|dne|в|от)\s+(?=\W*\d)|\s+\d{1,4}[./-]\d|\s+\d{1,2}\.?\s+[^\W\d_]+\s+\d{4}"
    r"|[\s,]+\d{4}\b",
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
_SURROGATE = re.compile("[\ud800-\udfff]")  # half characters: the automaton takes UTF-8 only
_SIGNATURE = re.compile(r"^(?:\(|（|/)(?P<name>[^\W\d_][^()/（）<>|=.,!?]{1,23})(?:\)|）|/)\.?$")
_MONTH_DAY = r"(?:[^\W\d_]{2,12}\.?\s+\d{1,2}|\d{1,2}\.?\s*[^\W\d_]{0,12}\.?|\d{1,2}[./]\d{1,2}\.?)(?:[,.]?\s+\d{4})?"
_NAME = r"[^()/（）\[\]【】]{2,40}"
_SURE_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        # "PARIS (AFP) —", "MOSKVA, 12 nov. /TASS/.", "Vinterdal, Nov 3 [Nordtele] -"
        rf"^(?P<place>[^\W\d_a-z][^():/\[\]—–\d]{{1,45}}?)(?:[,.]\s*{_MONTH_DAY})?[,.]?\s*"
        rf"(?:[(（\[](?P<name>{_NAME})[)）\]]\s*[-–—―]|/(?P<name2>{_NAME})/\s*[-–—―.])",
        # "(ANSA) - ROMA, 3 NOV -"
        rf"^\((?P<name>{_NAME})\)\s*[-–—―]\s*(?P<place>[^\W\d_a-z]{{2}})",
        # "(서울=연합뉴스) …", "[서울=뉴시스]"
        r"^[(\[【](?P<place>[^()\[\]【】=]{1,12})=(?P<name>[^()\[\]【】=]{2,20})[)\]】]",
        # "【ロンドン共同】"
        r"^【(?P<name>[^【】\s]{3,14})】(?P<place>)",
        # "新华社北京11月12日电"
        r"^(?P<name>[\u4e00-\u9fff]{1,6}社)(?P<place>[\u4e00-\u9fff·]{1,10}?)(?:\d{1,2}月)?\d{1,2}日?(?:电|電)",
    )
)
# "ASTANA. KAZINFORM –", "Київ. УНІАН.", "دمشق - سانا -", "ROMA - ANSA -": only for names that are known
_LOOSE_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^\W\d_]{1,20}(?: [^\W\d_]{2,20})?)\s*(?:\.\s|,\s|\s?[-–—/]\s?)"
    r"(?P<name>[^\W\d_][^-–—:/.,()]{1,24}?)\s*[-–—:/.]\s"
)
_LOOSE_BRACKETS = re.compile(rf"^(?P<place>[^()/\[\]]{{0,60}}?)[(/（\[【](?P<name>{_NAME})[)/）\]】]")


@dataclass(frozen=True, kw_only=True, slots=True)
class CreditLine:
    """What one line says about where the text came from; `text` is the line verbatim, `name` and `url` may be empty."""

    kind: CreditKind
    text: str
    name: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Phrase:
    role: str  # "phrase", "after", "translated"
    language: str


@dataclass(frozen=True, slots=True)
class _Table:
    labels: dict[str, CreditKind]
    pictures: frozenset[str]
    alone: frozenset[str]
    work: tuple[str, ...]
    prepositions: dict[str, tuple[str, ...]]
    needles: tuple[str, ...]
    meanings: tuple[tuple[_Phrase, ...], ...]
    automaton: AhoCorasick


@lru_cache(maxsize=2048)
def read_credit_line(line: str) -> CreditLine | None:
    """What `line` (one paragraph) says about its text's origin, or None where it says nothing or credits a picture."""
    if len(line) > MAX_LINE_CHARS:
        return read_dateline(line)
    body = line.strip().lstrip(_OPENERS)
    found = _read_label(line, body) if body else None
    if found is None and body and not _is_picture_line(body):
        readers = (_read_phrase, _read_licence, _read_copyright, _read_signature, _read_bare_link, _read_clauses)
        found = next((credit for reader in readers if (credit := reader(line, body))), None)
        found = found or read_dateline(line) or _read_with(line, body)
    return found


def _read_clauses(line: str, body: str) -> CreditLine | None:
    """A label in a later clause: "Übersetzt aus dem Englischen; Original: Nordtele"."""
    clauses = _CLAUSE.split(body)
    if len(body) > MAX_UNFRAMED_CHARS or not 1 < len(clauses) <= MAX_CLAUSES:
        return None
    return next((found for clause in clauses[1:] if (found := _read_label(line, clause.lstrip(_OPENERS)))), None)


def _read_with(line: str, body: str) -> CreditLine | None:
    """A short line that is nothing but "with" or "from" and a name: "Avec Radio Garrigue"."""
    word, _, rest = body.partition(" ")
    name = _clean_name(rest)
    if fold(word) not in _table().alone or not name or len(body) > MAX_WITH_CHARS or not name[0].isupper():
        return None
    if name.rstrip(".") != rest.strip().rstrip(".") or body.rstrip()[-1] in ".!?:":
        return None
    return CreditLine(kind=CreditKind.VISIBLE_SOURCE, text=line.strip(), name=name)


def read_dateline(paragraph: str, known: Callable[[str], bool] | None = None) -> CreditLine | None:
    """The agency named in a dateline at the start of a paragraph ("PARIS (AFP) —").

    Without `known`, only forms that hardly mean anything else; with it, looser forms too, and only known names.
    """
    head = paragraph.lstrip()[:MAX_DATELINE_CHARS]
    patterns = _SURE_DATELINES if known is None else (*_SURE_DATELINES, _LOOSE_BRACKETS, _LOOSE_DATELINE)
    for pattern in patterns:
        match = pattern.match(head)
        if match is None:
            continue
        groups = match.groupdict()
        name = (groups["name"] or groups.get("name2") or "").rpartition("=")[2].strip(" .,")
        if known(name) if known else _is_dateline(groups["place"] or "", name):
            return CreditLine(kind=CreditKind.DATELINE, text=match[0].strip(), name=name)
    return None


def _is_dateline(place: str, name: str) -> bool:
    """Whether place and agency look like such: capitalised words, few of them, no figures."""
    words = [word for word in re.split(r"[\s,.]+", place) if word]
    capitalised = all(not word[0].islower() for word in words)
    return capitalised and len(words) <= 4 and len(name.split()) <= 4 and not any(c.isdigit() for c in name)


def read_signature(paragraph: str) -> CreditLine | None:
    """The name in brackets or slashes that closes a paragraph ("… said the mayor. (NTB)"), unchecked."""
    match = re.search(
        r"[(/（\[]([^()/（）\[\]]{2,30})[)/）\]]\.?\s*$|\s[–—-]\s([^\W\d_][\w ]{1,24})\s*$", paragraph[-60:]
    )
    if not match:
        return None
    return CreditLine(kind=CreditKind.AGENCY, text=match[0].strip(), name=(match[1] or match[2]).strip())


def first_link(line: str) -> str:
    """The first http(s) address in `line` without trailing punctuation, or empty."""
    match = _URL.search(line)
    return match[0].rstrip(".,;:!?'\"’”»") if match else ""


def _read_label(line: str, body: str) -> CreditLine | None:
    match = _LABEL.match(body)
    if not match:
        return None
    kind = _table().labels.get(fold(match[1]).strip(_OPENERS + _CLOSERS))
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
    return label in _table().pictures or bool(whole and fold(whole[1]).strip() in _table().pictures)


def _names_picture(lead: str) -> bool:
    return any(word.strip(_OPENERS + _CLOSERS) in _table().pictures for word in lead.split())


def _read_phrase(line: str, body: str) -> CreditLine | None:
    table = _table()
    folded = fold(body)
    for index, start, end in table.automaton.find_matches_as_indexes(folded, overlapping=True):
        if start > MAX_LEAD_CHARS or not _stands_alone(folded, start, end):
            continue
        for meaning in table.meanings[index]:
            found = _origin_beside(body, folded, (start, end), meaning)
            if found is not None:
                return CreditLine(kind=_kind_of(meaning, body), text=line.strip(), name=found, url=first_link(body))
    return None


def _kind_of(meaning: _Phrase, body: str) -> CreditKind:
    if meaning.role == "translated":
        return CreditKind.TRANSLATION
    return CreditKind.LICENCE_ATTRIBUTION if _LICENCE.search(body) else CreditKind.VISIBLE_SOURCE


def _origin_beside(body: str, folded: str, span: tuple[int, int], meaning: _Phrase) -> str | None:
    """The origin's name beside a phrase; "" where only a link stands there, None where the phrase says nothing."""
    start, end = span
    if meaning.role == "after":
        name = _clean_name(_without_work(body[:start]))
        return name or None
    if start and not (any(folded.startswith(word) for word in _table().work) and not _names_picture(folded[:start])):
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
    words = _table().prepositions[language]
    if not words or not rest[:1].isspace():
        return 0
    pattern = _preposition_pattern(language)
    match = pattern.match(rest)
    if match:
        return match.end()
    return 0 if "" in words else -1


@lru_cache(maxsize=256)
def _preposition_pattern(language: str) -> re.Pattern[str]:
    words = sorted(filter(None, _table().prepositions[language]), key=len, reverse=True)
    choice = "|".join(re.escape(word) for word in words)
    return re.compile(rf"(?:\s[^.:]{{0,{MAX_FILLER_CHARS}}}?)?\s(?:{choice})(?:\s*[:：])?(?:\s+|(?<='))(?=\D)")


def _without_work(lead: str) -> str:
    """The words before a verb-last phrase without "this article" and its like."""
    text = lead.strip(_OPENERS)
    for _ in range(3):
        folded = fold(text)
        word = max((w for w in _table().work if folded.startswith(w)), key=len, default="")
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


def _read_signature(line: str, body: str) -> CreditLine | None:
    match = _SIGNATURE.match(line.strip())
    if not match or not _looks_like_a_name(match["name"]) or len(match["name"].split()) > MAX_SIGNATURE_WORDS:
        return None
    return CreditLine(kind=CreditKind.AGENCY, text=line.strip(), name=match["name"].strip())


def _read_bare_link(line: str, body: str) -> CreditLine | None:
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


def fold(text: str) -> str:
    """Lower case without a change of length, so that offsets hold; curly apostrophes become straight."""
    lowered = _SURROGATE.sub("\ufffd", text).lower()
    if len(lowered) != len(text):
        lowered = "".join(
            c.lower() if len(c.lower()) == 1 else ("i" if c == "İ" else c) for c in _SURROGATE.sub("\ufffd", text)
        )
    return lowered.replace("’", "'")


def languages() -> frozenset[str]:
    """The BCP 47 codes of the languages whose credit lines are read."""
    return frozenset(_phrases())


@lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("headwater.text").joinpath("credit_phrases.toml").read_text("utf-8"))


def _entries() -> Iterator[tuple[str, str, str]]:
    for language, roles in _phrases().items():
        for role, wordings in roles.items():
            for wording in wordings:
                yield language, role, fold(wording)


@lru_cache(maxsize=1)
def _table() -> _Table:
    labels: dict[str, CreditKind] = {}
    needles: dict[str, list[_Phrase]] = {}
    for language, role, wording in _entries():
        if role in ("source", "phrase", "after"):
            labels.setdefault(wording, CreditKind.VISIBLE_SOURCE)
        if role == "translated":
            labels[wording] = CreditKind.TRANSLATION
        if role in ("phrase", "after", "translated"):
            needles.setdefault(wording, []).append(_Phrase(role, language))
    pictures = frozenset(wording for _, role, wording in _entries() if role == "picture")
    ordered = tuple(sorted(needles, key=len, reverse=True))
    return _Table(
        labels={label: kind for label, kind in labels.items() if label not in pictures},
        pictures=pictures,
        alone=frozenset(wording for _, role, wording in _entries() if role == "alone"),
        work=tuple(sorted({wording for _, role, wording in _entries() if role == "work"}, key=len, reverse=True)),
        prepositions={
            language: tuple(fold(word) for word in roles.get("by", ())) for language, roles in _phrases().items()
        },
        needles=ordered,
        meanings=tuple(tuple(needles[needle]) for needle in ordered),
        automaton=AhoCorasick(list(ordered), matchkind=MatchKind.Standard),
    )
