"""Habits of newspapers of Asia and the Middle East: who signs a text, how captions end, what is no text."""

from __future__ import annotations

import pytest

from headwater.extract._captions import is_caption_line, source_of, split_credit
from headwater.extract._phrases import is_boilerplate_line
from headwater.extract._signed import is_house, is_signature, known_people, signed_names

SIGNED = {
    "［記者方以寧／屏東報導］後壁湖的漁民開始種海葡萄。": ["方以寧"],
    "（中島社記者龔品妍新竹縣16日電）九降風吹起。": ["龔品妍"],
    "本报临海11月17日电 （记者苏砚秋、何小满）清晨六点。": ["苏砚秋", "何小满"],
    "维港报记者 周芷晴": ["周芷晴"],
    "东郊刊记者 白露 实习生 谢一凡": ["白露", "谢一凡"],
    "(나루=한누리통신) 류다솜 기자 = 옛 우체국이 문을 열었다.": ["류다솜"],
    "[해오름신문 권하람 기자] 작은 마을의 공방이다.": ["권하람"],
    "남궁산 선임기자 san@maeari.example": ["남궁산"],
    "（取材・文＝尾形里緒）": ["尾形里緒"],
    "文・北川さやか　写真・水野健": ["北川さやか"],
    "Pewarta: Halim Ode": ["Halim Ode"],
    "Müəllif: Lalə Quliyeva": ["Lalə Quliyeva"],
    "Gulnora Rahimova tayyorladi": ["Gulnora Rahimova"],
    "كتبت - هدير الشاذلي": ["هدير الشاذلي"],
    "متابعة: سلمى النجار": ["سلمى النجار"],
    "तस्वीरें: कमला नेगी": ["कमला नेगी"],
    "(නිමල් ජයතිලක)": ["නිමල් ජයතිලක"],
}
UNSIGNED = (
    "後壁湖漁民改種海葡萄。（記者方以寧攝）",
    "記者会には百人が集まった。",
    "기자들은 항구에서 배를 기다렸다.",
    "Musuh utama: banjir dan rob",
    "（新华社）",
    "(رويترز)",
)
CAPTIONS = {
    "漁民改種海葡萄，一年三收。（記者方以寧攝）": ("漁民改種海葡萄，一年三收。", "方以寧"),
    "農戶將柿子攤開。中島社記者龔品妍攝 115年11月16日": ("農戶將柿子攤開。", "龔品妍"),
    "段医生进山出诊。本文图片均由东郊刊记者 白露 摄": ("段医生进山出诊。", "白露"),
    "▲工匠在更换木梁。林知远 摄": ("工匠在更换木梁。", "林知远"),
    "두루미를 세고 있다. 남궁산 선임기자": ("두루미를 세고 있다.", "남궁산"),
    "쑥식빵을 꺼내는 주민들. [마을기업 새벽 제공]": ("쑥식빵을 꺼내는 주민들.", "마을기업 새벽"),
    "ရွာသားများ (ဓာတ်ပုံ – ကိုမင်းသူ)": ("ရွာသားများ", "ကိုမင်းသူ"),
    "बागेत काम करताना शेतकरी (फोटो – लोकसाद)": ("बागेत काम करताना शेतकरी", "लोकसाद"),
    "مكتبة في عربة قطار قديمة (دار الساحل)": ("مكتبة في عربة قطار قديمة", "دار الساحل"),
    "عکس از مهرداد فرخی": ("", "مهرداد فرخی"),
    "منبع تصویر، Roya Moein": ("", "Roya Moein"),
    "توضیح تصویر، کتابدار در قایق": ("کتابدار در قایق", ""),
    "Ruang pamer museum. WARTA NUSA FOTO/Halim Ode/nym.": ("Ruang pamer museum.", "WARTA NUSA FOTO/Halim Ode/nym"),
    "Foto: Warga memasang pipa turbin (Ratna Sari/kabar)": ("Warga memasang pipa turbin", "Ratna Sari/kabar"),
}


@pytest.mark.parametrize(("line", "names"), SIGNED.items(), ids=lambda value: str(value)[:20])
def test_whoever_signs_a_text_is_read_where_it_begins_and_where_it_ends(line: str, names: list[str]) -> None:
    assert signed_names([], [line, "。"], []) == names
    assert signed_names([], ["。"], [line[:88]]) == names or len(line) > 30


@pytest.mark.parametrize("line", UNSIGNED)
def test_photographers_agencies_and_mere_mentions_sign_nothing(line: str) -> None:
    assert signed_names([line], [line], [line]) == []


def test_a_bare_name_below_the_text_is_believed_only_where_the_page_declares_the_house() -> None:
    assert signed_names([], ["Hơn 60 hộ bỏ lò than.", "Trần Kiều Oanh"], []) == []
    assert signed_names([], ["Hơn 60 hộ bỏ lò than.", "Trần Kiều Oanh"], [], is_bare_believed=True) == [
        "Trần Kiều Oanh"
    ]


@pytest.mark.parametrize(
    ("name", "publisher", "domain", "expected"),
    [
        ("中島社", "中島社 ZDA", "zhongdao.example", True),
        ("Nhịp Sống", "Báo Nhịp Sống", "nhipsong.example", True),
        ("Sóng Trẻ", "", "songtre.example", True),
        ("Maud Keller", "Maud Keller Letters", "maudkeller.example", False),
        ("苏砚秋", "临海网", "linhai.example", False),
    ],
)
def test_a_house_is_told_from_a_person(name: str, publisher: str, domain: str, expected: bool) -> None:
    assert is_house(name, publisher, domain) is expected


@pytest.mark.parametrize(("text", "apart"), CAPTIONS.items(), ids=lambda value: str(value)[:20])
def test_a_caption_and_its_credit_are_told_apart(text: str, apart: tuple[str, str]) -> None:
    assert split_credit(text) == apart


@pytest.mark.parametrize("side", ["(يمين)", "(2019)", "(left)"])
def test_sides_and_years_at_the_end_of_a_caption_are_no_credit(side: str) -> None:
    assert split_credit(f"مكتبة في عربة قطار قديمة {side}")[1] == ""


def test_a_line_that_points_to_a_picture_or_ends_in_who_took_it_is_a_caption() -> None:
    assert is_caption_line("▲ 학생들이 두루미를 세고 있다. 남궁산 선임기자")
    assert is_caption_line("後壁湖漁民改種海葡萄。（記者方以寧攝）")
    assert is_caption_line("쑥식빵을 꺼내는 주민들. [마을기업 새벽 제공]")
    assert not is_caption_line("주민들은 빵을 무료로 제공했다.")
    assert not is_caption_line("他是一名摄影师，住在河城。")


@pytest.mark.parametrize(
    "line",
    [
        "(rwd/bpr)", "dasom@hannuri.example", "류다솜 기자 dasom@hannuri.example", "এসআর/এমএইচ", "（责任编辑：丁一）",
        "（原题为《百年老街修旧如旧》）", "請繼續往下閱讀...", "(영상취재 : 도하준, 영상편집 : 표시윤)", "انتهای پیام",
        "Simak juga Video: Desa Terang", "ඡායාරූප - සුනිල් පතිරණ", "（取材・文＝尾形里緒）",
    ],
)  # fmt: skip
def test_what_desks_add_to_a_text_is_none_of_it(line: str) -> None:
    assert is_boilerplate_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "残りの三人は翌朝、港に戻った。",
        "نهاية الأسبوع الماضي توقف القطار.",
        "Trở lại quê nhà, bà mở quán nhỏ.",
        "未经授权擅自挖沙的船只被扣。",
    ],
)
def test_sentences_that_begin_alike_stay(line: str) -> None:
    assert not is_boilerplate_line(line)


@pytest.mark.parametrize(
    ("people", "kept"),
    [
        (["首页 时政 国际 体育"], []),
        (["© XƏZƏR"], []),
        (["اخبار استانها"], []),
        (["남궁산 선임"], ["남궁산"]),
        (["北川さやか 写真・水野健"], ["北川さやか"]),
        (["苏砚秋", "Maud Keller"], ["苏砚秋", "Maud Keller"]),
    ],
)
def test_menus_owners_and_callings_are_nobodys_names(people: list[str], kept: list[str]) -> None:
    assert known_people(people) == kept


def test_a_line_of_its_authors_names_is_a_signature_and_a_sentence_about_them_is_none() -> None:
    assert is_signature("維港報記者 周芷晴", ["周芷晴"])
    assert is_signature("鳥羽千景　丸岡慎", ["鳥羽千景", "丸岡慎"])
    assert not is_signature("周芷晴說，渡輪將延至凌晨。", ["周芷晴"])
    assert not is_signature("離島居民", ["周芷晴"])


def test_a_name_stands_before_the_date_and_the_day_of_the_week() -> None:
    assert signed_names(["主播：许南星　2026年11月20日 07:00"], [], []) == ["许南星"]
    assert signed_names(["متابعة: هالة منصور الاثنين 23 نوفمبر"], [], []) == ["هالة منصور"]
    assert signed_names(["정다온 기자입력 2026.11.20 10:21"], [], []) == ["정다온"]
    assert signed_names([], [], [], marked=["رأس الوادي: منى الكعبي"]) == ["منى الكعبي"]


def test_an_owner_is_read_behind_the_label_that_broadcasters_hide() -> None:
    assert source_of("Image source, Anna Berg") == "Anna Berg"
    assert source_of("منبع تصویر، Roya Moein") == "Roya Moein"
    assert source_of("Photo, Anna Berg") == ""
