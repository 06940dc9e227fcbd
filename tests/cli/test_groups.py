"""Group names decided on the command line: once, for every file from then on."""

from __future__ import annotations

from pathlib import Path

from signpost.warehouse.store import Warehouse
from tests.cli.test_commands import answer, run

ROSTER = "person,department,effective date\na@x.org,Customer Support,2026-01-01\n"
KPI = "month,department,kpi,value\n2026-0{month},Cust. Suport,Cost,{value}\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_name_is_decided_once_and_remembered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = written(tmp_path, "a.csv", KPI.format(month=1, value=40))
    answer("ingest", written(tmp_path, "roster.csv", ROSTER), first, "--data", data, status=1)
    listed = answer("groups", "--data", data)
    assert listed["strange"] == [
        {"label": "Cust. Suport", "nearest": "Customer Support", "uploads": [2]}
    ]
    found = answer("groups", "--same", "Cust. Suport", "customer  SUPPORT", "--data", data)
    assert found["decided"] == [{"name": "Cust. Suport", "group": "customer  SUPPORT"}]
    answer("ingest", written(tmp_path, "b.csv", KPI.format(month=2, value=50)), "--data", data)
    answer("undo", "2", "--data", data)
    answer("ingest", first, "--data", data)
    assert answer("groups", "--data", data)["strange"] == []
    rows = Warehouse(data).read().rows("select group_id, numerator from outcome_now order by 2")
    assert rows == [("customer support", 40), ("customer support", 50)]


def test_a_name_cannot_mean_a_group_nobody_knows(tmp_path: Path) -> None:
    data = tmp_path / "data"
    answer("ingest", written(tmp_path, "roster.csv", ROSTER), "--data", data)
    found = answer("groups", "--same", "X", "Custmer Support", "--data", data, status=1)
    assert found["error"]["code"] == "unknown_group"
    assert "'Customer Support'" in found["error"]["remedy"]


def test_names_are_told_in_sentences(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = written(tmp_path, "a.csv", KPI.format(month=1, value=40))
    answer("ingest", written(tmp_path, "roster.csv", ROSTER), first, "--data", data, status=1)
    result = run("groups", "--same", "Cust. Suport", "Customer Support", "--data", data)
    assert "Cust. Suport means Customer Support" in result.output
    assert "undo them" in result.output
