"""Every paragraph that is kept stands verbatim in the page: checked against a reading of its own, repaired or dropped.

"Verbatim" is after `squash` (NFC, white space) only. The visible text is read here by another path than the one that
found the paragraphs, so that a fault in the finder cannot hide itself. What counts as visible: docs/extraction.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from headwater.extract._shape import INLINE_TAGS, hiding_hints
from headwater.text.words import sentences, squash

MAX_LOST_SHARE = 0.2
"""If more of the text than this cannot be found in the page, the article is rejected."""

MIN_PIECE_CHARS = 20
"""Shorter pieces of a broken paragraph are not kept: they would be found anywhere."""

NEAR_CHARS = 20_000
"""How far beyond the last paragraph the next one is expected."""

MAX_SEARCHES = 500
"""Looks through the whole page for paragraphs out of order; 400 measured articles need at most 16."""

HIDDEN_WHOLE_SHARE = 0.5
"""A page on which more of the article than this stands in hidden elements waits for a script to show it."""

MAX_EVIDENCE = 3
MAX_EVIDENCE_CHARS = 120
"""So many lost pieces, each up to this length, are kept as evidence."""

_MAY_HIDE = "[hidden], [style*='none' i], [style*='hidden' i]"
_UNREAD_PARENTS = frozenset(
    {"script", "style", "template", "noscript", "textarea", "title", "iframe", "noembed", "noframes"}
)
_RAW = frozenset({"script", "style"})  # their text is never markup
# HTML §15.3: what begins a line or a cell of its own. All else, unknown elements too, runs on in its line.
_BREAKING_WORDS = """
address article aside blockquote br caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol option p plaintext pre search section
summary table tbody td tfoot th thead tr ul xmp
"""
_BREAKING = frozenset(_BREAKING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Lost:
    """What an article lost because it is not in its page word for word: paragraphs dropped or cut, and characters.

    `evidence` is for people: how much was lost, and the first pieces (`MAX_EVIDENCE`, `MAX_EVIDENCE_CHARS`).
    """

    paragraph_count: int = 0
    char_count: int = 0
    evidence: str = ""


NOTHING_LOST = Lost()


def all_lost(losses: Iterable[Lost]) -> Lost:
    """What several pages of one article lost together."""
    found = [lost for lost in losses if lost.char_count]
    return Lost(
        sum(lost.paragraph_count for lost in found),
        sum(lost.char_count for lost in found),
        "; ".join(lost.evidence for lost in found[:MAX_EVIDENCE]),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """Paragraphs that stand in the page, how many characters did not, and the first pieces that did not.

    `lost_count` is how many of the given paragraphs were dropped or cut.
    """

    paragraphs: tuple[str, ...]
    lost_chars: int
    total_chars: int
    lost: tuple[str, ...] = ()
    has_read_hidden: bool = False
    lost_count: int = 0

    @property
    def is_faithful(self) -> bool:
        """Whether little enough was lost."""
        return self.lost_chars <= MAX_LOST_SHARE * self.total_chars

    @property
    def evidence(self) -> str:
        """How much was lost, and what, for people."""
        quoted = ", ".join(f"“{piece}”" for piece in self.lost)
        return f"{self.lost_chars} of {self.total_chars} characters are not in the page: {quoted}"

    @property
    def what_is_lost(self) -> Lost:
        """The loss of a faithful article, to be kept beside it."""
        return Lost(self.lost_count, self.lost_chars, self.evidence) if self.lost_chars else NOTHING_LOST


def check_in(paragraphs: Iterable[str], tree: LexborHTMLParser) -> Checked:
    """`check` against what the page shows; against what it hides as well where that is most of the article."""
    texts = list(paragraphs)
    checked = check(texts, visible_text(tree))
    if checked.lost_chars <= HIDDEN_WHOLE_SHARE * checked.total_chars:
        return checked
    return replace(check(texts, visible_text(tree, with_hidden=True)), has_read_hidden=True)


def visible_text(tree: LexborHTMLParser, *, with_hidden: bool = False) -> str:
    """All text of the page's body that a reader sees, squashed; a break wherever a block begins.

    Left out are scripts, styles and what else is never shown, hidden words within a line, and hidden blocks, these
    unless `with_hidden`: pages that a script unfolds hide their whole article at first.
    """
    body = tree.body
    if body is None:
        return ""
    hidden = _hidden_nodes(body, with_blocks=not with_hidden)
    parts = ["\n"]
    is_raw = False
    for node in body.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if is_raw or (parts[-1] == "\n" and text.isspace()):
                is_raw = False  # every second text is white space, and none of it would be left
            elif not (hidden and node.mem_id in hidden):
                parts.append(text)
        elif tag in _RAW:
            is_raw = node.first_child is not None  # its one child is the next node
        elif tag in _BREAKING:
            parts.append("\n")
        elif tag in _UNREAD_PARENTS:
            hidden.update(child.mem_id for child in node.iter(include_text=True))  # only what is right below
    return squash("".join(parts))


def _hidden_nodes(body: LexborNode, *, with_blocks: bool) -> set[int]:
    """The nodes below elements that hide themselves, by memory address; each is visited once.

    Without blocks only the words right below an element within a line.
    """
    found: set[int] = set()
    for element in body.css(_MAY_HIDE):
        if element.mem_id in found or not hiding_hints(element.attributes):
            continue
        if with_blocks:
            found.update(node.mem_id for node in element.traverse(include_text=True))
        elif element.tag in INLINE_TAGS:
            found.update(node.mem_id for node in element.iter(include_text=True))
    return found


def check(paragraphs: Iterable[str], visible: str) -> Checked:
    """The paragraphs that are found in `visible`; others are cut into sentences of which the found ones stay.

    Linear for paragraphs in page order: each is looked for from where the last one ended. One out of order costs a
    look through the whole page, and `MAX_SEARCHES` such looks are made.
    """
    page = _Searched(visible)
    kept: list[str] = []
    lost: list[str] = []
    lost_chars = total = lost_count = 0
    for paragraph in paragraphs:
        text = squash(paragraph)
        total += len(text)
        if page.says(text):
            kept.append(text)
            continue
        known = len(lost)
        for piece in map(squash, sentences(text)):
            if len(piece) >= MIN_PIECE_CHARS and page.says(piece):
                kept.append(piece)
            else:
                lost.append(piece)
                lost_chars += len(piece)
        lost_count += len(lost) > known
    evidence = tuple(piece[:MAX_EVIDENCE_CHARS] for piece in lost[:MAX_EVIDENCE])
    return Checked(tuple(kept), lost_chars, total, evidence, lost_count=lost_count)


class _Searched:
    """A visible text with the place where the last found paragraph ended."""

    def __init__(self, visible: str) -> None:
        self._visible = visible
        self._at = 0
        self._searches = 0

    def says(self, text: str) -> bool:
        """Whether the text stands in the page; False, unsearched, once too many were not where they should be."""
        end = self._at + len(text) + NEAR_CHARS
        found = self._visible.find(text, self._at, end)
        if found < 0:
            self._searches += 1
            found = self._visible.find(text) if self._searches <= MAX_SEARCHES else -1
        if found >= 0:
            self._at = found + len(text)
        return found >= 0
