"""What the command line says: results on standard output, everything else on standard error, errors in one sentence."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from headwater.model.errors import ExitCode, HeadwaterError

out = Console()
err = Console(stderr=True)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table on standard output; numbers stand right."""
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def fail(message: str, code: ExitCode = ExitCode.FAILED) -> NoReturn:
    """Say what is wrong and what to do next, and leave with the right exit code."""
    err.print(f"[bold red]headwater:[/] {_plain(message)}", highlight=False, soft_wrap=True)
    raise typer.Exit(int(code))


def _plain(message: str) -> str:
    return message.replace("[", "\\[")


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn known failures into one sentence and their exit code; unknown ones are bugs and keep their trace."""
    try:
        yield
    except HeadwaterError as error:
        fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        err.print("Stopped.")
        raise typer.Exit(int(ExitCode.INTERRUPTED)) from None
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output is gone: that is how pipes end
        raise typer.Exit(0) from None


def plainly(command: Callable[..., None]) -> Callable[..., None]:
    """Decorate a command with `told_plainly`."""
    from functools import wraps

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        with told_plainly():
            command(*args, **kwargs)

    return wrapped
