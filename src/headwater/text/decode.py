"""Bytes to text: byte-order mark, then valid UTF-8, then what was declared, then what it looks like.

Declared names are read by the WHATWG Encoding standard's habits (latin-1 means windows-1252, GB 2312 means GB 18030).
"""

from __future__ import annotations

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

from headwater.text.plausible import PLAUSIBLE, plausibility

SNIFF_BYTES = 4096
"""How far into a document its own declaration is looked for (HTML asks for 1,024; real pages are sloppier)."""

DETECT_BYTES = 100_000
"""How much of a document the statistical detector reads."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),  # "<?xm" in EBCDIC
)
_ALIASES = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "iso8859-1": "cp1252", "us-ascii": "cp1252",
    "ascii": "cp1252", "x-cp1252": "cp1252", "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "ksc5601": "cp949", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "x-euc-jp": "euc_jp", "big5": "big5hkscs",
    "x-x-big5": "big5hkscs", "windows-874": "cp874", "x-mac-cyrillic": "mac-cyrillic", "unicode": "utf-16",
    "utf8": "utf-8", "iso-8859-8-i": "iso8859-8", "x-user-defined": "cp1252", "koi8-ru": "koi8-u", "koi": "koi8-r",
}  # fmt: skip
_CODEC_NAMES = {
    "cp1252": "windows-1252",
    "cp1251": "windows-1251",
    "cp1254": "windows-1254",
    "cp874": "windows-874",
    "big5hkscs": "big5",
    "iso2022_jp_2": "iso-2022-jp",
}
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp_2"), (b"\x1b$@", "iso2022_jp_2"))
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{2,40})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_CANDIDATES = (
    "cp1252", "cp1251", "koi8-u", "iso8859-5", "cp866", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1256",
    "iso8859-6", "cp874", "cp1253", "cp1255", "cp1250", "iso8859-2", "cp1254", "cp1257",
)  # fmt: skip
_NEARLY = 0.15  # two declared encodings whose texts differ less than this: the first one is believed
_UNDECLARED = 0.1  # what an encoding that nobody declared must be better
_GUESSED = 0.05
_HIGH = re.compile(rb"[\x80-\xff]")
_TAGS = re.compile(rb"<[^<>]{0,2000}>")
_SCRIPTS = re.compile(rb"<(?:script|style)\b[^<]{0,20000}", re.I)
_BAD_UTF8_SHARE = 0.02


def decode_html(body: bytes, content_type: str) -> tuple[str, str]:
    """The text of an HTML page and the name of the encoding used; any bytes decode, NULs are removed."""
    declared = [_header(content_type), _found(_META, body), _found(_XML, body)]
    return _decode(body, [name for name in declared if name])


def decode_xml(body: bytes, content_type: str) -> tuple[str, str]:
    """The text of an XML document and the name of the encoding used; any bytes decode, NULs are removed."""
    declared = [_found(_XML, body), _header(content_type)]
    return _decode(body, [name for name in declared if name])


def _header(content_type: str) -> str:
    match = _HEADER.search(content_type)
    return _codec(match.group(1)) if match else ""


def _found(pattern: re.Pattern[bytes], body: bytes) -> str:
    match = pattern.search(body[:SNIFF_BYTES])
    return _codec(match.group(1).decode("ascii", "replace")) if match else ""


def _codec(name: str) -> str:
    """Python's name of a declared encoding, "" for unknown ones and those that are no text encodings."""
    lowered = name.strip().lower()
    try:
        found = codecs.lookup(_ALIASES.get(lowered, lowered))
    except (LookupError, ValueError):
        return ""
    # utf-7 is refused by every browser, because it hides mark-up.
    return found.name if getattr(found, "_is_text_encoding", True) and found.name not in ("utf-7", "idna") else ""


def _decode(body: bytes, declared: list[str]) -> tuple[str, str]:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _clean(body[len(mark) :].decode(name, "replace")), name.removesuffix("-le").removesuffix("-be")
    for mark, name in _SIGNATURES:
        if body.startswith(mark):
            return _clean(body.decode(name, "replace")), name.removesuffix("-le").removesuffix("-be")
    seven = _seven_bit(body, declared)
    if seven:
        return _clean(body.decode(seven, "replace")), seven
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, declared)
    # A NUL is looked for in bytes several times as fast as in the text of a page that is not ASCII.
    return (_clean(text) if b"\x00" in body else text.lstrip("\ufeff")), "utf-8"


def _seven_bit(body: bytes, declared: list[str]) -> str:
    """The encoding of bytes that switch alphabets by escapes (ISO 2022, HZ); "" for all others."""
    for escape, name in _ESCAPES if b"\x1b" in body else ():  # one byte is looked for twenty times as fast as several
        if escape in body and not _HIGH.search(body):
            return name
    return "hz" if "hz" in declared and b"~{" in body else ""


def _decode_other(body: bytes, declared: list[str]) -> tuple[str, str]:
    """Bytes that are not valid UTF-8: slightly broken UTF-8, or another encoding."""
    if _is_broken_utf8(body, "utf-8" in declared):
        return _clean(body.decode("utf-8", "replace")), "utf-8"
    legacy = [name for name in dict.fromkeys(declared) if not name.startswith("utf")]
    choice = _choice(body, legacy)
    return _clean(body.decode(choice, "replace")), _CODEC_NAMES.get(choice, choice)


def _is_broken_utf8(body: bytes, is_declared: bool) -> bool:
    high = len(_HIGH.findall(body))
    bad = body.decode("utf-8", "replace").count("\ufffd") - body.count(b"\xef\xbf\xbd")
    good = high - bad
    # A cut at the end or a few stray bytes in honest UTF-8; half-good sequences are another encoding's chance hits.
    return good > 0 and ((bad <= 1 and good >= 2) or bad / high <= (0.3 if is_declared else _BAD_UTF8_SHARE))


def _choice(body: bytes, declared: list[str]) -> str:
    """The encoding that was declared if what it gives looks like writing, else the one that gives the best."""
    sample = _sample(body)
    scores = {name: _score(sample, name) for name in dict.fromkeys(declared)}
    believed = next((name for name in scores if scores[name] >= max(PLAUSIBLE, *scores.values()) - _NEARLY), "")
    if believed and scores[believed] >= PLAUSIBLE:
        return believed
    guess = _codec(detect_encoding(body[:DETECT_BYTES], max_len=DETECT_BYTES, from_html_meta=False) or "")
    for name in (guess, *_CANDIDATES):
        if name and not name.startswith("utf"):
            scores.setdefault(name, _score(sample, name) - _UNDECLARED + (_GUESSED if name == guess else 0))
    return max(scores, key=scores.__getitem__)


def _sample(body: bytes) -> bytes:
    """The text of the document without tags, scripts and styles: what an encoding is judged by."""
    return _TAGS.sub(b" ", _SCRIPTS.sub(b" ", body[:DETECT_BYTES]))


def _score(sample: bytes, name: str) -> float:
    return plausibility(sample.decode(name, "replace"))


def _clean(text: str) -> str:
    return text.replace("\x00", "").lstrip("\ufeff")
