"""Only `headwater.rights` makes the two proofs that a ruling allowed something."""

import ast
from pathlib import Path

import headwater

PROOFS = {"FetchPermit", "Cleared"}
PACKAGE = Path(headwater.__file__).parent


def constructions(source: str) -> list[int]:
    """Lines that construct a proof: a call of its name, however imported, or `replace`/`object.__new__` of one."""
    tree = ast.parse(source)
    names = set(PROOFS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name in PROOFS and alias.asname}
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in names]


def called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def test_only_rights_constructs_permits() -> None:
    elsewhere = {
        str(path.relative_to(PACKAGE)): lines
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] != "rights" and (lines := constructions(path.read_text("utf-8")))
    }
    assert elsewhere == {}


def test_rights_does_construct_them() -> None:
    assert any(constructions(path.read_text("utf-8")) for path in (PACKAGE / "rights").rglob("*.py"))


def test_a_construction_is_seen_under_any_name() -> None:
    assert constructions("from headwater.model.rights import FetchPermit as P\nP(url='x', ruled_at=now)") == [2]
    assert constructions("import headwater.model.rights as r\nr.Cleared(article=a)") == [2]
    assert constructions("from headwater.model.rights import Cleared\ndef f(c: Cleared) -> None: ...") == []
