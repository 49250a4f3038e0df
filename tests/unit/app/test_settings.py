from dataclasses import fields
from pathlib import Path

import pytest

from headwater.app.settings import CONFIG_NAME, Settings, load_settings
from headwater.model.errors import ExitCode, UserError

DOCS = Path(__file__).parents[3] / "docs" / "settings.md"


def test_every_setting_is_described():
    text = DOCS.read_text("utf-8")
    assert [f.name for f in fields(Settings) if f"| `{f.name}` |" not in text] == []


def test_defaults_in_the_docs_are_the_real_ones():
    text = DOCS.read_text("utf-8")
    assert f"| `port` | `{Settings().port}` |" in text
    assert f"| `pause_seconds` | `{Settings().pause_seconds}` |" in text


def test_the_environment_beats_the_file(tmp_path):
    (tmp_path / CONFIG_NAME).write_text("port = 9000\nsite_name = 'Ours'\nallowed_networks = ['10.0.0.0/8']\n")
    settings = load_settings(tmp_path, {"HEADWATER_PORT": "9001", "HEADWATER_VECTORS": "no"})
    assert (settings.port, settings.site_name, settings.vectors) == (9001, "Ours", False)
    assert settings.allowed_networks == ("10.0.0.0/8",)


@pytest.mark.parametrize("line", ["port = 'many'", "shoes = 2", "port = "])
def test_a_wrong_file_is_told_in_one_sentence(tmp_path, line):
    (tmp_path / CONFIG_NAME).write_text(line)
    with pytest.raises(UserError) as told:
        load_settings(tmp_path, {})
    assert told.value.exit_code is ExitCode.USAGE
    assert "\n" not in str(told.value).strip()
