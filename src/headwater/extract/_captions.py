"""A picture's caption and its credit apart, by the labels, signs and agencies that picture desks write.

The labels ("Foto", "写真", "صورة") are data: the `picture` wordings of `text/credit_phrases.toml`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from headwater.extract._agencies import agency_of
from headwater.text.credit_phrases import fold, wordings
from headwater.text.words import squash

MAX_BARE_WORDS = 6
"""A name that follows a label without a colon ("Beeld Anna Berg") has at most so many words."""

MAX_CAPTION_CHARS = 2_000
"""Longer captions are paragraphs in the wrong place; no credit is looked for in them."""

MAX_TOLD_CHARS = 100
"""A credit with what screen readers are told before it is no longer."""

MIN_TITLED_CHARS = 3
"""From this length on an agency's initials may be written as a name in brackets: "(Ansa)"."""

MAX_AGENCY_WORDS = 3
"""Words in capitals before "FOTO/" that belong to the agency's name."""

MIN_CAPTION_WORDS = 4
"""A credit before its caption is followed by at least so many words."""

# What stands before a credit in captions and is no picture word of any one language.
_MORE_LABELS = """
zdroj|izvor|извор|źródło|forrás|šaltinis|allikas|avots|kilde|källa|lähde|πηγή|джерело|источник|източник|sursa|
sursa foto|ဓာတ်ပုံ|រូបថត|រូបភាព|படம்|ചിത്രം|ছবি|फोटो|फ़ोटो|तस्वीर|तस्बिर|तस्विर|ඡායාරූප|ඡායාරූපය|فوٹو|منبع تصویر|مصدر الصورة|
гэрэл зургийг|гэрэл зураг|сурет|фото|foto|լուսանկար|լուսանկարը|ფოტო|תמונה|
photography|photographie|pic|still|courtesy of|courtesy|handout|bildrechte|abbildung|quelle|fuente|fonte|source|crediti
créditos|crédits|crédito|crédit|credit|credits|kredit|fotografii|fotografie|fotografi|imágenes|imagens|snímka|afbeelding
φωτογραφια|фотографія|фотография|иллюстрация|отвор|עיבוד|تصویر از|عکس از|फोटो साभार|फोटो सौजन्य|提供|撮影|그래픽|자료|dok
zdj.|zdj|fot.|fot|nuotr.|φωτ.|φωτ|dok.|foto.
"""
_CREDIT_WORDS = (
    r"credits?|source|by|courtesy(?: of)?|von|par|de|di|por|av|af|door|přes|via|od|от|від|από|של|quelle|crédit|"
    r"provided by|از|bởi|oleh|โดย|제공|출처"
)


def _labels() -> tuple[str, ...]:
    own = [fold(wording) for roles in wordings().values() for wording in roles.get("picture", ())]
    more = [label for label in _MORE_LABELS.replace("\n", "|").split("|") if label]
    return tuple(sorted({*own, *more}, key=len, reverse=True))


_ALL_LABELS = _labels()
_LABEL_WORDS = frozenset(_ALL_LABELS)
_AUTOMATON = AhoCorasick(list(_ALL_LABELS), matchkind=MatchKind.Standard)
_COMPOUNDS = ("foto", "bild", "bilde", "billede", "kuva", "beeld")
_COMPOUNDED = frozenset(index for index, label in enumerate(_ALL_LABELS) if label in _COMPOUNDS)
_LABEL = "(?:" + "|".join(map(re.escape, _ALL_LABELS)) + rf"|[^\W\d_]{{2,20}}(?:{'|'.join(_COMPOUNDS)}))"
_BEFORE = r"(?:^|(?<=[\s.,;:!?。，、()（\[|/／＝=–—\u200f-]))"
_SAID_BEHIND = rf"\s*(?:(?:{_CREDIT_WORDS})\b|[/・：:=＝©،៖|]|\(c\))"
_AFTER_LABEL = re.compile(_SAID_BEHIND)
# Beyond Latin, and in three letters of it, patterns that ignore case and lower case differ.
_ODD_CASE = re.compile("[ıſµ\u0250-\u1fff\u2070-\U0010ffff]")
_LABELLED = re.compile(
    rf"{_BEFORE}(?:cr[eé]dit[oi]?s?\s+)?{_LABEL}(?:{_SAID_BEHIND})+\s*[:：=]?\s*"
    r"(?P<name>[^\n]{2,160})$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    rf"{_BEFORE}(?:fot|zdj|φωτ|nuotr|dok|foto)\.\s*(?P<name>(?-i:[^\W\d_])[^\n]{{1,160}})$", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<=[.!?)»”\"|])\s+(?:foto|fotó|bild|beeld|kuva|photo|photos|фото|billede|bilde|fotoğraf|ảnh|"
    r"гэрэл зургийг|picha na)\s+"
    r"(?P<name>(?-i:[A-ZÀ-ÞА-Я]|dpa\b)[^\n.]{1,80})\.?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:©|\(c\)|ⓒ|copyright\b)\s*:?\s*(?P<name>[^\n©]{2,160})$", re.IGNORECASE)
_BRACKETED = re.compile(
    r"[(（\[]\s*(?P<name>(?=[^()（）\[\]]*(?:/|photo|foto|getty|reuters|\bafp\b|\bap\b|\bepa\b|\bdpa\b|via|courtesy|©|"
    r"фото|写真|사진|图|image|credit|handout|pool\b))[^()（）\[\]]{2,140}(?:[(（][^()（）]{1,40}[)）][^()（）\[\]]{0,40})?)"
    r"\s*[)）\]]\s*\.?$",
    re.IGNORECASE,
)
_LABELLED_IN_BRACKETS = re.compile(
    rf"[(（\[【]\s*{_LABEL}\s*(?:[:：=＝/・]|\s[–—-]|(?<=[촬撮摄攝影영])\s)\s*(?P<name>[^()（）\[\]【】]{{2,100}})[)）\]】]\s*[.。]?$",
    re.IGNORECASE,
)
_LAST_BRACKETS = re.compile(r"[(（\[【]\s*(?P<name>[^()（）\[\]【】]{2,80})\s*[)）\]】]\s*[.。]?$")
# Arabic and Persian desks close a caption with its owner in brackets: "(وكالة الساحل)"; sides and years are none.
_ARABIC_OWNER = re.compile(
    r"\s[(（]\s*(?P<name>(?!(?:ال)?(?:يمين|يسار|وسط|أعلى|أسفل|راست|چپ)\b)"
    r"[\u0620-\u06ff][\u0600-\u06ff .ـ/-]{1,40})[)）]\s*[.]?$"
)
_SLASHED = re.compile(
    r"(?:^|(?<=[.!?。|]\s)|(?<=[.!?。|]))\s*(?P<name>[^\W\d_](?:[\w '’&-]|\.(?!\s)){1,50}"
    r"(?:\s*/\s*(?:[\w '’&-]|\.(?!\s)){2,50}){1,4})\s*\.?$"
)
_COURTESY = re.compile(r"(?:^|(?<=[\s.,;:!?(]))courtesy(?: of)?:?\s+(?P<name>[^\n]{2,120})$", re.IGNORECASE)
_AGENCY_END = re.compile(
    r"(?:^|(?<=[.!?。|–—]\s)|(?<=[.!?。|]))\s*(?P<name>(?:[^\W\d_](?:[\w'’-]|\.(?!\s)){0,40}\.?(?:(?<=\b\w\.)|(?<!\.))"
    r"(?:\s*(?:—|–|//?|\|)\s*|\s+)){0,6}?(?:via\s+)?(?:Getty Images?|AFP|"
    r"REUTERS|Reuters|AP(?: Photo)?|EPA(?:-EFE)?|dpa|Shutterstock|iStock|Alamy|"
    r"Unsplash|Pixabay|Pexels|Wikimedia Commons|Flickr|Depositphotos|Adobe Stock|picture[- ]alliance|"
    r"imago(?: images)?|Scanpix|Bloomberg|"
    r"TASS|ТАСС|РИА Новости|Xinhua|PTI|ANI|EFE|ANSA|Lusa|PAP|ČTK|TASR|MTI|Anadolu|LaPresse|Keystone|Belga|ANP|NTB|"
    r"Ritzau|Lehtikuva|UNIAN|УНІАН))\s*\.?$"
)
# Languages that put the word after the name: "张三 摄", "桟橋＝佐藤健撮影", "연합뉴스 제공", "Jono Petraičio nuotr."
_NAME_FIRST = re.compile(
    r"(?:^|[＝=／/（(\[【]|(?<=[。.!?、，\s]))(?P<name>[^\s＝=／/（）()\[\]【】。、，.]{2,24}"
    r"(?:[ /／][^\s（）()。、，.]{1,20})?)\s*"
    r"(?:撮影|提供|摄影|攝影|供图|供圖|摄|攝|제공|촬영)\s*[）)\]】]?\s*[.。]?$"
    r"|(?:^|(?<=[.!?]\s)|[(/|]\s?)(?P<name2>[^\W\d_](?:[\w-]*|\.)"
    r"(?:(?:\s+|\s*/\s*|(?<=\.))[^\W\d_](?:[\w-]*|\.)){0,3}(?:\s*/)?)\snuotr(?:\.|auka)(?:\s*\))?\s*$"
)
# East Asian captions that end in who took the picture, his role before the name: "（記者方以寧攝）",
# "中島社記者龔品妍攝 115年11月16日", "本文图片均由记者 白露 摄", "남궁산 기자".
_REPORTER = re.compile(
    r"(?:[（(\[【]\s*|(?:^|(?<=[。.!?！？，,\s）)]))(?:本文|以上)?(?:图片|圖片|照片)?(?:均|皆|由|為|为){0,2})?"
    r"(?:[^\s。.!?！？，,（）()\[\]【】：:]{0,8}?(?:记者|記者)|通讯员|通訊員|受访者|受訪者|(?:视觉|視覺)[^\s。（）]{0,4})\s*"
    r"(?P<name>[^\s。.!?！？，,（）()\[\]【】：:]{2,12}?(?:[ 、/／][^\s。.!?！？，,（）()：:]{2,8}?){0,3})\s*"
    r"(?:撮影|提供|摄影|攝影|拍摄|拍攝|摄|攝|翻攝)\s*[）)\]】]?\s*(?:[\d年月日/.-]{4,20})?\s*[.。]?$"
    r"|(?<=[.!?。])\s*(?:/\s*)?(?P<name2>[가-힣]{2,4})\s*(?:인턴|선임|수습|객원|전문|사진)?(?:기자|특파원)(?:\s*[\w.+-]{1,60}@[\w.-]{3,80})?$"
)
_AFTER_EQUALS = re.compile(r"[＝=](?P<name>[^\s＝=（）()。、]{2,16})\s*[）)]?$")
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[.!?。؟।|–—]))\s*+(?P<name>[^\n.!?。|]{2,40})\s*\.?$")
_OWNER_NAMES = """
getty|getty images|afp|reuters|ap|ap photo|epa|dpa|shutterstock|istock|alamy|unsplash|pixabay|pexels|flickr
wikimedia commons|adobe stock|depositphotos|bloomberg|handout|courtesy
"""
_OWNERS = frozenset(_OWNER_NAMES.strip().replace("\n", "|").split("|"))
_PATTERNS = (
    _REPORTER,
    _LABELLED_IN_BRACKETS,
    _BRACKETED,
    _LABELLED,
    _ABBREVIATED,
    _SIGN,
    _COURTESY,
    _BARE,
    _NAME_FIRST,
    _ARABIC_OWNER,
    _SLASHED,
    _AGENCY_END,
)
_WITHOUT_LABEL = tuple(one for one in _PATTERNS if one not in (_LABELLED, _LABELLED_IN_BRACKETS))
_FIRST_IN_BRACKETS = re.compile(
    rf"^[(（\[]\s*{_LABEL}\s*[:：/=]\s*(?P<name>[^()（）\[\]]{{2,100}})[)）\]]\s*", re.IGNORECASE
)
_FIRST_SENTENCE = re.compile(
    rf"^{_LABEL}\s*(?:(?:{_CREDIT_WORDS})\b\s*)?[:：]\s*(?P<name>(?:[^\n.|]|\.(?=\S)|(?<=\b\w)\.){{2,80}})(?:[.|]\s+|\s+[–—-]\s+)(?=\S)",
    re.IGNORECASE,
)
_BY_LABEL = re.compile(
    rf"^[\s(（\[]*(?:(?:cr[eé]dit[oi]?s?\s+)?{_LABEL}(?:\s+(?:credit|source))?"
    rf"(?:\s*[:：=＝/・©|،៖]+|\s+(?:{_CREDIT_WORDS})\b(?!-)\s*[:：]?)|"
    r"(?:by|courtesy of)\b\s*[:：]?|©|\(c\)|ⓒ|copyright\b)[\s:：=©]*",
    re.IGNORECASE,
)
# What screen readers are told before a credit, as some content systems write it: "Image source, Anna Berg".
_TOLD = (
    r"(?:image source|photo source|fuente de la imagen|crédito|crédit photo|автор фото|источник изображения|kaynak|"
    r"chanzo cha picha|xigashada sawirka|asalin hoton|autor fotografije|fotoğraf)\s*,"
)
_TOLD_FIRST = re.compile(_TOLD, re.IGNORECASE)
_SIGNS = re.compile(rf"^(?:{_LABEL}\s*[:：/]|{_TOLD}|©|\(c\)|ⓒ)\s*", re.IGNORECASE)
_BARE_LABEL = re.compile(
    r"^(?:picha na|foto|fotó|fotos|"
    r"bild|beeld|kuva|photo|photos|photograph|фото|billede|bilde|fotoğraf|ảnh|zdjęcie|fot\.|zdj\.|foto\.)\s+"
    r"(?=(?-i:[^\W\d_a-z]))",
    re.IGNORECASE,
)
_NAME_LAST = re.compile(r"\s*(?:撮影|提供|供图|供圖|摄影|攝影|摄|攝|제공|촬영)$|\s+nuotr\.?$")
_PICTURE_LABEL = re.compile(
    r"^\W*(?:sursa |(?:featured|cover|header|lead|main|title)\s+)?"
    r"(?:photo|image|picture|illustration|graphic|foto|bild|grafik|imagen|imagem|immagine|crédit|crédito|credit|"
    r"afbeelding|beeld|billede|kuva|zdj|fot|valokuva|fotó|kép|ljósmynd|mynd|nuotr|attēls|argazkia|ფოტო|լուսանկար|"
    r"obrázek|snímek|snímka|slika|snimka|εικόνα|φωτ|фото|снимка|снимок|сурет|görsel|الصورة|صورة|تصوير|عکس|תמונה|"
    r"צילום|फोटो|फ़ोटो|तस्वीर|छবি|ছবি|ภาพ|ảnh|"
    r"图|圖|摄影|攝影|写真|画像|사진|이미지|picha|gambar)",
    re.IGNORECASE,
)
_PICTURE_WORD = re.compile(r"photo|foto|image|courtesy|getty|©|фото|写真|사진|图|圖|handout", re.IGNORECASE)
_COUNTER = re.compile(
    r"^(?:[(\[]?\d{1,3}\s*(?:/|of|de|von|из|di|sur|van|av|af|su|/)\s*\d{1,3}[)\]]?\b|\d{1,3}\s*[|])\s*[:.|–-]?\s*",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:image caption|photo caption|caption|legenda|légende|bildunterschrift|توضیح تصویر|"
    r"التعليق على الصورة|تصویر کا کیپشن|इमेज कैप्शन|ছবির ক্যাপশান|பட குறிப்பு|ఫొటో క్యాప్షన్|फोटो कॅप्शन|图像加注文字|圖像加註文字|"
    r"画像説明|사진 설명|사진설명|คำบรรยายภาพ|chụp lại hình ảnh|chú thích|"
    r"keterangan gambar|сүрөттүн түшүндүрмөсү|сурет тақырыбы)"
    r"\s*[,:：،、]\s*"
    r"|(?:enlarge (?:this )?image|(?:toggle|hide|show) caption"
    r"|view (?:image|gallery) in fullscreen|click to enlarge|riproduzione riservata|tutti i diritti riservati"
    r"|alle rechte vorbehalten|all rights reserved|tous droits réservés|todos los derechos reservados)",
    re.IGNORECASE,
)
_DANGLING = re.compile(rf"(?:^|(?<=[\s.!?|(（–—-])){_LABEL}(?:\s+(?:{_CREDIT_WORDS}))?\s*[:：/©(（]*$", re.IGNORECASE)
_OWNER_ALONE = re.compile(
    r"^(?:[^\W\d_a-z][\w.'’-]*\s+){2,4}(?:Photography|Images|Pictures|Fotografie|Fotografia|Photos|Photo)$"
    r"|^(?:[^\W\d_a-z][\w.'’-]*\s+){2}for(?:\s+[^\W\d_a-z][\w.'’&-]*){1,3}$"
)
_SOURCE_LABELS = frozenset(
    """
image source|photo source|bildquelle|fuente de la imagen|crédito|crédit photo|crédito da imagem|görsel kaynağı|
источник изображения|джерело зображення|автор фото|图像来源|圖像來源|이미지 출처|画像提供|nguồn hình ảnh|sumber gambar|
ที่มาของภาพ|इमेज स्रोत|छवि स्रोत|ছবির উৎস|பட மூலாதாரம்|ఫొటో సోర్స్|फोटो स्रोत|तस्बिर स्रोत|تصویر کا ذریعہ|مصدر الصورة|منبع تصویر|
şəkil mənbəyi|surat manbasi|сүрөттүн булагы|изображение|chanzo cha picha|maelezo ya picha|asalin hoton|
""".replace("\n", "")
    .strip("|")
    .split("|")
)
_POINTERS = "▲△▼▽◀◁▶▷↑↓←→◆◇■□●○★☆▣◎※"
"""Signs before East Asian captions that point to their picture."""

_TAKEN = ("摄", "攝", "撮影", "攝影", "摄影", "供图", "供圖")
_EDGES = " .,;:|–—-\u200e\u200f"


MAX_CREDIT_TAIL_CHARS = 260
"""A credit ends its caption, label and name together no longer than this; what stands before is not searched."""


def is_caption_line(text: str) -> bool:
    """Whether a line of its own can only be a caption: it ends in a labelled credit, a © or a chain of owners.

    An agency in brackets or at the end is none: so do dispatches end.
    """
    tail = max(0, len(text) - MAX_CREDIT_TAIL_CHARS)
    folded = fold(text[tail:])
    bare = folded.rstrip(")）]】。 ")
    if bare.endswith(_TAKEN) or (bare.endswith("제공") and bare != folded) or text[0] in "▲△":
        return bool(split_credit(text)[1]) or (text[0] in "▲△" and text[-1] in ".。!?！？")
    if "©" in folded or "copyright" in folded or "(c)" in folded or "ⓒ" in folded:
        sign = _SIGN.search(text, tail)
        if sign is not None and sign.start() > 0:
            return True
    if _may_have_label(folded) and (_may_be_labelled(folded) or _ODD_CASE.search(text, tail)):
        labelled = _LABELLED.search(text, tail)
        if labelled is not None and _PICTURE_LABEL.search(text[labelled.start() :]):
            return True
    if not folded.rstrip(". ").endswith((")", "）", "]")):
        return False
    bracketed = _BRACKETED.search(text, tail)
    return bracketed is not None and bool(_PICTURE_WORD.search(bracketed["name"]))


def _may_have_label(folded: str) -> bool:
    """Whether a label begins where a word does, or ends a compound: to look for four hundred by pattern is dear."""
    return any(
        not start or not folded[start - 1].isalnum() or index in _COMPOUNDED
        for index, start, _ in _AUTOMATON.find_matches_as_indexes(folded, overlapping=True)
    )


def _may_be_labelled(folded: str) -> bool:
    """Whether what `_LABELLED` wants behind a label follows one, in letters whose small form is one and the same."""
    return any(
        _AFTER_LABEL.match(folded, end) is not None
        for _, _, end in _AUTOMATON.find_matches_as_indexes(folded, overlapping=True)
    )


def source_of(text: str) -> str:
    """The owner in a line like "Image source, Getty Images", which broadcasters hide beside pictures; else empty."""
    label, comma, name = text.replace("،", ",").partition(",")
    return squash(name) if comma and label.strip().casefold() in _SOURCE_LABELS else ""


def is_labelled(text: str) -> bool:
    """Whether a line begins with a credit's label or sign ("Photo: …", "© …")."""
    return bool(_SIGNS.match(text))


def split_credit(text: str) -> tuple[str, str]:
    """A caption and the credit at its end, or before it, apart; the credit without its label ("Photo:", "©")."""
    return _split(text) if 0 < len(text) <= MAX_CAPTION_CHARS else ("", "")


@lru_cache(maxsize=512)
def _split(text: str) -> tuple[str, str]:
    """The elements around one picture ask for the same line three times."""
    text = _COUNTER.sub("", squash(_FURNITURE.sub(" ", text)))
    has_label = _may_have_label(fold(text))
    for pattern in (_FIRST_IN_BRACKETS, _FIRST_SENTENCE) if has_label else ():
        first = pattern.match(text)
        if (
            first
            and len(text[first.end() :].split()) >= MIN_CAPTION_WORDS
            and not _LABELLED.search(text[first.end() :])
        ):
            return trimmed(text[first.end() :]), credit_name(first["name"])
    tail = max(0, len(text) - MAX_CREDIT_TAIL_CHARS)
    patterns = _PATTERNS if has_label else _WITHOUT_LABEL
    found = next((match for pattern in patterns if (match := pattern.search(text, tail)) and _is_sound(match)), None)
    found = found or _agency(text)
    if found is None:
        return ("", text) if is_owner_alone(text) else (trimmed(text), "")
    name = next(name for name in found.groups() if name)
    start = found.start()
    if found.re is _LABELLED and found.start("name") and text[found.start("name") - 1] == "/":
        start, name = _with_agency(text, start, name)
    caption = trimmed(text[:start])
    if caption[-1:] in ("圖", "图"):
        caption = trimmed(caption[:-1])  # "…。圖／簡珮瑄攝"
    labelled = _SIGNS.match(caption)
    if labelled is not None and len(caption[labelled.end() :].split()) >= MIN_CAPTION_WORDS:
        caption = caption[labelled.end() :]  # "Foto: Warga memasang pipa (Antara)"
    return caption, credit_name(name)


def _is_sound(match: re.Match[str]) -> bool:
    """Whether what slashes divide are names: each begins with a capital, in few words."""
    if match.re is not _SLASHED:
        return True
    parts = [part.strip() for part in match["name"].split("/")]
    return all(not part[:1].islower() or agency_of(part) or part in ("dpa", "imago images") for part in parts) and all(
        len(part.split()) <= MAX_BARE_WORDS for part in parts
    )


def _with_agency(text: str, start: int, name: str) -> tuple[int, str]:
    """Where a credit like "ANTARA FOTO/Budi Santoso" begins, and what it says."""
    begin = start
    for _ in range(MAX_AGENCY_WORDS):
        word = text[:begin].rstrip().rpartition(" ")[2]
        if len(word) < 2 or not (agency_of(word) or word.isupper()):
            break
        begin = len(text[:begin].rstrip()) - len(word)
    return (begin, text[begin:]) if begin < start else (start, name)


def _agency(text: str) -> re.Match[str] | None:
    """The agency that closes a caption in brackets, after ＝, or as a sentence of its own."""
    for pattern in (_LAST_BRACKETS, _AFTER_EQUALS, _LAST_SENTENCE):
        match = pattern.search(text)
        name = match["name"].partition("/")[0].strip() if match else ""
        is_titled = pattern is _LAST_BRACKETS and len(name) >= MIN_TITLED_CHARS and name.istitle()
        if match and agency_of(name.upper() if is_titled else name):
            return match
    return None


def credit_name(text: str) -> str:
    """A credit without its label and the signs around it; names and agencies verbatim."""
    text = squash(text)
    text = _unwrapped(_SIGNS.sub("", _unwrapped(_BY_LABEL.sub("", text))))
    return _NAME_LAST.sub("", _BARE_LABEL.sub("", text)).strip()


def _unwrapped(text: str) -> str:
    """Without punctuation at the edges, and without brackets that have no partner or enclose the whole."""
    text = text.strip(_EDGES)
    for opening, closing in ("()", "（）", "[]", "【】"):
        if text.startswith(opening) and text.find(closing) in (-1, len(text) - 1):
            text = text.strip(opening + closing + _EDGES)
        if text.endswith(closing) and opening not in text:
            text = text.rstrip(closing + _EDGES)
        if opening in text and closing not in text:
            text = text.rstrip(opening + _EDGES)
    return text


def trimmed(text: str) -> str:
    """A caption without white space and the divider or opening bracket that stood before its credit."""
    text = squash(text).lstrip(" |–—-/＝=\u200e\u200f" + _POINTERS).rstrip(" |–—-(（[/＝=\u200e\u200f")
    if not any(char.isalnum() for char in text) or fold(text).rstrip(":：") in _LABEL_WORDS:
        return ""
    return text


def is_owner(text: str) -> bool:
    """Whether a text is the name of a picture agency or a news agency and nothing else."""
    return fold(text).strip(_EDGES) in _OWNERS or bool(agency_of(text))


def without_dangling_label(text: str) -> str:
    """A caption without the label of a credit that stood in an element of its own ("The pier. Photo:")."""
    return trimmed(_DANGLING.sub("", text))


def is_owner_alone(text: str) -> bool:
    """Whether a whole caption names only an owner: "Ryan Vale Photography", "Anna Berg for Nordtele"."""
    return bool(_OWNER_ALONE.match(text))
