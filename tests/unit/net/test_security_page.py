"""docs/security.md is what the tables say, and the tables are what the tests run."""

from pathlib import Path

import pytest

from fakeweb import security_page
from fakeweb.hostile import WAYS_AROUND

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("document", security_page.DOCUMENTS, ids=lambda one: one.case)
def test_hostile_document_ends_as_its_row_says(document):
    assert document.read(document.body()).startswith(document.outcome)


def test_security_page_is_up_to_date():
    command = "python tests/fakeweb/security_page.py --write"
    assert security_page.PAGE.read_text("utf-8") == security_page.render(), f"write it anew: {command}"


def test_every_way_around_has_its_test():
    sources = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    assert [test for _, test in WAYS_AROUND.values() if f"def {test}(" not in sources] == []
