"""Languages: what the words say, with the page's own word as a tie-break."""

from __future__ import annotations

import pytest

from headwater.text.languages import detect_language

SAMPLES = {
    "en": "The harbour council voted on Monday to close the old ferry terminal.",
    "de": "Der Hafenrat hat am Montag beschlossen, das alte Fährterminal zu schließen.",
    "fr": "Le conseil du port a décidé lundi de fermer l'ancien terminal des ferries.",
    "ru": "Совет порта решил в понедельник закрыть старый паромный терминал.",
    "uk": "Рада порту вирішила в понеділок закрити старий поромний термінал.",
    "ar": "قرر مجلس الميناء يوم الاثنين إغلاق محطة العبارات القديمة.",
    "fa": "شورای بندر روز دوشنبه تصمیم گرفت پایانه قدیمی کشتی را ببندد.",
    "hi": "बंदरगाह परिषद ने सोमवार को पुराना फ़ेरी टर्मिनल बंद करने का फ़ैसला किया।",
    "zh": "港口委员会周一投票决定关闭旧渡轮码头。",
    "ja": "港湾評議会は月曜日、古いフェリーターミナルの閉鎖を決めた。",
    "ko": "항만 위원회는 월요일 낡은 여객선 터미널을 닫기로 했다.",
    "kk": "Порт кеңесі дүйсенбіде ескі паром терминалын жабуға шешім қабылдады.",
    "tr": "Liman meclisi pazartesi günü eski feribot iskelesini kapatmaya karar verdi.",
    "el": "Το συμβούλιο του λιμανιού αποφάσισε τη Δευτέρα να κλείσει τον παλιό σταθμό.",
    "th": "สภาท่าเรือลงมติเมื่อวันจันทร์ให้ปิดท่าเรือข้ามฟากเก่า",
}


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_language_of_one_sentence_is_found(language: str) -> None:
    code, confidence = detect_language(SAMPLES[language])
    assert code == language
    assert 0 < confidence <= 1


def test_bokmal_and_nynorsk_are_told_by_their_words() -> None:
    assert detect_language("Hun sier at de ikke vet hva som ble bestemt i møtet på mandag.", prior="no")[0] == "nb"
    assert detect_language("Ho seier at dei ikkje veit kva som vart bestemt i møtet måndag.", prior="no")[0] == "nn"


def test_prior_does_not_overrule_both_detectors() -> None:
    assert detect_language(SAMPLES["de"], prior="en")[0] == "de"


def test_text_without_letters_has_no_language() -> None:
    assert detect_language("12 345 – 67") == ("", 0.0)
    assert detect_language("") == ("", 0.0)


def test_nonsense_prior_is_ignored() -> None:
    assert detect_language(SAMPLES["fr"], prior="<script>")[0] == "fr"
