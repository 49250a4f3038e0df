"""What is said when nothing fits, nothing is there, or another program is writing."""

from typer.testing import CliRunner

from headwater.app.cli import app
from headwater.app.settings import load_settings
from headwater.store import lock_writer


def run(*arguments):
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def made(folder):
    assert run("init", "--none", "--data", folder)[0] == 0
    return folder


def test_a_change_where_nothing_is_makes_nothing(tmp_path):
    code, _, err = run("sources", "pause", "x.example", "--data", tmp_path / "none")
    assert code == 4
    assert "headwater init" in err
    assert not (tmp_path / "none").exists()


def test_no_sources_and_none_that_fit_are_told_apart(tmp_path):
    made(tmp_path)
    assert "There are no sources yet" in run("sources", "list", "--data", tmp_path)[1]
    assert "No source fits" in run("sources", "list", "--country", "Norway", "--data", tmp_path)[1]
    code, _, err = run("sources", "list", "--country", "Nowhereland", "--data", tmp_path)
    assert code == 2
    assert "There is no country 'Nowhereland'" in err


def test_a_binary_file_is_no_list_and_is_not_printed(tmp_path):
    (tmp_path / "list").write_bytes(bytes(range(256)) * 20)
    code, out, err = run("sources", "import", tmp_path / "list", "--data", made(tmp_path / "d"))
    assert code == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "binary" in err


def test_what_comes_next_names_the_folder_and_is_not_said_when_nothing_is_new(tmp_path):
    (tmp_path / "list").write_text("https://a.example/\n")
    again = ("sources", "import", tmp_path / "list", "--data", made(tmp_path / "d"))
    assert f"headwater run --data {tmp_path / 'd'}" in run(*again)[1]
    assert "Next" not in run(*again)[1]


def test_beside_a_running_program_looking_and_changing_sources_work_and_the_rest_says_what_to_do(tmp_path):
    made(tmp_path)
    with lock_writer(load_settings(tmp_path, {}).database_path):
        assert run("sources", "list", "--data", tmp_path)[0] == 0
        assert run("sources", "health", "--data", tmp_path)[0] == 0
        assert run("status", "--data", tmp_path)[0] == 0
        assert run("sources", "add", "x.example", "--later", "--data", tmp_path)[0] == 0
        code, _, err = run("init", "--none", "--data", tmp_path)
    assert code == 6
    assert "stop it (^C), do this, and start it again" in err
