"""What a page says, read by other means than ours: the judge of the property tests and of bench/fuzz_extract.py.

`shown` is the standard library's `html.parser` alone, for pages whose markup is in order. Broken markup has one right
reading, the tree of the HTML standard; there `in_tree` takes lexbor's own text function, and `in_source` asks, without
any tree, that every word stand in the source with its tags cut out. Nothing here uses `_blocks` or `_faithful`.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

from selectolax.lexbor import LexborHTMLParser

from headwater.extract import Extraction, article_line, extract
from headwater.model.article import Article
from headwater.model.rejection import Rejection
from headwater.text.decode import decode_html
from headwater.text.words import ELLIPSIS, excerpt
from unit.extract.pages import capture

EXCERPT_CHARS = 280
_VOID_WORDS = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_WORDS.split())
_NEVER_SHOWN_WORDS = "script style template noscript textarea title iframe noembed noframes head"
_NEVER_SHOWN = frozenset(_NEVER_SHOWN_WORDS.split())
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_TOWER = re.compile(r"[\u0300-\u036f]{9,}")
_CONTROLS = dict.fromkeys((*range(9), 11, *range(14, 32), 127))
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|<[!?/][^<>]*>", re.S)
_UNSHOWN = re.compile(rf"<({'|'.join(sorted(_NEVER_SHOWN - {'head'}))})\b.*?</\1[^>]*>", re.S | re.I)
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)


def compact(text: str) -> str:
    """Canonically equal without white space: what "verbatim" compares; left out are marks before the first letter,
    towers of marks (the reader cuts them) and control characters (the library drops references to them).
    """
    bare = "".join(_TOWER.sub("", unicodedata.normalize("NFD", text.translate(_CONTROLS))).split())
    return bare.lstrip("".join({char for char in bare[:60] if unicodedata.combining(char)}) or " ")


class _Standard(HTMLParser):
    """Takes `<![` for a comment that ends at the next `>`, as HTML does outside drawings; the library raises."""

    def parse_html_declaration(self, i: int) -> int:
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)


class _Shown(_Standard):
    """Character data outside what is never shown or hides itself; right for markup in order only."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        stated = dict(reversed(attrs))  # of duplicates the first counts
        hides = tag in _NEVER_SHOWN or "hidden" in stated or bool(_HIDES.search(stated.get("style") or ""))
        self._open.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        if not any(hides for _, hides in self._open):
            self.parts.append(data)


class _Stated(_Standard):
    """Everything a document states: character data, attributes, strings of JSON."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: list[str] = []
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values.extend(value for _, value in attrs if value)

    def handle_data(self, data: str) -> None:
        self.data.append(data)
        if '"' in data:
            self.values.extend(_json_strings(data))


def _json_strings(text: str) -> Iterator[str]:
    for match in _JSON_STRING.finditer(text):
        try:
            yield str(json.loads(match[0], strict=False))
        except ValueError:
            continue


def source_of(body: bytes) -> str:
    """The decoded page."""
    return decode_html(body, "text/html; charset=utf-8")[0]


def shown(source: str) -> str:
    """What readers see of a page whose markup is in order, compact."""
    parser = _Shown()
    parser.feed(source)
    parser.close()
    return compact("".join(parser.parts))


def in_tree(source: str) -> str:
    """All text of the body by lexbor's own function, compact; what is never shown is taken out before."""
    tree = LexborHTMLParser(source)
    for node in tree.css(", ".join((*_NEVER_SHOWN - {"head"}, "span[hidden]", "b[hidden]", "i[hidden]"))):
        node.decompose()
    return compact(tree.body.text() if tree.body is not None else "")


def in_source(source: str) -> str:
    """The source with tags cut out and entities read, each in several ways, compact."""
    stated = _Stated()
    stated.feed(source)
    stated.close()
    bare = html.unescape(_TAG.sub("", source))
    seen = html.unescape(_TAG.sub("", _UNSHOWN.sub("", source)))
    return compact("\n".join(("".join(stated.data), bare, seen, html.unescape(source), source)))


def stated(source: str) -> str:
    """Everything the document states anywhere, compact: text, attributes, JSON, with entities read up to twice."""
    reader = _Stated()
    reader.feed(source)
    reader.close()
    once = [in_tree(source), "".join(reader.data), *reader.values]
    twice = [html.unescape(html.unescape(value)) for value in reader.values if "&" in value]
    bare = [_TAG.sub(" ", value) for value in (*reader.values, *twice) if "<" in value]
    return compact("\n".join((*once, *twice, *bare)))


def texts_of(article: Article) -> list[str]:
    """What readers get as the publisher's words: the paragraphs, and each paragraph's part of the excerpt."""
    quoted = excerpt(article.paragraphs, EXCERPT_CHARS)
    assert len(quoted) <= EXCERPT_CHARS
    assert compact(quoted.removesuffix(ELLIPSIS)) in compact(article.text)
    return list(article.paragraphs)


def _declared(source: str) -> str:
    """`stated`, and the whole source with JSON's escapes read: broken JSON has strings without a clear end."""
    read = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), source)
    return stated(source) + in_source(re.sub(r"\\[nrt]", " ", read).replace("\\", ""))


def _is_said(word: str, source: str) -> bool:
    """Whether a word stands in the source; markup that is not shown may part it at one place."""
    return word in source or any(word[:at] in source and word[at:] in source for at in range(1, len(word)))


def assert_faithful(body: bytes) -> int:
    """Read any bytes; 1 if an article came of them, all of whose paragraphs the page says, 0 for a rejection."""
    result = extract(capture(body), article_id="a1")
    if isinstance(result, Rejection):
        assert result.stage == "extract"
        return 0
    assert isinstance(result, Extraction)
    assert article_line(result)["article"]["headline"]
    source = source_of(body)
    is_declared = result.article.text_from == "json-ld"
    tree, words = (_declared(source),) * 2 if is_declared else (in_tree(source), in_source(source))
    for paragraph in texts_of(result.article):
        assert compact(paragraph) in tree, f"not in the tree: {paragraph[:200]}"
        for word in paragraph.split():
            assert _is_said(compact(word), words), f"not in the source: {word[:200]} of {paragraph[:200]}"
    return 1
