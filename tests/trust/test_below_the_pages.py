"""Roles are enforced below the pages: a page has no other way to the data than the guarded one."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import get_args

import pytest

from signpost.answers.access import ANYONE, Access, Act, Denied, may
from signpost.dashboard import actions, pages
from signpost.dashboard.page import all_pages
from signpost.dashboard.progress_bar import load_bar
from signpost.metrics.model.schema import Programme
from signpost.presentation.theme import LIGHT
from signpost.warehouse import Warehouse, WarehouseError
from signpost.warehouse.exports import exports_file
from signpost.workspace import uploads
from signpost.workspace.results import answers
from signpost.workspace.view import View

PAGES = Path(pages.__file__).parent
HOUSE = PAGES.parent
RESULTS = HOUSE.parent / "workspace" / "results"
GUARDED = [HOUSE / "actions.py", RESULTS.parent / "uploads.py", *sorted(RESULTS.glob("[a-z]*.py"))]
WRITES = {"write", "scratch", "restore", "execute"}
# Modules of ours that change data when called; only dashboard/actions.py may import from them.
CHANGERS = {
    "signpost.pipelines.ingest": {"ingest", "undo"},
    "signpost.pipelines.history": {"undo"},
    "signpost.pipelines.facts.group_names": {"decide_group"},
    "signpost.answers.decisions": {"decide"},
    "signpost.metrics.register.versions": {"save"},
    "signpost.metrics.value.ledger": {"sign"},
}


def imports(tree: ast.AST) -> set[tuple[str, str]]:
    return {
        (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def trespasses(source: str) -> list[str]:
    tree = ast.parse(source)
    found = [
        f"{module}.{name}" for module, name in imports(tree) if name in CHANGERS.get(module, set())
    ]
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if called and node.func.attr in WRITES:  # type: ignore[attr-defined]
            owner = ast.unparse(node.func.value)  # type: ignore[attr-defined]
            if "warehouse" in owner or "reader" in owner:
                found.append(ast.unparse(node.func))  # type: ignore[attr-defined]
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "view.warehouse":
            found.append("view.warehouse")
    return sorted(found)


@pytest.mark.parametrize(
    "path",
    [one for one in sorted(HOUSE.rglob("*.py")) if one not in GUARDED],
    ids=lambda path: str(path.relative_to(HOUSE)),
)
def test_only_the_guarded_modules_reach_the_data(path: Path) -> None:
    assert trespasses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from signpost.pipelines.ingest import ingest",
        "from signpost.answers.decisions import decide",
        "def show(view):\n    view.warehouse.read()",
        "def show(warehouse):\n    warehouse.write('me')",
    ],
)
def test_the_rule_can_fail(source: str) -> None:
    assert trespasses(source)


def test_pages_that_change_something_are_not_for_those_who_only_read() -> None:
    readers = Access("x", "sponsor")
    for page in all_pages():
        assert (page.audience == "sponsor") is may(readers, page.needs), page.id


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}


def asks(name: str, known: dict[str, ast.FunctionDef]) -> bool:
    """Whether a function asks for the role, itself or by the first thing it calls."""
    calls = {ast.unparse(n.func) for n in ast.walk(known[name]) if isinstance(n, ast.Call)}
    if calls & {"require", "_key", "take_in"} or any(
        re.match(r"(answers|adoption)\.[a-z]", one) for one in calls
    ):
        return True
    return any(asks(one, known) for one in calls & set(known) - {name})


@pytest.mark.parametrize("path", GUARDED, ids=lambda path: path.stem)
def test_every_function_that_takes_a_view_asks_for_the_role(path: Path) -> None:
    known = functions(path)
    shown = [
        name
        for name, one in known.items()
        if not name.startswith("_") and "view" in {a.arg for a in one.args.args}
    ]
    assert shown or path.stem == "board"
    assert [name for name in shown if not asks(name, known)] == []


def view(tmp_path: Path, access: Access) -> View:
    return View(Warehouse(tmp_path / "data"), 0, Programme(), LIGHT, access)


@pytest.mark.parametrize("access", [ANYONE, Access("x", "sponsor"), Access("y", None)])
def test_a_reader_cannot_load_or_undo_whatever_the_page_lets_through(
    access: Access, tmp_path: Path
) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("person,group,from\na,b,2026-01-01\n")
    shown = view(tmp_path, access)
    for act in (
        lambda: actions.load(shown, [((file,), None)]),
        lambda: uploads.rehearse(shown, [((file,), None)]),
        lambda: actions.undo_upload(shown, 1),
        lambda: actions.check_files(shown, (((file,), None),), None, load_bar),
    ):
        with pytest.raises(Denied):
            act()
    assert shown.warehouse.version() == 0


def test_every_download_is_noted_or_not_given(tmp_path: Path) -> None:
    shown = view(tmp_path, Access("ana@example.org", "sponsor"))
    assert actions.export(shown, "brief.pptx", lambda: b"slides") == b"slides"
    assert actions.export(shown, "x\n{}", lambda: "") == b""
    place = exports_file(tmp_path / "data")
    noted = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]
    assert [(one["who"], one["what"], one["bytes"]) for one in noted] == [
        ("ana@example.org", "brief.pptx", 6),
        ("ana@example.org", "x\n{}", 0),
    ]
    with pytest.raises(Denied):
        actions.export(view(tmp_path, Access("x", None)), "brief", lambda: b"slides")
    assert len(place.read_text().splitlines()) == 2
    place.unlink()
    place.mkdir()
    with pytest.raises(WarehouseError, match="could not be noted"):
        actions.export(shown, "brief", lambda: b"slides")


def test_a_stranger_is_shown_nothing(tmp_path: Path) -> None:
    shown = view(tmp_path, Access("x", None))
    for look in (answers.answers, answers.board, answers.portfolio):
        with pytest.raises(Denied):
            look(shown)
    with pytest.raises(Denied):
        answers.adoption(shown, platform="teams")


def test_every_act_is_asked_for_somewhere() -> None:
    asked = {page.needs for page in all_pages()}
    for function in functions(HOUSE / "actions.py").values():
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "require":
                asked.add(ast.literal_eval(node.args[1]))
    assert asked <= set(get_args(Act))
    assert {"read", "load"} <= asked
