"""Credits that readers see: source lines, "first published by", a bare link at the end, a copyright line."""

from __future__ import annotations

from headwater.model.article import CreditKind

KIND = "visible_credit"
WEIGHTS = {
    CreditKind.VISIBLE_SOURCE: 0.86,
    CreditKind.TRANSLATION: 0.92,
    CreditKind.TRAILING_LINK: 0.86,
    CreditKind.COPYRIGHT: 0.35,
}
NAME_ONLY_WEIGHT = 0.62  # "Source: National Statistics" may mean figures rather than the text
LINK_BONUS = 0.08
_TRANSLATION_STEMS = """
    translat übersetz traduit traduc traduz tradott tradot tradus vertaal vertaling oversatt oversat översat käänn
    tłumacz překlad přelož preklad fordít превод переклад перевод перевед пераклад μετάφρ çevir çeviri tərcümə
    аударма аударыл котормо tarjima ترجم תרגום תורגם अनुवाद অনুবাদ 翻译 译自 编译 編譯 譯自 翻訳 訳出 번역 แปลจาก
    terjemah tafsir თარგმ թարգման
    """
TRANSLATED = tuple(_TRANSLATION_STEMS.split())
"""Word stems which say that the text was translated."""
REWORKED = tuple(
    """based on/with information/con información/com informações/mit material/по материалам/за матеріалами/по информации
    /за інформацією/по сообщению/reporting by/reported by/først meldt/adapted/の報道から""".replace("\n    ", "").split(
        "/"
    )
)
"""Words which say that the text was worked over rather than reprinted."""
