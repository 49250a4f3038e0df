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
    r"submitted|compiled|by line|opinion|column)\s+(?:and\s+\w+\s+)?by|by|author(?:'?s|’s|\(s\)| names?(?:\(s\))?)?|"
    r"authored by|von|autor(?:in|en)?|"
    r"text|ein (?:bericht|kommentar|gastbeitrag|interview) von|aus \w+ von|par|propos recueillis par|auteur[e·.]*s?|"
    r"por|autora?(?:es)?|"
    r"escrito por|texto|di|a cura di|autore|de|door|geschreven door|tekst|af|av|skrevet av|skriven av|text av|"
    r"foto og tekst|"
    r"kirjoittanut|teksti|autorzy|tekst|napisał[ao]?|opracował[ao]?|autoři|napsal[ao]?|autori|szerző|írta|scris de|"
    r"autorul|de către|piše|пише|од|аўтар(?:ка)?|marubuci|oprac\.|opracowanie|"
    r"avtor(?:ica|ji)?|autori?ca|συντάκτης|γράφει (?:ο|η)|του|της|επιμέλεια|автор(?:ы|и|ка)?|текст|подготовил[аи]?|"
    r"беседовал[аи]?|"
    r"материал подготовил[аи]?|записал[аи]?|от|пише|авторка|yazan|yazar|haber(?:i)?|müəllif|мүəллиф|авторы|"
    r"بقلم|كتب(?:ت)?|إعداد|تحرير|نویسنده|خبرنگار|گزارش|تحریر|"
    r"ავტორი|հեղինակ|מאת|כתב(?:ה)?|लेखक|द्वारा|लेखन|লেখক|লিখেছেন|প্রতিবেদক|எழுதியவர்|"
    r"రచయిత|"
    r"โดย|ผู้เขียน|เรื่อง|文|作者|撰文|撰稿|采写|记者|記者|文[・／/]|筆者|著者|執筆者?|取材・文|글|기자|작성자|저자|"
    r"oleh|penulis|reporter|tác giả|theo|bài|na|imeandikwa na|mwandishi|daga|mawallafi|qoraa|ngu|egilea|per|"
    r"nga|autorius|autorė|autors|autore|höfundur|muallif|бэлтгэсэн|муаллиф|автори|аутор|нав[иы]санда|"
    r"রিপোর্ট|লেখা|रिपोर्ट|રિપોર્ટ|લેખક|ਲੇਖਕ|ലേഖകൻ|തയ്യാറാക്കിയത്|ಬರಹ|ಲೇಖಕ|రచన|లేఖకుడు|ලියන්නේ|ጸሐፊ|ዘገባ|"
    r"ໂດຍ|ដោយ|ရေးသားသူ|مراسل|لیکوال|مصنف|رپورٹ|سیکنر|نووسەر)\s*[:：՝]|"
    r"(?:written|posted|published|words|story|text|article|reporting|reported|analysis|reviewed|created|submitted|"
    r"compiled)\s+(?:and\s+\w+\s+)?by|"
    r"by|von|par|por|di|door|af|av|nga|από τ(?:ον|ην)|του|της|автор|авторы|текст|بقلم|كتب(?:ت)?|إعداد|מאת|โดย|"
    r"ໂດຍ|ដោយ|oleh|"
    r"tác giả|文[・／/]|文/|記者|记者|撰文|piše|piše:|autor|oprac\.|opracował[ao]?|auteur|author|szerző|marubuci,)"
    r"(?:(?<=[:：՝・／/])|(?=[\s:：・|–-]))[\s:：՝・|–-]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[,|•·–—/／(（\[]|\s-\s|\b(?:in|for|from|with|aus|für|à|en|para|per|di)\s(?-i:(?=[A-ZÀ-Þ]))|\b(?:updated|"
    r"published|posted|on|at)\b|"
    r"기자|記者|记者|특파원|통신원|記事|報導|报道|報道|특별취재|【|】).*$",
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
_ROLE_END = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|columnist|producer|photographer|contributor|analyst|director|"
    r"professor|manager|officer|attorney|lawyer|fellow|expert|specialist|candidate)s?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:;|\||•|·|/|&|\+|、|،|؛|，|\n)\s*|\s+(?:and|with|und|et|avec|y|e|con|ed|en|og|och|ja|i|a|és|és|și|in|и|та|і|"
    r"й|ve|və|және|و|və|और|एवं|এবং|dan|và|na|și)\s+",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"[(（<\[]?(?<![\w.])@[\w.]{2,40}[)）>\]]?|[(（<\[]?[\w.+-]{1,64}@[\w.-]{1,80}[)）>\]]?")
_EAST_ASIAN_ROLE = re.compile(
    r"^(?:本报|本報|本刊|本网|本紙|新华社|新華社|中新社|中央社)?(?:实习|實習|特约|特約|首席|高级|資深|客員)?"
    r"(?:记者|記者|通讯员|通訊員|撰稿人|評論員|评论员|編集委員|論説委員|特派員|支局長)[\s:：]*"
)
_CHINESE = re.compile(r"^(?:(?:本报|新华社|本刊|本网)?(?:实习|特约)?记者|作者|撰文|撰稿|采写)")
_PLACE = re.compile(r"\s(?:in|reporting from)\s(?=[A-ZÀ-Þ])[^,;&|]{1,40}?(?=,|;|&|\||\sand\s|$)")
_NICKNAME = re.compile(r"""(?<=\w )["“”„«»'‘’][^"“”„«»<>@]{1,20}["“”»'’](?= \w)""")
_BAD = re.compile(r"https?:|www\.|@|\.(?:com|org|net|de|fr|co|ru|info)\b|\d|[<>{}=_#*\"“”„«»?!:%$€]", re.IGNORECASE)
_INVERTED = re.compile(r"((?!(?i:by|von|dr)\b)[A-ZÀ-Þ][a-zß-ÿ'’-]{1,30}),\s+([A-ZÀ-Þ][a-zß-ÿ'’-]{1,30}(?: [A-Z]\.)?)")
_IS_TIME = re.compile(r"\d{1,4}(?:[-./:hH]\d|\D{0,3}\s*[^\W\d_]|\s|,|$)")
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
# Where a name ends and a statement about time begins, in words that are no names.
_LABEL_WORDS = """
updated published posted last aktualisiert veröffentlicht erstellt stand publié publiée mis modifié actualizado
publicado atualizado aggiornato pubblicato bijgewerkt gepubliceerd uppdaterad publicerad oppdatert publisert opdateret
publiceret offentliggjort päivitetty julkaistu zaktualizowano aktualizacja opublikowano aktualizováno publikováno
vydáno frissítve megjelent actualizat publicat objavljeno ažurirano обновлено опубликовано оновлено опубліковано
güncelleme güncellendi yayınlanma yayımlanma giriş diperbarui diterbitkan cập xuất imesasishwa ενημέρωση δημοσίευση
عدل تحديث نشر نُشر منتشر تاریخ עודכן פורסם प्रकाशित अपडेट প্রকাশ প্রকাশিত হালনাগাদ เผยแพร่ อัปเดต 입력 수정 등록
"""
_LABELS = frozenset(_LABEL_WORDS.split())
_JOINTS_WORDS = """
am on at le el il em på den dne a à om kl - – — , | · • ، monday tuesday wednesday thursday friday saturday sunday mon
tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi
mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì
giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag
woensdag donderdag vrijdag zaterdag zondag понедельник вторник среда четверг пятница суббота воскресенье senin selasa
rabu kamis jumat sabtu minggu pazartesi salı çarşamba perşembe cuma cumartesi pazar
"""
_JOINTS = frozenset(_JOINTS_WORDS.split())
_NEVER_IN_NAMES_WORDS = """
the to by for in on at from with and or your our my read more full bio articles posts stories min minute minutes
courtesy clipboard copy share edited updated published best top new how what why vs use design type style
category tag tags role company case text size news press privacy terms policy subscribe newsletter comment
comments view all about contact follow us tips official guidance login sign menu search
"""
_NEVER_IN_NAMES = frozenset(_NEVER_IN_NAMES_WORDS.split())
_NOT_NAMES_WORDS = """
admin author authors editor staff unknown anonymous none null undefined user guest share follow subscribe
contact about updated published profile view all posts more by read article team website home photo image video
source credit super wordpress root автор редактор фото red
"""
_NOT_NAMES = frozenset(_NOT_NAMES_WORDS.split())


def is_full_name(text: str) -> bool:
    """Two to five words, capitalised but for particles: what a person's name alone looks like in cased scripts."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or not is_name(text) or is_desk(text):
        return False
    folded = [part.casefold().strip(".,") for part in parts]
    if any(part in _NEVER_IN_NAMES for part in folded) or max(map(len, folded)) < 2:
        return False
    if any(part.endswith(("'s", "’s")) for part in folded):
        return False  # "Lantern's Standards"
    if parts[-1] in _PARTICLES:
        return False  # "Agosto de"
    return all(
        part[0].isupper() or part[0].lower() == part[0].title() or low in _PARTICLES
        for part, low in zip(parts, folded, strict=True)
    )


def is_role(text: str) -> bool:
    """Whether a short line names what somebody is ("Tech writer", "Korrespondentin in Wien")."""
    return len(text) <= MAX_NAME_CHARS and bool(_ROLE.match(text) or _ROLE_END.search(text))


def is_shown_name(name: str) -> bool:
    """Whether a name read off the visible page has none of the words that buttons and teasers are made of."""
    return not any(word in _NEVER_IN_NAMES for word in name.casefold().split())


def split_names(text: str) -> list[str]:
    """The parts of a byline that may be names, cleaned of "By", roles, credentials, contacts and times."""
    text = squash(text).strip(" \u200e\u200f|•·–—-【】[]")
    if "@" in text:
        text = _CONTACT.sub(" ", text).strip()
    text = _before_label(text)
    if text[:3].casefold() == "by ":
        text = _PLACE.sub("", text)
    is_chinese = _CHINESE.match(text) is not None
    text = BY.sub("", text)
    if ORGANISATION.search(text) and "," not in text:
        return [text]
    inverted = _INVERTED.fullmatch(text)
    if inverted and not any(agency_of(part) or is_desk(part) or _ROLE.match(part) for part in inverted.groups()):
        return [f"{inverted[2]} {inverted[1]}"]
    names: list[str] = []
    has_role = False
    for part in _SPLIT.split(text):
        for index, piece in enumerate(re.split(r"\s*,\s*", part)):
            piece = _clean(piece)
            if index and (
                _ROLE.match(piece) or _ROLE_END.search(piece) or _CREDENTIAL.match(piece) or piece.startswith("The ")
            ):
                has_role = True
                break  # a role or an outlet follows the name, and nothing after it is a name
            is_later = bool((index and names) or has_role)
            if piece and not _ROLE.match(piece) and (not is_later or _looks_like_person(piece, is_strict=has_role)):
                names += _han_names(piece) if is_chinese else [piece]
    if "&" in text and len(names) > 1 and len({name.casefold() for name in names}) == 1:
        return [text]  # a firm: "Nessel & Nessel"
    return names


def _before_label(text: str) -> str:
    """A byline without the statement about time behind it ("Nuria Salcedo Actualizado 23/11/2026 14:05")."""
    if not any(map(str.isdigit, text)):
        return text
    parts = text.split()
    at = next((n for n, part in enumerate(parts) if n and part.casefold().strip(".:：|") in _LABELS), len(parts))
    rest = " ".join(parts[at:])
    return " ".join(parts[:at]) if any(map(str.isdigit, rest)) else text


def _han_names(piece: str) -> list[str]:
    """Chinese names in a row ("李明 王芳"), which need no more than a space between them."""
    parts = piece.split()
    return parts if all(2 <= len(part) <= 4 and not part.isascii() for part in parts) else [piece]


def _clean(piece: str) -> str:
    piece = re.sub(r"^(?:and|und|et|y|e|og|och|i|и|та|و)\s+", "", piece, flags=re.IGNORECASE)
    piece = _EAST_ASIAN_ROLE.sub("", BY.sub("", piece))
    piece = _without_date(_TAIL.sub("", piece) if len(piece) > 3 else piece)
    if parse_stated(piece, origin="") is not None:
        return ""
    bare = piece.strip(" .,;:|/–—-•·()[]（）【】\u200e\u200f")
    return bare + "." if piece.endswith((" Jr.", " Sr.")) else bare


def _without_date(piece: str) -> str:
    """A name without the time that stands right behind it ("Maud Keller Updated Monday 23 November 2026")."""
    words_ = piece.split()
    label = next((at for at, word in enumerate(words_) if at and word.casefold().strip(".:：") in _LABELS), None)
    if label is not None:
        return " ".join(_without_joints(words_[:label]))
    digit = next((at for at, char in enumerate(piece) if char.isdigit()), -1)
    if digit < MIN_NAME_BEFORE_DATE or piece[digit - 1] != " " or not _IS_TIME.match(piece, digit):
        return piece
    parts = _without_joints(piece[:digit].split())
    if len(parts) > 1 and month_of(parts[-1].casefold().strip(".")):
        parts = parts[:-1]
    return " ".join(_without_joints(parts))


def _without_joints(parts: list[str]) -> list[str]:
    """Words without those at their end that lead from a name to a date: "on", "le", a day of the week."""
    while len(parts) > 1 and parts[-1].casefold().strip(".,") in _JOINTS:
        parts = parts[:-1]
    return parts


def _looks_like_person(piece: str, *, is_strict: bool) -> bool:
    if is_strict:
        return is_full_name(piece)
    return 2 <= len(piece.split()) <= MAX_NAME_WORDS or agency_of(piece) != ""


def is_name(name: str) -> bool:
    """Whether a text can be a person's name in any script."""
    if (
        not 2 <= len(name) <= MAX_NAME_CHARS
        or len(name.split()) > MAX_NAME_WORDS
        or _BAD.search(_NICKNAME.sub("", name))
    ):
        return False
    if name.casefold() in _NOT_NAMES or not any(char.isalpha() for char in name):
        return False
    first = next(char for char in name if char.isalpha())
    is_cased = first.title() != first.lower()  # Georgian has capitals, but titles names without them
    tokens = name.split()
    if is_cased and len(tokens) > 1 and not any(token[:1].isupper() for token in tokens):
        return False
    return not (is_cased and len(tokens) == 1 and (name.casefold() in _NOT_NAMES or len(name) < 3))
