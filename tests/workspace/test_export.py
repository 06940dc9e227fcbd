"""Published tables as files: the command line's figures, keys that stay, nothing beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from click.testing import CliRunner

from signpost.answers.access import Access, Denied
from signpost.cli._main import signpost
from signpost.metrics.model.adoption_metrics import CATALOGUE
from signpost.metrics.model.schema import parse
from signpost.metrics.panel.group_hierarchy import TABLES
from signpost.pipelines.ingest import ingest
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import recorded_exports
from signpost.workspace.export.files import EXPORT_TABLES, table_bytes, write_export
from signpost.workspace.memo import forget_version
from signpost.workspace.results import Results
from tests.trust.small import Organisation, write

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("export")]
GROUPS = ("Zqalfa", "Zqbravo", "Zqcharlie", "Zqdelta")
TYPES = {"text": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "boolean": "BOOLEAN"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    files = write(folder / "files", Organisation(GROUPS, text="=1+1", few=("Zqtiny",)))
    ingest(Warehouse(folder / "data"), files, who="x", validate_programme=parse)
    return folder / "data"


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("tables") / "new" / "folder"
    done = CliRunner().invoke(signpost, ["export", str(target), "--data", str(data), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == json.loads((target / "schema.json").read_text("utf-8"))
    return target


def asked(data: Path, *words: str) -> Any:
    as_json = () if words[0] == "report" else ("--json",)
    done = CliRunner().invoke(signpost, [*words, "--data", str(data), *as_json])
    return json.loads(done.stdout)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    with duckdb.connect() as con:
        found = con.execute(f"from read_parquet('{folder / name}.parquet')")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def same(one: Mapping[str, Any], other: Mapping[str, Any], names: list[str]) -> None:
    for name in names:
        expected = other[name]
        assert one[name] == (pytest.approx(expected) if isinstance(expected, float) else expected)


def test_adoption_is_that_of_the_command_line_cell_by_cell(data: Path, folder: Path) -> None:
    key = ("platform", "metric", "window", "by", "group_id", "period")
    exported = {tuple(row[k] for k in key): row for row in rows(folder, "adoption")}
    told: dict[tuple[object, ...], dict[str, Any]] = {}
    for card in CATALOGUE:
        for window in card.windows:
            for by in ("group", "all"):
                words = ("--metric", card.id, "--window", window, "--by", by)
                answer = asked(data, "adoption", *words)
                for row in answer.get("rows", []):
                    parts = (row["platform"], card.id, window, by, row["group_id"], row["period"])
                    told[parts] = row
    assert len(told) > 40
    assert {one for one in exported if one[3] in ("group", "all")} == set(told)
    assert {one[3] for one in exported} == set(TABLES)
    cells = ["numerator", "denominator", "value", "withheld", "coded", "denominator_coded", "waits"]
    for parts, row in told.items():
        same(exported[parts], row, cells)


def test_the_facts_of_the_board_are_those_of_the_report(data: Path, folder: Path) -> None:
    told = {fact["key"]: fact for fact in asked(data, "report", "--format", "json")["facts"]}
    exported = {row["fact"]: row for row in rows(folder, "facts")}
    assert len(told) > 10
    assert set(exported) == set(told)
    for key, fact in told.items():
        same(exported[key], fact, ["value", "low", "high", "unit", "words", "method"])


def test_evidence_is_that_of_the_command_line(data: Path, folder: Path) -> None:
    told = {one["use_case"]: one for one in asked(data, "evidence")}
    estimates = rows(folder, "estimates")
    for case, answer in told.items():
        for role, name in (("estimate", "estimates"), ("chain", "chain"), ("naive", "naive")):
            mine = {
                (row["effect"], row["method"]): row
                for row in estimates
                if (row["use_case"], row["role"]) == (case, role)
            }
            assert set(mine) == {(one["effect"], one["method"]) for one in answer[name]}
            for one in answer[name]:
                same(mine[one["effect"], one["method"]], one, ["point", "low", "high", "unit"])
        headline = [r["method"] for r in estimates if r["headline"] and r["use_case"] == case]
        assert headline == [one["method"] for one in answer["estimates"][:1]]
        checks = {row["check"]: row for row in rows(folder, "checks") if row["use_case"] == case}
        assert {c["id"]: (c["passed"], c["code"]) for c in answer["checks"]} == {
            name: (row["passed"], row["code"]) for name, row in checks.items()
        }
        effects = {r["group_id"]: r for r in rows(folder, "group_effects") if r["use_case"] == case}
        assert set(effects) == {one["group"] for one in answer["group_effects"]}
        for one in answer["group_effects"]:
            same(effects[one["group"]], one, ["point", "low", "high", "claim"])
    grades = {row["use_case"]: row["grade"] for row in rows(folder, "use_cases")}
    assert grades == {case: answer["verdict"]["grade"] for case, answer in told.items()}
    assert sum(len(answer["estimates"]) for answer in told.values()) > 2


def test_the_panel_and_the_account_are_those_of_the_command_line(data: Path, folder: Path) -> None:
    (case,) = {row["use_case"] for row in rows(folder, "panel")}
    told = {(row["group"], row["period"]): row for row in asked(data, "panel", "--use-case", case)}
    exported = {(row["group_id"], row["period"]): row for row in rows(folder, "panel")}
    assert set(exported) == set(told)
    for key, row in told.items():
        same(exported[key], row, ["outcome", "denominator", "weight", "adoption", "start"])
    lines = asked(data, "programme", "portfolio")["lines"]
    mine = [row for row in rows(folder, "account") if row["per"] == "to date"]
    assert lines
    assert {(r["use_case"], r["kind"], r["status"], r["expected"]) for r in mine} == {
        (one["use_case"], one["kind"], one["status"], one["amount"][1]) for one in lines
    }


@pytest.mark.parametrize("name", EXPORT_TABLES)
def test_a_table_is_as_its_schema_says(folder: Path, name: str) -> None:
    schema = json.loads((folder / "schema.json").read_text("utf-8"))
    assert [one["name"] for one in schema["tables"]] == [*EXPORT_TABLES]
    table = next(one for one in schema["tables"] if one["name"] == name)
    with duckdb.connect() as con:
        found = con.execute(f"describe from read_parquet('{folder / name}.parquet')").fetchall()
    assert [(column, kind) for column, kind, *_ in found] == [
        (one["name"], TYPES[one["type"]]) for one in table["columns"]
    ]
    exported = rows(folder, name)
    keys = [tuple(row[column] for column in table["key"]) for row in exported]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert None not in {cell for key in keys for cell in key}
    as_csv = pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False)
    assert [*as_csv.columns] == [one["name"] for one in table["columns"]]
    assert len(as_csv) == len(exported)


def test_the_schema_says_how_old_the_data_is(data: Path, folder: Path) -> None:
    stamp = json.loads((folder / "schema.json").read_text("utf-8"))["stamp"]
    assert stamp["version"] == Results.open(data).version
    assert stamp["smallest_group"] == 10


def test_a_small_group_is_named_without_a_figure(folder: Path) -> None:
    named = 0
    for name, table in EXPORT_TABLES.items():
        numbers = [one.name for one in table.columns if one.type in ("number", "integer")]
        for row in rows(folder, name):
            if "zqtiny" in (row.get("group_id"), row.get("with_group_id")):
                named += 1
                assert [row[number] for number in numbers] == [None] * len(numbers), (name, row)
    assert named >= 8  # withheld rows of the adoption tables


def test_the_same_data_is_the_same_files(data: Path, folder: Path, tmp_path: Path) -> None:
    write_export(Results.open(data), tmp_path)
    for file in folder.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_download_is_noted_and_needs_the_right(data: Path, folder: Path, tmp_path: Path) -> None:
    del folder
    assert "every published table" in {one.what for one in recorded_exports(data)}
    nobody = replace(Results.open(data), access=Access("x", None))
    with pytest.raises(Denied):
        write_export(nobody, tmp_path)
    with pytest.raises(Denied):  # though it was made for others
        table_bytes("groups", nobody, "csv")
    assert list(tmp_path.iterdir()) == []


def test_an_erased_version_does_not_live_on(data: Path) -> None:
    results = Results.open(data)
    first = table_bytes("groups", results, "csv")
    assert table_bytes("groups", results, "csv") is first
    forget_version(results.root, results.version)
    assert table_bytes("groups", results, "csv") is not first


def test_a_reader_of_one_part_gets_that_part(data: Path, tmp_path: Path) -> None:
    (data.parent / "data.access.yaml").write_text(
        "people:\n  - {email: zoe@example.org, role: sponsor, scope: [zqalfa]}\n"
    )
    words = ["export", str(tmp_path), "--reader", "zoe@example.org", "--data", str(data)]
    done = CliRunner().invoke(signpost, words)
    (data.parent / "data.access.yaml").unlink()
    assert done.exit_code == 0, done.output
    for file in tmp_path.iterdir():
        content = file.read_bytes().lower()
        assert not any(name.lower().encode() in content for name in (*GROUPS[1:], "zqtiny")), file
    groups = [row["group_id"] for row in rows(tmp_path, "groups")]
    assert groups == ["zqalfa"]
    assert {row["group_id"] for row in rows(tmp_path, "panel")} == {"zqalfa"}
    for name in ("ties", "network_roles", "channels", "barriers", "decisions"):
        assert rows(tmp_path, name) == []


def test_a_text_that_a_spreadsheet_would_run_is_inert_in_csv(data: Path) -> None:
    results = Results.open(data)
    assert any(case.owner == "=1+1" for case in results.programme.use_cases)
    content = table_bytes("use_cases", results, "csv")
    assert b'"=1+1"' not in content
    assert b"=1+1" in content
