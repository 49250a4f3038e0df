"""The documents tell the truth about the program: every command, word, setting and filter is in them."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

from headwater.app.cli import COMMANDS
from headwater.app.schemas import schema_of
from headwater.model import (
    annotation,
    article,
    figures,
    habit,
    job,
    neighbour,
    notice,
    outlet,
    provenance,
    rejection,
    rights,
    story,
    subscription,
    time,
    version,
    watching,
    web,
)  # fmt: skip

DOCS = Path(__file__).parents[1] / "docs"
MODEL = (
    annotation, article, figures, habit, job, neighbour, notice, outlet, provenance, rejection, rights, story,
    subscription, time, version, watching, web,
)  # fmt: skip
# Words that only name a part or a kind of a word that is in the glossary.
PARTS = {
    "AnnotationKind", "ChangeKind", "ClearedPicture", "CreditKind", "DifferenceKind", "EntryOrigin", "FeedMedia",
    "FetchOutcome", "Precision", "PublisherKind", "Reason", "Relation", "Rulings", "RunKind", "SourceKind", "Stage",
    "SubscriptionState", "Topic", "Use", "Validators",
}  # fmt: skip


def test_every_command_is_described():
    text = (DOCS / "cli.md").read_text("utf-8")
    assert [name for name in COMMANDS if not re.search(rf"`(headwater )?{name}\b", text)] == []


def test_every_word_of_the_model_is_in_the_glossary():
    text = (DOCS / "glossary.md").read_text("utf-8")
    words = {
        name
        for module in MODEL
        for name, value in inspect.getmembers(module, inspect.isclass)
        if value.__module__ == module.__name__
    }
    assert sorted(word for word in words - PARTS if f"`{word}`" not in text) == []


FILTERS = [name for name, (module, _, _) in COMMANDS.items() if module == "filters"]


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_documented_and_has_a_schema(name):
    assert f"| `{name}` |" in (DOCS / "filters.md").read_text("utf-8")
    assert schema_of(name)["anyOf"]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_can_be_imported_and_explains_itself(name):
    module, attribute, _ = COMMANDS[name]
    found = getattr(import_module(f"headwater.app.commands.{module}"), attribute)
    assert getattr(found, "__doc__", None) or found.info.help


def test_files_and_functions_stay_small():
    source = Path(__file__).parents[1] / "src"
    long = [str(path.name) for path in source.rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 500]
    assert long == []


def test_no_document_names_a_path_of_somebodys_machine():
    root = Path(__file__).parents[1]
    texts = [*DOCS.rglob("*.md"), root / "README.md", root / "CHANGELOG.md", *root.glob("src/**/*.py")]
    pattern = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm|root|home)/[A-Za-z.]")
    assert [path.name for path in texts if pattern.search(path.read_text("utf-8"))] == []
