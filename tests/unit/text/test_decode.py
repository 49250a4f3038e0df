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
