"""Roles are enforced below the pages: a page has no other way to the data than the guarded one."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from signpost import dashboard
from signpost.answers.access import ANYONE, Access, Act, Denied, may
from signpost.dashboard import actions
from signpost.dashboard.page import View, all_pages
from signpost.dashboard.progress_bar import load_bar
from signpost.presentation.theme import LIGHT
from signpost.registry import modules
from signpost.warehouse import WarehouseError
from signpost.warehouse.exports import exports_file
from signpost.workspace import changes, open_versions
from signpost.workspace.results import Results, snapshot

NOBODY = Access("x", None)
OPEN = {"open", "root", "version", "access", "scope", "waiting"}
"""What Results says to everybody: how it was opened."""
WAYS = (
    "signpost.warehouse",
    "signpost.workspace.changes",
    "signpost.workspace.answer_store",
    "signpost.workspace.result_store",
    "signpost.workspace.open_versions.warehouse",
    "signpost.workspace.open_versions.open_version",
    "signpost.pipelines.ingest",
    "signpost.pipelines.history",
)
"""Ways to the data beside Results; what a page may not import."""
HARMLESS = ("WarehouseError", "GoneError", "UnreadableError")


def python_of(module: ModuleType) -> list[Path]:
    return sorted(path for home in module.__path__ for path in Path(home).rglob("*.py"))


def trespasses(source: str) -> list[str]:
    """The ways round Results and `actions` that a module of the dashboard takes."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith(WAYS)]
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [n for n in names if n.startswith(WAYS) and not n.endswith(HARMLESS)]
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            owner = ast.unparse(node.value)
            found += [ast.unparse(node)] if owner.endswith("results") else []
    return sorted(found)


def test_only_actions_reach_the_data_beside_results() -> None:
    own = Path(inspect.getfile(actions))
    found = {
        path.name: wrong
        for path in python_of(dashboard)
        if path != own and (wrong := trespasses(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from signpost.pipelines.ingest import ingest",
        "from signpost.warehouse import Warehouse",
        "from signpost.workspace.changes import undo_upload",
        "import signpost.workspace.open_versions.warehouse",
        "def render(view):\n    view.results._warehouse.read()",
        "def render(view):\n    view.results._unlimited.board()",
    ],
)
def test_the_rule_can_fail(source: str) -> None:
    assert trespasses(source)


def test_pages_that_change_something_are_not_for_those_who_only_read() -> None:
    readers = Access("x", "sponsor")
    for page in all_pages():
        assert (page.audience == "sponsor") is may(readers, page.needs), page.id


def public_names(thing: type) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_") and name not in OPEN]


def answers_a_stranger(results: Results, name: str) -> bool:
    """Whether a method or property gives anything to somebody without a role."""
    try:
        member = getattr(results, name)
        if callable(member):
            member(*[None] * arguments(member))
    except Denied:
        return False
    except Exception:  # noqa: BLE001 - it went on without asking
        return True
    return True


def arguments(function: Callable[..., object]) -> int:
    """How many arguments without a default a call by position takes."""
    given = inspect.signature(function).parameters.values()
    return sum(p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD for p in given)


def test_every_public_part_of_results_asks_for_the_role(tmp_path: Path) -> None:
    results, names = Results.open(tmp_path, NOBODY), public_names(Results)
    assert len(names) > 40
    assert [name for name in names if answers_a_stranger(results, name)] == []


def test_the_question_to_results_can_fail(tmp_path: Path) -> None:
    class Leaky(Results):
        def leak(self) -> str:
            return self.root

        @property
        def seep(self) -> str:
            return self.root

    assert answers_a_stranger(Leaky.open(tmp_path, NOBODY), "leak")
    assert answers_a_stranger(Leaky.open(tmp_path, NOBODY), "seep")


def test_every_module_of_results_is_made_of_results() -> None:
    """No function beside the class: each would be a way to the data that asks for no role."""
    found = [
        f"{module.__name__}.{name}"
        for module in modules("signpost.workspace.results")
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert found == [f"{snapshot.__name__}.result"]


def test_every_change_asks_for_the_role(tmp_path: Path) -> None:
    found = [
        function
        for name, function in inspect.getmembers(changes, inspect.isfunction)
        if function.__module__ == changes.__name__ and not name.startswith("_")
    ]
    assert len(found) > 6
    results = Results.open(tmp_path, NOBODY)
    for function in found:
        with pytest.raises(Denied):
            function(results, *[None] * (arguments(function) - 1))


def view(tmp_path: Path, access: Access) -> View:
    return View(Results.open(tmp_path / "data", access), LIGHT)


@pytest.mark.parametrize("access", [ANYONE, Access("x", "sponsor"), Access("y", None)])
def test_a_reader_cannot_load_or_undo_whatever_the_page_lets_through(
    access: Access, tmp_path: Path
) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("person,group,from\na,b,2026-01-01\n")
    shown = view(tmp_path, access)
    acts: list[Callable[[], Any]] = [
        lambda: actions.load(shown, [file]),
        lambda: changes.ingest_files(shown.results, [file], dry_run=True),
        lambda: actions.undo_upload(shown, 1),
        lambda: actions.check_files(shown, (file,), {}, None, load_bar),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()
    assert open_versions.warehouse(shown.results.root).version() == 0


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


def test_every_act_is_asked_for_somewhere() -> None:
    asked = {page.needs for page in all_pages()}
    for module in (actions, changes):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "require":
                asked.add(ast.literal_eval(node.args[1]))
    assert asked == set(get_args(Act))
