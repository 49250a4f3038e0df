import pytest

from headwater.text.plausible import PLAUSIBLE, is_garbled, plausibility
from unit.text.test_decode import LYING

READ_AS = ("cp1252", "cp1251", "koi8-r", "gb18030", "big5hkscs", "cp932", "cp949", "cp1256", "cp874")


@pytest.mark.parametrize("encoding", [name for name in LYING if not name.startswith(("utf", "iso"))])
def test_writing_scores_above_the_bar_and_the_wrong_encodings_below_it(encoding: str) -> None:
    text = LYING[encoding]
    assert plausibility(text) >= PLAUSIBLE
    for other in READ_AS:
        wrong = text.encode(encoding).decode(other, "replace")
        assert wrong == text or plausibility(wrong) < plausibility(text) - 0.1


def test_text_without_letters_beyond_ascii_says_nothing_against_itself() -> None:
    assert plausibility("Nothing but plain letters – and a dash.") == 1.0


def test_text_with_many_unread_bytes_is_garbled_and_with_one_it_is_not() -> None:
    assert is_garbled("The coun\ufffdil vo\ufffded.")
    assert is_garbled("\x1b$B%a%s%F\x1b(B")
    assert not is_garbled("The council voted to close the terminal after forty years of service.\ufffd " + "x" * 99)
