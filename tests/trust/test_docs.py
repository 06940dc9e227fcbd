"""Promises in the documents name the test that keeps them, and that test exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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


UNTESTED = {"works-council.md": ("What no test can promise",)}
"""Headings under which a document says what is not promised."""
FRAME = ("Made by ", "Machine: ")
"""How the paragraphs begin that say how a page was made, and where."""


def paragraphs(text: str, name: str) -> Iterator[str]:
    """What a document says: paragraphs, items, rows; no headings, tables of figures, code."""
    heading = ""
    for block in re.split(r"\n\s*\n|\n(?=[-*] |\| |#)", text):
        said = " ".join(block.split())
        if said.startswith("#"):
            heading = said.lstrip("# ")
        elif heading in UNTESTED.get(name, ()) or said.startswith(FRAME):
            continue
        elif said.startswith("|"):
            if name == "works-council.md" and "---" not in said and said != "| statement | test |":
                yield said
        elif said and not re.fullmatch(r"`[^`]+`(, then `[^`]+`)?", said):
            yield said


def sentences(said: str) -> list[str]:
    """The sentences of a paragraph; a row of a table is one."""
    if said.startswith("|"):
        return [said]
    return re.split(r"(?<=[.!?])\*{0,2} +(?=[\w*`])", re.sub(r"^[-*] ", "", said))


@pytest.mark.parametrize("name", ["works-council.md", "trust.md"])
def test_every_sentence_names_its_test(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    every = [one for said in paragraphs(text, name) for one in sentences(said)]
    assert len(every) > 30
    assert [one for one in every if not NAMED.search(one)] == []


def test_a_sentence_without_a_test_is_found() -> None:
    text = (
        "# Title\n\nMade by hand. Really.\n\nThis holds (`tests/a.py::test_a`). That, too.\n"
        "\n- So does this\n- Not this (`tests/b.py`).\n\n| figure | 1 |\n\n`python -m x`\n"
    )
    bare = [
        one
        for said in paragraphs(text, "trust.md")
        for one in sentences(said)
        if not NAMED.search(one)
    ]
    assert bare == ["That, too.", "So does this"]


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


def test_what_the_works_council_reads_fits_on_one_page() -> None:
    text = (ROOT / "docs" / "works-council.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 75
