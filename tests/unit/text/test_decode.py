import pytest

from headwater.text.decode import decode_html, decode_xml

RUSSIAN = "<p>Река поднялась за ночь на два метра, город ждёт воды.</p>"


def test_valid_utf8_beats_a_lying_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>žluťoučký</p>'
    assert decode_html(page.encode(), "text/html; charset=windows-1252") == (page, "utf-8")


def test_a_byte_order_mark_beats_everything() -> None:
    assert decode_html("<p>é</p>".encode("utf-16"), "text/html; charset=utf-8") == ("<p>é</p>", "utf-16")


def test_utf16_without_mark_is_seen() -> None:
    assert decode_xml("<a>é</a>".encode("utf-16-be"), "")[0] == "<a>é</a>"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("windows-1251", "windows-1251"),
        ("koi8-r", "koi8-r"),
        ("gb18030", "gb2312"),
        ("cp932", "Shift_JIS"),
        ("cp949", "euc-kr"),
    ],
)
def test_legacy_encodings_are_read_as_declared(encoding: str, declared: str) -> None:
    text = {"gb18030": "河水上涨", "cp932": "川が増水した", "cp949": "강물이 불었다"}.get(encoding, RUSSIAN)
    assert decode_html(text.encode(encoding), f"text/html; charset={declared}")[0] == text
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    assert decode_xml((head + text).encode(encoding), "")[0] == head + text


def test_cyrillic_said_to_be_latin_is_repaired() -> None:
    assert decode_html(RUSSIAN.encode("windows-1251"), "text/html; charset=iso-8859-1") == (RUSSIAN, "windows-1251")


def test_a_few_broken_bytes_leave_utf8_readable() -> None:
    body = "<p>žluťoučký kůň</p>".encode() + b"\xff"
    assert decode_html(body, "text/html; charset=utf-8") == ("<p>žluťoučký kůň</p>\ufffd", "utf-8")


def test_western_quotes_of_windows_are_kept() -> None:
    assert decode_html("“naïve”".encode("cp1252"), "text/html; charset=ISO-8859-1")[0] == "“naïve”"


def test_nuls_are_removed_and_unknown_names_ignored() -> None:
    assert decode_html(b"a\x00b", "text/html; charset=klingon") == ("ab", "utf-8")
    assert decode_html(b"+ADw-script+AD4-", "text/html; charset=utf-7")[0] == "+ADw-script+AD4-"


LYING = {
    "windows-1251": "Городской совет Вересни решил закрыть старую паромную переправу: причал ушёл под воду.",
    "koi8-r": "Инженеры предупреждали с весны, что восточный причал опускается на три сантиметра в год.",
    "gb18030": "河湾市议会星期一决定关闭使用了四十年的旧渡口。工程师从春天起就警告说，东侧码头每年下沉。",
    "big5": "河灣市議會星期一決定關閉使用了四十年的舊渡口。工程師從春天起就警告說，東側碼頭每年下沉。",
    "cp932": "港町の議会は月曜日、四十年使われた古い渡し場を閉じることを決めた。桟橋が沈んでいると警告していた。",
    "cp949": "항구 도시 의회는 월요일 사십 년 된 옛 나루터를 닫기로 했다. 동쪽 부두가 가라앉고 있다고 경고했다.",
    "windows-1256": "قرر مجلس المدينة يوم الاثنين إغلاق محطة العبارات القديمة بعد أربعين عاما من العمل.",
    "cp874": "สภาเมืองท่าลงมติเมื่อวันจันทร์ให้ปิดท่าเรือข้ามฟากเก่าหลังใช้งานมาสี่สิบปี",
    "windows-1253": "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα να κλείσει τον παλιό σταθμό των πορθμείων.",
    "windows-1255": "מועצת העיר החליטה ביום שני לסגור את מסוף המעבורות הישן אחרי ארבעים שנה.",
    "utf-16-le": "Der Rat von Süderwiek schließt den alten Fährhafen – nach vierzig Jahren.",
    "utf-16-be": "港町の議会は月曜日、四十年使われた古い渡し場を閉じることを決めた。",
    "utf-16": "Городской совет Вересни решил закрыть старую паромную переправу.",
    "iso2022_jp": "港町の議会は月曜日、四十年使われた古い渡し場を閉じることを決めた。",
    "windows-1250": "Rada portu postanowiła w poniedziałek zamknąć starą przystań, bo ściana się osuwała.",
    "windows-1252": "Der Rat von Süderwiek schließt den „alten“ Fährhafen – für immer, für alle.",
}


@pytest.mark.parametrize("encoding", LYING)
@pytest.mark.parametrize(
    ("header", "meta"),
    [("utf-8", "utf-8"), ("iso-8859-1", "koi8-r"), ("windows-1251", "gb2312"), ("shift_jis", "windows-1256"), ("", "")],
)
def test_text_comes_out_right_whatever_header_and_page_claim(encoding: str, header: str, meta: str) -> None:
    text = LYING[encoding]
    page = f"<!doctype html><html><head><meta charset='{meta}'></head><body>" + f"<p>{text}</p>" * 3 + "</body></html>"
    assert text in decode_html(page.encode(encoding), f"text/html; charset={header}")[0]


@pytest.mark.parametrize("encoding", ["hz", "iso2022_kr"])
def test_alphabets_switched_by_escapes_are_read_as_declared(encoding: str) -> None:
    text = {"hz": "河湾市议会决定关闭渡口", "iso2022_kr": "항구 도시 의회는 나루터를 닫기로 했다"}[encoding]
    assert decode_html(text.encode(encoding), f"text/html; charset={encoding}")[0] == text
