"""Recipes as files: those that ship with headwater, and the operator's own, which come first."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from headwater.app.settings import Settings
from headwater.extract import Recipe, RecipeError, read_recipe
from headwater.model.errors import ExitCode, UserError

MAX_RECIPES = 10_000
"""Files that are read at most: one for each of so many publishers is no longer an exception."""


def load_recipes(settings: Settings) -> tuple[Recipe, ...]:
    """All recipes; UserError, with file and line, for one that cannot be read, and for a folder that is not there."""
    folder = settings.recipes_path
    if settings.recipes_folder and not folder.is_dir():
        message = f"There is no folder {folder}. Make it, or change recipes_folder in the settings."
        raise UserError(message, exit_code=ExitCode.NOT_FOUND)
    return (*recipes_in(folder), *shipped_recipes())


def recipes_in(folder: Path) -> Iterator[Recipe]:
    """The recipes of a folder and those below it, by name; none where there is no folder."""
    for path in sorted(folder.rglob("*.toml"))[:MAX_RECIPES]:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"Cannot read the recipe {path}: {error}. Write it in UTF-8, or move it away."
            raise UserError(message, exit_code=ExitCode.USAGE) from error
        yield _recipe(text, str(path))


def shipped_recipes() -> tuple[Recipe, ...]:
    """The recipes of this release."""
    found = sorted((files("headwater.extract") / "recipes").iterdir(), key=lambda one: one.name)
    return tuple(_recipe(one.read_text("utf-8"), one.name) for one in found if one.name.endswith(".toml"))


def _recipe(text: str, file: str) -> Recipe:
    try:
        return read_recipe(text, file)
    except RecipeError as error:
        message = f"{error} Mend that line, or move the file away (docs/recipes.md)."
        raise UserError(message, exit_code=ExitCode.USAGE) from error
