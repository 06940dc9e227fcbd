"""Promises in the documents name the test that keeps them, and that test exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}


def missing(text: str) -> list[str]:
    wrong = []
    for place, name in NAMED.findall(text):
        path = ROOT / place
        if not path.is_file() or (name and name not in names_in(path)):
            wrong.append(f"{place}::{name}")
    return wrong


@pytest.mark.parametrize("name", ["security.md", "works-council.md", "trust.md"])
def test_every_test_a_document_names_exists(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) >= (10 if name == "trust.md" else 15)
    assert missing(text) == []


def test_a_missing_test_would_be_seen() -> None:
    assert missing("`tests/trust/test_docs.py::test_nothing`") != []
    assert missing("`tests/trust/none.py::test_nothing`") != []


def test_every_figure_of_trust_names_the_command_that_made_it() -> None:
    text = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    sections = text.split("\n## ")[1:]
    assert len(sections) >= 9
    for section in sections:
        made = re.findall(r"`(?:[A-Z_]+=\S* )*python -m ([\w.]+)(?: (tests/\S+\.py))?", section)
        assert made, section[:60]
        for module, file in made:
            path = ROOT / (file or f"{module.replace('.', '/')}.py")
            assert path.is_file(), path


def test_every_statement_to_the_works_council_names_its_test() -> None:
    text = (ROOT / "docs" / "works-council.md").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if row.startswith("| ") and "---" not in row]
    bare = [row for row in rows if not row.startswith("| statement") and not NAMED.search(row)]
    assert len(rows) > 15
    assert bare == []
    assert len(text.splitlines()) <= 70, "one page"
