"""`headwater init` and `headwater catalogue`, in process."""

import json

import pytest
import typer
from typer.testing import CliRunner

from headwater.app.commands.catalogue import catalogue
from headwater.app.commands.init import init
from headwater.store import Store, sources


def alone(command):
    app = typer.Typer(add_completion=False)
    app.command()(command)
    return app


def told(command, *arguments):
    return CliRunner().invoke(alone(command), [str(argument) for argument in arguments])


def kept(folder):
    store = Store.open(folder / "headwater.sqlite", read_only=True, create=False)
    with store.read() as tx:
        found = sources.list_sources(tx)
    store.close()
    return found


def words(text):
    return " ".join(text.split())


def test_outlets_are_added_by_language_and_country(tmp_path):
    made = told(init, "--data", tmp_path, "--language", "Romansh", "--country", "ch")
    assert made.exit_code == 0
    assert made.stdout.startswith("Added 2 addresses of the catalogue.")
    assert "2 outlets" in made.stderr
    found = kept(tmp_path)
    assert [source.publisher.country for source in found] == ["CH", "CH"]
    assert all("rm" in source.publisher.languages for source in found)


def test_a_second_time_adds_nothing_twice(tmp_path):
    for said in ("Added 2 addresses", "Added 0 addresses of the catalogue; 2 were there already"):
        assert said in told(init, "--data", tmp_path, "--language", "rm", "--country", "CH").stdout
    assert len(kept(tmp_path)) == 2


def test_without_a_terminal_and_a_wish_nothing_is_added_and_it_says_how(tmp_path):
    made = told(init, "--data", tmp_path)
    assert made.exit_code == 0
    assert "Nothing of the catalogue was added" in made.stderr
    assert "--language" in made.stderr
    assert kept(tmp_path) == []


def test_none_does_not_mention_the_catalogue(tmp_path):
    made = told(init, "--data", tmp_path, "--none")
    assert (made.exit_code, made.stderr) == (0, "")
    assert (tmp_path / "headwater.toml").exists()
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--language", "Frensh"], 2, "Did you mean French?"),
        (["--country", "Atlantis"], 2, "has no country 'Atlantis'"),
        (["--all", "--none"], 2, "Give either --all, or --none"),
        (["--all", "--country", "KE"], 2, "Give either --all, or --none"),
        (["--language", "Romansh", "--country", "Kenya"], 4, "No outlet of the catalogue fits"),
        (["--kind", "gazette"], 2, "gazette"),
    ],
)
def test_what_cannot_be_is_said_plainly(tmp_path, options, code, said):
    made = told(init, "--data", tmp_path / "data", *options)
    assert made.exit_code == code
    assert said in words(made.stderr)


def test_a_wrong_name_leaves_no_folder_behind(tmp_path):
    told(init, "--data", tmp_path / "data", "--language", "Frensh")
    assert not (tmp_path / "data").exists()


def test_the_catalogue_tells_its_numbers():
    shown = told(catalogue)
    assert shown.exit_code == 0
    assert "countries and territories" in words(shown.stdout)
    assert "Swahili (sw)" in shown.stdout


def test_the_catalogues_numbers_are_one_json_document():
    figures = json.loads(told(catalogue, "--json", "--country", "Switzerland").stdout)
    assert figures["countries"] == {"CH": figures["outlets"]}
    assert figures["kinds"]["newspaper"] > 1


def test_the_catalogue_lists_what_is_asked_for():
    listed = json.loads(told(catalogue, "--list", "--json", "--language", "rm", "--kind", "broadcaster").stdout)
    assert [outlet["name"] for outlet in listed] == ["RTR"]
    assert "RTR" in told(catalogue, "--list", "--language", "rm").stdout
