"""Acts and roles: what each role may do to the data, tried with every act there is."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from signpost.answers.access import LOCAL, MAY, PRIVACY, Access, Act, Denied, Role, may
from signpost.api.data_folder import user_name
from signpost.metrics.model.schema import Programme, dump, parse
from signpost.metrics.register.versions import programme_in_force
from signpost.metrics.value.advice import Advice
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import exports_file, recorded_exports
from signpost.workspace import changes
from signpost.workspace.results import Results
from tests.trust.conftest import ROOT

TWELVE = Programme(organisation="x", minimum_group_size=12)
ROLES: tuple[Role | None, ...] = (None, *MAY)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    load_file(folder, TWELVE, "first.yaml")
    return folder


@pytest.fixture(scope="module")
def two_loads(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(first, tmp_path_factory.mktemp("two"), dirs_exist_ok=True)
    load_file(folder, TWELVE.model_copy(update={"currency": "CHF"}), "second.yaml")
    return folder


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    return shutil.copytree(first, tmp_path, dirs_exist_ok=True) / "data"  # its key lies beside it


def load_file(folder: Path, programme: Programme, name: str) -> None:
    file = written(folder, programme, name)
    found = ingest(Warehouse(folder / "data"), [file], who="admin", validate_programme=parse)
    assert found.files[0].status == "loaded"


def written(folder: Path, programme: Programme, name: str) -> Path:
    file = folder / name
    file.write_text(dump(programme), encoding="utf-8")
    return file


def opened(root: Path, role: Role | None) -> Results:
    return Results.open(root, Access("someone@example.org", role))


def minimum(root: Path) -> int:
    return programme_in_force(Warehouse(root)).minimum_group_size


def with_minimum(least: int) -> Programme:
    return TWELVE.model_copy(update={"minimum_group_size": least})


def attempt(results: Results, name: str, root: Path) -> object:
    """Do one act of `changes` with something that it takes."""
    programme = written(root.parent, TWELVE.model_copy(update={"organisation": "y"}), "p.yaml")
    given: dict[str, Callable[[], object]] = {
        "newest_version": lambda: changes.newest_version(results),
        "ingest_files": lambda: changes.ingest_files(results, [programme]),
        "map_group_names": lambda: changes.map_group_names(results, {"A": "b"}),
        "rows_to_correct": lambda: changes.rows_to_correct(results, 1, programme),
        "undo_upload": lambda: changes.undo_upload(results, 2),
        "edit_programme": lambda: changes.edit_programme(results, TWELVE),
        "read_drafts": lambda: changes.read_drafts(results, b"no worksheet"),
        "add_drafts": lambda: changes.add_drafts(results, ()),
        "take_decision": lambda: changes.take_decision(results, Advice, "works"),  # type: ignore[arg-type]
        "undo_decision": lambda: changes.undo_decision(results, 1),
        "note_export": lambda: changes.note_export(results, "brief", 1),
    }
    return given[name]()


ACTS: dict[str, Act] = {
    "newest_version": "read",
    "ingest_files": "load",
    "map_group_names": "load",
    "rows_to_correct": "load",
    "undo_upload": "load",
    "edit_programme": "edit",
    "read_drafts": "edit",
    "add_drafts": "edit",
    "take_decision": "edit",
    "undo_decision": "edit",
    "note_export": "export",
}


def test_the_table_names_every_act() -> None:
    there = inspect.getmembers(changes, inspect.isfunction)
    ours = {name for name, one in there if one.__module__ == changes.__name__ and name[0] != "_"}
    assert ours == set(ACTS)
    assert {*ACTS.values(), "administer"} == set(get_args(Act))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_for_its_roles_only(
    name: str, role: Role | None, two_loads: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(two_loads, tmp_path, dirs_exist_ok=True) / "data"
    denied = False
    try:
        attempt(opened(root, role), name, root)
    except Denied:
        denied = True
    except Exception:  # noqa: BLE001 - it went on without asking, and met nonsense
        denied = False
    assert denied is not may(Access("x", role), ACTS[name])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("least", [5, 11, 20])
def test_the_minimum_is_changed_by_an_administrator_only(
    role: Role | None, least: int, root: Path
) -> None:
    results, version = opened(root, role), Warehouse(root).version()
    file = written(root.parent, with_minimum(least), "lower.yaml")
    if role == "administrator":
        changes.edit_programme(results, with_minimum(least))
        assert minimum(root) == least
        load_file(root.parent, TWELVE.model_copy(update={"organisation": "z"}), "back.yaml")
        report = changes.ingest_files(opened(root, role), [file])
        assert report.files[0].status == "loaded"
        assert minimum(root) == least
        return
    with pytest.raises(Denied):
        changes.edit_programme(results, with_minimum(least))
    if role == "analyst":
        report = changes.ingest_files(results, [file])
        assert report.files[0].status == "failed"
        assert report.files[0].error is not None
        assert report.files[0].error.code == "privacy_settings"
        assert f"from 12 to {least}" in report.files[0].error.message
        noted = [one.what for one in recorded_exports(root)]
        assert noted == [f"refused: minimum_group_size from 12 to {least}"] * 2
        assert {one.who for one in recorded_exports(root)} == {"someone@example.org"}
    assert minimum(root) == 12
    assert Warehouse(root).version() == version


@pytest.mark.parametrize("text", ["organisation: y\n", "minimum_group_size: 5\n"])
def test_a_file_that_leaves_the_minimum_out_changes_it_too(text: str, root: Path) -> None:
    file = root.parent / "short.yaml"
    file.write_text(text)
    report = changes.ingest_files(opened(root, "analyst"), [file])
    assert report.files[0].status == "failed"
    assert minimum(root) == 12


def test_an_analyst_does_not_lower_it_by_undoing(root: Path) -> None:
    load_file(root.parent, with_minimum(20), "higher.yaml")
    with pytest.raises(Denied, match="from 20 to 12"):
        changes.undo_upload(opened(root, "analyst"), 2)
    assert minimum(root) == 20
    results = opened(root, "analyst")
    changes.edit_programme(results, results.programme.model_copy(update={"organisation": "y"}))
    assert minimum(root) == 20
    changes.undo_upload(opened(root, "administrator"), 2)


def test_a_refusal_that_cannot_be_noted_is_one_all_the_same(root: Path) -> None:
    exports_file(root).mkdir()
    with pytest.raises(Exception, match="could not be noted"):
        changes.edit_programme(opened(root, "analyst"), with_minimum(5))
    assert minimum(root) == 12


def test_the_rules_of_privacy_are_fields_of_a_programme() -> None:
    assert set(PRIVACY) <= set(Programme.model_fields)
    assert may(LOCAL, "administer")


@pytest.mark.slow
def test_who_is_at_the_terminal_is_no_variable() -> None:
    code = "from signpost.api.data_folder import user_name; print(user_name())"
    given = dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), "the.works.council")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == user_name() != "the.works.council"
