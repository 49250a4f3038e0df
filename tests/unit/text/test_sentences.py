"""Where sentences end, and what an excerpt takes, in the scripts of the world."""

from __future__ import annotations

import pytest

from headwater.text.words import excerpt, sentences

SENTENCES = {
    "Latin": ("The U.S. envoy met Dr. Hill.", "It cost 3.5 million.", "“Done.”", "J. Smith left at 5 p.m. on Monday."),
    "Latin, German quotes": ("Sie sagte: „Wir gehen.“", "Am 3. Mai kam z.B. niemand.", "Warum?"),
    "Latin, guillemets": ("Il a dit : « Partons. »", "Puis il est parti."),
    "Cyrillic": ("Он сказал: «Да».", "А. Иванов вернулся в 1998 г. домой.", "Что дальше?"),
    "Greek": ("Το γεφύρι έκλεισε;", "Ναι, έκλεισε χθες.", "Θα ανοίξει του χρόνου!"),
    "Armenian": ("Կամուրջը փակ է:", "Աշխատանքը սկսվեց։", "Այն կբացվի գարնանը։"),
    "Georgian": ("ხიდი დაიკეტა.", "სამუშაო დაიწყო!"),
    "Hebrew": ("הגשר נסגר.", "האם העבודה החלה?", "כן."),
    "Arabic": ("أغلق الجسر يوم الاثنين.", "هل بدأ العمل؟", "نعم، بدأ أمس."),
    "Urdu": ("پل بند ہے۔", "کام کب شروع ہوا؟", "کل۔"),
    "Devanagari": ("पुल बंद है।", "डॉ. शर्मा आए।", "काम कब शुरू हुआ?"),
    "Bengali": ("সেতু বন্ধ।", "কাজ শুরু হয়েছে।"),
    "Tamil": ("பாலம் மூடப்பட்டது.", "பணி தொடங்கியது."),
    "Ethiopic": ("ድልድዩ ተዘጋ።", "ሥራው ተጀመረ።"),
    "Myanmar": ("တံတားပိတ်ထားသည်။", "အလုပ်စတင်သည်။"),
    "Khmer": ("ស្ពានត្រូវបានបិទ។", "ការងារចាប់ផ្តើម។"),
    "Tibetan": ("ཟམ་པ་བརྒྱབ་སོང་།", "ལས་ཀ་འགོ་བཙུགས།"),
    "Thai": (
        "สะพานเก่าของเมืองถูกปิดเมื่อวันจันทร์หลังจากใช้งานมาสี่สิบปี",
        "ชาวบ้านและคนอื่น ๆ ต้องใช้เรือข้ามฟากจนกว่าสะพานใหม่จะเปิดในปีหน้า",
    ),
    "Hangul": ("다리가 닫혔다.", "공사는 내년에 시작한다."),
    "Mongolian": ("ᠬᠠᠭᠤᠷᠠᠭ᠎ᠠ ᠬᠠᠭᠠᠭᠳᠠᠪᠠ᠃", "ᠠᠵᠢᠯ ᠡᠬᠢᠯᠡᠪᠡ᠃"),
}
JOINED = {
    "Chinese": ("桥已关闭。", "“我们会等。”", "他说，工程明年开始！", "谁来付钱？"),
    "Japanese": ("「橋は閉じる。」と市長は話した。", "工事は来年始まる。"),
    "Khmer without spaces": ("ស្ពានត្រូវបានបិទ។", "ការងារចាប់ផ្តើម។"),
    "Myanmar without spaces": ("တံတားပိတ်ထားသည်။", "အလုပ်စတင်သည်။"),
}
RUNS = [(name, " ".join(parts), parts) for name, parts in SENTENCES.items()] + [
    (name, "".join(parts), parts) for name, parts in JOINED.items()
]


@pytest.mark.parametrize(("text", "parts"), [run[1:] for run in RUNS], ids=[run[0] for run in RUNS])
def test_a_text_falls_into_its_sentences_and_no_others(text: str, parts: tuple[str, ...]) -> None:
    assert tuple(sentences(text)) == parts


@pytest.mark.parametrize(("text", "parts"), [run[1:] for run in RUNS], ids=[run[0] for run in RUNS])
def test_an_excerpt_ends_with_a_sentence_whatever_its_length(text: str, parts: tuple[str, ...]) -> None:
    for room in range(len(parts[0]), len(text) + 1):
        taken = excerpt([text], room)
        assert len(taken) <= room
        assert text.startswith(taken)
        assert taken.endswith(parts)


@pytest.mark.parametrize("mark", [".", "!?", "…", "。", "།"])
def test_a_long_row_of_marks_costs_time_in_line_with_its_length(mark: str) -> None:
    assert len(sentences("One" + mark * 200_000 + "x")) <= 2
