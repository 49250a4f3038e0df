"""What a person's name looks like, in any script, and what stands around names in bylines."""

from __future__ import annotations

import re

from headwater.extract._agencies import agency_of, is_desk
from headwater.text.dates import parse_stated
from headwater.text.months import month_of
from headwater.text.words import squash

MAX_NAME_CHARS = 60
"""Longer "names" are sentences."""

MIN_NAME_BEFORE_DATE = 5
"""A name before a date in one line has at least so many characters."""

MAX_NAME_WORDS = 6
"""The longest real bylines (Iberian, Arabic, with particles) have six words."""

# "By" and its like, before or after which the name stands.
BY = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|words|story|text|article|report(?:ed|ing)?|analysis|review(?:ed)?|created|"
    r"submitted|compiled|by line|opinion|column)\s+(?:and\s+\w+\s+)?by|by|author(?:s|\(s\))?|authored by|von|"
    r"autor(?:in|en)?|"
    r"text|ein (?:bericht|kommentar|gastbeitrag|interview) von|aus \w+ von|par|propos recueillis par|auteur[e·.]*s?|"
    r"por|autora?(?:es)?|"
    r"escrito por|texto|di|a cura di|autore|de|door|geschreven door|tekst|af|av|skrevet av|skriven av|text av|"
    r"foto og tekst|"
    r"kirjoittanut|teksti|autorzy|tekst|napisał[ao]?|opracował[ao]?|autoři|napsal[ao]?|autori|szerző|írta|scris de|"
    r"autorul|de către|piše|"
    r"avtor(?:ica|ji)?|autori?ca|συντάκτης|γράφει (?:ο|η)|του|της|επιμέλεια|автор(?:ы|и|ка)?|текст|подготовил[аи]?|"
    r"беседовал[аи]?|"
    r"материал подготовил[аи]?|записал[аи]?|от|пише|авторка|yazan|yazar|haber(?:i)?|müəllif|мүəллиф|авторы|"
    r"بقلم|كتب(?:ت)?|إعداد|تحرير|نویسنده|خبرنگار|گزارش|تحریر|"
    r"ავტორი|հեղինակ|מאת|כתב(?:ה)?|लेखक|द्वारा|लेखन|লেখক|লিখেছেন|প্রতিবেদক|எழுதியவர்|"
    r"రచయిత|"
    r"โดย|ผู้เขียน|文|作者|撰文|记者|記者|編輯|编辑|責任編輯|责任编辑|文[・／/]|筆者|著者|執筆者?|取材・文|글|기자|작성자|저자|"
    r"oleh|penulis|tác giả|theo|bài|na|imeandikwa na|mwandishi)\s*[:：]|"
    r"(?:written|posted|published|words|story|text|article|reporting|reported|analysis|reviewed|created|submitted|"
    r"compiled)\s+(?:and\s+\w+\s+)?by|"
    r"by|von|par|por|di|door|af|av|από τ(?:ον|ην)|του|της|автор|авторы|текст|بقلم|كتب(?:ت)?|إعداد|מאת|โดย|oleh|"
    r"tác giả|文[・／/]|文/|記者|记者|撰文)"
    r"(?:(?<=[:：・／/])|(?=[\s:：・|–-]))[\s:：・|–-]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[,|•·–—/(（\[]|\s-\s|\b(?:in|for|from|with|aus|für|à|en|para|per|di)\s(?-i:(?=[A-ZÀ-Þ]))|\b(?:updated|"
    r"published|posted|on|at)\b|"
    r"기자|記者|记者|특파원|통신원|記事).*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:senior|chief|deputy|associate|assistant|contributing|managing|executive|staff|special|guest|freelance|"
    r"former|lead|head of|"
    r"editor|reporter|correspondent|writer|author|journalist|columnist|producer|photographer|contributor|analyst|"
    r"director|"
    r"professor|phd|ph\.d\.?|mba|cpa|esq|jr|sr|ceo|cto|cfo|coo|founder|co-founder|president|manager|"
    r"redakteur(?:in)?|korrespondent(?:in)?|journaliste?|periodista|redactor(?:a)?|corresponsal|giornalista|redattore|"
    r"corrispondente|"
    r"jornalista|repórter|editora?|verslaggever|redacteur|journalist|reporter|toimittaja|dziennikarz|redaktor(?:ka)?|"
    r"novinář|"
    r"журналист(?:ка)?|корреспондент|редактор|обозреватель|колумнист|кореспондент|muhabir|yazar|editör|"
    r"مراسل|محرر|صحفي|کارشناس|خبرنگار|기자|특파원|記者|记者)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|\||•|·|/|&|\+|、|،|؛|，|\n)\s*|\s+(?:and|with|und|et|avec|y|e|con|ed|en|og|och|ja|i|a|és|és|și|in|и|та|і|"
    r"й|ve|və|және|و|və|और|एवं|এবং|dan|và|na|și)\s+",
    re.IGNORECASE,
)
_BAD = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|fr|co|ru|info)\b|\d|[<>{}=_#*\"“”„«»?!:%$€]", re.IGNORECASE)
_CREDENTIAL = re.compile(r"^(?:[A-Z][A-Za-z]{0,3}\.?){1,4}$|^(?:[A-Z]{2,6}(?:-[A-Z]+)*)$")
ORGANISATION = re.compile(
    r"\b(?:center|centre|university|institute|council|committee|association|foundation|department|ministry|college|"
    r"hospital|clinic|society)\b",
    re.IGNORECASE,
)
_PARTICLES_WORDS = """
de da do dos das del della di du des la le el al bin ibn ben bint van von der den ter ten zu af av y e i of st
't mac ap abu ul
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_NEVER_IN_NAMES_WORDS = """
the to by for in on at from with and or your our my read more full bio articles posts stories min minute minutes
courtesy clipboard copy share edited updated published best top new how what why vs use design type style
category tag tags role company case text size news press privacy terms policy subscribe newsletter comment
comments view all about contact
"""
_NEVER_IN_NAMES = frozenset(_NEVER_IN_NAMES_WORDS.split())
_NOT_NAMES_WORDS = """
admin author authors editor staff unknown anonymous none null undefined user guest share follow subscribe
contact about updated published profile view all posts more by read article team website home photo image video
source credit super wordpress root автор редактор фото
"""
_NOT_NAMES = frozenset(_NOT_NAMES_WORDS.split())


def is_full_name(text: str) -> bool:
    """Two to five words, capitalised but for particles: what a person's name alone looks like in cased scripts."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or not is_name(text) or is_desk(text):
        return False
    folded = [part.casefold().strip(".,") for part in parts]
    if any(part in _NEVER_IN_NAMES for part in folded):
        return False
    return all(
        part[0].isupper() or part[0].lower() == part[0].title() or low in _PARTICLES
        for part, low in zip(parts, folded, strict=True)
    )


def is_shown_name(name: str) -> bool:
    """Whether a name read off the visible page has none of the words that buttons and teasers are made of."""
    return not any(word in _NEVER_IN_NAMES for word in name.casefold().split())


def split_names(text: str) -> list[str]:
    """The parts of a byline that may be names, cleaned of "By", roles, credentials and times."""
    text = BY.sub("", squash(text).strip(" \u200e\u200f|•·–—-"))
    if ORGANISATION.search(text) and "," not in text:
        return [text]
    names: list[str] = []
    for part in _SPLIT.split(text):
        for index, piece in enumerate(re.split(r"\s*,\s*", part)):
            piece = _clean(piece)
            if index and (_ROLE.match(piece) or _CREDENTIAL.match(piece) or piece.startswith("The ")):
                break  # a role or an outlet follows the name, and nothing after it is a name
            if piece and not _ROLE.match(piece) and (not index or not names or _looks_like_person(piece)):
                names.append(piece)
    return names


def _clean(piece: str) -> str:
    piece = re.sub(r"^(?:and|und|et|y|e|og|och|i|и|та|و)\s+", "", piece, flags=re.IGNORECASE)
    piece = BY.sub("", piece)
    piece = _without_date(_TAIL.sub("", piece) if len(piece) > 3 else piece)
    if parse_stated(piece, origin="") is not None:
        return ""
    return piece.strip(" .,;:|/–—-•·()[]（）\u200e\u200f")


def _without_date(piece: str) -> str:
    """A name without the date that stands right behind it ("Maud Keller 23 November 2026")."""
    digit = next((at for at, char in enumerate(piece) if char.isdigit()), -1)
    if digit < MIN_NAME_BEFORE_DATE or piece[digit - 1] != " ":
        return piece
    parts = piece[:digit].split()
    return " ".join(parts[:-1] if month_of(parts[-1].casefold()) else parts)


def _looks_like_person(piece: str) -> bool:
    return 2 <= len(piece.split()) <= MAX_NAME_WORDS or agency_of(piece) != ""


def is_name(name: str) -> bool:
    """Whether a text can be a person's name in any script."""
    if not 2 <= len(name) <= MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS or _BAD.search(name):
        return False
    if name.casefold() in _NOT_NAMES or not any(char.isalpha() for char in name):
        return False
    first = next(char for char in name if char.isalpha())
    is_cased = first.title() != first.lower()  # Georgian has capitals, but titles names without them
    tokens = name.split()
    if is_cased and len(tokens) > 1 and not any(token[:1].isupper() for token in tokens):
        return False
    return not (is_cased and len(tokens) == 1 and (name.casefold() in _NOT_NAMES or len(name) < 3))
