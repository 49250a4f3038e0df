import random

from headwater.text.shingles import BANDS, PERMUTATIONS, bands, shingle_hashes, signature, word_hash

WORDS = [f"word{n}" for n in range(400)]


def agreement(a: list[str], b: list[str]) -> float:
    return sum(x == y for x, y in zip(signature(a), signature(b), strict=True)) / PERMUTATIONS


def test_hashes_are_the_same_on_every_machine() -> None:
    assert word_hash("river") == 0xF5E3672B
    assert bands(signature(["the", "river", "rose", "by", "two", "metres"]))[0].startswith("00")


def test_a_shingle_depends_on_the_order_of_its_words() -> None:
    assert shingle_hashes(["a", "b", "c", "d", "e"]) != shingle_hashes(["e", "d", "c", "b", "a"])


def test_n_words_give_n_minus_four_shingles() -> None:
    assert len(shingle_hashes(WORDS)) == 396
    assert len(shingle_hashes(WORDS[:3])) == 1
    assert shingle_hashes([]) == frozenset()


def test_the_signature_estimates_the_shared_share_of_shingles() -> None:
    half = WORDS[:200] + [f"other{n}" for n in range(200)]
    a, b = shingle_hashes(WORDS), shingle_hashes(half)
    true = len(a & b) / len(a | b)
    assert abs(agreement(WORDS, half) - true) < 0.12


def test_a_lightly_trimmed_text_shares_a_band_and_a_foreign_one_does_not() -> None:
    trimmed = WORDS[30:]
    foreign = [f"foreign{n}" for n in range(400)]
    assert set(bands(signature(WORDS))) & set(bands(signature(trimmed)))
    assert not set(bands(signature(WORDS))) & set(bands(signature(foreign)))


def test_seven_of_ten_shared_shingles_are_nearly_always_found() -> None:
    chance = random.Random(7)
    found = 0
    for _ in range(50):
        words = [str(chance.random()) for _ in range(400)]
        cut = int(400 * 0.82)
        other = words[:cut] + [str(chance.random()) for _ in range(400 - cut)]
        found += bool(set(bands(signature(words))) & set(bands(signature(other))))
    assert found >= 47


def test_an_empty_text_has_no_bands() -> None:
    assert signature([]) == ()
    assert bands(()) == ()


def test_bands_are_short_and_numbered() -> None:
    words = bands(signature(WORDS))
    assert len(words) == BANDS
    assert len({word[:2] for word in words}) == BANDS
    assert all(len(word) == 10 for word in words)
