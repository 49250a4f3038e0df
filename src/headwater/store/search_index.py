"""The full-text index (FTS5, external content): written in the transaction of the article it belongs to.

Documents hold analysed words (`text.words.search_terms`) joined by spaces, so the index's own tokeniser only splits
at ASCII white space. Taking a document out needs its old words: they stand in `search_documents`.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, text

from headwater.store.schema import search_documents
from headwater.store.upserts import upsert
from headwater.text.words import search_terms

MAX_INDEXED_CHARS = 200_000
"""Of a longer text only the beginning is indexed."""

_ADD = text("INSERT INTO article_search(rowid, headline, text) VALUES (:number, :headline, :text)")
_REMOVE = text(
    "INSERT INTO article_search(article_search, rowid, headline, text) VALUES ('delete', :number, :headline, :text)"
)


def put_document(tx: Connection, number: int, *, headline: str, body: str, language: str) -> None:
    """Index an article's words under its number, in place of what was there."""
    row = {
        "number": number,
        "headline": " ".join(search_terms(headline, language)),
        "text": " ".join(search_terms(body[:MAX_INDEXED_CHARS], language)),
    }
    old = _document(tx, number)
    if old == row:
        return
    if old is not None:
        tx.execute(_REMOVE, old)
    upsert(tx, search_documents, row, key=("number",))
    tx.execute(_ADD, row)


def remove_document(tx: Connection, number: int) -> int:
    """Take an article's words out of the index; how many documents went (0 or 1)."""
    old = _document(tx, number)
    if old is None:
        return 0
    tx.execute(_REMOVE, old)
    return tx.execute(delete(search_documents).where(search_documents.c.number == number)).rowcount


def _document(tx: Connection, number: int) -> dict[str, object] | None:
    row = tx.execute(select(search_documents).where(search_documents.c.number == number)).first()
    return None if row is None else {"number": row.number, "headline": row.headline, "text": row.text}
