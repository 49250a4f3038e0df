"""`headwater grants`: what publishers allowed by contract, beyond what their pages say."""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import Annotated

import typer

from headwater import rights
from headwater.app import opening
from headwater.app.commands.rights_of import domain_of
from headwater.app.console import fail, out, plainly, print_json, print_table
from headwater.app.helping import PlainCommand, plain_app
from headwater.app.options import Data, Json
from headwater.app.settings import load_settings
from headwater.model.codec import to_json
from headwater.model.errors import ExitCode, UserError
from headwater.model.rights import Grant, Use
from headwater.store import grants
from headwater.text.ids import new_id

app = plain_app(help="Say what a publisher allowed by contract, beyond what its pages say.", no_args_is_help=True)


@app.command("add", cls=PlainCommand)
@plainly
def add(  # noqa: PLR0913 (options of a command)
    domain: Annotated[str, typer.Argument(metavar="DOMAIN", help="The publisher's domain, like example.org.")],
    uses: Annotated[
        str, typer.Option("--uses", metavar="USE,USE", help=f"What is allowed: {', '.join(rights.GRANTABLE)}.")
    ],
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="On what it rests: the contract's number, a letter.")
    ],
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="The last day, like 2027-12-31. [default: no end]")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so. [default: your user name]")] = "",
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Add a grant: from the next reading of each page it counts more than the page's own statements."""
    settings, now = load_settings(data), datetime.now(UTC)
    grant = Grant(
        id=new_id(now, os.urandom(10)),
        domain=_domain(domain),
        uses=_uses(uses),
        why=_why(why),
        granted_at=now,
        until=_until(until, now),
        granted_by=by or _user(),
    )
    with opening.joining_store(settings, create=False) as (store, _), store.write() as tx:
        grants.save_grant(tx, grant)
    if as_json:
        print_json(to_json(grant))
    else:
        out.print(f"Granted ({grant.id}): {_words(grant)}. It counts when a page is read next.", highlight=False)


@app.command("list", cls=PlainCommand)
@plainly
def list_all(data: Data = None, as_json: Json = False) -> None:
    """List all grants: who entered them, when, why, and until when they hold."""
    settings, now = load_settings(data), datetime.now(UTC)
    with opening.reading_store(settings) as store, store.read() as tx:
        known = grants.list_grants(tx)
    if as_json:
        print_json([to_json(grant) for grant in known])
        return
    rows = [
        (
            one.id,
            one.domain,
            ", ".join(one.uses),
            f"{one.until:%Y-%m-%d}{' (over)' if one.until < now else ''}" if one.until else "no end",
            one.why,
            f"{one.granted_by or 'unnamed'}, {one.granted_at:%Y-%m-%d}",
        )
        for one in known
    ]
    print_table("Grants", ("id", "domain", "uses", "until", "why", "entered"), rows or [("none", *[""] * 5)])


@app.command("remove", cls=PlainCommand)
@plainly
def remove(
    grant_id: Annotated[str, typer.Argument(metavar="ID", help="The grant's id, from `headwater grants list`.")],
    data: Data = None,
) -> None:
    """Take a grant back: pictures shown under it are gone at once, the rest with each page's next reading."""
    settings = load_settings(data)
    with opening.joining_store(settings, create=False) as (store, _), store.write() as tx:
        grant = grants.remove_grant(tx, grant_id)
    if grant is None:
        fail(f"There is no grant {grant_id}. `headwater grants list` shows all of them.", ExitCode.NOT_FOUND)
    out.print(f"Taken back: {_words(grant)}.", highlight=False)


def _words(grant: Grant) -> str:
    end = f" until {grant.until:%Y-%m-%d}" if grant.until is not None else ""
    return f"{', '.join(grant.uses)} of {grant.domain}{end}, because: {grant.why}"


def _domain(text: str) -> str:
    found = domain_of(text)
    if not found:
        raise UserError(f"{text!r} is no domain. Give the publisher's, like example.org.", exit_code=ExitCode.USAGE)
    return found


def _uses(text: str) -> tuple[Use, ...]:
    names = list(dict.fromkeys(filter(None, (part.strip().lower() for part in text.split(",")))))
    if Use.FETCH in names:
        message = "No grant undoes robots.txt: ask the publisher to allow `headwater` there."
        raise UserError(message, exit_code=ExitCode.USAGE)
    if not names or any(name not in rights.GRANTABLE for name in names):
        message = f"--uses wants some of {', '.join(rights.GRANTABLE)}, with commas between, not {text!r}."
        raise UserError(message, exit_code=ExitCode.USAGE)
    return tuple(Use(name) for name in names)


def _why(text: str) -> str:
    if not text.strip():
        raise UserError("--why may not be empty: say on what the grant rests.", exit_code=ExitCode.USAGE)
    return text.strip()


def _until(text: str, now: datetime) -> datetime | None:
    if not text:
        return None
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError as error:
        message = f"--until wants a day like 2027-12-31, not {text!r}."
        raise UserError(message, exit_code=ExitCode.USAGE) from error
    end = datetime.combine(day, time.max, UTC)
    if end < now:
        raise UserError(f"--until {text} is over already.", exit_code=ExitCode.USAGE)
    return end


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""
