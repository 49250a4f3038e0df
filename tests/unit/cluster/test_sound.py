from __future__ import annotations

import pytest

from headwater.cluster._sound import sound


@pytest.mark.parametrize(
    "spellings",
    [
        "tokayev tokajew токаев توكاييف トカエフ 토카예프 τοκάγιεφ თოკაევი तोकायेव ቶካዬቭ",
        "merkel меркель ميركل メルケル 메르켈 μέρκελ מרקל मर्केल",
        "shevchenko schewtschenko ševčenko шевченко",
        "vinterdal винтердал فينتردال ヴィンテルダール",
    ],
)
def test_a_name_sounds_the_same_in_every_script(spellings: str) -> None:
    assert len({sound(word) for word in spellings.split()}) == 1


def test_other_names_sound_otherwise() -> None:
    assert len({sound(word) for word in ("tokayev", "merkel", "vinterdal", "shevchenko")}) == 4


def test_chinese_characters_have_no_sound_here() -> None:
    assert sound("托卡耶夫") == ""
