"""All configuration as one frozen value, read once from a TOML file and the environment.

Every setting is described in `docs/settings.md` (a test compares). Precedence: command line, environment
(`HEADWATER_…`), the file, default. Each part of the program gets only its own piece.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from headwater.model.errors import ExitCode, UserError

CONFIG_NAME = "headwater.toml"
INBOX_NAME = "inbox"
_PREFIX = "HEADWATER_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an operator may set. Names are those in the file; the environment adds `HEADWATER_` in capitals."""

    data: Path = Path("headwater-data")
    database: str = ""  # empty: headwater.sqlite in `data`
    host: str = "127.0.0.1"
    port: int = 8080
    site_name: str = "headwater"
    site_url: str = ""
    rights_address: str = "rights@localhost"
    contact_url: str = "https://headwater.example/bot"
    pause_seconds: float = 1.0
    poll_shortest_minutes: float = 1.0
    poll_longest_hours: float = 24.0
    poll_patience_minutes: float = 3.0
    network_jobs: int = 128
    children: int = 0  # 0: one for each core
    child_deadline_seconds: float = 30.0
    child_memory_megabytes: int = 3_072
    vectors: bool = True
    keep_captures_days: int = 7
    keep_outcomes_days: int = 30
    reread_hours: tuple[float, ...] = (0.25, 1.0, 4.0, 12.0, 24.0, 72.0, 168.0)
    alert_mail_to: tuple[str, ...] = ()
    alert_mail_from: str = ""
    smtp_url: str = ""
    alert_webhook: str = ""
    alert_webhook_secret: str = ""
    alert_pause_minutes: float = 60.0
    recipes_folder: str = ""  # empty: `recipes` in `data`
    allowed_networks: tuple[str, ...] = ()

    @property
    def database_path(self) -> str:
        """The database's address: a URL, or a path."""
        return self.database or str(self.data / "headwater.sqlite")

    @property
    def recipes_path(self) -> Path:
        """The folder with the operator's own recipes; it need not exist where none was set."""
        return Path(self.recipes_folder) if self.recipes_folder else self.data / "recipes"

    @property
    def child_count(self) -> int:
        """How many child processes work at once."""
        return self.children or max(1, os.cpu_count() or 1)


def load_settings(data: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this run; UserError when a value cannot be one."""
    env = os.environ if environment is None else environment
    folder = data or Path(env.get(_PREFIX + "DATA", "") or Settings().data)
    values: dict[str, Any] = dict(_from_file(folder / CONFIG_NAME))
    for field in fields(Settings):
        text = env.get(_PREFIX + field.name.upper(), "")
        if text:
            values[field.name] = text.split(",") if isinstance(field.default, tuple) else text
    values["data"] = folder
    return Settings(**{name: _convert(name, value) for name, value in values.items()})


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is not valid TOML ({error}). Mend that line, or move the file away to use the defaults."
        raise UserError(message, exit_code=ExitCode.USAGE) from error
    unknown = set(values) - {field.name for field in fields(Settings)}
    if unknown:
        message = f"{path} has unknown settings: {', '.join(sorted(unknown))}. docs/settings.md lists all names."
        raise UserError(message, exit_code=ExitCode.USAGE)
    return values


def _convert(name: str, value: Any) -> Any:
    default = getattr(Settings(), name)
    try:
        if isinstance(default, bool):
            return value if isinstance(value, bool) else _as_bool(value)
        if isinstance(default, tuple):
            kind = float if default and isinstance(default[0], float) else str
            return tuple(kind(str(item).strip()) for item in value)
        return type(default)(value) if not isinstance(default, Path) else Path(value)
    except (TypeError, ValueError) as error:
        message = f"The setting {name} cannot be {value!r}: it wants a {type(default).__name__}."
        raise UserError(message, exit_code=ExitCode.USAGE) from error


def _as_bool(text: str) -> bool:
    lowered = text.strip().lower()
    if lowered in ("1", "true", "yes", "on"):
        return True
    if lowered in ("0", "false", "no", "off"):
        return False
    raise ValueError(text)
