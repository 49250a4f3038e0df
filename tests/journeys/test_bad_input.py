"""Bad input: one clear sentence that says what to do next, the right exit code, and nothing stored is lost."""

import gzip

import pytest


def told(ran, code):
    assert ran.code == code, (ran.code, ran.err)
    assert "Traceback" not in ran.err
    assert "headwater:" in ran.err


def test_a_missing_archive(headwater, tmp_path):
    told(headwater("ingest", tmp_path / "none.warc.gz", "--data", tmp_path / "d"), 4)


BROKEN = {
    "empty": b"",
    "no warc": b"no warc at all\n" * 50,
    "cut": gzip.compress(b"WARC/1.0\r\nWARC-Ty", mtime=0)[:-7],
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_archive(headwater, tmp_path, body):
    path = tmp_path / "broken.warc.gz"
    path.write_bytes(body)
    ran = headwater("ingest", path, "--data", tmp_path / "d")
    assert ran.code in (1, 3)
    assert "Traceback" not in ran.err


def test_a_data_folder_that_cannot_be_made(headwater, tmp_path):
    (tmp_path / "file").write_text("in the way")
    told(headwater("init", "--data", tmp_path / "file" / "below"), 1)


def test_looking_at_nothing(headwater, tmp_path):
    ran = headwater("status", "--data", tmp_path / "nothing")
    assert ran.code != 0
    assert "Traceback" not in ran.err
    assert "headwater" in ran.err


def test_an_address_that_is_none(headwater, tmp_path):
    told(headwater("sources", "add", "not an address", "--data", tmp_path), 2)


def test_a_database_that_is_none(headwater, tmp_path):
    (tmp_path / "headwater.sqlite").write_bytes(b"this is no database " * 500)
    ran = headwater("run", "--once", "--no-site", "--data", tmp_path)
    assert ran.code != 0
    assert "Traceback" not in ran.err
    assert (tmp_path / "headwater.sqlite").read_bytes() == b"this is no database " * 500


def test_a_host_that_answers_nothing(headwater, tmp_path):
    ran = headwater("sources", "add", "http://127.0.0.1:9/", "--data", tmp_path)
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "Not added" in ran.err
