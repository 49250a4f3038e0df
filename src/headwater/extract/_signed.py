"""Who signed the text itself: reporters named in its first line, in lines of their own, or where it ends.

Newspapers of Asia and the Middle East name their reporters in the text ("（記者方以寧／屏東報導）", "류다솜 기자 =",
"Pewarta: Halim Ode") while the head of the page declares the house, or nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from headwater.extract._agencies import agency_of, is_desk
from headwater.extract._person import is_full_name, is_name, split_names
from headwater.text.words import squash, words

MAX_DATELINE_CHARS = 70
"""The reporter is named within so many characters of the first paragraph."""

MAX_LINE_CHARS = 90
"""A line that names reporters and nothing else is no longer."""

MAX_SIGNATURE_CHARS = 60
"""A line with the names of those who wrote the text is no longer."""

MAX_CALLING_CHARS = 12
"""A calling and the house's name before it are no longer."""

MAX_LABEL_CHARS = 24
"""What stands before the colon of such a line."""

MIN_HOUSE_CHARS = 4
"""Shorter names are no part of a domain's name."""

_HAN = "[\u4e00-\u9fff]"
_JAPANESE = "[\u3040-\u30ff\u4e00-\u9fff々]"
_HAN_DATELINE = re.compile(rf"記者(?P<names>{_HAN}{{3}}){_HAN}{{2,8}}\d{{1,2}}日(?:電|综合|綜合)")
_HAN_REPORTER = re.compile(
    rf"(?:记者|記者|通讯员|通訊員|实习生|實習生)[:：\s]{{0,2}}(?P<names>{_HAN}{{2,4}}(?:[、，\s]{_HAN}{{2,4}}){{0,4}})"
    r"(?=[\s)）\]］】〕／/，。]|$)"
)
_HANGUL_REPORTER = re.compile(
    r"(?:^|[\s\]=/)·|])(?P<names>[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4}){0,3})\s?(?:인턴|선임|수습|객원|전문|여행|편집)?"
    r"(?:기자|특파원|통신원|논설위원|리포터|PD)(?=\s*(?:[=\]|)]|$|입력|수정|승인|등록|\d{4}|[\w.+-]{1,40}@))"
)
_JAPANESE_WRITER = re.compile(
    rf"(?:^|[\s（(【])(?:取材・文|文・写真|文と写真|文|構成|聞き手)[・／/:：＝=]\s?(?P<names>{_JAPANESE}{{3,8}})(?=[\s）)】、]|$)"
)
_JAPANESE_END = re.compile(rf"[（(【](?P<names>{_HAN}{{1,4}}[\s・]?{_JAPANESE}{{1,4}})[)）】]$")
_BRACKETED = re.compile(r"[(（\[【](?P<names>[^()（）\[\]【】\d]{4,40})[)）\]】]")
_LABEL = re.compile(r"^[\W_]*(?P<label>[^:：|]{1,24}?)\s*(?:[:：|،]|\s[ـ–-]\s)\s*(?P<names>\S.{1,60})$")
_MADE_BY = re.compile(
    r"^(?P<names>\S.{3,40}?)\s(?:tayyorladi|тайёрлади|hazırladı|hazırlayıb|бэлтгэв)\.?$", re.IGNORECASE
)
_CALLINGS = "实习生 通讯员 通訊員 摄影 攝影 报道 報道 報導 综合 綜合 电 電 讯 訊 记者 記者 文 图 圖"
_DIGIT = re.compile(r"\s*\d")
_NOT_NAMES = frozenset(_CALLINGS.split())
_TAKEN = ("摄", "攝", "撮影", "攝影", "摄影")
_HOUSE_ENDS = (
    "社",
    "报",
    "報",
    "刊",
    "新闻",
    "新聞",
    "网",
    "網",
    "電視台",
    "电视台",
    "통신",
    "신문",
    "일보",
    "뉴스",
    "방송",
)
MAX_HAN_PARTS = 2
"""Chinese names have no more parts; a row of more words is a menu."""

_CALLING_AFTER = re.compile(r"\s(?:선임|인턴|수습|객원|전문)$")
_DESK_STARTS = ("প্রতিনিধি", "নিজস্ব", "স্টাফ", "ผู้สื่อข่าว", "ทีมข่าว", "اطلاعات مقاله", "انتهای پیام", "اخبار ", "أخبار ")
_JOBS = frozenset({"شغل", "روزنامه‌نگار", "خبرنگار", "صحافی", "نامہ نگار", "பத்திரிகையாளர்", "पत्रकार", "সাংবাদিক", "หน้าที่"})
_DAY_WORDS = """
السبت الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه سوموار
منگل بدھ جمعرات جمعہ ہفتہ اتوار सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार pazartesi salı çarşamba perşembe
cuma cumartesi
"""
_DAYS = frozenset(_DAY_WORDS.split())
_CALLED = ("记者", "記者", "기자", "특파원", "通讯员", "実習生", "实习生", "報導", "报道", "撰文", "特派員")
_LABELS = frozenset(
    """
pewarta|penulis|reporter|kontributor|wartawan|laporan|jurnalis|müəllif|muallif|муаллиф|автор|автору|тілші|авторы|
كتب|كتبت|تقرير|متابعة|إعداد|بقلم|حوار|تحقيق|حاورها|حاوره|نمائندہ خصوصی|نمائندہ|رپورٹ|تحریر|رپورٹر|نامہ نگار|گزارش|
خبرنگار|نویسنده|گزارشگر|तस्वीरें|रिपोर्ट|रिपोर्टर|लेखक|शब्दांकन|লেখা|প্রতিবেদক|প্রতিবেদন|செய்தியாளர்|எழுதியவர்|
కథనం|రచన|රචනය|සටහන|සටහන හා ඡායාරූප|ფოტო და ტექსტი|ტექსტი|ავტორი|հեղինակ|տեքստ|зохиогч|сурвалжлагч|бэлтгэсэн|
主播|主持|主持人|采写|撰稿|撰文|文|글|글·사진|취재|ผู้เขียน|เขียนโดย|เรื่อง|รายงาน|ผู้สื่อข่าว|រាយការណ៍ដោយ|អត្ថបទ|
សរសេរដោយ|သတင်း|ရေးသားသူ|bài|bài và ảnh|tin|tác giả|thực hiện|haber|yazan|röportaj|כתב|כתבה|מאת
""".replace("\n", "").split("|")
)


def signed_names(
    lines: Sequence[str],
    paragraphs: Sequence[str],
    ending: Sequence[str],
    *,
    marked: Sequence[str] = (),
    is_bare_believed: bool = False,
) -> list[str]:
    """The people who signed a text, without roles: first in lines below the headline, then in its first paragraph,
    then in its last ones and in the lines after it; empty where nobody did.

    `marked` are the lines that the page marks as its byline: a name, or one behind a place.
    With `is_bare_believed` a name alone in a line of the ending is believed: where the page declares the house, that is
    whose name the page says besides; elsewhere it may be a picture's.
    """
    for line in lines:
        if names := _people(_in_line(line)):
            return names
    for line in marked:
        if names := _people(_behind_place(line)):
            return names
    for paragraph in paragraphs[:2]:
        if names := _people(_in_dateline(paragraph[:MAX_DATELINE_CHARS])):
            return names
    for line in (*reversed(paragraphs[-3:]), *ending):
        if names := _people(_in_line(line)):
            return names
    return _people(_at_end(paragraphs[-1], is_bare_believed)) if paragraphs else []


def known_people(people: Iterable[str]) -> list[str]:
    """A byline without what is nobody's name: labels, menus, owners of pictures, callings glued to a name."""
    names = (_CALLING_AFTER.sub("", name).partition(" 写真")[0] for name in people)
    return [name for name in names if not _is_nobody(name)]


def _is_nobody(name: str) -> bool:
    if name.isascii():
        return False
    parts = name.split()
    is_menu = len(parts) > MAX_HAN_PARTS and all("\u4e00" <= part[0] <= "\u9fff" for part in parts)
    return is_menu or "©" in name or name in _LABELS or name in _JOBS or name.startswith(_DESK_STARTS)


def is_signature(text: str, people: Sequence[str]) -> bool:
    """Whether a line says who wrote the text, and besides the names no more than a calling or the house's name."""
    if len(text) > MAX_SIGNATURE_CHARS or text[-1] in ".!?。！？।":
        return False
    rest = text
    for name in people:
        rest = rest.replace(name, "")
    said = "".join(char for char in rest if char.isalnum())
    return rest != text and (not said or (len(said) <= MAX_CALLING_CHARS and said.endswith(_CALLED)))


def is_house(name: str, publisher: str, domain: str) -> bool:
    """Whether a declared author is the publisher under a shorter name: its words or its domain say so.

    Names in ASCII are believed: they are as often of people who publish themselves (measured on 400 pages).
    """
    if name.isascii():
        return False
    if name.endswith(_HOUSE_ENDS):
        return True
    own, said = " ".join(words(publisher)), " ".join(words(name))
    if said and f" {said} " in f" {own} " and said != own:
        return True
    bare = "".join(char for char in unicodedata.normalize("NFKD", said.replace("đ", "d")) if char.isalnum())
    label = domain.partition(".")[0].replace("-", "")
    return len(label) >= MIN_HOUSE_CHARS and bare.endswith(label)


def _in_line(text: str) -> Iterator[str]:
    """Names in a line that says little else."""
    if len(text) > MAX_LINE_CHARS:
        return
    yield from _in_dateline(text)
    labelled = _LABEL.match(text)
    if labelled is not None and labelled["label"].casefold() in _LABELS:
        yield from split_names(_DIGIT.split(labelled["names"], 1)[0])
    made = _MADE_BY.match(text)
    if made is not None:
        yield from split_names(made["names"])
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is not None and not bracketed["names"].isascii() and len(bracketed["names"].split()) in (2, 3):
        yield bracketed["names"]


def _behind_place(text: str) -> Iterator[str]:
    """A full name alone, or behind a place in scripts without capitals ("رأس الوادي: منى الكعبي")."""
    place, _, name = text.rpartition(": ")
    if is_full_name(text) or (place and len(place) <= MAX_LABEL_CHARS and not text.isascii() and is_full_name(name)):
        yield name


def _in_dateline(text: str) -> Iterator[str]:
    """Reporters named by their calling in Chinese, Korean and Japanese."""
    if text.isascii() or text.rstrip(")）]】。").endswith(_TAKEN):
        return  # of a photograph
    if "記者" in text or "记者" in text or "通讯员" in text:
        found = _HAN_DATELINE.search(text)
        for match in (found,) if found is not None else _HAN_REPORTER.finditer(text):
            yield from re.split(r"[、，\s]", match["names"])
    if "기자" in text or "특파원" in text or "통신원" in text or "PD" in text:
        for match in _HANGUL_REPORTER.finditer(text):
            yield from re.split(r"[·,]\s?", match["names"])
    if "文" in text or "構成" in text or "聞き手" in text:
        for match in _JAPANESE_WRITER.finditer(text):
            yield match["names"]


def _at_end(text: str, is_bare_believed: bool) -> Iterator[str]:
    """A name alone in a line, or in brackets behind the last words."""
    ending = _JAPANESE_END.search(text[-14:])
    if ending is not None and any("\u3040" <= char <= "\u30ff" for char in text[:200]):
        yield ending["names"]
    elif is_bare_believed and len(text) <= MAX_LINE_CHARS and is_full_name(text) and text[0].lower() != text[0].upper():
        yield text


def _people(names: Iterable[str]) -> list[str]:
    clean = (_without_day(squash(name).strip(" .,:：-–|()（）")) for name in names)
    return list(
        dict.fromkeys(
            name
            for name in clean
            if is_name(name)
            and name not in _NOT_NAMES
            and not name.endswith(_TAKEN)
            and not is_desk(name)
            and not agency_of(name)
        )
    )


def _without_day(name: str) -> str:
    """A name without the day of the week that a date behind it left ("هالة منصور الاثنين")."""
    rest, _, last = name.rpartition(" ")
    return rest if rest and last in _DAYS else name
