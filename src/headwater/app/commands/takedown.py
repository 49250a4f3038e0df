"""`headwater takedown`: withhold an item at once and erase it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from headwater.app import opening
from headwater.app.console import fail, out, plainly, print_json, print_table
from headwater.app.helping import PlainCommand, plain_app
from headwater.app.options import Data, Json
from headwater.app.settings import Settings, load_settings
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode
from headwater.model.notice import Tombstone
from headwater.store import Store, tombstones
from headwater.text.ids import new_id

app = plain_app(help="Withhold and erase what its owner does not want here.", no_args_is_help=True)


@app.command("apply", cls=PlainCommand)
@plainly
def apply(
    subject: Annotated[
        str, typer.Argument(metavar="URL|ID", help="Address of the item (ours or the original), or its id.")
    ],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; shown to readers in the item's place.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Hide an item from site, feeds, search and API at once, then erase it. It does not come back."""
    settings = load_settings(data)
    store = Store.open(settings.database_path, create=False)
    try:
        tombstone = _withhold(store, subject, reason)
        if tombstone is None:
            fail(
                f"There is no item {subject} here. Give its address, or the id from its page /a/ID.", ExitCode.NOT_FOUND
            )
        erased = _erase(settings, store, tombstone)
    finally:
        store.close()
    if as_json:
        print_json(to_json(erased))
    else:
        out.print(f"Withheld at {erased.since:%H:%M:%S} UTC and erased. It will not come back.", highlight=False)


def _withhold(store: Store, subject: str, reason: str) -> Tombstone | None:
    now = datetime.now(UTC)
    with store.write() as tx:
        return tombstones.withhold(tx, subject, reason=reason, now=now, tombstone_id=new_id(now, os.urandom(10)))


def _erase(settings: Settings, store: Store, tombstone: Tombstone) -> Tombstone:
    with store.write() as tx:
        tombstones.erase(tx, tombstone.id, datetime.now(UTC))
        erased = tombstones.get_tombstone(tx, tombstone.id)
    tombstones.after_erase(store)
    return erased or tombstone


@app.command("list", cls=PlainCommand)
@plainly
def list_all(data: Data = None, as_json: Json = False) -> None:
    """List what was withheld or erased, newest first."""
    settings = load_settings(data)
    with opening.reading_store(settings) as store, store.read() as tx:
        known = tombstones.list_tombstones(tx)
    if as_json:
        print_json([to_json(tombstone) for tombstone in known])
        return
    rows = [(t.id, f"{t.since:%Y-%m-%d %H:%M}", "erased" if t.erased_at else "withheld", t.reason) for t in known]
    print_table("Takedowns", ("id", "since (UTC)", "state", "reason"), rows or [("none", "", "", "")])
