"""Recipes as files: found in the operator's folder, refused with file and line."""

from pathlib import Path

import pytest

from headwater.app.recipes import load_recipes
from headwater.app.settings import Settings
from headwater.model.errors import ExitCode, UserError

WHOLE = 'domains = ["venn.example"]\nvalid_from = 2026-01-01\nchecked = 2026-11-01\ntext = ".story"\n'


def test_the_recipes_of_the_data_folder_are_read_without_being_asked_for(tmp_path):
    (tmp_path / "recipes" / "no").mkdir(parents=True)
    (tmp_path / "recipes" / "no" / "venn.toml").write_text(WHOLE)
    assert [one.name for one in load_recipes(Settings(data=tmp_path))][:1] == ["venn"]
    assert load_recipes(Settings(data=tmp_path / "empty")) == load_recipes(Settings(data=tmp_path))[1:]


def test_a_folder_that_was_named_must_be_there(tmp_path):
    with pytest.raises(UserError, match=r"There is no folder .*lost") as raised:
        load_recipes(Settings(data=tmp_path, recipes_folder=str(tmp_path / "lost")))
    assert raised.value.exit_code is ExitCode.NOT_FOUND


@pytest.mark.parametrize("content", [b"text = ", b"domains = 3", b"\xff\xfe"])
def test_a_recipe_that_is_none_is_told_with_its_file(tmp_path, content):
    path = Path(tmp_path / "venn.toml")
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"venn\.toml") as raised:
        load_recipes(Settings(recipes_folder=str(tmp_path)))
    assert raised.value.exit_code is ExitCode.USAGE
