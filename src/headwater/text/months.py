"""Names of months and halves of the day in the world's languages, from CLDR (babel), and calendars besides ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_LOCALE_NAMES = """
en de fr es it pt nl sv da nb nn fi is pl cs sk hu ro bg ru uk be sr sr_Latn hr bs sl mk sq el tr az kk ky uz tg tk mn
ka hy he ar ar_DZ ar_MA ar_LB ar_TN fa ps ur hi bn ta te ml kn mr gu pa ne si th lo my km vi id ms fil sw am ti so af
zu xh ha yo ig et lv lt ga cy eu ca gl mt ja ko zh lb fo
"""
LOCALES = tuple(_LOCALE_NAMES.split())

# What newspapers write and CLDR lacks: other spellings, capitals without accents, old abbreviations.
_EXTRA = {
    "sept": 9, "setiembre": 9, "janv": 1, "fevr": 2, "fevrier": 2, "aout": 8, "decembre": 12, "marz": 3, "jänner": 1,
    "jaenner": 1, "feber": 2, "maerz": 3, "sausio": 1, "январь": 1, "нояб": 11, "сент": 9, "февр": 2, "авг": 8,
    "мая": 5, "marco": 3, "jun": 6, "jul": 7, "juli": 7, "juni": 6, "agustus": 8, "nopember": 11, "pebruari": 2,
    "ιούλ": 7, "ιούν": 6, "μάϊ": 5, "μαΐου": 5, "αύγ": 8, "νοέμ": 11, "אוקטובר": 10, "ינו": 1, "gen": 1, "genn": 1,
    "febbr": 2, "sett": 9, "ott": 10, "dic": 12, "ene": 1, "abr": 4, "ago": 8, "mei": 5, "mrt": 3, "okt": 10,
    "dez": 12, "mär": 3, "fev": 2, "out": 10, "set": 9, "cze": 6, "wrz": 9, "paź": 10, "gru": 12, "sty": 1, "lut": 2,
    "नवम्बर": 11, "सितम्बर": 9, "दिसम्बर": 12, "noi": 11, "kwi": 4, "maj": 5, "sie": 8, "styczen": 1,
    "pazdziernika": 10, "wrzesnia": 9, "grudnia": 12,
    "urtarrilaren": 1, "otsailaren": 2, "martxoaren": 3, "apirilaren": 4, "maiatzaren": 5, "ekainaren": 6,
    "uztailaren": 7, "abuztuaren": 8, "irailaren": 9, "urriaren": 10, "azaroaren": 11, "abenduaren": 12,
}  # fmt: skip
# "listopada" is October in Croatian and November in Polish: each writes the day its own way.
DOTTED_DAY = {"listopada": 10}
BARE_DAY = {"listopada": 11}

PERSIAN_MONTHS = {
    "فروردین": 1, "اردیبهشت": 2, "خرداد": 3, "تیر": 4, "مرداد": 5, "امرداد": 5, "شهریور": 6, "مهر": 7, "آبان": 8,
    "ابان": 8, "آذر": 9, "اذر": 9, "دی": 10, "بهمن": 11, "اسفند": 12,
}  # fmt: skip
_AFTERNOON_NAMES = (
    "pm p.m. p.m μ.μ. μμ م مساء مساءً 下午 晚上 午後 오후 du. du öö̈s ös ch chiều tối หลังเที่ยง iltap ip. ip em nm "
    "د.م ب.ظ بعدازظهر अपराह्न "
    "পিএম অপরাহ্ণ petang malam"
)
_MORNING_NAMES = (
    "am a.m. a.m π.μ. πμ ص صباحا صباحاً 上午 凌晨 早上 午前 오전 de. öö sa sáng ก่อนเที่ยง ap. fm vm ق.ظ पूर्वाह्न "
    "এএম পূর্বাহ্ণ pagi"
)
AFTERNOON = frozenset(unicodedata.normalize("NFKC", name) for name in _AFTERNOON_NAMES.split())
MORNING = frozenset(unicodedata.normalize("NFKC", name) for name in _MORNING_NAMES.split())


def month_of(name: str, language: str = "") -> int:
    """The month 1…12 that `name` (case-folded, without full stop) means; 0 for none or where languages disagree.

    With `language` (BCP 47) its own names go first, which settles the five names on which languages disagree.
    """
    if language and (own := _names(language.replace("-", "_").partition("_")[0]).get(name)):
        return own
    return _names("en").get(name) or _EXTRA.get(name) or _all_names().get(name, 0)


@lru_cache(maxsize=128)
def _names(locale: str) -> Mapping[str, int]:
    try:
        months = Locale.parse(locale).months
    except (UnknownLocaleError, ValueError, TypeError):
        return {}
    return {
        unicodedata.normalize("NFKC", name).casefold().strip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
        if not name[:1].isdigit()
    }


@lru_cache(maxsize=1)
def _all_names() -> Mapping[str, int]:
    """Every name in every language (0.8 s once per process, and only when a text is not English or numeric)."""
    found: dict[str, int] = {}
    for locale in LOCALES:
        for name, number in _names(locale).items():
            found[name] = number if found.get(name, number) == number else 0
    return found


def from_persian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a date in the Solar Hijri calendar (33-year rule, right for 1343–1472: AD 1964–2093)."""
    if not (1343 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    days = (month - 1) * 31 - max(0, month - 7) + day - 1
    leaps = (8 * year + 21) // 33 - (8 * 1343 + 21) // 33
    return date.fromordinal(date(1964, 3, 21).toordinal() + (year - 1343) * 365 + leaps + days)


ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "r": 2018, "h": 1988}
"""Years to add to a year of an East Asian era."""

BUDDHIST_YEARS = 543
"""Thai, Lao and Khmer years are this much ahead."""
